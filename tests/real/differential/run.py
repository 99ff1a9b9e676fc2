"""One fleet: created, settled, compared, removed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.real.differential.comparison import Difference, Tally
from tests.real.differential.expectation import Expectation, Givens, works_by_what_is_there
from tests.real.differential.observation import Observation
from tests.real.differential.reality import Reality
from tests.real.differential.subject import Subject, policies_of, without
from tests.real.differential.verdict import (
    admissions,
    judge_admissions,
    judge_bindings,
    judge_errors,
    judge_members,
    judge_works,
)
from tests.real.differential_rules import UNKNOWABLE
from workbench.karmada.profile import Profile, find_profile
from workbench.model.snapshot import Snapshot

_PATIENCE_SECONDS = 120.0
_QUIET_SECONDS = 15.0
_SURE_SECONDS = 2.0


@dataclass
class Report:
    """What came of one fleet.

    Attributes:
        fleet: its name.
        karmada: the version.
        how: which member plays which cluster, and what was added.
        tallies: what was compared.
        seconds: how long each part took.
    """

    fleet: str
    karmada: str
    how: str = ""
    tallies: list[Tally] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Notes how long a part takes."""
        begun = time.monotonic()
        yield
        self.seconds[part] = time.monotonic() - begun

    @property
    def is_good(self) -> bool:
        return not any(tally.differing for tally in self.tallies)


def run(subject: Subject, reality: Reality, karmada: str) -> Report:
    """Makes the fleet real in two stages and compares after the second.

    First all objects without override policies, which every member then has; after that the
    override policies: where one fails, the member must keep the old object.
    """
    report = Report(subject.name, karmada)
    with report.timed("clusters"):
        reality.play(subject.snapshot.clusters)
        definitions = reality.serve(subject.snapshot)
    report.how = _how(subject, reality, len(definitions))
    try:
        with report.timed("comparison"):
            comparison = _Run(subject.snapshot, reality, find_profile(karmada))
            report.tallies = comparison.tallies()
    finally:
        with report.timed("removal"):
            reality.clear(subject.snapshot, definitions)
    return report


def _how(subject: Subject, reality: Reality, definitions: int) -> str:
    played = ", ".join(f"{c} is {m}" for c, m in sorted(reality.joined.items()))
    kinds = (f"{definitions} definitions of kinds",) if definitions else ()
    additions = ", ".join((*subject.additions, *kinds))
    added = f"; added: {additions}" if additions else ""
    return f"{len(reality.joined)} clusters, each a member of its own ({played}){added}"


class _Run:
    def __init__(self, snapshot: Snapshot, reality: Reality, profile: Profile) -> None:
        self._reality = reality
        reality.mark_log()
        self._profile = profile
        self._admissions = admissions(policies_of(snapshot), profile)
        refused = {key for key, answer in self._admissions.items() if not answer.admitted}
        overrides = (*snapshot.cluster_override_policies, *snapshot.override_policies)
        # The clusters' status is taken once: each object that runs changes it.
        start = reality.observe(snapshot)
        self._all = Givens(start).reported(snapshot)
        self._last = without(self._all, refused)
        self._first = without(self._last, {item.id for item in overrides})
        self._overrides = overrides

    def tallies(self) -> list[Tally]:
        answers, refusals = self._create_objects()
        before, _ = self._settled([self._first])
        with self._reality.held():
            answers |= self._reality.create(self._overrides)
        now, expected = self._settled([self._first, self._last])
        works, _ = works_by_what_is_there(before, now, self._profile)
        return [
            judge_admissions(self._admissions, answers),
            refusals,
            judge_bindings(expected, now),
            judge_errors(expected, now, self._reality.controller_log()),
            judge_works(works, now, expected.outcomes),
            judge_members(expected, now),
        ]

    def _create_objects(self) -> tuple[dict, Tally]:  # type: ignore[type-arg]
        templates = self._all.templates
        spaces = [item for item in templates if item.id.kind == "Namespace"]
        others = [item for item in templates if item.id.kind != "Namespace"]
        answers = self._reality.create(spaces)
        self._reality.wait_for_namespaces(item.id.name for item in spaces)
        # Policies first: an object is claimed by the best of those that are there when it comes.
        policies = self._reality.create(self._all.propagation_policies)
        answers |= self._reality.create(others)
        tally = Tally("objects that Karmada's API server takes")
        for key, answer in answers.items():
            found = [] if answer is None else [Difference(str(key), (), "created", str(answer))]
            tally.add(str(key), found, f"{UNKNOWABLE['refused here']}: {answer}")
        refused = {key for key, answer in answers.items() if answer is not None}
        self._first, self._last = (without(each, refused) for each in (self._first, self._last))
        return policies, tally

    def _settled(self, stages: list[Snapshot]) -> tuple[Observation, Expectation]:
        """What is there once it is as expected, or does not change any more."""
        begun = time.monotonic()
        last_change, seen_print, good_since = begun, None, None
        while True:
            now = self._reality.observe(stages[-1])
            expected = Expectation.after(stages, self._profile, Givens(now))
            moment = time.monotonic()
            if now.fingerprint() != seen_print:
                last_change, seen_print, good_since = moment, now.fingerprint(), None
            if not self._is_as_expected(expected, now):
                good_since = None
            elif good_since is None:
                good_since = moment
            if good_since is not None and moment - good_since >= _SURE_SECONDS:
                return now, expected
            quiet = moment - last_change >= _QUIET_SECONDS
            if quiet or moment - begun > _PATIENCE_SECONDS:
                return now, expected
            time.sleep(0.5)

    def _is_as_expected(self, expected: Expectation, now: Observation) -> bool:
        bindings, members = judge_bindings(expected, now), judge_members(expected, now)
        errors = judge_errors(expected, now, self._reality.controller_log())
        # What a member refused just now it may take the next time.
        return not (bindings.differing or errors.differing or members.differing or members.known)

