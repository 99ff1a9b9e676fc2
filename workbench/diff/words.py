"""Lines cut into words, and the words that differ between two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.diff.alignment import opcodes
from workbench.model.text import visible_line

_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; ``emphasised`` where it differs from the other side."""

    text: str
    emphasised: bool = False


def first_word(text: str) -> str:
    """The key of a line of YAML, JSON or a properties file, as far as one can guess."""
    words = re.search(r"\w[^:=\s]*", text)
    return words.group() if words else ""


def word_spans(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both lines cut into spans, the words that differ emphasised."""
    left, right = _WORD.findall(before), _WORD.findall(after)
    mine: list[Span] = []
    theirs: list[Span] = []
    for tag, i, i_end, j, j_end in opcodes(left, right):
        _append(mine, "".join(left[i:i_end]), tag != "equal")
        _append(theirs, "".join(right[j:j_end]), tag != "equal")
    return tuple(mine), tuple(theirs)


def _append(spans: list[Span], text: str, emphasised: bool) -> None:
    if text:
        spans.append(Span(visible_line(text), emphasised))
