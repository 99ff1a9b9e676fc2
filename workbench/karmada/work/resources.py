"""Names of resources, as API machinery guesses them from kinds.

Follows ``UnsafeGuessKindToResource`` of apimachinery's pkg/api/meta/restmapper.go, but for a
vowel before ``y``: a gateway is one of many gateways.
"""

from __future__ import annotations


def plural(kind: str) -> str:
    """The resource of a kind: lower case, plural."""
    name = kind.lower()
    if name.endswith("endpoints"):
        return name
    if name.endswith(("s", "x", "ch", "sh")):
        return name + "es"
    if name.endswith("y") and name[-2:-1] not in ("a", "e", "o", "u"):
        return name[:-1] + "ies"
    return name + "s"


def grouped_resource(api_version: str, kind: str) -> str:
    """``deployments.apps``: the resource, with its group unless core."""
    group = api_version.rpartition("/")[0]
    return f"{plural(kind)}.{group}" if group else plural(kind)


def versioned_resource(api_version: str, kind: str) -> str:
    """``apps/v1, Resource=deployments``, as Go prints a GroupVersionResource."""
    version = api_version if "/" in api_version else f"/{api_version}"
    return f"{version}, Resource={plural(kind)}"
