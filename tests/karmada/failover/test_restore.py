"""Policies for members: written for what each member serves, and harmful to nothing there."""

from __future__ import annotations

import pytest
import yaml

from workbench.karmada.failover.restore import (
    RestorePoint,
    admission_caution,
    admission_policy,
    default_restore_point,
    kyverno_policy,
    served_in,
)
from workbench.karmada.failover.retention import offer_retention
from workbench.karmada.profile import V1_18_2
from workbench.model.tree import Object
from workbench.model.yaml_writer import write_documents, write_yaml

LABEL = "shop.example/job"


def flink(folder: str = "s3://state/wordcount") -> Object:
    return {
        "apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment",
        "metadata": {"name": "wordcount", "namespace": "shop"},
        "spec": {"flinkConfiguration": {"state.checkpoints.dir": folder}},
    }


def expression(manifest: Object, point: RestorePoint) -> str:
    policy, _ = admission_policy(manifest, point)
    text = policy["spec"]["mutations"][0]["jsonPatch"]["expression"]
    assert isinstance(text, str)
    return text


def test_maps_on_the_way_are_added_only_where_the_object_that_comes_lacks_them() -> None:
    """Karmada puts annotations on it that the template does not have."""
    point = RestorePoint(LABEL, ("metadata", "annotations", LABEL), "{label}")
    assert expression(flink(), point) == (
        '(has(object.metadata.annotations) ? [] : [JSONPatch{op: "add", path: '
        '"/metadata/annotations", value: Object{}}]) + [JSONPatch{op: "add", path: '
        f'"/metadata/annotations/shop.example~1job", value: object.metadata.labels["{LABEL}"]}}]'
    )


def test_owners_of_a_map_are_asked_for_before_it() -> None:
    point = RestorePoint(LABEL, ("spec", "template", "metadata", "annotations", LABEL), "{label}")
    asked = "has(object.spec.template) && has(object.spec.template.metadata) ? "
    assert asked in expression(flink(), point)


def test_texts_of_cel_hold_whatever_a_path_does() -> None:
    odd = "s3://ü'\"\\\U0001f600\t{x}"
    text = expression(flink(odd), default_restore_point(flink(odd), LABEL))
    assert '"s3://ü\'\\"\\\\\U0001f600\\t{x}/"' in text


@pytest.mark.parametrize("folder", ["s3://a b", "s3://'\"{{x}}: #", "s3://ü\U0001f600"])
def test_what_is_written_reads_back_as_it_was(folder: str) -> None:
    tree = flink(folder)
    point = default_restore_point(tree, LABEL)
    offer = offer_retention(tree, point, V1_18_2)
    assert offer is not None
    for made in (offer.customization, kyverno_policy(tree, point)):
        assert yaml.safe_load(write_yaml(made)) == made
    both = admission_policy(tree, point)
    assert tuple(yaml.safe_load_all(write_documents(both))) == both


def test_members_are_told_apart_by_what_they_serve() -> None:
    versions = {"a": "v1.33.4", "b": "v1.36.0", "c": "v1.35.2", "d": "v1.30.1", "e": "v1.36.1"}
    clusters = {name: {"status": {"kubernetesVersion": v}} for name, v in versions.items()}
    assert list(served_in(clusters).items()) == [
        ("v1", ["b", "e"]), ("v1beta1", ["c"]), ("v1alpha1", ["a"]), ("", ["d"]),
    ]


def test_what_is_off_by_default_says_how_to_switch_it_on() -> None:
    assert admission_caution("v1") == ""
    for version, since in (("v1alpha1", "1.32 and 1.33"), ("v1beta1", "1.34 and 1.35")):
        said = admission_caution(version)
        assert f"off by default in Kubernetes {since}" in said
        assert "--feature-gates=MutatingAdmissionPolicy=true" in said
        assert f"--runtime-config=admissionregistration.k8s.io/{version}=true" in said
