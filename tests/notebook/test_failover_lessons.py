"""Each step of the lessons on failover shows something else, and what its words say of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.parts import need_module

need_module("ipywidgets")
need_module("anywidget")

from workbench import FailoverPreview  # noqa: E402

FOLDER = Path(__file__).parents[2] / "notebooks"
LESSONS = ("04_failover.ipynb", "05_state_for_flink.ipynb")
_TIMES = re.compile(r"`((?:\d+ (?:h|min|s) ?)+)`")


def steps(name: str) -> Iterator[tuple[str, FailoverPreview]]:
    """The words before each cell of code, and the widget that the cell ends with."""
    names: dict[str, Any] = {}
    words = ""
    for cell in json.loads((FOLDER / name).read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            words = source
            continue
        tree = ast.parse(source)
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)
        exec(compile(tree, name, "exec"), names)
        yield words, eval(compile(ast.Expression(last.value), name, "eval"), names)


def shown(widget: FailoverPreview) -> str:
    """Everything that the widget draws."""
    lines = [line.value for line in widget.findings.children]
    return json.dumps([widget.header.value, widget.timeline.run, widget.picture.sheet, lines])


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> list[tuple[str, FailoverPreview]]:
    return list(steps(request.param))


def test_no_two_steps_show_the_same(lesson: list[tuple[str, FailoverPreview]]) -> None:
    drawn = [shown(widget) for _, widget in lesson]
    assert len(drawn) > 4 and len(set(drawn)) == len(drawn)
    assert len({id(widget) for _, widget in lesson}) == len(lesson)


def test_every_step_says_what_to_look_at_and_quotes_times_that_are_there(
    lesson: list[tuple[str, FailoverPreview]],
) -> None:
    for words, widget in lesson:
        assert "**Look at**" in words
        for time in _TIMES.findall(words):
            assert f'"{time}"' in shown(widget), time


def test_every_step_is_about_a_workload_with_pods(
    lesson: list[tuple[str, FailoverPreview]],
) -> None:
    assert {widget.room.selected.kind for _, widget in lesson if widget.room.selected} <= {
        "Deployment", "FlinkDeployment",
    }


def test_a_longer_start_is_seen_in_the_phase_and_in_the_time_without_a_copy() -> None:
    rows = [{row["name"]: row["length"] for row in widget.timeline.run["rows"]}
            for _, widget in steps(LESSONS[0])]
    assert (rows[1]["healthy"], rows[2]["healthy"]) == ("20 s", "5 min")
    assert rows[1]["no copy"] != rows[2]["no copy"]


def test_retention_turns_the_marks_of_the_sync() -> None:
    marks = [{row.mark for row in view.rows if row.station == "sync"}
             for _, widget in steps(LESSONS[1]) if (view := widget.room.tracer)]
    assert marks[0] == {"✗"} and marks[2] == {"✓"}
