"""The places of a document's lines, read back from the text itself by libyaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from workbench.model.tree import Path
from workbench.model.yaml_writer import YamlLine


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been seen; ``in_flow`` if it stands in brackets."""

    path: Path
    is_map: bool
    line: int
    in_flow: bool = False
    key: str | None = None
    index: int = 0


@dataclass(slots=True)
class _Placement:
    lines: list[str]
    paths: list[Path] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        count = len(self.lines)
        self.paths, self.columns, self.rows = [()] * count, [-1] * count, [-1] * count

    def mark(self, line: int, path: Path, column: int = -1) -> None:
        if line < len(self.lines):
            self.paths[line], self.columns[line] = path, column

    def close(self, ended: _Open, event: yaml.CollectionEndEvent) -> None:
        """Give the further lines of a collection in brackets to it as a whole."""
        if ended.in_flow:
            for line in range(ended.line + 1, min(_line(event.end_mark) + 1, len(self.lines))):
                self.paths[line] = ended.path

    def extend(self, event: yaml.ScalarEvent, path: Path, is_value: bool = True) -> None:
        """Give the lines that a scalar goes on in to it."""
        first, last = _line(event.start_mark), _line(event.end_mark)
        if _column(event.end_mark) == 0:
            last -= 1
        for line in range(first + 1, min(last + 1, len(self.lines))):
            self.paths[line] = path
            if is_value and event.style == "|":
                self.rows[line] = line - first - 1


def placed(text: str) -> tuple[YamlLine, ...]:
    """The lines of one YAML document with their paths.

    Raises ``yaml.YAMLError`` if ``text`` is no YAML.
    """
    placement = _Placement(text.removesuffix("\n").split("\n"))
    around: list[_Open] = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            placement.close(around.pop(), event)
        elif isinstance(event, yaml.NodeEvent):
            _place(event, around, placement)
    rows = zip(placement.lines, placement.paths, placement.columns, placement.rows, strict=True)
    return tuple(YamlLine(*row) for row in rows)


def _place(event: yaml.NodeEvent, around: list[_Open], placement: _Placement) -> None:
    line, parent = _line(event.start_mark), around[-1] if around else None
    is_key = parent is not None and parent.is_map and parent.key is None
    path = _key_path(event, parent) if parent and is_key else _next_path(parent)
    in_flow = parent is not None and parent.in_flow
    if not in_flow:
        # A collection in brackets is on its key's line: a value to be seen, as a scalar is.
        is_value = isinstance(event, yaml.ScalarEvent) or getattr(event, "flow_style", False)
        column = _column(event.start_mark) if is_value and not is_key else -1
        placement.mark(line, path, column)
        if isinstance(event, yaml.ScalarEvent):
            placement.extend(event, path, is_value=not is_key)
    if isinstance(event, yaml.CollectionStartEvent):
        is_map, is_flow = isinstance(event, yaml.MappingStartEvent), bool(event.flow_style)
        around.append(_Open(path, is_map, line, in_flow or is_flow))


def _key_path(event: yaml.NodeEvent, parent: _Open) -> Path:
    """Path of what a key opens; a key that is a collection has no name."""
    parent.key = str(getattr(event, "value", ""))
    return (*parent.path, parent.key)


def _next_path(parent: _Open | None) -> Path:
    if parent is None:
        return ()
    if parent.is_map:
        key, parent.key = parent.key or "", None
        return (*parent.path, key)
    parent.index += 1
    return (*parent.path, parent.index - 1)


def _line(mark: Any) -> int:
    return int(mark.line)


def _column(mark: Any) -> int:
    return int(mark.column)
