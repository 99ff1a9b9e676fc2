"""YAML that means the same to every reader: Go's parser, PyYAML, and YAML 1.2.

A text stays unquoted only where none of them could take it for anything else. Block style in
the layout that people know from kubectl: lists stand under their key, not further right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from workbench.model.scalars import is_plain_string
from workbench.model.tree import Json, Object

_HEAD = ("apiVersion", "kind", "metadata")
# Longer keys need the '? ' form; parsers give up looking for the ':' after 1,024 characters.
_LONG_KEY = 900
_OFTEN = 64

# A letter, digit or harmless sign first; no ': ', no ' #', no blank or colon at the end.
_PLAIN = re.compile(
    r"(?:\w|[/$(]|\.(?=[A-Za-z])|--?(?=[A-Za-z]))(?:[^:#]|:(?=[^\s])|(?<!\s)#)*(?<![\s:])"
)
# Everything that some YAML version calls a number, a date or a time of day, and more.
_NUMERIC = re.compile(r"[-+]?[0-9.][-+0-9_.:,eEtTzZxXoObB ]*|[-+]?0[xX][0-9a-fA-F_]*", re.ASCII)
_WORDS = frozenset(
    ("", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf",
     ".nan", ".inf")
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_yaml(tree: Json, *, head_first: bool = False) -> str:
    """A tree as one YAML document, ending in a line feed; keys in the order they have.

    ``head_first`` moves apiVersion, kind and metadata to the top. Lone surrogates are written
    as U+FFFD. Raises ``ValueError`` for infinities and NaN, which no API server takes.
    """
    if head_first and isinstance(tree, dict):
        tree = _with_head_first(tree)
    return "\n".join(_block(tree, "")) + "\n"


def write_documents(trees: Iterable[Json], *, head_first: bool = False) -> str:
    """Several trees as one stream, ``---`` between them."""
    return "---\n".join(write_yaml(tree, head_first=head_first) for tree in trees)


def _with_head_first(tree: Object) -> Object:
    head = {key: tree[key] for key in _HEAD if key in tree}
    return {**head, **tree}


def _block(value: Json, indent: str) -> Iterator[str]:
    """Lines of a value that begins a line of its own at ``indent``."""
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _entry(key, child, indent)
    elif isinstance(value, list) and value:
        for child in value:
            lines = _block(child, indent + "  ")
            yield f"{indent}- {next(lines).removeprefix(indent + '  ')}"
            yield from lines
    else:
        yield from _leaf(value, indent, indent)


def _entry(key: str, child: Json, indent: str) -> Iterator[str]:
    name = _text(key)
    if len(name) > _LONG_KEY:
        yield f"{indent}? {name}"
        yield f"{indent}: {_flow(child)}"
    elif isinstance(child, dict) and child:
        yield f"{indent}{name}:"
        yield from _block(child, indent + "  ")
    elif isinstance(child, list) and child:
        yield f"{indent}{name}:"
        yield from _block(child, indent)
    else:
        yield from _leaf(child, f"{indent}{name}: ", indent)


def _leaf(value: Json, before: str, indent: str) -> Iterator[str]:
    """A scalar or an empty container after ``before``; a text of several lines as a block."""
    if isinstance(value, str) and _fits_a_block(value):
        body = value.rstrip("\n")
        blank = len(value) - len(body)
        yield f"{before}|{'-' if blank == 0 else '' if blank == 1 else '+'}"
        for line in body.split("\n"):
            yield f"{indent}  {line}" if line else ""
        yield from [""] * (blank - 1)
    else:
        yield before + _flow(value)


def _fits_a_block(text: str) -> bool:
    lines = text.rstrip("\n").split("\n")
    return (
        "\n" in text
        and bool(lines[0])
        and not lines[0][0].isspace()
        and all(line.replace("\t", " ").isprintable() for line in lines)
        and not any(line and line.isspace() for line in lines)
    )


def _flow(value: Json) -> str:
    """A value on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"? {_quoted(k)} : {_inner(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inner, value)) + "]"
    return str(value)


def _inner(value: Json) -> str:
    return _quoted(value) if isinstance(value, str) else _flow(value)


def _float(value: float) -> str:
    """With a point and a signed exponent: PyYAML reads ``1e21`` and ``1.0e21`` as text."""
    if not math.isfinite(value):
        raise ValueError(f"{value} can't be written")
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return mantissa
    sign = "" if exponent[0] in "+-" else "+"
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{sign}{exponent}"


def _text(text: str) -> str:
    # Keys and short values come again and again, in every object.
    return _short_text(text) if len(text) <= _OFTEN else _written(text)


@lru_cache(maxsize=8192)
def _short_text(text: str) -> str:
    return _written(text)


def _written(text: str) -> str:
    if text.isprintable():
        if _PLAIN.fullmatch(text) and not _is_ambiguous(text):
            return text
        if ('"' in text or "\\" in text) and "'" not in text:
            return f"'{text}'"
    return _quoted(text)


def _is_ambiguous(text: str) -> bool:
    return (
        text.lower() in _WORDS
        or _NUMERIC.fullmatch(text) is not None
        or not is_plain_string(text)
    )


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
