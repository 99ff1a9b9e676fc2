"""The Failover room in a notebook: lose something, turn settings, watch what happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as ipw

from workbench.karmada.profile import PROFILES
from workbench.model.errors import UsageError
from workbench.model.snapshot import Snapshot
from workbench.session.failover.actions import FAILOVER_BY_ID, SPEEDS
from workbench.session.failover.commands import perform, question
from workbench.session.failover.opening import Opened, open_paths
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
from workbench.widgets.parts import Source, choose, paths_of, profile_of
from workbench.widgets.room_widget import RoomWidget, labels, marked
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
_SHOWN_FINDINGS = 50


class FailoverPreview(RoomWidget):
    """What happens when a cluster or a workload fails, simulated.

    Args:
        source: a path, ``sample:NAME``, several of them, or a :class:`Snapshot`; also a run that
            was saved, which is shown as it was.
        karmada: the Karmada version, such as ``1.18``; the latest one, or the run's, if empty.
        lose: a cluster to lose at once, in the words of ``workbench failover --lose``.
        preset: begin with everything on that failover needs.
        knobs: names of the settings that get a control; any other can be set by name.

    Raises :class:`WorkbenchError` for a version or cluster that isn't there.
    """

    ACTIONS = FAILOVER_BY_ID

    def __init__(
        self,
        source: Source,
        *,
        karmada: str = "",
        lose: str = "",
        preset: bool = False,
        knobs: Sequence[str] = _KNOBS,
    ) -> None:
        room = FailoverRoom.of(_opened(source), profile_of(karmada) if karmada else None)
        self._knobs = tuple(knobs)
        if preset:
            perform(room, "toggle_preset")
        if lose:
            perform(room, "lose", lose)
        super().__init__(room)
        self.draw()

    # -- parts

    def make_controls(self) -> None:
        self.workload = ipw.Dropdown(description="Workload", layout=ipw.Layout(width="60%"))
        self.version = ipw.ToggleButtons(options=list(PROFILES), style={"button_width": "80px"})
        self.fault = ipw.Dropdown(
            description="Scenario", options=[(FAILOVER_BY_ID[f].title, f) for f in _FAULTS]
        )
        self.words = ipw.Text(placeholder=question(self.room, "lose"),
                              layout=ipw.Layout(width="45%"))
        self.add = ipw.Button(description="Add", layout=ipw.Layout(width="auto"))
        self.add.on_click(lambda _: self.do(self.fault.value, self.words.value))
        self.undo, self.preset = self.button("undo"), self.button("toggle_preset")
        self.pin = self.button("pin")
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
        self.findings = ipw.VBox(layout=ipw.Layout(max_height="180px", overflow="auto"))
        self._connect()

    def page(self) -> list[ipw.Widget]:
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
        on = self.on
        on(self.workload, self.room.select)
        on(self.version, lambda _: perform(self.room, "toggle_version"))
        on(self.tabs, lambda name: self.room.show(_TABS[name]))
        on(self.setting, lambda text: perform(self.room, "set_knob", text) if text else None)
        on(self.time, self.room.seek)
        on(self.play, self.room.seek)
        self.speed.observe(lambda change: self.play.set_trait("step", change["new"]), "value")

    # -- what a person does

    def perform(self, action: str, argument: Any = None) -> str:
        return perform(self.room, action, argument)

    def _turn(self, name: str, value: Any) -> None:
        self.forward(lambda: self.room.set_knob(name, value))

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

    def draw_parts(self) -> None:
        self._draw_controls()
        self._draw_pictures()

    def _draw_controls(self) -> None:
        room = self.room
        self.draw_header(room.header, f"scenario: {room.scenario}")
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
        self.findings.children = labels(marked(room.findings), _SHOWN_FINDINGS)
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


def _opened(source: Source) -> Opened:
    return Opened(source) if isinstance(source, Snapshot) else open_paths(paths_of(source))
