"""The list of objects with where they go, and everything about one of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbench.karmada.placed import Placed
from workbench.karmada.placement import Placement
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import count
from workbench.session.overrides.objects import SHORT_KINDS
from workbench.session.placement.decision import claim_view, cluster_rows, notes, step_rows
from workbench.session.placement.dependencies import need_rows
from workbench.session.placement.views import PlacedRow, PlacementView


def where(placed: Placed) -> str:
    """Like ``3 clusters, 6 pods``, or ``nowhere``."""
    clusters = placed.targets.clusters
    if not clusters:
        return "nowhere"
    pods = sum(placed.replicas.values())
    return count(len(clusters), "cluster") + (f", {count(pods, 'pod')}" if pods else "")


def placed_rows(
    placement: Placement,
    items: Sequence[Item],
    selected: ObjectId | None,
    moving: Collection[ObjectId] = (),
    losing: Collection[ObjectId] = (),
) -> tuple[PlacedRow, ...]:
    """A row for every object of ``items``, in their order."""
    rows = []
    for item in items:
        placed = placement.of(item)
        winner = placed.own.claim.winner
        rows.append(PlacedRow(
            item.id, visible_line(item.id.name),
            visible_line(SHORT_KINDS.get(item.id.kind, item.id.kind)), where(placed),
            visible_line(winner.name) if winner else "", item.id == selected,
            item.id in moving, item.id in losing,
        ))
    return tuple(rows)


def origin_line(placed: Placed) -> str:
    """Where the clusters come from, as the Overrides room says it."""
    targets = placed.targets
    if not targets.clusters:
        return visible_line(f"goes nowhere: {targets.note}")
    if targets.origin == "observed":
        return visible_line(f"clusters {targets.note}")
    return visible_line(f"clusters {targets.origin}: {targets.note}")


def placement_view(placement: Placement, template: Item) -> PlacementView:
    """Everything about one object, against the placement before where there is one."""
    placed, earlier = placement.of(template), None
    if placement.before is not None:
        old = placement.before.snapshot.by_id.get(template.id)
        earlier = placement.before.of(old) if old is not None else None
    return PlacementView(
        visible_line(str(template.id)), origin_line(placed), claim_view(placed.own),
        notes(placed), cluster_rows(placed, placement.clusters, earlier), step_rows(placed.own),
        need_rows(placement, template),
        tuple(visible_line(str(owner)) for owner in placed.owners),
    )
