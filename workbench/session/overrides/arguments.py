"""What actions ask for: the question, and the argument out of what a person typed."""

from __future__ import annotations

from typing import Any

from workbench.model.pointer import pointer
from workbench.model.text import visible_line
from workbench.model.tree import Path
from workbench.session.actions import BY_ID

_EXAMPLES = {
    "text": "Empty shows every object again.",
    "labels": "For example: ap-3 region=ap env=prod",
    "taint": "For example: eu-1 maintenance=true:NoSchedule",
    "cluster labels": "For example: eu-1 tier=gold region-",
    "capacity": "For example: eu-1 cpu=8 memory=32Gi pods=100",
    "cluster": "The name of a cluster",
    "path": "For example: report.md, report.html or report.json",
}


def question(action: str, path: Path | None) -> str:
    """What to ask for before ``action``; ``path`` is the field that is selected."""
    kind = BY_ID[action].argument
    if kind == "value" and path is not None:
        where = visible_line(pointer(path)) or "/"
        return (f"New value of {where}, as YAML; leave it empty to remove the field. Inside a text "
                "that holds YAML or JSON: /key/in/it: value")
    return _EXAMPLES.get(kind, "")


def read_argument(action: str, text: str) -> Any:
    """The argument of ``action`` as typed. Raises ``WorkbenchError`` if it can't be read."""
    if BY_ID[action].argument == "value":
        from workbench.session.overrides.authoring import read_value

        return read_value(text)
    return text
