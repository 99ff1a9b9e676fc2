"""The Failover room: it draws the room's views, forwards keys, and lets the shown time go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer

from workbench.model.errors import WorkbenchError
from workbench.model.text import visible_line
from workbench.session.actions import Action
from workbench.session.failover.actions import FAILOVER_ACTIONS
from workbench.session.failover.chart import chart_sheet
from workbench.session.failover.commands import next_value, perform, question
from workbench.session.failover.narrow import narrow_sheet
from workbench.session.failover.present_run import Tab
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.sheets import (
    compare_sheet,
    doctor_sheet,
    event_sheet,
    failback_sheet,
    failure_sheet,
    knob_sheet,
    tracer_note,
    tracer_sheet,
)
from workbench.session.failover.views import PlayerView
from workbench.session.failover.wording import clock
from workbench.session.sheet import Sheet
from workbench.session.views import Severity, Text
from workbench.tui.aside import aside
from workbench.tui.bar import Bar, Chip
from workbench.tui.failover.lists import ClusterList, WorkloadList
from workbench.tui.keys import bindings
from workbench.tui.room_screen import RoomScreen
from workbench.tui.rows import Rows
from workbench.tui.table import NoteList, Notes, TablePane

FRAME_SECONDS = 0.1
_TABS = ("show_timeline", "show_events", "show_knobs", "show_tracer", "show_doctor",
         "show_comparison", "show_failback")
_NOTHING_YET = ("nothing happens yet: l loses a cluster, c cuts one off, t taints one, b breaks "
                "the workload; p turns on all that failover needs")
_EMPTY = {
    "comparison": "nothing to compare with: P keeps a run; then change scenario or settings",
    "doctor": "playing every loss of a cluster…",
    "failback": "playing every way home…",
    "tracer": "no workload is selected: the state of one is traced",
}
_SLOW: dict[Tab, Callable[[FailoverRoom], Sheet]] = {
    "doctor": lambda room: doctor_sheet(room.doctor()),
    "failback": lambda room: failback_sheet(room.failback),
}
"""Tabs whose answers are found while the screen goes on."""
_BESIDE_BARS = 29
_NARROW_TABLE = 90
"""Fewer cells across than this are too few for columns of sentences."""


class FailoverScreen(RoomScreen):
    """What happens when something fails, phase by phase, in simulated time."""

    ACTIONS = FAILOVER_ACTIONS
    ROOM_NAME = "failover"
    FOOTER = ("help", "lose", "toggle_play", "step", "faster", "set_knob", "toggle_preset", "pin",
              "palette", "undo", "flap", "taint", "break_workload", "save", "write_report", "quit")
    # Lists scroll sideways and jump with these keys elsewhere; here they move the time.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings([action for action in FAILOVER_ACTIONS if action.group != "Time"]),
        *(Binding(action.key, f"perform('{action.id}')", action.title, show=False, priority=True)
          for action in FAILOVER_ACTIONS if action.group == "Time"),
        Binding("escape", "perform('leave')", show=False),
    ]
    DEFAULT_CSS = """
    FailoverScreen #clusters { height: 2fr; }
    FailoverScreen #first { height: 3fr; }
    """
    room: FailoverRoom

    def __init__(self, room: FailoverRoom) -> None:
        super().__init__(room)
        self._frames: Timer | None = None
        self._drawn_at = 0.0
        self._answers: dict[Tab, tuple[tuple[object, ...], Sheet]] = {}
        self._is_asking = False

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield ClusterList(id="clusters", classes="panel")
                yield WorkloadList(id="first", classes="panel")
            with Vertical(id="right"):
                with Vertical(id="main", classes="panel"):
                    yield Bar(id="tabs", wraps=True)
                    yield Bar(id="player", wraps=True)
                    yield TablePane(id="table")
                yield NoteList(id="notes", classes="panel below")

    # -- drawing

    def draw_parts(self) -> None:
        room = self.room
        self.query_one(ClusterList).show_clusters(room.clusters)
        self.query_one(WorkloadList).show_workloads(room.workloads, room.filter_text)
        view = room.phases
        self.query_one("#main").border_title = Content(view.title)
        self.query_one("#tabs", Bar).show(self.tab_chips(_TABS, f"show_{room.tab}"))
        what = f" {room.scenario}" if room.header.edits else " scenario: nothing"
        scenario = Chip((Text(what, "name" if room.header.edits else "muted"),))
        settings = Chip((Text(f" {room.settings_in_force} ", "key"),), "toggle_preset")
        self.query_one("#player", Bar).show((*_player_chips(room.play), settings, scenario))
        is_idle = room.tab == "timeline" and room.timeline is None
        sheet = Sheet((), ()) if is_idle else self._fitting(self.shown)
        notes: Notes = () if sheet.rows else (("info", _EMPTY.get(room.tab, _NOTHING_YET)),)
        self.query_one(TablePane).show_table(sheet if sheet.rows else Sheet((), ()), notes)
        self._draw_notes()
        if room.tab in _SLOW:
            self._ask_aside()

    def _fitting(self, sheet: Sheet) -> Sheet:
        is_narrow = self.query_one(TablePane).view_width < _NARROW_TABLE
        return narrow_sheet(self.room.tab, sheet) if is_narrow else sheet

    def _draw_notes(self) -> None:
        """How it came out, what nobody may overlook, the state's way, what is good to know."""
        findings = self.room.findings
        timeline = self.room.timeline
        severity: Severity = "info" if timeline and timeline.settled else "warning"
        outcome: Notes = ((severity, self.room.header.summary),) if timeline else ()
        bad = tuple(note for note in findings if note[0] == "error")
        others = tuple(note for note in findings if note[0] != "error")
        notes: Notes = (*outcome, *bad, tracer_note(self.room.tracer), *others)
        # How many there are shows that more stand below what the pane has room for.
        title = f"TRACER AND FINDINGS: {len(findings)}" if findings else "TRACER"
        self.query_one("#notes", NoteList).show_notes(title, notes)

    @property
    def lines_wanted(self) -> int:
        return self.query_one(TablePane).line_count

    @property
    def is_at_rest(self) -> bool:
        return self.is_mounted and not self._is_asking

    @property
    def progress(self) -> str:
        return _EMPTY.get(self.room.tab, "") if self._is_asking else ""

    def draw_failure(self, error: WorkbenchError) -> None:
        note = visible_line(str(error))
        self.query_one(TablePane).show_table(Sheet((), ()), (("error", note),))

    @property
    def shown(self) -> Sheet:
        room = self.room
        if room.tab == "events":
            return event_sheet(room.events)
        if room.tab == "knobs":
            return knob_sheet(room.knobs)
        if room.tab == "tracer":
            return tracer_sheet(room.tracer)
        if room.tab == "comparison":
            return compare_sheet(room.comparison)
        if room.tab in _SLOW:
            return self._answer() or Sheet((), ())
        pane = self.query_one(TablePane)
        return chart_sheet(room.phases, room.player.time, pane.view_width - _BESIDE_BARS,
                           pane.size.height)

    def footer_names(self) -> Iterable[str]:
        """Where something happens, first how to move through it."""
        if self.room.timeline is None:
            return self.FOOTER
        moves = ("toggle_play", "step", "step_back", "undo")
        return ("help", *moves, *(name for name in self.FOOTER[1:] if name not in moves))

    # -- answers that take long

    def _hangs_on(self) -> tuple[object, ...]:
        """What another answer would come of."""
        room = self.room
        asked = room.asked if room.tab == "failback" else None
        return (room.tab, room.profile, room.settings, asked)

    def _answer(self) -> Sheet | None:
        """The answer of the shown tab, if it is known."""
        hangs_on, sheet = self._answers.get(self.room.tab, ((), None))
        return sheet if hangs_on == self._hangs_on() else None

    def _ask_aside(self) -> None:
        """Have the shown tab's answer found in a thread, over a room of its own."""
        room, tab = self.room, self.room.tab
        if self._is_asking or self._answer() is not None:
            return
        apart = FailoverRoom(room.snapshot, profile=room.profile, settings=room.settings,
                             asked=room.asked)
        hangs_on = self._hangs_on()
        self._is_asking = True

        def answered(sheet: Sheet) -> None:
            self._is_asking = False
            self._answers[tab] = (hangs_on, sheet)
            self.draw()

        aside(self, lambda: _SLOW[tab](apart), answered,
              lambda error: answered(failure_sheet(str(error))))

    # -- time

    def after(self, name: str) -> None:
        if name.startswith("show_"):
            self.set_focus(self.query_one(TablePane))
        self._let_time_go_on()

    def _let_time_go_on(self) -> None:
        """Frames while it plays, and none otherwise."""
        if self.room.player.is_playing and self._frames is None:
            self._drawn_at = monotonic()
            self._frames = self.set_interval(FRAME_SECONDS, self._frame)
        elif not self.room.player.is_playing and self._frames is not None:
            self._frames.stop()
            self._frames = None

    def _frame(self) -> None:
        now = monotonic()
        passed, self._drawn_at = now - self._drawn_at, now
        self.advance(passed)

    def advance(self, seconds: float) -> None:
        """``seconds`` of real time have passed: the shown time follows, at its speed."""
        if self.is_current and self.room.advance(seconds):
            self.draw()
        self._let_time_go_on()

    # -- what the user does

    def perform(self, name: str, argument: str | None = None) -> str:
        return perform(self.room, name, argument)

    def question(self, action: Action) -> str:
        return question(self.room, action.id)

    @on(Rows.Pointed, "#first")
    def _workload_pointed(self, event: Rows.Pointed) -> None:
        self.room.select(self.query_one(WorkloadList).workloads[event.item].id)
        self.draw()

    @on(Rows.Pointed, "#clusters")
    def _cluster_pointed(self) -> None:
        self.draw()

    @on(Rows.Chosen, "#clusters")
    def _cluster_chosen(self, event: Rows.Chosen) -> None:
        name = self.query_one(ClusterList).clusters[event.item].name
        self.ask(self._actions["lose"], name)

    @on(Rows.Chosen, "#first")
    def _workload_chosen(self) -> None:
        self.query_one(TablePane).focus()

    @on(Rows.Chosen, "#table")
    def _row_chosen(self, event: Rows.Chosen) -> None:
        if self.room.tab == "knobs":
            self._turn(event.item)
        elif self.room.tab == "events":
            self.room.seek(self.room.events[event.item].time)
            self.draw()

    def _turn(self, item: int) -> None:
        """Turn a switch on or off, take the next choice; ask for a number."""
        knob = self.room.knobs[item]
        value = next_value(knob)
        if value is None:
            self.ask(self._actions["set_knob"], f"{knob.name}={knob.value}")
        elif self.attempt(lambda: self.perform("set_knob", f"{knob.name}={value}")):
            self.draw()


def _player_chips(play: PlayerView) -> tuple[Chip, ...]:
    mark = "▶ playing" if play.is_playing else "⏸ paused"
    return (
        Chip((Text(f" t={play.clock}", "name"), Text(f" of {clock(play.end)}  ", "muted"))),
        Chip((Text(f"×{play.speed} ", "key"),), "faster"),
        Chip((Text(f"{mark} "),), "toggle_play"),
    )
