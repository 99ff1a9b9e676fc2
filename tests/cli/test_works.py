"""``workbench works``: forms, exit codes, what it says without the extra."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import WEB, Run
from workbench.lint import schemas

FORMS = ("text", "json", "markdown")
OVERWRITE = "work.karmada.io/conflict-resolution: overwrite"


@pytest.fixture
def adopted(fleet: Path) -> Path:
    """The Deployment of the fleet runs in eu-1 already, with another image."""
    folder = fleet / "members" / "eu-1"
    folder.mkdir(parents=True)
    (folder / "web.yaml").write_text(WEB.replace("shop/web:1.4", "shop/web:1.3"))
    notes = f"{{annotations: {{{OVERWRITE}}}, name: web, namespace"
    (fleet / "web.yaml").write_text(WEB.replace("{name: web, namespace", notes))
    return fleet


def results(run: Run, *argv: str) -> dict[str, dict[str, object]]:
    rows = json.loads(run("works", *argv, "-o", "json").out)["results"]
    return {row["cluster"]: row for row in rows}


def test_text_shows_work_request_pods_and_diff(run: Run, adopted: Path) -> None:
    out = run("works", str(adopted), "--cluster", "eu-1").out
    assert "karmada-es-eu-1/web-" in out
    assert "update: PUT deployments.apps shop/web" in out
    assert "pods restart" in out
    assert "-         image: shop/web:1.3" in out
    assert "+         image: shop/web:1.4" in out


def test_json_holds_the_exact_request(run: Run, adopted: Path) -> None:
    rows = results(run, str(adopted))
    request = rows["eu-1"]["request"]
    assert isinstance(request, dict)
    assert (request["kind"], request["verb"]) == ("update", "PUT")
    assert request["body"]["spec"]["replicas"] == 5
    assert request["pods"]["fields"] == ["/spec/template/spec/containers/0/image"]
    other = rows["us-1"]["request"]
    assert isinstance(other, dict) and (other["kind"], other["verb"]) == ("create", "POST")


def test_json_names_every_field_in_its_contract(run: Run, adopted: Path) -> None:
    contract = run("works", "--contract").out
    document = json.loads(run("works", str(adopted), "-o", "json").out)
    assert (document["apiVersion"], document["kind"]) == ("workbench/v1", "Works")
    names = {*document, *document["results"][0], *document["results"][0]["request"]}
    for name in names | set(document["summary"]):
        assert re.search(rf"\b{name}\b", contract), name


def test_clusters_that_differ_in_nothing_are_folded(run: Run, fleet: Path) -> None:
    out = run("works", str(fleet)).out
    assert "2 clusters: eu-1, eu-2" in out
    assert "karmada-es-<cluster>/web-" in out


@pytest.mark.parametrize(("options", "code"), [
    ([], 0), (["--fail-on", "error"], 0), (["--fail-on", "warning"], 1),
])
def test_a_restart_is_worth_a_warning(
    run: Run, adopted: Path, options: list[str], code: int
) -> None:
    for form in FORMS:
        assert run("works", str(adopted), "-o", form, *options).code == code


def test_a_conflict_fails_where_asked(run: Run) -> None:
    assert run("works", "sample:adopt", "--object", "payment", "--fail-on", "error").code == 1
    assert run("works", "sample:adopt", "--object", "cart", "--fail-on", "warning").code == 0


def test_the_sample_shows_an_adoption_a_rollout_and_a_conflict(run: Run) -> None:
    rows = json.loads(run("works", "sample:adopt", "-o", "json").out)["results"]
    found = {
        row["object"]["name"]: (request["kind"], (request["pods"] or {}).get("effect"))
        for row in rows
        for request in [row["request"]]
    }
    assert found == {
        "cart": ("update", "none"), "catalog": ("update", "rollout"), "payment": ("conflict", None),
    }


def test_previews_too_say_what_an_interpreter_of_the_fleet_decides(run: Run, fleet: Path) -> None:
    (fleet / "own.yaml").write_text(
        "apiVersion: config.karmada.io/v1alpha1\nkind: ResourceInterpreterCustomization\n"
        "metadata: {name: own}\nspec:\n  target: {apiVersion: apps/v1, kind: Deployment}\n"
        "  customizations: {replicaRevision: {luaScript: return}}\n"
    )
    words = "unknown: interpreted by ResourceInterpreterCustomization own"
    for form in ("text", "markdown", "json"):
        assert words in run("preview", str(fleet), "-o", form).out
    assert "unknown: an interpreter of the fleet decides" in run("works", str(fleet)).out


def test_what_is_not_there_is_a_usage_error(run: Run, fleet: Path) -> None:
    for option in (["--object", "nope"], ["--cluster", "nope"]):
        ran = run("works", str(fleet), *option)
        assert ran.code == 2 and ran.err.count("\n") == 1


def test_incomplete_input_exits_with_2_and_shows_the_rest(run: Run, fleet: Path) -> None:
    (fleet / "broken.yaml").write_text("a: [")
    ran = run("works", str(fleet))
    assert ran.code == 2
    assert "INCOMPLETE" in ran.out and "POST deployments.apps shop/web" in ran.out


def test_a_removed_version_is_blamed_on_the_member_that_lacks_it(run: Run, fleet: Path) -> None:
    pytest.importorskip("kubernetes_validate")
    pytest.importorskip("jsonschema_rs")
    (fleet / "web.yaml").write_text(
        "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\n"
        "metadata: {name: web}\n"
    )
    (fleet / "clusters.yaml").write_text("".join(
        f"---\napiVersion: cluster.karmada.io/v1alpha1\nkind: Cluster\nmetadata: {{name: {name}}}\n"
        f"status: {{kubernetesVersion: {version}}}\n"
        for name, version in (("old", "v1.30.2"), ("new", "v1.33.1"))
    ))
    ran = run("works", str(fleet), "--fail-on", "error")
    assert ran.code == 1
    assert "not served, Kubernetes v1.33.1" in ran.out
    rows = results(run, str(fleet))
    causes = {
        name: [one["cause"] for one in row["acceptance"]["complaints"]]  # type: ignore[index]
        for name, row in rows.items()
    }
    assert causes == {"new": ["not served"], "old": []}


def test_without_the_extra_one_line_says_which_and_the_rest_is_shown(
    run: Run, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas.shipped_versions.cache_clear()
    monkeypatch.setattr(schemas, "find_spec", lambda name: None)
    ran = run("works", str(fleet))
    schemas.shipped_versions.cache_clear()
    assert ran.code == 0
    assert ran.err.count("\n") == 1 and "karmada-workbench[schemas]" in ran.err
    assert "POST deployments.apps shop/web" in ran.out


def test_lint_with_schemas_says_which_extra_is_missing(
    run: Run, fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas.shipped_versions.cache_clear()
    monkeypatch.setattr(schemas, "find_spec", lambda name: None)
    ran = run("lint", str(fleet), "--schemas")
    schemas.shipped_versions.cache_clear()
    assert ran.code == 2
    assert ran.err.count("\n") == 1 and "karmada-workbench[schemas]" in ran.err


def test_a_what_if_asks_for_the_update_that_follows_and_nothing_else(run: Run) -> None:
    gone = ("works", "sample:shop", "--delete", "OverridePolicy/shop/replicas-eu", "-o", "json")
    answer = json.loads(run(*gone).out)
    assert answer["edits"] == ["delete OverridePolicy shop/replicas-eu"]
    asked = {(row["object"]["name"], row["cluster"], row["outcome"])
             for row in answer["changes"]}
    assert asked == {("frontend", "eu-central", "updated")}


def test_a_what_if_that_leaves_clusters_deletes_there_and_is_worth_a_warning(
    run: Run, tmp_path: Path
) -> None:
    narrower = tmp_path / "everywhere.yaml"
    narrower.write_text("""
apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata: {name: everywhere, namespace: shop}
spec:
  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
  placement: {clusterAffinity: {clusterNames: [eu-west]}}
""")
    tried = run("works", "sample:shop", "--edit", str(narrower), "--fail-on", "warning")
    assert tried.code == 1
    assert "DELETE deployments.apps shop/frontend" in tried.out


def test_a_cluster_that_left_is_named_as_one_that_nothing_is_asked_of(run: Run) -> None:
    answer = run("works", "sample:capacity", "--gone", "eu-1")
    assert "eu-1 left the fleet, and nothing is asked of it here" in answer.out
    assert "left the fleet" not in run("works", "sample:capacity").out
