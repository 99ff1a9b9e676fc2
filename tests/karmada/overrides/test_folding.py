from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.karmada.overrides.engine import apply_index
from workbench.karmada.overrides.folding import RuleTargets, preview
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.outcome import Outcome, replay
from workbench.karmada.profile import LATEST, PROFILES
from workbench.model.tree import Json, Object, same

ENVS = st.sampled_from(["prod", "test", "dev"])
ZONES = st.lists(st.sampled_from(["z1", "z2", "z3"]), max_size=2, unique=True)


@st.composite
def clusters(draw: st.DrawFn) -> list[Object]:
    count = draw(st.integers(1, 8))
    return [
        {
            "metadata": {"name": f"m{i}", "labels": {"env": draw(ENVS)}},
            "spec": {"provider": draw(st.sampled_from(["aws", "gcp", ""])), "zones": draw(ZONES)},
        }
        for i in range(count)
    ]


affinities = st.one_of(
    st.none(),
    st.builds(lambda env: {"labelSelector": {"matchLabels": {"env": env}}}, ENVS),
    st.builds(lambda names: {"clusterNames": names}, st.lists(st.sampled_from(["m0", "m1", "m5"]))),
    st.builds(lambda names: {"exclude": names}, st.lists(st.sampled_from(["m0", "m2", "m3"]))),
    st.builds(
        lambda operator, zones: {
            "fieldSelector": {
                "matchExpressions": [{"key": "zone", "operator": operator, "values": zones}]
            }
        },
        st.sampled_from(["In", "NotIn", "Exists"]), ZONES,
    ),
)  # fmt: skip

overriders = st.sampled_from(
    [
        {"imageOverrider": [{"component": "Registry", "operator": "replace", "value": "r.io"}]},
        {"imageOverrider": [{"component": "Tag", "operator": "add", "value": "-x"}]},
        {"commandOverrider": [{"containerName": "web", "operator": "add", "value": ["go"]}]},
        {"labelsOverrider": [{"operator": "add", "value": {"app": "web", "env": "x"}}]},
        {"labelsOverrider": [{"operator": "remove", "value": {"app": ""}}]},
        {"annotationsOverrider": [{"operator": "add", "value": {"a/b": "<&>"}}]},
        {"plaintext": [{"operator": "replace", "path": "/spec/replicas", "value": 7}]},
        {"plaintext": [{"operator": "remove", "path": "/spec/gone"}]},
        {"plaintext": [{"operator": "replace", "path": "/metadata/namespace", "value": "other"}]},
        {
            "plaintext": [
                {"operator": "add", "path": "/spec/a", "value": {"b": [1, 2.5]}},
                {"operator": "add", "path": "/spec/a/b/-", "value": None},
                {"operator": "remove", "path": "/spec/a/b/0"},
            ]
        },
        {"fieldOverrider": [{"fieldPath": "/metadata/labels/app"}]},
        {},
    ]
)
rules = st.builds(
    lambda target, items: {"targetCluster": target, "overriders": items}, affinities, overriders
)
selectors = st.sampled_from(
    [
        {"apiVersion": "apps/v1", "kind": "Deployment"},
        {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
        {"apiVersion": "v1", "kind": "Pod"},
        {
            "apiVersion": "apps/v1", "kind": "Deployment",
            "labelSelector": {"matchLabels": {"env": "x"}},
        },
    ]
)  # fmt: skip


@st.composite
def policies(draw: st.DrawFn) -> list[Object]:
    return [
        {
            "metadata": {"name": f"p{i}", "namespace": draw(st.sampled_from(["shop", "other"]))},
            "spec": {
                "resourceSelectors": draw(st.lists(selectors, max_size=2)),
                "overrideRules": draw(st.lists(rules, max_size=3)),
            },
        }
        for i in range(draw(st.integers(0, 4)))
    ]


@st.composite
def templates(draw: st.DrawFn) -> Object:
    image = draw(st.sampled_from(["nginx:1.0", "a/b@sha256:" + "a" * 64, "x"]))
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop", "labels": {"app": draw(ENVS)}},
        "spec": {
            "replicas": draw(st.integers(0, 3)),
            "template": {"spec": {"containers": [{"name": "web", "image": image}]}},
        },
    }  # fmt: skip


