from __future__ import annotations

from tests.karmada.admission.policies import faults, policy
from workbench.karmada.admission.mutating import WebhookOptions
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import V1_18_2

TWICE = policy(
    "ClusterTaintPolicy",
    taints=[{"key": "k", "effect": "NoExecute"}, {"key": "k", "effect": "NoExecute", "value": "v"}],
)


def test_without_the_webhook_nothing_but_the_schema_judges_taints() -> None:
    assert admit(TWICE, V1_18_2).admitted


def test_with_the_webhook_taints_differ_and_no_execute_must_be_allowed() -> None:
    options = WebhookOptions(checks_cluster_taint_policies=True)
    assert faults(admit(TWICE, V1_18_2, options=options)) == [
        ("value", "spec.taints[0]"), ("duplicate", "spec.taints[0]"), ("value", "spec.taints[1]"),
    ]
    options = WebhookOptions(checks_cluster_taint_policies=True, allows_no_execute_taints=True)
    assert faults(admit(TWICE, V1_18_2, options=options)) == [("duplicate", "spec.taints[0]")]
