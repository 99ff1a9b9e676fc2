"""Strings as Go has them, and how it prints a character: ``%#U`` (Go 1.26, fmt and strconv).

Karmada puts these texts into labels and error messages, so they have to be exact. Go strings are
bytes; here a string is ``str`` whose bytes outside UTF-8 are lone surrogates (``surrogateescape``).
"""

from __future__ import annotations


def go_bytes(text: str) -> bytes:
    """The bytes of a Go string."""
    return text.encode("utf-8", "surrogateescape")


def go_text(data: bytes) -> str:
    """The Go string that these bytes are."""
    return data.decode("utf-8", "surrogateescape")


def rune(char: str) -> str:
    """A character as ``%#U`` prints it: ``U+0021 '!'``."""
    shown = f" '{char}'" if char.isprintable() else ""
    return f"U+{ord(char):04X}{shown}"
