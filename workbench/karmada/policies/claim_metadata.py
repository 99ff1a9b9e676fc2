"""The marks that a propagation policy leaves on the templates and bindings it claims.

Follows pkg/detector/claim.go and pkg/apis/policy/v1alpha1/well_known_constants.go (v1.12.0
and v1.18.2).
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.overrides.accessors import labels_of
from workbench.karmada.profile import Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, lookup

NAMESPACED, CLUSTER_WIDE = "PropagationPolicy", "ClusterPropagationPolicy"
PP_ID = "propagationpolicy.karmada.io/permanent-id"
PP_NAMESPACE = "propagationpolicy.karmada.io/namespace"
PP_NAME = "propagationpolicy.karmada.io/name"
CPP_ID = "clusterpropagationpolicy.karmada.io/permanent-id"
CPP_NAME = "clusterpropagationpolicy.karmada.io/name"

_LABELS = {NAMESPACED: (PP_ID,), CLUSTER_WIDE: (CPP_ID,)}
_ANNOTATIONS = {NAMESPACED: (PP_NAMESPACE, PP_NAME), CLUSTER_WIDE: (CPP_NAME,)}


@dataclass(frozen=True, slots=True)
class Marks:
    """What an object carries of a policy of one kind; parts that are absent are empty."""

    kind: str
    namespace: str
    name: str
    permanent_id: str

    @property
    def policy(self) -> ObjectId:
        return ObjectId(self.kind, self.namespace, self.name)

    @property
    def names_policy(self) -> bool:
        """Whether the annotations name a policy, with or without its id."""
        return bool(self.name and (self.namespace or self.kind == CLUSTER_WIDE))

    @property
    def is_complete(self) -> bool:
        """Whether this is a claim: without the id label it is none."""
        return self.names_policy and bool(self.permanent_id)


def marks_of(tree: Object, kind: str, profile: Profile) -> Marks:
    """The marks of a policy of ``kind`` on a template or binding."""
    annotations = lookup(tree, "metadata", "annotations")
    annotations = annotations if isinstance(annotations, dict) else {}
    texts = [_text(annotations.get(key)) for key in _ANNOTATIONS[kind]]
    namespace, name = texts if kind == NAMESPACED else ("", texts[0])
    permanent_id = labels_of(tree, profile).get(_LABELS[kind][0], "")
    return Marks(kind, namespace, name, permanent_id)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def permanent_id(policy: Object, kind: str) -> str:
    """The id that the webhook gave to a policy; empty without one."""
    return _text(lookup(policy, "metadata", "labels", _LABELS[kind][0]) or None)


def marked(tree: Object, policy: Object, kind: str) -> Object:
    """``tree`` with the claim of ``policy`` on it, beside what is there already."""
    metadata = lookup(policy, "metadata")
    names = {NAMESPACED: [metadata.get("namespace"), metadata.get("name")]}
    values = names.get(kind, [metadata.get("name")])
    annotations = dict(zip(_ANNOTATIONS[kind], values, strict=True))
    labels = {_LABELS[kind][0]: permanent_id(policy, kind)}
    return _changed(tree, annotations, labels, ())


def unmarked(tree: Object, kind: str) -> Object:
    """``tree`` without any claim of a policy of ``kind``."""
    return _changed(tree, {}, {}, (*_LABELS[kind], *_ANNOTATIONS[kind]))


def claimed(template: Object, policy: Object, kind: str, profile: Profile) -> Object:
    """The template with the policy's claim; a PropagationPolicy takes the other kind's off."""
    own = permanent_id(policy, kind)
    if kind == CLUSTER_WIDE:
        same = marks_of(template, kind, profile).permanent_id == own
        return template if same else marked(template, policy, kind)
    labels = lookup(template, "metadata", "labels") or {}
    if CPP_ID in labels:
        template = unmarked(template, CLUSTER_WIDE)
    elif labels and marks_of(template, kind, profile).permanent_id == own:
        return template
    return marked(template, policy, kind)


def _changed(
    tree: Object, annotations: Object, labels: Object, removed: tuple[str, ...]
) -> Object:
    metadata = dict(tree.get("metadata") or {})
    for part, added in (("annotations", annotations), ("labels", labels)):
        values = {**(metadata.get(part) or {}), **added}
        values = {key: value for key, value in values.items() if key not in removed}
        if values or part in metadata:
            metadata[part] = values
    return {**tree, "metadata": metadata}
