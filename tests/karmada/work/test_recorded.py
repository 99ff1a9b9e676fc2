from __future__ import annotations

from types import ModuleType

import pytest

from tests.conformance import promote, release, sync_flags, takeover, work
from tests.karmada.failover.recorded import disagreements
from workbench.karmada.profile import PROFILES, Profile

FILES = {
    "work": work, "takeover": takeover, "release": release, "promote": promote,
    "sync_flags": sync_flags,
}  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize(("name", "checker"), FILES.items(), ids=FILES)
def test_works_reach_members_as_karmada_was_recorded(
    name: str, checker: ModuleType, profile: Profile
) -> None:
    assert disagreements(name, checker, profile) == []
