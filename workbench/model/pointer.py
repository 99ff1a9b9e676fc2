"""JSON pointers (RFC 6901), and the dotted field paths that API servers print."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.model.tree import Path


def escape(token: str) -> str:
    """One key as a pointer token: ``a/b~c`` becomes ``a~1b~0c``."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """A pointer token as a key; a stray ``~`` stays."""
    return token.replace("~1", "/").replace("~0", "~")


def pointer(path: Iterable[str | int]) -> str:
    """``("spec", "containers", 0)`` becomes ``/spec/containers/0``; the root is ``""``."""
    return "".join(f"/{escape(str(step))}" for step in path)


def field_path(path: Iterable[str | int]) -> str:
    """``("spec", "rules", 0, "a.b/c")`` becomes ``spec.rules[0].a.b/c``, as API servers say it."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def parse_field_path(text: str) -> Path:
    """The path that :func:`field_path` printed, as far as plain names and positions go."""
    steps: list[str | int] = []
    for piece in text.split("."):
        name, _, rest = piece.partition("[")
        if name:
            steps.append(name)
        while rest:
            index, _, rest = rest.partition("]")
            steps.append(int(index) if index.isdigit() else index.strip('"'))
            rest = rest.removeprefix("[")
    return tuple(steps)
