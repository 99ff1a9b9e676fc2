"""The list of objects, and what is the matter with each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.preview import Preview
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.session.views import ObjectRow

SHORT_KINDS = {
    "ConfigMap": "cm", "CronJob": "cj", "DaemonSet": "ds", "Deployment": "deploy",
    "HorizontalPodAutoscaler": "hpa", "Ingress": "ing", "Namespace": "ns",
    "NetworkPolicy": "netpol", "PersistentVolumeClaim": "pvc", "Pod": "po",
    "PodDisruptionBudget": "pdb", "ReplicaSet": "rs", "Secret": "secret", "Service": "svc",
    "ServiceAccount": "sa", "StatefulSet": "sts",
}
"""Kinds as kubectl shortens them."""


def object_rows(
    preview: Preview,
    items: Sequence[Item],
    selected: ObjectId | None,
    warnings: dict[ObjectId, int],
    *,
    only_known: bool = False,
) -> tuple[ObjectRow, ...]:
    """A row for every object of ``items``, in their order.

    With ``only_known``, what is not worked out yet is not asked for: the preview before speaks
    for it, or the badge is an ellipsis.
    """
    sides = (preview, preview.before) if only_known else ()

    def variants(item: Item) -> tuple[Variant, ...] | None:
        if not only_known:
            return preview.variants(item)
        knows = next((side for side in sides if side and side.has_worked_out(item)), None)
        return knows.variants(item) if knows else None

    return tuple(
        _row(item, variants(item), item.id == selected, warnings.get(item.id, 0))
        for item in items
    )


def _row(
    item: Item, variants: Sequence[Variant] | None, selected: bool, warnings: int
) -> ObjectRow:
    is_known = variants is not None
    variants = variants or ()
    failed = sum(len(v.clusters) for v in variants if v.outcome.kind != "object")
    badges = [f"{len(variants)}v" if variants else "nowhere" if is_known else "…"]
    if failed:
        badges.append(f"{failed}✗")
    if warnings:
        badges.append(f"{warnings}⚠")
    label = visible_line(f"{item.id.name}")
    kind = visible_line(SHORT_KINDS.get(item.id.kind, item.id.kind))
    return ObjectRow(
        item.id, label, " ".join(badges), len(variants), failed, warnings, selected, kind
    )


def filtered(items: Sequence[Item], text: str) -> tuple[Item, ...]:
    """Objects that fit a filter, by namespace.

    A filter that begins with ``$`` is a JSONPath: objects in which it finds something (for a
    single truth value, a true one). Other texts are words, all of which must stand in kind,
    namespace or name. Raises :class:`UsageError` for a JSONPath that can't be read.
    """
    text = text.strip()
    if text.startswith("$"):
        fits = _jsonpath(text)
    else:
        words = text.lower().split()

        def fits(item: Item) -> bool:
            return all(word in str(item.id).lower() for word in words)

    return tuple(sorted(filter(fits, items), key=_in_lists))


def _in_lists(item: Item) -> tuple[bool, str, ObjectId]:
    """Lists go by namespace, cluster-scoped objects last."""
    return item.id.namespace == "", item.id.namespace, item.id


def _jsonpath(text: str) -> Callable[[Item], bool]:
    from jsonpath_ng.exceptions import JSONPathError
    from jsonpath_ng.ext.parser import parse

    try:
        expression = parse(text)
    except (JSONPathError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{visible_line(text)!r} is no JSONPath: {visible_line(str(error))}",
            hint="for example $.spec.replicas or $..containers[?(@.name=='web')]",
        ) from None

    def finds(item: Item) -> bool:
        try:
            values = [match.value for match in expression.find(item.object)]
        except (TypeError, ValueError, KeyError, AttributeError):
            return False
        return bool(values) and values != [False]

    return finds


def grouped(rows: Sequence[ObjectRow]) -> Iterator[tuple[str, list[ObjectRow]]]:
    """Rows under the namespace that they share, for lists with headings."""
    for namespace, members in groupby(rows, key=lambda row: row.id.namespace):
        yield visible_line(namespace) or "(cluster-scoped)", list(members)
