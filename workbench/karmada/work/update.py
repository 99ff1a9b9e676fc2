"""The update that brings a member's object in line with a Work, or why there is none.

Follows ``Update``, ``allowUpdate`` and ``resourceDeepEqual`` of
pkg/util/objectwatcher/objectwatcher.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.karmada.overrides.accessors import labels_of, metadata_texts, text_at
from workbench.karmada.profile import Profile
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.keys import CONFLICT, MANAGED
from workbench.karmada.work.pruning import pruned
from workbench.karmada.work.retention import with_member_fields, with_member_metadata
from workbench.model.tree import Object, same


@dataclass(frozen=True, slots=True)
class Update:
    """What is to be done with a member's object.

    Attributes:
        kind: ``update``, ``nothing`` (it is as wanted) or ``conflict`` (it is not Karmada's).
        body: what is sent.
        message: Karmada's error of a conflict.
        decision: what decided.
    """

    kind: Literal["update", "nothing", "conflict"]
    decision: Decision
    body: Object | None = None
    message: str = ""


def plan_update(desired: Object, observed: Object, cluster: str, profile: Profile) -> Update:
    """What Karmada does with ``observed``, the object of a member, to get ``desired``.

    Raises:
        WorkError: a value of ``observed`` that a rule of its kind can't read.
        WorkPanic: a ServiceAccount with a secret that has no name.
    """
    permission = ownership(desired, observed, profile)
    if not permission.value:
        return Update("conflict", permission, message=_conflict(desired, cluster))
    tree = with_member_metadata(desired, observed, profile)
    retained = with_member_fields(tree, observed, profile)
    if profile.equal_updates_are_skipped and same(retained.object, _comparable(observed, profile)):
        note = "with what is pruned and kept, the member has it already"
        return Update("nothing", Decision("request", "nothing", "the member's object", note))
    return Update("update", permission, retained.body)


def ownership(desired: Object, observed: Object, profile: Profile) -> Decision:
    """Whether Karmada may write: it owns the object, or the manifest says ``overwrite``."""
    if is_managed(observed, profile):
        return Decision("update allowed", True, f"label {MANAGED} of the member's object")
    wish = (metadata_texts(desired, "annotations", profile) or {}).get(CONFLICT, "")
    note = f"{wish or 'unset'}; the member's object lacks the label {MANAGED}=true"
    by = f"annotation {CONFLICT} of the manifest"
    return Decision("update allowed", wish == "overwrite", by, note)


def is_managed(observed: Object, profile: Profile) -> bool:
    """Whether Karmada owns an object of a member."""
    return labels_of(observed, profile).get(MANAGED) == "true"


def _conflict(desired: Object, cluster: str) -> str:
    kind, namespace, name = (
        text_at(desired, *path)
        for path in (("kind",), ("metadata", "namespace"), ("metadata", "name"))
    )
    return f"resource(kind={kind}, {namespace}/{name}){conflict_end(cluster)}"


def conflict_end(cluster: str) -> str:
    """How Karmada's words of a conflict end, behind the object's name."""
    return (
        f" already exists in the cluster {cluster} and the {CONFLICT} strategy value is empty, "
        "Karmada will not manage this resource"
    )


def _comparable(observed: Object, profile: Profile) -> Object | None:
    """The member's object without what a Work lacks; ``None`` where it can't be pruned."""
    try:
        return with_member_metadata(pruned(observed, profile), observed, profile)
    except WorkError:
        return None
