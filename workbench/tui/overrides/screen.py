"""The Overrides room: it draws the room's views and forwards what the user does."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.model.errors import WorkbenchError
from workbench.model.pointer import pointer
from workbench.model.text import visible_line
from workbench.session.actions import BY_ID, OVERRIDES_ACTIONS, Action, key_label
from workbench.session.overrides.arguments import question, read_argument
from workbench.session.overrides.room import OverridesRoom
from workbench.session.sheet import (
    Sheet,
    diff_sheet,
    grid_sheet,
    result_sheet,
    sheet_text,
    trace_sheet,
)
from workbench.session.views import Tab, Text
from workbench.tui.asking import AskScreen, ReadScreen
from workbench.tui.bar import Bar, Chip
from workbench.tui.doors import Doors
from workbench.tui.keys import bindings, footer, help_rows, room_chips
from workbench.tui.overrides.editor import EditorPane, PolicyText
from workbench.tui.overrides.grid import GridPane
from workbench.tui.overrides.lists import ObjectList, PolicyList, ProblemList, WhatIfList
from workbench.tui.overrides.sheet import Notes, SheetPane, SheetScreen
from workbench.tui.rows import Rows
from workbench.tui.tour import TourCard

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

IDLE_SECONDS = 0.6
_BREATH_SECONDS, _SLICE_SECONDS, _SHOW_EVERY_SECONDS = 0.002, 0.012, 0.3
_QUIET_SECONDS = 0.12
_TABS: tuple[Tab, ...] = ("diff", "result", "trace", "grid", "edit")
_SMALLEST = (50, 14)
_NARROW, _WIDE, _LOW = 110, 145, 32


class OverridesScreen(Doors):
    """The room on the screen.

    Args:
        room: what is shown; all decisions are made there.
        tour: begin with the tour.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(OVERRIDES_ACTIONS), Binding("escape", "perform('leave')", show=False),
    ]
    DEFAULT_CSS = """
    OverridesScreen { background: $background; layers: base over; }
    OverridesScreen .panel {
        border: round $line; border-title-color: $text-muted; border-title-style: bold;
        border-subtitle-color: $cause;
        &:focus, &:focus-within { border: heavy $primary; border-title-color: $primary; }
    }
    OverridesScreen #header { background: $panel; }
    OverridesScreen #footer { background: $panel; }
    OverridesScreen #body { height: 1fr; }
    OverridesScreen #left { width: 36; }
    OverridesScreen.-wide #left { width: 46; }
    OverridesScreen #objects { height: 3fr; }
    OverridesScreen #policies { height: 2fr; }
    OverridesScreen #right { width: 1fr; }
    OverridesScreen #main { height: 1fr; }
    OverridesScreen #panes { height: 1fr; }
    OverridesScreen #sheet { height: 1fr; width: 1fr; }
    OverridesScreen #problems { height: auto; min-height: 4; max-height: 11; }
    OverridesScreen #what-if { height: auto; max-height: 9; }
    OverridesScreen #too-small { display: none; height: 1fr; content-align: center middle; }
    OverridesScreen.-narrow #left { width: 30; }
    OverridesScreen.-low .panel, OverridesScreen.-narrow .panel {
        border: none; border-top: solid $line;
        &:focus, &:focus-within { border-top: heavy $primary; }
    }
    OverridesScreen.-low #problems, OverridesScreen.-low #what-if {
        min-height: 0; max-height: 4;
    }
    OverridesScreen.-low #problems:focus, OverridesScreen.-low #what-if:focus { max-height: 10; }
    OverridesScreen.-narrow #left { border-right: solid $line; }
    OverridesScreen.-zoomed #left { display: none; }
    OverridesScreen.-zoomed #problems, OverridesScreen.-zoomed #what-if { display: none; }
    OverridesScreen.-tiny #body, OverridesScreen.-tiny #footer { display: none; }
    OverridesScreen.-tiny #too-small { display: block; }
    OverridesScreen.-editing #panes { layout: horizontal; }
    OverridesScreen.-editing.-narrow #panes { layout: vertical; }
    OverridesScreen.-editing #sheet { border-left: solid $line; }
    OverridesScreen.-editing.-narrow #sheet { border-left: none; border-top: solid $line; }
    """

    def __init__(self, room: OverridesRoom, *, tour: bool = False) -> None:
        super().__init__()
        self.room = room
        self._begins_with_tour = tour
        self._said = ""
        self._idle: Timer | None = None
        self._drawn_at = 0.0
        self._is_frozen = False

    def compose(self) -> ComposeResult:
        yield Bar(id="header")
        yield Static("too small: 80 columns by 24 lines are enough", id="too-small", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ObjectList(id="objects", classes="panel")
                yield PolicyList(id="policies", classes="panel")
            with Vertical(id="right"):
                with Vertical(id="main", classes="panel"):
                    yield Bar(id="tabs")
                    yield Bar(id="variants")
                    with Vertical(id="panes"):
                        yield EditorPane(id="editor")
                        yield SheetPane(id="sheet")
                        yield GridPane(id="grid")
                yield WhatIfList(id="what-if", classes="panel")
                yield ProblemList(id="problems", classes="panel")
        yield Bar(id="footer")

    def on_mount(self) -> None:
        self._fit(*self.app.size)
        self.draw()
        self.query_one("#objects").focus()
        if self._begins_with_tour:
            self._start_tour()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(*event.size)
        self.draw()

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width < _NARROW, "-narrow")
        self.set_class(width >= _WIDE, "-wide")
        self.set_class(height < _LOW, "-low")
        self.set_class(width < _SMALLEST[0] or height < _SMALLEST[1], "-tiny")

    # -- drawing

    def draw(self) -> None:
        """Draw the room's views; a part that has not changed costs nothing."""
        self._draw_header()
        self.query_one(PolicyList).show_policies(self.room.policies)
        self._draw_lists()
        self._draw_main()
        self._draw_footer()
        self._wait_for_idle()

    def _draw_lists(self) -> None:
        """What follows from all objects, looked at or not."""
        room = self.room
        self._drawn_at = perf_counter()
        self.query_one(ObjectList).show_objects(room.objects, room.filter_text)
        self.query_one(ProblemList).show_problems(room.problems, is_looking=room.is_unlinted)
        what_if = self.query_one(WhatIfList)
        what_if.display = bool(room.edits)
        if room.edits and (room.ahead.is_done or not what_if.lines):
            what_if.show_what_if(room.what_if)

    def _draw_header(self) -> None:
        head = self.room.header
        left = [
            Chip((Text(f" {head.mode} ", "title"),), selected=True),
            Chip((Text(f" {head.fleet} ", "name"),)),
            Chip((Text(f" {head.summary}", "muted"),)),
        ]
        edits = f" what-if: {len(head.edits)} " if head.edits else ""
        right = [Chip((Text(f" ⚠ {text} ", "warning"),)) for text in head.warnings]
        right += [Chip((Text(edits, "cause"),)), Chip((Text(f" {head.version} ", "muted"),),
                                                      "toggle_version")]
        self.query_one("#header", Bar).show(left, right)

    def _draw_main(self) -> None:
        room = self.room
        is_editing = room.tab == "edit"
        self.query_one("#main").border_title = Content(room.position)
        self.query_one("#tabs", Bar).show(_tab_chips(room.tab), _layout_chips(room, self))
        self.query_one("#variants", Bar).show(_variant_chips(room))
        self.set_class(is_editing, "-editing")
        editor = self.query_one(EditorPane)
        editor.display = is_editing
        if is_editing:
            editor.show_editor(room.editor, is_locked=room.is_editor_locked)
        grid, sheet = self.query_one(GridPane), self.query_one(SheetPane)
        is_crowded = is_editing and self.has_class("-narrow") and self.has_class("-low")
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

    def _draw_footer(self) -> None:
        is_typing = isinstance(self.focused, PolicyText)
        right = (Chip((Text(f" {self._said} ", "ok"),)),) if self._said else ()
        rooms = () if is_typing else room_chips("overrides")
        self.query_one("#footer", Bar).show((*rooms, *footer(is_typing=is_typing)), right)

    @property
    def is_at_rest(self) -> bool:
        """Whether everything typed has been followed and all results are known."""
        return self.room.ahead.is_done and not self.query_one(EditorPane).is_waiting

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
        if not self.is_attached:
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
            self._draw_lists()
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

        def look() -> None:
            from workbench.lint.rules import lint

            worker = get_current_worker()
            findings = lint(preview)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._hazards_found, preview, findings)

        self.run_worker(look, thread=True, exclusive=True, group="hazards")

    def _hazards_found(self, preview: Any, findings: Any) -> None:
        if self.room.take_findings(preview, findings):
            self.draw_soon()

    # -- what the user does

    def action_perform(self, name: str) -> None:
        """An action of the table: asks for its argument first, if it has one."""
        action = BY_ID[name]
        self._said = ""
        self._take_typed()
        if action.is_local:
            getattr(self, f"_{name}")()
        elif why_not := self.room.why_not(name):
            self.complain(why_not)
        elif action.argument:
            self._ask(action)
        elif self._attempt(lambda: self.room.perform(name)):
            self.draw()
            self._after(name)
        for card in self.query(TourCard):
            card.did(name)
        self.draw_soon()

    def on_screen_resume(self) -> None:
        self.draw_soon()

    def draw_soon(self) -> None:
        """Draw, unless the screen has gone meanwhile."""
        if self.is_attached:
            self.draw()

    def _attempt(self, do: Callable[[], str]) -> bool:
        """Do something that may fail with an error for the user."""
        try:
            self._said = do()
        except WorkbenchError as error:
            self.complain(str(error))
            return False
        return True

    def complain(self, message: str) -> None:
        """Say what went wrong; what was typed stays."""
        self.notify(visible_line(message), severity="error", markup=False)

    def _after(self, name: str) -> None:
        """Where the focus goes after an action."""
        if name == "show_edit":
            self.set_focus(self.query_one(PolicyText))
        elif name == "show_grid":
            self.set_focus(self.query_one(GridPane))
        elif name.startswith("show_"):
            self.set_focus(self.query_one(SheetPane))
        elif name == "apply_fix":
            self.app.push_screen(SheetScreen(self._said, diff_sheet(self.room.policy_diff)))

    def _ask(self, action: Action) -> None:
        def answered(text: str) -> None:
            self._said = self.room.perform(action.id, read_argument(action.id, text))
            self.draw()

        value = self.room.filter_text if action.id == "filter" else ""
        hint = f"{action.help} {question(action.id, self.room.selected_path)}".strip()
        self.app.push_screen(AskScreen(action.title, hint, answered, value=value))

    # -- actions that the screen does by itself

    def _start_tour(self) -> None:
        if not self.query(TourCard):
            self.mount(TourCard())

    def _leave(self) -> None:
        if self.query(TourCard):
            self.query(TourCard).remove()
        elif self.room.compared or self.room.picked is not None:
            self.room.compare_none()
        else:
            self.query_one("#objects").focus()

    def _choose(self) -> None:
        if isinstance(self.focused, Rows):
            self.focused.action_choose()

    def _next_panel(self) -> None:
        self.focus_next()

    def _copy(self) -> None:
        text = self.room.editor.text if self.room.tab == "edit" else sheet_text(self._sheet()[0])
        self.app.copy_to_clipboard(text)
        self._said = f"copied {text.count(chr(10))} lines"

    def _help(self) -> None:
        self.app.push_screen(ReadScreen("Keys", partial(help_rows, OVERRIDES_ACTIONS)))

    def _palette(self) -> None:
        self.app.action_command_palette()

    def _zoom(self) -> None:
        self.toggle_class("-zoomed")

    def _toggle_theme(self) -> None:
        cast("WorkbenchApp", self.app).toggle_theme()

    def _open_fleet(self) -> None:
        from workbench.tui.start import StartScreen

        self.app.push_screen(StartScreen(is_over_room=True))

    def _quit(self) -> None:
        cast("WorkbenchApp", self.app).leave()

    # -- messages of the parts

    @on(Bar.Clicked)
    def _bar_clicked(self, event: Bar.Clicked) -> None:
        if isinstance(event.value, int):
            self.room.select_variant(event.value)
            self.draw()
        else:
            self.action_perform(event.value)

    @on(Rows.Pointed, "#objects")
    def _object_pointed(self, event: Rows.Pointed) -> None:
        self._take_typed()
        self.room.select_object(self.query_one(ObjectList).objects[event.item].id)
        self.draw()

    @on(Rows.Pointed, "#policies")
    def _policy_pointed(self, event: Rows.Pointed) -> None:
        self._take_typed()
        self.room.select_policy(self.room.policies[event.item].ref)
        self.draw()

    @on(Rows.Pointed, "#problems")
    def _problem_pointed(self, event: Rows.Pointed) -> None:
        self.room.point_at_problem(event.item)
        self.draw()

    @on(Rows.Chosen, "#problems")
    def _problem_chosen(self, event: Rows.Chosen) -> None:
        self._take_typed()
        self.room.select_problem(event.item)
        self.draw()

    @on(Rows.Chosen, "#objects")
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
        self._said = self.room.pick_variant(event.variant)
        self.draw()
        if self.room.compared:
            self._after("show_diff")

    @on(EditorPane.Typed)
    def _typed(self, event: EditorPane.Typed) -> None:
        began = perf_counter()
        self.room.edit_text(event.text)
        self.draw()
        self.query_one(EditorPane).took(perf_counter() - began)

    def _take_typed(self) -> None:
        """What was typed since the last pause reaches the room before anything else does."""
        text = self.query_one(EditorPane).take() if self.room.tab == "edit" else None
        if text is not None:
            self.room.edit_text(text)

    @on(PolicyText.Left)
    def _left_text(self) -> None:
        self.query_one("#objects").focus()

    def on_descendant_focus(self) -> None:
        self._draw_footer()


