"""A preview that uses what the one before knows is the same as a fresh one."""

from __future__ import annotations

import pytest

from workbench.fleets.generated import generate
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import replaced, same

FLEET = Snapshot("fleet", tuple(Item.of(tree) for tree in generate(24, 12, 16, seed=3)))
POLICIES = FLEET.cluster_override_policies + FLEET.override_policies


def assert_equal(left: Preview, right: Preview) -> None:
    assert [str(r.complaint) for r in left.refusals] == [str(r.complaint) for r in right.refusals]
    for template in right.templates:
        ours, fresh = left.variants(template), right.variants(template)
        assert [v.clusters for v in ours] == [v.clusters for v in fresh]
        for a, b in zip(ours, fresh, strict=True):
            assert (a.outcome.kind, a.outcome.message) == (b.outcome.kind, b.outcome.message)
            assert a.outcome.applied == b.outcome.applied
            assert a.outcome.applied_overrides == b.outcome.applied_overrides
            assert same(a.outcome.object, b.outcome.object)


@pytest.fixture(scope="module")
def before() -> Preview:
    preview = Preview(FLEET, LATEST, keeps_stages=True)
    for template in preview.templates:
        preview.variants(template)
    return preview


@pytest.mark.parametrize("policy", POLICIES, ids=lambda item: str(item.id))
def test_deleting_any_policy_gives_what_a_fresh_preview_gives(
    before: Preview, policy: Item
) -> None:
    edited = FLEET.replacing((), (policy.id,))
    assert_equal(Preview(edited, LATEST, before=before), Preview(edited, LATEST))


@pytest.mark.parametrize("policy", POLICIES, ids=lambda item: str(item.id))
def test_taking_the_targets_of_any_policy_away_gives_what_a_fresh_preview_gives(
    before: Preview, policy: Item
) -> None:
    rules = [{"overriders": r["overriders"]} for r in policy.object["spec"]["overrideRules"]]
    tree = replaced(policy.object, ("spec", "overrideRules"), rules)
    edited = FLEET.replacing((Item.of(tree),))
    assert_equal(Preview(edited, LATEST, before=before), Preview(edited, LATEST))


def test_a_cluster_that_joins_is_seen(before: Preview) -> None:
    joins = replaced(FLEET.clusters[0].object, ("metadata", "name"), "new")
    edited = FLEET.replacing((Item.of(joins),))
    assert_equal(Preview(edited, LATEST, before=before), Preview(edited, LATEST))


def test_objects_that_an_edit_does_not_touch_keep_their_very_variants(before: Preview) -> None:
    policy = next(p for p in POLICIES if "settings" in p.id.name)
    after = Preview(FLEET.replacing((), (policy.id,)), LATEST, before=before)
    for template in after.templates:
        if template.id.kind == "Deployment":
            assert after.variants(template) is before.variants(template)
