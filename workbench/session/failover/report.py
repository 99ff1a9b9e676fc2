"""What a report on a failover says, before any form of writing it down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.plans.doctor.reasons import Reason
from workbench.plans.doctor.standstill import standstill
from workbench.session.failover import wording
from workbench.session.failover.asking import HAPPENINGS, Asked, read_scenario
from workbench.session.failover.findings import loop_lines, waiting_lines
from workbench.session.failover.pictures import step_rows, timeline_view
from workbench.session.failover.rounds import rounds, shown_moves, split_windows
from workbench.session.failover.run_file import Run
from workbench.session.failover.side_by_side import compare_view, titles_of
from workbench.session.failover.stakes import by_stake
from workbench.session.failover.views import CompareView, FailbackView, StepRow, TimelineView
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.knobs import knobs_of
from workbench.simulator.settings import Settings, changed_fields
from workbench.simulator.timeline import Timeline

_SHOWN = 20


@dataclass(frozen=True)
class FailoverReport:
    """One run, and maybe a second one with other settings.

    Attributes:
        reasons: why nothing moves, where nothing does, and what was ignored.
        other: the same scenario with other settings, to be put beside it.
        other_settings: those.
        objects: workloads that the report is about; empty for those that moved.
        shown: how many workloads are shown at most.
        whole: whether every round of a workload that moves again and again is shown.
        failback: the way home, where it is asked for.
    """

    run: Run
    reasons: tuple[Reason, ...] = ()
    other: Timeline | None = None
    other_settings: Settings | None = None
    objects: tuple[ObjectId, ...] = ()
    shown: int = _SHOWN
    whole: bool = False
    failback: FailbackView | None = None

    @property
    def timeline(self) -> Timeline:
        return self.run.timeline

    @cached_property
    def heading(self) -> str:
        """``Karmada v1.18.2 · shop · lose eu-west``."""
        return " · ".join((
            f"Karmada {self.run.profile.version}", visible_line(self.run.snapshot.name),
            scenario_words(self.run.asked),
        ))

    @cached_property
    def settings_words(self) -> tuple[str, ...]:
        """Settings that are not Karmada's defaults."""
        return setting_words(self.run.settings, self.run.profile)

    @property
    def is_switched_off(self) -> bool:
        """Whether gates, flags or a missing ClusterTaintPolicy keep everything where it is."""
        return any(
            reason.subject.startswith(("feature gate Failover", "--enable-"))
            or reason.subject == "ClusterTaintPolicy" for reason in self.reasons
        )

    @property
    def outcome(self) -> str:
        return wording.outcome(self.timeline)

    @cached_property
    def workloads(self) -> tuple[ObjectId, ...]:
        """Workloads that the report shows, what is most at stake first."""
        moved = set(self.timeline.moved)
        order = tuple(key for key in by_stake(self.timeline) if key in moved)
        return (self.objects or order)[: self.shown]

    @property
    def left_out(self) -> int:
        return len(self.objects or self.timeline.moved) - len(self.workloads)

    @property
    def left_out_words(self) -> str:
        return f"{wording.count(self.left_out, 'more workload')} moved"

    def view(self, workload: ObjectId) -> TimelineView:
        return timeline_view(self.timeline, workload, whole=self.whole)

    def results(self, workload: ObjectId) -> tuple[str, ...]:
        """How each of its moves ended; of many the first ones, how they go on, and the last."""
        moves = self.timeline.moves_of(workload)
        lines = [wording.result(move) for move in moves]
        shown = len(shown_moves(moves, self.whole))
        if shown < len(moves):
            lines = [*lines[:shown], rounds(moves), f"at last {lines[-1]}"]
        return tuple(lines)

    def is_folded(self, workload: ObjectId) -> bool:
        """Whether not every round and every window of the workload is shown."""
        moves = self.timeline.moves_of(workload)
        windows = [w for w in self.timeline.windows if w.workload == workload]
        return (len(shown_moves(moves, self.whole)) < len(moves)
                or bool(split_windows(windows, self.whole)[1]))

    @cached_property
    def loops(self) -> tuple[str, ...]:
        """Workloads in a failover loop, equal ones in one sentence."""
        return loop_lines(self.timeline, self.objects or self.timeline.moved)

    @cached_property
    def steps(self) -> tuple[StepRow, ...]:
        """Every event that the report is about."""
        if not self.objects:
            return step_rows(self.timeline, None, self.timeline.end)
        wanted = set(self.objects)
        return tuple(
            row for row in step_rows(self.timeline, None, self.timeline.end)
            if self.timeline.events[row.index].workload in (*wanted, None)
        )

    @property
    def comparison(self) -> CompareView | None:
        if self.other is None or self.other_settings is None:
            return None
        titles = titles_of(self.settings_words, setting_words(
            self.other_settings, self.run.profile
        ))
        moved = self.objects or tuple(dict.fromkeys((*self.timeline.moved, *self.other.moved)))
        workload = moved[0] if len(moved) == 1 else None
        return compare_view(self.timeline, self.other, workload, titles)

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """Why it did not settle, a line for each reason and cluster."""
        return waiting_lines(self.timeline, self.objects)

    def about(self, objects: tuple[ObjectId, ...]) -> FailoverReport:
        """The same about these workloads alone."""
        return replace(self, objects=objects)


def report_of(run: Run, fleet: PreparedFleet) -> FailoverReport:
    """The report on a run."""
    return FailoverReport(run, still_reasons(run.asked, fleet, run.settings, run.timeline))


def still_reasons(
    asked: Asked, fleet: PreparedFleet, settings: Settings, timeline: Timeline
) -> tuple[Reason, ...]:
    """Why nothing moved, or what was ignored of what was asked for."""
    try:
        faults = read_scenario(asked, fleet).faults
    except UsageError:
        # A run that was saved before its words were read more strictly.
        return ()
    return standstill(fleet, faults, settings, timeline)


def scenario_words(asked: Asked) -> str:
    """``lose eu-west, cut us-east``."""
    words = [
        f"{name} {visible_line(text)}"
        for name in HAPPENINGS for text in getattr(asked, name)
    ]
    return "; ".join(words)


def setting_words(settings: Settings, profile: Profile) -> tuple[str, ...]:
    """``feature gate Failover: true``, for everything of this version that is not a default."""
    changed = changed_fields(settings, Settings())
    return tuple(
        f"{knob.source}: {value_text(changed[knob.name])}"
        for knob in knobs_of(profile) if knob.name in changed
    )


def value_text(value: object) -> str:
    """A setting's value as people write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else "policy" if value is None else str(value)
