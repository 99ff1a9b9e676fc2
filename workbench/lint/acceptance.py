"""Would the member accept it: an object held against the member's own Kubernetes version.

What an API server says before admission webhooks and quotas: served versions, types, unknown
and missing fields, and fields that can't be changed. Cross-field rules are not in schemas, so
an empty answer is no promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.work.immutability import refused_changes
from workbench.lint.crd_schemas import CustomKind
from workbench.lint.schemas import Version, VersionSchemas, parse_version, schemas_for
from workbench.model.pointer import pointer
from workbench.model.tree import Json, Object, Path, lookup

Cause = Literal[
    "unknown field", "missing field", "wrong type", "bad value", "not served", "immutable",
    "not judged",
]

_WORDS: Final = {
    dict: "an object", list: "a list", str: "a text", bool: "a boolean", int: "a number",
    float: "a number", type(None): "null",
}  # fmt: skip
_TYPES: Final = {
    "object": "an object", "array": "a list", "string": "a text", "boolean": "a boolean",
    "integer": "a whole number", "number": "a number",
}  # fmt: skip
_SERVER_MADE: Final = ("status",)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a member would refuse an object, or what it would silently do with it.

    Attributes:
        cause: the sort of trouble. Unknown fields are dropped with no more than a warning,
            because Karmada does not ask for strict validation.
        path: the field; empty for the whole object.
        message: one sentence.
        hint: what to do; may be empty.
    """

    cause: Cause
    path: Path
    message: str
    hint: str = ""

    @property
    def is_refusal(self) -> bool:
        return self.cause not in ("unknown field", "not judged")


def complaints(
    tree: Object,
    kubernetes: str,
    custom: Mapping[tuple[str, str], CustomKind] | None = None,
    observed: Object | None = None,
) -> tuple[Complaint, ...]:
    """What a member would say to ``tree``.

    Args:
        tree: the object as it would be sent.
        kubernetes: the member's version, ``Cluster.status.kubernetesVersion``.
        custom: kinds of the CRDs that the member has, by group and kind.
        observed: the member's object, where it has one: then immutable fields are compared.

    Raises:
        SchemasMissingError: the extra ``schemas`` is not installed.
    """
    found = list(_schema_complaints(tree, kubernetes, custom or {}))
    if observed is not None:
        for path, before, _ in refused_changes(observed, tree):
            # What a Secret holds is nobody's business here.
            is_open = tree.get("kind") != "Secret"
            old = _shown(before) if is_open else "another value"
            words = f"{_field(path)} can't be changed: the member has {old}"
            hint = "keep the member's value, or delete the object there first"
            found.append(Complaint("immutable", path, words, hint))
    return tuple(found)


def _schema_complaints(
    tree: Object, kubernetes: str, custom: Mapping[tuple[str, str], CustomKind]
) -> Iterator[Complaint]:
    api_version, kind = text_at(tree, "apiVersion"), text_at(tree, "kind")
    group, _, version = api_version.rpartition("/")
    schemas = schemas_for(kubernetes)
    body = {key: _without_nulls(value) for key, value in tree.items() if key not in _SERVER_MADE}
    if schemas.serves(api_version, kind):
        yield from _judged(schemas.validator(api_version, kind), body)
    elif (definition := custom.get((group, kind))) is not None:
        yield from _custom(definition, version, body)
    else:
        yield _unserved(api_version, kind, group, schemas, parse_version(kubernetes))


def _unserved(
    api_version: str, kind: str, group: str, schemas: VersionSchemas, asked: Version | None
) -> Complaint:
    if asked is not None and asked < schemas.version:
        message = f"no schema is as old as Kubernetes {asked[0]}.{asked[1]}"
        return Complaint("not judged", (), f"{message}: it may serve {api_version} {kind}")
    here = f"Kubernetes {schemas.version[0]}.{schemas.version[1]}"
    others = [v for v in schemas.versions_of(kind) if v.rpartition("/")[0] == group]
    if not others and (group in schemas.groups or "." not in group):
        others = list(schemas.versions_of(kind))
    if others or group in schemas.groups or group in _FORMER_GROUPS:
        hint = f"use {' or '.join(others)}" if others else ""
        message = f"{here} does not serve {api_version} {kind}"
        return Complaint("not served", ("apiVersion",), message, hint)
    message = f"no schema of {api_version} {kind}: neither built in nor defined by a CRD here"
    return Complaint("not judged", (), message, "add the member's CRD to the fleet")


_FORMER_GROUPS: Final = ("extensions",)


def _custom(definition: CustomKind, version: str, body: Object) -> Iterator[Complaint]:
    if version not in definition.schemas:
        served = " or ".join(f"{definition.group}/{name}" for name in definition.schemas)
        message = f"the CRD of {definition.kind} does not serve {definition.group}/{version}"
        yield Complaint("not served", ("apiVersion",), message, f"use {served}" if served else "")
        return
    try:
        validator = definition.validator(version)
    except ValueError:
        message = f"the CRD of {definition.kind} has a schema that can't be used here"
        yield Complaint("not judged", (), message, "look at its patterns and types")
        return
    yield from _judged(validator, body)
    for path in definition.dropped(body, version):
        yield _unknown(path)


def _judged(validator: Any, body: Object) -> Iterator[Complaint]:
    for error in validator.iter_errors(body):
        yield from _complaint(error, tuple(error.instance_path), body)


def _complaint(error: Any, path: Path, body: Object) -> Iterator[Complaint]:
    detail = error.kind.as_dict()
    value = lookup(body, *path)
    match error.kind.name:
        case "additionalProperties" | "unevaluatedProperties":
            for name in detail["unexpected"]:
                yield _unknown((*path, name))
        case "required":
            name = detail["property"]
            yield Complaint("missing field", (*path, name), f"{_field((*path, name))} is missing")
        case "type":
            yield _wrong_type(path, value, detail["types"])
        case "oneOf" | "anyOf":
            branches = [inner.kind for branch in detail.get("context") or () for inner in branch]
            types = [t for k in branches if k.name == "type" for t in k.as_dict()["types"]]
            if types and len(branches) == len(detail["context"]):
                yield _wrong_type(path, value, types)
            else:
                message = f"{_field(path)} fits none of what is allowed there"
                yield Complaint("bad value", path, message)
        case "enum":
            allowed = ", ".join(map(str, detail["options"]))
            message = f"{_field(path)} is {_shown(value)}; allowed: {allowed}"
            yield Complaint("bad value", path, message)
        case _:
            yield Complaint("bad value", path, f"{_field(path)}: {error.message}")


def _unknown(path: Path) -> Complaint:
    return Complaint("unknown field", path, f"{_field(path)} is not known: the member drops it")


def _wrong_type(path: Path, value: Json, types: list[str]) -> Complaint:
    wanted = " or ".join(dict.fromkeys(_TYPES[t] for t in types if t in _TYPES))
    message = f"{_field(path)} has to be {wanted}, and is {_WORDS[type(value)]}"
    hint = ""
    if "array" in types and isinstance(value, dict):
        hint = "an override that adds below a missing list makes an object: add the whole list"
    return Complaint("wrong type", path, message, hint)


def _field(path: Path) -> str:
    return pointer(path) or "the object"


def _shown(value: Json) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _without_nulls(value: Json) -> Json:
    """An API server takes null in a map for absent."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
