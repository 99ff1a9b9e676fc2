from __future__ import annotations

import pytest

from tests.lint.fleets import deployment
from tests.session.works.fleets import WEB, preview_of, propagation, views_of
from workbench.karmada.profile import PROFILES
from workbench.karmada.work.works import sync_works
from workbench.session.works.deliveries import Deliveries
from workbench.session.works.views import ClusterView

OVERWRITE = "  conflictResolution: Overwrite"
OTHER = deployment("[{name: web, image: 'shop/web:0'}]")
CUSTOMIZATION = """
---
apiVersion: config.karmada.io/v1alpha1
kind: ResourceInterpreterCustomization
metadata: {{name: own}}
spec:
  target: {{apiVersion: apps/v1, kind: Deployment}}
  customizations: {{{section}: {{luaScript: "return 1"}}}}
"""


def kinds(views: dict[str, ClusterView]) -> dict[str, str]:
    return {name: view.request.kind if view.request else "" for name, view in views.items()}


@pytest.mark.parametrize("version", PROFILES)
def test_the_request_depends_on_what_the_member_has(version: str) -> None:
    profile = PROFILES[version]
    taken = views_of(WEB + propagation(more=OVERWRITE), profile, member1=WEB)
    assert kinds(taken) == {"member1": "update", "member2": "create"}
    assert kinds(views_of(WEB + propagation(), profile, member1=WEB))["member1"] == "conflict"


def test_what_was_sent_once_need_not_be_sent_again() -> None:
    import yaml

    first = views_of(WEB + propagation())["member1"].request
    assert first is not None and first.body is not None
    again = views_of(WEB + propagation(), member1=yaml.safe_dump(first.body))
    assert kinds(again)["member1"] == "nothing"


def test_only_a_changed_pod_template_restarts_pods_and_its_field_is_named() -> None:
    same = views_of(WEB + propagation(more=OVERWRITE), member1=WEB)["member1"].request
    other = views_of(WEB + propagation(more=OVERWRITE), member1=OTHER)["member1"].request
    assert same and same.pods and same.pods.effect == "none"
    assert other and other.pods and other.pods.effect == "rollout"
    assert other.pods.fields == ("/spec/template/spec/containers/0/image",)


def test_a_member_without_objects_in_the_fleet_is_assumed_to_have_none() -> None:
    views = views_of(WEB + propagation(more=OVERWRITE), member1=WEB)
    words = "no member objects in the fleet: taken for absent"
    assert words not in views["member1"].assumed
    assert words in views["member2"].assumed


def test_a_suspended_work_sends_nothing_and_the_field_is_named() -> None:
    more = "  suspension: {dispatchingOnClusters: {clusterNames: [member1]}}"
    view = views_of(WEB + propagation(more=more))["member1"]
    assert view.request and view.request.kind == "nothing"
    assert "work spec.suspendDispatching" in {one.by for one in view.decisions}


def test_a_cluster_that_is_not_ready_gets_nothing() -> None:
    text = WEB + propagation() + """
---
apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata: {name: member3}
status: {conditions: [{type: Ready, status: "False"}]}
"""
    view = views_of(text.replace("[member1, member2]", "[member3]"))["member3"]
    assert view.request and view.request.kind == "error"
    assert "not ready" in view.request.message


def test_ids_that_only_karmada_gives_are_shown_as_such() -> None:
    work = views_of(WEB + propagation())["member1"].work
    assert work is not None
    assert set(work["metadata"]["labels"].values()) == {"<permanent-id>"}
    manifest = work["spec"]["workload"]["manifests"][0]
    assert manifest["metadata"]["annotations"]["resourcetemplate.karmada.io/uid"] == "<uid>"
    assert manifest["metadata"]["labels"]["propagationpolicy.karmada.io/permanent-id"] == (
        "<permanent-id>"
    )


