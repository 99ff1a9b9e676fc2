from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.sandbox.fakes import layout
from workbench.sandbox.build import Programs
from workbench.sandbox.layout import Layout
from workbench.sandbox.loading import karmada_crds, manifest, write_stages

PATCH = """\
metadata: {name: things.example}
spec:
  conversion:
    strategy: Webhook
    webhook:
      clientConfig:
        url: "https://{{name}}.{{namespace}}.svc:443/convert"
        caBundle: "{{caBundle}}"
"""


@pytest.fixture
def built(tmp_path: Path) -> Layout:
    """A layout with a CRD, its patch and one stage in place of what a build copies."""
    programs = Programs(tmp_path / "stack", tmp_path / "kwok")
    for folder, name, text in (
        (programs.crds / "bases/group", "a.yaml", "metadata: {name: things.example}\nspec: {}\n"),
        (programs.crds / "bases/group", "b.yaml", "metadata: {name: others.example}\nspec: {}\n"),
        (programs.crds / "patches", "a.yaml", PATCH),
        (programs.stages / "pod/fast", "pod-ready.yaml", "kind: Stage\nmetadata: {name: ready}\n"),
        (programs.stages / "pod/fast", "kustomization.yaml", "kind: Kustomization\n"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    one = layout(programs=programs)
    one.certificates.mkdir()
    (one.certificates / "ca.crt").write_text("authority")
    return one


def test_conversion_webhooks_are_asked_on_this_machine(built: Layout) -> None:
    crds = {crd["metadata"]["name"]: crd["spec"] for crd in karmada_crds(built)}
    client = crds["things.example"]["conversion"]["webhook"]["clientConfig"]
    assert client["url"] == f"{built.address('karmada-webhook')}/convert"
    assert client["caBundle"] == "YXV0aG9yaXR5"
    assert crds["others.example"] == {}


@pytest.mark.parametrize(("version", "restores"), [("1.18", False), ("1.12", True)])
def test_kwok_plays_its_own_stages_and_those_of_flink(
    built: Layout, version: str, restores: bool
) -> None:
    one = layout("other", version=version, programs=built.programs)
    write_stages(one)
    documents = list(yaml.safe_load_all((one.folder / "stages.yaml").read_text()))
    assert {each["kind"] for each in documents} == {"Stage"}
    names = [each["metadata"]["name"] for each in documents]
    assert names[:4] == ["ready", "flink-running", "flink-unhealthy", "flink-recovered"]
    assert ("flink-restore" in names) == restores


def test_the_policy_that_restores_acts_at_creation_alone() -> None:
    policy, binding = manifest("flink-restore-policy.yaml")
    [rule] = policy["spec"]["matchConstraints"]["resourceRules"]
    assert rule["operations"] == ["CREATE"]
    assert binding["spec"]["policyName"] == policy["metadata"]["name"]
