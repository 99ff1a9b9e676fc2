"""What the paths on the command line hold."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.cli.messages import complain
from workbench.cli.progress import Progress
from workbench.fleets.files import load
from workbench.fleets.namespaces import with_namespace
from workbench.model.errors import UsageError
from workbench.model.snapshot import Snapshot

if TYPE_CHECKING:
    from workbench.session.failover.opening import Opened


def read(paths: Sequence[str], namespace: str = "") -> Snapshot:
    """The fleet at ``paths``; ``-`` is standard input. What can't be read is in its problems.

    ``namespace`` is for objects that were written without one, as ``kubectl -n`` has it.

    Raises :class:`UsageError` without any path.
    """
    _need(paths)
    with Progress("reading", "file") as progress:
        fleet = load(paths, getattr(sys.stdin, "buffer", None), progress=progress)
    return with_namespace(fleet, namespace) if namespace else fleet


def read_fleet_or_run(paths: Sequence[str], namespace: str = "") -> Opened:
    """As :func:`read`; or the failover run that was saved in the one path that is named."""
    from workbench.session.failover.opening import open_paths

    _need(paths)
    with Progress("reading", "file") as progress:
        opened = open_paths(paths, getattr(sys.stdin, "buffer", None), progress=progress)
    if opened.run or not namespace:
        return opened
    return replace(opened, snapshot=with_namespace(opened.snapshot, namespace))


def _need(paths: Sequence[str]) -> None:
    if not paths:
        raise UsageError("nothing to read", hint="name files or folders, - or sample:shop")


def is_empty(snapshot: Snapshot) -> bool:
    """Whether nothing could be read; what stood in the way is said."""
    if snapshot.items:
        return False
    for problem in snapshot.problems:
        complain(problem)
    return True
