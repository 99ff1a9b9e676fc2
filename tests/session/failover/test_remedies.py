"""What is offered to keep state says for whom it is, and what it can't know."""

from __future__ import annotations

from tests.simulator.fleets import cluster, deployment, flink, policy, snapshot
from workbench.karmada.failover.restore import default_restore_point
from workbench.karmada.profile import LATEST
from workbench.model.tree import Object
from workbench.session.failover.remedies import remedies_of
from workbench.session.failover.views import Remedy
from workbench.simulator.preparation import prepare


def offered(manifest: Object, *objects: Object) -> dict[str, Remedy]:
    members = [cluster("m1"), cluster("m2")]
    fleet = prepare(snapshot(*members, manifest, policy(manifest), *objects), LATEST)
    point = default_restore_point(manifest, "shop.example/job")
    customizations = [o for o in objects if o["kind"] == "ResourceInterpreterCustomization"]
    return {r.id: r for r in remedies_of(manifest, point, fleet, customizations)}


def test_a_folder_that_overrides_change_is_warned_of() -> None:
    elsewhere: Object = {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "OverridePolicy",
        "metadata": {"name": "folder", "namespace": "shop"},
        "spec": {"overrideRules": [{
            "targetCluster": {"clusterNames": ["m2"]},
            "overriders": {"plaintext": [{
                "path": "/spec/flinkConfiguration/state.checkpoints.dir", "operator": "replace",
                "value": "s3://other",
            }]},
        }]},
    }
    plain, overridden = offered(flink()), offered(flink(), elsewhere)
    for name in ("kyverno", "admission policy"):
        assert "another folder" not in plain[name].caution
        assert "overrides give m2 another folder" in overridden[name].caution
    assert "another folder" not in overridden["retention"].caution


def test_a_webhook_of_the_fleet_that_keeps_fields_is_named() -> None:
    hook: Object = {
        "apiVersion": "config.karmada.io/v1alpha1",
        "kind": "ResourceInterpreterWebhookConfiguration", "metadata": {"name": "hooks"},
        "webhooks": [{"name": "web.shop.example", "rules": [{
            "operations": ["Retain"], "apiGroups": ["apps"], "apiVersions": ["v1"],
            "kinds": ["Deployment"],
        }]}],
    }
    assert "(web.shop.example)" in offered(deployment(), hook)["retention"].caution


def test_nothing_is_offered_to_keep_what_the_fleet_keeps_already() -> None:
    web = deployment()
    point = default_restore_point(web, "shop.example/job")
    fleet = prepare(snapshot(cluster("m1"), web, policy(web)), LATEST)
    first = next(iter(remedies_of(web, point, fleet, ())))
    assert first.id == "retention"
    script = first.yaml.partition("luaScript: |\n")[2]
    lines = "".join(line.removeprefix(" " * 8) for line in script.splitlines(keepends=True))
    kept: Object = {
        "apiVersion": "config.karmada.io/v1alpha1", "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": "kept"},
        "spec": {"target": {"apiVersion": "apps/v1", "kind": "Deployment"},
                 "customizations": {"retention": {"luaScript": lines}}},
    }
    assert "retention" not in offered(web, kept)
