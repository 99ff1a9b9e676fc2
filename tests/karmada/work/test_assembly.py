from __future__ import annotations

import copy

import pytest

from tests.karmada.work.objects import binding, config_map, deployment, fleet, works
from workbench.karmada.profile import PROFILES, V1_12_0
from workbench.karmada.work.works import Sync, sync_works
from workbench.model.tree import Object

CONFLICT = "work.karmada.io/conflict-resolution"


def only(sync: Sync) -> Object:
    (work,) = sync.works.values()
    return work


def manifest(sync: Sync) -> Object:
    tree: Object = only(sync)["spec"]["workload"]["manifests"][0]
    return tree


@pytest.mark.parametrize(
    ("annotation", "setting", "effective", "decider"),
    [
        (None, None, "abort", "binding"),
        (None, "Overwrite", "overwrite", "binding"),
        ("abort", "Overwrite", "abort", "template"),
        ("overwrite", "Abort", "overwrite", "template"),
        ("Overwrite", None, "abort", "binding"),
    ],
)
def test_the_templates_annotation_beats_the_policy_if_it_is_a_known_word(
    annotation: str | None, setting: str | None, effective: str, decider: str
) -> None:
    annotations = {CONFLICT: annotation} if annotation else {}
    sync = works(config_map(annotations=annotations), "east", conflictResolution=setting)
    assert only(sync)["metadata"]["annotations"][CONFLICT] == effective
    assert manifest(sync)["metadata"]["annotations"][CONFLICT] == effective
    (decision, *_) = sync.results[0].decisions
    assert decision.value == effective and decision.by.startswith(decider)


def test_dispatching_is_suspended_on_named_clusters_alone() -> None:
    suspension = {"dispatchingOnClusters": {"clusterNames": ["west"]}}
    sync = works(config_map(), "east", "west", suspension=suspension)
    flags = {ns: work["spec"]["suspendDispatching"] for (ns, _), work in sync.works.items()}
    assert flags == {"karmada-es-east": False, "karmada-es-west": True}


def test_an_unset_preservation_is_written_as_false() -> None:
    assert only(works(config_map(), "east"))["spec"]["preserveResourcesOnDeletion"] is False


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_second_pass_changes_nothing(profile: object) -> None:
    template = deployment()
    targets = fleet("east", profile=profile)  # type: ignore[arg-type]
    first = sync_works(template, binding(template, "east"), targets, {}, lambda _: "w-1")
    second = sync_works(template, binding(template, "east"), targets, first.works, lambda _: "w-2")
    assert second.works == first.works


def test_templates_are_left_as_they_were() -> None:
    template = config_map(uid="u", resourceVersion="7", finalizers=["a/b"], labels={"x": "y"})
    before = copy.deepcopy(template)
    works(template, "east")
    assert template == before


def test_a_missing_cluster_stops_the_later_ones_only_in_old_versions() -> None:
    template = config_map()
    for profile in PROFILES.values():
        targets = fleet("west", profile=profile)
        bound = binding(template, "east", "west")
        sync = sync_works(template, bound, targets, {}, lambda _: "w-1")
        assert sync.error == 'clusters.cluster.karmada.io "east" not found'
        assert len(sync.works) == (0 if profile is V1_12_0 else 1)


def test_a_secret_without_name_in_an_account_panics_and_writes_nothing() -> None:
    account = {**config_map(), "kind": "ServiceAccount", "secrets": [{}]}
    sync = works(account, "east")
    assert sync.panic == "interface conversion: interface {} is nil, not string"
    assert not sync.works
