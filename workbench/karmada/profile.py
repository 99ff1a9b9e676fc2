"""How Karmada versions differ, as data. Rules read a profile; none asks for a version by name."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One Karmada version. Each field is one documented difference between versions."""

    version: str
    kubernetes: str
    """Kubernetes version of the libraries that this Karmada is built with."""

    # -- selectors and matching (pkg/util/selector.go, unstructured/helpers.go)
    zone_in_any: bool
    """``zone In``: one listed zone is enough (else every zone of the cluster must be listed)."""
    null_label_is_empty: bool
    """A null label value counts as "" (else it empties the whole label map)."""

    # -- overrides (pkg/util/overridemanager, json-patch, distribution/reference)
    scalar_root_replace_is_error: bool
    """JSON patch ``replace`` of the whole document by a scalar fails (else: silent no-op)."""
    image_limit_counts_domain: bool
    """The 255 characters of an image name include the domain."""
    pointer_error_suffix: bool
    """JSON pointer errors end in ``: JSON pointer error``, texts with ``%`` stay as they are."""
    record_keeps_empty_label_value: bool
    """The applied record writes an empty labels or annotations ``value``."""

    # -- bindings (pkg/controllers/binding/common.go)
    one_failure_stops_later_clusters: bool
    """The first failing cluster ends the reconcile (else: errors are collected)."""
    duplicated_revises_replicas: bool
    """The binding's replicas are written even where scheduling is Duplicated."""


V1_18_2 = Profile(
    version="v1.18.2",
    kubernetes="v1.35.3",
    zone_in_any=True,
    null_label_is_empty=True,
    scalar_root_replace_is_error=True,
    image_limit_counts_domain=False,
    pointer_error_suffix=True,
    record_keeps_empty_label_value=True,
    one_failure_stops_later_clusters=False,
    duplicated_revises_replicas=True,
)

V1_12_0 = replace(
    V1_18_2,
    version="v1.12.0",
    kubernetes="v1.31.3",
    zone_in_any=False,
    null_label_is_empty=False,
    scalar_root_replace_is_error=False,
    image_limit_counts_domain=True,
    pointer_error_suffix=False,
    record_keeps_empty_label_value=False,
    one_failure_stops_later_clusters=True,
    duplicated_revises_replicas=False,
)

PROFILES = {profile.version: profile for profile in (V1_12_0, V1_18_2)}
LATEST = V1_18_2


def find_profile(text: str) -> Profile:
    """The profile for ``1.18``, ``v1.18`` or ``v1.18.2``. Raises ``KeyError`` for others."""
    wanted = "v" + text.lstrip("v")
    for version, profile in PROFILES.items():
        if version == wanted or version.startswith(wanted + "."):
            return profile
    raise KeyError(text)
