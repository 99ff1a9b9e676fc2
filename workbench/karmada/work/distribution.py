"""The dependencies distributor: what a template needs follows it to its clusters.

Follows ``Reconcile`` of pkg/dependenciesdistributor/dependencies_distributor.go (v1.12.0 and
v1.18.2), with the built-in rules for dependencies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workbench.karmada.profile import Profile
from workbench.karmada.scheduling.dependencies import (
    SERVICE_NAME_LABEL,
    Dependency,
    dependencies_of,
    has_dependencies_rule,
)
from workbench.karmada.work.assembly import binding_id
from workbench.karmada.work.attached_bindings import (
    FindBinding,
    build_attached,
    label_of,
    renewed_attached,
    without_owner,
)
from workbench.karmada.work.binding_sync import resource_of, without_finalizers
from workbench.karmada.work.controllers import Event, Pass, warning
from workbench.karmada.work.failure import WorkError, aggregated
from workbench.karmada.work.keys import DISTRIBUTOR_FINALIZER
from workbench.karmada.work.object_keys import ObjectKey, karmada_key, object_key
from workbench.karmada.work.release import is_deleting
from workbench.karmada.work.resources import grouped_resource
from workbench.karmada.work.store import Store
from workbench.model import go_json
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

DEPENDENCIES: Final = "resourcebinding.karmada.io/dependencies"
"""Annotation of a binding: references to what its template needs, as JSON."""


def distribute(store: Store, key: ObjectKey, profile: Profile) -> Pass:
    """One pass over a ResourceBinding: bindings of its dependencies made, renewed, let go."""
    binding = store.get(key)
    if binding is None:
        return Pass()
    spec = binding.get("spec") or {}
    if not spec.get("propagateDeps") or is_deleting(binding):
        error = _let_go(store, binding, _attached(store, binding), profile)
        if not error:
            _put_if_changed(store, binding, without_finalizers(binding, (DISTRIBUTOR_FINALIZER,)))
        return Pass(error)
    source = resource_of(spec)
    template = store.get(object_key(source))
    if template is None:
        return Pass(_not_found(source))
    if not has_dependencies_rule(template, profile):
        return Pass()
    needed = dependencies_of(template, profile)
    if needed.error:
        event = warning(ObjectId.of(template), "GetDependenciesFailed", needed.error)
        return Pass(needed.error, events=(event,))
    found = sorted(needed.found, key=lambda item: (item.kind, item.name))
    binding = _put_if_changed(store, binding, _noted(binding, found))
    return _distributed(store, binding, found, profile)


def _noted(binding: Object, found: Sequence[Dependency]) -> Object:
    """The binding with the distributor's finalizer and the list of what it needs."""
    metadata = binding.get("metadata") or {}
    finalizers = metadata.get("finalizers") or []
    if DISTRIBUTOR_FINALIZER not in finalizers:
        finalizers = [*finalizers, DISTRIBUTOR_FINALIZER]
    annotations = {**(metadata.get("annotations") or {}), DEPENDENCIES: _listed(found)}
    fresh = {**metadata, "finalizers": finalizers, "annotations": annotations}
    return {**binding, "metadata": fresh}


def _listed(found: Sequence[Dependency]) -> str:
    """JSON in the order of the Go struct."""
    rows = [
        ",".join(f"{go_json.quote(k)}:{go_json.encode(v)}" for k, v in item.tree.items())
        for item in found
    ]
    return "[" + ",".join(f"{{{row}}}" for row in rows) + "]" if rows else "null"


def _put_if_changed(store: Store, before: Object, after: Object) -> Object:
    return before if after == before else store.put(after)


def _distributed(
    store: Store, binding: Object, found: Sequence[Dependency], profile: Profile
) -> Pass:
    orphans = [
        attached
        for attached in _attached(store, binding)
        if not any(_is_of(store, attached, item) for item in found)
    ]
    events: list[Event] = []
    errors = [error] if (error := _let_go(store, binding, orphans, profile)) else []
    if not errors:
        for item in found:
            try:
                events += _attach(store, binding, item, profile)
            except WorkError as failure:
                errors.append(failure.message)
    text = aggregated(errors)
    if text:
        about = ObjectId.of(binding)
        events.append(warning(about, "SyncScheduleResultToDependenciesFailed", text))
    return Pass(text, events=tuple(events))


def _attach(
    store: Store, owner: Object, item: Dependency, profile: Profile
) -> list[Event]:
    """Make or renew the bindings of one dependency; one that does not exist is passed over."""
    events = []
    for template in _templates(store, item):
        wanted = build_attached(owner, template, profile)
        existing = store.get(object_key(ObjectId.of(wanted)))
        tree, flags = renewed_attached(wanted, existing, _finder(store), profile)
        store.put(tree)
        if flags and flags.disagreements:
            text = f"Dependency policy conflict detected: {'; '.join(flags.disagreements)}."
            events.append(warning(ObjectId.of(tree), "DependencyPolicyConflict", text))
    return events


def _templates(store: Store, item: Dependency) -> list[Object]:
    group = item.api_version.rpartition("/")[0]
    if item.name:
        tree = store.get((group, item.kind, item.namespace, item.name))
        return [] if tree is None else [tree]
    return [
        tree
        for tree in store.of_kind(group, item.kind)
        if lookup(tree, "metadata", "namespace") == item.namespace and _selected(tree, item)
    ]


def _selected(tree: Object, item: Dependency) -> bool:
    return bool(lookup(tree, "metadata", "labels", SERVICE_NAME_LABEL) == item.service)


def _is_of(store: Store, attached: Object, item: Dependency) -> bool:
    """Whether an attached binding carries what ``item`` refers to."""
    resource = resource_of(attached.get("spec") or {})
    place = (resource.api_version, resource.kind, resource.namespace)
    if place != (item.api_version, item.kind, item.namespace):
        return False
    if item.name:
        return item.name == resource.name
    template = store.get(object_key(resource))
    return template is not None and _selected(template, item)


def _attached(store: Store, owner: Object) -> list[Object]:
    """Bindings that were made for ``owner``'s dependencies."""
    label, identity = label_of(owner), binding_id(owner)
    namespace = lookup(owner, "metadata", "namespace")
    return [
        tree
        for tree in store.of_kind("work.karmada.io", "ResourceBinding")
        if lookup(tree, "metadata", "namespace") == namespace
        and lookup(tree, "metadata", "labels", label) == identity
    ]


def _let_go(store: Store, owner: Object, attached: list[Object], profile: Profile) -> str:
    """Take ``owner`` out of the bindings of what it no longer needs; the errors' text."""
    metadata, errors = owner["metadata"], []
    for tree in attached:
        names = (metadata["namespace"], metadata["name"])
        try:
            store.put(without_owner(tree, *names, _finder(store), profile))
        except WorkError as error:
            errors.append(error.message)
    return aggregated(errors)


def _finder(store: Store) -> FindBinding:
    def find(namespace: str, name: str) -> Object:
        binding = store.get(karmada_key("ResourceBinding", namespace, name))
        if binding is None:
            raise WorkError(f'resourcebindings.work.karmada.io "{name}" not found')
        return binding

    return find


def _not_found(source: ObjectId) -> str:
    resource = grouped_resource(source.api_version, source.kind)
    return f'{resource} "{source.name}" not found'
