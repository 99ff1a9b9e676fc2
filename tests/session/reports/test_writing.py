"""Reports written to files, by the name's ending."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.fleets.files import load
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.model.errors import UsageError
from workbench.session.reports.report import Report
from workbench.session.reports.writing import pieces, write_report


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(Preview(load(["sample:shop"]), LATEST))


def test_the_ending_names_the_form(report: Report, tmp_path: Path) -> None:
    assert json.loads(write_report(report, str(tmp_path / "a.json")).read_text())["results"]
    assert write_report(report, str(tmp_path / "a.MD")).read_text().startswith("# What every")
    assert write_report(report, str(tmp_path / "a.html")).read_text().startswith("<!DOCTYPE")


@pytest.mark.parametrize("name", ["a.txt", "a", "no/such/folder/a.md"])
def test_a_file_that_can_t_be_written_is_refused(
    report: Report, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UsageError):
        write_report(report, str(tmp_path / name))
    assert not list(tmp_path.iterdir())


def test_a_report_is_never_written_over_a_file(report: Report, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        write_report(report, str(tmp_path / "a.md"))
    assert (tmp_path / "a.md").read_text() == "mine"


def test_json_comes_object_by_object(report: Report) -> None:
    # A head, one piece an object, and a tail: memory does not grow with the results.
    assert len(list(pieces(report, "json"))) <= len(report.items) + 4


def test_the_counts_are_those_of_the_results(report: Report) -> None:
    document = json.loads("".join(pieces(report, "json")))
    results = document["results"]
    assert document["summary"]["results"] == len(results)
    failed = [r for r in results if r["outcome"] != "object"]
    assert document["summary"]["failed"] == len(failed)
    keys = [
        (o["kind"], o["namespace"], o["name"], r["cluster"]) for r in results
        for o in (r["object"],)
    ]
    assert keys == sorted(keys)
