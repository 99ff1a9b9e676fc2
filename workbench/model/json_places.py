"""Strict JSON in a stream of documents: duplicate keys refused, and every path has a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from workbench.model.go_json import number
from workbench.model.text import shortened, visible_line
from workbench.model.tree import Json, Path
from workbench.model.yaml_faults import MAX_DEPTH, TOO_DEEP, Fault, Spot

_scan_string = json.decoder.scanstring  # type: ignore[attr-defined]  # not in the stubs
_SPACE = re.compile(r"[ \t\n]*")
_TOKEN = re.compile(r'[ \t\n:]*(?:(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)|(?P<text>")'
                    r"|(?P<plain>[^\s,\[\]{}:\"]+))")
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJsonError(Fault):
    """A text that is no JSON; it may still be YAML."""


class _DuplicateKeyError(ValueError):
    pass


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise _DuplicateKeyError
    return tree


def _refuse(literal: str) -> Any:
    raise ValueError(f"{literal} is no JSON number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=number, parse_float=number, parse_constant=_refuse
)


def values(text: str) -> Iterator[tuple[int, int, Json]]:
    """Every JSON value of ``text``, one after the other, as ``(start, end, tree)``.

    Numbers are as Go reads them. Raises :class:`Fault` at the first that is broken.
    """
    start = _SPACE.match(text).end()  # type: ignore[union-attr]  # matches always
    while start < len(text):
        tree, end = _value(text, start)
        yield start, end, tree
        start = _SPACE.match(text, end).end()  # type: ignore[union-attr]


def _value(text: str, start: int) -> tuple[Json, int]:
    try:
        tree, end = _DECODER.raw_decode(text, start)
    except _DuplicateKeyError:
        raise _duplicate(text, start) from None
    except RecursionError:
        raise Fault(spot_at(text, start), *TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise NotJsonError(spot_at(text, error.pos), f"broken JSON: {error.msg}") from None
    except ValueError as error:
        raise Fault(spot_at(text, start), f"broken JSON: {shortened(str(error), 120)}") from None
    if _depth(tree) > MAX_DEPTH:
        raise Fault(spot_at(text, start), *TOO_DEEP)
    return (_without_surrogates(tree) if "\\u" in text else tree), end


def _depth(tree: Json) -> int:
    level, depth = [tree], -1
    while level:
        depth += 1
        level = [child for node in level for child in _children(node)]
    return depth


def _children(node: Json) -> Iterable[Json]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _without_surrogates(tree: Json) -> Json:
    """Half a surrogate pair is U+FFFD to Go, and can't be written to any file."""
    if isinstance(tree, str):
        return _SURROGATE.sub("\ufffd", tree)
    if isinstance(tree, dict):
        return {_SURROGATE.sub("\ufffd", k): _without_surrogates(v) for k, v in tree.items()}
    if isinstance(tree, list):
        return [_without_surrogates(item) for item in tree]
    return tree


def _shown(key: str | int) -> str:
    return shortened(visible_line(f'"{key}"'), 80)


def _duplicate(text: str, start: int) -> Fault:
    seen: dict[Path, int] = {}
    for path, offset in offsets(text, start):
        if path in seen and path:
            return Fault(
                spot_at(text, offset), f"duplicate key {_shown(path[-1])}",
                "keep one of the two", spot_at(text, seen[path]),
            )
        seen[path] = offset
    return Fault(spot_at(text, start), "duplicate key")


def offsets(text: str, start: int = 0) -> Iterator[tuple[Path, int]]:
    """Every path of the JSON value at ``start`` with its offset: a map's entry at its key.

    The text must be sound up to where it is asked for.
    """
    path: list[str | int] = []
    expects_key: list[bool] = []
    position = start
    yield (), start
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup
        at_key = bool(expects_key) and expects_key[-1]
        if kind == "comma":
            if isinstance(path[-1], int):
                path[-1] += 1
            else:
                expects_key[-1] = True
            continue
        if kind == "close":
            path.pop()
            expects_key.pop()
        elif at_key and kind == "text":
            path[-1], position = _scan_string(text, position, True)
            expects_key[-1] = False
            yield tuple(path), match.start("text")
            continue
        else:
            if path and isinstance(path[-1], int):
                yield tuple(path), match.start(kind or 0)
            if kind == "open":
                is_map = match["open"] == "{"
                path.append("" if is_map else 0)
                expects_key.append(is_map)
            elif kind == "text":
                position = _scan_string(text, position, True)[1]
        if not path:
            return


def spot_at(text: str, offset: int) -> Spot:
    """An offset as line and column, both from 0."""
    before = text.rfind("\n", 0, offset)
    return Spot(text.count("\n", 0, offset), offset - before - 1)


@lru_cache(maxsize=16)
def _places(text: str) -> dict[Path, int]:
    return dict(offsets(text))


def find(text: str, path: Path) -> tuple[Spot, bool]:
    """Where ``path`` stands in a JSON text, or the nearest place above; whether it is there."""
    places = _places(text)
    nearest = path
    while nearest not in places:
        nearest = nearest[:-1]
    return spot_at(text, places[nearest]), nearest == path


def part(text: str, path: Path) -> str:
    """The text of the value at ``path``; empty if there is none."""
    offset = _places(text).get(path)
    if offset is None:
        return ""
    if path and isinstance(path[-1], str):
        offset = text.index(":", _scan_string(text, offset + 1, True)[1]) + 1
    start = _SPACE.match(text, offset).end()  # type: ignore[union-attr]  # matches always
    return text[start : _DECODER.raw_decode(text, start)[1]]
