"""What a rule finds: which policy or object is to blame, where, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from workbench.model.errors import Place
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object, Path

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A mechanical way out: one object as it would be afterwards.

    Attributes:
        title: what it does, e.g. ``write add instead of replace``.
        target: the object that is edited, a policy or a template.
        after: the whole object afterwards. It may have another name: then it takes the
            target's place, see :attr:`is_rename`.
    """

    title: str
    target: ObjectId
    after: Object = field(repr=False)

    @property
    def is_rename(self) -> bool:
        """Whether the target is to be deleted when ``after`` is written."""
        return ObjectId.of(self.after) != self.target


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong.

    Attributes:
        rule: id of the rule.
        severity: ``error`` breaks something, ``warning`` surprises, ``info`` is good to know.
        message: one line, safe to print, without secrets: policy, field, what happens, where.
        item: the policy or object to blame.
        path: the place in it.
        object: the first object affected, if any is.
        clusters: every cluster affected, by name.
        fix: a mechanical fix, where there is one.
        advice: what to do, in words.
        objects: every object affected.
    """

    rule: str
    severity: Severity
    message: str
    item: Item | None = None
    path: Path = ()
    object: ObjectId | None = None
    clusters: tuple[str, ...] = ()
    fix: Fix | None = None
    advice: str = ""
    objects: tuple[ObjectId, ...] = ()

    @property
    def place(self) -> Place:
        """File, line and column to look at; worked out when asked for."""
        return self.item.source.place(self.path) if self.item else Place("(fleet)")
