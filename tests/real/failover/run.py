"""One scenario on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.real.failover import observed
from tests.real.failover.comparison import Comparison, Side, compare
from tests.real.failover.marks import marks_of
from tests.real.failover.rehearsal import Recording, rehearse
from tests.real.failover.scenarios import Drill
from tests.real.failover.simulated import JUST_BEFORE, Play, settings_of
from tests.real.failover.steps import faults_of
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.sandbox import Sandbox
from workbench.simulator.faults import Fault
from workbench.simulator.settings import Settings
from workbench.simulator.taint_manager import pause_seconds

_STARTUP_SECONDS = 0.6
"""KWOK says that a pod is ready as soon as it has seen it; the rest is the simulator's guess."""


def run(sandbox: Sandbox, drill: Drill, profile: Profile) -> tuple[Recording, Comparison]:
    """Plays it on the sandbox, then simulates the same."""
    recording = rehearse(sandbox, drill)
    return recording, judge(recording, drill, settings_of(sandbox.layout), profile)


def judge(
    recording: Recording, drill: Drill, settings: Settings, profile: Profile
) -> Comparison:
    """The recording against the simulation of its fleet and of what was done."""
    settings = replace(
        settings, startup_seconds=_STARTUP_SECONDS,
        request_timeout_seconds=drill.request_timeout_seconds,
        # A link that is cut still accepts connections; then nothing comes.
        connect_timeout_seconds=10.0,
    )
    subjects = [ObjectId.of(tree) for tree in drill.objects]
    play = Play(recording.fleet, profile, settings, recording.seconds, subjects)
    deeds = recording.deeds
    there = Side(
        marks_of(observed.moments(recording.sightings, recording.subjects, recording.zero)),
        times_of(faults_of(deeds, {})),
    )
    here = _simulated(recording, drill, play)
    return compare(
        here, there, [key.name for key in subjects], _races(drill, settings, profile)
    )


def _simulated(recording: Recording, drill: Drill, play: Play) -> Side:
    """Each step that waits for something waits for the same here, and as long after that."""
    later: dict[int, float] = {}
    for number, (seen_at, source) in recording.turns.items():
        done = [deed for deed in recording.deeds if deed.step < number]
        look = drill.steps[number].when
        assert look
        faults = faults_of(done, later)
        # It may have been so before: what is waited for is what the last step makes of it.
        begin = times_of(faults)[-1]
        turn = next(
            (time for time, facts in play.moments(faults) if time > begin and look(facts, source)),
            seen_at,
        )
        later[number] = turn - seen_at
    faults = faults_of(recording.deeds, later)
    # What comes later here is watched for as much longer.
    play = replace(play, seconds=play.seconds + max((0.0, *later.values())))
    return Side(marks_of(play.moments(faults), JUST_BEFORE), times_of(faults))


def times_of(faults: Sequence[Fault]) -> list[float]:
    """When faults begin and end."""
    times = {time for fault in faults for time in (fault.at, fault.until) if time is not None}
    return sorted(times)


def _races(drill: Drill, settings: Settings, profile: Profile) -> dict[str, float]:
    """A taint wakes the scheduler too, which writes to Duplicated bindings whenever it looks.

    If it writes first the eviction conflicts, and is tried again as late as the next would be.
    """
    is_paced = drill.is_by_taint and profile.paces_taint_evictions
    return {"evict": pause_seconds(settings.resource_eviction_rate)} if is_paced else {}
