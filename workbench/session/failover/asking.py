"""Scenarios as a person writes them: ``eu-west,at=1m,for=10m`` and the like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from workbench.model.errors import UsageError
from workbench.model.text import visible_line
from workbench.simulator.faults import (
    BreakWorkload,
    CutClusters,
    Fault,
    LoseClusters,
    SetCondition,
    TaintCluster,
    clusters_of,
    flapping,
)
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.interventions import Confirm, Rebalance
from workbench.simulator.knobs import parse_duration
from workbench.simulator.run import DEFAULT_LIMIT_SECONDS, Scenario

FAULTS = ("lose", "cut", "zone", "region", "unhealthy", "silent", "taint", "flap", "condition")
HAPPENINGS = (*FAULTS, "rebalance", "confirm")
"""Fields of :class:`Asked`: what goes wrong; and that with what a person does."""
TIMES_HELP = "times: ,at=60s begins then, ,for=10m ends it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to happen, each in the words of its option."""

    lose: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    unhealthy: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    taint: tuple[str, ...] = ()
    flap: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    rebalance: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    limit: str = ""
    seed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to happen."""
        return not any(getattr(self, name) for name in HAPPENINGS)

    @property
    def has_faults(self) -> bool:
        """Whether something goes wrong, beside what a person does."""
        return any(getattr(self, name) for name in FAULTS)

    def over(self, saved: Asked) -> Asked:
        """This over a saved scenario: faults take its place, what a person does comes to it."""
        if self.has_faults:
            return self
        return replace(
            saved, rebalance=(*saved.rebalance, *self.rebalance),
            confirm=(*saved.confirm, *self.confirm), limit=self.limit or saved.limit,
            seed=self.seed or saved.seed,
        )


@dataclass(frozen=True, slots=True)
class _Words:
    """One option's text: what, and its settings after commas."""

    what: str
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, *known: str) -> _Words:
        what, *parts = text.split(",")
        settings: dict[str, str] = {}
        for part in parts:
            name, sign, value = part.partition("=")
            if not sign or name not in known:
                names = ", ".join(f"{one}=" for one in known)
                raise UsageError(
                    f"{visible_line(text)!r}: {visible_line(part)!r} says nothing here",
                    hint=f"after a comma: {names}",
                )
            if name in settings:
                raise UsageError(f"{visible_line(text)!r} says {name}= twice")
            settings[name] = value
        if not what:
            raise UsageError(f"{visible_line(text)!r} names nothing")
        return cls(what, settings)

    def seconds(self, name: str, default: float) -> float:
        return parse_duration(self.settings[name]) if name in self.settings else default

    def number(self, name: str, default: int) -> int:
        text = self.settings.get(name)
        if text is None:
            return default
        if not text.isdecimal() or len(text) > 6:
            raise UsageError(f"{name}={visible_line(text)}: no whole number")
        return int(text)

    @property
    def at(self) -> float:
        return self.seconds("at", 0.0)

    @property
    def until(self) -> float | None:
        if "for" not in self.settings:
            return None
        return self.at + self.seconds("for", 0.0)


def read_scenario(asked: Asked, fleet: PreparedFleet) -> Scenario:
    """The scenario. Raises :class:`UsageError` for words that mean nothing in this fleet."""
    limit = parse_duration(asked.limit) if asked.limit else DEFAULT_LIMIT_SECONDS
    scenario = Scenario(tuple(_faults(asked, fleet)), limit, asked.seed)
    scenario.check(fleet)
    return scenario


def _faults(asked: Asked, fleet: PreparedFleet) -> Iterable[Fault]:
    for text in asked.lose:
        words = _Words.of(text, "at", "for")
        yield LoseClusters(clusters=(words.what,), at=words.at, until=words.until)
    for text in asked.cut:
        words = _Words.of(text, "at", "for")
        yield CutClusters(clusters=(words.what,), at=words.at, until=words.until)
    for kind, texts in (("zone", asked.zone), ("region", asked.region)):
        for text in texts:
            words = _Words.of(text, "at", "for")
            yield LoseClusters(clusters=clusters_of(fleet, kind, words.what), at=words.at,
                               until=words.until, why=f"{kind} {words.what}")
    yield from (_broken(text) for text in asked.unhealthy)
    yield from (_broken(text, is_silent=True) for text in asked.silent)
    yield from map(_taint, asked.taint)
    for text in asked.flap:
        yield from _flapping(text)
    yield from map(_condition, asked.condition)
    for text in asked.rebalance:
        words = _Words.of(text, "at")
        yield Rebalance(workloads=() if words.what == "ALL" else (words.what,), at=words.at)
    for text in asked.confirm:
        words = _Words.of(text, "at")
        yield Confirm(workload=words.what, at=words.at)


def _broken(text: str, *, is_silent: bool = False) -> BreakWorkload:
    words = _Words.of(text, "at", "for", "times")
    workload, sign, cluster = words.what.rpartition("@")
    if not sign or not workload or not cluster:
        raise UsageError(
            f"{visible_line(text)!r} names no cluster", hint="write OBJECT@CLUSTER, or OBJECT@*"
        )
    return BreakWorkload(
        workload=workload, cluster=cluster, times=words.number("times", 1), at=words.at,
        until=words.until, is_silent=is_silent,
    )


def _taint(text: str) -> TaintCluster:
    words = _Words.of(text, "at", "for")
    cluster, sign, rest = words.what.partition("=")
    if not sign:
        cluster, _, rest = words.what.partition(":")
    taint, colon, effect = rest.rpartition(":")
    key, _, value = (taint if colon else rest).partition("=")
    effect = effect if colon else ""
    if not key:
        raise UsageError(f"{visible_line(text)!r} is no taint",
                         hint="write CLUSTER=KEY[=VALUE]:NoExecute")
    if not effect:
        raise UsageError(
            f"the taint {visible_line(text)!r} has no effect",
            hint="write CLUSTER=KEY[=VALUE]:NoExecute to evict; NoSchedule only keeps new copies "
                 "away",
        )
    return TaintCluster(cluster=cluster, key=key, value=value, effect=effect, at=words.at,
                        until=words.until)


def _flapping(text: str) -> Iterable[Fault]:
    words = _Words.of(text, "at", "down", "up", "times")
    down, up = words.seconds("down", 20.0), words.seconds("up", 20.0)
    fault: LoseClusters | BreakWorkload
    if "@" in words.what:
        workload, _, cluster = words.what.rpartition("@")
        fault = BreakWorkload(workload=workload, cluster=cluster, at=words.at)
    else:
        fault = LoseClusters(clusters=(words.what,), at=words.at)
    return flapping(fault, down, up, words.number("times", 5))


def _condition(text: str) -> SetCondition:
    words = _Words.of(text, "at", "for")
    cluster, _, rest = words.what.partition(":")
    condition, _, status = rest.partition("=")
    if not condition or status not in ("True", "False", "Unknown"):
        raise UsageError(f"{visible_line(text)!r} sets no condition",
                         hint="write CLUSTER:TYPE=True, =False or =Unknown")
    return SetCondition(cluster=cluster, condition=condition, status=status, at=words.at,
                        until=words.until)
