"""The Placement room: what is selected, what is being tried, and the views that follow."""

from __future__ import annotations

from typing import Literal, cast

from workbench.karmada.profile import LATEST, Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import visible_line
from workbench.session.edits import Delete, parse_join
from workbench.session.overrides.comparison import count
from workbench.session.overrides.knobs import Knob
from workbench.session.placement import cluster_edits
from workbench.session.placement.knobs import knobs
from workbench.session.placement.moves import Move, moves, unmoved_notes, what_if_view
from workbench.session.placement.objects import placed_rows, placement_view
from workbench.session.placement.sheets import (
    cluster_sheet,
    decision_sheet,
    move_sheet,
    need_sheet,
)
from workbench.session.placement.views import PlacedRow, PlacementView
from workbench.session.policy_room import PolicyRoom
from workbench.session.sheet import Sheet
from workbench.session.views import Header, WhatIfView

PlacementTab = Literal["clusters", "decision", "needs", "moves", "edit", "requests"]


class PlacementRoom(PolicyRoom):
    """State of the room.

    Attributes:
        tab: what is shown.
    """

    no_policy = "the fleet has no propagation policy"

    def __init__(self, snapshot: Snapshot, *, profile: Profile = LATEST) -> None:
        super().__init__(snapshot, profile)
        self.tab: PlacementTab = "clusters"
        self._policy: ObjectId | None = None
        self._recompute()

    @property
    def moves(self) -> tuple[Move, ...]:
        """What the what-ifs move, what is deleted first."""
        return self._keep("moves", lambda: moves(self.before.placement, self.preview.placement))

    # -- views

    @property
    def header(self) -> Header:
        policies = len(self.preview.snapshot.propagation_policies)
        parts = (
            count(len(self.preview.templates), "object"),
            count(len(self.preview.clusters), "cluster"),
            f"{policies} propagation {'policy' if policies == 1 else 'policies'}",
        )
        warnings = []
        if not self.base.is_complete:
            warnings.append(f"INCOMPLETE: {count(len(self.base.problems), 'input problem')}")
        if self.preview.are_clusters_imagined:
            warnings.append("NO CLUSTERS in the fleet: made up from the policies' targets")
        if deleted := sum(len(move.deleted) for move in self.moves):
            warnings.append(f"DELETES {deleted} {'copy' if deleted == 1 else 'copies'}")
        edits = tuple(visible_line(str(edit)) for edit in self.edits)
        return Header(
            visible_line(self.base.name), self.mode, f"Karmada {self.profile.version}",
            ", ".join(parts), edits, tuple(warnings),
        )

    @property
    def objects(self) -> tuple[PlacedRow, ...]:
        def rows() -> tuple[PlacedRow, ...]:
            moving = {move.object for move in self.moves}
            losing = {move.object for move in self.moves if move.deleted}
            placement = self.preview.placement
            return placed_rows(placement, self._items, self._selected, moving, losing)

        return self._keep("objects", rows)

    @property
    def view(self) -> PlacementView | None:
        """Everything about the selected object; ``None`` without one."""
        item = self.selected_item
        if item is None:
            return None
        return self._keep("view", lambda: placement_view(self.preview.placement, item))

    @property
    def what_if(self) -> WhatIfView:
        def view() -> WhatIfView:
            found = what_if_view(self.edits, self.moves)
            if not self.edits:
                return found
            still = unmoved_notes(self.before.placement, self.preview.placement)
            lines = tuple(("info", f"moves nothing: {text}") for text in still)
            return WhatIfView(found.title, (*found.lines, *lines))  # type: ignore[arg-type]

        return self._keep("what_if", view)

    @property
    def sheet(self) -> Sheet:
        """What the tab shows, as rows."""
        view = self.view
        if self.tab == "moves":
            return move_sheet(self.what_if)
        if view is None:
            return Sheet((), ())
        if self.tab == "requests":
            return self.requests
        if self.tab == "decision":
            return decision_sheet(view)
        if self.tab == "needs":
            return need_sheet(view.needs)
        return cluster_sheet(view.clusters)

    @property
    def requests(self) -> Sheet:
        """What Karmada sends to the members for the selected object."""
        from workbench.session.works.report import WorksReport
        from workbench.session.works.sheet import request_sheet

        item = self.selected_item
        if item is None:
            return Sheet((), ())
        asked = (str(item.id.name),)

        def sheet() -> Sheet:
            report = WorksReport(self.preview, edits=self.edits, objects=asked)
            return request_sheet(report, item)

        return self._keep("requests", sheet)

    @property
    def policies(self) -> tuple[ObjectId, ...]:
        """Propagation policies of the fleet, by name."""
        return tuple(sorted(item.id for item in self.preview.snapshot.propagation_policies))

    @property
    def selected_policy(self) -> ObjectId | None:
        """The policy that is looked at: the chosen one, else the one that claims the object."""
        if self._policy in self.policies:
            return self._policy
        item = self.selected_item
        winner = self.preview.placement.own(item).claim.winner if item else None
        read = self.preview.placement.propagation.item(winner) if winner else None
        if read is not None:
            return read.id
        return self.policies[0] if self.policies else None

    @property
    def policy_id(self) -> ObjectId | None:
        return self.selected_policy

    @property
    def knobs(self) -> tuple[tuple[Knob, tuple[str, ...]], ...]:
        """Values of the selected policy that controls can turn, each with its choices."""
        wanted = self.selected_policy
        item = self.preview.snapshot.by_id.get(wanted) if wanted else None
        if item is None:
            return ()
        names = tuple(visible_line(name) for name in self.preview.clusters)
        return tuple((k, names if k.kind == "clusters" else ()) for k in knobs(item.object))

    # -- selections

    def select_object(self, identity: ObjectId) -> None:
        self._selected, self._policy = identity, None
        self._kept.clear()

    def select_policy(self, identity: ObjectId) -> None:
        self._policy = identity

    def look_at_policy(self, identity: ObjectId) -> None:
        if identity.kind.endswith("PropagationPolicy"):
            self._policy = identity

    # -- actions

    def why_not(self, action: str) -> str:
        if action == "rebalance" and self._selected is None:
            return "no object is selected"
        return super().why_not(action)

    def show_clusters(self) -> None:
        self.tab = "clusters"

    def show_decision(self) -> None:
        self.tab = "decision"

    def show_needs(self) -> None:
        self.tab = "needs"

    def show_moves(self) -> None:
        self.tab = "moves"

    def show_requests(self) -> None:
        self.tab = "requests"

    def show_edit(self) -> None:
        self.tab = "edit"

    def taint_cluster(self, text: str) -> str:
        return self._try(cluster_edits.parse_taint(self.preview.snapshot, text))

    def label_cluster(self, text: str) -> str:
        return self._try(cluster_edits.parse_labels(self.preview.snapshot, text))

    def set_capacity(self, text: str) -> str:
        return self._try(cluster_edits.parse_capacity(self.preview.snapshot, text))

    def lose_cluster(self, name: str) -> str:
        return self._try(cluster_edits.leave(self.preview.snapshot, name.strip()))

    def join_cluster(self, labels: str) -> str:
        return self._try(parse_join(labels))

    def rebalance(self) -> str:
        key = cast(ObjectId, self._selected)
        return self._try(cluster_edits.rebalance(self.preview.snapshot, f"{key.kind}/{key.path}"))

    def delete_policy(self) -> str:
        return self._try(Delete(cast(ObjectId, self.selected_policy)))

    def put(self, item: Item) -> str:
        """Add or replace an object as a what-if."""
        self._put_item(item, item.id)
        self._editor = None
        return self._tried()
