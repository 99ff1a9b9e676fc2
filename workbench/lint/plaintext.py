"""Hazards of plaintext operations: wrong shapes, other identities, paths that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workbench.karmada.overrides.outcome import Change
from workbench.karmada.overrides.typed import KINDS, ConversionError, check_typed
from workbench.lint.amendments import changed
from workbench.lint.finding import Fix
from workbench.lint.inspection import Inspection, Run
from workbench.lint.rule import Rule, Sighting, blame
from workbench.model.identity import ObjectId
from workbench.model.pointer import pointer
from workbench.model.tree import MISSING, Object, replaced

_OVERRIDERS = ("plaintext",)
_LIST_FIELDS = frozenset((
    "containers", "initContainers", "env", "envFrom", "ports", "volumes", "volumeMounts",
    "tolerations", "args", "command", "imagePullSecrets", "topologySpreadConstraints",
    "hostAliases", "subjects", "externalIPs",
))  # fmt: skip
_IDENTITY = (("metadata", "name"), ("metadata", "namespace"), ("kind",), ("apiVersion",))


def _wrong_shape(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    """A value of another type than belongs there, as far as Kubernetes' types are known."""
    for change in run.step.changes[:1]:
        problem = _problem(inspection, run)
        is_map_for_list = isinstance(change.after, dict) and (
            isinstance(change.before, list) or _is_list_field(run.template.id, change)
        )
        if not problem and not is_map_for_list:
            continue
        shapes = "an object where a list belongs" if isinstance(change.after, dict) else (
            "a value of the wrong type"
        )
        what = f"{pointer(change.path)} gets {shapes}: Karmada accepts it, the member refuses it"
        yield from blame(
            inspection, run, what, below=("value",),
            advice=f"the API server will say: {problem}" if problem else "write a list",
            fix=partial(_as_list, inspection, run),
        )


def _problem(inspection: Inspection, run: Run) -> str:
    """What the Go types say of the object after the item, if they had nothing to say before."""
    kind = run.template.id.kind
    if kind not in KINDS or all(_is_harmless(change) for change in run.step.changes):
        return ""
    problem = _misfit(inspection, run.after, kind)
    return "" if problem and _misfit(inspection, run.before, kind) else problem


def _is_harmless(change: Change) -> bool:
    """A number for a number, a text for a text: only quantities have a form of their own."""
    is_same_type = type(change.before) is type(change.after)
    is_plain = not isinstance(change.after, (dict, list))
    return is_same_type and is_plain and "resources" not in change.path


def _misfit(inspection: Inspection, tree: Object, kind: str) -> str:
    try:
        check_typed(tree, kind, inspection.profile)
    except ConversionError as error:
        return str(error.args[0])
    return ""


def _is_list_field(item: ObjectId, change: Change) -> bool:
    """Whether a field that was absent is a list in Kubernetes' own kinds."""
    is_built_in = "." not in item.group or item.group.endswith(".k8s.io")
    return is_built_in and change.before is MISSING and change.path[-1] in _LIST_FIELDS


def _as_list(inspection: Inspection, run: Run) -> Fix | None:
    """The object in a list of its own, where that fits."""
    change = run.step.changes[0]
    kind = run.template.id.kind
    if not isinstance(change.after, dict):
        return None
    if kind in KINDS:
        listed = replaced(run.after, change.path, [change.after])
        if _misfit(inspection, listed, kind):
            return None
    item = inspection.policy_item(run.cause.policy)
    path = (*run.cause.path, "value")
    return changed("write a list with the object in it", item, path, [run.overrider.get("value")])


def _other_identity(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    for change in run.step.changes:
        if change.path in _IDENTITY and isinstance(change.before, str):
            what = (
                f'{pointer(change.path)} changes from "{change.before}" to "{change.after}": '
                "members get another object, in a Work of another name"
            )
            yield from blame(
                inspection, run, what, below=("path",),
                advice="make a template of that name; a policy can't rename one in place: the "
                "old object is not cleaned up, and status is not collected for the new one",
            )


def _odd_pointer(inspection: Inspection, run: Run) -> Iterator[Sighting]:
    text = run.overrider.get("path")
    if not isinstance(text, str) or run.step.error:
        return
    item = inspection.policy_item(run.cause.policy)
    path = (*run.cause.path, "path")
    if text and not text.startswith("/"):
        what = (
            f'"{text}" has no leading slash: what stands before the first one is ignored, so '
            f"/{text.partition('/')[2]} is changed instead"
        )
        yield from blame(
            inspection, run, what, below=("path",), advice=f"write /{text}",
            fix=partial(changed, f"write /{text}", item, path, f"/{text}"),
        )
    elif "//" in text and not run.step.changes:
        bare = "/" + "/".join(filter(None, text.split("/")))
        yield from blame(
            inspection, run, f'"{text}" has an empty segment: Karmada reports success and '
            "changes nothing", below=("path",), advice=f"write {bare}",
            fix=partial(changed, f"write {bare}", item, path, bare),
        )


RULES = (
    Rule(
        "H10", "error", "plaintext writes a shape that the member refuses",
        "A plaintext value is not checked against the type of its field. An object where a list "
        "belongs, or text where a number belongs, is accepted by Karmada, and the member "
        "cluster's API server refuses the whole object when the Work is applied.",
        check_run=_wrong_shape, overriders=_OVERRIDERS,
    ),
    Rule(
        "H11", "warning", "plaintext changes who the object is",
        "The Work's name is made from kind, name and namespace after overrides. Another name "
        "there means another Work and another object in the member cluster, beside the old one "
        "if it was there before.",
        check_run=_other_identity, overriders=_OVERRIDERS,
    ),
    Rule(
        "pointer-form", "warning", "A path does not lead where it seems to",
        "Karmada's patches drop everything before the first slash of a path, and treat an empty "
        "first segment as a copy of the object that is thrown away. Neither is an error.",
        check_run=_odd_pointer, overriders=_OVERRIDERS,
    ),
)
