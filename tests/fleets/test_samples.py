from __future__ import annotations

import json

import pytest

from workbench.fleets.files import load
from workbench.fleets.samples import sample, sample_names, samples
from workbench.karmada.admission.server import admit
from workbench.karmada.overrides import yaml_codec
from workbench.karmada.overrides.engine import apply_overrides
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, PROFILES, Profile
from workbench.model.errors import UsageError
from workbench.model.selectors import matches_labels
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object

CLEAN = ["capacity", "config", "flink", "shop"]


def selects(selector: Object, item: Item) -> bool:
    return (
        selector["apiVersion"] == item.id.api_version and selector["kind"] == item.id.kind
        and selector.get("name") in (None, item.id.name)
    )


def overrides(snapshot: Snapshot) -> list[Item]:
    return [*snapshot.cluster_override_policies, *snapshot.override_policies]


def test_the_samples_have_names_and_one_sentence_each() -> None:
    assert set(CLEAN) <= set(sample_names())
    for one in samples():
        assert one.path == f"sample:{one.name}"
        assert 20 < len(one.description) < 120
        assert not one.description.startswith("#")


def test_an_unknown_sample_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean sample:shop"):
        sample("sample:shopp")


@pytest.mark.parametrize("name", CLEAN)
def test_a_sample_loads_whole(name: str) -> None:
    snapshot = load([f"sample:{name}"])
    assert snapshot.problems == ()
    assert len(snapshot.clusters) >= 3
    assert snapshot.templates
    assert str(snapshot.templates[0].source.place()).startswith(f"sample:{name}/")


@pytest.mark.parametrize("name", CLEAN)
def test_every_policy_of_a_sample_selects_an_object(name: str) -> None:
    snapshot = load([f"sample:{name}"])
    for policy in [*overrides(snapshot), *snapshot.propagation_policies]:
        for selector in policy.object["spec"]["resourceSelectors"]:
            assert any(selects(selector, item) for item in snapshot.templates), policy.id


@pytest.mark.parametrize("name", CLEAN)
def test_every_template_of_a_sample_is_propagated(name: str) -> None:
    snapshot = load([f"sample:{name}"])
    selectors = [
        selector for policy in snapshot.propagation_policies
        for selector in policy.object["spec"]["resourceSelectors"]
    ]
    placement = Preview(snapshot, LATEST).placement
    for item in snapshot.templates:
        is_selected = any(selects(selector, item) for selector in selectors)
        assert is_selected or placement.of(item).owners, item.id
        assert placement.of(item).targets.clusters


@pytest.mark.parametrize("name", CLEAN)
def test_every_rule_of_a_sample_reaches_a_cluster(name: str) -> None:
    snapshot = load([f"sample:{name}"])
    known = {item.id.name for item in snapshot.clusters}
    for policy in overrides(snapshot):
        for rule in policy.object["spec"]["overrideRules"]:
            target = rule["targetCluster"]
            assert set(target.get("clusterNames", ())) <= known
            if "labelSelector" in target:
                labels = [item.object["metadata"]["labels"] for item in snapshot.clusters]
                assert any(matches_labels(target["labelSelector"], one) for one in labels)


def test_the_yaml_of_the_config_sample_is_written_as_karmada_writes_it() -> None:
    config = next(i for i in load(["sample:config"]).templates if i.id.kind == "ConfigMap")
    text = config.object["data"]["db-config.yaml"]
    assert yaml_codec.write(yaml_codec.read(text)) == text


def test_the_json_of_the_config_sample_is_written_as_karmada_writes_it() -> None:
    orders = next(i for i in load(["sample:config"]).templates if i.id.kind == "Deployment")
    text = orders.object["metadata"]["annotations"]["config.orders.example/features"]
    assert json.dumps(json.loads(text), separators=(",", ":"), sort_keys=True) == text


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda one: one.version)
def test_every_policy_of_a_sample_is_admitted_and_every_rule_changes_something(
    name: str, profile: Profile
) -> None:
    snapshot = load([f"sample:{name}"])
    policies = overrides(snapshot)
    assert all(admit(policy.object, profile).admitted for policy in policies)
    wide = [item.object for item in snapshot.cluster_override_policies]
    own = [item.object for item in snapshot.override_policies]
    effective = set()
    for item in snapshot.templates:
        for cluster in snapshot.clusters:
            outcome = apply_overrides(item.object, cluster.object, wide, own, profile)
            assert outcome.kind == "object"
            assert all(step.changes for step in outcome.steps)
            effective |= {(step.cause.policy.name, step.cause.rule) for step in outcome.steps}
    assert effective == {
        (policy.id.name, rule)
        for policy in policies
        for rule in range(len(policy.object["spec"]["overrideRules"]))
    }
