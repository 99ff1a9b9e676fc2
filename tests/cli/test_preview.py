"""``workbench preview``: outputs, narrowing, what-ifs and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import SCALE, WEB, Run


def results(text: str) -> list[dict[str, Any]]:
    return json.loads(text)["results"]


def test_text_names_clusters_diff_and_cause(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet))
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "1 object, 3 clusters, 1 override policy" in lines[0]
    assert "Deployment shop/web  clusters assumed: no binding" in ran.out
    assert "  2 clusters: eu-1, eu-2" in lines
    assert any(line.split() == ["-", "replicas:", "2"] for line in lines)
    assert "+   replicas: 5" in ran.out
    assert next(line for line in lines if "replicas: 5" in line).endswith(
        "← op/scale rule[0] plaintext[0]"
    )
    assert lines[lines.index("  1 cluster: us-1") + 1].endswith("nothing changes")
    assert lines[-1] == "1 object, 3 results; 2 changed by policies"


def test_side_by_side_shows_template_and_result_on_one_line(run: Run, fleet: Path) -> None:
    out = run("preview", str(fleet), "--split").out
    row = next(line for line in out.splitlines() if "replicas: 5" in line)
    assert row.split("│")[0].split() == ["~", "replicas:", "2"]


def test_full_shows_unchanged_parts_too(run: Run, fleet: Path) -> None:
    assert "image: shop/web:1.4" not in run("preview", str(fleet)).out
    assert "image: shop/web:1.4" in run("preview", str(fleet), "--full").out


def test_trace_says_why_a_rule_did_nothing(run: Run, fleet: Path) -> None:
    out = run("preview", str(fleet), "--trace", "--cluster", "us-1").out
    assert "rule[0]" in out
    assert "area" in out


def test_json_holds_every_result_sorted_and_named_as_before_overrides(
    run: Run, fleet: Path
) -> None:
    ran = run("preview", str(fleet), "-o", "json")
    document = json.loads(ran.out)
    assert (document["apiVersion"], document["kind"]) == ("workbench/v1", "Preview")
    assert document["complete"] is True
    rows = [(r["object"]["name"], r["cluster"], r["outcome"]) for r in document["results"]]
    assert rows == [("web", name, "object") for name in ("eu-1", "eu-2", "us-1")]
    assert [r["result"]["spec"]["replicas"] for r in document["results"]] == [5, 5, 2]
    assert document["results"][0]["applied"] == [
        {"policy": {"kind": "OverridePolicy", "namespace": "shop", "name": "scale"}, "rule": 0}
    ]
    assert document["summary"]["changed"] == 2


def test_json_with_trace_holds_the_changes(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "-o", "json", "--trace", "--cluster", "eu-1")
    (step,) = results(ran.out)[0]["trace"]
    assert step["changes"] == [{"path": "/spec/replicas", "before": 2, "after": 5}]
    assert (step["overrider"], step["index"]) == ("plaintext", 0)


def test_json_of_a_failure_has_message_and_cause_and_no_result(run: Run, fleet: Path) -> None:
    (fleet / "scale.yaml").write_text(SCALE.replace("/spec/replicas", "/spec/absent/below"))
    document = json.loads(run("preview", str(fleet), "-o", "json").out)
    first, last = document["results"][0], document["results"][-1]
    assert (first["outcome"], first["result"]) == ("error", None)
    assert "/spec/absent/below" in first["message"]
    assert first["cause"]["policy"]["name"] == "scale"
    assert (last["outcome"], last["message"], last["cause"]) == ("object", None, None)
    assert document["summary"]["failed"] == 2


def test_everywhere_ignores_placement(run: Run, fleet: Path) -> None:
    (fleet / "place.yaml").write_text(
        "apiVersion: policy.karmada.io/v1alpha1\nkind: PropagationPolicy\n"
        "metadata: {name: one, namespace: shop}\n"
        "spec: {resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}], "
        "placement: {clusterAffinity: {clusterNames: [us-1]}}}\n"
    )
    assert len(results(run("preview", str(fleet), "-o", "json").out)) == 1
    assert len(results(run("preview", str(fleet), "-o", "json", "--everywhere").out)) == 3


def test_yaml_is_one_document_a_variant_with_its_clusters_in_a_comment(
    run: Run, fleet: Path
) -> None:
    out = run("preview", str(fleet), "-o", "yaml").out
    documents = [d for d in yaml.safe_load_all(out) if d]
    assert [d["spec"]["replicas"] for d in documents] == [5, 2]
    assert "# clusters: eu-1, eu-2\n" in out


def test_markdown_and_html_hold_the_diff(run: Run, fleet: Path) -> None:
    markdown = run("preview", str(fleet), "-o", "markdown").out
    assert "```diff\n" in markdown
    assert "\n+   replicas: 5" in markdown
    html = run("preview", str(fleet), "-o", "html").out
    assert html.startswith("<!DOCTYPE html>")
    assert "replicas: <strong>5</strong>" in html
    assert "<script" not in html


def test_standard_input_is_read(run: Run, fleet: Path) -> None:
    (fleet / "web.yaml").unlink()
    assert "Deployment shop/web" in run("preview", str(fleet), "-", stdin=WEB).out


@pytest.mark.parametrize(
    "name", ["web", "shop/web", "Deployment/shop/web", "deployment/web"]
)
def test_an_object_is_found_by_every_spelling_of_its_name(
    run: Run, fleet: Path, name: str
) -> None:
    (fleet / "other.yaml").write_text(WEB.replace("name: web, namespace", "name: api, namespace"))
    ran = run("preview", str(fleet), "--object", name, "-o", "json")
    assert {r["object"]["name"] for r in results(ran.out)} == {"web"}


def test_an_unknown_object_is_answered_with_the_nearest(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "--object", "wep")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "workbench: there is no object 'wep' (did you mean web?)\n"


def test_an_unknown_cluster_is_answered_with_the_nearest(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "--cluster", "eu-3")
    assert ran.code == 2
    assert "no cluster 'eu-3' (did you mean eu-" in ran.err


def test_an_unknown_version_is_answered_with_those_known(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "--karmada", "1.3")
    assert ran.code == 2
    assert "known: v1.12.0, v1.18.2" in ran.err
    assert ran.err.count("\n") == 1


def test_the_older_version_is_followed_when_asked_for(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "-o", "json", "--karmada", "1.12")
    assert json.loads(ran.out)["karmada"] == "v1.12.0"


def test_nothing_to_read_is_an_error_of_usage(run: Run) -> None:
    assert run("preview").code == 2
    ran = run("preview", "no/such/place")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "workbench: no/such/place: no such file or folder\n"


def test_what_could_be_read_is_shown_beside_what_could_not(run: Run, fleet: Path) -> None:
    (fleet / "broken.yaml").write_text("kind: [\n")
    ran = run("preview", str(fleet))
    assert ran.code == 2
    assert "INCOMPLETE: 1 input problem" in ran.out
    assert "broken.yaml:" in ran.out
    assert "replicas: 5" in ran.out
    document = json.loads(run("preview", str(fleet), "-o", "json").out)
    assert document["complete"] is False
    assert document["problems"][0]["source"] == "input"
    assert document["problems"][0]["place"]["line"] > 0
    assert len(document["results"]) == 3


def test_a_policy_that_would_be_refused_is_named_and_still_run(run: Run, fleet: Path) -> None:
    bad = SCALE.replace("value: 5}]", "value: 5}]\n      envs: []")
    (fleet / "scale.yaml").write_text(bad)
    ran = run("preview", str(fleet), "-o", "json")
    assert ran.code == 0
    document = json.loads(ran.out)
    (problem,) = document["problems"]
    assert problem["source"] == "admission"
    assert problem["object"]["name"] == "scale"
    assert problem["field"].endswith("envs")
    assert problem["place"]["line"] == 10
    assert document["results"][0]["result"]["spec"]["replicas"] == 5
    assert "scale would be refused (decoding)" in run("preview", str(fleet)).out
    assert "would be refused" in run("preview", str(fleet), "-o", "yaml").err


def test_exit_code_says_whether_results_differ_from_their_templates(
    run: Run, fleet: Path
) -> None:
    assert run("preview", str(fleet), "--exit-code").code == 1
    assert run("preview", str(fleet), "--exit-code", "--cluster", "us-1").code == 0


def test_fail_on_error_means_refusals_and_failing_clusters(run: Run, fleet: Path) -> None:
    assert run("preview", str(fleet), "--fail-on", "error").code == 0
    (fleet / "scale.yaml").write_text(SCALE.replace("/spec/replicas", "/spec/a/b"))
    assert run("preview", str(fleet)).code == 0
    assert run("preview", str(fleet), "--fail-on", "error").code == 1


def test_fail_on_warning_means_overriders_without_effect_too(run: Run, fleet: Path) -> None:
    (fleet / "scale.yaml").write_text(SCALE.replace("value: 5", "value: 2"))
    assert run("preview", str(fleet), "--fail-on", "error").code == 0
    assert run("preview", str(fleet), "--fail-on", "warning").code == 1


def test_bad_input_outweighs_what_was_asked_to_fail_on(run: Run, fleet: Path) -> None:
    (fleet / "broken.yaml").write_text("kind: [\n")
    assert run("preview", str(fleet), "--exit-code", "--fail-on", "warning").code == 2


def test_an_edit_is_answered_before_anything_else(
    run: Run, fleet: Path, tmp_path: Path
) -> None:
    edit = tmp_path / "edit.yaml"
    edit.write_text(SCALE.replace("value: 5", "value: 9"))
    ran = run("preview", str(fleet), "--edit", str(edit))
    first = ran.out.index("WHAT IF  edit OverridePolicy shop/scale: 1 object, 2 results change")
    assert "clusters assumed" not in ran.out
    whole = run("preview", str(fleet), "--edit", str(edit), "--full").out
    assert whole.index("WHAT IF") < whole.index("clusters assumed")
    answer = ran.out[first:]
    assert answer.index("-   replicas: 5") < answer.index("+   replicas: 9")
    document = json.loads(run("preview", str(fleet), "--edit", str(edit), "-o", "json").out)
    assert document["edits"] == ["edit OverridePolicy shop/scale"]
    assert document["changes"][0]["clusters"] == ["eu-1", "eu-2"]
    assert document["changes"][0]["change"] == "changes"
    assert document["results"][0]["result"]["spec"]["replicas"] == 9


def test_a_deletion_says_what_does_not_go_back(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "--delete", "OverridePolicy/shop/scale", "--exit-code")
    assert ran.code == 1
    assert "will not go back: the Work keeps its annotation" in ran.out
    ran = run("preview", str(fleet), "--delete", "OverridePolicy/shop/scale", "-o", "json")
    assert json.loads(ran.out)["changes"][0]["remains"][0]["kind"] == "record"


def test_a_cluster_joins_with_the_labels_given(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "--join", "eu-9 area=eu", "-o", "json")
    document = json.loads(ran.out)
    joined = [r for r in document["results"] if r["cluster"] == "eu-9"]
    assert joined[0]["result"]["spec"]["replicas"] == 5
    assert document["changes"][0]["change"] == "appears"


def test_an_edit_that_changes_nothing_exits_with_0(run: Run, fleet: Path) -> None:
    ran = run("preview", str(fleet), "--edit", str(fleet / "scale.yaml"), "--exit-code")
    assert ran.code == 0
    assert "no cluster gets anything else" in ran.out


@pytest.mark.parametrize("name", ["op/shop/scale", "overridepolicy/shop/scale", "scale"])
def test_a_policy_to_delete_is_named_as_people_name_it(run: Run, fleet: Path, name: str) -> None:
    ran = run("preview", str(fleet), "--delete", name)
    assert ran.code == 0
    assert "WHAT IF  delete OverridePolicy shop/scale" in ran.out


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--delete", "OverridePolicy/shop/other", "there is no 'OverridePolicy/shop/other'"),
        ("--delete", "op/shop/other", "there is no 'op/shop/other'"),
        ("--join", "Par_1 area=eu", "does not describe a cluster"),
        ("--join", "eu-1 area=eu", "a cluster eu-1 is in the fleet already"),
        ("--join", "two names", "does not describe a cluster"),
        ("--edit", "nowhere.yaml", "nowhere.yaml: no such file"),
    ],
)
def test_a_what_if_that_can_t_be_is_one_line_and_exit_2(
    run: Run, fleet: Path, option: str, value: str, complaint: str
) -> None:
    ran = run("preview", str(fleet), option, value)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
    assert ran.err.count("\n") == 1


def test_the_contract_describes_every_field_of_the_json(run: Run, fleet: Path) -> None:
    contract = run("preview", "--contract").out
    document = json.loads(run("preview", str(fleet), "-o", "json", "--trace").out)
    fields = {*document, *document["results"][0], *document["results"][0]["trace"][0]}
    assert not {field for field in fields if field not in contract}


def test_a_fleet_without_clusters_says_that_they_are_made_up(run: Run, fleet: Path) -> None:
    (fleet / "clusters.yaml").unlink()
    assert "NO CLUSTERS in the fleet" in run("preview", str(fleet)).out
    document = json.loads(run("preview", str(fleet), "-o", "json").out)
    assert document["imagined"] is True
    assert {r["result"]["spec"]["replicas"] for r in document["results"]} == {2, 5}
