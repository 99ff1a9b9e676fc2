"""What a real Karmada brings to real API servers, and what it leaves there."""

from __future__ import annotations

import pytest

from tests.real.drill import (
    Object,
    config_map,
    deployment,
    eventually,
    find,
    override,
    policy,
)
from workbench.karmada.work.keys import MANAGED
from workbench.sandbox import Sandbox
from workbench.sandbox.errors import ApiError

MAPS = "/api/v1/namespaces/default/configmaps"


def test_an_object_reaches_push_and_pull_members(sandbox: Sandbox) -> None:
    template = config_map("greeting", text="hello")
    karmada = sandbox.api()
    karmada.apply(template)
    karmada.apply(policy(template, "member1", "member3"))
    for member in ("member1", "member3"):
        copy = eventually(lambda name=member: find(sandbox.api(name), f"{MAPS}/greeting"))
        assert copy["data"] == {"text": "hello"}
    assert find(sandbox.api("member2"), f"{MAPS}/greeting") is None


def test_pods_of_a_deployment_run_on_the_simulated_nodes(sandbox: Sandbox) -> None:
    template, karmada = deployment("web", replicas=2), sandbox.api()
    karmada.apply(template)
    karmada.apply(policy(template, "member1"))

    def running() -> bool:
        pods = sandbox.api("member1").items("/api/v1/namespaces/default/pods?labelSelector=app=web")
        return [pod["status"]["phase"] for pod in pods] == ["Running", "Running"]

    eventually(running)
    path = "/apis/apps/v1/namespaces/default/deployments/web"
    eventually(lambda: karmada.get(path).get("status", {}).get("readyReplicas") == 2)


def test_an_override_changes_a_field_in_the_members_it_names(sandbox: Sandbox) -> None:
    template = deployment("shop")
    karmada = sandbox.api()
    karmada.apply(override(
        template, "member2",
        imageOverrider=[{"component": "Tag", "operator": "replace", "value": "2.0"}],
    ))
    karmada.apply(template)
    karmada.apply(policy(template, "member1", "member2"))
    path = "/apis/apps/v1/namespaces/default/deployments/shop"
    for member, tag in (("member1", "1.0"), ("member2", "2.0")):
        copy = eventually(lambda name=member: find(sandbox.api(name), path))
        container = copy["spec"]["template"]["spec"]["containers"][0]
        assert container["image"] == f"registry.example/shop/web:{tag}"


def test_a_field_override_rewrites_yaml_and_loses_its_comments(sandbox: Sandbox) -> None:
    template = config_map("settings", **{"app.yaml": "# by region\nregion: none\nretries: 3\n"})
    karmada = sandbox.api()
    karmada.apply(override(template, "member1", fieldOverrider=[{
        "fieldPath": "/data/app.yaml",
        "yaml": [{"subPath": "/region", "operator": "replace", "value": "north"}],
    }]))
    karmada.apply(template)
    karmada.apply(policy(template, "member1"))
    copy = eventually(lambda: find(sandbox.api("member1"), f"{MAPS}/settings"))
    assert "region: north" in copy["data"]["app.yaml"]
    assert "# by region" not in copy["data"]["app.yaml"]


def test_deleting_a_template_removes_its_copies_unless_they_are_to_be_kept(
    sandbox: Sandbox,
) -> None:
    karmada, member = sandbox.api(), sandbox.api("member1")
    for name, kept in (("gone", False), ("kept", True)):
        template = config_map(name, text="hello")
        karmada.apply(template)
        karmada.apply(policy(template, "member1", preserveResourcesOnDeletion=kept))
    for name in ("gone", "kept"):
        eventually(lambda each=name: find(member, f"{MAPS}/{each}"))
    # The works must carry the wish before the template goes.
    works = "/apis/work.karmada.io/v1alpha1/namespaces/karmada-es-member1/works"
    eventually(lambda: any(
        work["spec"].get("preserveResourcesOnDeletion") for work in karmada.items(works)
    ))
    for name in ("gone", "kept"):
        karmada.delete(f"{MAPS}/{name}")
    eventually(lambda: find(member, f"{MAPS}/gone") is None)
    # The Work itself may stay: when another write comes between the release and the end of its
    # finalizer, Karmada tries again and then refuses the very copy that it has let go.
    eventually(lambda: all(
        "deletionTimestamp" in work["metadata"]
        for work in karmada.items(works) if work["metadata"]["name"].startswith("kept-")
    ))
    eventually(lambda: MANAGED not in labels(find(member, f"{MAPS}/kept")))


def labels(copy: Object | None) -> Object:
    """The labels of a copy that has to be there."""
    assert copy is not None
    return copy["metadata"].get("labels") or {}


def test_the_admin_reaches_members_through_the_cluster_proxy(sandbox: Sandbox) -> None:
    proxy = "/apis/cluster.karmada.io/v1alpha1/clusters/member1/proxy"
    nodes = eventually(lambda: sandbox.api().items(f"{proxy}/api/v1/nodes"))
    assert [node["metadata"]["name"] for node in nodes] == ["member1-node"]


def test_the_webhook_refuses_a_policy_that_makes_no_sense(sandbox: Sandbox) -> None:
    senseless = policy(config_map("x"), "member1", placement={
        "spreadConstraints": [{"spreadByField": "cluster", "minGroups": 3, "maxGroups": 1}],
    })
    with pytest.raises(ApiError, match="denied"):
        sandbox.api().create(senseless)