def _tab_chips(chosen: Tab) -> tuple[Chip, ...]:
    chips = []
    for tab in _TABS:
        action = BY_ID[f"show_{tab}"]
        parts = (Text(f" {key_label(action)} ", "key"), Text(f"{action.title} "))
        chips.append(Chip(parts, action.id, tab == chosen))
    return tuple(chips)


def _layout_chips(room: OverridesRoom, screen: Screen[None]) -> tuple[Chip, ...]:
    if room.tab not in ("diff", "edit") or screen.has_class("-narrow"):
        return ()
    other = "unified" if room.layout == "split" else "side by side"
    key = key_label(BY_ID["toggle_layout"])
    return (Chip((Text(f" {key} ", "key"), Text(f"{other} ", "muted")), "toggle_layout"),)


def _variant_chips(room: OverridesRoom) -> tuple[Chip, ...]:
    rows = room.variants
    chips = [Chip((Text(" [ ] ", "key"),))] if len(rows) > 1 else [Chip((Text(" "),))]
    for row in rows:
        failed = row.outcome != "object"
        mark = (Text("✗ ", "error"),) if failed else ()
        parts = (Text(f" {row.index + 1} ", "key"), *mark, Text(f"{row.short} "))
        chips.append(Chip(parts, row.index, row.selected))
    return tuple(chips)
