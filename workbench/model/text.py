"""Untrusted text made safe to show: what a file or a cluster says never drives a terminal."""

from __future__ import annotations

import re

# C0 (tab and line feed stay), DEL, C1, bidirectional overrides and isolates, byte order mark,
# line and paragraph separators, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ud800-\udfff]"
)


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    """``text`` with every control or direction-changing character spelled out, e.g. ``\\x1b``.

    Tab and line feed stay; use :func:`visible_line` where one line is all there is.
    """
    # Everything unsafe is unprintable as Python sees it, and that is known at a glance.
    return text if text.isprintable() else _UNSAFE.sub(_visible, text)


def visible_line(text: str) -> str:
    """As :func:`visible`, on one line: line feeds and tabs are spelled out too."""
    if text.isprintable():
        return text
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def json_visible(text: str) -> str:
    """A JSON text with the same characters spelled ``\\u009b``: it says the same to a program."""
    # All that is unsafe in JSON but DEL is beyond ASCII, and most text is not.
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def shortened(text: str, width: int) -> str:
    """``text`` cut to ``width`` characters, an ellipsis in place of what is gone."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
