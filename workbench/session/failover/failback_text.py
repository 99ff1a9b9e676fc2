"""The way home as lines for a terminal, broken at its width."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.text import visible_line
from workbench.session.failover.doctor_text import broken
from workbench.session.failover.text import Line
from workbench.session.failover.views import FailbackView, PlanStep
from workbench.session.views import Role, Text

_INDENT = 4
_LEAST = 40


def failback_lines(view: FailbackView, width: int) -> Iterator[Line]:
    """The plan. ``width`` is in columns; a terminal's."""
    width = max(width, _LEAST)
    yield (Text("FAILBACK ", "title"), Text("simulated", "warning"))
    yield from ((Text(line, view.role),) for line in broken(view.summary, width))
    for number, step in enumerate(view.steps, 1):
        yield from _step(number, step, width)


def _step(number: int, step: PlanStep, width: int) -> Iterator[Line]:
    first, *rest = broken(step.title, width - _INDENT)
    yield (Text(f"{number:>2}. ", "key"), Text(first, "title"))
    yield from (_indented(line, "title") for line in rest)
    yield from (_indented(line) for line in broken(step.text, width - _INDENT))
    for detail in step.details:
        first, *rest = broken(detail, width - _INDENT - 2)
        yield _indented(f"- {first}")
        yield from (_indented(f"  {line}") for line in rest)
    yield from (_indented(visible_line(line), "added") for line in step.yaml.splitlines())


def _indented(text: str, role: Role = "") -> Line:
    return (Text(f"{'':{_INDENT}}{text}", role),)
