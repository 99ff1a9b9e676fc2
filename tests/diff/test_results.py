from __future__ import annotations

from typing import Any

import pytest

from workbench.diff.results import change_kind, compare_results, remains
from workbench.karmada.overrides.outcome import Outcome
from workbench.model.identity import ObjectId
from workbench.model.tree import replaced

WEB: dict[str, Any] = {
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}},
}
ID = ObjectId.of(WEB)


def got(tree: Any = WEB, *path: str, to: Any = None, **more: Any) -> Outcome:
    return Outcome("object", replaced(tree, path, to) if path else tree, **more)


FAILED = Outcome("error", message="no such path")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, got(), "appears"),
        (got(), None, "disappears"),
        (got(), got(), None),
        (got(), got(WEB, "spec", "replicas", to=3), "changes"),
        (got(), FAILED, "starts failing"),
        (FAILED, got(), "stops failing"),
        (FAILED, Outcome("panic", message="no such path"), "fails otherwise"),
        (FAILED, Outcome("error", message="no such path"), None),
        (got(applied_overrides="[]"), got(), "record only"),
    ],
)
def test_a_change_has_a_kind(before: Outcome | None, after: Outcome | None, kind: str) -> None:
    assert change_kind(before, after) == kind


def test_clusters_that_share_outcomes_are_one_change() -> None:
    old, new, same = got(), got(WEB, "spec", "replicas", to=3), got()
    before = {(ID, f"m{n}"): old for n in range(4)} | {(ID, "x"): same}
    after = {(ID, f"m{n}"): new for n in range(3)} | {(ID, "m3"): FAILED, (ID, "x"): same}
    found = [(change.clusters, change.kind) for change in compare_results(before, after)]
    assert found == [(("m0", "m1", "m2"), "changes"), (("m3",), "starts failing")]


def test_the_record_of_a_deleted_policy_stays_on_the_work() -> None:
    found = remains(got(applied_overrides="[1]", applied_cluster_overrides="[2]"),
                    got(applied_cluster_overrides="[3]"))
    assert [(each.kind, "applied-overrides" in each.text) for each in found] == [("record", True)]


def test_a_cluster_whose_override_fails_keeps_its_work() -> None:
    assert [each.kind for each in remains(got(), FAILED)] == ["work"]
    assert remains(FAILED, got()) == ()


def test_an_object_that_was_renamed_stays_beside_the_other() -> None:
    (found,) = remains(got(WEB, "metadata", "name", to="web-eu"), got())
    assert found.text == "Deployment shop/web-eu stays in the cluster beside Deployment shop/web"


def test_replicas_stay_where_the_object_asks_to_retain_them() -> None:
    kept = replaced(WEB, ("metadata", "labels"),
                    {"resourcetemplate.karmada.io/retain-replicas": "true"})
    assert remains(got(WEB, "spec", "replicas", to=9), got()) == ()
    assert [each.path for each in remains(got(kept, "spec", "replicas", to=9), got(kept))] == [
        ("spec", "replicas"),
    ]


@pytest.mark.parametrize(
    ("tree", "path", "kind"),
    [
        ({"apiVersion": "v1", "kind": "Service", "spec": {"clusterIP": "None"}},
         ("spec", "clusterIP"), "member"),
        ({"apiVersion": "v1", "kind": "Secret", "data": {"a": "x"},
          "type": "kubernetes.io/service-account-token"}, ("data", "a"), "member"),
        ({"apiVersion": "v1", "kind": "ConfigMap", "immutable": True, "data": {"a": "x"}},
         ("data", "a"), "immutable"),
        (WEB, ("spec", "selector", "matchLabels", "app"), "immutable"),
    ],
)
def test_what_the_member_keeps_is_told_with_its_path(tree: Any, path: Any, kind: str) -> None:
    (found,) = remains(got(tree, *path, to="other"), got(tree))
    assert (found.kind, found.path) == (kind, path)


def test_mounts_of_a_pod_stay_in_every_container() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [
        {"name": "a", "volumeMounts": [{"name": "v", "mountPath": "/x"}]}]}}
    path = ("spec", "containers", 0, "volumeMounts", 0, "mountPath")
    changed = Outcome("object", replaced(pod, path, "/y"))
    assert [each.kind for each in remains(changed, got(pod))] == ["member"]
