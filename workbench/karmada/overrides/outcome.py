"""What an override run says: the object or the failure, and every change with its cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from workbench.model.pointer import pointer
from workbench.model.tree import MISSING, Json, Object, Path, replaced


@dataclass(frozen=True, slots=True, order=True)
class PolicyRef:
    """An override policy: ``kind`` is OverridePolicy or ClusterOverridePolicy."""

    kind: str
    namespace: str
    name: str

    @property
    def is_cluster_scoped(self) -> bool:
        return self.kind == "ClusterOverridePolicy"

    def __str__(self) -> str:
        return f"{'cop' if self.is_cluster_scoped else 'op'}/{self.name}"


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """Which item of which policy did something.

    Attributes:
        policy: the policy.
        rule: position in ``spec.overrideRules``; -1 for the deprecated ``spec.overriders``.
        overrider: field name of the list, e.g. ``imageOverrider`` or ``plaintext``.
        index: position in that list.
    """

    policy: PolicyRef
    rule: int
    overrider: str
    index: int

    @property
    def path(self) -> Path:
        """Where the item stands in the policy object."""
        rule: Path = ("overrideRules", self.rule) if self.rule >= 0 else ()
        return ("spec", *rule, "overriders", self.overrider, self.index)

    def __str__(self) -> str:
        rule = f"rule[{self.rule}] " if self.rule >= 0 else ""
        return f"{self.policy} {rule}{self.overrider}[{self.index}]"


@dataclass(frozen=True, slots=True)
class Change:
    """One place of the object before and after; :data:`MISSING` where there was or is nothing."""

    path: Path
    before: Json
    after: Json

    def __str__(self) -> str:
        return pointer(self.path)


@dataclass(frozen=True, slots=True)
class Step:
    """One overrider item that ran.

    Attributes:
        cause: the item.
        changes: what it changed, in an order that replays; empty if nothing changed.
        error: the failure's text; empty if the item succeeded.
        note: why nothing changed, where the engine knows (``no container "web"``).
    """

    cause: Cause
    changes: tuple[Change, ...] = ()
    error: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one cluster gets of one template.

    Attributes:
        kind: ``object``; ``error`` (Karmada leaves this cluster's Work as it is and tries
            again); ``panic`` (the controller would panic: all clusters of the binding wait);
            ``unreached`` (another cluster of the binding fails first, see ``message``).
        object: the object after overrides, or ``None`` without one.
        message: Karmada's error or panic text, or which cluster fails first; empty for an object.
        cause: the item that failed, where there is one.
        steps: every item that ran, in order of application.
        applied: ``(policy, rule)`` of every rule applied, in order of application.
        applied_overrides, applied_cluster_overrides: the records on the Work, Go JSON text,
            or ``None`` where nothing applied.
        unstable: reasons why Karmada itself may give another result from run to run.
    """

    kind: Literal["object", "error", "panic", "unreached"]
    object: Object | None = None
    message: str = ""
    cause: Cause | None = None
    steps: tuple[Step, ...] = ()
    applied: tuple[tuple[PolicyRef, int], ...] = ()
    applied_overrides: str | None = None
    applied_cluster_overrides: str | None = None
    unstable: tuple[str, ...] = field(default=())


def replay(template: Object, steps: tuple[Step, ...]) -> Object:
    """The template with every change of ``steps`` made: the outcome's object, from its trace."""
    tree = template
    for step in steps:
        for change in step.changes:
            tree = replaced(tree, change.path, change.after)
    return tree


__all__ = ["MISSING", "Cause", "Change", "Outcome", "PolicyRef", "Step", "replay"]
