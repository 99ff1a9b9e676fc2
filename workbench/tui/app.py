"""The terminal app: opens fleets in a thread, and hands them to the room's screen."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette

from workbench.karmada.profile import LATEST, Profile
from workbench.model.snapshot import Snapshot
from workbench.session.overrides.room import OverridesRoom
from workbench.tui.doors import Suite
from workbench.tui.loading import LoadingScreen
from workbench.tui.overrides.screen import OverridesScreen
from workbench.tui.palette import ActionProvider
from workbench.tui.room_screen import RoomScreen, ask_to_leave
from workbench.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from workbench.session.failover.room import FailoverRoom


class WorkbenchApp(App[int]):
    """The workbench in a terminal.

    Args:
        paths: what to open; none shows the start screen.
        profile: the Karmada version to judge by.
        everywhere: every object against every cluster, whatever placement says.
    """

    TITLE = "workbench"
    COMMANDS: ClassVar[set[Any]] = {ActionProvider}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(
        self, paths: Sequence[str] = (), *, profile: Profile = LATEST, everywhere: bool = False
    ) -> None:
        super().__init__()
        self.paths = tuple(paths)
        self.profile, self.everywhere = profile, everywhere
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.touched_at = 0.0
        self.suite: Suite | None = None

    async def on_event(self, event: events.Event) -> None:
        """Note when the user did something: background work makes room."""
        if isinstance(event, events.InputEvent):
            self.touched_at = perf_counter()
        await super().on_event(event)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """So that a theme without our own colours still draws."""
        return dict(DARK.variables)

    def on_mount(self) -> None:
        if self.paths:
            self.open(self.paths)
        else:
            from workbench.tui.start import StartScreen

            self.push_screen(StartScreen())

    def open(self, paths: Sequence[str], *, tour: bool = False) -> None:
        """Read ``paths`` and show them in the room, in place of what is shown now."""
        self.push_screen(
            LoadingScreen(paths, profile=self.profile, everywhere=self.everywhere, tour=tour)
        )

    def opened(self, room: OverridesRoom, *, tour: bool = False) -> None:
        """A fleet was read: show it, in place of the screen that waited for it."""
        self._begin(OverridesScreen(room, tour=tour), room.base)

    def opened_run(self, room: FailoverRoom) -> None:
        """A saved run was read: show it, in place of the screen that waited for it."""
        from workbench.tui.failover.screen import FailoverScreen

        self._begin(FailoverScreen(room), room.snapshot)

    def _begin(self, screen: RoomScreen, snapshot: Snapshot) -> None:
        self.suite = Suite(self, snapshot, screen.ROOM_NAME, screen)
        self.switch_screen(screen)

    def enter(self, name: str) -> None:
        """Go to another room of the same fleet."""
        if self.suite is not None:
            screen = self.suite.screen(name, self.screen)
            if screen is not self.screen:
                self.switch_screen(screen)

    def toggle_theme(self) -> None:
        """Dark, or light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def leave(self) -> None:
        """Leave; what-ifs of any room that nobody saved are named first."""
        unsaved = self.suite.unsaved if self.suite else ()
        ask_to_leave(self.screen, unsaved, lambda: self.exit(0))

    def action_leave(self) -> None:
        """Leave, also from the palette or a question."""
        if isinstance(self.screen, CommandPalette):
            self.screen.dismiss()
        self.leave()


def run(paths: Sequence[str], *, profile: Profile = LATEST, everywhere: bool = False) -> int:
    """Run the app until the user leaves; its exit code."""
    return WorkbenchApp(paths, profile=profile, everywhere=everywhere).run() or 0
