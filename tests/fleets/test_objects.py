from __future__ import annotations

import pytest

from workbench.fleets.objects import read_objects

HEAD = "apiVersion: v1\nkind: ConfigMap\n"


def only_problem(text: str) -> str:
    found = read_objects(text, "x.yaml")
    assert found.items == []
    (problem,) = found.problems
    return str(problem)


@pytest.mark.parametrize(("text", "message"), [
    ("- a\n- b\n", "x.yaml:1:1: a list, where a Kubernetes object is expected"),
    ("just text\n", "x.yaml:1:1: text, where a Kubernetes object is expected"),
    ("a: 1\n", "x.yaml:1:1: not a Kubernetes object: no apiVersion and no kind"),
    ("kind: Service\nmetadata: {name: a}\n", "x.yaml:1:1: apiVersion is missing"),
    ("apiversion: v1\nkind: Service\n", "x.yaml:1:1: apiVersion is missing (it says 'apiversion')"),
    ("apiVersion: v1\nmetadata: {name: a}\n", "x.yaml:1:1: kind is missing"),
    ("apiVersion: 1\nkind: Service\n", "x.yaml:1:1: apiVersion is a number, not text"),
    ("apiVersion: v1\nkind: [Service]\n", "x.yaml:2:1: kind is a list, not text"),
    ("apiVersion: v1\nkind: ''\n", "x.yaml:2:1: kind is empty"),
    (HEAD, "x.yaml:1:1: ConfigMap has no metadata (add metadata.name)"),
    (HEAD + "metadata: web\n", "x.yaml:3:1: metadata is text, not a map"),
    (HEAD + "metadata: {}\n", "x.yaml:3:1: ConfigMap has no metadata.name"),
    (HEAD + "metadata: {generateName: a-}\n", "generateName makes no name before it is applied"),
    (HEAD + "metadata:\n  name: 12\n",
     "x.yaml:4:3: metadata.name is a number, not text (put it in quotes)"),
    (HEAD + "metadata:\n  name: yes\n", "metadata.name is true or false, not text"),
    (HEAD + "metadata:\n  name:\n", "x.yaml:4:3: metadata.name is empty, not text"),
    (HEAD + "metadata: {name: a, namespace: 7}\n", "metadata.namespace is a number, not text"),
    (HEAD + "metadata: {name: a, labels: [b]}\n", "metadata.labels is a list, not a map"),
    (HEAD + "metadata: {name: a, annotations: b}\n", "metadata.annotations is text, not a map"),
    ("apiVersion: policy.karmada.io/v1\nkind: OverridePolicy\nmetadata: {name: a}\n",
     "x.yaml:1:1: Karmada serves no OverridePolicy of policy.karmada.io/v1 "
     "(known: policy.karmada.io/v1alpha1 OverridePolicy)"),
    ("apiVersion: policy.karmada.io/v1alpha1\nkind: OverridePolicy\nmetadata: {name: a}\nspec: 5\n",
     "x.yaml:4:1: spec is a number, not a map"),
    ("apiVersion: v1\nkind: \"\\e[31mX\"\n", "\\x1b[31mX has no metadata"),
])
def test_what_is_no_object_is_left_out_with_a_reason(text: str, message: str) -> None:
    assert message in only_problem(text)


def test_null_labels_and_an_empty_namespace_are_fine() -> None:
    text = HEAD + "metadata: {name: a, namespace: '', labels: null, annotations: }\n"
    assert read_objects(text, "x.yaml").problems == []


def test_names_with_escapes_or_html_stay_data_and_are_shown_harmless() -> None:
    text = HEAD + 'metadata: {name: "<b>\\e]0;x\\a", labels: 3}\n'
    (problem,) = read_objects(text, "x.yaml").problems
    assert "\x1b" not in str(problem)
    found = read_objects(text.replace("labels: 3", "labels: {}"), "x.yaml")
    assert found.items[0].id.name == "<b>\x1b]0;x\x07"


LIST = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: one
    resourceVersion: "12"
- apiVersion: v1
  kind: Service
  metadata:
    name: 2
- apiVersion: v1
  kind: ServiceList
  items:
  - metadata:
      name: three
  - metadata: {name: four}
metadata:
  resourceVersion: ""
"""


def test_lists_are_unrolled_and_every_entry_keeps_its_place_and_text() -> None:
    found = read_objects(LIST, "dump.yaml")
    assert [item.id.name for item in found.items] == ["one", "three", "four"]
    assert found.items[0].object["metadata"]["resourceVersion"] == "12"
    assert str(found.items[0].source.place()) == "dump.yaml:4:3"
    assert str(found.items[1].source.place(("metadata", "name"))) == "dump.yaml:17:7"
    assert found.items[0].source.text.startswith("apiVersion: v1\nkind: Service\nmetadata:\n")
    assert found.items[2].id.kind == "Service"
    assert found.items[2].id.api_version == "v1"
    assert [str(problem).split(" (")[0] for problem in found.problems] == [
        "dump.yaml:12:5: metadata.name is a number, not text"
    ]


def test_an_empty_list_holds_nothing_and_is_no_problem() -> None:
    for items in ("[]", "null"):
        found = read_objects(f"apiVersion: v1\nkind: List\nitems: {items}\n", "x.yaml")
        assert (found.items, found.problems) == ([], [])


def test_a_custom_kind_that_ends_in_list_is_an_object() -> None:
    text = "apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nitems: {b: c}\n"
    assert [item.id.kind for item in read_objects(text, "x.yaml").items] == ["AllowList"]


@pytest.mark.parametrize(("file", "text"), [
    ("a/kustomization.yaml", "resources: [a.yaml]\n"),
    ("a/other.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"),
    ("Chart.yaml", "apiVersion: v2\nname: shop\n"),
    ("values.yaml", "replicas: 2\n"), ("values-eu.yaml", "replicas: 2\n"),
    ("config.yaml", "apiVersion: v1\nkind: Config\ncontexts: []\n"),
    ("package.json", '{"name": "x"}'), ("data.json", "[1, 2]"),
    ("kind.yaml", "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n"),
])
def test_files_of_other_programs_are_passed_over_in_a_folder_but_not_where_asked_for(
    file: str, text: str
) -> None:
    found = read_objects(text, file, skip_foreign=True)
    assert (found.items, found.problems) == ([], [])
    assert read_objects(text, file).problems


def test_an_object_is_never_foreign() -> None:
    text = HEAD + "metadata: {name: a}\n"
    for file in ("values.yaml", "package.json", "kustomization.yaml"):
        assert len(read_objects(text, file, skip_foreign=True).items) == 1
