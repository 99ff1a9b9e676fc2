"""What the Failover room looks at: a fleet, a scenario, settings, and the run that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from workbench.karmada.failover.state_trace import Trigger
from workbench.karmada.profile import LATEST, Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot
from workbench.session.failover.asking import Asked, read_scenario
from workbench.session.failover.player import Player
from workbench.session.failover.run_file import Run
from workbench.session.failover.scenario_parts import ScenarioParts
from workbench.session.failover.stakes import at_rest, by_stake
from workbench.session.failover.views import DoctorView
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.passages import Passage, Passages
from workbench.simulator.preparation import prepare
from workbench.simulator.run import Progress, simulate
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Timeline

_T = TypeVar("_T")
Tab = Literal["timeline", "events", "knobs", "tracer", "doctor", "comparison", "failback"]


@dataclass(frozen=True)
class Pinned:
    """A run that others are put beside, and its version and settings in words."""

    words: tuple[str, ...]
    timeline: Timeline


class PresentRun:
    """State of the room.

    Attributes:
        snapshot: the fleet as it was read.
        profile: the Karmada version.
        settings: how it runs.
        tab: what is shown.
        player: where on the timeline.
        pinned: the run that this one is compared with.
    """

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
        self._trigger: Trigger | None = None
        self.player = Player()
        self.pinned: Pinned | None = None
        self.filter_text = ""
        self._base = asked or Asked()
        self._scenario = ScenarioParts.of(self._base)
        self._selected: ObjectId | None = None
        self._is_chosen = False
        self._progress = progress
        self._fleet: PreparedFleet | None = None
        self._timeline: Timeline | None = None
        self._passages: Passages | None = None
        self._doctor: DoctorView | None = None
        self._kept: dict[str, Any] = {}

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
            self._timeline = self._played(self._progress)
            self._loaded()
        return self._timeline

    def _played(self, progress: Progress | None = None) -> Timeline:
        self._passages = Passages()
        scenario = read_scenario(self.asked, self.fleet)
        return simulate(self.fleet, scenario, self.settings, progress, self._passages.watch)

    def passages_of(self, workload: ObjectId) -> tuple[Passage, ...]:
        """How the workload's state goes in the run; a run that was opened is played for it."""
        if self._passages is None and self._scenario.parts:
            self._played()
        return self._passages.of(workload) if self._passages else ()

    def _loaded(self) -> None:
        timeline = self._timeline
        assert timeline is not None
        marks = [event.time for event in timeline.events]
        self.player.load(marks, timeline.end, at_end=self.player.time >= self.player.end)
        known = timeline.workloads if self._is_chosen else timeline.moved
        if self._selected not in known:
            self._selected = next(iter(self._by_stake(timeline)), self._selected)
            self._is_chosen = False

    def _look_anew(self) -> None:
        """Something else happens: unless somebody chose a workload, the rule does."""
        if not self._is_chosen:
            self._selected = None

    def _by_stake(self, timeline: Timeline) -> tuple[ObjectId, ...]:
        return self._keep("stakes", lambda: by_stake(timeline), of_run=True)

    @property
    def trigger(self) -> Trigger:
        """The failover whose state is traced: the one that was chosen, else the run's own."""
        if self._trigger is None and self.selected is not None:
            passages = self.passages_of(self.selected)
            return passages[0].trigger if passages else "application"
        return self._trigger or "application"

    def _changed(self, *, fleet: bool = False) -> None:
        """Scenario, settings or version changed: everything follows, when it is asked for."""
        self._timeline = None
        self._passages = None
        self._doctor = None
        self._kept.clear()
        if fleet:
            self._fleet = None

    def _keep(self, name: str, make: Callable[[], _T], *, of_run: bool = False) -> _T:
        """What ``make`` gives, until what it hangs on changes; ``of_run``: on the run alone."""
        shown = "" if of_run else f" {self.player.time} {self._selected} {self.filter_text}"
        key = name + shown
        if key not in self._kept:
            if len(self._kept) > 64:
                self._kept.clear()
            self._kept[key] = make()
        return cast(_T, self._kept[key])

    @property
    def _moving(self) -> Player:
        """The player, with the present run under it."""
        _ = self.timeline
        return self.player

    @property
    def selected(self) -> ObjectId | None:
        """The workload that is looked at: the one that was chosen, else the one that has most at
        stake."""
        if self._selected is None and self.timeline is None:
            self._selected = next(iter(at_rest(self.fleet)), None)
        return self._selected

    def change_version(self, profile: Profile) -> None:
        """Simulate this Karmada version; settings that it lacks are Karmada's defaults."""
        self.profile = profile
        self._changed(fleet=True)

    def load(self, run: Run) -> None:
        """Take over a run: its timeline is shown as it was saved."""
        self.snapshot, self.profile, self.settings = run.snapshot, run.profile, run.settings
        self._base = run.asked
        self._scenario = ScenarioParts.of(run.asked)
        self._look_anew()
        self._changed(fleet=True)
        self._timeline = run.timeline
        self._loaded()
