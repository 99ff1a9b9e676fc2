"""What the screens of all rooms do alike: header, footer, actions of the table, questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from workbench.model.errors import WorkbenchError
from workbench.model.text import visible_line
from workbench.session.actions import Action, key_label
from workbench.session.sheet import Sheet, sheet_text
from workbench.session.views import Header, Text
from workbench.tui.aside import is_open
from workbench.tui.asking import AskScreen, ConfirmScreen, ReadScreen
from workbench.tui.bar import Bar, Chip
from workbench.tui.doors import Doors
from workbench.tui.heights import share
from workbench.tui.keys import chips, help_rows, room_chips
from workbench.tui.rows import Rows
from workbench.tui.spans import width_of

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_SMALLEST = (50, 14)
_NARROW, _WIDE, _LOW = 110, 145, 32
_BELOW, _BELOW_LOW = 10, 4
_SAID_SECONDS = 8.0


class RoomScreen(Doors):
    """A room on the screen: subclasses compose its parts, draw them, and know its room."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    ROOM_NAME: ClassVar[str] = ""
    FOOTER: ClassVar[tuple[str, ...]] = ()
    DEFAULT_CSS = """
    RoomScreen { background: $background; }
    RoomScreen .panel {
        border: round $line; border-title-color: $text-muted; border-title-style: bold;
        border-subtitle-color: $cause;
        &:focus, &:focus-within { border: heavy $primary; border-title-color: $primary; }
    }
    RoomScreen #header, RoomScreen #footer { background: $panel; }
    RoomScreen #body, RoomScreen #main, RoomScreen #panes, RoomScreen #table { height: 1fr; }
    RoomScreen #left { width: 40; }
    RoomScreen.-wide #left { width: 52; }
    RoomScreen.-narrow #left { width: 30; border-right: solid $line; }
    RoomScreen #right, RoomScreen #table { width: 1fr; }
    RoomScreen .below { height: auto; min-height: 3; }
    RoomScreen #too-small { display: none; height: 1fr; content-align: center middle; }
    RoomScreen.-low .panel, RoomScreen.-narrow .panel {
        border: none; border-top: solid $line;
        &:focus, &:focus-within { border-top: heavy $primary; }
    }
    RoomScreen.-low .below { min-height: 0; }
    RoomScreen.-zoomed #left, RoomScreen.-zoomed .below { display: none; }
    RoomScreen.-tiny #body, RoomScreen.-tiny #footer { display: none; }
    RoomScreen.-tiny #too-small { display: block; }
    """

    def __init__(self, room: Any) -> None:
        super().__init__()
        self.room = room
        self._said = ""
        self._forget: Timer | None = None
        self._actions = {action.id: action for action in self.ACTIONS}

    def compose(self) -> ComposeResult:
        yield Bar(id="header")
        yield Static("too small: 80 columns by 24 lines are enough", id="too-small", markup=False)
        yield from self.compose_body()
        yield Bar(id="footer")

    def compose_body(self) -> ComposeResult:
        """The parts between header and footer."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self._fit(*self.app.size)
        self.draw()
        self.first_list.focus()

    @property
    def first_list(self) -> Rows:
        """Where keys go at first, and after Escape."""
        return self.query_one("#first", Rows)

    def on_screen_resume(self) -> None:
        self.draw_soon()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(*event.size)
        self.draw()
        self.call_after_refresh(self.draw_soon)

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width < _NARROW, "-narrow")
        self.set_class(width >= _WIDE, "-wide")
        self.set_class(height < _LOW, "-low")
        self.set_class(width < _SMALLEST[0] or height < _SMALLEST[1], "-tiny")

    # -- drawing

    def draw(self) -> None:
        """Draw the room's views. What can't be worked out is said in its place."""
        try:
            self._draw_header(self.room.header)
            self.draw_parts()
        except WorkbenchError as error:
            self.draw_failure(error)
        self._draw_footer()
        self._share_height()
        # Once more when new panes have their width, and so their lines.
        self.call_after_refresh(self._share_height)

    def draw_parts(self) -> None:
        """Draw what lies between header and footer."""
        raise NotImplementedError

    def draw_failure(self, error: WorkbenchError) -> None:
        """Say why there is nothing to draw."""
        raise NotImplementedError

    def draw_soon(self) -> None:
        """Draw, unless the screen has gone meanwhile."""
        if is_open(self):
            self.draw()

    @property
    def is_at_rest(self) -> bool:
        """Whether everything that was done is on the screen."""
        return self.is_mounted

    @property
    def progress(self) -> str:
        """What is being worked out just now; empty if nothing is."""
        return ""

    @property
    def lines_wanted(self) -> int:
        """Lines that the main pane's content could fill."""
        return 0

    def _share_height(self) -> None:
        """No pane of the right column is cut while another one has lines to spare."""
        if not is_open(self):
            return
        column, main = self.query_one("#right"), self.query_one("#main")
        bars = sum(bar.lines for bar in main.query(Bar) if bar.display)
        shown = [pane for pane in self.query(".below").results(Rows) if pane.display]
        usual = _BELOW_LOW if self.has_class("-low") else _BELOW
        share(column.size.height, self.lines_wanted + bars + main.gutter.height, shown, usual)

    def say(self, text: str) -> None:
        """Say at the top, for a while, what was done."""
        self._said = text
        if self._forget is not None:
            self._forget.stop()
        self._forget = self.set_timer(_SAID_SECONDS, self._forget_said) if text else None

    def _forget_said(self) -> None:
        self._said = ""
        self.draw_soon()

    def _draw_header(self, head: Header) -> None:
        left = [
            Chip((Text(f" {head.mode} ", "title"),), selected=True),
            Chip((Text(f" {head.fleet} ", "name"),)),
            Chip(self._news(head), may_shrink=True),
        ]
        edits = f" what-if: {len(head.edits)} " if head.edits else ""
        right = [Chip((Text(f" ⚠ {text} ", "warning"),)) for text in head.warnings]
        right += [Chip((Text(edits, "cause"),)), Chip((Text(f" {head.version} ", "muted"),),
                                                      "toggle_version")]
        self.query_one("#header", Bar).show(left, right)

    def _news(self, head: Header) -> tuple[Text, ...]:
        """What is being worked out, else what was just done, else what the fleet holds."""
        if self.progress:
            return (Text(f" {self.progress}", "warning"),)
        return (Text(f" {self._said}", "ok"),) if self._said else (
            Text(f" {head.summary}", "muted"),)

    def _draw_footer(self) -> None:
        known = (self._actions[name] for name in self.footer_names())
        self.query_one("#footer", Bar).show(
            (*self.room_chips(), *chips(list(known)), *self.hints())
        )

    def room_chips(self) -> tuple[Chip, ...]:
        """The doors to the rooms, at the left of the footer."""
        return room_chips(self.ROOM_NAME)

    def hints(self) -> tuple[Chip, ...]:
        """Keys that are no actions, at the end of the footer."""
        return ()

    def on_descendant_focus(self) -> None:
        if is_open(self):
            self._draw_footer()
            self._share_height()

    def footer_names(self) -> Iterable[str]:
        """The actions most worth knowing now."""
        return self.FOOTER

    def tab_chips(self, names: Iterable[str], chosen: str) -> tuple[Chip, ...]:
        """A chip for each tab's action, close together where there is little room."""
        actions = [self._actions[name] for name in names]
        keys = [(Text(f" {key_label(action)} ", "key"),) for action in actions]
        width = sum(width_of(key) + len(a.title) + 1 for key, a in zip(keys, actions, strict=True))
        gap = " " if width <= self.query_one("#tabs").size.width else ""
        return tuple(
            Chip((*key, Text(f"{action.title}{gap}")), action.id, action.id == chosen)
            for key, action in zip(keys, actions, strict=True)
        )

    # -- what the user does

    def action_perform(self, name: str) -> None:
        """An action of the table: asks for its argument first, if it has one."""
        action = self._actions[name]
        self.say("")
        self.take_typed()
        if action.is_local:
            getattr(self, f"_{name}")()
        elif why_not := self.room.why_not(name):
            self.complain(why_not)
        elif action.argument:
            self.ask(action)
        elif self.attempt(partial(self.perform, name)):
            self.draw()
            self.after(name)
        self.draw_soon()

    def perform(self, name: str, argument: str | None = None) -> str:
        """Have the room do an action; what to say then. Raises ``WorkbenchError``."""
        done: str = self.room.perform(name, *(() if argument is None else (argument,)))
        return done

    def take_typed(self) -> None:
        """What was typed since the last pause reaches the room before anything else does."""

    def after(self, name: str) -> None:
        """Where the focus goes after an action."""

    def attempt(self, do: Callable[[], str]) -> bool:
        """Do something that may fail with an error for the user."""
        try:
            self.say(do())
        except WorkbenchError as error:
            self.complain(str(error))
            return False
        return True

    def complain(self, message: str) -> None:
        """Say what went wrong; nothing has changed."""
        self.notify(visible_line(message), severity="error", markup=False)

    def ask(self, action: Action, value: str = "") -> None:
        """Ask for an action's argument, and do it."""
        def answered(text: str) -> None:
            self.say(self.perform(action.id, text))
            self.draw()
            self.after(action.id)

        hint = f"{action.help} {self.question(action)}".strip()
        value = value or (self.room.filter_text if action.id == "filter" else "")
        self.app.push_screen(AskScreen(action.title, hint, answered, value=value))

    def question(self, action: Action) -> str:
        """What to type, with an example."""
        raise NotImplementedError

    @property
    def copied(self) -> str:
        """What the tab shows, as text."""
        return sheet_text(self.shown)

    @property
    def shown(self) -> Sheet:
        """What the tab shows."""
        raise NotImplementedError

    # -- actions that the screen does by itself

    def _leave(self) -> None:
        self.first_list.focus()

    def _choose(self) -> None:
        if isinstance(self.focused, Rows):
            self.focused.action_choose()

    def _next_panel(self) -> None:
        self.focus_next()

    def _copy(self) -> None:
        text = self.copied
        self.app.copy_to_clipboard(text)
        self.say(f"copied {text.count(chr(10))} lines")

    def _help(self) -> None:
        self.app.push_screen(ReadScreen("Keys", partial(help_rows, self.ACTIONS)))

    def _palette(self) -> None:
        self.app.action_command_palette()

    def _zoom(self) -> None:
        self.toggle_class("-zoomed")
        self.call_after_refresh(self.draw_soon)

    def _toggle_theme(self) -> None:
        cast("WorkbenchApp", self.app).toggle_theme()

    def _open_fleet(self) -> None:
        from workbench.tui.start import StartScreen

        self.app.push_screen(StartScreen(is_over_room=True))

    def _quit(self) -> None:
        cast("WorkbenchApp", self.app).leave()

    @on(Bar.Clicked)
    def _bar_clicked(self, event: Bar.Clicked) -> None:
        self.clicked(event.value)

    def clicked(self, value: object) -> None:
        """A chip was clicked: its value is the action that it stands for."""
        self.action_perform(str(value))


def ask_to_leave(screen: Any, unsaved: Iterable[str], leave: Callable[[], None]) -> None:
    """Name what would be lost, and leave if the user agrees; ask nothing if nothing would."""
    texts = list(unsaved)
    if not texts:
        leave()
        return

    def answered(answer: bool | None) -> None:
        if answer:
            leave()

    lines = ["These what-ifs are nowhere but here:", *(f"  {text}" for text in texts)]
    screen.app.push_screen(ConfirmScreen("Leave without saving?", lines), answered)
