from __future__ import annotations

import pytest

from tests.karmada.admission.policies import DEPLOYMENT, policy, propagating
from workbench.karmada.admission.mutating import WebhookOptions
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.model.tree import Json, Object


def stored(posted: Object, profile: Profile = V1_18_2, **options: int) -> Object:
    answer = admit(posted, profile, options=WebhookOptions(**options))
    assert answer.object is not None, answer.complaints
    return answer.object


def test_selectors_of_a_namespaced_policy_get_its_namespace() -> None:
    for kind in ("OverridePolicy", "PropagationPolicy"):
        spec = stored(policy(kind, resourceSelectors=[DEPLOYMENT]))["spec"]
        assert spec["resourceSelectors"][0]["namespace"] == "shop"
    spec = stored(policy("ClusterPropagationPolicy", resourceSelectors=[DEPLOYMENT]))["spec"]
    assert "namespace" not in spec["resourceSelectors"][0]


def test_a_spread_constraint_without_subject_spreads_over_clusters() -> None:
    constraints = [{"maxGroups": 2}, {"spreadByLabel": "zone"}]
    spec = stored(propagating({"spreadConstraints": constraints}))["spec"]
    assert spec["placement"]["spreadConstraints"] == [
        {"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2},
        {"spreadByLabel": "zone", "minGroups": 1},
    ]


def test_selecting_a_service_import_turns_dependencies_on() -> None:
    selector = {"apiVersion": "multicluster.x-k8s.io/v1alpha1", "kind": "ServiceImport"}
    posted = policy("PropagationPolicy", resourceSelectors=[selector])
    assert stored(posted)["spec"]["propagateDeps"] is True


@pytest.mark.parametrize(
    ("profile", "mode", "period"),
    [
        (V1_18_2, None, 600), (V1_18_2, "Graciously", 600), (V1_18_2, "Directly", None),
        (V1_12_0, None, 600), (V1_12_0, "Never", None),
    ],
)
def test_graceful_purging_gets_a_grace_period(profile: Profile, mode: Json, period: Json) -> None:
    application = {"decisionConditions": {}} | ({"purgeMode": mode} if mode else {})
    spec = stored(propagating(failover={"application": application}, propagateDeps=True), profile)
    written = spec["spec"]["failover"]["application"]
    assert written.get("gracePeriodSeconds") == period
    assert written["decisionConditions"] == {"tolerationSeconds": 300}


def test_v1_12_tolerates_failing_clusters_for_a_while() -> None:
    mine = {"key": "cluster.karmada.io/not-ready", "operator": "Exists", "effect": "NoExecute"}
    placement = {"clusterTolerations": [mine]}
    assert stored(propagating(placement))["spec"]["placement"] == placement
    tolerations = stored(propagating(placement), V1_12_0, unreachable_toleration_seconds=7)[
        "spec"]["placement"]["clusterTolerations"]
    assert [t["key"].rpartition("/")[2] for t in tolerations] == ["not-ready", "unreachable"]
    assert [t.get("tolerationSeconds") for t in tolerations] == [None, 7]


def test_a_propagation_policy_is_marked_with_id_and_finalizer() -> None:
    posted = policy("ClusterPropagationPolicy", resourceSelectors=[DEPLOYMENT])
    posted["metadata"]["finalizers"] = ["example.com/mine"]
    assert stored(posted)["metadata"] == {
        "name": "web",
        "labels": {"clusterpropagationpolicy.karmada.io/permanent-id": "<permanent-id>"},
        "finalizers": ["example.com/mine", "karmada.io/cluster-propagation-policy-controller"],
    }
