"""Names, labels and annotations of the policy itself.

Follows ``ValidateObjectMetaAccessor`` of apimachinery's pkg/api/validation/objectmeta.go and
``ValidateLabels`` and ``ValidateAnnotations``, which Karmada's webhooks use too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.karmada.admission.answer import Complaint, complaint, shown
from workbench.model.selectors import is_label_value, is_qualified_name
from workbench.model.tree import Json, Object, Path

ANNOTATION_BYTES = 256 * 1024
SERVER_MADE = (
    "selfLink",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "managedFields",
)
KEY_ADVICE = (
    "use letters, digits, '-', '_' and '.', up to 63, beginning and ending with a letter or "
    "digit, with a DNS name and '/' in front if you like"
)


def user_metadata(metadata: Mapping[str, Json]) -> Object:
    """Metadata without what only a server writes."""
    return {key: value for key, value in metadata.items() if key not in SERVER_MADE}


def label_complaints(labels: Mapping[str, str], field: Path) -> Iterator[Complaint]:
    """Keys and values that are no labels; the server names the whole map as the field."""
    for key, value in labels.items():
        if not is_qualified_name(key):
            message = f"{shown(key)} is no label key; {KEY_ADVICE}"
            yield complaint("value", (*field, key), message, field)
        if not is_label_value(value):
            message = (
                f"{shown(value)} is no label value; use up to 63 letters, digits, '-', '_' and "
                "'.', beginning and ending with a letter or digit"
            )
            yield complaint("value", (*field, key), message, field)


def annotation_complaints(annotations: Mapping[str, str], field: Path) -> Iterator[Complaint]:
    """Keys that are no annotation keys (upper case is fine), and too much text in all."""
    size = 0
    for key, value in annotations.items():
        size += len(key.encode(errors="replace")) + len(value.encode(errors="replace"))
        if not is_qualified_name(key.lower()):
            message = f"{shown(key)} is no annotation key; {KEY_ADVICE}"
            yield complaint("value", (*field, key), message, field)
    if size > ANNOTATION_BYTES:
        message = f"annotations hold {size} bytes, {ANNOTATION_BYTES} are allowed; shorten them"
        yield complaint("value", field, message)


def metadata_complaints(metadata: Mapping[str, Json], given_label: str) -> Iterator[Complaint]:
    """What the server refuses in the metadata of a new object.

    ``given_label`` is the key of a label that a webhook set, which is not judged.
    """
    yield from _name_complaints(metadata)
    labels = {k: v for k, v in metadata.get("labels", {}).items() if k != given_label}
    yield from label_complaints(labels, ("metadata", "labels"))
    yield from annotation_complaints(metadata.get("annotations", {}), ("metadata", "annotations"))
    for index, name in enumerate(metadata.get("finalizers", ())):
        if not is_qualified_name(name):
            message = f"{shown(name)} is no finalizer; {KEY_ADVICE}"
            field = ("metadata", "finalizers")
            yield complaint("value", (*field, index), message, field)


def _name_complaints(metadata: Mapping[str, Json]) -> Iterator[Complaint]:
    name = metadata.get("name") or metadata.get("generateName", "")
    key = "name" if metadata.get("name") else "generateName"
    if not name:
        yield complaint("required", ("metadata", "name"), "name is missing; give the policy one")
    elif not _is_subdomain(name.removesuffix("-") if key == "generateName" else name):
        message = (
            f"{shown(name)} is no object name; use lower-case letters, digits, '-' and '.', "
            "beginning and ending with a letter or digit"
        )
        yield complaint("value", ("metadata", key), message)
    namespace = metadata.get("namespace", "")
    if namespace and ("." in namespace or len(namespace) > 63 or not _is_subdomain(namespace)):
        message = f"{shown(namespace)} is no namespace name; use lower-case letters, digits and '-'"
        yield complaint("value", ("metadata", "namespace"), message)


def _is_subdomain(name: str) -> bool:
    # The prefix of a qualified name is held to the same rule as the name of an object.
    return "/" not in name and is_qualified_name(f"{name}/name")
