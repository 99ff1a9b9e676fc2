"""Starting components, waiting for them, and stopping them."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.parse
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from .components import Component
from .errors import ComponentError, PortTakenError
from .ports import is_free
from .processes import spawn, stop
from .state import State, record_of

READY_SECONDS = 120.0
_POLL_SECONDS = 0.1
_LAST_LINES = 12
_GRACE_SECONDS = 5.0
_INOTIFY = (
    "take other sandboxes down, have fewer members, or raise the limit:"
    " sudo sysctl fs.inotify.max_user_instances=1024"
)


def start(state: State, component: Component) -> None:
    """Starts a component and remembers its process.

    Raises:
        PortTakenError: another program listens on its port by now.
    """
    layout = state.layout
    port = layout.ports[component.port]
    if not is_free(port):
        raise PortTakenError(
            f"{component.name} can't start: port {port} was taken by another program",
            component=component.name, hint="workbench sandbox up picks new ports",
        )
    log = layout.log(component.name)
    identity = spawn(component.arguments(layout), mark=layout.folder, log=log)
    state.record(component.name, record_of(identity, port, component.member, component.layer))


def wait_ready(
    state: State, components: Sequence[Component], *, alone: bool = False
) -> None:
    """Waits until each component says itself that it is ready.

    Args:
        alone: whatever else has ended is nothing to worry about.

    Raises:
        ComponentError: one ended, or takes longer than two minutes; with its last log lines.
    """
    context = _context(state.layout.certificates)
    watched = [component.name for component in components] if alone else None
    for component in components:
        wait_until(
            lambda one=component: _answers(one.probe, context),  # type: ignore[misc]
            state, component.name, watched=watched,
        )


def wait_until(
    ready: Callable[[], bool], state: State, component: str, what: str = "became ready",
    *, watched: Collection[str] | None = None,
) -> None:
    """Waits for ``ready``, as long as the watched components, by default all, live.

    Raises:
        ComponentError: a component ended meanwhile, or ``ready`` stayed false for two minutes.
    """
    deadline = time.monotonic() + READY_SECONDS
    while not ready():
        for name, record in list(state.processes.items()):
            if (watched is None or name in watched) and not record.alive:
                raise _ended(state, name)
        if time.monotonic() > deadline:
            raise ComponentError(
                f"{component} never {what}", component=component,
                last_lines=last_lines(state.layout.log(component)),
            )
        time.sleep(_POLL_SECONDS)


def stop_all(state: State, *, grace_seconds: float = _GRACE_SECONDS) -> None:
    """Stops what was started, layer by layer from the top, each before the one it leans on."""
    for layer in sorted({record.layer for record in state.processes.values()}, reverse=True):
        layered = [one for one in state.processes.values() if one.layer == layer]
        stop((one.identity for one in layered), grace_seconds=grace_seconds)


def last_lines(log: Path, count: int = _LAST_LINES) -> tuple[str, ...]:
    """The end of a log file."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - 16_384))
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(line[:500] for line in lines[-count:])


def _ended(state: State, name: str) -> ComponentError:
    lines = last_lines(state.layout.log(name))
    if any("address already in use" in line for line in lines):
        port = state.processes[name].port
        return PortTakenError(
            f"{name} ended: port {port} was taken by another program", component=name,
            hint="workbench sandbox up picks new ports",
        )
    hint = _INOTIFY if any("too many open files" in line for line in lines) else ""
    return ComponentError(f"{name} ended", component=name, last_lines=lines, hint=hint)


def _answers(url: str, context: ssl.SSLContext) -> bool:
    parts = urllib.parse.urlsplit(url)
    host, port = str(parts.hostname), parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=5, context=context)
        if parts.scheme == "https" else http.client.HTTPConnection(host, port, timeout=5)
    )
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _context(certificates: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certificates / "ca.crt")
    context.load_cert_chain(certificates / "admin.crt", certificates / "admin.key")
    return context
