"""Two trees side by side, and the count of what was compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.real.differential_rules import FILLED, REWRITTEN, Path
from workbench.model.pointer import pointer
from workbench.model.tree import MISSING, changes


@dataclass(frozen=True)
class Difference:
    """One place where reality is not as expected; a whole object where the path is empty."""

    where: str
    path: Path
    expected: Any
    observed: Any

    def __str__(self) -> str:
        place = f"{self.where} {pointer(self.path)}" if self.path else self.where
        told = (place, f"expected {_shown(self.expected)}", f"observed {_shown(self.observed)}")
        return "\n      ".join(told)


def _shown(value: Any) -> str:
    text = "nothing" if value is MISSING else repr(value)
    return text if len(text) < 400 else f"{text[:400]}…"


@dataclass
class Tally:
    """What was compared of one sort of thing.

    Attributes:
        subject: the sort, in words.
        compared: how many.
        differing: differences by the thing that has them.
        known: things that differ as documented, with the reason.
    """

    subject: str
    compared: int = 0
    differing: dict[str, list[Difference]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def add(self, where: str, found: list[Difference], known: str = "") -> None:
        """One more thing; ``known``: why it may differ, empty if it may not."""
        self.compared += 1
        if found and known:
            self.known[where] = known
        elif found:
            self.differing[where] = found

    @property
    def equal(self) -> int:
        return self.compared - len(self.differing) - len(self.known)


def compare(where: str, expected: Any, observed: Any, *, exactly: bool = False) -> list[Difference]:
    """Every difference; without what is filled in or rewritten, unless ``exactly``."""
    kind = observed.get("kind", "") if isinstance(observed, dict) else ""
    return [
        Difference(where, path, left, right)
        for path, left, right in changes(expected, observed)
        if exactly or not _is_allowed(kind, path, left, right)
    ]


def _is_allowed(kind: str, path: Path, left: Any, right: Any) -> bool:
    if left is not MISSING:
        return any(rule.fits(path, left, right) for rule in REWRITTEN)
    if any(rule.fits(kind, path, right) for rule in FILLED):
        return True
    # A map or list that nobody wrote may be filled in leaf by leaf.
    inside = right.items() if isinstance(right, dict) else enumerate(_items(right))
    leaves = list(inside)
    return bool(leaves) and all(
        _is_allowed(kind, (*path, key), MISSING, inner) for key, inner in leaves
    )


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
