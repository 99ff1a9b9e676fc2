"""Patch operations as they come from a policy.

Source: evanphx/json-patch v5 (patch.go), 5.9.0 in Karmada v1.12.0 and 5.9.11 in v1.18.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.karmada.overrides.json_document import PatchError
from workbench.model import go_json
from workbench.model.tree import Json

_KINDS = frozenset(("add", "remove", "replace", "test"))


class RawJson(str):
    """An operation's value as JSON text, its spelling of numbers and strings kept."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One patch operation.

    Attributes:
        op: ``add``, ``remove`` or ``replace`` (``test`` works too, past the schema).
        path: JSON pointer in this dialect.
        value: a tree or :class:`RawJson`; ``None`` where absent, which is the same as null.
    """

    op: str
    path: str
    value: Json = None

    def value_text(self) -> str:
        """The value as compact JSON text."""
        return self.value if isinstance(self.value, RawJson) else go_json.encode(self.value)


def validate(operations: Sequence[Operation]) -> None:
    """Refuse a list with an unknown operation, before any of it runs. Raises PatchError."""
    for operation in operations:
        if operation.op in _KINDS:
            continue
        reason = "unsupported operation"
        if operation.op in ("move", "copy"):
            reason = "failed to decode 'from': operation, missing from field: missing value"
        text = (
            f'{{"op":{go_json.quote(operation.op)},"path":{go_json.quote(operation.path)},'
            f'"value":{operation.value_text()}}}'
        )
        raise PatchError(f"invalid operation {text}: {reason}")
