"""The sample fleets that travel with the program: ``sample:shop`` works in any folder."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.model.errors import UsageError
from workbench.model.text import visible_line

PREFIX = "sample:"
# Inside an installed package, or beside it in a checkout.
_HOMES = (
    Path(__file__).parent.parent / "sample_clusters",
    Path(__file__).parent.parent.parent / "sample_clusters",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample fleet.

    Attributes:
        name: what to ask for, without the prefix.
        description: one sentence.
        folder: where its files are.
    """

    name: str
    description: str
    folder: Path

    @property
    def path(self) -> str:
        """What to open: ``sample:NAME``."""
        return PREFIX + self.name


@cache
def samples() -> tuple[Sample, ...]:
    """Every sample fleet, by name."""
    home = next((home for home in _HOMES if home.is_dir()), None)
    if home is None:
        return ()
    readmes = sorted(home.glob("*/README.md"))
    return tuple(Sample(r.parent.name, _first_sentence(r), r.parent) for r in readmes)


def _first_sentence(readme: Path) -> str:
    for line in readme.read_text(encoding="utf-8").splitlines():
        if line.strip():
            return line.lstrip("# ").strip()
    return ""


def sample_names() -> tuple[str, ...]:
    """The names of the sample fleets, without the prefix."""
    return tuple(sample.name for sample in samples())


def sample(name: str) -> Sample:
    """The sample of that name, prefix or not. Raises :class:`UsageError` if there is none."""
    wanted = name.removeprefix(PREFIX)
    for known in samples():
        if known.name == wanted:
            return known
    near = difflib.get_close_matches(wanted, sample_names(), 1)
    hint = f"did you mean {PREFIX}{near[0]}?" if near else f"there are {', '.join(sample_names())}"
    raise UsageError(f"no sample fleet named {visible_line(wanted)!r}", hint=hint)
