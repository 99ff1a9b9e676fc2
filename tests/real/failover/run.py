"""One scenario on both sides."""

from __future__ import annotations

from dataclasses import replace

from tests.real.failover import observed, simulated
from tests.real.failover.comparison import Comparison, compare
from tests.real.failover.marks import marks_of
from tests.real.failover.rehearsal import Recording, rehearse
from tests.real.failover.scenarios import Drill
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.sandbox import Sandbox
from workbench.simulator.settings import Settings
from workbench.simulator.taint_manager import pause_seconds

_STARTUP_SECONDS = 0.6
"""KWOK says that a pod is ready as soon as it has seen it; the rest is the simulator's guess."""


def run(sandbox: Sandbox, drill: Drill, profile: Profile) -> tuple[Recording, Comparison]:
    """Plays it on the sandbox, then simulates the same."""
    recording = rehearse(sandbox, drill)
    return recording, judge(recording, drill, simulated.settings_of(sandbox.layout), profile)


def judge(
    recording: Recording, drill: Drill, settings: Settings, profile: Profile
) -> Comparison:
    """The recording against the simulation of its fleet and faults."""
    settings = replace(
        settings, startup_seconds=_STARTUP_SECONDS,
        request_timeout_seconds=drill.request_timeout_seconds,
        # A link that is cut still accepts connections; then nothing comes.
        connect_timeout_seconds=10.0,
    )
    timeline = simulated.play(
        recording.fleet, profile, settings, recording.faults, recording.seconds
    )
    subjects = [ObjectId.of(tree) for tree in drill.objects]
    here = marks_of(simulated.moments(timeline, subjects), simulated.BEFORE)
    there = marks_of(observed.moments(recording.sightings, recording.subjects, recording.zero))
    times = sorted({
        moment for fault in recording.faults for moment in (fault.at, fault.until)
        if moment is not None
    })
    names = [subject.name for subject in subjects]
    return compare(here, there, times, names, _races(drill, settings, profile))


def _races(drill: Drill, settings: Settings, profile: Profile) -> dict[str, float]:
    """A taint wakes the scheduler too, which writes to Duplicated bindings whenever it looks.

    If it writes first the eviction conflicts, and is tried again as late as the next would be.
    """
    is_paced = drill.is_by_taint and profile.paces_taint_evictions
    return {"evict": pause_seconds(settings.resource_eviction_rate)} if is_paced else {}
