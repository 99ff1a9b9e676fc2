"""Keys, footer and help page, all out of the one table of actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from workbench.session.actions import ROOM_ACTIONS, Action, key_label
from workbench.session.views import Text
from workbench.tui.bar import Chip
from workbench.tui.rows import Row
from workbench.tui.spans import width_of, wrapped


def bindings(actions: Sequence[Action]) -> list[BindingType]:
    """A binding for every action that has a key; all of them run ``action_perform``."""
    return [
        Binding(action.key, f"perform('{action.id}')", action.title, show=False)
        for action in actions
        if action.key and action.group != "Within lists"
    ]


def chips(actions: Sequence[Action]) -> tuple[Chip, ...]:
    """Keys with their titles, to be clicked; those at the end are the first to go."""
    return tuple(
        Chip((Text(f" {key_label(action)} ", "key"), Text(f"{action.title} ", "muted")), action.id)
        for action in actions
    )


TYPING = (Chip((Text(" ctrl+z ", "key"), Text("Undo typing ", "muted"))),
          Chip((Text(" escape u ", "key"), Text("Undo the what-if ", "muted"))))
"""What the keyboard does in a text, beyond the actions of the table."""


def room_chips(current: str) -> tuple[Chip, ...]:
    """The rooms with their keys, the one that is shown marked."""
    return tuple(
        Chip((Text(f" {key_label(action)} ", "key"), Text(f"{action.title} ", "muted")),
             action.id, action.id == f"enter_{current}")
        for action in ROOM_ACTIONS
    )


def help_rows(actions: Sequence[Action], width: int) -> Iterator[Row]:
    """The help page, ``width`` cells wide: every action under its heading."""
    keys = max(cell_len(key_label(action)) for action in actions) + 4
    titles = max(cell_len(action.title) for action in actions) + 2
    for group in dict.fromkeys(action.group for action in actions):
        yield Row(-1, (Text(group, "title"),))
        for action in (action for action in actions if action.group == group):
            label = Text(f"  {key_label(action)}".ljust(keys), "key")
            key = (label, Text(action.title.ljust(titles), "name"))
            for line in wrapped(action.help, width - keys - titles - 2):
                yield Row(-1, (*key, Text(line, "muted")))
                key = (Text(" " * width_of(key)), Text(""))
