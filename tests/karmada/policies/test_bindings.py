from __future__ import annotations

from tests.karmada.policies.test_claims import policy, template
from workbench.karmada.policies.bindings import binding_name, build_binding
from workbench.karmada.policies.claim_metadata import PP_ID
from workbench.karmada.policies.eligibility import is_change, is_change_by_karmada, why_ignored
from workbench.karmada.profile import V1_18_2


def test_a_binding_is_named_after_object_and_kind() -> None:
    assert binding_name("ClusterRole", "system:Reader") == "system.reader-clusterrole"


def test_a_binding_carries_the_policy_s_wishes_and_the_template_s_needs() -> None:
    tree = template(uid="u1")
    container = {"name": "c", "image": "i", "resources": {"requests": {"cpu": "1"}}}
    tree["spec"] = {"replicas": 3, "template": {"spec": {"containers": [container]}}}
    wish = policy("p", propagateDeps=True, placement={"clusterAffinity": {"clusterNames": ["a"]}})
    binding = build_binding(tree, wish, V1_18_2)
    assert (binding["kind"], binding["metadata"]["name"]) == ("ResourceBinding", "web-deployment")
    assert binding["metadata"]["labels"] == {PP_ID: "id-p"}
    assert binding["spec"] == {
        "propagateDeps": True,
        "resource": {
            "apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web",
            "uid": "u1",
        },
        "placement": {"clusterAffinity": {"clusterNames": ["a"]}},
        "replicas": 3,
        "replicaRequirements": {"resourceRequest": {"cpu": "1"}},
    }  # fmt: skip


def test_an_object_without_a_namespace_has_a_cluster_wide_binding() -> None:
    tree = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team"}}
    binding = build_binding(tree, policy("wide", ""), V1_18_2)
    assert binding["kind"] == "ClusterResourceBinding"
    assert "namespace" not in binding["metadata"]


def test_touching_only_karmada_s_own_keys_counts_as_karmada_s_change() -> None:
    old = template()
    claimed = template(labels={PP_ID: "x"}, generation=2, resourceVersion="9")
    assert is_change_by_karmada(old, claimed)
    assert is_change(old, claimed)
    skipped = template(labels={"namespace.karmada.io/skip-auto-propagation": "true"})
    assert not is_change_by_karmada(old, skipped)
    assert not is_change_by_karmada(old, template(labels={"app": "db"}))


def test_status_and_bookkeeping_are_no_change() -> None:
    assert not is_change(template(), {**template(resourceVersion="2"), "status": {"x": 1}})


def test_karmada_passes_over_its_own_and_the_cluster_s_bookkeeping() -> None:
    lease = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "l"}}
    assert why_ignored(lease) == "Lease objects are not propagated"
    assert why_ignored({"apiVersion": "v1", "kind": "Event", "metadata": {"namespace": "shop"}})
    assert why_ignored(policy("p")) == "objects of policy.karmada.io are not propagated"
    assert why_ignored(template()) == ""
