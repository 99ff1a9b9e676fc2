"""The Failover room in a notebook: lose something, turn settings, watch what happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ipw

from workbench.karmada.profile import LATEST, PROFILES
from workbench.model.errors import UsageError, WorkbenchError
from workbench.session.failover.actions import FAILOVER_BY_ID, SPEEDS
from workbench.session.failover.commands import perform, question
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.sheets import (
    compare_sheet,
    doctor_sheet,
    event_sheet,
    failback_sheet,
    fleet_sheet,
    knob_sheet,
    tracer_sheet,
)
from workbench.session.sheet import Sheet
from workbench.session.views import SEVERITY_MARKS
from workbench.widgets.parts import Source, choose, profile_of, snapshot_of
from workbench.widgets.settings import SettingPanel
from workbench.widgets.sheet_view import SheetView
from workbench.widgets.timeline import Timeline

_TABS = {"Fleet": "timeline", "Events": "events", "Settings": "knobs", "State": "tracer",
         "Doctor": "doctor", "Side by side": "comparison", "Failback": "failback"}
_FAULTS = ("lose", "cut", "lose_zone", "lose_region", "break_workload", "silence_workload",
           "taint", "flap")
_KNOBS = ("failover", "graceful_eviction", "failure_threshold_seconds",
          "taint_toleration_seconds", "toleration_seconds", "purge_mode", "startup_seconds",
          "resource_eviction_rate")
_SHOWN_FINDINGS = 6


class FailoverPreview(ipw.VBox):
    """What happens when a cluster or a workload fails, simulated.

    Args:
        source: a path, ``sample:NAME``, several of them, or a :class:`Snapshot`.
        karmada: the Karmada version, such as ``1.18``.
        lose: a cluster to lose at once, in the words of ``workbench failover --lose``.
        preset: begin with everything on that failover needs.
        knobs: names of the settings that get a control; any other can be set by name.

    Raises :class:`WorkbenchError` for a version or cluster that isn't there.
    """

    def __init__(
        self,
        source: Source,
        *,
        karmada: str = LATEST.version,
        lose: str = "",
        preset: bool = False,
        knobs: Sequence[str] = _KNOBS,
    ) -> None:
        self.room = FailoverRoom(snapshot_of(source), profile=profile_of(karmada))
        self._knobs = tuple(knobs)
        self._is_drawing = False
        if preset:
            perform(self.room, "toggle_preset")
        if lose:
            perform(self.room, "lose", lose)
        self._make_controls()
        super().__init__(children=self._page())
        self.draw()

    # -- parts

    def _make_controls(self) -> None:
        wide = ipw.Layout(width="100%")
        self.header = ipw.Label(layout=wide)
        self.workload = ipw.Dropdown(description="Workload", layout=ipw.Layout(width="60%"))
        self.version = ipw.ToggleButtons(options=list(PROFILES), style={"button_width": "80px"})
        self.fault = ipw.Dropdown(
            description="Scenario", options=[(FAILOVER_BY_ID[f].title, f) for f in _FAULTS]
        )
        self.words = ipw.Text(placeholder=question(self.room, "lose"),
                              layout=ipw.Layout(width="45%"))
        self.add = ipw.Button(description="Add", layout=ipw.Layout(width="auto"))
        self.add.on_click(lambda _: self.do(self.fault.value, self.words.value))
        self.undo, self.preset = self._button("undo"), self._button("toggle_preset")
        self.pin = self._button("pin")
        self.setting = ipw.Text(placeholder=question(self.room, "set_knob"),
                                continuous_update=False, layout=ipw.Layout(width="45%"))
        self.panel = SettingPanel(self._turn)
        self.play = ipw.Play(interval=1000, step=60)
        self.speed = ipw.Dropdown(options=[(f"×{speed}", speed) for speed in SPEEDS], value=60,
                                  layout=ipw.Layout(width="90px"))
        self.time = ipw.FloatSlider(description="Time, s", step=0.1, readout_format=".1f",
                                    layout=ipw.Layout(width="60%"))
        self.timeline, self.picture = Timeline(), SheetView()
        self.tabs = ipw.ToggleButtons(options=list(_TABS), style={"button_width": "100px"})
        self.findings, self.message = ipw.VBox(), ipw.Label(layout=wide)
        self._connect()

    def _button(self, action: str) -> ipw.Button:
        known = FAILOVER_BY_ID[action]
        button = ipw.Button(description=known.title, tooltip=known.help,
                            layout=ipw.Layout(width="auto"))
        button.on_click(lambda _: self.do(action))
        return button

    def _page(self) -> list[ipw.Widget]:
        return [
            self.header,
            ipw.HBox([self.workload, self.version]),
            ipw.HBox([self.fault, self.words, self.add, self.undo]),
            ipw.HBox([self.setting, self.preset, self.pin]),
            self.panel.box,
            ipw.HBox([self.play, self.speed, self.time]),
            self.timeline,
            self.findings,
            self.tabs,
            self.picture,
            self.message,
        ]

    def _connect(self) -> None:
        def on(control: ipw.Widget, forward: Callable[[Any], Any]) -> None:
            def changed(change: Any) -> None:
                if not self._is_drawing:
                    self._forward(lambda: forward(change["new"]))

            control.observe(changed, "value")

        on(self.workload, self.room.select)
        on(self.version, lambda _: perform(self.room, "toggle_version"))
        on(self.tabs, lambda name: self.room.show(_TABS[name]))  # type: ignore[arg-type]
        on(self.setting, lambda text: perform(self.room, "set_knob", text) if text else None)
        on(self.time, self.room.seek)
        on(self.play, self.room.seek)
        self.speed.observe(lambda change: self.play.set_trait("step", change["new"]), "value")

    # -- what a person does

    def do(self, action: str, argument: Any = None) -> None:
        """Do an action of the table by its id, as its button would."""
        self._forward(lambda: perform(self.room, action, argument))

    def _turn(self, name: str, value: Any) -> None:
        self._forward(lambda: self.room.set_knob(name, value))

    def _forward(self, act: Callable[[], Any]) -> None:
        try:
            said = act()
        except WorkbenchError as error:
            said = str(error)
        self.message.value = said or ""
        self.draw()

    def set(self, name: str, value: Any) -> None:
        """Turn any setting by its name, flag, gate or field. Raises :class:`UsageError`."""
        self.room.set_knob(name, value)
        self.draw()

    def look_at(self, name: str) -> None:
        """Look at the workload of that name. Raises :class:`UsageError` if there is none."""
        for row in self.room.workloads:
            if name in (row.id.name, row.id.path, row.label):
                self.room.select(row.id)
                self.draw()
                return
        raise UsageError(f"no workload {name!r}")

    # -- what is shown

    def draw(self) -> None:
        """Show the room as it stands."""
        self._is_drawing = True
        try:
            self._draw_controls()
            self._draw_pictures()
        finally:
            self._is_drawing = False

    def _draw_controls(self) -> None:
        room, head = self.room, self.room.header
        self.header.value = "   ".join(
            (head.mode, head.fleet, head.version, f"scenario: {room.scenario}", head.summary,
             *head.warnings)
        )
        rows = room.workloads
        chosen = room.selected if any(row.id == room.selected for row in rows) else None
        choose(self.workload, [(f"{r.label}  {r.where}  {r.state}", r.id) for r in rows], chosen)
        self.version.value = room.profile.version
        for action, button in (("undo", self.undo), ("pin", self.pin)):
            button.disabled = bool(room.why_not(action))
        self.panel.show(row for row in room.knobs if row.name in self._knobs)
        play = room.play
        self.time.max, self.play.max = max(play.end, 0.1), int(play.end) + 1
        self.time.value, self.play.value = play.time, int(play.time)

    def _draw_pictures(self) -> None:
        room = self.room
        self.timeline.show(room.phases, room.play.time)
        findings = [ipw.Label(f"{SEVERITY_MARKS[severity]} {text}")
                    for severity, text in room.findings[:_SHOWN_FINDINGS]]
        self.findings.children = tuple(findings)
        name = next(name for name, tab in _TABS.items() if tab == room.tab)
        self.tabs.value = name
        self.picture.show(f"{name}, at {room.play.clock} (simulated)", self._sheet())

    def _sheet(self) -> Sheet:
        room = self.room
        if room.tab == "events":
            return event_sheet(room.events)
        if room.tab == "knobs":
            return knob_sheet(room.knobs)
        if room.tab == "tracer":
            return tracer_sheet(room.tracer)
        if room.tab == "doctor":
            return doctor_sheet(room.doctor())
        if room.tab == "comparison":
            return compare_sheet(room.comparison)
        if room.tab == "failback":
            return failback_sheet(room.failback)
        return fleet_sheet(room.clusters)
