"""What a report on placement is about: a fleet, some objects of it, and what a change moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from workbench.karmada.placement import Placement
from workbench.karmada.preview import Preview
from workbench.model.text import visible_line
from workbench.session.edits import Edit
from workbench.session.overrides.comparison import count
from workbench.session.placement.moves import Move, moves, unmoved_notes, what_if_view
from workbench.session.reports.naming import chosen
from workbench.session.reports.report import Problem, Report


class PlacementReport:
    """Placement to be written down.

    Attributes:
        preview: the fleet, with the edits.
        edits: what is being tried.
        items: the objects asked for, all of them if none is.
        is_detailed: say everything about each object.
    """

    def __init__(
        self, preview: Preview, *, edits: Sequence[Edit] = (), objects: Sequence[str] = ()
    ) -> None:
        """Narrowed to ``objects``. Raises :class:`UsageError` for one that isn't there."""
        self.preview = preview
        self.edits = tuple(edits)
        self.items = chosen(preview.templates, objects)
        self.is_detailed = bool(objects)

    @property
    def placement(self) -> Placement:
        return self.preview.placement

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Input, and propagation policies that would be refused."""
        found = Report(self.preview).problems
        kinds = ("PropagationPolicy", "ClusterPropagationPolicy")
        return tuple(p for p in found if p.object is None or p.object.kind in kinds)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """What the edits move, what is deleted first; of all objects, asked for or not."""
        before = self.preview.before
        return moves(before.placement, self.placement) if before else ()

    @cached_property
    def unmoved(self) -> tuple[str, ...]:
        """Why edits that change something move nothing."""
        before = self.preview.before
        return unmoved_notes(before.placement, self.placement) if before else ()

    @property
    def what_if_title(self) -> str:
        """The answer to the edits in one line; empty without edits."""
        return what_if_view(self.edits, self.moves).title if self.edits else ""

    @cached_property
    def nowhere(self) -> int:
        """How many of the objects reach no cluster."""
        return sum(not self.placement.of(item).targets.clusters for item in self.items)

    @cached_property
    def origins(self) -> dict[str, int]:
        """How many objects are observed, computed and assumed."""
        counts = dict.fromkeys(("observed", "computed", "assumed"), 0)
        for item in self.items:
            counts[self.placement.of(item).targets.origin] += 1
        return counts

    def problem_lines(self) -> Iterator[tuple[str, str]]:
        """Problems with their hints."""
        for problem in self.problems:
            where = f"{visible_line(str(problem.place))}: " if problem.place else ""
            yield f"{where}{problem}", problem.hint


def heading(report: PlacementReport) -> str:
    """The first line: Karmada version, fleet, sizes."""
    preview = report.preview
    policies = len(preview.snapshot.propagation_policies)
    parts = [
        f"Karmada {preview.profile.version}", visible_line(preview.snapshot.name),
        count(len(preview.templates), "object"), count(len(preview.clusters), "cluster"),
        f"{policies} propagation {'policy' if policies == 1 else 'policies'}",
    ]
    return ", ".join(parts)


def summary(report: PlacementReport) -> str:
    """The last line."""
    counted = [f"{number} {origin}" for origin, number in report.origins.items() if number]
    parts = [f"{count(len(report.items), 'object')}: {', '.join(counted) or 'none'}"]
    if report.nowhere:
        parts.append(f"{count(report.nowhere, 'object')} going nowhere")
    if report.problems:
        parts.append(count(len(report.problems), "problem"))
    return "; ".join(parts)
