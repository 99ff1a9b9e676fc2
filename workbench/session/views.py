"""View models: what a screen, a widget or a report shows, as plain frozen values.

All text in them is safe to print (control characters spelled out, secrets masked). ``role``
names what a span means; front ends turn roles into colours, and never rely on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbench.diff.text import Line, Row
from workbench.karmada.overrides.outcome import PolicyRef
from workbench.model.identity import ObjectId
from workbench.model.text import visible, visible_line
from workbench.model.tree import Path

Role: TypeAlias = Literal[
    "", "name", "key", "muted", "ok", "warning", "error", "added", "removed", "cause", "title",
    "added word", "removed word",
]
Tab: TypeAlias = Literal["diff", "result", "trace", "grid", "edit"]
Layout: TypeAlias = Literal["unified", "split"]
Severity: TypeAlias = Literal["error", "warning", "info"]


def spell_out(view: object, *names: str) -> None:
    """Make these texts of a frozen view safe to print, each on one line; for its ``__post_init__``.
    """
    for name in names:
        object.__setattr__(view, name, visible_line(getattr(view, name)))


SEVERITY_MARKS: dict[str, str] = {"error": "✗", "warning": "⚠", "info": "·"}


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a line and what it means."""

    text: str
    role: Role = ""

    def __post_init__(self) -> None:
        if not self.text.isprintable():
            object.__setattr__(self, "text", visible(self.text))


@dataclass(frozen=True, slots=True)
class Header:
    """The line at the top of a room.

    ``mode`` says what is looked at (``FILES``, later ``SIMULATED``, ``LIVE read-only``…);
    ``warnings`` are the things that nobody may overlook (input incomplete, placement assumed).
    """

    fleet: str
    mode: str
    version: str
    summary: str
    edits: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """An object in the list. ``badges`` read like ``3v 1✗ 2⚠``; ``kind`` like ``deploy``."""

    id: ObjectId
    label: str
    badges: str
    variants: int
    failed_clusters: int
    warnings: int
    selected: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as the selected object meets it.

    Attributes:
        order: position in order of application, from 1; 0 if it does not apply.
        clusters: how many of the object's clusters it applies to.
        failed: how many clusters it fails in.
        note: why it does not apply, or what happens; one line.
        is_edited: a what-if has touched it.
        is_broken: the text being typed for it has an error, and is not followed.
    """

    ref: PolicyRef
    order: int
    clusters: int
    failed: int
    note: str
    selected: bool
    is_edited: bool = False
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class VariantRow:
    """Clusters with equal results by equal causes."""

    index: int
    clusters: tuple[str, ...]
    title: str
    outcome: Literal["object", "error", "panic", "unreached"]
    selected: bool
    short: str = ""


@dataclass(frozen=True, slots=True)
class DiffView:
    """The diff of the selected variant; ``lines`` if unified, ``rows`` if side by side.

    ``notes`` stand above it: the failure, where placement comes from, what embedded text lost.
    """

    title: str
    left_title: str
    right_title: str
    layout: Layout
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[tuple[Severity, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the rendered object."""

    number: int
    text: str
    path: Path
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultView:
    title: str
    lines: tuple[ResultLine, ...] = ()
    notes: tuple[tuple[Severity, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One row of the trace, indented by ``depth``: a policy, a rule, an item or a change."""

    depth: int
    mark: str
    spans: tuple[Text, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GridView:
    """Changed paths against variants. ``cells[r][c]`` is path ``r`` in variant ``c``."""

    columns: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    template: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class EditorView:
    """The policy being edited. ``error_line`` counts from 1; 0 where there is no error."""

    title: str
    text: str
    is_changed: bool = False
    error: str = ""
    error_line: int = 0
    error_column: int = 0
    answer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """Something wrong: input, admission, a failing cluster, a hazard.

    ``count`` is how many findings it stands for; ``details`` name what the text only counts;
    ``short`` is for a list that has one line for it, where it differs from the text.
    """

    id: str
    severity: Severity
    text: str
    place: str
    object: ObjectId | None = None
    has_fix: bool = False
    selected: bool = False
    hint: str = ""
    count: int = 1
    details: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """What the edits change. ``lines`` say it object by object, the worst first."""

    title: str
    lines: tuple[tuple[Severity, str], ...] = ()
