"""The Failover room: a fleet, what happens to it, how Karmada runs, and the views that follow.

Front ends call the methods named like actions (see ``actions.FAILOVER_ACTIONS``) and draw the
views. A run is simulated when it is first looked at, and kept until something changes.
"""

from __future__ import annotations

from pathlib import Path

from workbench.fleets.writing import replace_file, typed_path
from workbench.karmada.profile import LATEST, PROFILES, Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.session.failover.asking import read_scenario
from workbench.session.failover.exports import export, form_of
from workbench.session.failover.opening import Opened
from workbench.session.failover.present_run import Pinned, Tab
from workbench.session.failover.run_file import open_run, save_run
from workbench.session.failover.scenario_parts import ScenarioParts
from workbench.session.failover.shown import FailoverViews
from workbench.session.failover.stakes import runs_pods
from workbench.simulator.knobs import find_knob, turned
from workbench.simulator.settings import Settings, preset


class FailoverRoom(FailoverViews):
    """The actions of the room."""

    @classmethod
    def of(cls, opened: Opened, profile: Profile | None = None) -> FailoverRoom:
        """The room over a fleet, or with a saved run in it as it was saved.

        A ``profile`` other than the run's has the run played anew in that version.
        """
        room = cls(opened.snapshot, profile=profile or LATEST)
        if opened.run:
            room.load(opened.run)
            if profile not in (None, opened.run.profile):
                room.change_version(profile)
        return room

    def why_not(self, action: str) -> str:
        """Why an action can't be done now; empty if it can."""
        needs_run = {"toggle_play", "step", "step_back", "rewind", "go_to_end", "write_report",
                     "save", "pin", "rebalance"}
        if action in needs_run and not self._scenario.parts:
            return "nothing happens yet: lose a cluster first"
        if action == "undo" and not self._scenario.parts:
            return "nothing to take back"
        if action == "step" and not self.player.can_go_on:
            return "this is the end"
        if action == "step_back" and self.player.time <= 0:
            return "this is the start"
        if action == "show_comparison" and self.pinned is None:
            return "no run is kept: P keeps this one"
        needs_workload = {"break_workload", "silence_workload", "show_tracer"}
        if action in needs_workload and self.selected is None:
            return "there is no workload"
        return ""

    def _select(self, distance: int) -> None:
        keys = [row.id for row in self.workloads]
        if keys:
            at = keys.index(self.selected) if self.selected in keys else -distance
            self.select(keys[(at + distance) % len(keys)])

    def next_workload(self) -> None:
        self._select(1)

    def previous_workload(self) -> None:
        self._select(-1)

    def select(self, workload: ObjectId) -> None:
        self._selected, self._is_chosen = workload, True

    def look_at(self, workload: ObjectId) -> None:
        """What another room looks at; of what runs no pods the next run may look away."""
        self._selected, self._is_chosen = workload, runs_pods(self.fleet, workload)

    def filter(self, text: str) -> None:
        self.filter_text = text

    def toggle_play(self) -> None:
        if self.timeline is not None:
            self.player.toggle()

    def advance(self, seconds: float) -> bool:
        """Real time went on; whether anything is to be drawn anew."""
        return self.timeline is not None and self.player.advance(seconds)

    def seek(self, time: float) -> None:
        self._moving.seek(time)

    def step(self) -> None:
        self._moving.step()

    def step_back(self) -> None:
        self._moving.step_back()

    def rewind(self) -> None:
        self._moving.is_playing = False
        self.player.seek(0.0)

    def go_to_end(self) -> None:
        self._moving.seek(self.player.end)

    def faster(self) -> None:
        self.player.faster()

    def slower(self) -> None:
        self.player.slower()

    def _add(self, name: str, text: str) -> None:
        """Add a part to the scenario. Raises :class:`UsageError`, and changes nothing then."""
        parts = [*self._scenario.parts, (name, text)]
        read_scenario(ScenarioParts(parts).asked(self._base), self.fleet)
        self._scenario.parts = parts
        self._look_anew()
        self._changed()

    def lose(self, text: str) -> None:
        """``CLUSTER``, with ``,at=`` and ``,for=`` if wanted."""
        self._add("lose", text)

    def cut(self, text: str) -> None:
        self._add("cut", text)

    def lose_zone(self, text: str) -> None:
        self._add("zone", text)

    def lose_region(self, text: str) -> None:
        self._add("region", text)

    def break_workload(self, text: str) -> None:
        """``CLUSTER`` or ``*``: the selected workload is unhealthy there."""
        self._add("unhealthy", f"{self._name()}@{text}")

    def silence_workload(self, text: str) -> None:
        self._add("silent", f"{self._name()}@{text}")

    def _name(self) -> str:
        if self.selected is None:
            raise UsageError("there is no workload")
        return f"{self.selected.kind}/{self.selected.path}"

    def taint(self, text: str) -> None:
        self._add("taint", text)

    def flap(self, text: str) -> None:
        self._add("flap", text)

    def rebalance(self) -> None:
        """At the time that is shown."""
        self._add("rebalance", f"ALL,at={self.player.time:g}")

    def undo(self) -> None:
        """Take the last part of the scenario back."""
        if self._scenario.parts:
            self._scenario.parts = self._scenario.parts[:-1]
            self._look_anew()
            self._changed()

    def set_knob(self, name: str, value: object) -> None:
        """Turn a knob, by its name, flag, gate or field. Raises :class:`UsageError`."""
        knob = find_knob(name, self.profile)
        changed = turned(self.settings, knob, value, self.profile)
        if changed != self.settings:
            self.settings = changed
            self._changed()

    def toggle_preset(self) -> None:
        """Everything on that failover needs, or Karmada's defaults."""
        everything = preset("failover", self.profile)
        self.settings = Settings() if self.settings == everything else everything
        self._changed()

    def toggle_version(self) -> None:
        """The next version that is known."""
        known = list(PROFILES.values())
        self.change_version(known[(known.index(self.profile) + 1) % len(known)])

    def pin(self) -> None:
        """Keep this run beside those that follow; a second time lets it go."""
        if self.pinned is not None:
            self.pinned = None
        elif self.timeline is not None:
            self.pinned = Pinned(self._words(), self.timeline)

    def show(self, tab: Tab) -> None:
        self.tab = tab

    def toggle_trigger(self) -> None:
        self._trigger = "cluster" if self.trigger == "application" else "application"

    def write_report(self, path: str) -> Path:
        """Write the run as Markdown, HTML or JSON, never over a file that is there.

        Raises :class:`WorkbenchError`.
        """
        text = export(self.report, form_of(path))
        target = typed_path(path)
        replace_file(target, text, is_new=True)
        return target

    def save(self, path: str) -> Path:
        """Keep the run in one file. Raises :class:`WorkbenchError`."""
        target = typed_path(path)
        save_run(self.report.run, target)
        return target

    def open_run(self, path: str) -> None:
        """Open a saved run in place of this one. Raises :class:`WorkbenchError`."""
        self.load(open_run(typed_path(path)))
