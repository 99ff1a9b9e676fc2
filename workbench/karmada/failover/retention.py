"""The customization that keeps a workload's state at later syncs.

Karmada takes one retention script for a kind: admission refuses a second customization that has
one, and without admission the first by name counts. So an offer has to carry along what there is.
Follows pkg/webhook/resourceinterpretercustomization and
pkg/resourceinterpreter/customized/declarative/configmanager (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.karmada.failover.own_retention import kept, own_retention
from workbench.karmada.failover.restore import RestorePoint
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import kind_of, text_at
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

_KUBECTL = "kubectl.kubernetes.io/last-applied-configuration"


@dataclass(frozen=True, slots=True)
class RetentionOffer:
    """A ResourceInterpreterCustomization, and what it changes beside the state.

    Attributes:
        customization: to be applied in Karmada.
        caution: what it takes the place of; empty if of nothing.
    """

    customization: Object
    caution: str = ""


def offer_retention(
    manifest: Object,
    point: RestorePoint,
    profile: Profile,
    customizations: Sequence[Object] = (),
    webhook: str = "",
) -> RetentionOffer | None:
    """A customization that keeps the field and the label; ``None`` if one does so already.

    Args:
        customizations: the fleet's ResourceInterpreterCustomizations.
        webhook: the fleet's interpreter webhook that keeps fields of the kind; empty for none.
    """
    state = _indented([
        line for path in (point.path, ("metadata", "labels", point.label))
        for line in kept(path, only_missing=True)
    ])
    holder = _holder(manifest, customizations)
    if holder is None:
        return _anew(manifest, profile, state, customizations, webhook)
    script = str(_script(holder))
    if state in script:
        return None
    name = text_at(holder, "metadata", "name")
    return RetentionOffer(
        _carried(holder, f"{script.rstrip()}\n\n{_around(state)}"),
        f"{name} has a retention script for {manifest.get('kind')} already, and Karmada takes one "
        f"for a kind: this is {name} with its own script carried along",
    )


def _anew(
    manifest: Object, profile: Profile, state: str, customizations: Sequence[Object], webhook: str
) -> RetentionOffer:
    kind = manifest.get("kind")
    own = own_retention(manifest, profile)
    heading = [f"-- what Karmada itself keeps of a {kind}", *own, "-- state"] if own else []
    said = ""
    if own:
        said = f"it takes the place of Karmada's own retention of {kind}, and does that too"
    if webhook:
        said = (f"it takes the place of the webhook {webhook}, which keeps fields of {kind} now: "
                "what that keeps has to be written into the script")
    script = f"function Retain(desiredObj, observedObj)\n{_indented(heading)}{state}{_END}"
    return RetentionOffer(_customization(manifest, script, customizations), said)


_END = "  return desiredObj\nend\n"


def _around(state: str) -> str:
    """A function around the one that the script has defined before."""
    return (
        "local retainBefore = Retain\n\nfunction Retain(desiredObj, observedObj)\n"
        f"  desiredObj = retainBefore(desiredObj, observedObj)\n{state}{_END}"
    )


def _indented(lines: Sequence[str]) -> str:
    return "".join(f"  {line}\n" for line in lines)


def _script(customization: Object) -> object:
    return lookup(customization, "spec", "customizations", "retention", "luaScript")


def _holder(manifest: Object, customizations: Sequence[Object]) -> Object | None:
    """The customization whose retention script Karmada runs for the kind."""
    found = [
        tree for tree in customizations
        if kind_of(lookup(tree, "spec", "target") or {}) == kind_of(manifest)
        and isinstance(_script(tree), str) and _script(tree)
    ]
    return min(found, key=lambda tree: text_at(tree, "metadata", "name"), default=None)


def _carried(customization: Object, script: str) -> Object:
    """The customization with another script, without what the API server adds."""
    metadata = customization["metadata"]
    annotations = {name: text for name, text in (metadata.get("annotations") or {}).items()
                   if name != _KUBECTL}
    kept_metadata: Object = {"name": metadata.get("name")}
    if metadata.get("labels"):
        kept_metadata["labels"] = metadata["labels"]
    if annotations:
        kept_metadata["annotations"] = annotations
    spec = customization["spec"]
    rules = {**spec["customizations"], "retention": {"luaScript": script}}
    return {
        "apiVersion": customization["apiVersion"],
        "kind": customization["kind"],
        "metadata": kept_metadata,
        "spec": {**spec, "customizations": rules},
    }


def _customization(manifest: Object, script: str, others: Sequence[Object]) -> Object:
    key = ObjectId.of(manifest)
    return {
        "apiVersion": "config.karmada.io/v1alpha1",
        "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": _free_name(f"{key.kind.lower()}-keeps-state", others)},
        "spec": {
            "target": {"apiVersion": key.api_version, "kind": key.kind},
            "customizations": {"retention": {"luaScript": script}},
        },
    }


def _free_name(name: str, others: Sequence[Object]) -> str:
    taken = {text_at(tree, "metadata", "name") for tree in others}
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
