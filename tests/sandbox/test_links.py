"""The links, as a process of their own between a client and an echoing server."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.fakes import sleeper
from workbench.sandbox.links import KEEP
from workbench.sandbox.ports import free_ports
from workbench.sandbox.processes import Identity, is_alive, marked, send, spawn, stop

WAIT_SECONDS = 20.0


@pytest.fixture
def echo() -> Iterator[int]:
    """Port of a server that sends back what it gets."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        def serve(connection: socket.socket) -> None:
            with connection:
                while data := connection.recv(1024):
                    connection.sendall(data)

        def accept() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


class Links:
    """The process, its one link and the pipe that it watches."""

    def __init__(self, folder: Path, target: int) -> None:
        self.folder = folder
        self.port = free_ports(["link"])["link"]
        self._target = target
        self.write()
        reading, self.lifeline = os.pipe()
        command = [sys.executable, "-m", "workbench.sandbox.links", str(folder)]
        self.identity: Identity = spawn(
            command, mark=folder, log=folder / "links.log", lifeline=reading
        )
        os.close(reading)
        until(self.accepts)

    def write(self, *, cut: bool = False, closed: bool = False) -> None:
        told = {"links": {"member1-link": [self.port, self._target]},
                "cut": ["member1-link"] if cut else [],
                "closed": ["member1-link"] if closed else []}
        (self.folder / "links.json").write_text(json.dumps(told))

    def set(self, **state: bool) -> None:
        self.write(**state)
        assert send(self.identity, signal.SIGHUP)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=WAIT_SECONDS)

    def accepts(self) -> bool:
        try:
            self.connect().close()
            return True
        except OSError:
            return False


def until(ready: object) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def links(tmp_path: Path, echo: int) -> Iterator[Links]:
    running = Links(tmp_path, echo)
    yield running
    stop([running.identity], grace_seconds=5)


def answer(connection: socket.socket, text: bytes, seconds: float = WAIT_SECONDS) -> bytes:
    connection.settimeout(seconds)
    connection.sendall(text)
    return connection.recv(1024)


def test_bytes_go_there_and_back(links: Links) -> None:
    with links.connect() as one, links.connect() as other:
        assert answer(one, b"one") == b"one"
        assert answer(other, b"other") == b"other"


def test_a_cut_link_drops_without_closing_and_goes_on_when_it_is_restored(links: Links) -> None:
    with links.connect() as before:
        assert answer(before, b"hello") == b"hello"
        links.set(cut=True)

        def silent() -> bool:
            try:
                answer(before, b".", 0.3)
            except TimeoutError:
                return True
            return False

        until(silent)
        with links.connect() as during:
            with pytest.raises(TimeoutError):
                answer(during, b"anyone?", 0.3)
            links.set()
            during.settimeout(WAIT_SECONDS)
            assert during.recv(1024) == b"anyone?"
        before.settimeout(WAIT_SECONDS)
        assert before.recv(1024).startswith(b".")


def test_a_closed_link_refuses_and_opens_again(links: Links) -> None:
    links.set(closed=True)
    until(lambda: not links.accepts())
    links.set()
    until(links.accepts)


def test_a_server_that_is_gone_ends_the_connection(links: Links) -> None:
    links._target = free_ports(["nobody"])["nobody"]
    with links.connect() as alive:
        assert answer(alive, b"x") == b"x"


def test_when_the_start_is_killed_everything_it_started_ends(links: Links) -> None:
    other = sleeper(links.folder)
    os.close(links.lifeline)
    until(lambda: not is_alive(other) and not is_alive(links.identity))
    assert marked(links.folder) == []


def test_when_the_start_is_through_everything_goes_on(links: Links) -> None:
    other = sleeper(links.folder)
    os.write(links.lifeline, KEEP)
    os.close(links.lifeline)
    with links.connect() as connection:
        assert answer(connection, b"still here") == b"still here"
    assert is_alive(other)
    stop([other], grace_seconds=5)
