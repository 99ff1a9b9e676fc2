"""Small screens over the room: a question with one line of answer, a yes or no, a text to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.text import Text as RichText
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workbench.model.errors import WorkbenchError
from workbench.tui.rows import Row, Rows

_BOX = """
    {name} {{ align: center middle; background: $background 60%; }}
    {name} > Vertical {{
        width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 0 1;
        border: round $primary; border-title-color: $primary; background: $surface;
    }}
"""


class AskScreen(ModalScreen[bool]):
    """Asks for a line of text. An answer that can't be used keeps the text and says why."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = _BOX.format(name="AskScreen") + """
    AskScreen #error { color: $error; height: auto; }
    AskScreen #hint { color: $text-muted; height: auto; }
    """

    def __init__(
        self, title: str, hint: str, answer: Callable[[str], object], *, value: str = ""
    ) -> None:
        super().__init__()
        self._title, self._hint, self._answer, self._value = title, hint, answer, value

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = RichText(self._title)
            yield Static(RichText(self._hint), id="hint")
            yield Input(value=self._value, id="answer")
            yield Static("", id="error")
            yield Static(RichText("enter: go   escape: leave"), id="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self._answer(event.value)
        except WorkbenchError as error:
            self.query_one("#error", Static).update(RichText(f"✗ {error}"))
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        self.dismiss(False)


class ConfirmScreen(ModalScreen[bool]):
    """A question that is answered with one key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("enter", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
        Binding("escape", "answer(False)", show=False),
    ]
    DEFAULT_CSS = _BOX.format(name="ConfirmScreen")

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = RichText(self._title)
            yield Static(RichText("\n".join(self._lines)))
            yield Static(RichText("\ny: yes   n or escape: no"))

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)


class ReadScreen(ModalScreen[None]):
    """Rows to read; any of the usual keys leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("q", "leave", show=False),
        Binding("question_mark", "leave", show=False),
        Binding("enter", "leave", show=False),
    ]
    DEFAULT_CSS = _BOX.format(name="ReadScreen") + """
    ReadScreen > Vertical { width: 100; }
    ReadScreen Rows { height: auto; max-height: 100%; background: $surface; }
    """

    def __init__(self, title: str, rows: Callable[[int], Iterable[Row]]) -> None:
        """``rows`` makes the rows for a width."""
        super().__init__()
        self._title, self._rows = title, rows

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = RichText(self._title)
            box.border_subtitle = "escape: back"
            yield Rows(id="text")

    def on_mount(self) -> None:
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        rows = self.query_one(Rows)
        rows.show(tuple(self._rows(rows.view_width)))

    def action_leave(self) -> None:
        self.dismiss(None)
