"""What moves between two placements: what is deleted first, then from where to where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.karmada.placed import Placed
from workbench.karmada.placement import Placement
from workbench.karmada.scheduling.pods import map_at
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.session.edits import Edit
from workbench.session.overrides.comparison import cluster_names, count
from workbench.session.views import Severity, WhatIfView


@dataclass(frozen=True, slots=True)
class Move:
    """One object that is not where it was.

    Attributes:
        before, after: cluster to replicas (0 for what has none), each as placed.
        gone: clusters that left the fleet.
        is_kept: copies that are given up stay in their members (preserveResourcesOnDeletion).
        events: what led to it.
        note: who says so now, or why it goes nowhere.
        is_pods: whether the numbers are pods.
    """

    object: ObjectId
    before: Mapping[str, int]
    after: Mapping[str, int]
    gone: frozenset[str]
    is_kept: bool
    events: tuple[str, ...]
    note: str
    is_pods: bool

    @property
    def given_up(self) -> tuple[str, ...]:
        """Clusters of the fleet that had a copy and get none."""
        return tuple(n for n in self.before if n not in self.after and n not in self.gone)

    @property
    def deleted(self) -> tuple[str, ...]:
        """Clusters in which the copy is deleted."""
        return () if self.is_kept else self.given_up

    @property
    def lost(self) -> tuple[str, ...]:
        """Copies in clusters that left the fleet."""
        return tuple(name for name in self.before if name in self.gone)

    @property
    def created(self) -> tuple[str, ...]:
        """Clusters that get a copy and had none."""
        return tuple(name for name in self.after if name not in self.before)

    @property
    def resized(self) -> tuple[str, ...]:
        """Clusters that keep their copy with another number of replicas."""
        return tuple(n for n in self.after if n in self.before and self.after[n] != self.before[n])

    @property
    def is_emptied(self) -> bool:
        """Whether no copy is left anywhere."""
        return bool(self.before) and not self.after

    @property
    def pods_stopped(self) -> int:
        """Pods that end where they run now."""
        return sum(max(0, had - self.after.get(n, 0)) for n, had in self.before.items())

    @property
    def pods_started(self) -> int:
        """Pods that start where none run now."""
        return sum(max(0, has - self.before.get(n, 0)) for n, has in self.after.items())

    @property
    def severity(self) -> Severity:
        if self.deleted or (self.is_emptied and not self.is_kept):
            return "error"
        return "warning" if self.given_up or self.lost or self.pods_stopped else "info"


def moves(before: Placement, after: Placement) -> tuple[Move, ...]:
    """Everything that goes somewhere else, deletions of the last copy first."""
    olds = {item.id: item for item in before.snapshot.templates}
    news = {item.id: item for item in after.snapshot.templates}
    gone = frozenset(before.clusters.keys() - after.clusters.keys())
    found = []
    for key in sorted(olds.keys() | news.keys()):
        old = before.of(olds[key]) if key in olds else None
        new = after.of(news[key]) if key in news else None
        if old is not new and (move := _move(key, old, new, gone)):
            found.append(move)
    return tuple(sorted(found, key=_rank))


def _rank(move: Move) -> tuple[bool, bool, int, ObjectId]:
    order = {"error": 0, "warning": 1, "info": 2}
    return not (move.is_emptied and move.deleted), not move.deleted, order[move.severity], (
        move.object)


def _move(
    key: ObjectId, old: Placed | None, new: Placed | None, gone: frozenset[str]
) -> Move | None:
    before, after = old.replicas if old else {}, new.replicas if new else {}
    if before == after:
        return None
    binding = old.targets.binding if old else None
    spec = map_at(binding, "spec")
    events = new.own.events if new else ("the object is deleted",)
    note = new.targets.note if new else ""
    if new and not events and new.owners:
        events, note = tuple(f"it follows {owner}" for owner in new.owners), ""
    is_pods = any(before.values()) or any(after.values())
    return Move(
        key, before, after, gone, spec.get("preserveResourcesOnDeletion") is True, events, note,
        is_pods,
    )


def move_lines(move: Move, names: int = 3) -> Iterator[tuple[Severity, str]]:
    """One object's move in words, what is deleted first."""
    who = str(move.object)
    if move.is_emptied and move.deleted:
        where = _listed(move, move.deleted, names)
        yield "error", visible_line(f"{who}: DELETED everywhere ({where}): {_why(move)}")
    elif move.deleted:
        where = _listed(move, move.deleted, names)
        yield "error", visible_line(f"{who}: DELETED in {where}{_tail(move)}")
    if move.is_kept and move.given_up:
        where = cluster_names(move.given_up, names)
        yield "warning", visible_line(f"{who}: given up in {where}; the copies there are kept")
    if move.lost:
        yield "warning", visible_line(f"{who}: lost with {_listed(move, move.lost, names)}")
    if move.created:
        severity: Severity = "info" if not move.before else "warning"
        where = _listed(move, move.created, names, after=True)
        yield severity, visible_line(f"{who}: created in {where}{_tail(move)}")
    if move.resized:
        parts = [f"{n} {move.before[n]} → {move.after[n]}" for n in move.resized[:names]]
        more = len(move.resized) - names
        text = ", ".join(parts) + (f" and {more} more" if more > 0 else "")
        yield "warning", visible_line(f"{who}: pods change in {text}{_tail(move)}")


def _listed(move: Move, clusters: Sequence[str], names: int, *, after: bool = False) -> str:
    """Cluster names with the pods there."""
    counts = move.after if after else move.before
    if not move.is_pods:
        return cluster_names(tuple(clusters), names)
    parts = [f"{name} ({count(counts[name], 'pod')})" for name in clusters[:names]]
    more = len(clusters) - names
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def _why(move: Move) -> str:
    return "; ".join(filter(None, (*move.events, move.note)))


def _tail(move: Move) -> str:
    return f" ({'; '.join(move.events)})" if move.events else ""


def what_if_view(edits: Sequence[Edit], found: Sequence[Move]) -> WhatIfView:
    """The answer to a what-if, in a title and lines, what is deleted first."""
    if not edits:
        return WhatIfView("no what-if")
    asked = visible_line("; ".join(map(str, edits)))
    if not found:
        return WhatIfView(f"{asked}: nothing moves")
    deleted = sum(len(move.deleted) for move in found)
    stopped = sum(move.pods_stopped for move in found)
    parts = [f"{count(len(found), 'object')} {'moves' if len(found) == 1 else 'move'}"]
    if stopped:
        parts.append(f"{count(stopped, 'pod')} stop")
    if started := sum(move.pods_started for move in found):
        parts.append(f"{count(started, 'pod')} start")
    if deleted:
        parts.append(f"{deleted} {'copy' if deleted == 1 else 'copies'} DELETED")
    return WhatIfView(
        f"{asked}: {', '.join(parts)}", tuple(line for move in found for line in move_lines(move))
    )


def unmoved_notes(before: Placement, after: Placement) -> tuple[str, ...]:
    """What a what-if sets off without moving anything: why edits have no effect, each once."""
    found: dict[str, None] = {}
    for item in after.snapshot.templates:
        placed = after.of(item)
        old = before.snapshot.by_id.get(item.id)
        if old is not None and placed is not before.of(old) and _is_still(before, old, placed):
            found.update(dict.fromkeys(placed.own.events))
    return tuple(map(visible_line, found))


def _is_still(before: Placement, old: Item, placed: Placed) -> bool:
    return before.of(old).replicas == placed.replicas
