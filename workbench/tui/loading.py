"""Reading a fleet: in a thread, with progress, and a way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text as RichText
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from workbench.fleets.recent import remember
from workbench.karmada.profile import Profile
from workbench.model.errors import WorkbenchError
from workbench.model.text import visible_line
from workbench.session.overrides.room import OverridesRoom
from workbench.tui.aside import aside

if TYPE_CHECKING:
    from workbench.session.failover.room import FailoverRoom
    from workbench.tui.app import WorkbenchApp

_EVERY_SECONDS = 0.1


class LoadingScreen(Screen[None]):
    """Shown while files are read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False)]
    DEFAULT_CSS = """
    LoadingScreen { align: center middle; background: $background; }
    LoadingScreen > Static { width: auto; max-width: 90%; }
    """

    def __init__(
        self, paths: Sequence[str], *, profile: Profile, everywhere: bool, tour: bool = False
    ) -> None:
        super().__init__()
        self._paths, self._profile, self._everywhere = tuple(paths), profile, everywhere
        self._tour = tour
        self._read = ""

    def compose(self) -> ComposeResult:
        yield Static(RichText(f"reading {visible_line(', '.join(self._paths))}"), id="progress")

    def on_mount(self) -> None:
        aside(self, self._load, self._opened, self._failed)
        self.set_interval(_EVERY_SECONDS, self._say)

    def _load(self) -> OverridesRoom | FailoverRoom:
        def progress(done: int, total: int) -> None:
            self._read = f"read {done} of {total} files"

        from workbench.session.failover.opening import open_paths

        opened = open_paths(self._paths, progress=progress)
        if opened.run:
            from workbench.session.failover.room import FailoverRoom

            return FailoverRoom.of(opened)
        return OverridesRoom(
            opened.snapshot, profile=self._profile, everywhere=self._everywhere, is_lazy=True
        )

    def _say(self) -> None:
        if self._read:
            self.query_one("#progress", Static).update(RichText(self._read))

    def _failed(self, error: WorkbenchError) -> None:
        """Nothing could be opened; Escape leads back."""
        self._read = ""
        text = f"✗ {visible_line(str(error))}\nescape: back"
        self.query_one("#progress", Static).update(RichText(text))

    def _opened(self, room: OverridesRoom | FailoverRoom) -> None:
        snapshot = room.base if isinstance(room, OverridesRoom) else room.snapshot
        for path in self._paths:
            if snapshot.items and path != "-":
                remember(path)
        app = cast("WorkbenchApp", self.app)
        if isinstance(room, OverridesRoom):
            app.opened(room, tour=self._tour)
        else:
            app.opened_run(room)

    def action_leave(self) -> None:
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit(0)
