"""Diffs as lines: they fit the width, and say each cause once."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from workbench.diff.blame import Blame
from workbench.diff.text import diff_text, unified
from workbench.karmada.overrides.outcome import Cause, Change, PolicyRef, Step
from workbench.session.reports.text_diff import diff_lines
from workbench.session.views import DiffView, Layout

CAUSE = Cause(PolicyRef("OverridePolicy", "shop", "scale"), 0, "plaintext", 0)
BEFORE = {"replicas": 2, "text": "短い" * 40, "same": True}
AFTER = {"replicas": 5, "text": "長い" * 40, "same": True}


def view(layout: Layout) -> DiffView:
    changes = tuple(Change((key,), BEFORE[key], AFTER[key]) for key in ("replicas", "text"))
    blame = Blame(BEFORE, (Step(CAUSE, changes),))
    diff = diff_text(BEFORE, AFTER, after_blame=blame)
    return DiffView("web", "template", "member: eu-1", layout, unified(diff), diff.rows)


def lines(layout: Layout, width: int) -> list[str]:
    return ["".join(s.text for s in line).rstrip() for line in diff_lines(view(layout), width)]


def test_a_cause_stands_at_the_right_edge_of_what_came() -> None:
    shown = lines("unified", 80)
    removed = next(line for line in shown if "replicas: 2" in line)
    added = next(line for line in shown if "replicas: 5" in line)
    assert removed.split() == ["-", "replicas:", "2"]
    assert added.endswith(f"← {CAUSE}")
    assert cell_len(added) == 80


def test_a_cause_without_room_follows_the_line() -> None:
    added = next(line for line in lines("unified", 40) if "長い" in line)
    assert added.endswith(f"  ← {CAUSE}")


def test_what_a_policy_takes_out_names_it_at_the_line_that_goes() -> None:
    blame = Blame(BEFORE, (Step(CAUSE, (Change(("same",), True, None),)),))
    diff = diff_text(BEFORE, {**BEFORE, "same": None}, after_blame=blame)
    shown = DiffView("web", "template", "member", "unified", unified(diff), diff.rows)
    text = ["".join(s.text for s in line) for line in diff_lines(shown, 80)]
    assert sum(str(CAUSE) in line for line in text) == 1


@pytest.mark.parametrize("width", [80, 81, 120])
def test_side_by_side_fits_the_width_with_wide_characters(width: int) -> None:
    shown = lines("split", width)
    assert all(cell_len(line) <= width for line in shown)
    assert any(line.count("…") == 2 for line in shown)
    edges = {cell_len(line.split("│")[0]) for line in shown if "│" in line}
    assert len(edges) == 1
