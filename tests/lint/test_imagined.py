from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.fleets import snapshot_of
from workbench.fleets.files import load
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.lint.rules import lint
from workbench.model.snapshot import Snapshot

HAZARDS = Path(__file__).parents[2] / "sample_clusters" / "hazards"
NEEDS_CLUSTERS = {"unknown-cluster", "selector-key", "no-cluster"}


def without_clusters(path: str) -> Preview:
    snapshot = load([path])
    items = tuple(item for item in snapshot.items if item.id.kind != "Cluster")
    return Preview(Snapshot(snapshot.name, items), LATEST)


def test_policies_without_clusters_are_judged_by_clusters_that_fit_their_targets() -> None:
    whole = {finding.rule for finding in lint(Preview(load([HAZARDS]), LATEST))}
    found = {finding.rule for finding in lint(without_clusters(str(HAZARDS)))}
    assert whole - found <= NEEDS_CLUSTERS


@pytest.mark.parametrize("sample", ["shop", "config", "flink"])
def test_no_made_up_cluster_makes_up_a_finding(sample: str) -> None:
    assert lint(without_clusters(f"sample:{sample}")) == ()


def test_a_made_up_cluster_says_what_it_stands_for() -> None:
    text = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 1}
---
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {name: small, namespace: shop}
spec:
  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
  overrideRules:
  - targetCluster:
      labelSelector: {matchLabels: {region: eu}}
      fieldSelector: {matchExpressions: [{key: zone, operator: In, values: [z1, z2]}]}
    overriders: {plaintext: [{path: /spec/none/there, operator: replace, value: 1}]}
"""
    (finding,) = lint(Preview(snapshot_of(text), LATEST))
    assert finding.rule == "H12"
    assert finding.clusters == ("any cluster with region=eu, zone in (z1,z2)",)
