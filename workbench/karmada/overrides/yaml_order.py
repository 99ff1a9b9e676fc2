"""The order in which Karmada's YAML writer puts the keys of a mapping.

Source: sorter.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2. Numbers
inside keys count as numbers, which makes the order a circle for some sets of keys; Go then
writes another order from run to run, because it starts from a map's random one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cmp_to_key
from itertools import combinations

_TROUBLE = re.compile(r"\d[^\W\d_]|\d{18}")
_LETTERS_LAST = {code: code + 128 for code in (*range(65, 91), *range(97, 123))}


def ordered(keys: Iterable[str]) -> list[str]:
    """The keys as they are written."""
    names = list(keys)
    if all(name.isascii() and not any(map(str.isdigit, name)) for name in names):
        return sorted(names, key=lambda name: name.translate(_LETTERS_LAST))
    return sorted(names, key=cmp_to_key(_compare))


def is_stable(names: list[str]) -> bool:
    """Whether there is no circle among keys that :func:`ordered` has put in order.

    A circle needs a number that a letter follows (or one that overflows): ``k10`` stands
    before ``k1a`` because digits come before letters, ``k001`` between them by its value.
    """
    if not any(map(_TROUBLE.search, names)):
        return True
    numbered = [name for name in names if any(map(_is_digit, name))]
    return all(_compare(left, right) < 0 for left, right in combinations(numbered, 2))


def _compare(left: str, right: str) -> int:
    if left == right:
        return 0
    at = next((i for i, (x, y) in enumerate(zip(left, right, strict=False)) if x != y), None)
    if at is None:
        return len(left) - len(right)
    x, y = left[at], right[at]
    if _is_letter(x) != _is_letter(y):
        return 1 if _is_letter(x) else -1
    if not _is_letter(x):
        by_number = _compare_numbers(left, right, at)
        if by_number:
            return by_number
    return ord(x) - ord(y)


def _compare_numbers(left: str, right: str, at: int) -> int:
    start = 1 if "0" in (left[at], right[at]) and _follows_number(left, at) else 0
    left_number, left_end = _number(left, at, start)
    right_number, right_end = _number(right, at, start)
    if left_number != right_number:
        return -1 if left_number < right_number else 1
    return left_end - right_end


def _follows_number(text: str, at: int) -> bool:
    """Whether the digits right before ``at`` hold more than zeros."""
    while at > 0 and _is_digit(text[at - 1]):
        at -= 1
        if text[at] != "0":
            return True
    return False


def _number(text: str, at: int, value: int) -> tuple[int, int]:
    while at < len(text) and _is_digit(text[at]):
        value = value * 10 + ord(text[at]) - ord("0")
        at += 1
    # Go's 64-bit arithmetic wraps around.
    return (value + 2**63) % 2**64 - 2**63, at


def _is_letter(char: str) -> bool:
    return char.isalpha() if char.isascii() else unicodedata.category(char)[0] == "L"


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9" if char.isascii() else unicodedata.category(char) == "Nd"
