"""Small fleets for tests of rules."""

from __future__ import annotations

from workbench.fleets.objects import read_objects
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, Profile
from workbench.lint.finding import Finding
from workbench.lint.rules import lint
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, NoSource, Snapshot

CLUSTERS = """
apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata: {name: member1, labels: {region: eu}}
---
apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata: {name: member2, labels: {region: us}}
---
"""


def snapshot_of(text: str) -> Snapshot:
    found = read_objects(text, "fleet.yaml")
    assert not found.problems
    return Snapshot("fleet", tuple(found.items))


def preview_of(text: str, profile: Profile = LATEST) -> Preview:
    """A preview of objects in two clusters, member1 and member2."""
    return Preview(snapshot_of(CLUSTERS + text), profile)


def policy(overriders: str, *, name: str = "policy", kind: str = "Deployment") -> str:
    """An OverridePolicy for every object of a kind in namespace shop; flow YAML inside."""
    version = {"Deployment": "apps/v1", "CronJob": "batch/v1"}.get(kind, "v1")
    return f"""
---
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {{name: {name}, namespace: shop}}
spec:
  resourceSelectors:
  - {{apiVersion: {version}, kind: {kind}}}
  overrideRules:
  - overriders: {overriders}
"""


def deployment(containers: str, *, name: str = "web", more: str = "") -> str:
    return f"""
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers: {containers}
{more}
"""


def of_rule(rule: str, preview: Preview) -> list[Finding]:
    return [finding for finding in lint(preview) if finding.rule == rule]


def mended(preview: Preview, finding: Finding) -> Preview:
    """The fleet after a finding's fix."""
    fix = finding.fix
    assert fix is not None
    gone: list[ObjectId] = [fix.target] if fix.is_rename else []
    snapshot = preview.snapshot.replacing([Item.of(fix.after, NoSource("(fixed)"))], gone)
    return Preview(snapshot, preview.profile)
