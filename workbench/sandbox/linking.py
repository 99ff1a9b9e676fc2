"""Steering the process that relays between Karmada and its members."""

from __future__ import annotations

import json
import signal
import sys

from .folders import write_private
from .processes import send, spawn
from .state import State, record_of

LINKS = "links"
FILE = "links.json"


def start_links(state: State, lifeline: int | None = None) -> None:
    """Starts the process.

    Args:
        lifeline: reading end of a pipe; when that ends without a word the process ends the
            whole sandbox. ``None`` where nothing is at stake any more.
    """
    layout = state.layout
    _write(state)
    command = [sys.executable, "-m", "workbench.sandbox.links", str(layout.folder)]
    identity = spawn(command, mark=layout.folder, log=layout.log(LINKS), lifeline=lifeline)
    state.record(LINKS, record_of(identity, 0, "", 0))


def update_links(state: State) -> None:
    """Has the links do what the state says: cut some, close those to servers that are gone."""
    _write(state)
    record = state.processes.get(LINKS)
    if not record or not send(record.identity, signal.SIGHUP):
        start_links(state)


def lost_members(state: State) -> tuple[str, ...]:
    """Members whose API server was started once and does not run now."""
    servers = ((m.name, state.processes.get(f"{m.name}-apiserver")) for m in state.layout.members)
    return tuple(name for name, server in servers if server and not server.alive)


def _write(state: State) -> None:
    layout = state.layout
    told: dict[str, list[int]] = {}
    for member in layout.members:
        for link, behind in (("link", f"{member.name}-apiserver"), ("uplink", "karmada-apiserver")):
            name = f"{member.name}-{link}"
            if name in layout.ports:
                told[name] = [layout.ports[name], layout.ports[behind]]
    cut = [name for name in told if name.rpartition("-")[0] in state.cut]
    closed = [f"{member}-link" for member in lost_members(state)]
    text = json.dumps({"links": told, "cut": cut, "closed": closed})
    write_private(layout.folder / FILE, text)
