"""Changed fields against variants: the same thing in many clusters, compared at a glance."""

from __future__ import annotations

from workbench.karmada.overrides.folding import Variant
from workbench.model.pointer import pointer
from workbench.model.text import visible_line
from workbench.model.tree import Path, lookup
from workbench.session.overrides.comparison import cluster_names, count
from workbench.session.overrides.trace import short_value
from workbench.session.views import GridView


def grid_view(variants: tuple[Variant, ...], width: int = 40) -> GridView:
    """Every place that a policy changed, and what stands there in each variant."""
    paths = _changed_paths(variants)
    template = variants[0].template if variants else {}
    return GridView(
        columns=tuple(
            f"{cluster_names(v.clusters, 2)} ({count(len(v.clusters), 'cluster')})"
            for v in variants
        ),
        paths=tuple(visible_line(pointer(path)) or "/" for path in paths),
        template=tuple(short_value(lookup(template, *path), width) for path in paths),
        cells=tuple(tuple(_cell(v, path, width) for v in variants) for path in paths),
    )


def _changed_paths(variants: tuple[Variant, ...]) -> list[Path]:
    found: dict[Path, None] = {}
    for variant in variants:
        if variant.outcome.kind == "object":
            for step in variant.outcome.steps:
                for change in step.changes:
                    found[change.path] = None
    return sorted(found, key=lambda path: [str(step) for step in path])


def _cell(variant: Variant, path: Path, width: int) -> str:
    if variant.outcome.object is None:
        return {"error": "✗ keeps its Work", "panic": "✗ panic"}.get(
            variant.outcome.kind, "– not reached"
        )
    value = short_value(lookup(variant.outcome.object, *path), width)
    before = short_value(lookup(variant.template, *path), width)
    return value if value != before else f"= {value}"
