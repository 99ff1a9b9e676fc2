"""Small policies to post, and what the answer names."""

from __future__ import annotations

from workbench.karmada.admission.answer import Admission
from workbench.karmada.admission.kinds import API_VERSION
from workbench.model.tree import Json, Object

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def policy(kind: str, **spec: Json) -> Object:
    metadata = {"name": "web"}
    if not kind.startswith("Cluster"):
        metadata["namespace"] = "shop"
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": metadata, "spec": spec}


def overriding(**overriders: Json) -> Object:
    rule = {"overriders": overriders}
    return policy("OverridePolicy", resourceSelectors=[DEPLOYMENT], overrideRules=[rule])


def propagating(placement: Json = None, **spec: Json) -> Object:
    return policy(
        "PropagationPolicy", resourceSelectors=[DEPLOYMENT], placement=placement or {}, **spec
    )


def faults(answer: Admission) -> list[tuple[str, str]]:
    """``(fault, field)`` of every complaint."""
    return [(complaint.fault, complaint.field) for complaint in answer.complaints]
