"""What the rooms of the notebook share: controls that forward, errors that are said, redrawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ipywidgets as ipw

from workbench.model.errors import WorkbenchError
from workbench.session.actions import BY_ID, Action
from workbench.session.views import SEVERITY_MARKS, Header, Severity
from workbench.widgets.line import Line


class RoomWidget(ipw.VBox):
    """A page of controls over a room.

    A control that moves makes the room do something; then everything is drawn anew. Drawing moves
    controls too, and that forwards nothing.
    """

    ACTIONS: Mapping[str, Action] = BY_ID

    def __init__(self, room: Any) -> None:
        self.room = room
        self._is_drawing = False
        self.header = Line(is_title=True)
        self.message = Line()
        self.make_controls()
        super().__init__(children=self.page())

    def make_controls(self) -> None:
        """Make the controls and connect them."""
        raise NotImplementedError

    def page(self) -> list[ipw.Widget]:
        """The controls from top to bottom."""
        raise NotImplementedError

    def draw_parts(self) -> None:
        """Show the room as it stands."""
        raise NotImplementedError

    # -- controls

    def button(self, action: str, argument: Callable[[], Any] = lambda: None) -> ipw.Button:
        """A button for an action of the table, with its words."""
        known = self.ACTIONS[action]
        button = ipw.Button(description=known.title, tooltip=known.help,
                            layout=ipw.Layout(width="auto", flex="0 0 auto"))
        button.on_click(lambda _: self.do(action, argument()))
        return button

    def on(self, control: ipw.Widget, forward: Callable[[Any], Any]) -> None:
        """Forward a control's new value, if it is a person who moved it."""
        def changed(change: Any) -> None:
            if not self._is_drawing:
                self.forward(lambda: forward(change["new"]))

        control.observe(changed, "value")

    # -- what a person does

    def do(self, action: str, argument: Any = None) -> None:
        """Do an action of the table by its id, as its button would."""
        self.forward(lambda: self.perform(action, argument))

    def perform(self, action: str, argument: Any = None) -> str:
        """Have the room do an action; what to say then. Raises ``WorkbenchError``."""
        said: str = self.room.perform(action, argument)
        return said

    def forward(self, act: Callable[[], Any]) -> None:
        """Do something that may fail with an error for the user, and draw."""
        try:
            said = act()
            self.follow()
        except WorkbenchError as error:
            said = f"{error} ({error.hint})" if error.hint else str(error)
        self.message.value = said or ""
        self.draw()

    def follow(self) -> None:
        """What the room works out after each change, before it is drawn."""

    # -- what is shown

    def draw(self) -> None:
        """Show the room as it stands."""
        self._is_drawing = True
        try:
            self.draw_parts()
        finally:
            self._is_drawing = False

    def draw_header(self, head: Header, *more: str) -> None:
        parts = (head.mode, head.fleet, head.version, *more, head.summary, *head.warnings)
        self.header.value = "   ".join(parts)


def label(text: str) -> Line:
    """A text over the whole width, on as many lines as it takes; never HTML."""
    return Line(value=text)


def labels(lines: Iterable[str], most: int, noun: str = "") -> tuple[Line, ...]:
    """The first lines, and how many more there are."""
    texts = list(lines)
    more = len(texts) - most
    rest = [f"… and {more} more{noun and f' {noun}'}"] if more > 0 else []
    return tuple(label(text) for text in texts[:most] + rest)


def marked(lines: Iterable[tuple[Severity, str]]) -> list[str]:
    """Lines with the mark of their severity, besides colour."""
    return [f"{SEVERITY_MARKS[severity]} {text}" for severity, text in lines]
