"""Names that try to drive a terminal, a page or a parser are only shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import SCALE, WEB, Run

EVIL = "\x1b]0;x\x07<script>alert(1)</script>`*`\u202e\n## [x](y)"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


@pytest.fixture
def evil_fleet(fleet: Path) -> Path:
    name = json.dumps(EVIL)
    (fleet / "web.yaml").write_text(WEB.replace("name: web, name", f"name: {name}, name"))
    (fleet / "scale.yaml").write_text(
        SCALE.replace("name: scale", f"name: {name}").replace("value: 5", f"value: {name}")
    )
    cluster = {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
               "metadata": {"name": EVIL, "labels": {"area": "eu"}}}
    (fleet / "evil.yaml").write_text(json.dumps(cluster))
    (fleet / "broken.yaml").write_text(json.dumps({"kind": EVIL, "apiVersion": 3}))
    return fleet


@pytest.mark.parametrize("options", [
    [], ["--split"], ["--trace"], ["-o", "yaml"], ["-o", "markdown"], ["-o", "html"],
    ["--delete", f"OverridePolicy/shop/{EVIL}"], ["--join", f"{EVIL.split()[0]} area=eu"],
])
def test_no_control_character_reaches_the_terminal(
    run: Run, evil_fleet: Path, options: list[str]
) -> None:
    ran = run("preview", str(evil_fleet), *options)
    assert ran.code == 2
    assert not _CONTROL.search(ran.out)
    assert not _CONTROL.search(ran.err)


@pytest.mark.parametrize("options", [
    ["preview", "--object", EVIL], ["preview", "--cluster", EVIL], ["preview", "--karmada", EVIL],
    ["preview", "--delete", EVIL], ["preview", "--edit", EVIL], ["preview", "--\x1b[2J"],
    ["lint", "--explain", EVIL], ["preview", "--join", EVIL], [EVIL],
])
def test_what_was_asked_for_is_repeated_harmlessly(
    run: Run, fleet: Path, options: list[str]
) -> None:
    ran = run(*options, str(fleet))
    assert ran.code == 2
    assert not _CONTROL.search(ran.err)
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_lint_shows_no_control_character(run: Run, evil_fleet: Path, form: str) -> None:
    ran = run("lint", str(evil_fleet), "-o", form)
    assert not _CONTROL.search(ran.out + ran.err)


def test_html_escapes_what_comes_from_the_fleet(run: Run, evil_fleet: Path) -> None:
    out = run("preview", str(evil_fleet), "-o", "html", "--trace").out
    assert "<script" not in out
    assert "&lt;script&gt;" in out


def test_markdown_keeps_names_from_becoming_headings_links_or_html(
    run: Run, evil_fleet: Path
) -> None:
    out = run("preview", str(evil_fleet), "-o", "markdown").out
    outside = re.sub(r"(?ms)^(`{3,})diff\n.*?^\1\n", "", out)
    assert "<script" not in outside
    assert "[x](y)" not in outside
    assert all(line.count("`") == line.count("\\`") for line in outside.splitlines())
    assert len(re.findall("(?m)^## ", outside)) == 2


def test_yaml_and_json_give_the_very_names_back(run: Run, evil_fleet: Path) -> None:
    out = run("preview", str(evil_fleet), "-o", "yaml").out
    documents = [d for d in yaml.safe_load_all(out) if d]
    assert {d["metadata"]["name"] for d in documents} == {EVIL}
    rows = json.loads(run("preview", str(evil_fleet), "-o", "json").out)["results"]
    assert {row["object"]["name"] for row in rows} == {EVIL}
    assert EVIL in {row["cluster"] for row in rows}


@pytest.fixture
def evil_members(evil_fleet: Path) -> Path:
    """As ``evil_fleet``, with a member that has what it should not."""
    folder = evil_fleet / "members" / "eu-1"
    folder.mkdir(parents=True)
    web = yaml.safe_load((evil_fleet / "web.yaml").read_text())
    web["metadata"] |= {"labels": {EVIL: EVIL}, "annotations": [EVIL], "finalizers": EVIL}
    (folder / "web.yaml").write_text(json.dumps(web))
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": EVIL},
        "spec": {"group": "apps", "names": {"kind": EVIL}, "versions": {"a": [EVIL]}},
    }
    (folder / "crd.json").write_text(json.dumps(crd))
    own = {
        "apiVersion": "config.karmada.io/v1alpha1", "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": EVIL},
        "spec": {
            "target": {"apiVersion": "apps/v1", "kind": "Deployment"},
            "customizations": {"dependencyInterpretation": {"luaScript": EVIL}},
        },
    }
    (evil_fleet / "own.json").write_text(json.dumps(own))
    return evil_fleet


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_works_show_no_control_character(run: Run, evil_members: Path, form: str) -> None:
    ran = run("works", str(evil_members), "-o", form)
    assert ran.code == 2
    assert not _CONTROL.search(ran.err)
    assert not (re.search("[\x00-\x09\x0b-\x1f]", ran.out) if form == "json"
                else _CONTROL.search(ran.out))
    assert "mistake in the workbench" not in ran.err


def test_works_in_markdown_keep_names_from_becoming_headings_or_html(
    run: Run, evil_members: Path
) -> None:
    out = run("works", str(evil_members), "-o", "markdown").out
    outside = re.sub(r"(?ms)^(`{3,})diff\n.*?^\1\n", "", out)
    assert "<script" not in outside
    assert "[x](y)" not in outside
    assert len(re.findall("(?m)^## ", outside)) == 2
