"""Keys, footer and help page, all out of the one table of actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual.binding import Binding, BindingType

from workbench.session.actions import BY_ID, ROOM_ACTIONS, Action, key_label
from workbench.session.views import Text
from workbench.tui.bar import Chip
from workbench.tui.rows import Row
from workbench.tui.spans import width_of, wrapped

_FOOTER = ("help", "palette", "next_variant", "toggle_layout", "toggle_folds", "filter",
           "make_override", "apply_fix", "undo", "write_report", "copy", "open_fleet", "quit")
_TYPING = ("save_edit", "leave", "palette")


def bindings(actions: Sequence[Action]) -> list[BindingType]:
    """A binding for every action that has a key; all of them run ``action_perform``."""
    return [
        Binding(action.key, f"perform('{action.id}')", action.title, show=False)
        for action in actions
        if action.key and action.group != "Within lists"
    ]


def footer(*, is_typing: bool) -> tuple[Chip, ...]:
    """The keys most worth knowing, clickable; those on the right are the first to go."""
    return chips([BY_ID[name] for name in (_TYPING if is_typing else _FOOTER)])


def chips(actions: Sequence[Action]) -> tuple[Chip, ...]:
    """Keys with their titles, to be clicked."""
    return tuple(
        Chip((Text(f" {key_label(action)} ", "key"), Text(f"{action.title} ", "muted")), action.id)
        for action in actions
    )


def room_chips(current: str) -> tuple[Chip, ...]:
    """The rooms with their keys, the one that is shown marked."""
    return tuple(
        Chip((Text(f" {key_label(action)} ", "key"), Text(f"{action.title} ", "muted")),
             action.id, action.id == f"enter_{current}")
        for action in ROOM_ACTIONS
    )


def help_rows(actions: Sequence[Action], width: int) -> Iterator[Row]:
    """The help page, ``width`` cells wide: every action under its heading."""
    for group, members in groupby(actions, key=lambda action: action.group):
        yield Row(-1, (Text(group, "title"),))
        for action in members:
            key = (Text(f"  {key_label(action):<9}", "key"), Text(f"{action.title:<20}", "name"))
            for line in wrapped(action.help, width - width_of(key) - 2):
                yield Row(-1, (*key, Text(line, "muted")))
                key = (Text(" " * width_of(key)), Text(""))
