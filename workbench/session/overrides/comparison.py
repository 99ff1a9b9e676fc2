"""Diff and result of one variant, every changed line with its cause."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.diff.blame import Blame
from workbench.diff.embedded import embedded_diffs
from workbench.diff.folding import folded
from workbench.diff.structural import compare
from workbench.diff.text import TextDiff, diff_text, unified
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.targets import Targets
from workbench.model.pointer import pointer
from workbench.model.text import shortened, visible_line
from workbench.model.tree import Object
from workbench.model.yaml_writer import YamlText
from workbench.session.views import (
    DiffView,
    Layout,
    ResultLine,
    ResultView,
    Severity,
    VariantRow,
)

Note = tuple[Severity, str]


def cluster_names(clusters: tuple[str, ...], limit: int = 3) -> str:
    """Cluster names for a title: all of a few, else the first and the last."""
    names = [visible_line(name) for name in clusters]
    if len(names) <= limit:
        return ", ".join(names)
    return f"{names[0]}, {names[1]} … {names[-1]}"


def count(number: int, noun: str) -> str:
    """``1 cluster``, ``2 clusters``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def variant_rows(variants: tuple[Variant, ...], selected: int) -> tuple[VariantRow, ...]:
    """A row for every variant: its clusters and what became of them."""
    rows = []
    for index, variant in enumerate(variants):
        size = count(len(variant.clusters), "cluster")
        title = f"{size}: {cluster_names(variant.clusters)}"
        many = f" ×{len(variant.clusters)}" if len(variant.clusters) > 2 else ""
        short = f"{cluster_names(variant.clusters, 2)}{many}"
        rows.append(VariantRow(
            index, variant.clusters, title, variant.outcome.kind, index == selected, short
        ))
    return tuple(rows)


def text_diff(variant: Variant) -> TextDiff:
    """The whole diff of a variant's template and object, with causes; nothing folded."""
    if variant.outcome.object is None:
        return TextDiff()
    blame = Blame(variant.template, variant.outcome.steps)
    return diff_text(variant.template, variant.outcome.object, after_blame=blame)


def diff_view(
    variant: Variant, position: str, targets: Targets, layout: Layout, *, unfold: bool = False
) -> DiffView:
    """The diff of a variant (secrets already masked)."""
    whole = text_diff(variant)
    notes = tuple(outcome_notes(variant, targets))
    if whole.is_empty and variant.outcome.kind == "object":
        notes = (*notes, ("info", "nothing changes here: the clusters get the template as it is"))
    titles = ("template", f"member: {cluster_names(variant.clusters, 2)}")
    return _shown(whole, position, titles, layout, unfold, notes)


def between_view(
    variants: tuple[Variant, ...], pair: tuple[int, int], position: str, layout: Layout,
    *, unfold: bool = False,
) -> DiffView:
    """What one variant gets otherwise than another; a line names who wrote either side."""
    left, right = (variants[at] for at in pair)
    notes: list[Note] = []
    for at, variant in zip(pair, (left, right), strict=True):
        if variant.outcome.object is None:
            notes.append(("error", visible_line(f"variant {at + 1}: {variant.outcome.message}")))
    whole = TextDiff()
    if left.outcome.object is not None and right.outcome.object is not None:
        blames = [Blame(v.template, v.outcome.steps) for v in (left, right)]
        whole = diff_text(
            left.outcome.object, right.outcome.object,
            before_blame=blames[0], after_blame=blames[1],
        )
        if whole.is_empty:
            notes.append(("info", "both get the same object"))
    titles = [f"{at + 1}: {cluster_names(variants[at].clusters, 2)}" for at in pair]
    return _shown(whole, position, (titles[0], titles[1]), layout, unfold, tuple(notes))


def _shown(
    whole: TextDiff, position: str, titles: tuple[str, str], layout: Layout, unfold: bool,
    notes: tuple[Note, ...],
) -> DiffView:
    diff = whole if unfold else folded(whole)
    return DiffView(
        title=position,
        left_title=titles[0],
        right_title=titles[1],
        layout=layout,
        lines=unified(diff) if layout == "unified" else (),
        rows=diff.rows if layout == "split" else (),
        notes=notes,
    )


def policy_diff(before: Object, after: Object, title: str, layout: Layout) -> DiffView:
    """A policy as it was read against the policy that is being tried (secrets masked)."""
    whole = diff_text(before, after)
    return _shown(whole, title, ("as read", "tried"), layout, False, ())


def outcome_notes(variant: Variant, targets: Targets) -> Iterator[Note]:
    """What stands above a diff: failures, instability, what embedded text loses, the source."""
    outcome = variant.outcome
    size = count(len(variant.clusters), "cluster")
    if outcome.kind == "error":
        who = f"{outcome.cause}: " if outcome.cause else ""
        yield "error", visible_line(f"{who}{outcome.message}")
        keep = "keeps the Work that it has" if len(variant.clusters) == 1 else (
            "keep the Work that they have")
        yield "error", f"{size} {keep}; Karmada tries again and again"
    elif outcome.kind == "panic":
        who = f"{outcome.cause}: " if outcome.cause else ""
        yield "error", visible_line(f"{who}the controller would panic: {outcome.message}")
        yield "error", "Karmada's pass over the object's clusters ends here, every time it tries"
    elif outcome.kind == "unreached":
        yield "error", visible_line(f"{size} not reached: {outcome.message}")
    yield from _idle_notes(variant)
    for reason in outcome.unstable:
        yield "warning", visible_line(f"not the same in every run of Karmada: {reason}")
    for line in targets.unknowns:
        yield "warning", visible_line(line)
    yield from _embedded_notes(variant)
    if targets.origin != "observed":
        yield "info", visible_line(f"clusters {targets.origin}: {targets.note}")
    for assumption in targets.assumptions:
        yield "info", visible_line(f"assumed: {assumption}")


def _idle_notes(variant: Variant) -> Iterator[Note]:
    """Overriders that ran and changed nothing, where that is not simply because all is well."""
    for step in variant.outcome.steps:
        if not step.changes and not step.error and step.note and "the same" not in step.note:
            yield "warning", visible_line(f"{step.cause} changes nothing: {step.note}")


def _embedded_notes(variant: Variant) -> Iterator[Note]:
    if variant.outcome.object is None:
        return
    steps = variant.outcome.steps
    touched = any(s.cause.overrider == "fieldOverrider" and s.changes for s in steps)
    if not touched:
        return
    for entry, inner in embedded_diffs(compare(variant.template, variant.outcome.object)):
        severity: Severity = "warning" if inner.notes else "info"
        where = shortened(pointer(entry.path), 60)
        yield severity, visible_line(f"{where}, {inner.after_format} inside: {inner.summary}")


def result_view(variant: Variant, position: str, targets: Targets) -> ResultView:
    """The whole object as the clusters get it; lines that a policy wrote name it."""
    notes = tuple(outcome_notes(variant, targets))
    tree = variant.outcome.object
    if tree is None:
        return ResultView(position, (), notes)
    blame = Blame(variant.template, variant.outcome.steps)
    lines = tuple(
        ResultLine(
            number,
            visible_line(line.text),
            line.path,
            tuple(str(cause) for cause in blame.after(line.path, line.row))
            if line.value_column >= 0 or line.row >= 0
            else (),
        )
        for number, line in enumerate(YamlText(tree).lines, 1)
    )
    return ResultView(position, lines, notes)
