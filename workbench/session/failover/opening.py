"""What failover begins with, opened by every front end alike: a fleet, or a run that was saved.

Simulator and reader of runs are loaded where there is a run: every fleet comes this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from workbench.fleets.files import STDIN, Progress, load
from workbench.fleets.folders import read_stream
from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError
from workbench.model.snapshot import Snapshot
from workbench.model.text import visible_line
from workbench.session.failover.run_mark import is_run, is_run_file

if TYPE_CHECKING:
    from workbench.session.failover.run_file import Run

_STDIN_NAME = "(stdin)"


@dataclass(frozen=True, slots=True)
class Opened:
    """A fleet, and the run that it was saved with, if it was saved with one."""

    snapshot: Snapshot
    run: Run | None = None

    def profile(self, otherwise: Profile) -> Profile:
        """The Karmada version of the run; ``otherwise`` for a fleet without one."""
        return self.run.profile if self.run else otherwise


def open_paths(
    paths: Sequence[str | Path], stdin: BinaryIO | None = None, *, progress: Progress | None = None
) -> Opened:
    """The saved run that the only path names, or the fleet that all of them hold together.

    Args:
        paths: as :func:`workbench.fleets.files.load` takes them.
        stdin: where ``-`` reads from; a run may stand there too.

    Raises :class:`UsageError` for a run beside other paths, :class:`InputError` for a run that is
    broken and for a standard input that fails. What is wrong with a fleet is in the problems of
    its snapshot.
    """
    runs = [path for path in paths if is_run_file(Path(path))]
    if runs and len(paths) > 1:
        raise UsageError(f"{visible_line(str(runs[0]))} is a saved run, which has its own fleet",
                         hint="open it alone")
    if runs:
        from workbench.session.failover.run_file import open_run

        return _of(open_run(runs[0]))
    if list(map(str, paths)) == [STDIN] and stdin is not None:
        data = read_stream(stdin, _STDIN_NAME)
        text = data.decode("utf-8", "replace")
        if is_run(text):
            from workbench.session.failover.run_file import read_run

            return _of(read_run(text, _STDIN_NAME))
        stdin = BytesIO(data)
    return Opened(load(paths, stdin, progress=progress))


def _of(run: Run) -> Opened:
    return Opened(run.snapshot, run)

