"""What the paths on the command line hold."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from workbench.cli.messages import complain
from workbench.cli.progress import Progress
from workbench.fleets.files import load
from workbench.fleets.namespaces import with_namespace
from workbench.model.errors import UsageError
from workbench.model.snapshot import Snapshot


def read(paths: Sequence[str], namespace: str = "") -> Snapshot:
    """The fleet at ``paths``; ``-`` is standard input. What can't be read is in its problems.

    ``namespace`` is for objects that were written without one, as ``kubectl -n`` has it.

    Raises :class:`UsageError` without any path.
    """
    if not paths:
        raise UsageError("nothing to read", hint="name files or folders, - or sample:shop")
    with Progress("reading", "file") as progress:
        fleet = load(paths, getattr(sys.stdin, "buffer", None), progress=progress)
    return with_namespace(fleet, namespace) if namespace else fleet


def is_empty(snapshot: Snapshot) -> bool:
    """Whether nothing could be read; what stood in the way is said."""
    if snapshot.items:
        return False
    for problem in snapshot.problems:
        complain(problem)
    return True
