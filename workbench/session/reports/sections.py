"""The parts that every readable report has: problems, what-ifs, an object's variants, a summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.karmada.overrides.folding import Variant
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.session.overrides.comparison import cluster_names, count, diff_view, outcome_notes
from workbench.session.overrides.trace import trace_rows
from workbench.session.overrides.what_if import what_if_view
from workbench.session.reports.changes import change_diff
from workbench.session.reports.report import Report, is_changed
from workbench.session.views import DiffView, Layout, Severity, TraceRow

# Notes on where the clusters come from: said once for all variants of an object.
_IN_ORIGIN = ("clusters assumed: ", "clusters computed: ", "assumed: ")


@dataclass(frozen=True, slots=True)
class Style:
    """How much to say.

    Attributes:
        layout: unified or side by side.
        unfold: show unchanged parts.
        trace: what every policy did, or why it did nothing.
        names: how many cluster names to spell out at most.
    """

    layout: Layout = "unified"
    unfold: bool = False
    trace: bool = False
    names: int = 6


@dataclass(frozen=True, slots=True)
class VariantSection:
    """Clusters that get the same; ``diff`` is ``None`` where nothing changes or nothing is made."""

    clusters: tuple[str, ...]
    title: str
    notes: tuple[tuple[Severity, str], ...]
    diff: DiffView | None
    trace: tuple[TraceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectSection:
    """An object and its variants; ``origin`` says where the clusters come from."""

    id: ObjectId
    title: str
    origin: str
    variants: tuple[VariantSection, ...]


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """What an edit changes for one object in some clusters; what will not go back stands in it."""

    lines: tuple[tuple[Severity, str], ...]
    diff: DiffView | None


def heading(report: Report) -> str:
    """The first line: Karmada version, fleet, sizes."""
    preview = report.preview
    policies = len(preview.index.policies)
    parts = [
        f"Karmada {preview.profile.version}",
        visible_line(preview.snapshot.name),
        count(len(preview.templates), "object"),
        count(len(preview.clusters), "cluster"),
        f"{policies} override {'policy' if policies == 1 else 'policies'}",
    ]
    return ", ".join(parts)


def warnings(report: Report) -> Iterator[str]:
    """What nobody may overlook."""
    problems = report.preview.snapshot.problems
    if problems:
        yield f"INCOMPLETE: {count(len(problems), 'input problem')}; what could be read follows"
    if report.preview.are_clusters_imagined:
        yield "NO CLUSTERS in the fleet: made up from what the policies ask for"
    if report.preview.everywhere:
        yield "EVERYWHERE: placement and bindings are ignored"


def problem_lines(report: Report) -> Iterator[tuple[str, str]]:
    """Problems with their hints."""
    for problem in report.problems:
        where = f"{visible_line(str(problem.place))}: " if problem.place else ""
        yield f"{where}{problem}", problem.hint


def what_if_title(report: Report) -> str:
    """The answer to the edits in one line; empty without edits."""
    changed = [change.result for change in report.changes]
    return what_if_view(report.edits, changed).title if report.edits else ""


def change_sections(report: Report, style: Style) -> Iterator[ChangeSection]:
    """What the edits change, the worst first."""
    for change in report.changes:
        lines = what_if_view(report.edits, [change.result]).lines
        yield ChangeSection(lines, change_diff(change, unfold=style.unfold))


def object_sections(report: Report, style: Style) -> Iterator[ObjectSection]:
    """A section for every object with something to say; see :func:`same_everywhere`."""
    for item in report.each():
        variants = report.variants(item)
        is_plain = _is_same_everywhere(report, item, variants)
        if style.trace or not variants or not is_plain:
            yield _section(report, item, variants, style)


def same_everywhere(report: Report) -> tuple[ObjectId, ...]:
    """Objects that every cluster gets as they are."""
    found = []
    for item in report.items:
        variants = report.variants(item)
        if variants and _is_same_everywhere(report, item, variants):
            found.append(item.id)
    return tuple(found)


def _is_same_everywhere(report: Report, item: Item, variants: tuple[Variant, ...]) -> bool:
    return all(map(_is_plain, variants)) and not report.preview.targets(item).unknowns


def _is_plain(variant: Variant) -> bool:
    outcome = variant.outcome
    return outcome.object is not None and not outcome.unstable and not is_changed(variant)


def _section(
    report: Report, item: Item, variants: tuple[Variant, ...], style: Style
) -> ObjectSection:
    targets = report.preview.targets(item)
    origin = f"clusters {targets.origin}: {targets.note}"
    if targets.origin == "observed":
        origin = f"clusters {targets.note}"
    if targets.assumptions:
        origin += f" (assumed: {'; '.join(targets.assumptions)})"
    if not variants:
        origin = f"goes nowhere: {targets.note}"
    return ObjectSection(
        item.id, visible_line(str(item.id)), visible_line(origin),
        tuple(_variant(report, item, variant, style) for variant in variants),
    )


def _variant(report: Report, item: Item, variant: Variant, style: Style) -> VariantSection:
    targets = report.preview.targets(item)
    names = cluster_names(variant.clusters, style.names)
    title = f"{count(len(variant.clusters), 'cluster')}: {names}"
    trace = trace_rows(report.preview, item, variant) if style.trace else ()
    if not is_changed(variant):
        notes = [note for note in outcome_notes(variant, targets) if note[0] != "info"]
        if variant.outcome.object is not None:
            notes.append(("info", "nothing changes"))
        return VariantSection(variant.clusters, title, tuple(notes), None, trace)
    diff = diff_view(variant, title, targets, style.layout, unfold=style.unfold)
    notes = [note for note in diff.notes if not note[1].startswith(_IN_ORIGIN)]
    return VariantSection(variant.clusters, title, tuple(notes), diff, trace)


def summary(report: Report) -> str:
    """The last line."""
    tally = report.tally
    parts = [
        f"{count(tally.objects, 'object')}, {count(tally.results, 'result')}",
        f"{tally.changed} changed by policies",
    ]
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    if tally.nowhere:
        parts.append(f"{count(tally.nowhere, 'object')} going nowhere")
    if report.problems:
        parts.append(count(len(report.problems), "problem"))
    return "; ".join(parts)
