"""The Edit tab: the policy's text, the error in its line, and what the API server would answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rich.style import Style
from rich.text import Text as RichText
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from workbench.session.views import EditorView, Text
from workbench.tui.rows import Row, Rows
from workbench.tui.spans import wrapped

PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.03, 0.6
_KEY = re.compile(r"^(\s*(?:- )*)([\w./~-]+)(:)(?=\s|$)")
_COMMENT = re.compile(r"(?:^|\s)#.*$")


class PolicyText(TextArea):
    """YAML with its keys and comments in colour, and one line marked as wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "policy-text--key", "policy-text--comment", "policy-text--wrong",
    }
    DEFAULT_CSS = """
    PolicyText {
        border: none; padding: 0; background: $background; height: 1fr;
        scrollbar-size: 0 1; scrollbar-color: $line; scrollbar-color-hover: $primary;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        &:focus { border: none; }
        & > .policy-text--key { color: $primary; }
        & > .policy-text--comment { color: $text-muted; text-style: italic; }
        & > .policy-text--wrong { background: $removed; text-style: underline; }
        & .text-area--cursor-line { background: $surface; }
        & .text-area--gutter { color: $text-muted; background: $background; }
        & .text-area--cursor-gutter { color: $warning; background: $surface; }
    }
    """

    class Left(Message):
        """The user pressed Escape: keys belong to the room again."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, show_line_numbers=True, soft_wrap=False, tab_behavior="indent")
        self.indent_width = 2
        self.wrong_line = 0

    def mark(self, line: int) -> None:
        """Mark ``line`` (from 1) as wrong; 0 for none."""
        if line != self.wrong_line:
            self.wrong_line = line
            self._line_cache.clear()
            self.refresh()

    def get_line(self, line_index: int) -> RichText:
        line = super().get_line(line_index)
        if found := _KEY.match(line.plain):
            line.stylize(self._style("key"), found.start(2), found.end(2))
        if comment := _COMMENT.search(line.plain):
            line.stylize(self._style("comment"), comment.start())
        if line_index + 1 == self.wrong_line:
            line.stylize(self._style("wrong"))
        return line

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"policy-text--{name}", partial=True)

    def action_leave(self) -> None:
        self.post_message(self.Left())


class EditorPane(Vertical):
    """The text above what is said about it. Typing is passed on after every pause."""

    DEFAULT_CSS = """
    EditorPane { height: 1fr; width: 1fr; }
    EditorPane > #answer { height: auto; max-height: 5; border-top: solid $line; }
    """

    class Typed(Message):
        """There was a pause in typing; :meth:`take` gives what was typed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given: str | None = None
        self._pause: Timer | None = None
        self._pause_seconds = PAUSE_SECONDS

    def compose(self) -> ComposeResult:
        yield PolicyText(id="policy-text")
        yield Answer(id="answer")

    @property
    def text_area(self) -> PolicyText:
        return self.query_one(PolicyText)

    def show_editor(self, view: EditorView, *, is_locked: bool) -> None:
        """Draw the view; the text is replaced only if it came from elsewhere than the keyboard.

        Never while something typed waits to be taken: it would be lost.
        """
        if view.text != self._given and not self.is_waiting:
            self._given = view.text
            self.text_area.load_text(view.text)
        self.text_area.read_only = is_locked
        self.text_area.mark(view.error_line)
        self.query_one(Answer).show_answer(view)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if event.text_area.text != self._given:
            self._stop_pause()
            self._pause = self.set_timer(self._pause_seconds, self.flush)

    def took(self, seconds: float) -> None:
        """How long it took to follow the last text: longer work waits for longer pauses."""
        self._pause_seconds = min(max(PAUSE_SECONDS, 2 * seconds - 0.1), LONGEST_PAUSE_SECONDS)

    def flush(self) -> None:
        """Say that there is something to take, if there is."""
        self._stop_pause()
        if self.is_waiting:
            self.post_message(self.Typed())

    @property
    def is_waiting(self) -> bool:
        """Whether something was typed that has not been followed."""
        return self._given is not None and self.text_area.text != self._given

    def take(self) -> str | None:
        """The text, if it was typed in since it was last taken or given; else ``None``."""
        self._stop_pause()
        if not self.is_waiting:
            return None
        self._given = self.text_area.text
        return self._given

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None


class Answer(Rows):
    """What is wrong with the text, or what the API server would say to it."""

    view = EditorView("", "")

    def show_answer(self, view: EditorView) -> None:
        self.view = view
        self.show([row for mark, text in _answers(view) for row in self._lines(mark, text)])

    def on_resize(self) -> None:
        self.show_answer(self.view)

    def _lines(self, mark: Text, text: str) -> Iterator[Row]:
        for line in wrapped(text, self.view_width - 4):
            yield Row(-1, (mark, Text(line)))
            mark = Text("  ")


def _answers(view: EditorView) -> Iterator[tuple[Text, str]]:
    if view.error:
        column = f", column {view.error_column}" if view.error_column else ""
        where = f"line {view.error_line}{column}: " if view.error_line else ""
        yield Text("✗ ", "error"), f"{where}{view.error}"
        return
    for text in view.answer:
        is_refused = text.startswith("refused")
        yield Text("✗ ", "error") if is_refused else Text("✓ ", "ok"), text
