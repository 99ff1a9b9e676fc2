"""Hazards of imageOverrider: what it leaves alone, what it drops, what it panics at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbench.karmada.overrides.commands import containers_path
from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.images import override_image, parse_image
from workbench.karmada.profile import Profile
from workbench.lint.amendments import changed, inserted
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run
from workbench.lint.pointers import entries_at
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.pointer import pointer
from workbench.model.text import shortened
from workbench.model.tree import Json, Object, Path, lookup

_OVERRIDERS = ("imageOverrider",)



def init_path(kind: str) -> Path | None:
    """Where init containers of a kind stand; ``None`` for kinds that Karmada does not know."""
    path = containers_path(kind)
    return (*path[:-1], "initContainers") if path else None


def _init_containers_left_alone(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    kind = run.template.id.kind
    path = init_path(kind)
    if path is None or "predicate" in run.overrider or run.step.error:
        return
    left = list(_left_images(run, path, inspection.profile))
    if not left:
        return
    what = (
        f"the {_component(run.overrider)} of init container {', '.join(left)} stays as it is: "
        "only containers are changed"
    )
    yield from blame(
        inspection, run, what,
        advice=f"add items with predicate.path {pointer((*path, 0, 'image'))} and so on; where "
        "the objects of the policy differ in their init containers, write one policy for each",
        fix=partial(_with_predicates, inspection, run, path),
    )


def _left_images(run: Run, path: Path, profile: Profile) -> Iterator[str]:
    """Names of init containers whose image the item would have changed, had it looked.

    Those that another item changes, by a predicate, are in good hands.
    """
    tree, item = run.before, run.overrider
    written = {c.path for step in run.variant.outcome.steps for c in step.changes}
    siblings = {
        _repository(lookup(entry, "image"), profile)
        for entry in entries_at(tree, *path[:-1], "containers")
    }
    for index, entry in enumerate(entries_at(tree, *path)):
        if (*path, index, "image") in written:
            continue
        image = lookup(entry, "image")
        is_meant = item.get("component") == "Registry" or _repository(image, profile) in siblings
        if is_meant and _would_change(image, item, profile):
            yield f'"{lookup(entry, "name")}"'


def _repository(image: Json, profile: Profile) -> str | None:
    try:
        return parse_image(image, profile).repository if isinstance(image, str) else None
    except OverrideError:
        return None


def _would_change(image: Json, item: Object, profile: Profile) -> bool:
    try:
        return isinstance(image, str) and override_image(image, item, profile) != image
    except OverrideError:
        return False


def _with_predicates(inspection: Inspection, run: Run, path: Path) -> Fix | None:
    """Items for the init containers, where every selected object has as many of them."""
    found = {
        (init_path(item.id.kind), len(entries_at(item.object, *path)))
        for item in inspection.selected(run.cause.policy)
    }
    if len(found) != 1:
        return None
    place, count = found.pop()
    if place != path or not count:
        return None
    items = [
        {"predicate": {"path": pointer((*path, index, "image"))}, **run.overrider}
        for index in range(count)
    ]
    policy = inspection.policy_item(run.cause.policy)
    return inserted("change the init containers too", policy, run.cause.path, items)


def _component(item: Object) -> str:
    return str(item.get("component", "")).lower()


def _digest_dropped(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    for change in run.step.changes:
        before, after = change.before, change.after
        if not isinstance(before, str) or not isinstance(after, str) or "@" not in before:
            continue
        name = before.partition("@")[0]
        has_tag = ":" in name.rpartition("/")[2]
        is_asked = run.overrider.get("component") == "Tag" and (
            run.overrider.get("operator") != "add"
        )
        if not has_tag or "@" in after or is_asked:
            continue
        what = (
            f"the digest pin of {pointer(change.path)} is dropped: {shortened(before, 90)} "
            f"becomes {after}, whatever that tag means by then"
        )
        yield from blame(
            inspection, run, what,
            advice="write the image in the template by digest alone (name@sha256:…): then the "
            "digest stays",
            fix=partial(_by_digest_alone, run, change.path),
        )


def _by_digest_alone(run: Run, path: Path) -> Fix | None:
    image = lookup(run.template.object, *path)
    if not isinstance(image, str) or "@" not in image or run.overrider.get("component") == "Tag":
        return None
    name, _, digest = image.partition("@")
    head, slash, last = name.rpartition("/")
    bare = f"{head}{slash}{last.partition(':')[0]}@{digest}"
    title = f"pin {pointer(path)} by digest alone, without the tag beside it"
    return changed(title, run.template, path, bare)


def _index_past_the_end(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    outcome = run.variant.outcome
    path = lookup(run.overrider, "predicate", "path")
    if outcome.kind != "panic" or outcome.cause != run.cause or not isinstance(path, str):
        return
    if not run.step.error:
        return
    what = (
        f'the controller panics: predicate "{path}" points outside of a list, and no '
        "cluster of the object's binding is updated"
    )
    yield from blame(
        inspection, run, what, below=("predicate", "path"),
        advice="name a container that every selected object has, or select fewer objects",
    )


RULES = (
    Rule(
        "H4", "warning", "imageOverrider leaves init containers alone",
        "Without a predicate, imageOverrider changes the images of spec.containers only. Init "
        "containers keep theirs, without an error: where the old registry can't be reached, the "
        "pods never start (karmada#4283). Name each init container's image by a predicate.",
        check_run=_init_containers_left_alone, overriders=_OVERRIDERS,
    ),
    Rule(
        "H5", "warning", "imageOverrider drops a digest",
        "An image with both a tag and a digest is read as its tag alone, so every image "
        "overrider, even one for the registry, writes it back without the digest. The cluster "
        "then runs whatever the tag means there. Pin by digest alone in the template.",
        check_run=_digest_dropped, overriders=_OVERRIDERS,
    ),
    Rule(
        "H8", "error", "A predicate's index makes the controller panic",
        "A predicate whose list position does not exist is no mismatch: Karmada's controller "
        "panics on it (karmada#7876). It recovers and tries again for ever, and until then no "
        "cluster of that object's binding gets anything new.",
        check_run=_index_past_the_end, overriders=_OVERRIDERS,
    ),
)
