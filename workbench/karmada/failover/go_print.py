"""How Go prints single values: ``fmt``'s ``%v`` and ``%#U`` (Go 1.26, fmt and strconv).

Karmada puts these texts into labels and error messages, so they have to be exact. Go strings are
bytes; here a string is ``str`` whose bytes outside UTF-8 are lone surrogates (``surrogateescape``).
"""

from __future__ import annotations

from workbench.model.go_text import format_general
from workbench.model.tree import Json


def go_bytes(text: str) -> bytes:
    """The bytes of a Go string."""
    return text.encode("utf-8", "surrogateescape")


def go_text(data: bytes) -> str:
    """The Go string that these bytes are."""
    return data.decode("utf-8", "surrogateescape")


def format_value(value: Json) -> str:
    """A decoded JSON value as ``%v`` prints it: ``map[a:1 b:[x <nil>]]``, texts raw.

    Numbers switch to an exponent at 1e6 already: 1000000 is ``1e+06`` here, ``1000000`` in JSON.
    """
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_general(value)
    if isinstance(value, dict):
        inside = " ".join(f"{key}:{format_value(value[key])}" for key in sorted(value))
        return f"map[{inside}]"
    if isinstance(value, list):
        return f"[{' '.join(map(format_value, value))}]"
    return str(value)


def rune(char: str) -> str:
    """A character as ``%#U`` prints it: ``U+0021 '!'``."""
    shown = f" '{char}'" if char.isprintable() else ""
    return f"U+{ord(char):04X}{shown}"