def alike(left: Outcome, right: Outcome) -> bool:
    steps = [(str(s.cause), s.error, s.note, len(s.changes)) for s in left.steps]
    return (
        same(left.object, right.object)
        and steps == [(str(s.cause), s.error, s.note, len(s.changes)) for s in right.steps]
        and (left.kind, left.message, left.cause, left.applied, left.unstable)
        == (right.kind, right.message, right.cause, right.applied, right.unstable)
        and left.applied_overrides == right.applied_overrides
        and left.applied_cluster_overrides == right.applied_cluster_overrides
    )


@settings(max_examples=150, deadline=None)
@given(
    templates(), templates(), clusters(), policies(), policies(),
    st.sampled_from(list(PROFILES.values())),
)  # fmt: skip
def test_folding_equals_computing_every_cluster_alone(
    template: Object, other: Object, fleet: list[Object], wide: list[Object], narrow: list[Object],
    profile: Json,
) -> None:  # fmt: skip
    index = PolicyIndex(wide, narrow, profile)
    targets = RuleTargets(index, fleet)
    starts = {"m1": other, "m3": other}
    variants = preview(template, targets, templates=starts)
    folded = {name: variant for variant in variants for name in variant.clusters}
    assert sorted(folded) == sorted(targets.names)
    for cluster in fleet:
        variant = folded[cluster["metadata"]["name"]]
        start = starts.get(cluster["metadata"]["name"], template)
        assert variant.template is start
        assert alike(variant.outcome, apply_index(start, cluster, index))
        if variant.outcome.object is not None:
            assert same(replay(start, variant.outcome.steps), variant.outcome.object)


@settings(max_examples=100, deadline=None)
@given(templates(), clusters(), policies(), policies(), st.integers(0, 4), st.integers(0, 4))
def test_using_what_is_known_of_other_policies_equals_computing_afresh(
    template: Object, fleet: list[Object], old: list[Object], new: list[Object], kept: int,
    wide: int,
) -> None:  # fmt: skip
    before = PolicyIndex(old[:wide], old[wide:], LATEST)
    known = RuleTargets(before, fleet, keeps_stages=True)
    preview(template, known)
    policies = [*new, *old[:kept]]
    fresh = preview(template, RuleTargets(PolicyIndex(policies[:wide], policies[wide:], LATEST),
                                          fleet))
    index = PolicyIndex(policies[:wide], policies[wide:], LATEST, before.policies)
    reused = preview(template, RuleTargets(index, fleet, known))
    assert [v.clusters for v in reused] == [v.clusters for v in fresh]
    assert all(alike(a.outcome, b.outcome) for a, b in zip(reused, fresh, strict=True))


def fleet_of(count: int) -> list[Object]:
    return [{"metadata": {"name": f"m{i}", "labels": {}}} for i in range(count)]


def test_clusters_that_no_rule_tells_apart_share_one_variant() -> None:
    rule = {"targetCluster": {"clusterNames": ["m7"]}, "overriders": {}}
    policy = {"metadata": {"name": "p"}, "spec": {"overrideRules": [rule]}}
    targets = RuleTargets(PolicyIndex([policy], [], LATEST), fleet_of(50))
    variants = preview({"kind": "Namespace", "metadata": {"name": "a"}}, targets)
    assert sorted(len(variant.clusters) for variant in variants) == [1, 49]
    assert variants[0].clusters[0] == "m0"


def test_only_the_clusters_asked_for_are_shown_and_unknown_ones_are_errors() -> None:
    targets = RuleTargets(PolicyIndex([], [], LATEST), fleet_of(3))
    variants = preview({"kind": "X"}, targets, ["m2", "m0", "mars"])
    assert [(v.clusters, v.outcome.kind) for v in variants] == [
        (("m0", "m2"), "object"), (("mars",), "error"),
    ]  # fmt: skip


def test_different_rules_with_one_failure_are_one_variant() -> None:
    failing = {"overriders": {"plaintext": [{"operator": "remove", "path": "/gone"}]}}
    later = {"targetCluster": {"clusterNames": ["m1"]}, "overriders": {}}
    policy = {"metadata": {"name": "p"}, "spec": {"overrideRules": [failing, later]}}
    targets = RuleTargets(PolicyIndex([policy], [], LATEST), fleet_of(3))
    assert len(preview({"kind": "X", "metadata": {}}, targets)) == 1
