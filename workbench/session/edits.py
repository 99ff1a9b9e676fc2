"""What a user wants to try: edits laid over a snapshot, never written anywhere by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import CLUSTER_GROUP, POLICY_GROUP, Item, NoSource, Snapshot

_POLICY_KINDS = ("OverridePolicy", "ClusterOverridePolicy", "PropagationPolicy",
                 "ClusterPropagationPolicy")


@dataclass(frozen=True, slots=True)
class Put:
    """An object is added, or takes the place of another.

    Attributes:
        item: the object; its source has the text that would be saved.
        replaces: the object of the fleet as it was read whose place it takes; ``None`` for one
            that is new. It may have another name.
    """

    item: Item
    replaces: Item | None = None

    def __str__(self) -> str:
        return f"edit {self.item.id}"


@dataclass(frozen=True, slots=True)
class Delete:
    """An object goes."""

    id: ObjectId

    def __str__(self) -> str:
        return f"delete {self.id}"


@dataclass(frozen=True, slots=True)
class Join:
    """A cluster joins the fleet."""

    item: Item

    def __str__(self) -> str:
        return f"{self.item.id.name} joins"


@dataclass(frozen=True, slots=True)
class Alter:
    """An object is as it was but for one thing, which ``title`` names."""

    item: Item
    title: str

    def __str__(self) -> str:
        return self.title


Edit = Put | Delete | Join | Alter


def edited(snapshot: Snapshot, edits: Iterable[Edit]) -> Snapshot:
    """The fleet after ``edits``, in order."""
    for edit in edits:
        if isinstance(edit, Delete):
            snapshot = snapshot.replacing((), (edit.id,))
        elif isinstance(edit, Put) and edit.replaces and edit.replaces.id != edit.item.id:
            snapshot = snapshot.replacing((edit.item,), (edit.replaces.id,))
        else:
            snapshot = snapshot.replacing((edit.item,))
    return snapshot


def deletion(snapshot: Snapshot, text: str) -> Delete:
    """The edit for ``KIND/NAMESPACE/NAME`` or ``KIND/NAME``.

    Raises :class:`UsageError` if the text has another form or names nothing in the fleet.
    """
    parts = text.split("/")
    if len(parts) not in (2, 3) or not all(parts):
        raise UsageError(f"{text!r} does not name an object", hint="write KIND/NAMESPACE/NAME")
    kind, namespace, name = parts[0], "/".join(parts[1:-1]), parts[-1]
    found = [i.id for i in snapshot.items
             if not i.member and (i.id.kind, i.id.namespace, i.id.name) == (kind, namespace, name)]
    if not found:
        known = sorted(str(i.id) for i in snapshot.items if i.id.kind == kind)
        hint = f"there are: {', '.join(known[:5])}" if known else f"the fleet has no {kind}"
        raise UsageError(f"there is no {kind} {'/'.join(parts[1:])}", hint=hint)
    return Delete(found[0])


def parse_join(text: str) -> Join:
    """A cluster from ``NAME key=value …``; ``provider``, ``region``, ``zone`` are its own fields.

    Raises :class:`UsageError` for words that are neither a name nor a pair.
    """
    words = text.replace(",", " ").split()
    pairs: dict[str, str] = {}
    names = []
    for word in words:
        key, equals, value = word.partition("=")
        if equals:
            pairs[key] = value
        else:
            names.append(word)
    if len(names) > 1 or not words:
        raise UsageError(
            f"{text!r} does not describe a cluster",
            hint="write a name and labels: ap-3 region=ap env=prod",
        )
    return Join(Item.of(_cluster(names[0] if names else "new-cluster", pairs),
                        NoSource("(joins)")))


def _cluster(name: str, pairs: Mapping[str, str]) -> dict[str, object]:
    spec: dict[str, object] = {k: pairs[k] for k in ("provider", "region") if k in pairs}
    if "zone" in pairs:
        spec["zones"] = [pairs["zone"]]
    labels = {k: v for k, v in pairs.items() if k not in ("provider", "region", "zone")}
    return {
        "apiVersion": f"{CLUSTER_GROUP}/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, **({"labels": labels} if labels else {})},
        "spec": spec,
    }


def is_policy(item: Item) -> bool:
    """Whether the object is a policy that the workbench can edit."""
    return item.id.group == POLICY_GROUP and item.id.kind in _POLICY_KINDS
