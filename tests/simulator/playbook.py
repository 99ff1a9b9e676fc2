"""Playbooks: something happens, and a story is heard, in this order and about then."""

from __future__ import annotations

from dataclasses import replace

from workbench.simulator.faults import BreakWorkload, CutClusters, Fault, LoseClusters
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.run import Scenario, simulate
from workbench.simulator.settings import preset
from workbench.simulator.timeline import Timeline

NEAR_SECONDS = 0.75


def lose(*clusters: str, at: float = 0.0, until: float | None = None) -> Fault:
    return LoseClusters(clusters=clusters, at=at, until=until)


def cut(*clusters: str, at: float = 0.0, until: float | None = None) -> Fault:
    return CutClusters(clusters=clusters, at=at, until=until)


def breaks(
    workload: str, cluster: str, *, times: int = 1, at: float = 0.0, until: float | None = None
) -> Fault:
    return BreakWorkload(workload=workload, cluster=cluster, times=times, at=at, until=until)


class Story:
    """What a run tells."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    def tells(self, *lines: tuple[float, str]) -> Story:
        """Events with these texts come in this order, each within a moment of its time."""
        events = iter(self.timeline.events)
        for time, text in lines:
            heard = []
            for event in events:
                heard.append(f"{event.time:8.2f} {event.text}")
                if text in event.text and abs(event.time - time) <= NEAR_SECONDS:
                    break
            else:
                raise AssertionError(f"not heard at {time}: {text!r}; heard:\n" + "\n".join(heard))
        return self

    def never_tells(self, text: str) -> Story:
        told = [event.text for event in self.timeline.events if text in event.text]
        assert not told, told
        return self

    def windows(self, kind: str) -> list[tuple[float, float | None]]:
        return [(w.begin, w.end) for w in self.timeline.windows if w.kind == kind]

    def waits(self) -> list[str]:
        return [waiting.text for waiting in self.timeline.waiting]


def play(
    fleet: PreparedFleet, *faults: Fault, with_all: bool = True, limit: float = 7200.0,
    seed: int = 0, **settings: object,
) -> Story:
    """Play faults, with everything on that failover needs unless said otherwise."""
    base = preset("failover" if with_all else "stock", fleet.profile)
    chosen = replace(base, **settings)  # type: ignore[arg-type]
    return Story(simulate(fleet, Scenario(faults, limit, seed), chosen))
