"""JSON schemas of built-in kinds, by Kubernetes version, as ``kubernetes-validate`` ships them.

Only the package's files are read. Importing it would bring a slow validator along; the fast one
is ``jsonschema-rs``. Both come with the extra ``schemas`` and are looked for when asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from workbench.model.errors import WorkbenchError
from workbench.model.tree import Json, Object

_FOLDER: Final = re.compile(r"v(?P<major>\d+)\.(?P<minor>\d+)\.\d+-local-strict")
_VERSION: Final = re.compile(r"v?(?P<major>\d+)\.(?P<minor>\d+)")

Version = tuple[int, int]
"""Major and minor of a Kubernetes version."""


class SchemasMissingError(WorkbenchError):
    """The schemas or the validator are not installed."""

    exit_code = 2

    def __init__(self, package: str) -> None:
        super().__init__(
            f"{package} is not installed, so nothing can say what a member would accept",
            hint="pip install 'karmada-workbench[schemas]'",
        )


def parse_version(text: str) -> Version | None:
    """``v1.31.3`` or ``1.27.8-gke.100`` as ``(1, 31)`` or ``(1, 27)``; ``None`` for others."""
    match = _VERSION.match(text)
    return (int(match["major"]), int(match["minor"])) if match else None


def validator(schema: Json) -> Any:
    """A compiled validator of ``jsonschema-rs``. Raises :class:`SchemasMissingError`."""
    if find_spec("jsonschema_rs") is None:
        raise SchemasMissingError("jsonschema-rs")
    return import_module("jsonschema_rs").validator_for(schema)


def missing_schemas() -> SchemasMissingError | None:
    """What is not installed of the extra; ``None`` if everything is there."""
    try:
        shipped_versions()
        validator({})
    except SchemasMissingError as error:
        return error
    return None


@lru_cache(maxsize=1)
def shipped_versions() -> Mapping[Version, Path]:
    """Kubernetes versions with schemas, oldest first, and where they lie.

    Raises :class:`SchemasMissingError` where the package is not installed.
    """
    spec = find_spec("kubernetes_validate")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise SchemasMissingError("kubernetes-validate")
    found = {
        (int(match["major"]), int(match["minor"])): folder
        for folder in (Path(places[0]) / "kubernetes-json-schema").iterdir()
        if (match := _FOLDER.fullmatch(folder.name))
    }
    return dict(sorted(found.items()))


class VersionSchemas:
    """The built-in kinds of one Kubernetes version.

    Attributes:
        version: the version that the schemas are of.
    """

    def __init__(self, version: Version, folder: Path) -> None:
        self.version = version
        self._folder = folder
        self._validators: dict[str, Any] = {}

    @cached_property
    def _document(self) -> Object:
        text = (self._folder / "_definitions.json").read_text(encoding="utf-8")
        document: Object = json.loads(text)
        return document

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """Definition's name by apiVersion and kind."""
        found: dict[tuple[str, str], str] = {}
        for name, schema in self._document["$defs"].items():
            fields = schema.get("properties") or {}
            kinds, versions = (fields.get(f, {}).get("enum") or () for f in ("kind", "apiVersion"))
            found |= {(version, kind): name for version in versions for kind in kinds}
        return found

    def serves(self, api_version: str, kind: str) -> bool:
        return (api_version, kind) in self._names

    def versions_of(self, kind: str) -> tuple[str, ...]:
        """apiVersions that serve ``kind``."""
        return tuple(sorted(version for version, other in self._names if other == kind))

    @cached_property
    def groups(self) -> frozenset[str]:
        """Every API group that the version serves."""
        return frozenset(version.rpartition("/")[0] for version, _ in self._names)

    def validator(self, api_version: str, kind: str) -> Any:
        """The compiled validator of a kind that :meth:`serves`."""
        name = self._names[(api_version, kind)]
        if name not in self._validators:
            document = self._document
            parts = {key: document[key] for key in ("$schema", "$defs")}
            self._validators[name] = validator({**parts, "$ref": f"#/$defs/{name}"})
        return self._validators[name]


@lru_cache(maxsize=16)
def _loaded(version: Version) -> VersionSchemas:
    return VersionSchemas(version, shipped_versions()[version])


def schemas_for(kubernetes: str) -> VersionSchemas:
    """Schemas for a member's version: the newest that are not newer, else the oldest there are.

    Raises :class:`SchemasMissingError`; an unreadable version is judged by the newest.
    """
    known = list(shipped_versions())
    wanted = parse_version(kubernetes) or known[-1]
    fitting = [version for version in known if version <= wanted] or known[:1]
    return _loaded(fitting[-1])
