"""Whether a document is a Kubernetes object, and of a shape that every layer can walk."""

from __future__ import annotations

import difflib
import re
from pathlib import PurePath
from typing import NamedTuple

from workbench.fleets import binding_shapes, cluster_shapes
from workbench.karmada import api_versions
from workbench.model.pointer import field_path
from workbench.model.text import shortened, visible_line
from workbench.model.tree import MISSING, Json, Path, lookup

_FOREIGN_FILES = re.compile(
    r"(kustomization|Chart|values([-_.].*)?|skaffold|mkdocs|(docker-)?compose([-_.].*)?"
    r"|package(-lock)?|tsconfig([-_.].*)?|renovate|devcontainer)\.(ya?ml|json)"
)
_FOREIGN_GROUPS = re.compile(
    r"(kustomize\.config\.k8s\.io|kind\.x-k8s\.io|.*\.config\.k8s\.io|config\.k8s\.io"
    r"|kubeadm\.k8s\.io|audit\.k8s\.io|skaffold|client\.authentication\.k8s\.io)/.*"
)


class ShapeFault(NamedTuple):
    """Why a tree can't be used as an object, at which path of it, and what to do."""

    path: Path
    message: str
    hint: str = ""


def is_foreign(tree: Json, file: str) -> bool:
    """Whether a document found in a folder is plainly meant for another program.

    Kustomize, Helm and kubeconfig files, and JSON that names neither kind nor apiVersion.
    """
    if not isinstance(tree, dict):
        return file.endswith(".json") or bool(_FOREIGN_FILES.fullmatch(PurePath(file).name))
    version = tree.get("apiVersion")
    if isinstance(version, str) and _FOREIGN_GROUPS.fullmatch(version):
        return True
    if tree.get("kind") == "Config" and "contexts" in tree:
        return True
    if "kind" in tree:
        return False
    is_named = bool(_FOREIGN_FILES.fullmatch(PurePath(file).name))
    return is_named or (file.endswith(".json") and "apiVersion" not in tree)


def fault_of(tree: Json) -> ShapeFault | None:
    """The first thing that keeps a tree from being an object of a fleet; ``None`` if sound."""
    if not isinstance(tree, dict):
        return ShapeFault((), f"{type_name(tree)}, where a Kubernetes object is expected",
                          "an object has apiVersion, kind and metadata")
    return _head_fault(tree) or _metadata_fault(tree) or _karmada_fault(tree)


def _head_fault(tree: Json) -> ShapeFault | None:
    absent = [key for key in ("apiVersion", "kind") if key not in tree]
    if len(absent) == 2:
        return ShapeFault((), "not a Kubernetes object: no apiVersion and no kind",
                          "leave the file out, or add both")
    if absent:
        near = difflib.get_close_matches(absent[0], [k for k in tree if k not in _KNOWN_KEYS], 1)
        hint = f"it says {visible_line(near[0])!r}" if near else ""
        return ShapeFault((near[0],) if near else (), f"{absent[0]} is missing", hint)
    return _text_fault(tree, ("apiVersion",)) or _text_fault(tree, ("kind",))


_KNOWN_KEYS = frozenset({"apiVersion", "kind", "metadata", "spec", "data", "status"})


def _metadata_fault(tree: Json) -> ShapeFault | None:
    if lookup(tree, "metadata") is MISSING:
        return ShapeFault((), f"{_who(tree)} has no metadata", "add metadata.name")
    if not isinstance(tree["metadata"], dict):
        return _wrong(tree, ("metadata",), "a map")
    if "name" not in tree["metadata"]:
        has_prefix = "generateName" in tree["metadata"]
        hint = "generateName makes no name before it is applied" if has_prefix else ""
        return ShapeFault(("metadata",), f"{_who(tree)} has no metadata.name", hint)
    namespace = tree["metadata"].get("namespace")
    return (
        _text_fault(tree, ("metadata", "name"))
        or (_text_fault(tree, ("metadata", "namespace")) if namespace not in (None, "") else None)
        or _map_fault(tree, ("metadata", "labels"))
        or _map_fault(tree, ("metadata", "annotations"))
    )


def _karmada_fault(tree: Json) -> ShapeFault | None:
    version, kind = tree["apiVersion"], tree["kind"]
    instead = api_versions.known(version, kind)
    if instead is not None:
        known = f"known: {', '.join(instead)}" if instead else ""
        return ShapeFault(("apiVersion",), f"Karmada serves no {_shown(kind)} of "
                          f"{_shown(version)}", known)
    if api_versions.is_own(version):
        return _map_fault(tree, ("spec",)) or _map_fault(tree, ("status",)) or _type_fault(tree)
    return None


def _type_fault(tree: Json) -> ShapeFault | None:
    wrong = binding_shapes.wrong_type(tree) or cluster_shapes.wrong_type(tree)
    return _wrong(tree, *wrong) if wrong else None


def _text_fault(tree: Json, path: Path) -> ShapeFault | None:
    value = lookup(tree, *path)
    if isinstance(value, str) and value:
        return None
    if value == "":
        return ShapeFault(path, f"{field_path(path)} is empty")
    return _wrong(tree, path, "text")


def _map_fault(tree: Json, path: Path) -> ShapeFault | None:
    value = lookup(tree, *path)
    if value is MISSING or value is None or isinstance(value, dict):
        return None
    return _wrong(tree, path, "a map")


def _wrong(tree: Json, path: Path, wanted: str) -> ShapeFault:
    found = lookup(tree, *path)
    hint = "put it in quotes" if wanted == "text" and not isinstance(found, (dict, list)) else ""
    if found is None:
        hint = ""
    return ShapeFault(path, f"{field_path(path)} is {type_name(found)}, not {wanted}", hint)


def type_name(value: Json) -> str:
    """A tree's type in plain words: ``a number``, ``a list``."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list) else "text"


def _who(tree: Json) -> str:
    return _shown(tree["kind"])


def _shown(text: str) -> str:
    return shortened(visible_line(text), 80)
