"""Names of the contexts that the user's kubeconfig holds; nothing else is taken from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workbench.fleets.folders import read_bytes
from workbench.model.documents import decode
from workbench.model.errors import WorkbenchError
from workbench.model.tree import Json, lookup
from workbench.model.yaml_reader import Document, read


def contexts() -> tuple[str, ...]:
    """Context names by KUBECONFIG or ``~/.kube/config``; files that can't be read give none."""
    found: dict[str, None] = {}
    for path in _files():
        with suppress(WorkbenchError):
            for document in read(decode(read_bytes(path), str(path)), str(path)):
                if isinstance(document, Document):
                    found.update(dict.fromkeys(_names(document.tree)))
    return tuple(found)


def _files() -> Iterator[Path]:
    given = os.environ.get("KUBECONFIG", "")
    for name in given.split(os.pathsep):
        if name:
            yield Path(name)
    if not given:
        with suppress(RuntimeError):
            yield Path.home() / ".kube" / "config"


def _names(config: Json) -> Iterator[str]:
    entries = lookup(config, "contexts")
    for entry in entries if isinstance(entries, list) else ():
        name = lookup(entry, "name")
        if isinstance(name, str):
            yield name
