from __future__ import annotations

from workbench.model.timestamps import format_time, parse_time


def test_a_timestamp_is_seconds_since_1970() -> None:
    assert parse_time("2000-01-01T00:00:00Z") == 946_684_800
    assert parse_time("2000-01-01T02:00:00+02:00") == 946_684_800


def test_gos_zero_time_and_anything_else_is_no_time() -> None:
    for value in (None, "0001-01-01T00:00:00Z", "soon", 5, "2000-01-01T00:00:00"):
        assert parse_time(value) is None


def test_a_moment_is_written_in_whole_seconds() -> None:
    assert format_time(946_684_800.9) == "2000-01-01T00:00:00Z"
