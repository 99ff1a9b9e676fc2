"""A fleet whose every name and word tries to drive a terminal, a page, or a table; and a look
whether any of it got out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from tests import rich_fleet

EVIL = (
    "\x1b]0;owned\x07\x9b2J\x7f\x00\x08\u202e\u2066\u200b\u2028<script>alert(1)<!--"
    "<img onerror=boom>&amp;'\"`*_|\r\n## [x](y)\n| a | b |\n```\n~~~\t\ufeff"
)
# C0 and C1 but for the line feed, and what changes the direction of text or hides in it.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
# Fields whose text means something to Karmada: another word there would only be refused.
_VOCABULARY = frozenset({
    "apiVersion", "kind", "groupVersion", "operator", "status", "type", "effect", "component",
    "path", "fieldPath", "subPath", "jsonPath", "purgeMode", "replicaSchedulingType",
    "replicaDivisionPreference", "dynamicWeight", "spreadByField", "preemption", "syncMode",
    "conflictResolution", "activationPreference", "min", "max", "cpu", "memory", "pods",
    "timeAdded", "lastTransitionTime", "creationTimestamp", "lastScheduledTime", "health",
    "producer", "conditionType", "schedulerName", "aliasLabelName",
})
_OPEN = frozenset({"labels", "annotations", "matchLabels", "data", "value", "nodeSelector",
                   "preservedLabelState"})
_IN_VOCABULARY = frozenset({"statusValues", "ranges", "resourceModels"})
_FORMER = {"plaintext", "karmada.io/managed", "provider", "region"}


def fleet() -> dict[str, dict[str, Any]]:
    """The rich fleet with the same evil at the end of every name and of every other free word."""
    return {name: _spoilt(tree, name) for name, tree in rich_fleet.objects().items()}


def words() -> list[tuple[str, tuple[Any, ...]]]:
    """Where the rich fleet has a word with a meaning: file, and path in it."""
    return [(name, path) for name, tree in rich_fleet.objects().items()
            for path in _meaningful(tree, ())]


def _meaningful(tree: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    if isinstance(tree, dict | list):
        pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
        return [found for key, value in pairs for found in _meaningful(value, (*path, key))]
    last = next((step for step in reversed(path) if isinstance(step, str)), "")
    return [path] if isinstance(tree, str) and last in _VOCABULARY | _IN_VOCABULARY else []


def _spoilt(tree: Any, field: str) -> Any:
    if isinstance(tree, dict):
        return {(key if key in _FORMER or field not in _OPEN else key + EVIL):
                (value if key in _IN_VOCABULARY else _spoilt(value, key))
                for key, value in tree.items()}
    if isinstance(tree, list):
        return [_spoilt(item, field) for item in tree]
    keeps = not isinstance(tree, str) or field in _VOCABULARY or tree in _FORMER or tree == "true"
    return tree if keeps else tree + EVIL


def faults(form: str, text: str) -> list[str]:
    """What of the evil does something in ``text``, which is of that form."""
    found = [f"{match.group()!r} in {text[max(match.start() - 50, 0):match.end() + 20]!r}"
             for match in list(_CONTROL.finditer(text))[:3]]
    return found + _BY_FORM.get(form, _in_text)(text)


def _in_text(text: str) -> list[str]:
    starts = ("## [x]", "| a | b |", "```", "~~~")
    return [f"a line of its own: {line!r}" for line in text.splitlines() if line.startswith(starts)]


def _in_json(text: str) -> list[str]:
    json.loads(text)
    return []


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        active = [name for name, value in attrs
                  if name.startswith("on") or "javascript:" in (value or "")]
        if tag in ("script", "img", "iframe", "a") or active:
            self.bad.append(f"<{tag} {attrs}>")


def _in_html(text: str) -> list[str]:
    tags = _Tags()
    tags.feed(text)
    return tags.bad


def _in_markdown(text: str) -> list[str]:
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1\n", "", text)
    found = [sign for sign in ("<script", "<img") if sign in outside]
    found += [f"unescaped: {line!r}" for line in outside.splitlines()
              if re.search(r"(?<!\\)(?:\\\\)*(`|\[x|\]\()", line)]
    return found + _in_text(outside) + _tables(outside)


def _tables(text: str) -> list[str]:
    """Rows that have not as many cells as the row of dashes above them."""
    wanted, found = 0, []
    for line in text.splitlines():
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else 0
        if re.fullmatch(r"\|(-+\|)+", line):
            wanted = cells
        elif wanted and cells and cells != wanted:
            found.append(f"{cells} bars, not {wanted}: {line!r}")
        wanted = wanted if cells else 0
    return found


_BY_FORM: dict[str, Callable[[str], list[str]]] = {
    "json": _in_json, "sarif": _in_json, "html": _in_html, "markdown": _in_markdown,
}
