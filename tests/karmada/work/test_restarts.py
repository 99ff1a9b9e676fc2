from __future__ import annotations

import copy

import pytest

from tests.karmada.work.objects import config_map, deployment
from workbench.karmada.profile import LATEST
from workbench.karmada.work.restarts import Effect, pod_change
from workbench.model.tree import Json, Object


def change(before: Object, after: Object) -> tuple[Effect, list[str]]:
    found = pod_change(before, after, LATEST)
    assert found is not None
    return found.effect, [str(item) for item in found.changes]


def with_container(**fields: Json) -> Object:
    tree = copy.deepcopy(deployment())
    tree["spec"]["template"]["spec"]["containers"][0].update(fields)
    return tree


def test_another_image_rolls_out_and_is_named() -> None:
    effect, fields = change(deployment(), with_container(image="shop:2"))
    assert (effect, fields) == ("rollout", ["/spec/template/spec/containers/0/image"])


def test_the_same_amount_in_other_words_restarts_nothing() -> None:
    half = {"requests": {"cpu": "500m"}}
    assert change(with_container(resources=half), with_container(
        resources={"requests": {"cpu": "0.5"}}
    )) == ("none", [])


def test_what_the_server_fills_again_is_named_apart() -> None:
    filled = with_container(imagePullPolicy="IfNotPresent", terminationMessagePolicy="File")
    found = pod_change(filled, deployment(), LATEST)
    assert found is not None and found.effect == "none" and not found.is_same_value
    assert {str(item).rpartition("/")[2] for item in found.defaulted} == {
        "imagePullPolicy", "terminationMessagePolicy",
    }


@pytest.mark.parametrize(
    ("kind", "effect"),
    [("Job", "refused"), ("CronJob", "next run"), ("ReplicaSet", "new pods only")],
)
def test_what_a_change_does_depends_on_the_kind(kind: str, effect: str) -> None:
    def of_kind(tree: Object) -> Object:
        if kind == "CronJob":
            job = {"spec": {"template": tree["spec"]["template"]}}
            return {**tree, "kind": kind, "spec": {"jobTemplate": job}}
        return {**tree, "kind": kind}

    assert change(of_kind(deployment()), of_kind(with_container(image="x")))[0] == effect


def test_kinds_without_pods_have_no_answer() -> None:
    assert pod_change(config_map(), config_map(), LATEST) is None
