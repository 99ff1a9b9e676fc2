"""Everything that is compared of one fleet, and why something may differ."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.real.differential.comparison import Difference, Tally, compare
from tests.real.differential.expectation import Expectation, shares_of
from tests.real.differential.observation import MemberKey, Observation
from tests.real.differential_rules import UNKNOWABLE, is_dropped
from workbench.karmada.admission.answer import Admission
from workbench.karmada.admission.server import admit
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import Profile
from workbench.karmada.work.conditions import condition_status
from workbench.karmada.work.keys import CRB_ID, RB_ID
from workbench.karmada.work.works import WorkKey
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.tree import MISSING
from workbench.sandbox.errors import ApiError

Object = dict[str, Any]
_FAILED, _SUCCEEDED = "SyncWorkFailed", "SyncWorkSucceed"
_LOGGED = re.compile(
    r'"Reconciler error" err="((?:[^"\\]|\\.)*)" controller="[a-z-]*binding-controller" .*?'
    r'namespace="([^"]*)" name="([^"]*)"'
)


def admissions(items: tuple[Item, ...], profile: Profile) -> dict[ObjectId, Admission]:
    """What our admission answers to each policy."""
    return {item.id: admit(item.object, profile) for item in items}


def judge_admissions(
    expected: Mapping[ObjectId, Admission], answers: Mapping[ObjectId, ApiError | None]
) -> Tally:
    """Whether each policy was admitted or refused as expected, with which status."""
    tally = Tally("admission answers")
    for key, admission in expected.items():
        answer = answers[key]
        status = 201 if answer is None else answer.status
        found = [] if status == admission.status else [
            Difference(str(key), (), _told(admission), str(answer or "admitted"))
        ]
        tally.add(str(key), found)
    return tally


def _told(admission: Admission) -> str:
    words = "; ".join(map(str, admission.complaints))
    return f"{admission.status} {admission.by}: {words}" if words else "admitted"


def judge_bindings(expected: Expectation, seen: Observation) -> Tally:
    """Clusters and replicas of every binding."""
    tally = Tally("bindings (clusters and replicas, in order)")
    for key, shares in expected.shares.items():
        binding = seen.bindings.get(key)
        found = shares_of(binding) if binding else MISSING
        different = [] if found == shares else [Difference(str(key), (), shares, found)]
        tally.add(str(key), different, expected.chances.get(key, ""))
    return tally


def judge_errors(expected: Expectation, seen: Observation, log: str) -> Tally:
    """What Karmada says where it can't write Works: in events on the object, and in its log.

    Events are lost where there are many; the log has every failure.
    """
    tally = Tally("errors (events, log)")
    told, logged = _told_of(seen), _logged(log)
    for key in seen.bindings:
        wish = expected.errors.get(key) or expected.panics.get(key) or ""
        failures, last = told.get(key, (set(), ""))
        head = seen.bindings[key]["metadata"]
        failures = failures | logged.get((head.get("namespace", ""), head["name"]), set())
        if key in expected.panics:
            observed = wish if f"panic: {wish}" in log else ""
        elif wish:
            observed = wish if wish in failures else "; ".join(sorted(failures))
        else:
            observed = "; ".join(sorted(failures)) if last == _FAILED else ""
        tally.add(str(key), compare(str(key), wish, observed, exactly=True))
    return tally


def _told_of(seen: Observation) -> dict[ObjectId, tuple[set[str], str]]:
    """Messages of failures by template, and whether the last event was one."""
    found: dict[ObjectId, tuple[set[str], str]] = {}
    for event in sorted(seen.events, key=_time_of):
        if event["reason"] not in (_FAILED, _SUCCEEDED):
            continue
        about = event["involvedObject"]
        key = ObjectId(about["kind"], about.get("namespace", ""), about["name"],
                       about.get("apiVersion", ""))
        failures, _ = found.get(key, (set(), ""))
        if event["reason"] == _FAILED:
            failures.add(event["message"])
        found[key] = failures, event["reason"]
    return found


def _logged(log: str) -> dict[tuple[str, str], set[str]]:
    """Errors of the binding controllers by namespace and name of the binding."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in log.splitlines():
        if match := _LOGGED.search(line):
            text, namespace, name = match.groups()
            found.setdefault((namespace, name), set()).add(_unquoted(text))
    return found


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _time_of(event: Object) -> tuple[str, bool]:
    """Of two in the same second, a success counts as the later one."""
    return event.get("lastTimestamp") or "", event["reason"] == _SUCCEEDED


def judge_works(
    expected: Mapping[WorkKey, Object], seen: Observation, outcomes: Mapping[MemberKey, Outcome]
) -> Tally:
    """Works by the engine from what is stored, with Karmada's, to the last character."""
    tally = Tally("Works from what is stored (exactly)")
    by_engine, by_karmada = (
        {key: work for key, work in works.items() if _has_binding(work)}
        for works in (expected, seen.works)
    )
    for key in sorted({*by_engine, *by_karmada}):
        where = "/".join(key)
        left, right = (_content(one.get(key)) for one in (by_engine, by_karmada))
        pair = _carried(seen.works.get(key) or expected[key])
        excuse = _chance(pair, outcomes)
        tally.add(where, compare(where, left, right, exactly=True), excuse)
    return tally


def _carried(work: Object) -> MemberKey:
    """The cluster and the object of a Work."""
    cluster = work["metadata"]["namespace"].removeprefix("karmada-es-")
    return cluster, ObjectId.of(work["spec"]["workload"]["manifests"][0])


def _chance(pair: MemberKey, outcomes: Mapping[MemberKey, Outcome]) -> str:
    outcome = outcomes.get(pair)
    if outcome is None or not outcome.unstable:
        return ""
    return f"{UNKNOWABLE['unstable']}: {'; '.join(outcome.unstable)}"


def _has_binding(work: Object) -> bool:
    return not {RB_ID, CRB_ID}.isdisjoint(work["metadata"].get("labels") or {})


def _content(work: Object | None) -> Any:
    """What a controller writes of a Work."""
    if work is None:
        return MISSING
    metadata = work["metadata"]
    kept = ("labels", "annotations", "finalizers")
    return {"metadata": {k: metadata.get(k) for k in kept}, "spec": work["spec"]}


def judge_members(expected: Expectation, seen: Observation) -> Tally:
    """Every object in every member, field by field."""
    tally = Tally("member objects")
    refused = _refused(seen)
    for cluster, key in sorted({*expected.members, *seen.members}):
        pair = (cluster, key)
        where = f"{cluster} {key}"
        wish, found = expected.members.get(pair, MISSING), seen.members.get(pair, MISSING)
        different = compare(where, wish, found)
        tally.add(where, different, _excuse(pair, different, expected, refused))
    return tally


def _excuse(
    pair: MemberKey, different: list[Difference], expected: Expectation,
    refused: Mapping[MemberKey, str],
) -> str:
    """Why an object may differ as it does; empty if it may not."""
    if all(is_dropped(pair[1].kind, d.path, d.expected, d.observed) for d in different):
        return f"{UNKNOWABLE['dropped']}: {', '.join(pointer(d.path) for d in different)}"
    if pair in refused:
        return f"{UNKNOWABLE['refused']}: {refused[pair]}"
    return _chance(pair, expected.outcomes)


def _refused(seen: Observation) -> dict[MemberKey, str]:
    """Objects whose last version a member's API server refused, and its words."""
    found = {}
    for work in seen.works.values():
        if condition_status(work, "Applied") != "False":
            continue
        words = next(c["message"] for c in work["status"]["conditions"] if c["type"] == "Applied")
        found[_carried(work)] = words
    return found
