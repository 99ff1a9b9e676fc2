"""The validating webhook of ClusterTaintPolicy, where an installation registers it.

Follows pkg/webhook/clustertaintpolicy/validating.go (v1.18.2). Of Karmada's own ways to
install, only artifacts/deploy/webhook-configuration.yaml registers this webhook.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.model.tree import Object, Path

_TAINTS: Path = ("spec", "taints")


def taint_complaints(policy: Object, *, allows_no_execute: bool) -> Iterator[Complaint]:
    """What the webhook refuses in a policy that the schema accepts."""
    taints = policy["spec"]["taints"]
    kinds = [(taint["key"], taint["effect"]) for taint in taints]
    for index, (key, effect) in enumerate(kinds):
        if effect == "NoExecute" and not allows_no_execute:
            message = (
                "effect NoExecute is off; start the webhook with "
                "--allow-no-execute-taint-policy=true"
            )
            yield complaint("value", (*_TAINTS, index, "effect"), message, (*_TAINTS, index))
        if (key, effect) in kinds[index + 1 :]:
            message = f"key {shown(key)} with effect {effect} comes again below; keep one of them"
            yield complaint("duplicate", (*_TAINTS, index), message)