def test_an_observed_binding_and_its_work_give_the_work_that_the_controller_writes() -> None:
    text = WEB + """
---
apiVersion: work.karmada.io/v1alpha2
kind: ResourceBinding
metadata:
  {name: web-deployment, namespace: shop, labels: {resourcebinding.karmada.io/permanent-id: rb-7}}
spec:
  resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}
  clusters: [{name: member2}]
"""
    preview = preview_of(text)
    (item,) = preview.templates
    (group,) = Deliveries(preview).of(item)
    delivery = group.first
    binding = preview.targets(item).binding
    assert binding is not None
    (written,) = sync_works(
        item.object, binding, preview.rule_targets, {}, lambda _: "<permanent-id>"
    ).results
    assert delivery.result.work is not None and written.work is not None
    assert delivery.result.work["metadata"] == written.work["metadata"]
    assert delivery.result.work["metadata"]["labels"][
        "resourcebinding.karmada.io/permanent-id"
    ] == "rb-7"


def test_without_any_policy_clusters_are_assumed_and_replicas_stay() -> None:
    view = views_of(WEB)["member1"]
    assert view.request and view.request.body and view.request.body["spec"]["replicas"] == 2
    assert any("replicas stay" in line for line in view.assumed)


def test_a_namespace_that_is_synced_conflicts_with_one_that_is_there() -> None:
    namespace = "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
    views = views_of(namespace, member1=namespace)
    assert kinds(views) == {"member1": "conflict", "member2": "create"}


def test_a_failing_override_leaves_no_work() -> None:
    policy = """
---
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {name: bad, namespace: shop}
spec:
  overrideRules:
  - targetCluster: {clusterNames: [member1]}
    overriders: {plaintext: [{path: /spec/a/b, operator: replace, value: 1}]}
"""
    views = views_of(WEB + propagation() + policy)
    assert views["member1"].request is None and views["member1"].is_failed
    assert views["member2"].request and views["member2"].request.kind == "create"


def test_what_an_interpreter_retains_makes_an_update_unknown_but_not_a_creation() -> None:
    text = WEB + propagation(more=OVERWRITE) + CUSTOMIZATION.format(section="retention")
    views = views_of(text, member1=OTHER)
    assert kinds(views) == {"member1": "unknown", "member2": "create"}
    request = views["member1"].request
    assert request and request.body is None and request.pods is None
    assert "interpreted by ResourceInterpreterCustomization own" in request.message


def test_replicas_that_an_interpreter_writes_hide_the_manifest() -> None:
    text = WEB + propagation() + CUSTOMIZATION.format(section="replicaRevision")
    view = views_of(text)["member1"]
    assert view.request and view.request.kind == "unknown" and view.request.body is None
    assert view.work is not None and "workload" not in view.work["spec"]


def test_a_kind_that_the_member_does_not_serve_is_an_error() -> None:
    text = WEB + propagation() + """
---
apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata: {name: member3}
status:
  conditions:
  - {type: Ready, status: "True"}
  - {type: CompleteAPIEnablements, status: "True"}
  apiEnablements: [{groupVersion: v1, resources: [{kind: Secret, name: secrets}]}]
---
apiVersion: work.karmada.io/v1alpha2
kind: ResourceBinding
metadata: {name: web-deployment, namespace: shop}
spec:
  resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}
  clusters: [{name: member3}]
"""
    request = views_of(text)["member3"].request
    assert request and request.kind == "error" and "no matches for kind" in request.message


def test_what_is_not_of_its_kinds_type_has_no_effect_on_pods_to_speak_of() -> None:
    broken = OTHER.replace("[{name: web, image: 'shop/web:0'}]", "[3]")
    view = views_of(WEB + propagation(more=OVERWRITE), member1=broken)["member1"]
    assert view.request and view.request.kind == "update" and view.request.pods is None


def test_a_cron_job_takes_its_template_at_the_next_run() -> None:
    job = """
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: shop}
spec:
  schedule: "0 4 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: a}]}}}}
"""
    text = job.replace("image: a", "image: b") + propagation(
        kind="CronJob", version="batch/v1", more=OVERWRITE
    )
    request = views_of(text, member1=job)["member1"].request
    assert request and request.pods and request.pods.effect == "next run"
    assert not request.pods.restart
