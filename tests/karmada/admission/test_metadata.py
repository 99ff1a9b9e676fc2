from __future__ import annotations

import pytest

from tests.karmada.admission.policies import faults, overriding, propagating
from workbench.karmada.admission.metadata import annotation_complaints, label_complaints
from workbench.karmada.admission.server import admit
from workbench.karmada.profile import V1_18_2


def test_the_server_names_the_map_and_the_path_names_the_label() -> None:
    (found,) = label_complaints({"ok": "v", "bad key": "v"}, ("spec", "value"))
    assert (found.field, found.path) == ("spec.value", ("spec", "value", "bad key"))


def test_annotation_keys_may_have_an_upper_case_prefix_and_label_keys_not() -> None:
    pairs = {"Example.COM/Name": "any text at all, even spaces"}
    assert list(annotation_complaints(pairs, ("a",))) == []
    assert len(list(label_complaints({"Example.COM/Name": "v"}, ("a",)))) == 1


def test_annotations_are_counted_in_bytes() -> None:
    assert list(annotation_complaints({"k": "x" * (256 * 1024 - 1)}, ("a",))) == []
    (found,) = annotation_complaints({"k": "ä" * (128 * 1024)}, ("a",))
    assert "262145 bytes" in found.message


@pytest.mark.parametrize("name", ["Web", "a_b", "-a", "a/b", "a" * 254])
def test_a_bad_name_is_refused_by_the_schema(name: str) -> None:
    posted = overriding()
    posted["metadata"]["name"] = name
    answer = admit(posted, V1_18_2)
    assert (answer.by, faults(answer)) == ("schema", [("value", "metadata.name")])


def test_a_name_may_be_generated_but_not_be_missing() -> None:
    posted = overriding()
    del posted["metadata"]["name"]
    assert faults(admit(posted, V1_18_2)) == [("required", "metadata.name")]
    posted["metadata"]["generateName"] = "web-"
    assert admit(posted, V1_18_2).admitted


def test_the_permanent_id_is_karmada_s_own_affair() -> None:
    posted = propagating()
    posted["metadata"]["labels"] = {
        "propagationpolicy.karmada.io/permanent-id": "not a label value", "app": "web",
    }
    stored = admit(posted, V1_18_2).object
    assert stored is not None
    assert stored["metadata"]["labels"]["app"] == "web"
    assert "not a label value" not in stored["metadata"]["labels"].values()
