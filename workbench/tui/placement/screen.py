"""The Placement room: it draws the room's views and forwards what the user does."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from workbench.model.errors import WorkbenchError
from workbench.model.text import visible_line
from workbench.session.actions import PLACEMENT_ACTIONS, Action
from workbench.session.overrides.arguments import question
from workbench.session.placement.room import PlacementRoom
from workbench.session.placement.views import PlacementView
from workbench.session.sheet import Sheet
from workbench.session.views import Text
from workbench.tui.bar import Bar, Chip
from workbench.tui.keys import TYPING, bindings
from workbench.tui.overrides.editor import EditorPane, PolicyText
from workbench.tui.placement.lists import PlacedList
from workbench.tui.room_screen import RoomScreen
from workbench.tui.rows import Rows
from workbench.tui.table import NoteList, Notes, TablePane

_TABS = ("show_clusters", "show_decision", "show_needs", "show_moves", "show_edit",
         "show_requests")
_EMPTY = {
    "clusters": "the fleet has no cluster: J asks what a cluster that joins would get",
    "decision": "nothing is decided: no policy claims the object",
    "needs": "nothing belongs to it: it names no ConfigMap, Secret, Service or the like",
    "moves": "nothing is tried yet: t taints a cluster, l labels it, c sets its capacity, L loses "
             "it, J lets one join, 5 edits the policy",
    "edit": "",
    "requests": "nothing is sent: the object goes nowhere",
}


class PlacementScreen(RoomScreen):
    """Where every object goes, why, and what a what-if would move or delete."""

    ACTIONS = PLACEMENT_ACTIONS
    ROOM_NAME = "placement"
    FOOTER = ("help", "palette", "taint_cluster", "label_cluster", "set_capacity",
              "lose_cluster", "rebalance", "undo", "filter", "copy", "open_fleet", "quit")
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(PLACEMENT_ACTIONS), Binding("escape", "perform('leave')", show=False),
    ]
    DEFAULT_CSS = """
    PlacementScreen.-editing #panes { layout: horizontal; }
    PlacementScreen.-editing.-narrow #panes { layout: vertical; }
    PlacementScreen.-editing #table { border-left: solid $line; }
    PlacementScreen.-editing.-narrow #table { border-left: none; border-top: solid $line; }
    """
    room: PlacementRoom

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield PlacedList(id="first", classes="panel")
            with Vertical(id="right"):
                with Vertical(id="main", classes="panel"):
                    yield Bar(id="tabs", wraps=True)
                    yield Bar(id="claim")
                    with Vertical(id="panes"):
                        yield EditorPane(id="editor")
                        yield TablePane(id="table")
                yield NoteList(id="what-if", classes="panel below")

    # -- drawing

    def draw_parts(self) -> None:
        room = self.room
        self.query_one(PlacedList).show_objects(room.objects, room.filter_text)
        view = room.view
        title = view.title if view else "no object"
        self.query_one("#main").border_title = Content(
            room.editing_title if room.tab == "edit" else title)
        self.query_one("#tabs", Bar).show(self.tab_chips(_TABS, f"show_{room.tab}"))
        self.query_one("#claim", Bar).show(_claim_chips(view))
        self._draw_editor()
        notes: Notes = view.notes if view and room.tab == "clusters" else ()
        sheet = self.shown
        if not sheet.rows and not notes:
            notes = (("info", _EMPTY[room.tab] if view else "no object fits the filter, or the "
                      "fleet has none: / filters, ctrl+o opens another fleet"),)
        self.query_one(TablePane).show_table(sheet, notes)
        self._draw_what_if()

    @property
    def lines_wanted(self) -> int:
        is_editing = self.room.tab == "edit"
        return self.size.height if is_editing else self.query_one(TablePane).line_count

    @property
    def is_at_rest(self) -> bool:
        return self.is_mounted and not self.query_one(EditorPane).is_waiting

    def _draw_editor(self) -> None:
        is_editing = self.room.tab == "edit"
        self.set_class(is_editing, "-editing")
        pane = self.query_one(EditorPane)
        pane.display = is_editing
        self.query_one(TablePane).display = not (is_editing and self.has_class("-low"))
        if is_editing:
            pane.show_editor(self.room.editor, is_locked=self.room.is_editor_locked)

    def _draw_what_if(self) -> None:
        part, view = self.query_one("#what-if", NoteList), self.room.what_if
        part.display = bool(self.room.edits) and self.room.tab != "moves"
        if self.room.edits:
            deleted = tuple(line for line in view.lines if line[0] == "error")
            others = tuple(line for line in view.lines if line[0] != "error")
            part.show_notes("WHAT IF", (*deleted, ("info", view.title), *others))

    def draw_failure(self, error: WorkbenchError) -> None:
        table = self.query_one(TablePane)
        table.show_table(Sheet((), ()), (("error", visible_line(str(error))),))

    def footer_names(self) -> Iterable[str]:
        if isinstance(self.focused, PolicyText):
            return ("save_edit", "leave")
        tried = ("undo", "save_edit") if self.room.unsaved else ()
        return ("help", *tried, *(name for name in self.FOOTER[1:] if name not in tried))

    def hints(self) -> tuple[Chip, ...]:
        return TYPING if isinstance(self.focused, PolicyText) else ()

    def room_chips(self) -> tuple[Chip, ...]:
        return () if isinstance(self.focused, PolicyText) else super().room_chips()

    # -- what the user does

    @property
    def shown(self) -> Sheet:
        return self.room.sheet

    @property
    def copied(self) -> str:
        return self.room.editor.text if self.room.tab == "edit" else super().copied

    def question(self, action: Action) -> str:
        return question(action.id, None)

    def after(self, name: str) -> None:
        if name == "show_edit":
            self.set_focus(self.query_one(PolicyText))
        elif name.startswith("show_"):
            self.set_focus(self.query_one(TablePane))

    def take_typed(self) -> None:
        text = self.query_one(EditorPane).take() if self.room.tab == "edit" else None
        if text is not None:
            self.room.edit_text(text)

    @on(Rows.Pointed, "#first")
    def _object_pointed(self, event: Rows.Pointed) -> None:
        self.take_typed()
        self.room.select_object(self.query_one(PlacedList).objects[event.item].id)
        self.draw()

    @on(Rows.Chosen, "#first")
    def _object_chosen(self) -> None:
        self.query_one(TablePane).focus()

    @on(Rows.Chosen, "#what-if")
    def _move_chosen(self) -> None:
        self.action_perform("show_moves")

    @on(EditorPane.Typed)
    def _typed(self) -> None:
        began = perf_counter()
        self.take_typed()
        self.draw()
        self.query_one(EditorPane).took(perf_counter() - began)

    @on(PolicyText.Left)
    def _left_text(self) -> None:
        self.first_list.focus()


def _claim_chips(view: PlacementView | None) -> tuple[Chip, ...]:
    if view is None:
        return ()
    claim = view.claim
    if not claim.winner:
        return (Chip((Text(" claimed by nobody ", "warning"),)),
                Chip((Text(f" {claim.why}", "muted"),)))
    lost = f" · {len(claim.losers)} lost" if claim.losers else ""
    return (Chip((Text(f" {claim.winner}", "key"), Text(lost, "muted"))),
            Chip((Text(f"  {view.origin}", "muted"),)))
