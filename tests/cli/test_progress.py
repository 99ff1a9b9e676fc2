"""Progress: on a terminal, after a while, and gone at the end."""

from __future__ import annotations

import io
import sys

import pytest

from workbench.cli import progress
from workbench.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: list[float]) -> str:
    """What is written when calls come at these times."""
    clock = iter([0.0, *(s for second in seconds for s in (second, second))])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("reading", "file") as tell:
        for number, _ in enumerate(seconds, 1):
            tell(number, 9)
    return stream.getvalue()


def test_quick_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, Terminal(), [0.1, 0.2]) == ""


def test_long_work_is_told_and_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(monkeypatch, Terminal(), [0.6])
    assert "reading file 1 of 9" in text
    assert text.endswith("\r\x1b[2K")


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, io.StringIO(), [5.0]) == ""
