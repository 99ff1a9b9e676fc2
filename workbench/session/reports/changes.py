"""What edits change, with a diff of every result before and after; secrets masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.diff.blame import Blame
from workbench.diff.folding import folded
from workbench.diff.results import ResultChange
from workbench.diff.text import diff_text, unified
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.preview import Preview
from workbench.model.snapshot import Item
from workbench.session.overrides.comparison import cluster_names
from workbench.session.overrides.what_if import result_changes
from workbench.session.showing import Showing
from workbench.session.views import DiffView


@dataclass(frozen=True, slots=True)
class Change:
    """A change of results, and the variants that it is between, fit to show.

    Attributes:
        result: what changes, for which object in which clusters.
        before, after: ``None`` where the clusters get nothing.
    """

    result: ResultChange
    before: Variant | None
    after: Variant | None


def changes(before: Preview, after: Preview) -> tuple[Change, ...]:
    """Every result that differs, the worst first."""
    sides = _Side(before), _Side(after)
    found = []
    for change in result_changes(before, after):
        old = sides[0].variant(change, change.before)
        new = sides[1].variant(change, change.after)
        shown = replace(
            change, before=old.outcome if old else None, after=new.outcome if new else None
        )
        found.append(Change(shown, old, new))
    return tuple(found)


class _Side:
    """The masked variants of one preview."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._showing = Showing(preview)

    def variant(self, change: ResultChange, outcome: Outcome | None) -> Variant | None:
        item = self._preview.snapshot.by_id.get(change.object)
        raw = self._with(item, outcome) if item else None
        return self._showing.variant(raw) if raw else None

    def _with(self, item: Item, outcome: Outcome | None) -> Variant | None:
        variants: Sequence[Variant] = self._preview.variants(item)
        return next((v for v in variants if v.outcome is outcome), None)


def change_diff(change: Change, *, unfold: bool = False) -> DiffView | None:
    """The results before and after, causes of both; ``None`` where there are not two of them."""
    old, new = change.before, change.after
    if old is None or new is None:
        return None
    left, right = old.outcome.object, new.outcome.object
    if left is None or right is None:
        return None
    diff = diff_text(
        left, right, before_blame=Blame(old.template, old.outcome.steps),
        after_blame=Blame(new.template, new.outcome.steps),
    )
    lines = unified(diff if unfold else folded(diff))
    title = f"{change.result.object} in {cluster_names(change.result.clusters)}"
    return DiffView(title, "before", "after", "unified", lines)
