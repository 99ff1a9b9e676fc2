from __future__ import annotations

import hashlib

import pytest

from workbench.fleets.generated import generate, generate_text
from workbench.fleets.objects import read_objects
from workbench.model.snapshot import Item, Snapshot


def fleet(*size: int) -> Snapshot:
    return Snapshot("generated", tuple(Item.of(tree) for tree in generate(*size)))


def test_the_fleet_has_the_size_that_was_asked_for() -> None:
    snapshot = fleet(100, 30, 12)
    assert len(snapshot.templates) == 100
    assert len(snapshot.clusters) == 30
    assert len(snapshot.override_policies) + len(snapshot.cluster_override_policies) == 12
    assert len(snapshot.by_id) == len(snapshot.items)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    text = "".join(generate_text(20, 5, 7, 3))
    assert text == "".join(generate_text(20, 5, 7, 3))
    assert text != "".join(generate_text(20, 5, 7, 4))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "a6991c440822ac1b"


def test_every_overrider_and_both_kinds_of_policy_occur() -> None:
    snapshot = fleet(50, 10, 20)
    rules = [
        rule
        for policy in (*snapshot.override_policies, *snapshot.cluster_override_policies)
        for rule in policy.object["spec"]["overrideRules"]
    ]
    assert {name for rule in rules for name in rule["overriders"]} == {
        "imageOverrider", "commandOverrider", "argsOverrider", "labelsOverrider",
        "annotationsOverrider", "plaintext", "fieldOverrider",
    }
    assert {name for rule in rules for name in rule["targetCluster"]} == {
        "clusterNames", "labelSelector", "fieldSelector",
    }
    assert snapshot.override_policies
    assert snapshot.cluster_override_policies


@pytest.mark.parametrize("size", [(0, 0, 0), (1, 0, 3), (0, 4, 3), (120, 7, 60)])
def test_a_fleet_of_any_size_is_read_back_whole(size: tuple[int, int, int]) -> None:
    found = read_objects("".join(generate_text(*size)), "big.yaml")
    assert found.problems == []
    assert [item.object for item in found.items] == list(generate(*size))
