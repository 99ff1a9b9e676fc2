"""Colours, dark and light. Both were chosen to be told apart without seeing red from green."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="workbench-dark",
    primary="#6cb2f7",
    secondary="#8fa8c4",
    accent="#e2b86b",
    warning="#e5b454",
    error="#f2777f",
    success="#7fcf93",
    foreground="#d7dde5",
    background="#10151b",
    surface="#151b23",
    panel="#1c2430",
    dark=True,
    variables={
        "text-muted": "#8390a0",
        "line": "#33404f",
        "cause": "#b9a6ec",
        "added": "#14301f",
        "added-word": "#1f6b3a",
        "removed": "#3a1a20",
        "removed-word": "#7c2c37",
        "cursor": "#274a6d",
        "cursor-away": "#1f2a37",
    },
)

LIGHT = Theme(
    name="workbench-light",
    primary="#0b5cad",
    secondary="#45617d",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3202c",
    success="#1b7a3a",
    foreground="#1d242c",
    background="#fbfaf8",
    surface="#f3f1ed",
    panel="#e8e5df",
    dark=False,
    variables={
        "text-muted": "#66717d",
        "line": "#c3bfb6",
        "cause": "#5b3fa8",
        "added": "#dcf3e1",
        "added-word": "#a5dfb5",
        "removed": "#fbe1e1",
        "removed-word": "#f3b4b6",
        "cursor": "#c5dcf5",
        "cursor-away": "#e3e9f0",
    },
)
