from __future__ import annotations

import gzip
import json
from types import ModuleType

import pytest

from tests.conformance import affinities, dependencies, policy_match, replica, schedule
from tests.karmada.failover.recorded import VECTORS, disagreements
from workbench.karmada.profile import PROFILES, Profile

FILES = {
    "schedule": schedule,
    "affinities": affinities,
    "policy_match": policy_match,
    "dependencies": dependencies,
    "replica": replica,
}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize(("name", "checker"), FILES.items(), ids=FILES)
def test_the_engine_answers_as_karmada_was_recorded(
    name: str, checker: ModuleType, profile: Profile
) -> None:
    assert disagreements(name, checker, profile) == []


def test_the_binding_and_the_clusters_are_left_as_they_were() -> None:
    with gzip.open(VECTORS / "affinities.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = file.readlines()[:20]
    for text in texts:
        line = json.loads(text)
        for profile in PROFILES.values():
            affinities.actual(line, profile)
        assert line == json.loads(text)
