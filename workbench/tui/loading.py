"""Reading a fleet: in a thread, with progress, and a way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text as RichText
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.fleets.files import load
from workbench.fleets.recent import remember
from workbench.karmada.profile import Profile
from workbench.model.text import visible_line
from workbench.session.overrides.room import OverridesRoom

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_EVERY = 20


class LoadingScreen(Screen[None]):
    """Shown while files are read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False)]
    DEFAULT_CSS = """
    LoadingScreen { align: center middle; background: $background; }
    LoadingScreen > Static { width: auto; }
    """

    def __init__(
        self, paths: Sequence[str], *, profile: Profile, everywhere: bool, tour: bool = False
    ) -> None:
        super().__init__()
        self._paths, self._profile, self._everywhere = tuple(paths), profile, everywhere
        self._tour = tour

    def compose(self) -> ComposeResult:
        yield Static(RichText(f"reading {visible_line(', '.join(self._paths))}"), id="progress")

    def on_mount(self) -> None:
        self.run_worker(self._load, thread=True)

    def _load(self) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if done % _EVERY == 0 and not worker.is_cancelled:
                self.app.call_from_thread(self._say, f"read {done} of {total} files")

        snapshot = load(self._paths, progress=progress)
        room = OverridesRoom(
            snapshot, profile=self._profile, everywhere=self._everywhere, is_lazy=True
        )
        if not worker.is_cancelled:
            self.app.call_from_thread(self._opened, room)

    def _say(self, text: str) -> None:
        self.query_one("#progress", Static).update(RichText(text))

    def _opened(self, room: OverridesRoom) -> None:
        for path in self._paths:
            if room.base.items and path != "-":
                remember(path)
        cast("WorkbenchApp", self.app).opened(room, tour=self._tour)

    def action_leave(self) -> None:
        self.workers.cancel_all()
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit(0)
