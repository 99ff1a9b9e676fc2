from __future__ import annotations

from types import ModuleType

import pytest

from tests.conformance import appfailover, graceful, health, injection, jsonpath, taint
from tests.karmada.failover.recorded import disagreements
from workbench.karmada.profile import PROFILES, Profile

FILES = {
    "jsonpath": jsonpath, "appfailover": appfailover, "injection": injection,
    "graceful": graceful, "taint": taint, "health": health,
}  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize(("name", "checker"), FILES.items(), ids=FILES)
def test_the_engine_answers_as_karmada_was_recorded(
    name: str, checker: ModuleType, profile: Profile
) -> None:
    assert disagreements(name, checker, profile) == []
