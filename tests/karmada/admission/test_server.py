from __future__ import annotations

import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import admission as recorded
from tests.karmada.admission.policies import DEPLOYMENT, faults, overriding, policy, propagating
from workbench.karmada.admission.kinds import POLICY_KINDS
from workbench.karmada.admission.server import admit, defaulted
from workbench.karmada.profile import PROFILES, V1_12_0, V1_18_2, Profile
from workbench.model.errors import UsageError
from workbench.model.tree import Object

VECTORS = Path(__file__).parents[2] / "vectors" / "admission.jsonl.gz"


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    with gzip.open(VECTORS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_recorded_answer_is_given(lines: list[dict[str, Any]], profile: Profile) -> None:
    wrong = []
    for line in lines:
        expected = line[profile.version]
        if expected == "same":
            expected = line["v1.18.2"]
        if not recorded.agrees(expected, recorded.actual(line, profile), line):
            wrong.append(line["id"])
    assert len(lines) > 600
    assert wrong == []


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_the_schema_and_the_webhook_name_every_recorded_field_and_no_other(
    lines: list[dict[str, Any]], profile: Profile
) -> None:
    compared = 0
    for line in lines:
        expected = line[profile.version]
        if expected != "same" and expected.get("fields"):
            compared += 1
            assert recorded.actual(line, profile)["fields"] == sorted(expected["fields"])
    assert compared > 30


def test_what_was_admitted_is_admitted_again_unchanged(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        answer = admit(line["input"]["object"], V1_18_2)
        if answer.object is not None:
            assert admit(answer.object, V1_18_2).object == answer.object
            assert defaulted(line["input"]["object"], V1_18_2) == answer.object


def test_a_posted_policy_is_not_changed(lines: list[dict[str, Any]]) -> None:
    for line in lines[::7]:
        posted = line["input"]["object"]
        before = copy.deepcopy(posted)
        admit(posted, V1_12_0)
        assert posted == before


def test_decoding_is_judged_before_types_and_types_before_the_schema() -> None:
    broken = propagating(priority="high", preemption="Sometimes", nonsense=1)
    assert admit(broken, V1_18_2).by == "decoding"
    del broken["spec"]["nonsense"]
    answer = admit(broken, V1_18_2)
    assert (answer.by, answer.status) == ("webhook", 400)
    broken["spec"]["priority"] = 1
    answer = admit(broken, V1_18_2)
    assert (answer.by, answer.status) == ("schema", 422)


def test_all_complaints_of_a_stage_are_told() -> None:
    answer = admit(propagating(preemption="Sometimes", conflictResolution="Merge"), V1_18_2)
    assert faults(answer) == [
        ("enum", "spec.preemption"),
        ("enum", "spec.conflictResolution"),
    ]


def test_a_kind_of_a_later_version_is_not_served() -> None:
    taints = policy("ClusterTaintPolicy", taints=[{"key": "k", "effect": "NoSchedule"}])
    assert admit(taints, V1_18_2).admitted
    answer = admit(taints, V1_12_0)
    assert (answer.status, answer.by) == (404, "not served")
    assert "later version" in answer.complaints[0].message


def test_another_api_version_is_not_served() -> None:
    answer = admit({**overriding(), "apiVersion": "policy.karmada.io/v1beta1"}, V1_18_2)
    assert faults(answer) == [("not served", "apiVersion")]


@pytest.mark.parametrize("thing", [{}, {"kind": "Deployment"}, {"kind": ["x"]}])
def test_what_is_no_policy_is_a_usage_error(thing: Object) -> None:
    with pytest.raises(UsageError, match="no policy"):
        admit(thing, V1_18_2)


@pytest.mark.parametrize("kind", POLICY_KINDS)
@pytest.mark.parametrize("spec", [None, [], "text", 3, {}])
def test_a_spec_of_any_shape_gets_an_answer(kind: str, spec: Any) -> None:
    posted = {**policy(kind), "spec": spec}
    # Only Go writes a spec where there is none; only override policies can do with an empty one.
    fine = {"OverridePolicy": (None, {}), "ClusterOverridePolicy": ({},)}.get(kind, ())
    assert admit(posted, V1_18_2).admitted == (spec in fine)
    assert isinstance(defaulted(posted, V1_18_2), dict)


def test_a_namespaced_policy_without_namespace_is_posted_to_default() -> None:
    posted = overriding()
    del posted["metadata"]["namespace"]
    stored = admit(posted, V1_18_2).object
    assert stored is not None
    assert stored["metadata"]["namespace"] == "default"
    assert stored["spec"]["resourceSelectors"] == [{**DEPLOYMENT, "namespace": "default"}]


def test_server_made_metadata_is_ignored() -> None:
    posted = overriding()
    posted["metadata"] |= {"resourceVersion": "12", "uid": "u", "managedFields": [{}]}
    stored = admit(posted, V1_18_2).object
    assert stored is not None
    assert stored["metadata"] == {"name": "web", "namespace": "shop"}


def test_a_permanent_id_can_be_chosen() -> None:
    stored = admit(propagating(), V1_18_2, permanent_id="p-1").object
    assert stored is not None
    labels = stored["metadata"]["labels"]
    assert labels == {"propagationpolicy.karmada.io/permanent-id": "p-1"}


def test_defaults_are_filled_in_even_where_the_policy_is_refused() -> None:
    refused = propagating({"replicaScheduling": {}}, preemption="Sometimes", nonsense=1)
    spec = defaulted(refused, V1_18_2)["spec"]
    assert spec["schedulerName"] == "default-scheduler"
    assert spec["placement"]["replicaScheduling"] == {
        "replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
    }
    assert "nonsense" not in spec


def test_a_wrong_type_leaves_the_schema_s_defaults() -> None:
    spec = defaulted(propagating({"replicaScheduling": {}}, propagateDeps="yes"), V1_18_2)["spec"]
    assert spec["placement"]["replicaScheduling"] == {"replicaSchedulingType": "Divided"}
    assert spec["propagateDeps"] == "yes"
