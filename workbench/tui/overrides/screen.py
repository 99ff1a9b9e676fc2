"""The Overrides room: it draws the room's views and forwards what the user does."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer

from workbench.model.errors import WorkbenchError
from workbench.model.pointer import pointer
from workbench.model.text import visible_line
from workbench.session.actions import OVERRIDES_ACTIONS, Action, key_label
from workbench.session.overrides.arguments import question, read_argument
from workbench.session.overrides.room import OverridesRoom
from workbench.session.sheet import Sheet, diff_sheet, grid_sheet, result_sheet, trace_sheet
from workbench.session.views import Text
from workbench.tui.aside import aside, is_open
from workbench.tui.bar import Bar, Chip
from workbench.tui.keys import TYPING, bindings
from workbench.tui.overrides.editor import EditorPane, PolicyText
from workbench.tui.overrides.grid import GridPane
from workbench.tui.overrides.lists import ObjectList, PolicyList, ProblemList
from workbench.tui.overrides.sheet import Notes, SheetPane, SheetScreen
from workbench.tui.room_screen import RoomScreen
from workbench.tui.rows import Rows
from workbench.tui.table import NoteList
from workbench.tui.tour import TourCard

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

IDLE_SECONDS = 0.6
_BREATH_SECONDS, _SLICE_SECONDS, _SHOW_EVERY_SECONDS = 0.002, 0.012, 0.3
_QUIET_SECONDS = 0.12
_TABS = ("show_diff", "show_result", "show_trace", "show_grid", "show_edit")


class OverridesScreen(RoomScreen):
    """The room on the screen.

    Args:
        room: what is shown; all decisions are made there.
        tour: begin with the tour.
    """

    ACTIONS = OVERRIDES_ACTIONS
    ROOM_NAME = "overrides"
    FOOTER = ("help", "palette", "next_variant", "next_problem", "toggle_layout", "toggle_folds",
              "filter", "make_override", "write_report", "copy", "open_fleet", "quit")
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(OVERRIDES_ACTIONS), Binding("escape", "perform('leave')", show=False),
    ]
    DEFAULT_CSS = """
    OverridesScreen { layers: base over; }
    OverridesScreen #left { width: 36; }
    OverridesScreen.-wide #left { width: 46; }
    OverridesScreen.-narrow #left { width: 30; }
    OverridesScreen #first { height: 3fr; }
    OverridesScreen #policies { height: 2fr; }
    OverridesScreen #sheet { height: 1fr; width: 1fr; }
    OverridesScreen.-editing #panes { layout: horizontal; }
    OverridesScreen.-editing.-narrow #panes { layout: vertical; }
    OverridesScreen.-editing #sheet { border-left: solid $line; }
    OverridesScreen.-editing.-narrow #sheet { border-left: none; border-top: solid $line; }
    """
    room: OverridesRoom

    def __init__(self, room: OverridesRoom, *, tour: bool = False) -> None:
        super().__init__(room)
        self._begins_with_tour = tour
        self._idle: Timer | None = None
        self._drawn_at = 0.0
        self._is_frozen = False

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ObjectList(id="first", classes="panel")
                yield PolicyList(id="policies", classes="panel")
            with Vertical(id="right"):
                with Vertical(id="main", classes="panel"):
                    yield Bar(id="tabs", wraps=True)
                    yield Bar(id="variants", counts=True)
                    with Vertical(id="panes"):
                        yield EditorPane(id="editor")
                        yield SheetPane(id="sheet")
                        yield GridPane(id="grid")
                yield NoteList(id="what-if", classes="panel below")
                yield ProblemList(id="problems", classes="panel below")

    def on_mount(self) -> None:
        super().on_mount()
        if self._begins_with_tour:
            self._start_tour()

    # -- drawing

    def draw(self) -> None:
        super().draw()
        self._wait_for_idle()

    def draw_parts(self) -> None:
        self.query_one(PolicyList).show_policies(self.room.policies)
        self._draw_lists()
        self._draw_main()

    def draw_failure(self, error: WorkbenchError) -> None:
        note = visible_line(str(error))
        self.query_one(SheetPane).show_sheet(Sheet((), ()), (("error", note),))

    def _draw_lists(self) -> None:
        """What follows from all objects, looked at or not."""
        room = self.room
        self._drawn_at = perf_counter()
        self.query_one(ObjectList).show_objects(room.objects, room.filter_text)
        self.query_one(ProblemList).show_problems(room.problems, is_looking=room.is_unlinted)
        what_if = self.query_one("#what-if", NoteList)
        what_if.display = bool(room.edits) and not self.has_class("-zoomed")
        if room.edits:
            view = room.what_if
            what_if.show_notes("WHAT IF", (("info", view.title), *view.lines))

    @property
    def progress(self) -> str:
        ahead = self.room.ahead
        return "" if ahead.is_done else f"working it out… {ahead.done} of {ahead.total}"

    @property
    def lines_wanted(self) -> int:
        if self.room.tab == "edit":
            return self.size.height
        pane = self.query_one(GridPane) if self.room.tab == "grid" else self.query_one(SheetPane)
        return pane.line_count

    def _draw_main(self) -> None:
        room = self.room
        is_editing = room.tab == "edit"
        is_narrow = self.has_class("-narrow")
        self.query_one("#main").border_title = Content(
            room.editing_title if is_editing else room.short_position if is_narrow
            else room.position)
        self.query_one("#tabs", Bar).show(
            self.tab_chips(_TABS, f"show_{room.tab}"), self._layout_chips())
        self.query_one("#variants", Bar).show(_variant_chips(room))
        self.set_class(is_editing, "-editing")
        editor = self.query_one(EditorPane)
        editor.display = is_editing
        if is_editing:
            editor.show_editor(room.editor, is_locked=room.is_editor_locked)
        grid, sheet = self.query_one(GridPane), self.query_one(SheetPane)
        is_crowded = is_editing and is_narrow and self.has_class("-low")
        grid.display, sheet.display = room.tab == "grid", room.tab != "grid" and not is_crowded
        if room.tab == "grid":
            chosen = next((row.index for row in room.variants if row.selected), 0)
            grid.show_grid(grid_sheet(room.grid), chosen, room.picked)
        else:
            sheet.show_sheet(*self._sheet())

    def _sheet(self) -> tuple[Sheet, Notes]:
        room = self.room
        if room.tab == "result":
            return result_sheet(room.result), room.result.notes
        if room.tab == "trace":
            return trace_sheet(room.trace), ()
        if room.tab == "grid":
            return grid_sheet(room.grid), ()
        return diff_sheet(room.diff), room.diff.notes

    @property
    def shown(self) -> Sheet:
        return self._sheet()[0]

    @property
    def copied(self) -> str:
        return self.room.editor.text if self.room.tab == "edit" else super().copied

    def _layout_chips(self) -> tuple[Chip, ...]:
        if self.room.tab not in ("diff", "edit") or self.has_class("-narrow"):
            return ()
        other = "unified" if self.room.layout == "split" else "side by side"
        key = key_label(self._actions["toggle_layout"])
        return (Chip((Text(f" {key} ", "key"), Text(f"{other} ", "muted")), "toggle_layout"),)

    def hints(self) -> tuple[Chip, ...]:
        return TYPING if isinstance(self.focused, PolicyText) else ()

    def room_chips(self) -> tuple[Chip, ...]:
        return () if isinstance(self.focused, PolicyText) else super().room_chips()

    def footer_names(self) -> Iterable[str]:
        """First what can be done about what was just tried or chosen."""
        if isinstance(self.focused, PolicyText):
            return ("save_edit", "leave")
        wanted = ["apply_fix"] if not self.room.why_not("apply_fix") else []
        if self.room.unsaved:
            wanted += ["undo", "save_edit"]
        return ("help", *wanted, *self.FOOTER[1:])

    @property
    def is_at_rest(self) -> bool:
        """Whether everything typed has been followed and all results are known."""
        return self.is_mounted and self.room.ahead.is_done and (
            not self.query_one(EditorPane).is_waiting)

    # -- what is done when nothing else happens

    def _wait_for_idle(self) -> None:
        """First what is not worked out yet, in short slices; then hazards, after a while."""
        if self._idle is not None:
            self._idle.stop()
            self._idle = None
        if not self.room.ahead.is_done:
            self._idle = self.set_timer(_BREATH_SECONDS, self._work_ahead)
        elif self.room.is_unlinted:
            self._idle = self.set_timer(IDLE_SECONDS, self._look_for_hazards)

    def _work_ahead(self) -> None:
        if not is_open(self):
            return
        ahead, began = self.room.ahead, perf_counter()
        quiet = began - cast("WorkbenchApp", self.app).touched_at
        if quiet < _QUIET_SECONDS:
            self._idle = self.set_timer(_QUIET_SECONDS - quiet, self._work_ahead)
            return
        while not ahead.is_done and perf_counter() - began < _SLICE_SECONDS:
            ahead.step()
        is_time_to_show = began - self._drawn_at > _SHOW_EVERY_SECONDS
        if ahead.is_done:
            self._fleet_is_worked_out()
        if ahead.is_done or is_time_to_show:
            self._draw_header(self.room.header)
            self._draw_lists()
            self._share_height()
        self._wait_for_idle()

    def _fleet_is_worked_out(self) -> None:
        """What the fleet takes lives as long as the room: no garbage collection walks it again.

        On a large fleet that walk is the longest thing that can come between a key and the
        screen.
        """
        if not self._is_frozen:
            gc.collect()
            gc.freeze()
            self._is_frozen = True

    def _look_for_hazards(self) -> None:
        preview = self.room.preview

        def look() -> Any:
            from workbench.lint.rules import lint

            return lint(preview)

        def found(findings: Any) -> None:
            if self.room.take_findings(preview, findings):
                self.draw()

        aside(self, look, found, lambda error: self.complain(str(error)))

    # -- what the user does

    def action_perform(self, name: str) -> None:
        super().action_perform(name)
        for card in self.query(TourCard):
            card.did(name)

    def perform(self, name: str, argument: str | None = None) -> str:
        if argument is None:
            return self.room.perform(name)
        return self.room.perform(name, read_argument(name, argument))

    def question(self, action: Action) -> str:
        return question(action.id, self.room.selected_path)

    def after(self, name: str) -> None:
        """Where the focus goes after an action."""
        if name == "show_edit":
            self.set_focus(self.query_one(PolicyText))
        elif name == "show_grid":
            self.set_focus(self.query_one(GridPane))
        elif name.startswith("show_"):
            self.set_focus(self.query_one(SheetPane))
        elif name == "apply_fix":
            self.app.push_screen(SheetScreen(self._said, diff_sheet(self.room.policy_diff)))

    def take_typed(self) -> None:
        text = self.query_one(EditorPane).take() if self.room.tab == "edit" else None
        if text is not None:
            self.room.edit_text(text)

    # -- actions that the screen does by itself

    def _start_tour(self) -> None:
        if not self.query(TourCard):
            self.mount(TourCard())

    def _leave(self) -> None:
        if self.query(TourCard):
            self.query(TourCard).remove()
        elif self.room.compared or self.room.picked is not None:
            self.room.compare_none()
        elif self.focused is self.first_list:
            self.room.point_at_problem(-1)
        else:
            super()._leave()

    # -- messages of the parts

    def clicked(self, value: object) -> None:
        if isinstance(value, int):
            self.room.select_variant(value)
            self.draw()
        else:
            super().clicked(value)

    @on(Rows.Pointed, "#first")
    def _object_pointed(self, event: Rows.Pointed) -> None:
        self.take_typed()
        self.room.select_object(self.query_one(ObjectList).objects[event.item].id)
        self.draw()

    @on(Rows.Pointed, "#policies")
    def _policy_pointed(self, event: Rows.Pointed) -> None:
        self.take_typed()
        self.room.select_policy(self.room.policies[event.item].ref)
        self.draw()

    @on(Rows.Pointed, "#problems")
    def _problem_pointed(self, event: Rows.Pointed) -> None:
        self.room.point_at_problem(event.item)
        self.draw()

    @on(Rows.Chosen, "#problems")
    def _problem_chosen(self, event: Rows.Chosen) -> None:
        self.take_typed()
        self.room.select_problem(event.item)
        self.draw()

    @on(Rows.Chosen, "#first")
    def _object_chosen(self) -> None:
        self.query_one(SheetPane).focus()

    @on(Rows.Chosen, "#policies")
    def _policy_chosen(self) -> None:
        self.action_perform("show_edit")

    @on(SheetPane.FieldPointed)
    def _field_pointed(self, event: SheetPane.FieldPointed) -> None:
        if self.room.tab in ("diff", "result", "edit"):
            self.room.select_path(event.path)
        cause = f" ← {event.cause}" if event.cause else ""
        self.query_one("#main").border_subtitle = Content(
            visible_line(pointer(event.path)) + cause
        )

    @on(GridPane.VariantPointed)
    def _variant_pointed(self, event: GridPane.VariantPointed) -> None:
        self.room.point_at_variant(event.variant)
        self.draw()

    @on(GridPane.VariantPicked)
    def _variant_picked(self, event: GridPane.VariantPicked) -> None:
        self.say(self.room.pick_variant(event.variant))
        self.draw()
        if self.room.compared:
            self.after("show_diff")

    @on(EditorPane.Typed)
    def _typed(self) -> None:
        began = perf_counter()
        self.take_typed()
        self.draw()
        self.query_one(EditorPane).took(perf_counter() - began)

    @on(PolicyText.Left)
    def _left_text(self) -> None:
        self.first_list.focus()


def _variant_chips(room: OverridesRoom) -> tuple[Chip, ...]:
    rows = room.variants
    chips = [Chip((Text(" [ ] ", "key"),))] if len(rows) > 1 else [Chip((Text(" "),))]
    for row in rows:
        failed = row.outcome != "object"
        mark = (Text("✗ ", "error"),) if failed else ()
        parts = (Text(f" {row.index + 1} ", "key"), *mark, Text(f"{row.short} "))
        chips.append(Chip(parts, row.index, row.selected))
    return tuple(chips)
