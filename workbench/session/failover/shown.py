"""The views of the Failover room, each computed when it is asked for."""

from __future__ import annotations

from workbench.karmada.failover.eviction import items, section
from workbench.model.errors import UsageError, WorkbenchError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import CONFIG_GROUP
from workbench.model.text import visible_line
from workbench.plans.doctor.examination import Play, examine_fleet
from workbench.plans.failback.returns import play_failback
from workbench.session.failover import pictures, wording
from workbench.session.failover.asking import read_scenario
from workbench.session.failover.doctor import doctor_view
from workbench.session.failover.failback import failback_view, general_plan
from workbench.session.failover.findings import findings
from workbench.session.failover.knob_rows import knob_rows
from workbench.session.failover.present_run import PresentRun
from workbench.session.failover.report import (
    FailoverReport,
    report_of,
    scenario_words,
    setting_words,
    still_reasons,
)
from workbench.session.failover.run_file import Run
from workbench.session.failover.side_by_side import compare_view, titles_of
from workbench.session.failover.stakes import at_rest
from workbench.session.failover.tracer import tracer_view
from workbench.session.failover.views import (
    CompareView,
    DoctorView,
    FailbackView,
    FleetRow,
    KnobRow,
    PlayerView,
    StepRow,
    TimelineView,
    TracerView,
    WorkloadRow,
)
from workbench.session.views import Header, Severity
from workbench.simulator.settings import Settings, changed_fields, preset
from workbench.simulator.timeline import Timeline


class FailoverViews(PresentRun):
    """What front ends draw."""

    mode = "SIMULATED"

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
                for key in at_rest(self.fleet)
                if self.filter_text.lower() in str(key).lower()
            )
        return self._keep("workloads", lambda: pictures.workload_rows(
            timeline, self._by_stake(timeline), self.player.time, self.selected, self.filter_text
        ))

    def _where(self, key: ObjectId) -> str:
        clusters = self.fleet.bindings[key]["spec"].get("clusters") or ()
        return " ".join(
            f"{c['name']}:{c['replicas']}" if c.get("replicas") else c["name"] for c in clusters
        )

    @property
    def phases(self) -> TimelineView:
        """Phases and windows of the selected workload."""
        timeline = self.timeline
        if timeline is None:
            return TimelineView("nothing happens yet", (), (), 0.0, 0.0, "lose a cluster first")
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
        return self._keep("findings", lambda: self._findings(timeline), of_run=True)

    def _findings(self, timeline: Timeline) -> tuple[tuple[Severity, str], ...]:
        return findings(
            timeline, still_reasons(self.asked, self.fleet, self.settings, timeline)
        )

    @property
    def comparison(self) -> CompareView | None:
        """This run beside the pinned one; ``None`` without one."""
        timeline = self.timeline
        if self.pinned is None or timeline is None:
            return None
        titles = titles_of(self.pinned.words, self._words())
        return compare_view(self.pinned.timeline, timeline, self.selected, titles)

    def _words(self) -> tuple[str, ...]:
        """What tells this run from another."""
        return (self.profile.version, *setting_words(self.settings, self.profile))

    @property
    def tracer(self) -> TracerView | None:
        """The selected workload's state on its way; ``None`` where it runs nowhere."""
        key = f"tracer {self._selected} {self.trigger}"
        return self._keep(key, self._traced, of_run=True)

    def _traced(self) -> TracerView | None:
        workload = self.selected
        if workload is None:
            return None
        custom = tuple(
            item.object for item in self.snapshot.items
            if item.id.group == CONFIG_GROUP and "Customization" in item.id.kind
        )
        events = self.timeline.events_of(workload) if self.timeline else ()
        try:
            return tracer_view(self.fleet, workload, self.settings, trigger=self.trigger,
                               customizations=custom, passages=self.passages_of(workload),
                               events=events)
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
    def failback(self) -> FailbackView:
        """The plan that would bring home what moved; in general while nothing happens."""
        return self._keep("failback", self._failback, of_run=True)

    def _failback(self) -> FailbackView:
        timeline = self.timeline
        if timeline is None:
            return general_plan(self.fleet, self.fleet.workloads)
        scenario = read_scenario(self.asked, self.fleet)
        played = play_failback(self.fleet, scenario, self.settings, timeline)
        return failback_view(played, self.fleet)

    @property
    def report(self) -> FailoverReport:
        """The run as a report. Raises :class:`UsageError` while nothing happens."""
        timeline = self.timeline
        if timeline is None:
            raise UsageError("nothing happens yet", hint="lose a cluster first")
        run = Run(self.snapshot, self.profile, self.asked, self.settings, timeline)
        return report_of(run, self.fleet)

    @property
    def home(self) -> str:
        """A cluster that the selected workload is bound to; else the first one, if there is one."""
        binding = self.fleet.bindings.get(self.selected) if self.selected else None
        bound = items(section(binding or {}, "spec"), "clusters")
        names = [name for target in bound if (name := target.get("name")) in self.fleet.clusters]
        return next(iter([*names, *self.fleet.clusters]), "")

    @property
    def settings_in_force(self) -> str:
        """``Karmada's defaults``, ``all that failover needs``, or how many settings are others."""
        changed = changed_fields(self.settings, Settings())
        if not changed:
            return "Karmada's defaults"
        if self.settings == preset("failover", self.profile):
            return "all that failover needs"
        return f"{wording.count(len(changed), 'setting')} changed"

    @property
    def scenario(self) -> str:
        """What happens, in words."""
        return scenario_words(self.asked) or "nothing"
