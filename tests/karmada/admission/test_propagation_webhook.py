from __future__ import annotations

import pytest

from tests.karmada.admission.policies import faults, propagating
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import PROFILES, V1_12_0, V1_18_2, Profile
from workbench.model.tree import Json

BOTH = pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
AFFINITIES = "spec.placement.clusterAffinities"


@BOTH
def test_preemption_always_needs_named_objects(profile: Profile) -> None:
    posted = propagating(preemption="Always")
    posted["spec"]["resourceSelectors"].append({"apiVersion": "v1", "kind": "Service"})
    assert faults(admit(posted, profile)) == [("required", "spec.resourceSelectors[1].name")]


@BOTH
def test_application_failover_needs_dependencies(profile: Profile) -> None:
    posted = propagating(failover={"application": {"decisionConditions": {}}})
    assert faults(admit(posted, profile)) == [("conflict", "spec.propagateDeps")]


@BOTH
def test_a_grace_period_is_for_graceful_purging_and_above_zero(profile: Profile) -> None:
    application = {"decisionConditions": {"tolerationSeconds": -1}, "purgeMode": "Never",
                   "gracePeriodSeconds": 0}
    posted = propagating(failover={"application": application}, propagateDeps=True)
    at = "spec.failover.application"
    assert faults(admit(posted, profile)) == [
        ("value", f"{at}.decisionConditions.tolerationSeconds"),
        ("conflict", f"{at}.gracePeriodSeconds"),
        ("value", f"{at}.gracePeriodSeconds"),
    ]


@BOTH
def test_an_empty_purge_mode_is_defaulted_too_late_for_its_grace_period(profile: Profile) -> None:
    application = {"decisionConditions": {}, "purgeMode": ""}
    posted = propagating(failover={"application": application}, propagateDeps=True)
    assert faults(admit(posted, profile)) == [
        ("required", "spec.failover.application.gracePeriodSeconds")
    ]


def test_alias_labels_are_judged_since_a_later_version() -> None:
    rules = [{"aliasLabelName": "bad alias", "jsonPath": "{.a"}]
    application = {"decisionConditions": {}, "statePreservation": {"rules": rules}}
    posted = propagating(failover={"application": application}, propagateDeps=True)
    assert admit(posted, V1_12_0).admitted
    field = "spec.failover.application.statePreservation.rules[0].aliasLabelName"
    assert faults(admit(posted, V1_18_2)) == [("value", field)]


@BOTH
def test_suspending_everything_and_some_clusters_conflicts(profile: Profile) -> None:
    suspension = {"dispatching": True, "dispatchingOnClusters": {"clusterNames": ["m1"]}}
    answer = admit(propagating(suspension=suspension), profile)
    assert faults(answer) == [("conflict", "spec.suspension.suspension")]
    assert answer.complaints[0].path == ("spec", "suspension")
    suspension["dispatchingOnClusters"] = {"clusterNames": []}
    assert admit(propagating(suspension=suspension), profile).admitted


@BOTH
def test_one_affinity_or_several_but_not_both(profile: Profile) -> None:
    placement = {"clusterAffinity": {}, "clusterAffinities": [{"affinityName": "a"}]}
    assert faults(admit(propagating(placement), profile)) == [("conflict", "spec.placement")]
    placement["clusterAffinities"] = []
    assert admit(propagating(placement), profile).admitted


@BOTH
def test_terms_have_valid_names_of_their_own(profile: Profile) -> None:
    terms = [{"affinityName": "a"}, {"affinityName": "a"}, {"affinityName": "b b"}]
    assert faults(admit(propagating({"clusterAffinities": terms}), profile)) == [
        ("duplicate", AFFINITIES), ("value", f"{AFFINITIES}[2]"),
    ]


def overflowing(tiers: Json, strategy: Json = None, **term: Json) -> Json:
    affinity = {"affinityName": "a", "overflowAffinities": tiers, **term}
    return propagating({
        "clusterAffinities": [affinity],
        "replicaScheduling": strategy or {"replicaDivisionPreference": "Aggregated"},
    })


def test_overflow_needs_a_first_choice_and_dividing_by_capacity() -> None:
    tiers = [{"affinityName": "b"}]
    field = f"{AFFINITIES}[0].overflowAffinities"
    assert admit(overflowing(tiers, clusterNames=["m1"]), V1_18_2).admitted
    assert faults(admit(overflowing(tiers), V1_18_2)) == [("conflict", field)]
    weighted = {"weightPreference": {"staticWeightList": []}}
    posted = overflowing(tiers, weighted, clusterNames=["m1"])
    assert faults(admit(posted, V1_18_2)) == [("conflict", field)]
    dynamic = {"weightPreference": {"dynamicWeight": "AvailableReplicas"}}
    assert admit(overflowing(tiers, dynamic, clusterNames=["m1"]), V1_18_2).admitted


def test_overflow_tiers_have_valid_names_of_their_own() -> None:
    tiers = [{"affinityName": "a"}, {"affinityName": "b b"}]
    at = f"{AFFINITIES}[0].overflowAffinities"
    assert faults(admit(overflowing(tiers, clusterNames=["m1"]), V1_18_2)) == [
        ("duplicate", f"{at}[0].affinityName"), ("value", f"{at}[1].affinityName"),
    ]


@BOTH
@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        ([{"spreadByField": "region"}], [("required", "")]),
        ([{"spreadByField": "cluster"}, {"spreadByField": "cluster"}], [("duplicate", "")]),
        ([{"spreadByField": "cluster", "spreadByLabel": "x"}], [("conflict", "[0]")]),
        ([{"minGroups": -1}], [("value", "[0]")]),
        ([{"minGroups": 3, "maxGroups": 2}], [("conflict", "[0]")]),
        ([{"minGroups": 3, "maxGroups": 0}], []),
        ([{"spreadByLabel": "x"}], []),
    ],
)
def test_spread_constraints(constraints: Json, expected: Json, profile: Profile) -> None:
    answer = admit(propagating({"spreadConstraints": constraints}), profile)
    assert faults(answer) == [(f, f"spec.placement.spreadConstraints{at}") for f, at in expected]


def test_workload_affinity_groups_by_distinct_label_keys() -> None:
    def grouping(one: str, other: str) -> Json:
        return propagating({"workloadAffinity": {
            "affinity": {"groupByLabelKey": one}, "antiAffinity": {"groupByLabelKey": other},
        }})

    at = "spec.placement.workloadAffinity"
    assert admit(grouping("a", "b"), V1_18_2).admitted
    assert faults(admit(grouping("a", "a"), V1_18_2)) == [("conflict", at)]
    assert faults(admit(grouping("a", "b b"), V1_18_2)) == [
        ("value", f"{at}.antiAffinity.groupByLabelKey")
    ]
    assert faults(admit(grouping("a", "b"), V1_12_0)) == [("unknown field", at)]


def test_comparing_tolerations_are_refused_since_a_later_version() -> None:
    posted = propagating({"clusterTolerations": [{"key": "k", "operator": "Gt", "value": "1"}]})
    assert admit(posted, V1_12_0).admitted
    assert faults(admit(posted, V1_18_2)) == [
        ("enum", "spec.placement.clusterTolerations[0].operator")
    ]
