"""Hazards of fieldOverrider: what happens to the rest of a text when one field in it changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbench.karmada.overrides import yaml_codec
from workbench.karmada.overrides.json_document import PatchError
from workbench.karmada.overrides.json_patch import Operation, PatchPanic
from workbench.karmada.overrides.json_text import patched_text
from workbench.karmada.profile import Profile
from workbench.lint.amendments import changed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run
from workbench.lint.pointers import follow, tokens
from workbench.lint.rewriting import Rewriting, rewriting
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.pointer import pointer
from workbench.model.text import shortened
from workbench.model.tree import MISSING, Object, Path, lookup

_OVERRIDERS = ("fieldOverrider",)
_FEW = 3


def _rewritten(run: Run, mode: str) -> tuple[Path, Rewriting] | None:
    """Where a run wrote a text anew in ``mode``, and what the text lost."""
    operations = run.overrider.get(mode)
    if not isinstance(operations, list) or not operations or len(run.step.changes) != 1:
        return None
    if mode == "json" and run.overrider.get("yaml"):
        return None
    change = run.step.changes[0]
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return None
    asked = tuple(tokens(str(lookup(item, "subPath"))) for item in operations)
    return change.path, rewriting(change.before, change.after, asked)


def _documents_lost(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    found = _rewritten(run, "yaml")
    if found and found[1].documents:
        path, lost = found
        count = lost.documents
        what = (
            f"everything behind the first document of {pointer(path)} is deleted: "
            f"{count} {'document' if count == 1 else 'documents'} lost"
        )
        yield from blame(
            inspection, run, what, below=("fieldPath",),
            advice="give each document a key of its own, or write the whole text by plaintext",
        )


def _yaml_rewritten(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    found = _rewritten(run, "yaml")
    if not found:
        return
    path, lost = found
    losses = list(_losses(lost, run))
    if not losses:
        return
    changes_meaning = bool(lost.respelled or lost.to_yaml)
    advice = (
        "write such values in quotes in the template, or the whole text by plaintext"
        if changes_meaning
        else "write the template's text the way Karmada does, or the whole text by plaintext"
    )
    yield from blame(
        inspection, run, f"{pointer(path)} is written anew: {', '.join(losses)}",
        below=("fieldPath",), advice=advice, severity=None if changes_meaning else "info",
        fix=None if changes_meaning else partial(_canonical_yaml, run, path),
    )


def _losses(lost: Rewriting, run: Run) -> Iterator[str]:
    if lost.to_yaml:
        yield "JSON becomes YAML"
    if lost.respelled and run.template.id.kind == "Secret":
        yield f"{len(lost.respelled)} values written in another way"
    elif lost.respelled:
        yield from (shortened(text, 80) for text in lost.respelled[:_FEW])
        if len(lost.respelled) > _FEW:
            yield f"{len(lost.respelled) - _FEW} more such values"
    if lost.comments:
        yield f"{lost.comments} {'comment' if lost.comments == 1 else 'comments'} lost"
    if lost.reordered:
        yield "keys sorted"


def _canonical_yaml(run: Run, path: Path) -> Fix | None:
    text = lookup(run.template.object, *path)
    try:
        written = yaml_codec.write(yaml_codec.read(text)) if isinstance(text, str) else text
    except PatchError:
        return None
    title = f"write {pointer(path)} of {run.template.id} the way Karmada writes it"
    return changed(title, run.template, path, written) if written != text else None


def _json_rewritten(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    found = _rewritten(run, "json")
    if not found:
        return
    path, lost = found
    losses = []
    if lost.lines:
        losses.append(f"{lost.lines} lines become one")
    if lost.escaped:
        losses.append("<, > and & become \\u003c, \\u003e and \\u0026")
    if losses:
        yield from blame(
            inspection, run, f"{pointer(path)} is written anew: {', '.join(losses)}",
            below=("fieldPath",), severity=None if lost.escaped else "info",
            advice="programs that read JSON see the same; for others, write the template's text "
            "that way, or the whole text by plaintext",
            fix=partial(_canonical_json, run, path, inspection.profile),
        )


def _canonical_json(run: Run, path: Path, profile: Profile) -> Fix | None:
    """The template's own text as the patch would print it: every value replaced by itself."""
    text = lookup(run.template.object, *path)
    if not isinstance(text, str):
        return None
    try:
        tree = yaml_codec.read(text)
        operations = [
            Operation("replace", sub, follow(tree, sub).value)
            for sub in (str(item.get("subPath")) for item in run.overrider["json"])
            if follow(tree, sub).found
        ]
        written = patched_text(text, operations, profile) if operations else text
    except (PatchError, PatchPanic):
        return None
    title = f"write {pointer(path)} of {run.template.id} the way Karmada writes it"
    return changed(title, run.template, path, written) if written != text else None


