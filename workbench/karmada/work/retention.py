"""What an update of a member cluster's object leaves as it is there, whatever the Work says.

Follows ``retainClusterFields`` of pkg/util/objectwatcher/objectwatcher.go, the helpers in
pkg/util/{label,annotation}.go and the interpreters named in
:mod:`workbench.karmada.work.retention_rules` (v1.12.0 and v1.18.2). A
ResourceInterpreterCustomization may add rules of its own for other kinds.
"""

from __future__ import annotations

from typing import Final

from workbench.karmada.overrides.accessors import metadata_texts, text_at
from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.pods import kind_of
from workbench.karmada.work.kept_fields import with_field
from workbench.karmada.work.keys import MANAGED_ANNOTATIONS, MANAGED_LABELS, RETAIN_REPLICAS
from workbench.karmada.work.metadata import with_metadata
from workbench.karmada.work.pruning import ACCOUNT_TOKEN
from workbench.karmada.work.retained_kinds import (
    Retained,
    by_script,
    deployment,
    pod,
    service_account,
    token,
)
from workbench.karmada.work.retention_rules import (
    ACCOUNT_LISTS,
    BUNDLED,
    NATIVE,
    NEWER_BUNDLED,
    POD_PLACES,
)
from workbench.model.tree import MISSING, Json, Object, Path, lookup

_ALWAYS: Final[tuple[Path, ...]] = (("metadata", "finalizers"), ("metadata", "ownerReferences"))


def with_member_metadata(desired: Object, observed: Object, profile: Profile) -> Object:
    """``desired`` with resourceVersion, finalizers, owners, foreign labels and annotations of
    ``observed``, the member's object."""
    version = text_at(observed, "metadata", "resourceVersion") or MISSING
    tree = with_metadata(desired, "resourceVersion", version)
    tree = with_metadata(tree, "finalizers", _finalizers(observed))
    tree = with_metadata(tree, "ownerReferences", _owners(observed))
    records = {"annotations": MANAGED_ANNOTATIONS, "labels": MANAGED_LABELS}
    for part, record in records.items():
        tree = _with_member_texts(tree, observed, part, record, profile)
    return tree


def _finalizers(observed: Object) -> Json:
    value = lookup(observed, "metadata", "finalizers")
    is_usable = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return value if is_usable else MISSING


def _owners(observed: Object) -> Json:
    value = lookup(observed, "metadata", "ownerReferences")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return MISSING
    return [_owner(item) for item in value]


def _owner(item: Object) -> Object:
    texts = {name: text_at(item, name) for name in ("apiVersion", "kind", "name", "uid")}
    flags = {name: item.get(name) for name in ("controller", "blockOwnerDeletion")}
    return texts | {name: flag for name, flag in flags.items() if isinstance(flag, bool)}


def _with_member_texts(
    desired: Object, observed: Object, part: str, record: str, profile: Profile
) -> Object:
    """Keys that only the member has stay, unless an earlier Work brought them (``record``)."""
    own = metadata_texts(desired, part, profile) or {}
    there = metadata_texts(observed, part, profile) or {}
    recorded = (metadata_texts(observed, "annotations", profile) or {}).get(record, "")
    gone = set(recorded.split(","))
    kept = {key: text for key, text in there.items() if key not in own and key not in gone}
    texts = {**own, **kept}
    return with_metadata(desired, part, texts) if texts else desired


def with_member_fields(desired: Object, observed: Object, profile: Profile) -> Retained:
    """``desired`` with what the rule of its kind keeps of ``observed``.

    Raises:
        WorkError: a value of the member's object that the rule can't read.
        WorkPanic: a ServiceAccount with a secret that has no name.
    """
    kind = kind_of(desired)
    if kind in BUNDLED or (kind in NEWER_BUNDLED and profile.bundles_newer_kinds):
        return Retained(by_script(desired, observed, BUNDLED.get(kind, ())))
    match kind:
        case ("apps/v1", "Deployment"):
            return Retained(deployment(desired, observed))
        case ("v1", "Pod"):
            return Retained(pod(desired, observed, profile))
        case ("v1", "ServiceAccount"):
            return service_account(desired, observed, profile)
        case ("v1", "Secret") if desired.get("type") == ACCOUNT_TOKEN:
            return Retained(token(desired, observed))
    tree = desired
    for field in NATIVE.get(kind, ()):
        tree = with_field(tree, observed, field)
    return Retained(tree)


def retained_places(desired: Object) -> tuple[Path, ...]:
    """Paths of ``desired`` that an update takes from the member's object where it has them.

    ``*`` stands for any item of a list.
    """
    kind = kind_of(desired)
    places = _ALWAYS + BUNDLED.get(kind, ()) + tuple(f.path for f in NATIVE.get(kind, ()))
    if kind == ("v1", "Pod"):
        places += POD_PLACES
    if kind == ("v1", "ServiceAccount"):
        places += tuple((name,) for name in ACCOUNT_LISTS)
    labels = lookup(desired, "metadata", "labels", RETAIN_REPLICAS)
    if kind == ("apps/v1", "Deployment") and labels == "true":
        places += (("spec", "replicas"),)
    if kind == ("v1", "Secret") and lookup(desired, "type") == ACCOUNT_TOKEN:
        places += (("data",),)
    return places


def lies_in(path: Path, place: Path) -> bool:
    """Whether ``path`` is ``place``, which may have ``*``, or lies below it."""
    pairs = zip(path, place, strict=False)
    return len(path) >= len(place) and all(step == want or want == "*" for step, want in pairs)
