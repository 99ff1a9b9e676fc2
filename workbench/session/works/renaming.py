"""A cluster's view as that of another one that nothing but its name tells apart from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from workbench.karmada.work.execution import not_ready
from workbench.karmada.work.names import execution_space
from workbench.karmada.work.update import conflict_end
from workbench.model.tree import Object, lookup, replaced
from workbench.session.works.bindings import SPACE_PATH
from workbench.session.works.views import ClusterView, RequestView

_MANIFEST: Final = ("spec", "workload", "manifests", 0)


def in_cluster(view: ClusterView, name: str) -> ClusterView:
    """``view`` with the name of another cluster in all the places where Karmada writes it."""
    if name == view.cluster:
        return view
    old, new = execution_space(view.cluster), execution_space(name)
    work, request = view.work, view.request
    if work is not None:
        work = replaced(work, ("metadata", "namespace"), new)
        work = _moved(work, (*_MANIFEST, *SPACE_PATH), old, new)
    if request is not None:
        request = _in_space(request, view.cluster, name)
    return replace(view, cluster=name, work=work, request=request)


def _moved(tree: Object, path: tuple[str | int, ...], old: str, new: str) -> Object:
    return replaced(tree, path, new) if lookup(tree, *path) == old else tree


def _in_space(request: RequestView, cluster: str, name: str) -> RequestView:
    old, new = execution_space(cluster), execution_space(name)
    body, observed = (
        tree if tree is None else _moved(tree, SPACE_PATH, old, new)
        for tree in (request.body, request.observed)
    )
    message = _message(request.message, cluster, name)
    return replace(request, body=body, observed=observed, message=message)


def _message(message: str, cluster: str, name: str) -> str:
    """Karmada's words, where they name the cluster."""
    if message == not_ready(cluster):
        return not_ready(name)
    end = conflict_end(cluster)
    return message.removesuffix(end) + conflict_end(name) if message.endswith(end) else message
