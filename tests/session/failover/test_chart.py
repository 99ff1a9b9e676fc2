"""The timeline as characters, and actions by their ids."""

from __future__ import annotations

from workbench.session.failover.chart import chart_sheet
from workbench.session.failover.commands import next_value
from workbench.session.failover.views import Bar, KnobRow, PhaseRow, TimelineView, WindowRow

VIEW = TimelineView(
    "Deployment shop/web",
    (PhaseRow("detect", (Bar(0, 40, False, "lost", "--flag", "40 s"),)),
     PhaseRow("clean up", (Bar(50, 9000, True, "still there", "", "2 h…"),))),
    (WindowRow("none", 0, 80, False, "nothing serves for 80 s", "no copy", "1 min 20 s"),),
    0, 9000,
)  # fmt: skip


def lines(time: float) -> dict[str, str]:
    """The bar of each named row."""
    rows = chart_sheet(VIEW, time, 8).rows
    return {row.cells[0][0].text: "".join(part.text for part in row.cells[2]) for row in rows}


def test_the_axis_ends_where_the_last_thing_ends_that_does_end() -> None:
    assert VIEW.axis_end == 80


def test_bars_are_full_up_to_the_shown_time_and_light_after_it() -> None:
    assert lines(20)["detect"] == "███░    "
    assert lines(80)["detect"] == "████   │"
    assert lines(20)["no copy"] == "███░░░░░"


def test_a_phase_that_never_ended_runs_to_the_edge_and_says_so() -> None:
    assert lines(80)["clean up"] == "     ███…"


def test_what_decided_a_phase_stands_below_its_bar() -> None:
    texts = ["".join(p.text for p in row.cells[0]) for row in chart_sheet(VIEW, 0, 8).rows]
    assert "    lost ← --flag" in texts


def test_where_not_everything_fits_all_bars_come_before_what_decided_them() -> None:
    def names(height: int) -> list[str]:
        rows = chart_sheet(VIEW, 0, 8, height).rows
        return ["".join(p.text for p in row.cells[0]).strip() for row in rows]

    assert names(40) == names(0)
    low = names(3)
    bars = [name for name in names(0) if name in ("", "no copy", "detect", "clean up")]
    assert low[: len(bars)] == bars
    assert "detect: lost ← --flag" in low and "no copy: ⚠ nothing serves for 80 s" in low


def test_a_view_without_phases_has_only_its_note() -> None:
    (row,) = chart_sheet(TimelineView("", (), (), 0, 0, "nothing"), 0, 1).rows
    assert row.cells[0][0].text == "nothing"


def knob(kind: str, value: str, choices: tuple[str, ...] = ()) -> KnobRow:
    return KnobRow("x", "--x", "x", "flags", value, value, kind, 0, 0, None, choices, False)


def test_switches_and_choices_have_a_next_value_and_numbers_have_to_be_typed() -> None:
    assert next_value(knob("switch", "true")) == "false"
    assert next_value(knob("choice", "Directly", ("policy", "Directly"))) == ""
    assert next_value(knob("choice", "policy", ("policy", "Directly"))) == "Directly"
    assert next_value(knob("seconds", "30")) is None
