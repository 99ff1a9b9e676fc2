"""A member cluster's objects and what its API server makes of requests, as far as is simulated.

No defaults are filled and nothing is rejected but what is named here. An update keeps what
belongs to the server: status, uid, creation time, generation, managed fields, deletion time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.work.object_keys import ObjectKey, object_key
from workbench.karmada.work.requests import Answer, Request
from workbench.karmada.work.resources import grouped_resource
from workbench.model.identity import ObjectId
from workbench.model.tree import MISSING, Json, Object, lookup, replaced, same

_KEPT: Final = (
    "uid", "creationTimestamp", "generation", "managedFields", "deletionTimestamp",
    "resourceVersion",
)  # fmt: skip
_TEMPLATES: Final = (
    ("spec", "template", "metadata"),
    ("spec", "jobTemplate", "spec", "template", "metadata"),
    ("spec", "jobTemplate", "metadata"),
)  # fmt: skip

@dataclass(frozen=True, slots=True)
class MemberObjects:
    """The objects of one member, as a value.

    Attributes:
        objects: by group, kind, namespace and name.
        version: the resourceVersion given last.
    """

    objects: Mapping[ObjectKey, Object]
    version: int = 900_000

    @classmethod
    def of(cls, objects: Iterable[Object]) -> MemberObjects:
        return cls({object_key(ObjectId.of(tree)): tree for tree in objects})

    def get(self, target: ObjectId) -> Object | None:
        return self.objects.get(object_key(target))

    def answered(self, request: Request) -> tuple[MemberObjects, Answer]:
        """The member after ``request``, and its answer."""
        before = self.get(request.target)
        if request.verb == "create":
            return self._created(request, before)
        if before is None:
            return self, refusal("NotFound", request)
        if request.verb == "delete":
            key = object_key(request.target)
            kept = {other: tree for other, tree in self.objects.items() if other != key}
            return replace(self, objects=kept), Answer("ok")
        return self._updated(request, before)

    def _created(self, request: Request, before: Object | None) -> tuple[MemberObjects, Answer]:
        if before is not None:
            return self, refusal("AlreadyExists", request)
        version = self.version + 1
        body = request.body or {}
        given = {"resourceVersion": str(version), "uid": f"uid-{version}"}
        tree = {**body, "metadata": {**(body.get("metadata") or {}), **given}}
        return self._with(request, tree, version), Answer("ok")

    def _updated(self, request: Request, before: Object) -> tuple[MemberObjects, Answer]:
        body = request.body or {}
        if text_at(body, "metadata", "resourceVersion") not in ("", _version(before)):
            return self, refusal("Conflict", request)
        after = _merged(before, _without_nulls(body))
        if same(after, before):
            return self, Answer("ok")
        version = self.version + 1
        metadata = {**after["metadata"], "resourceVersion": str(version)}
        generation = metadata.get("generation")
        if isinstance(generation, int) and not same(after.get("spec"), before.get("spec")):
            metadata["generation"] = generation + 1
        after = {**after, "metadata": metadata}
        return self._with(request, after, version), Answer("ok", changed=True)

    def _with(self, request: Request, tree: Object, version: int) -> MemberObjects:
        return MemberObjects({**self.objects, object_key(request.target): tree}, version)


class SimulatedMember:
    """A member that answers as :class:`MemberObjects` does, and whose cache never lags.

    Attributes:
        state: its objects.
        unserved_groups: API groups that it does not serve.
    """

    def __init__(
        self, objects: Iterable[Object], unserved_groups: Collection[str] = frozenset()
    ) -> None:
        self.state = MemberObjects.of(objects)
        self.unserved_groups = unserved_groups

    def resource_of(self, api_version: str, kind: str) -> str | None:
        if api_version.rpartition("/")[0] in self.unserved_groups:
            return None
        return grouped_resource(api_version, kind)

    def cached(self, target: ObjectId) -> Object | None:
        return self.state.get(target)

    def send(self, request: Request) -> Answer:
        self.state, answer = self.state.answered(request)
        return answer


_WORDS: Final = {
    "NotFound": '{resource} "{name}" not found',
    "AlreadyExists": '{resource} "{name}" already exists',
    "Conflict": 'Operation cannot be fulfilled on {resource} "{name}": the object has been '
    "modified; please apply your changes to the latest version and try again",
    "Forbidden": '{resource} "{name}" is forbidden: not allowed',
    "Invalid": '{resource} "{name}" is invalid',
    "ServiceUnavailable": "member is away",
}


def refusal(reason: str, request: Request) -> Answer:
    """The answer of an API server that refuses for ``reason``."""
    words = _WORDS.get(reason, reason)
    return Answer(reason, words.format(resource=request.resource, name=request.target.name))


def _version(tree: Object) -> str:
    return text_at(tree, "metadata", "resourceVersion")


def _merged(before: Object, body: Object) -> Object:
    after = {key: value for key, value in body.items() if key != "status"}
    if "status" in before:
        after["status"] = before["status"]
    old = before.get("metadata") or {}
    metadata = {k: v for k, v in (body.get("metadata") or {}).items() if k not in _KEPT}
    after["metadata"] = metadata | {key: old[key] for key in _KEPT if key in old}
    for path in _TEMPLATES:
        after = _with_habit(after, before, path)
    return _with_addresses(after, before)


def _with_habit(after: Object, before: Object, path: tuple[str, ...]) -> Object:
    """Some API servers print ``creationTimestamp: null`` in templates, others don't."""
    if lookup(before, *path, "creationTimestamp") is None and isinstance(
        lookup(after, *path), dict
    ):
        return replaced(after, (*path, "creationTimestamp"), None)  # type: ignore[no-any-return]
    return after


def _with_addresses(after: Object, before: Object) -> Object:
    path = ("spec", "clusterIPs")
    address, addresses = lookup(after, "spec", "clusterIP"), lookup(before, *path)
    if (
        text_at(after, "kind") == "Service"
        and addresses is not MISSING
        and address is not MISSING
        and address == lookup(before, "spec", "clusterIP")
        and lookup(after, *path) is MISSING
    ):
        return replaced(after, path, addresses)  # type: ignore[no-any-return]
    return after


def _without_nulls(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