def _aliases_written_out(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    found = _rewritten(run, "yaml")
    if found and found[1].aliases:
        yield from blame(
            inspection, run,
            f"the anchors and aliases of {pointer(found[0])} are written out before the change: "
            "what an alias repeats does not follow it",
            below=("fieldPath",),
            advice="change every place that the anchor stands for, or write the text without "
            "anchors in the template",
            fix=partial(_canonical_yaml, run, found[0]),
        )


def _changed_elsewhere(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    for mode in ("yaml", "json"):
        found = _rewritten(run, mode)
        if found and found[1].elsewhere:
            is_secret = run.template.id.kind == "Secret"
            fields = [text.partition(":")[0] if is_secret else text for text in found[1].elsewhere]
            named = ", ".join(shortened(text, 80) for text in fields[:_FEW])
            yield from blame(
                inspection, run,
                f"{pointer(found[0])} also changes where nothing was asked for: {named}",
                below=("fieldPath",),
                advice="look at the diff of the text, or write the whole text by plaintext",
            )


def _blanked(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    item: Object = run.overrider
    if item.get("yaml") or item.get("json") or lookup(item, "fieldPath") is MISSING:
        return
    for change in run.step.changes[:1]:
        yield from blame(
            inspection, run,
            f"{pointer(change.path)} becomes empty: neither json nor yaml says what to change",
            advice="write the operations under json or yaml, or take the item out",
        )


RULES = (
    Rule(
        "H1", "error", "fieldOverrider deletes all documents but the first",
        "In YAML mode Karmada reads the first document of a text and writes that one back. "
        "Whatever stands behind the first --- is gone in the member clusters, without an error.",
        check_run=_documents_lost, overriders=_OVERRIDERS,
    ),
    Rule(
        "H2", "warning", "fieldOverrider writes the whole YAML text anew",
        "To change one field, YAML mode parses the text by YAML 1.1 and prints it again: "
        "comments go, keys are sorted, on: becomes \"true\":, 0x10 becomes 16, 0755 becomes 493 "
        "and 1.10 becomes 1.1. Quote what is no number, and keep texts in Karmada's own form.",
        check_run=_yaml_rewritten, overriders=_OVERRIDERS,
    ),
    Rule(
        "H3", "warning", "fieldOverrider writes the whole JSON text anew",
        "JSON mode takes out all line breaks and indentation, and writes <, > and & as "
        "\\u003c, \\u003e and \\u0026. JSON readers see the same; templates, shell scripts and "
        "checksums do not.",
        check_run=_json_rewritten, overriders=_OVERRIDERS,
    ),
    Rule(
        "anchors-written-out", "warning", "A YAML rule writes anchors out",
        "YAML mode replaces aliases by what they stand for before it applies the operations. A "
        "change at the anchor reaches the anchor's place alone; the places that used the alias "
        "keep the old value.",
        check_run=_aliases_written_out, overriders=_OVERRIDERS,
    ),
    Rule(
        "collateral", "warning", "An override changes more than it was asked to",
        "The result differs from the template in places that no operation names: duplicate keys, "
        "merge keys and numbers may come out otherwise when a text is written anew.",
        check_run=_changed_elsewhere, overriders=_OVERRIDERS, yields_to=("H1",),
    ),
    Rule(
        "blanked-field", "error", "A fieldOverrider without operations empties its field",
        "A fieldOverrider with neither json nor yaml sets the text to nothing. Newer versions "
        "refuse it in overrideRules, none in the old spec.overriders.",
        check_run=_blanked, overriders=_OVERRIDERS,
    ),
)
