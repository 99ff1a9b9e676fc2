"""Reading the log of a component."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from .errors import UnknownSandboxError
from .state import load

_POLL_SECONDS = 0.2


def logs(name: str, component: str, *, follow: bool = False) -> Iterator[str]:
    """Lines of a component's log, from its start.

    Args:
        name: of the sandbox.
        follow: go on with lines as they are written, until the sandbox is gone.

    Raises:
        UnknownSandboxError: no such sandbox or component.
    """
    layout = load(name).layout
    known = sorted(found.stem for found in layout.logs.glob("*.log"))
    if component not in known:
        hint = f"there is {', '.join(known)}"
        raise UnknownSandboxError(f"no log of {component!r}", hint=hint)
    return _lines(layout.log(component), follow)


def _lines(file: Path, follow: bool) -> Iterator[str]:
    with file.open(errors="replace") as log:
        rest = ""
        while True:
            rest += log.readline()
            if rest.endswith("\n"):
                yield rest[:-1]
                rest = ""
            elif not follow or not file.exists():
                break
            else:
                time.sleep(_POLL_SECONDS)
        if rest:
            yield rest
