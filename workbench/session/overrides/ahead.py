"""Results worked out one object at a time, so that a front end can do it between two keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.karmada.preview import Preview
from workbench.model.identity import ObjectId

if TYPE_CHECKING:
    from workbench.diff.results import ResultChange


class Ahead:
    """What is not worked out yet of a preview, and what has changed against the one before.

    Attributes:
        total: how many objects there are.
    """

    def __init__(self, before: Preview, preview: Preview) -> None:
        self._before, self._preview = before, preview
        ids = {item.id for side in (before, preview) for item in side.templates}
        self.total = len(ids)
        self._left = sorted(ids, reverse=True)
        self._changes: list[ResultChange] = []

    @property
    def done(self) -> int:
        """How many objects are worked out."""
        return self.total - len(self._left)

    @property
    def is_done(self) -> bool:
        return not self._left

    def step(self) -> None:
        """Work out one more object, if there is one."""
        if self._left:
            self._work_out(self._left.pop())

    def _work_out(self, identity: ObjectId) -> None:
        if self._preview is self._before:
            self._preview.variants(self._preview.snapshot.by_id[identity])
            return
        from workbench.session.overrides.what_if import object_changes

        self._changes += object_changes(identity, self._before, self._preview)

    def changes(self) -> tuple[ResultChange, ...]:
        """Every result that differs, the worst first; works out what is left."""
        from workbench.session.overrides.what_if import worst_first

        while self._left:
            self.step()
        return worst_first(self._changes)
