"""Outcomes without an object: a cluster keeps its old Work while others move on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbench.diff.message_redaction import masked_failure
from workbench.karmada.overrides.json_document import PatchError
from workbench.karmada.overrides.json_patch import apply
from workbench.karmada.overrides.outcome import Outcome
from workbench.lint.amendments import changed, removed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run
from workbench.lint.pointers import Followed, follow
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.text import shortened
from workbench.model.tree import MISSING, Object, lookup, replaced

EVERY_OVERRIDER = (
    "imageOverrider", "commandOverrider", "argsOverrider", "labelsOverrider",
    "annotationsOverrider", "fieldOverrider", "plaintext",
)  # fmt: skip
_MAPS = {"labels": "labelsOverrider", "annotations": "annotationsOverrider"}


def _missing_path(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    """Plaintext on a path that is not there."""
    followed = _lost_way(inspection, run)
    if followed is None:
        return
    operator, path = run.overrider.get("operator"), run.overrider.get("path")
    missing = pointer((*followed.path, followed.rest[0]))
    what = f'{operator} of "{path}" fails, there is no {missing}: {_consequence(inspection)}'
    yield from blame(
        inspection, run, what, below=("path",),
        advice="add sets a field whether it is there or not, but its parent must exist; "
        "annotationsOverrider and labelsOverrider also make the map",
        fix=partial(_tolerant, inspection, run, followed),
    )


def _lost_way(inspection: Inspection, run: Run) -> Followed | None:
    """How far the path of a failing operation leads; ``None`` if that is not why it fails."""
    path = run.overrider.get("path")
    if run.variant.outcome.kind != "error" or not run.step.error or not isinstance(path, str):
        return None
    followed = follow(_met(inspection, run), path)
    if not followed.rest:
        return None
    is_add = run.overrider.get("operator") == "add"
    return None if is_add and len(followed.rest) < 2 else followed


def _met(inspection: Inspection, run: Run) -> Object:
    """The object as the operation met it: those before it in the rule are in the same patch."""
    rule = inspection.rule_of(run.cause)
    try:
        return apply(run.before, rule.plaintext[: run.cause.index], inspection.profile)
    except PatchError:
        return run.before


def _consequence(inspection: Inspection) -> str:
    """What a failure means for this cluster and the others."""
    if inspection.profile.one_failure_stops_later_clusters:
        return "the old Work stays as it is, and clusters later in the binding's list wait too"
    return "the old Work stays as it is while other clusters move on"


def _tolerant(inspection: Inspection, run: Run, followed: Followed) -> Fix | None:
    item = inspection.policy_item(run.cause.policy)
    place = run.cause.path
    operator, value = run.overrider.get("operator"), run.overrider.get("value")
    if operator == "remove":
        return None if _exists_somewhere(inspection, run) else removed(
            "take the operation out", item, place
        )
    if _selects_other_kinds(inspection, run):
        # What fails here may be right for the others: to force it through would break this one.
        return None
    if len(followed.rest) == 1 and isinstance(followed.value, dict):
        return changed("write add instead of replace", item, (*place, "operator"), "add")
    is_map = followed.path == ("metadata",) and followed.rest[0] in _MAPS
    if is_map and len(followed.rest) == 2 and isinstance(value, str):
        return _by_its_own_overrider(item, run, followed)
    return None


def _selects_other_kinds(inspection: Inspection, run: Run) -> bool:
    selected = inspection.selected(run.cause.policy)
    return any(template.id.kind != run.template.id.kind for template in selected)


def _exists_somewhere(inspection: Inspection, run: Run) -> bool:
    path = str(run.overrider.get("path"))
    return any(
        follow(template.object, path).found for template in inspection.selected(run.cause.policy)
    )


def _by_its_own_overrider(item: Item, run: Run, followed: Followed) -> Fix | None:
    """A label or annotation set by the overrider that also makes the map."""
    name = _MAPS[followed.rest[0]]
    without = removed("", item, run.cause.path)
    home = run.cause.path[:-2]
    if without is None or lookup(without.after, *home) is MISSING:
        return None
    key, value = followed.rest[1], run.overrider.get("value")
    entries = lookup(without.after, *home, name) or []
    longer = [*entries, {"operator": "add", "value": {key: value}}]
    after: Object = replaced(without.after, (*home, name), longer)
    return Fix(f"set it by {name}", item.id, after)


def _other_failure(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    outcome = run.variant.outcome
    if not run.step.error or outcome.kind not in ("error", "panic"):
        return
    text = _shown(inspection, run)
    if outcome.kind == "panic":
        what = f"the controller panics ({text}), and no cluster of the object's binding is updated"
    else:
        what = f"fails: {text}; {_consequence(inspection)}"
    yield from blame(
        inspection, run, what,
        advice="select only objects that the overrider fits, or mend its path or value",
    )


def _shown(inspection: Inspection, run: Run) -> str:
    """Karmada's text without secrets."""
    policy = inspection.policy_item(run.cause.policy).object
    return shortened(masked_failure(run.step.error, run.variant.template, [policy]), 200)


def _varying(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    for variant in inspection.preview.variants(item):
        outcome: Outcome = variant.outcome
        for reason in outcome.unstable:
            what = f"Karmada itself may give another result from run to run: {reason}"
            yield Sighting(
                item, (), what, item.id, variant.clusters,
                "choose other keys, or shares that come out even",
            )


RULES = (
    Rule(
        "H12", "error", "plaintext fails on a path that is not there",
        "Replace and remove need a path that exists, add needs its parent. Otherwise the whole "
        "override fails for that cluster: it keeps its old Work, the error is in the "
        "controller's log alone, and clusters without the rule get the new version "
        "(karmada#3604, karmada#6103).",
        check_run=_missing_path, overriders=("plaintext",),
    ),
    Rule(
        "override-fails", "error", "An override fails, and a cluster keeps its old Work",
        "One failing overrider item ends the overrides for that cluster; nothing partial is "
        "written. The Work stays as it was, Karmada tries again and again, and policies have no "
        "status that would say so (karmada#4048).",
        check_run=_other_failure, overriders=EVERY_OVERRIDER, yields_to=("H8", "H12", "admission"),
    ),
    Rule(
        "varying-result", "warning", "Karmada's own result varies",
        "Some results hang on the random order in which Go walks a map: keys that become the "
        "same, key orders that are not transitive, single completions that are tossed for.",
        check_object=_varying,
    ),
)
