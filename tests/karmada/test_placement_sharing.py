"""What is shared for speed changes no result: fleets placed together, alone, and step by step."""

from __future__ import annotations

import pytest

from tests.bench.place import divided
from workbench.fleets.generated import generate
from workbench.karmada.placement_change import Change
from workbench.karmada.policies.bindings import build_binding
from workbench.karmada.preview import Preview
from workbench.karmada.profile import PROFILES, Profile
from workbench.karmada.rescheduling import touched
from workbench.karmada.scheduling.binding_pass import run_pass
from workbench.karmada.scheduling.clusters import ClusterList
from workbench.model.snapshot import Item, Snapshot
from workbench.session.edits import Edit, edited
from workbench.session.placement import cluster_edits

VERSIONS = [pytest.param(p, id=v) for v, p in PROFILES.items()]


def fleets() -> list[Snapshot]:
    duplicated = Snapshot("plain", tuple(map(Item.of, generate(24, 9, 0, seed=3))))
    return [divided(24, 9), duplicated]


@pytest.mark.parametrize("profile", VERSIONS)
@pytest.mark.parametrize("snapshot", fleets(), ids=["divided", "plain"])
def test_objects_placed_together_go_where_each_goes_alone(
    snapshot: Snapshot, profile: Profile
) -> None:
    placement = Preview(snapshot, profile).placement
    for item in snapshot.templates:
        own = placement.own(item)
        assert own.claim.winner is not None
        policy = placement.propagation.get(own.claim.winner)
        assert policy is not None
        alone = ClusterList(placement.clusters.values(), profile, assumes_apis=True)
        binding = touched(build_binding(item.object, policy, profile))
        assert own.binding == run_pass(alone, binding, "1970-01-01T00:00:00Z").binding


@pytest.mark.parametrize("profile", VERSIONS)
@pytest.mark.parametrize("snapshot", fleets(), ids=["divided", "plain"])
def test_what_ifs_that_carry_answers_over_find_what_fresh_ones_find(
    snapshot: Snapshot, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [item.id.name for item in snapshot.clusters]
    edits: list[Edit] = []
    for name in names[:3]:
        edits += [
            cluster_edits.parse_labels(snapshot, f"{name} tier=none"),
            cluster_edits.parse_capacity(snapshot, f"{name} cpu=1"),
            cluster_edits.parse_taint(snapshot, f"{name} a=b:NoExecute"),
        ]

    def placed(edit: Edit) -> dict[str, dict[str, int]]:
        before = Preview(snapshot, profile)
        after = Preview(edited(snapshot, [edit]), profile, before=before)
        return {str(i.id): after.placement.of(i).replicas for i in after.templates}

    carried = [placed(edit) for edit in edits]
    monkeypatch.setattr(Change, "keeps_names", False)
    assert [placed(edit) for edit in edits] == carried
