"""The command line, run in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench.cli import main

CLUSTER = """\
apiVersion: cluster.karmada.io/v1alpha1
kind: Cluster
metadata: {{name: {name}, labels: {{area: {area}}}}}
spec: {{}}
"""
WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "shop/web:1.4"}]}
"""
SCALE = """\
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {name: scale, namespace: shop}
spec:
  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
  overrideRules:
  - targetCluster: {labelSelector: {matchLabels: {area: eu}}}
    overriders:
      plaintext: [{path: /spec/replicas, operator: replace, value: 5}]
"""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run ``workbench`` with these arguments; ``stdin`` is what is piped into it."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run_it(*argv: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(argv)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run_it


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """Three clusters, a Deployment, and a policy that scales it where area is eu."""
    folder = tmp_path / "fleet"
    folder.mkdir()
    clusters = (("eu-1", "eu"), ("eu-2", "eu"), ("us-1", "us"))
    (folder / "clusters.yaml").write_text(
        "---\n".join(CLUSTER.format(name=name, area=area) for name, area in clusters)
    )
    (folder / "web.yaml").write_text(WEB)
    (folder / "scale.yaml").write_text(SCALE)
    return folder
