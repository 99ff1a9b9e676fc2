"""The Placement room: what is selected, what is being tried, and the views that follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar, cast

from workbench.fleets.objects import read_objects
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, PROFILES, Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import visible_line
from workbench.model.tree import Path, replaced
from workbench.model.yaml_patch import patched_text
from workbench.session.actions import BY_ID
from workbench.session.edits import Delete, Edit, Put, edited, parse_join
from workbench.session.overrides.comparison import count
from workbench.session.overrides.editor import Editor, text_of
from workbench.session.overrides.knobs import Knob
from workbench.session.overrides.objects import filtered
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
from workbench.session.sheet import Sheet
from workbench.session.showing import Showing
from workbench.session.views import EditorView, Header, WhatIfView

PlacementTab = Literal["clusters", "decision", "needs", "moves", "edit"]
_T = TypeVar("_T")


class PlacementRoom:
    """State of the room.

    Attributes:
        base: the fleet as it was read.
        edits: what is being tried, in order.
        preview: the fleet with the edits; ``before`` is the one without.
        tab: what is shown.
    """

    mode = "FILES"

    def __init__(self, snapshot: Snapshot, *, profile: Profile = LATEST) -> None:
        self.base = snapshot
        self.profile = profile
        self.edits: tuple[Edit, ...] = ()
        self.tab: PlacementTab = "clusters"
        self.filter_text = ""
        self._selected: ObjectId | None = None
        self._policy: ObjectId | None = None
        self._editor: Editor | None = None
        self._kept: dict[str, Any] = {}
        self.before = Preview(snapshot, profile)
        self._recompute()

    # -- what is computed

    def _recompute(self) -> None:
        if self.before.profile is not self.profile:
            self.before = Preview(self.base, self.profile)
        self.preview = self.before
        if self.edits:
            tried = edited(self.base, self.edits)
            self.preview = Preview(tried, self.profile, before=self.before)
        self._kept.clear()
        ids = [item.id for item in self._items]
        if self._selected not in ids:
            self._selected = ids[0] if ids else None

    def _keep(self, name: str, make: Callable[[], _T]) -> _T:
        if name not in self._kept:
            self._kept[name] = make()
        return cast(_T, self._kept[name])

    @property
    def _items(self) -> tuple[Item, ...]:
        return self._keep("items", lambda: filtered(self.preview.templates, self.filter_text))

    @property
    def selected_item(self) -> Item | None:
        """The object that is looked at."""
        return self.preview.snapshot.by_id.get(self._selected) if self._selected else None

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
        if self.tab == "decision":
            return decision_sheet(view)
        if self.tab == "needs":
            return need_sheet(view.needs)
        return cluster_sheet(view.clusters)

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
    def editor(self) -> EditorView:
        self._open_editor()
        if self._editor is None:
            return EditorView("no policy", "", answer=("the fleet has no propagation policy",))
        return self._editor.view(self.preview)

    @property
    def is_editor_locked(self) -> bool:
        """Whether the policy is shown masked, and not edited."""
        self._open_editor()
        return self._editor is not None and self._editor.is_locked

    @property
    def knobs(self) -> tuple[tuple[Knob, tuple[str, ...]], ...]:
        """Values of the selected policy that controls can turn, each with its choices."""
        wanted = self.selected_policy
        item = self.preview.snapshot.by_id.get(wanted) if wanted else None
        if item is None:
            return ()
        names = tuple(visible_line(name) for name in self.preview.clusters)
        return tuple((k, names if k.kind == "clusters" else ()) for k in knobs(item.object))

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What would be lost by leaving."""
        return tuple(visible_line(str(edit)) for edit in self.edits)

    # -- selections

    def select_object(self, identity: ObjectId) -> None:
        self._selected, self._policy = identity, None
        self._kept.clear()

    def select_policy(self, identity: ObjectId) -> None:
        self._policy = identity

    # -- actions

    def perform(self, action: str, argument: Any = None) -> str:
        """Do an action by its id; what to tell the user. Raises ``WorkbenchError`` if it can't."""
        if why_not := self.why_not(action):
            raise UsageError(why_not)
        method = getattr(self, action)
        answer = method(argument) if BY_ID[action].argument else method()
        return answer or ""

    def why_not(self, action: str) -> str:
        """Why an action can't be done now; empty if it can."""
        if action not in BY_ID or not (BY_ID[action].is_local or hasattr(self, action)):
            return f"there is no action {action!r} here"
        if action == "undo" and not self.edits:
            return "nothing to undo"
        if action == "delete_policy" and self.selected_policy is None:
            return "no policy is selected"
        if action == "rebalance" and self._selected is None:
            return "no object is selected"
        return ""

    def next_object(self) -> None:
        self._step(1)

    def previous_object(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        ids = [item.id for item in self._items]
        if ids and self._selected in ids:
            self.select_object(ids[(ids.index(self._selected) + by) % len(ids)])

    def filter(self, text: str) -> str:
        found = filtered(self.preview.templates, text)  # raises before anything changes
        self.filter_text = text
        self._recompute()
        return f"{count(len(found), 'object')} of {len(self.preview.templates)}" if text else ""

    def show_clusters(self) -> None:
        self.tab = "clusters"

    def show_decision(self) -> None:
        self.tab = "decision"

    def show_needs(self) -> None:
        self.tab = "needs"

    def show_moves(self) -> None:
        self.tab = "moves"

    def show_edit(self) -> None:
        self.tab = "edit"

    def toggle_version(self) -> str:
        profiles = list(PROFILES.values())
        self.profile = profiles[(profiles.index(self.profile) + 1) % len(profiles)]
        self._recompute()
        return f"judged by Karmada {self.profile.version}"

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
        return self._try(Put(item))

    def turn_knob(self, path: Path, value: Any) -> str:
        """Another value in the selected policy, as a what-if; turning on replaces it."""
        identity = cast(ObjectId, self.selected_policy)
        item = self.preview.snapshot.by_id[identity]
        tree = replaced(item.object, path, value)
        text = patched_text(text_of(item), item.object, tree)
        self._put_item(read_objects(text, "(what if)").items[0], identity)
        self._editor = None
        return self.what_if.title

    def undo(self) -> str:
        gone = self.edits[-1]
        self.edits, self._editor = self.edits[:-1], None
        self._recompute()
        return f"took back: {visible_line(str(gone))}"

    def _try(self, edit: Edit) -> str:
        self.edits, self._editor = (*self.edits, edit), None
        self._recompute()
        return self.what_if.title

    def edit_text(self, text: str) -> None:
        """The user typed: everything follows, unless the text is no policy right now."""
        self._open_editor()
        editor = self._editor
        if editor is None or editor.is_locked or text == editor.text:
            return
        item = editor.read(text)
        if item is None:
            return
        target, editor.identity = editor.identity, item.id
        self._put_item(item, target)

    def _put_item(self, item: Item, target: ObjectId) -> None:
        """Try ``item`` in place of ``target``; what was tried there before is no more."""
        earlier = next((e for e in self.edits if isinstance(e, Put) and e.item.id == target), None)
        origin = earlier.replaces if earlier else self.base.by_id.get(target)
        kept = tuple(edit for edit in self.edits if edit is not earlier)
        is_as_read = origin is not None and text_of(item) == text_of(origin)
        self.edits = kept if is_as_read else (*kept, Put(item, origin))
        self._policy = item.id
        self._recompute()

    def _open_editor(self) -> None:
        wanted = self.selected_policy
        if wanted is None:
            self._editor = None
        elif self._editor is None or self._editor.identity != wanted:
            item = self.preview.snapshot.by_id.get(wanted)
            origin = self.base.by_id.get(wanted)
            self._editor = Editor.open(item, origin, Showing(self.preview)) if item else None
