"""Hazards of imageOverrider: results that are no image, because parts are glued or missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.images import override_image, parse_image
from workbench.karmada.profile import Profile
from workbench.lint.amendments import changed, removed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.pointer import pointer
from workbench.model.text import shortened
from workbench.model.tree import replaced

_OVERRIDERS = ("imageOverrider",)
_HOST = re.compile(r"localhost(?::[0-9]+)?|[A-Za-z0-9][A-Za-z0-9.-]*(?:\.[A-Za-z0-9-]+|:[0-9]+)")


def _repository_removed(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    if (run.overrider.get("component"), run.overrider.get("operator")) != ("Repository", "remove"):
        return
    change = next(iter(run.step.changes), None)
    if change is None:
        return
    what = (
        f"removing the Repository leaves {pointer(change.path)} without a name: "
        f'"{change.after}" is no image'
    )
    item = inspection.policy_item(run.cause.policy)
    yield from blame(
        inspection, run, what,
        advice="take the item out, or replace the Repository by another one",
        fix=partial(removed, "take the item out", item, run.cause.path),
    )


def _registry_glued(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    item = run.overrider
    if (item.get("component"), item.get("operator")) != ("Registry", "add"):
        return
    value = str(item.get("value") or "")
    change = next(iter(run.step.changes), None)
    if change is None:
        return
    before, after = str(change.before), str(change.after)
    is_broken, is_host = not _is_image(after, inspection.profile), bool(_HOST.fullmatch(value))
    if not _registry(before, inspection.profile) or not (is_broken or is_host):
        return
    end = ", which is no image" if is_broken else ""
    what = f'"add" glues "{value}" to the registry: {before} becomes {after}{end}'
    policy = inspection.policy_item(run.cause.policy)
    path = (*run.cause.path, "operator")
    yield from blame(
        inspection, run, what,
        advice="use operator replace with the whole registry",
        fix=partial(changed, "write replace instead of add", policy, path, "replace")
        if is_host else None,
    )


def _registry(image: str, profile: Profile) -> str:
    try:
        return parse_image(image, profile).registry
    except OverrideError:
        return ""


def _is_image(text: str, profile: Profile) -> bool:
    try:
        parse_image(text, profile)
    except OverrideError:
        return False
    return True


def _no_image(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    change = next(iter(run.step.changes), None)
    if change is None or not isinstance(change.after, str):
        return
    if _is_image(change.after, inspection.profile):
        return
    yield from blame(
        inspection, run,
        f'{pointer(change.path)} becomes "{shortened(change.after, 120)}", which is no image',
        below=("value",),
        advice="write the part alone: a registry without scheme or path, a repository in small "
        "letters, a tag without a colon",
        fix=partial(_without_scheme, inspection, run),
    )


def _without_scheme(inspection: Inspection, run: Run) -> Fix | None:
    value = str(run.overrider.get("value") or "")
    bare = re.sub(r"^[a-z]+://|/+$", "", value)
    image = _image_with(run, bare, inspection.profile)
    if bare == value or image is None or not _is_image(image, inspection.profile):
        return None
    item = inspection.policy_item(run.cause.policy)
    return changed(f"write {bare}", item, (*run.cause.path, "value"), bare)


def _image_with(run: Run, value: str, profile: Profile) -> str | None:
    """What the first image changed by a run would be with another value."""
    before = run.step.changes[0].before
    try:
        return override_image(before, replaced(run.overrider, ("value",), value), profile)
    except OverrideError:
        return None


RULES = (
    Rule(
        "H6", "error", "Repository/remove leaves an empty image",
        "Removing the repository leaves only registry and tag. The member cluster refuses that "
        "as an image, and an image overrider that comes later fails on it.",
        check_run=_repository_removed, overriders=_OVERRIDERS,
    ),
    Rule(
        "H7", "error", "Registry/add glues texts together",
        "add does not put a registry in front, it appends to the text of the one that is there: "
        "localhost:5000 and mirror.example make localhost:5000mirror.example. Use replace with "
        "the whole registry (karmada#2585).",
        check_run=_registry_glued, overriders=_OVERRIDERS,
    ),
    Rule(
        "invalid-image", "error", "An override makes something that is no image",
        "Karmada does not check values of image overriders. The member cluster refuses the "
        "result, or its nodes can't pull it; an image overrider that comes later fails.",
        check_run=_no_image, overriders=_OVERRIDERS, yields_to=("H6", "H7"),
    ),
)
