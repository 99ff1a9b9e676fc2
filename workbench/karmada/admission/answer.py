"""What an API server answers to a posted policy: admitted, or refused with complaints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbench.model.pointer import field_path
from workbench.model.text import shortened, visible_line
from workbench.model.tree import Json, Object, Path

Fault: TypeAlias = Literal[
    "unknown field", "type", "required", "enum", "value", "duplicate", "conflict", "not served"
]
Judge: TypeAlias = Literal["", "decoding", "schema", "webhook", "not served"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One reason for a refusal.

    Attributes:
        fault: what sort of mistake it is.
        path: where to look in the posted object.
        message: what is wrong and what to do, one line, without the path.
        field: the field as the server names it; mostly ``path`` in dotted form, but the
            server names the whole list where one of its entries is at fault.
    """

    fault: Fault
    path: Path
    message: str
    field: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer to one posted policy.

    Attributes:
        admitted: whether the server would store it.
        object: what it would store, defaults and webhook changes included and without
            server-made metadata; ``None`` if refused.
        status: HTTP status; 201 if admitted.
        by: who refused: ``decoding``, ``schema`` (the CRD), ``webhook`` or ``not served``;
            empty if admitted.
        complaints: every complaint of the stage that refused, in the order of the fields.
    """

    admitted: bool
    object: Object | None = None
    status: int = 201
    by: Judge = ""
    complaints: tuple[Complaint, ...] = ()


def complaint(fault: Fault, path: Path, message: str, field: Path | None = None) -> Complaint:
    """A complaint about ``path``; ``field`` where the server names another place."""
    return Complaint(fault, path, message, visible_line(field_path(field or path)))


def shown(value: Json) -> str:
    """A value from the policy in quotes, safe and short enough for a message."""
    return f'"{shortened(visible_line(str(value)), 60)}"'
