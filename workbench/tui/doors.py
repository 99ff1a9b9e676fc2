"""From one room to another: the fleet, the Karmada version and the object looked at go along."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Snapshot

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_SERIAL = count()


class Doors(Screen[None]):
    """A screen from which the rooms of the table can be entered."""

    def _enter_overrides(self) -> None:
        cast("WorkbenchApp", self.app).enter("overrides")

    def _enter_placement(self) -> None:
        cast("WorkbenchApp", self.app).enter("placement")

    def _enter_failover(self) -> None:
        cast("WorkbenchApp", self.app).enter("failover")


class Suite:
    """The rooms over one fleet. A room is made when it is first entered, and kept as it was left.

    Args:
        snapshot: the fleet as it was read.
        screen: the room that the fleet was opened in.
    """

    def __init__(self, app: WorkbenchApp, snapshot: Snapshot, name: str, screen: Any) -> None:
        self._app, self._snapshot = app, snapshot
        self._screens = {name: screen}
        self._install(screen)

    def screen(self, name: str, leaving: Any) -> Any:
        """The room's screen, looking at what ``leaving`` looks at, where it has that."""
        if name not in self._screens:
            self._screens[name] = _made(name, self._snapshot, leaving.room.profile)
            self._install(self._screens[name])
        screen = self._screens[name]
        key = _looked_at(leaving.room)
        if screen is not leaving and key is not None:
            _look_at(screen.room, key)
        return screen

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What would be lost by leaving, in all rooms."""
        return tuple(
            text for screen in self._screens.values()
            for text in getattr(screen.room, "unsaved", ())
        )

    def _install(self, screen: Any) -> None:
        """Installed screens live on while another one is shown."""
        self._app.install_screen(screen, f"room-{next(_SERIAL)}")


def _made(name: str, snapshot: Snapshot, profile: Profile) -> Any:
    """A room over the fleet; its code is loaded here, when it is first wanted."""
    if name == "placement":
        from workbench.session.placement.room import PlacementRoom
        from workbench.tui.placement.screen import PlacementScreen

        return PlacementScreen(PlacementRoom(snapshot, profile=profile))
    if name == "overrides":
        from workbench.session.overrides.room import OverridesRoom
        from workbench.tui.overrides.screen import OverridesScreen

        return OverridesScreen(OverridesRoom(snapshot, profile=profile, is_lazy=True))
    from workbench.session.failover.room import FailoverRoom
    from workbench.tui.failover.screen import FailoverScreen

    return FailoverScreen(FailoverRoom(snapshot, profile=profile))


def _looked_at(room: Any) -> ObjectId | None:
    if hasattr(room, "selected_item"):
        return room.selected_item.id if room.selected_item else None
    return cast("ObjectId | None", room.selected)


def _look_at(room: Any, key: ObjectId) -> None:
    rows = room.objects if hasattr(room, "objects") else room.workloads
    if any(row.id == key for row in rows):
        (room.select_object if hasattr(room, "select_object") else room.look_at)(key)
