"""``workbench place``: every form, every what-if, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EVERYWHERE = """\
apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata: {name: everywhere, namespace: shop}
spec:
  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
  placement: {clusterAffinity: {clusterNames: [eu-1, us-1]}}
"""


@pytest.fixture
def placed(fleet: Path) -> Path:
    (fleet / "placement.yaml").write_text(EVERYWHERE)
    return fleet


@pytest.fixture
def typo(tmp_path: Path) -> str:
    file = tmp_path / "typo.yaml"
    file.write_text(EVERYWHERE.replace("eu-1, us-1", "eu1"))
    return str(file)


def test_text_has_a_line_for_each_object(run: Run, placed: Path) -> None:
    ran = run("place", str(placed))
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].endswith("1 object, 3 clusters, 1 propagation policy")
    assert lines[1].startswith("Deployment shop/web  clusters computed: by PropagationPolicy")
    assert lines[2] == "  2 clusters, 4 pods: eu-1 2, us-1 2"


def test_an_object_that_is_asked_for_is_shown_in_full(run: Run, placed: Path) -> None:
    out = run("place", str(placed), "--object", "web").out
    assert "ClusterAffinity: clusterNames do not name eu-2" in out
    assert "division: Duplicated: every selected cluster gets all replicas" in out


def test_what_would_be_deleted_is_said_first_and_can_fail_a_pipeline(
    run: Run, placed: Path, typo: str
) -> None:
    ran = run("place", str(placed), "--edit", typo, "--fail-on", "deleted")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert "2 copies DELETED" in next(line for line in lines if line.startswith("WHAT IF"))
    assert "  ✗ Deployment shop/web: DELETED everywhere (eu-1 (2 pods), us-1 (2 pods))" in ran.out


def test_nowhere_can_fail_a_pipeline(run: Run, placed: Path) -> None:
    assert run("place", str(placed), "--fail-on", "nowhere").code == 0
    (placed / "placement.yaml").write_text(EVERYWHERE.replace("eu-1, us-1", "eu1"))
    assert run("place", str(placed), "--fail-on", "nowhere").code == 1


def test_json_holds_decision_and_moves(run: Run, placed: Path, typo: str) -> None:
    document = json.loads(run("place", str(placed), "-o", "json", "--edit", typo).out)
    assert (document["kind"], document["complete"]) == ("Placement", True)
    (move,) = document["moves"]
    assert (move["deleted"], move["podsStopped"], move["emptied"]) == (["eu-1", "us-1"], 4, True)
    (shown,) = document["objects"]
    assert (shown["origin"], shown["clusters"]) == ("computed", [])
    assert shown["claim"]["policy"]["name"] == "everywhere"
    assert {r["because"] for r in shown["refused"]} == {
        f"clusterNames do not name {name}" for name in ("eu-1", "eu-2", "us-1")
    }
    assert document["summary"]["deleted"] == 2


def test_the_contract_names_every_field(run: Run, placed: Path) -> None:
    contract = run("place", "--contract").out
    document = json.loads(run("place", str(placed), "-o", "json").out)
    named = {*document, *document["objects"][0], *document["summary"]}
    assert not {field for field in named if field not in contract}


def test_markdown_is_a_table_of_where_everything_goes(run: Run, placed: Path) -> None:
    out = run("place", str(placed), "-o", "markdown", "--gone", "us-1").out
    assert out.startswith("# Where it goes\n")
    assert "- ⚠ Deployment shop/web: lost with us-1" in out
    assert "| Deployment shop/web | 1 cluster, 2 pods |" in out


@pytest.mark.parametrize(("option", "value", "said"), [
    ("--taint", "eu-1 a=b:NoSchedule", "nothing moves"),
    ("--label", "eu-1 area=us", "nothing moves"),
    ("--capacity", "eu-1 cpu=1", "nothing moves"),
    ("--gone", "eu-1", "1 object moves, 2 pods stop"),
    ("--rebalance", "web", "nothing moves"),
    ("--delete", "Deployment/shop/web", "2 copies DELETED"),
    ("--join", "eu-3 area=eu", "nothing moves"),
])  # fmt: skip
def test_every_what_if_is_answered(
    run: Run, placed: Path, option: str, value: str, said: str
) -> None:
    ran = run("place", str(placed), option, value)
    assert ran.code == 0
    assert said in next(line for line in ran.out.splitlines() if line.startswith("WHAT IF"))


def test_no_execute_evicts_where_it_is_switched_on(run: Run, placed: Path) -> None:
    taint = ("--taint", "eu-1 a=b:NoExecute")
    assert "nothing moves" in run("place", str(placed), *taint).out
    assert "1 copy DELETED" in run("place", str(placed), *taint, "--evict").out
    assert "1 copy DELETED" in run("place", str(placed), *taint, "--karmada", "1.12").out


@pytest.mark.parametrize("arguments", [
    ("--taint", "eu-1"), ("--gone", "nowhere"), ("--object", "nothing"), ("--capacity", "eu-1 x"),
])  # fmt: skip
def test_a_what_if_that_makes_no_sense_is_one_line_and_exits_with_2(
    run: Run, placed: Path, arguments: tuple[str, str]
) -> None:
    ran = run("place", str(placed), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


def test_input_that_can_not_be_read_exits_with_2(run: Run, placed: Path) -> None:
    (placed / "broken.yaml").write_text("kind: [\n")
    ran = run("place", str(placed))
    assert ran.code == 2
    assert "Deployment shop/web" in ran.out
