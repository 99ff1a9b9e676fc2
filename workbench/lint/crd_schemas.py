"""Schemas of custom kinds, from the CustomResourceDefinitions of a fleet.

Follows apiextensions' structural schemas (apiextensions.k8s.io/v1): the OpenAPI of a CRD made
into a JSON schema. Unknown fields are no error there; the API server drops them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from workbench.lint.schemas import validator
from workbench.model.tree import Json, Object, Path, lookup

_PLAIN: Final = (
    "type", "enum", "required", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "multipleOf",
    "minProperties", "maxProperties",
)  # fmt: skip
_FREE: Final = "x-kubernetes-preserve-unknown-fields"


@dataclass(frozen=True)
class CustomKind:
    """One kind of one group, with the versions that a CRD serves.

    Attributes:
        schemas: served versions and their OpenAPI schema.
    """

    group: str
    kind: str
    schemas: Mapping[str, Object]

    @cached_property
    def _validators(self) -> dict[str, Any]:
        return {}

    def validator(self, version: str) -> Any:
        """The compiled validator of a served version."""
        if version not in self._validators:
            self._validators[version] = validator(json_schema(self.schemas[version]))
        return self._validators[version]

    def dropped(self, tree: Object, version: str) -> Iterator[Path]:
        """Fields that the API server drops without a word."""
        yield from _unknown(tree, self.schemas[version], (), is_root=True)


def custom_kinds(definitions: Iterable[Object]) -> dict[tuple[str, str], CustomKind]:
    """The kinds of CustomResourceDefinitions, by group and kind."""
    found = {}
    for tree in definitions:
        kind, group = lookup(tree, "spec", "names", "kind"), lookup(tree, "spec", "group")
        listed = lookup(tree, "spec", "versions")
        versions = [v for v in listed if isinstance(v, dict)] if isinstance(listed, list) else []
        if isinstance(kind, str) and isinstance(group, str):
            served = {
                version["name"]: lookup(version, "schema", "openAPIV3Schema") or {}
                for version in versions
                if version.get("served") and isinstance(version.get("name"), str)
            }
            found[(group, kind)] = CustomKind(group, kind, served)
    return found


def json_schema(schema: Json) -> Object:
    """A CRD's OpenAPI schema as a JSON schema."""
    if not isinstance(schema, dict):
        return {}
    found: Object = {key: schema[key] for key in _PLAIN if key in schema}
    if schema.get("x-kubernetes-int-or-string"):
        found["type"] = ["integer", "string"]
    if schema.get("nullable") and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    for key in ("items", "not"):
        if isinstance(schema.get(key), dict):
            found[key] = json_schema(schema[key])
    if isinstance(schema.get("additionalProperties"), dict):
        found["additionalProperties"] = json_schema(schema["additionalProperties"])
    for key in ("anyOf", "oneOf", "allOf"):
        if isinstance(schema.get(key), list):
            found[key] = [json_schema(inner) for inner in schema[key]]
    if isinstance(schema.get("properties"), dict):
        found["properties"] = {k: json_schema(v) for k, v in schema["properties"].items()}
    return found


def _unknown(value: Json, schema: Json, path: Path, *, is_root: bool = False) -> Iterator[Path]:
    if not isinstance(schema, dict) or schema.get(_FREE):
        return
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _unknown(inner, schema.get("items"), (*path, place))
    if not isinstance(value, dict):
        return
    known, extra = schema.get("properties"), schema.get("additionalProperties")
    known = known if isinstance(known, dict) else {}
    is_free = not known and extra is None and "type" not in schema
    embedded = is_root or schema.get("x-kubernetes-embedded-resource")
    for key, inner in value.items():
        if is_free or extra is True or (embedded and key in ("apiVersion", "kind", "metadata")):
            continue
        if key in known or extra:
            yield from _unknown(inner, known.get(key, extra), (*path, key))
        else:
            yield (*path, key)
