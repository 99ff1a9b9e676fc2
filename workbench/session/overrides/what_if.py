"""What edits change: the blast radius, object by object, and what will not go back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.diff.results import ResultChange, compare_results
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.preview import Preview
from workbench.model.text import visible_line
from workbench.session.edits import Edit
from workbench.session.overrides.comparison import cluster_names, count
from workbench.session.views import Severity, WhatIfView

_WORST = ("starts failing", "fails otherwise", "disappears", "changes", "appears",
          "stops failing", "record only")
_SEVERITY: dict[str, Severity] = {
    "starts failing": "error", "fails otherwise": "error", "disappears": "error",
    "changes": "warning",
}


def result_changes(before: Preview, after: Preview) -> tuple[ResultChange, ...]:
    """Every result that differs between two previews, the worst first."""
    olds = {item.id: item for item in before.templates}
    news = {item.id: item for item in after.templates}
    found: list[ResultChange] = []
    for identity in sorted(olds.keys() | news.keys()):
        old = before.variants(olds[identity]) if identity in olds else ()
        new = after.variants(news[identity]) if identity in news else ()
        if old is not new:
            found += compare_results(_by_cluster(old), _by_cluster(new))
    return tuple(sorted(found, key=lambda change: (_WORST.index(change.kind), change.object)))


def _by_cluster(variants: Sequence[Variant]) -> dict:  # type: ignore[type-arg]
    from workbench.model.identity import ObjectId

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
    return WhatIfView(title, tuple(line for change in changes for line in _lines(change)))


def _lines(change: ResultChange) -> Iterator[tuple[Severity, str]]:
    size = count(len(change.clusters), "cluster")
    where = f"{change.object} in {size} ({cluster_names(change.clusters)})"
    yield _SEVERITY.get(change.kind, "info"), visible_line(f"{where}: {_words(change)}")
    for remainder in change.remains:
        yield "warning", visible_line(f"  will not go back: {remainder.text}")


def _words(change: ResultChange) -> str:
    after = change.after
    if change.kind in ("starts failing", "fails otherwise") and after is not None:
        return f"{change.kind}: {after.message}"
    return change.kind
