from __future__ import annotations

from tests.karmada.work.objects import config_map, deployment
from workbench.karmada.profile import LATEST
from workbench.karmada.work.promotion import PromoteOptions, promote
from workbench.model.identity import ObjectId

OPTIONS = PromoteOptions("east", namespace="shop")
ARGUMENTS = ("deployment", "cart")


def test_a_policy_that_exists_leaves_the_template_behind() -> None:
    first = promote(deployment(), ARGUMENTS, OPTIONS, lambda _: False, LATEST)
    assert first.policy is not None
    taken = ObjectId.of(first.policy)
    second = promote(deployment(), ARGUMENTS, OPTIONS, lambda key: key == taken, LATEST)
    assert second.template and not second.policy
    assert "already exist, please edit it" in second.error


def test_a_template_that_exists_is_a_warning_and_nothing_else() -> None:
    found = promote(deployment(), ARGUMENTS, OPTIONS, lambda _: True, LATEST)
    assert not found.template and not found.error and "already exist" in found.warning


def test_an_abort_on_the_object_is_kept() -> None:
    tree = config_map(annotations={"work.karmada.io/conflict-resolution": "abort"})
    found = promote(tree, ("configmap", "settings"), OPTIONS, lambda _: False, LATEST)
    assert found.template == tree


def test_a_dry_run_says_nothing() -> None:
    quiet = PromoteOptions("east", dry_run=True)
    found = promote(deployment(), ARGUMENTS, quiet, lambda _: False, LATEST)
    assert (found.stdout, found.error, found.template) == ("", "", None)
