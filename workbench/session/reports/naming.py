"""Objects and clusters by the names that people give them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.naming import is_named
from workbench.model.snapshot import Item
from workbench.model.text import visible_line


def chosen(items: tuple[Item, ...], asked: Sequence[str]) -> tuple[Item, ...]:
    """Those of ``items`` that are asked for by name; all if none is asked for.

    Names are ``KIND/NAMESPACE/NAME``, ``KIND/NAME``, ``NAMESPACE/NAME`` or ``NAME``. Raises
    :class:`UsageError` for a name that fits none.
    """
    if not asked:
        return items
    found: set[ObjectId] = set()
    for text in asked:
        fitting = [item.id for item in items if is_named(item.id, text)]
        if not fitting:
            names = dict.fromkeys(name for item in items for name in _spellings(item.id))
            hint = nearest(text, names) or "name it as KIND/NAMESPACE/NAME"
            raise UsageError(f"there is no object {visible_line(text)!r}", hint=hint)
        found.update(fitting)
    return tuple(item for item in items if item.id in found)


def _spellings(identity: ObjectId) -> tuple[str, ...]:
    return (f"{identity.kind}/{identity.path}", identity.path, identity.name)


def nearest(text: str, known: Iterable[str]) -> str:
    """A hint at the known name that is most like ``text``; empty if none is."""
    near = difflib.get_close_matches(text, list(known), 1)
    return f"did you mean {visible_line(near[0])}?" if near else ""
