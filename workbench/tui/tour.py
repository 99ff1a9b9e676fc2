"""The tour's card: what to see, and the key that leads on."""

from __future__ import annotations

from rich.text import Text as RichText
from textual.widgets import Static

from workbench.session.actions import BY_ID, key_label
from workbench.session.overrides.tour import TOUR


class TourCard(Static):
    """Lies over the room. It follows what the user does; Escape puts it away."""

    DEFAULT_CSS = """
    TourCard {
        layer: over; dock: bottom; offset: 0 -1; width: 100%; height: auto; padding: 0 1;
        background: $panel; border: round $accent; border-title-color: $accent;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="tour")
        self._at = 0

    def on_mount(self) -> None:
        self._draw()

    def did(self, action: str) -> None:
        """The user did something; the step's own action leads on."""
        if self._at < len(TOUR) and TOUR[self._at].action == action:
            self._at += 1
            self._draw()

    def _draw(self) -> None:
        self.border_title = f"TOUR {min(self._at + 1, len(TOUR))} of {len(TOUR)}"
        if self._at == len(TOUR):
            self.update(RichText("That was it. ? shows every key. Escape puts this away; "
                                 "ctrl+o opens a fleet of your own."))
            return
        step = TOUR[self._at]
        action = BY_ID[step.action]
        text = RichText(f"{step.text}  ")
        text.append(f" {key_label(action)} ", "bold reverse")
        text.append(f" {action.title}   (escape leaves the tour)")
        self.update(text)
