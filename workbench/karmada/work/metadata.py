"""Labels and annotations of an object, read and written as Karmada's helpers do it.

Follows pkg/util/{label,annotation}.go and apimachinery's unstructured accessors (Karmada v1.12.0
and v1.18.2). What can't be written, because ``metadata`` is no map, is left out without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.karmada.overrides.accessors import metadata_texts
from workbench.karmada.profile import Profile
from workbench.karmada.work.keys import MANAGED_ANNOTATIONS, MANAGED_LABELS
from workbench.model.tree import MISSING, Json, Object


def with_metadata(tree: Object, name: str, value: Json) -> Object:
    """``tree`` with one field of ``metadata`` set, or taken out where ``value`` is MISSING."""
    metadata = tree.get("metadata", {})
    if not isinstance(metadata, dict) or (value is MISSING and name not in metadata):
        return tree
    if value is MISSING:
        kept = {key: old for key, old in metadata.items() if key != name}
        return {**tree, "metadata": kept}
    return {**tree, "metadata": {**metadata, name: value}}


def merged(tree: Object, part: str, added: Mapping[str, str], profile: Profile) -> Object:
    """``tree`` with keys added to its labels or annotations (``part``), or replaced in them.

    A map that holds anything but texts is replaced as a whole.
    """
    texts = metadata_texts(tree, part, profile) or {}
    return with_metadata(tree, part, {**texts, **added})


def without_keys(tree: Object, part: str, keys: Iterable[str], profile: Profile) -> Object:
    """``tree`` with keys taken out; a map that holds anything but texts goes as a whole."""
    texts = metadata_texts(tree, part, profile)
    if texts is None:
        return with_metadata(tree, part, MISSING)
    gone = set(keys)
    return with_metadata(tree, part, {k: v for k, v in texts.items() if k not in gone})


def with_managed_annotations(tree: Object, profile: Profile) -> Object:
    """``tree`` with the record of its annotations' keys, sorted, comma between."""
    keys = {*(metadata_texts(tree, "annotations", profile) or {}), MANAGED_ANNOTATIONS}
    text = ",".join(sorted(keys | {MANAGED_LABELS}))
    return merged(tree, "annotations", {MANAGED_ANNOTATIONS: text}, profile)


def with_managed_labels(tree: Object, profile: Profile) -> Object:
    """``tree`` with the record of its labels' keys, sorted, comma between."""
    text = ",".join(sorted(metadata_texts(tree, "labels", profile) or {}))
    return merged(tree, "annotations", {MANAGED_LABELS: text}, profile)
