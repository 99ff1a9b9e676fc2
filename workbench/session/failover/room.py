"""The Failover room: a fleet, what happens to it, how Karmada runs, and the views that follow.

Front ends call the methods named like actions (see ``actions.FAILOVER_ACTIONS``) and draw the
views. A run is simulated when it is first looked at, and kept until something changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from workbench.fleets.writing import replace_file
from workbench.karmada.failover.state_trace import Trigger
from workbench.karmada.profile import LATEST, PROFILES, Profile
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import CONFIG_GROUP, Snapshot
from workbench.model.text import visible_line
from workbench.plans.doctor.examination import Play, examine_fleet
from workbench.plans.doctor.reasons import cluster_reasons
from workbench.session.failover import pictures, wording
from workbench.session.failover.asking import Asked, read_scenario
from workbench.session.failover.doctor import doctor_view
from workbench.session.failover.exports import export, form_of
from workbench.session.failover.failback import failback_plan
from workbench.session.failover.knob_rows import knob_rows
from workbench.session.failover.player import Player
from workbench.session.failover.report import (
    FailoverReport,
    report_of,
    scenario_words,
    setting_words,
)
from workbench.session.failover.run_file import Run, open_run, save_run
from workbench.session.failover.tracer import tracer_view
from workbench.session.failover.views import (
    CompareView,
    DoctorView,
    FleetRow,
    KnobRow,
    PlanStep,
    PlayerView,
    StepRow,
    TimelineView,
    TracerView,
    WorkloadRow,
)
from workbench.session.views import Header, Severity
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.knobs import find_knob, turned
from workbench.simulator.preparation import prepare
from workbench.simulator.run import Progress, simulate
from workbench.simulator.settings import Settings, preset
from workbench.simulator.timeline import Timeline

_T = TypeVar("_T")
Tab = Literal["timeline", "events", "knobs", "tracer", "doctor", "comparison", "failback"]


@dataclass(frozen=True)
class Pinned:
    """A run that others are put beside."""

    title: str
    timeline: Timeline


@dataclass
class _Scenario:
    """Parts of the scenario, in the order in which they were added."""

    parts: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, asked: Asked) -> _Scenario:
        names = ("lose", "cut", "zone", "region", "unhealthy", "silent", "taint", "flap",
                 "condition", "rebalance", "confirm")
        return cls([(name, text) for name in names for text in getattr(asked, name)])

    def asked(self, base: Asked) -> Asked:
        by_name: dict[str, list[str]] = {}
        for name, text in self.parts:
            by_name.setdefault(name, []).append(text)
        fields: dict[str, Any] = {name: tuple(texts) for name, texts in by_name.items()}
        return replace(Asked(limit=base.limit, seed=base.seed), **fields)


class FailoverRoom:
    """State of the room.

    Attributes:
        snapshot: the fleet as it was read.
        profile: the Karmada version.
        settings: how it runs.
        tab, trigger: what is shown.
        player: where on the timeline.
        pinned: the run that this one is compared with.
    """

    mode = "SIMULATED"

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        profile: Profile = LATEST,
        settings: Settings | None = None,
        asked: Asked | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.profile = profile
        self.settings = settings or Settings()
        self.tab: Tab = "timeline"
        self.trigger: Trigger = "application"
        self.player = Player()
        self.pinned: Pinned | None = None
        self.filter_text = ""
        self._base = asked or Asked()
        self._scenario = _Scenario.of(self._base)
        self._selected: ObjectId | None = None
        self._progress = progress
        self._fleet: PreparedFleet | None = None
        self._timeline: Timeline | None = None
        self._doctor: DoctorView | None = None
        self._kept: dict[str, Any] = {}

    # -- what is computed

    @property
    def fleet(self) -> PreparedFleet:
        """The fleet at rest; prepared when it is first asked for."""
        if self._fleet is None:
            self._fleet = prepare(self.snapshot, self.profile)
        return self._fleet

    @property
    def asked(self) -> Asked:
        """The scenario in words."""
        return self._scenario.asked(self._base)

    @property
    def timeline(self) -> Timeline | None:
        """The run; ``None`` while nothing is to happen."""
        if self._timeline is None and self._scenario.parts:
            scenario = read_scenario(self.asked, self.fleet)
            self._timeline = simulate(self.fleet, scenario, self.settings, self._progress)
            self._loaded()
        return self._timeline

    def _loaded(self) -> None:
        timeline = self._timeline
        assert timeline is not None
        marks = [event.time for event in timeline.events]
        self.player.load(marks, timeline.end, at_end=self.player.time >= self.player.end)
        if self._selected not in timeline.workloads:
            self._selected = next(iter((*timeline.moved, *timeline.workloads)), self._selected)

    def _changed(self, *, fleet: bool = False) -> None:
        """Scenario, settings or version changed: everything follows, when it is asked for."""
        self._timeline = None
        self._doctor = None
        self._kept.clear()
        if fleet:
            self._fleet = None

    def _keep(self, name: str, make: Callable[[], _T]) -> _T:
        key = f"{name} {self.player.time} {self._selected} {self.filter_text}"
        if key not in self._kept:
            if len(self._kept) > 64:
                self._kept.clear()
            self._kept[key] = make()
        return cast(_T, self._kept[key])

    # -- views

    @property
    def header(self) -> Header:
        warnings = []
        if not self.snapshot.is_complete:
            warnings.append(f"INCOMPLETE: {len(self.snapshot.problems)} input problems")
        timeline = self.timeline
        summary = wording.outcome(timeline) if timeline else "nothing happens yet"
        edits = tuple(visible_line(f"{name} {text}") for name, text in self._scenario.parts)
        return Header(
            visible_line(self.snapshot.name), self.mode, f"Karmada {self.profile.version}", summary,
            edits, tuple(warnings),
        )

    @property
    def clusters(self) -> tuple[FleetRow, ...]:
        """The fleet at the time that is shown."""
        timeline = self.timeline or self._quiet()
        return self._keep(
            "clusters", lambda: pictures.fleet_rows(self.fleet, timeline, self.player.time)
        )

    def _quiet(self) -> Timeline:
        """The fleet while nothing happens."""
        world = self.fleet.world(self.settings)
        return Timeline(self.profile.version, 0.0, 0.0, True, (),
                        clusters=world.recorder.cluster_tracks())

    @property
    def workloads(self) -> tuple[WorkloadRow, ...]:
        timeline = self.timeline
        if timeline is None:
            return tuple(
                WorkloadRow(key, wording.label(key), self._where(key), "healthy", "ok", 0,
                            key == self.selected)
                for key in self.fleet.workloads
                if self.filter_text.lower() in str(key).lower()
            )
        return self._keep("workloads", lambda: pictures.workload_rows(
            timeline, self.player.time, self.selected, self.filter_text
        ))

    def _where(self, key: ObjectId) -> str:
        clusters = self.fleet.bindings[key]["spec"].get("clusters") or ()
        return " ".join(
            f"{c['name']}:{c['replicas']}" if c.get("replicas") else c["name"] for c in clusters
        )

    @property
    def selected(self) -> ObjectId | None:
        """The workload that is looked at."""
        if self._selected is None:
            self._selected = next(iter(self.fleet.workloads), None)
        return self._selected

    @property
    def phases(self) -> TimelineView:
        """Phases and windows of the selected workload."""
        timeline = self.timeline
        if timeline is None:
            return TimelineView("nothing happens yet", (), (), 0.0, 0.0, "lose a cluster (l)")
        return self._keep("phases", lambda: pictures.timeline_view(timeline, self.selected))

    @property
    def events(self) -> tuple[StepRow, ...]:
        """Events of the selected workload and of clusters."""
        timeline = self.timeline
        if timeline is None:
            return ()
        return self._keep("events", lambda: pictures.step_rows(
            timeline, self.selected, self.player.time, self._current()
        ))

    def _current(self) -> int:
        """The last event up to the time that is shown."""
        timeline = self.timeline
        if timeline is None:
            return -1
        past = [i for i, e in enumerate(timeline.events) if e.time <= self.player.time]
        return past[-1] if past else -1

    @property
    def play(self) -> PlayerView:
        return self._moving.view

    @property
    def knobs(self) -> tuple[KnobRow, ...]:
        return knob_rows(self.settings, self.fleet)

    @property
    def findings(self) -> tuple[tuple[Severity, str], ...]:
        """What a person has to know about the run: why nothing moves, what still waits."""
        timeline = self.timeline
        if timeline is None:
            return ()
        found: list[tuple[Severity, str]] = []
        if not timeline.moves and any(event.kind == "not ready" for event in timeline.events):
            found += [
                ("error", f"{reason.subject}: {reason.text}")
                for reason in cluster_reasons(self.fleet, self.settings)
            ]
        found += [
            ("warning", f"{wording.label(one.workload)}: {wording.waiting(one)}"
             if one.workload else wording.waiting(one))
            for one in timeline.waiting
        ]
        return (*found, *(("info", visible_line(note)) for note in timeline.notes))

    @property
    def comparison(self) -> CompareView | None:
        """This run beside the pinned one; ``None`` without one."""
        timeline = self.timeline
        if self.pinned is None or timeline is None:
            return None
        titles = (self.pinned.title, self._title())
        return pictures.compare_view(self.pinned.timeline, timeline, self.selected, titles)

    def _title(self) -> str:
        words = ", ".join(setting_words(self.settings)) or "Karmada's defaults"
        return f"{self.profile.version}: {words}"

    @property
    def tracer(self) -> TracerView | None:
        """The selected workload's state on its way; ``None`` where it has no other cluster."""
        if self.selected is None:
            return None
        custom = tuple(
            item.object for item in self.snapshot.items
            if item.id.group == CONFIG_GROUP and "Customization" in item.id.kind
        )
        moves = self.timeline.moves_of(self.selected) if self.timeline else ()
        source, target = (
            (moves[0].source, next(iter(moves[0].targets), "")) if moves else ("", "")
        )
        try:
            return tracer_view(self.fleet, self.selected, self.settings, source=source,
                               target=target, trigger=self.trigger, customizations=custom)
        except WorkbenchError:
            return None

    def doctor(self, play: Play | None = None, losses: int | None = None) -> DoctorView:
        """Play every loss; may take long, so front ends call it off their own thread."""
        if self._doctor is None:
            run = play or (lambda sweep: sweep.here())
            examination = examine_fleet(self.snapshot, self.profile, self.settings, losses, run)
            self._doctor = doctor_view(examination, self.snapshot.name)
        return self._doctor

    @property
    def failback(self) -> tuple[PlanStep, ...]:
        """The plan that would bring home what moved; everything, if nothing did."""
        moved = self.timeline.moved if self.timeline else ()
        return failback_plan(self.fleet, moved or self.fleet.workloads)

    @property
    def report(self) -> FailoverReport:
        """The run as a report. Raises :class:`UsageError` while nothing happens."""
        timeline = self.timeline
        if timeline is None:
            raise UsageError("nothing happens yet", hint="lose a cluster first")
        run = Run(self.snapshot, self.profile, self.asked, self.settings, timeline)
        return report_of(run, self.fleet)

    # -- actions

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
            self._selected = keys[(at + distance) % len(keys)]

    def next_workload(self) -> None:
        self._select(1)

    def previous_workload(self) -> None:
        self._select(-1)

    def select(self, workload: ObjectId) -> None:
        self._selected = workload

    def filter(self, text: str) -> None:
        self.filter_text = text

    def toggle_play(self) -> None:
        if self.timeline is not None:
            self.player.toggle()

    @property
    def _moving(self) -> Player:
        """The player, with the present run under it."""
        _ = self.timeline
        return self.player

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
        read_scenario(_Scenario(parts).asked(self._base), self.fleet)
        self._scenario.parts = parts
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
        """The next version that is known; settings that it lacks are Karmada's defaults."""
        known = list(PROFILES.values())
        self.profile = known[(known.index(self.profile) + 1) % len(known)]
        self._changed(fleet=True)

    def pin(self) -> None:
        """Keep this run beside those that follow; a second time lets it go."""
        if self.pinned is not None:
            self.pinned = None
        elif self.timeline is not None:
            self.pinned = Pinned(self._title(), self.timeline)

    def show(self, tab: Tab) -> None:
        self.tab = tab

    def toggle_trigger(self) -> None:
        self.trigger = "cluster" if self.trigger == "application" else "application"

    def write_report(self, path: str) -> Path:
        """Write the run as Markdown, HTML or JSON. Raises :class:`WorkbenchError`."""
        text = export(self.report, form_of(path))
        replace_file(Path(path), text)
        return Path(path)

    def save(self, path: str) -> Path:
        """Keep the run in one file. Raises :class:`WorkbenchError`."""
        save_run(self.report.run, path)
        return Path(path)

    def open_run(self, path: str) -> None:
        """Open a saved run in place of this one. Raises :class:`WorkbenchError`."""
        self.load(open_run(path))

    def load(self, run: Run) -> None:
        """Take over a run: its timeline is shown as it was saved."""
        self.snapshot, self.profile, self.settings = run.snapshot, run.profile, run.settings
        self._base = run.asked
        self._scenario = _Scenario.of(run.asked)
        self._changed(fleet=True)
        self._timeline = run.timeline
        self._loaded()

    @property
    def scenario(self) -> str:
        """What happens, in words."""
        return scenario_words(self.asked) or "nothing"
