"""The links between Karmada and its members: one process that relays, or drops, their bytes.

It is also the first process of a sandbox and the keeper of its start: its standard input is a pipe
that `up` holds. When `up` is killed half-way the pipe ends without a word, and everything that was
started is ended.

``python -m workbench.sandbox.links FOLDER`` reads FOLDER/links.json, and again on SIGHUP:
``{"links": {NAME: [listen, target]}, "cut": [NAME], "closed": [NAME]}``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from .linking import FILE
from .processes import stop_marked

KEEP = b"keep\n"
_CHUNK = 64 * 1024


class Link:
    """One listening port and the port behind it.

    A link that is cut neither closes nor refuses: connections stay open and nothing goes through,
    as when packets are dropped on the way. When it is restored the bytes that waited go on.
    A closed link refuses connections, as the machine of a server that ended would.
    """

    def __init__(self, listen: int, target: int) -> None:
        self._listen = listen
        self._target = target
        self._server: asyncio.Server | None = None
        self._open = asyncio.Event()

    async def set(self, *, cut: bool, closed: bool) -> None:
        """Brings the link into a state. Nothing happens if it is in it."""
        if cut:
            self._open.clear()
        else:
            self._open.set()
        if closed and self._server:
            self._server.close()
            self._server = None
        elif not closed and not self._server:
            self._server = await asyncio.start_server(self.serve, "127.0.0.1", self._listen)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Relays one connection until either side ends it."""
        await self._open.wait()
        try:
            behind = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        there = asyncio.create_task(self._relay(reader, behind[1]))
        back = asyncio.create_task(self._relay(behind[0], writer))
        await asyncio.wait((there, back))

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            await self._open.wait()
            writer.close()


async def _relay_all(folder: Path) -> None:
    links: dict[str, Link] = {}
    await _reread(folder, links)
    loop = asyncio.get_running_loop()
    changed, ended = asyncio.Event(), asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, changed.set)
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    watching = _watch_start(folder), _follow(folder, links, changed)
    tasks = [loop.create_task(each) for each in watching]
    await ended.wait()
    for task in tasks:
        task.cancel()


async def _follow(folder: Path, links: dict[str, Link], changed: asyncio.Event) -> None:
    while True:
        await changed.wait()
        changed.clear()
        await _reread(folder, links)


async def _reread(folder: Path, links: dict[str, Link]) -> None:
    told = json.loads((folder / FILE).read_text())
    for name, (listen, target) in told["links"].items():
        link = links.setdefault(name, Link(listen, target))
        await link.set(cut=name in told["cut"], closed=name in told["closed"])


async def _watch_start(folder: Path) -> None:
    """Ends everything of the sandbox when `up` ends without saying that it is through."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    if await reader.read() != KEEP:
        stop_marked(folder, grace_seconds=1.0, spare={os.getpid()})
        os._exit(1)


if __name__ == "__main__":
    asyncio.run(_relay_all(Path(sys.argv[1])))
