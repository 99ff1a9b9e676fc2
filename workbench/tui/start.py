"""The start screen: sample fleets, what was opened before, contexts, and any path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from workbench.fleets.contexts import contexts
from workbench.fleets.recent import opened_before
from workbench.fleets.samples import PREFIX, samples
from workbench.model.text import visible_line
from workbench.session.actions import BY_ID, START_ACTIONS
from workbench.session.overrides.tour import TOUR_FLEET
from workbench.session.views import Text
from workbench.tui.asking import ReadScreen
from workbench.tui.bar import Bar
from workbench.tui.keys import bindings, chips, help_rows
from workbench.tui.rows import Row, Rows

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp


@dataclass(frozen=True, slots=True)
class _Choice:
    """A row that can be chosen: a path to open, the tour, or why nothing can be opened."""

    row: tuple[Text, ...]
    path: str = ""
    is_tour: bool = False
    why_not: str = ""


class StartScreen(Screen[None]):
    """What there is to open. Over a room, Escape goes back to it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(START_ACTIONS)
    DEFAULT_CSS = """
    StartScreen { background: $background; align: center middle; }
    StartScreen > #box { width: 116; max-width: 100%; height: auto; max-height: 100%; }
    StartScreen #choices { height: auto; max-height: 100%; }
    StartScreen #path {
        border: round $line; border-title-color: $text-muted; background: $background;
        margin-top: 1;
        &:focus { border: heavy $primary; border-title-color: $primary; }
    }
    StartScreen Bar { background: $background; }
    StartScreen #footer { background: $panel; dock: bottom; }
    """

    def __init__(self, *, is_over_room: bool = False) -> None:
        super().__init__()
        self.is_over_room = is_over_room
        self._choices: list[_Choice] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Rows(id="choices")
            yield Input(placeholder="a file or a folder with manifests", id="path")
        yield Bar(id="footer")

    def on_mount(self) -> None:
        box = self.query_one("#path", Input)
        box.border_title = "OPEN A PATH"
        self.query_one(Rows).show(tuple(self._lines()), 0)
        self.query_one("#footer", Bar).show(chips(START_ACTIONS))
        self.query_one(Rows).focus()

    def _lines(self) -> Iterator[Row]:
        yield Row(-1, (Text("workbench", "title"),))
        yield Row(-1, (Text("what Karmada's policies make of every object in every cluster, "
                            "before they land", "muted"),))
        self._choices = []
        for title, choices in _sections():
            yield Row(-1, ())
            yield Row(-1, (Text(title, "title"),))
            for choice in choices:
                self._choices.append(choice)
                yield Row(len(self._choices) - 1, choice.row)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        choice = self._choices[event.item]
        if choice.why_not:
            self.notify(choice.why_not, markup=False)
        else:
            self._open(choice.path, is_tour=choice.is_tour)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if path:
            self._open(path)

    def _open(self, path: str, *, is_tour: bool = False) -> None:
        app = cast("WorkbenchApp", self.app)
        app.open((path,), tour=is_tour)

    def action_perform(self, name: str) -> None:
        """An action of the start screen's table."""
        getattr(self, f"_{name}")()

    def _open_path(self) -> None:
        self.query_one("#path").focus()

    def _start_tour(self) -> None:
        self._open(TOUR_FLEET, is_tour=True)

    def _toggle_theme(self) -> None:
        cast("WorkbenchApp", self.app).toggle_theme()

    def _help(self) -> None:
        self.app.push_screen(ReadScreen("Keys", partial(help_rows, START_ACTIONS)))

    def _go_back(self) -> None:
        if self.focused is self.query_one("#path"):
            self.query_one(Rows).focus()
        elif self.is_over_room:
            self.dismiss()

    def _quit(self) -> None:
        cast("WorkbenchApp", self.app).action_leave()

    @on(Bar.Clicked)
    def _clicked(self, event: Bar.Clicked) -> None:
        self.action_perform(event.value)


def _sections() -> Iterator[tuple[str, list[_Choice]]]:
    tour = BY_ID["start_tour"]
    yield "NEW HERE?", [_Choice((Text(f" {tour.title}", "name"), Text(f"  {tour.help}", "muted")),
                                TOUR_FLEET, is_tour=True)]
    width = max((len(sample.path) for sample in samples()), default=0)
    yield "SAMPLE FLEETS", [
        _Choice((Text(f" {s.path:<{width}}", "name"),
                 Text(f"  {visible_line(s.description)}", "muted")), s.path)
        for s in samples()
    ]
    before = [path for path in opened_before() if not path.startswith(PREFIX)]
    if before:
        yield "OPENED BEFORE", [_Choice((Text(f" {visible_line(path)}"),), path)
                                for path in before]
    found = contexts()
    if found:
        later = "opens once connected clusters exist"
        yield "CONTEXTS", [
            _Choice((Text(f" {visible_line(name)}"), Text(f"  {later}", "muted")), why_not=later)
            for name in found
        ]
