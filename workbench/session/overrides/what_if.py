"""What edits change: the blast radius, object by object, and what will not go back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workbench.diff.results import Key, ResultChange, compare_results
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.preview import Preview
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer
from workbench.model.text import visible_line
from workbench.model.tree import Json
from workbench.model.tree import changes as changes_of
from workbench.session.edits import Edit
from workbench.session.overrides.comparison import cluster_names, count
from workbench.session.overrides.trace import short_value
from workbench.session.views import Severity, WhatIfView

_WORST = ("starts failing", "fails otherwise", "disappears", "changes", "appears",
          "stops failing", "record only")
_SEVERITY: dict[str, Severity] = {
    "starts failing": "error", "fails otherwise": "error", "disappears": "error",
    "changes": "warning",
}

_WORDS = {"record only": "same object, only the record of overrides on its Work changes"}
_SHOWN = 2


def result_changes(before: Preview, after: Preview) -> tuple[ResultChange, ...]:
    """Every result that differs between two previews, the worst first."""
    ids = {item.id for preview in (before, after) for item in preview.templates}
    return worst_first(change for i in sorted(ids) for change in object_changes(i, before, after))


def worst_first(changes: Iterable[ResultChange]) -> tuple[ResultChange, ...]:
    """What fails or goes, then what changes, then the rest; by object."""
    return tuple(sorted(changes, key=lambda change: (_WORST.index(change.kind), change.object)))


def object_changes(
    identity: ObjectId, before: Preview, after: Preview
) -> tuple[ResultChange, ...]:
    """What changes for one object."""
    old, new = (
        preview.variants(preview.snapshot.by_id[identity])
        if identity in preview.snapshot.by_id else ()
        for preview in (before, after)
    )
    return () if old is new else compare_results(_by_cluster(old), _by_cluster(new))


def _by_cluster(variants: Sequence[Variant]) -> dict[Key, Outcome]:
    return {
        (ObjectId.of(variant.template), cluster): variant.outcome
        for variant in variants
        for cluster in variant.clusters
    }


def what_if_view(edits: Sequence[Edit], changes: Sequence[ResultChange]) -> WhatIfView:
    """The answer to a what-if, in a title and lines."""
    if not edits:
        return WhatIfView("no what-if")
    asked = visible_line("; ".join(map(str, edits)))
    touched = [c for c in changes if c.kind != "record only"]
    objects = len({change.object for change in touched})
    results = sum(len(change.clusters) for change in touched)
    title = f"{asked}: {count(objects, 'object')}, {count(results, 'result')} change"
    if not touched:
        title = f"{asked}: no cluster gets anything else"
    lines = [line for change in changes for line in _lines(change)]
    return WhatIfView(title, (*lines, *_remaining(changes)))


def _lines(change: ResultChange) -> Iterator[tuple[Severity, str]]:
    size = count(len(change.clusters), "cluster")
    where = f"{change.object} in {size} ({cluster_names(change.clusters)})"
    yield _SEVERITY.get(change.kind, "info"), visible_line(f"{where}: {_words(change)}")


def _words(change: ResultChange) -> str:
    before, after = change.before, change.after
    if change.kind in ("starts failing", "fails otherwise") and after is not None:
        return f"{change.kind}: {after.message}"
    if change.kind == "changes" and before is not None and after is not None:
        return f"changes {_fields(change.object, before.object, after.object)}"
    return _WORDS.get(change.kind, change.kind)


def _fields(owner: ObjectId, before: Json, after: Json) -> str:
    """The first places that change, with their values unless they are a Secret's."""
    found = [
        pointer(path)
        if owner.kind == "Secret"
        else f"{pointer(path)} {short_value(old, 40)} → {short_value(new, 40)}"
        for path, old, new in changes_of(before, after)
    ]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def _remaining(changes: Sequence[ResultChange]) -> Iterator[tuple[Severity, str]]:
    """What will not go back, each sort once, with the number of results that keep it."""
    counts: Counter[str] = Counter()
    for change in changes:
        for remainder in change.remains:
            counts[remainder.text] += len(change.clusters)
    for text, results in counts.items():
        yield "warning", visible_line(f"will not go back: {text} ({count(results, 'result')})")
