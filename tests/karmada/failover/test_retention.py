"""A customization that keeps state carries along whatever it takes the place of."""

from __future__ import annotations

from itertools import count

from workbench.karmada.failover.restore import RestorePoint, default_restore_point
from workbench.karmada.failover.retention import RetentionOffer, offer_retention
from workbench.karmada.profile import V1_18_2
from workbench.model.tree import Object

LABEL = "shop.example/job"
WEB: Object = {
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"template": {"spec": {}}},
}
FLINK: Object = {
    "apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment",
    "metadata": {"name": "wordcount", "namespace": "shop"}, "spec": {"job": {}},
}
SCRIPT = "function Retain(desiredObj, observedObj)\n  return desiredObj\nend"
_NAMES = count()


def custom(manifest: Object, name: str = "", **rules: object) -> Object:
    return {
        "apiVersion": "config.karmada.io/v1alpha1",
        "kind": "ResourceInterpreterCustomization",
        "metadata": {
            "name": name or f"own-{next(_NAMES)}", "uid": "1", "resourceVersion": "9",
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "team": "a"},
        },
        "spec": {
            "target": {"apiVersion": manifest["apiVersion"], "kind": manifest["kind"]},
            "customizations": rules or {"retention": {"luaScript": SCRIPT}},
        },
        "status": {},
    }


def offer(
    manifest: Object, *customs: Object, webhook: str = "", point: RestorePoint | None = None
) -> RetentionOffer:
    at = point or default_restore_point(manifest, LABEL)
    found = offer_retention(manifest, at, V1_18_2, customs, webhook)
    assert found is not None
    return found


def script_of(made: RetentionOffer) -> str:
    script = made.customization["spec"]["customizations"]["retention"]["luaScript"]
    assert isinstance(script, str)
    return script


def test_field_and_label_are_copied_only_where_the_member_has_them_and_the_work_does_not() -> None:
    made = offer(FLINK)
    assert script_of(made).startswith(
        "function Retain(desiredObj, observedObj)\n"
        "  if observedObj.spec ~= nil and observedObj.spec.job ~= nil and "
        "observedObj.spec.job.initialSavepointPath ~= nil then\n"
    )
    assert "  if desiredObj.spec.job.initialSavepointPath == nil then\n" in script_of(made)
    assert f'desiredObj.metadata.labels["{LABEL}"] == nil' in script_of(made)
    assert made.caution == ""


def test_karmada_s_own_rule_for_the_kind_goes_along() -> None:
    made = offer(WEB)
    assert "desiredObj.spec.replicas = observedObj.spec.replicas" in script_of(made)
    assert made.caution == (
        "it takes the place of Karmada's own retention of Deployment, and does that too"
    )


def test_a_customization_that_is_there_is_offered_with_its_own_script_in_it() -> None:
    health = {"luaScript": "function InterpretHealth(o) return true end"}
    there = custom(WEB, "web-rules", retention={"luaScript": SCRIPT}, healthInterpretation=health)
    made = offer(WEB, custom(FLINK), there)
    tree, script = made.customization, script_of(made)
    assert script.startswith(f"{SCRIPT}\n\nlocal retainBefore = Retain\n")
    assert "desiredObj = retainBefore(desiredObj, observedObj)" in script
    assert "spec.replicas" not in script
    assert tree["spec"]["customizations"]["healthInterpretation"] == health
    assert tree["metadata"] == {"name": "web-rules", "annotations": {"team": "a"}}
    assert "status" not in tree
    assert made.caution.startswith("web-rules has a retention script for Deployment already")
    assert there["spec"]["customizations"]["retention"] == {"luaScript": SCRIPT}


def test_of_several_customizations_the_first_by_name_is_the_one_that_counts() -> None:
    made = offer(WEB, custom(WEB, "b"), custom(WEB, "a"))
    assert made.customization["metadata"]["name"] == "a"


def test_nothing_is_offered_twice_but_another_label_is_added() -> None:
    first = offer(WEB).customization
    at = default_restore_point(WEB, LABEL)
    assert offer_retention(WEB, at, V1_18_2, [first]) is None
    other = default_restore_point(WEB, "shop.example/other")
    second = offer(WEB, first, point=other)
    assert script_of(second).count("function Retain(") == 2
    assert offer_retention(WEB, at, V1_18_2, [second.customization]) is None


def test_a_customization_without_retention_stays_as_it_is_beside_a_new_one() -> None:
    health = {"luaScript": "function InterpretHealth(o) return true end"}
    there = custom(WEB, "deployment-keeps-state", healthInterpretation=health)
    made = offer(WEB, there)
    assert made.customization["metadata"]["name"] == "deployment-keeps-state-2"
    assert set(made.customization["spec"]["customizations"]) == {"retention"}


def test_a_webhook_that_is_no_longer_asked_is_warned_of() -> None:
    made = offer(WEB, webhook="ResourceInterpreterWebhookConfiguration x (y)")
    assert "place of the webhook ResourceInterpreterWebhookConfiguration x (y)" in made.caution
