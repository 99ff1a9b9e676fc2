"""A preview as YAML: one document for each variant, its clusters named in a comment."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.overrides.folding import Variant
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.yaml_writer import write_yaml
from workbench.session.reports.report import Report


def yaml_pieces(report: Report) -> Iterator[str]:
    """The stream, document by document. Clusters without an object are named in comments alone."""
    preview = report.preview
    name = visible_line(preview.snapshot.name)
    yield f"# What every cluster gets of {name}, by Karmada {preview.profile.version}\n"
    for item in report.each():
        variants = report.variants(item)
        if not variants:
            yield f"# {_who(item)} goes nowhere: {visible_line(preview.targets(item).note)}\n"
        for variant in variants:
            yield from _document(item, variant)


def _document(item: Item, variant: Variant) -> Iterator[str]:
    outcome = variant.outcome
    clusters = ", ".join(map(visible_line, variant.clusters))
    if outcome.object is None:
        message = visible_line(outcome.message)
        yield f"# {_who(item)}: {outcome.kind}: {message}\n# clusters: {clusters}\n"
        return
    yield f"---\n# {_who(item)}\n# clusters: {clusters}\n"
    yield write_yaml(outcome.object, head_first=True)


def _who(item: Item) -> str:
    return visible_line(str(item.id))
