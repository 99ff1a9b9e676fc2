"""The palette: every action of the table, also those that can't be done now, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from workbench.session.actions import OVERRIDES_ACTIONS, Action, key_label


class ActionProvider(Provider):
    """Actions of the room that the palette was opened over."""

    @property
    def _room_screen(self) -> Any:
        return self.screen if hasattr(self.screen, "room") else None

    def _actions(self) -> Iterator[tuple[Action, str]]:
        screen = self._room_screen
        if screen is None:
            return
        for action in getattr(screen, "ACTIONS", OVERRIDES_ACTIONS):
            if action.id != "palette":
                why_not = "" if action.is_local else screen.room.why_not(action.id)
                yield action, f"not now: {why_not}" if why_not else action.help

    async def discover(self) -> Hits:
        for action, text in self._actions():
            yield DiscoveryHit(self._title(action), self._run(action), action.title, text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, text in self._actions():
            score = matcher.match(f"{action.title} {action.help}")
            if score > 0:
                yield Hit(score, self._title(action), self._run(action), action.title, text)

    def _title(self, action: Action) -> Content:
        return Content(f"{action.title}  ({key_label(action)})" if action.key else action.title)

    def _run(self, action: Action) -> partial[None]:
        return partial(self._room_screen.action_perform, action.id)
