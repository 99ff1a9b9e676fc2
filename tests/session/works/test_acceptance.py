from __future__ import annotations

import pytest

pytest.importorskip("kubernetes_validate")
pytest.importorskip("jsonschema_rs")

from tests.session.works.fleets import WEB, preview_of, propagation, views_of
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.session.edits import Delete
from workbench.session.works.report import WorksReport
from workbench.session.works.views import ClusterView

OVERWRITE = "  conflictResolution: Overwrite"


def said(view: ClusterView) -> list[tuple[str, str]]:
    return [(one.cause, "/".join(map(str, one.path))) for one in view.complaints]


def test_an_immutable_field_is_compared_with_what_the_member_has() -> None:
    other = WEB.replace("matchLabels: {app: web}", "matchLabels: {app: old}")
    views = views_of(WEB + propagation(more=OVERWRITE), member1=other)
    assert said(views["member1"]) == [("immutable", "spec/selector/matchLabels/app")]
    assert views["member1"].is_failed
    assert said(views["member2"]) == [] and not views["member2"].is_failed


def test_what_is_not_sent_is_judged_but_fails_nothing_by_its_schema() -> None:
    text = WEB.replace("replicas: 2", "replicas: 2\n  colour: red")
    view = views_of(text + propagation(), member1=WEB)["member1"]
    assert view.request and view.request.kind == "conflict"
    assert said(view) == [("unknown field", "spec/colour")]


def test_a_member_that_names_no_version_is_taken_for_that_of_the_stack() -> None:
    kubernetes = views_of(WEB + propagation())["member1"].kubernetes
    assert kubernetes is not None and kubernetes.is_assumed
    assert kubernetes.version == "v1.35.3"


def test_an_object_where_a_list_belongs_names_field_and_cause() -> None:
    policy = """
---
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {name: spot, namespace: shop}
spec:
  overrideRules:
  - targetCluster: {clusterNames: [member2]}
    overriders:
      plaintext: [{path: /spec/template/spec/tolerations, operator: add, value: {key: spot}}]
"""
    views = views_of(WEB + propagation() + policy)
    assert said(views["member1"]) == []
    assert said(views["member2"]) == [("wrong type", "spec/template/spec/tolerations")]
    assert views["member2"].is_failed


def test_nobody_judges_what_is_taken_away() -> None:
    before = preview_of(WEB + propagation(), member1=WEB)
    gone = before.snapshot.replacing((), (before.templates[0].id,))
    delete = Delete(before.templates[0].id)
    report = WorksReport(Preview(gone, LATEST, before=before), edits=[delete])
    (change,) = report.changes
    views = [group.first for group in change.groups]
    kinds = {v.cluster: v.request.kind for v in views if v.request}
    assert kinds == {"member1": "nothing", "member2": "delete"}
    assert all(view.outcome == "deleted" and view.kubernetes is None for view in views)
