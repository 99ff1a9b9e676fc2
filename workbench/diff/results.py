"""Two previews compared: what every cluster gets before and after, and what will not go back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.work.immutability import immutable_places
from workbench.karmada.work.retention import lies_in, retained_places
from workbench.model.identity import ObjectId
from workbench.model.pointer import field_path
from workbench.model.tree import Object, Path, changes, same

Key: TypeAlias = tuple[ObjectId, str]
"""A template and the name of a cluster."""

ChangeKind: TypeAlias = Literal[
    "appears", "disappears", "changes", "starts failing", "stops failing", "fails otherwise",
    "record only",
]

_RECORDS: Final = (
    ("policy.karmada.io/applied-cluster-overrides", "applied_cluster_overrides"),
    ("policy.karmada.io/applied-overrides", "applied_overrides"),
)


@dataclass(frozen=True, slots=True)
class Remainder:
    """Something that stays although the rules that made it are gone.

    Attributes:
        kind: ``record`` on the Work; ``work`` as a whole, because the override fails;
            ``object``, because the result has another name; ``member``, retained by Karmada;
            ``immutable``, refused by the member's API server.
        text: one sentence.
        path: the place in the object, where there is one.
    """

    kind: Literal["record", "work", "object", "member", "immutable"]
    text: str
    path: Path = ()


@dataclass(frozen=True, slots=True)
class ResultChange:
    """What changes for one template in the clusters that change alike.

    Attributes:
        object: identity of the template.
        clusters: by name.
        before, after: the outcomes, ``None`` where the cluster gets nothing.
        remains: what will not go back.
    """

    object: ObjectId
    clusters: tuple[str, ...]
    kind: ChangeKind
    before: Outcome | None
    after: Outcome | None
    remains: tuple[Remainder, ...] = ()


def compare_results(
    before: Mapping[Key, Outcome], after: Mapping[Key, Outcome]
) -> tuple[ResultChange, ...]:
    """Every cluster whose result differs, folded where outcomes are shared; by object, cluster.

    Clusters of one variant hold the same outcome object: each pair of variants is compared once.
    """
    groups: dict[tuple[ObjectId, int, int], list[str]] = {}
    for key in before.keys() | after.keys():
        sides = before.get(key), after.get(key)
        if sides[0] is not sides[1]:
            groups.setdefault((key[0], id(sides[0]), id(sides[1])), []).append(key[1])
    found = []
    for (name, _, _), clusters in groups.items():
        sides = before.get((name, clusters[0])), after.get((name, clusters[0]))
        kind = change_kind(*sides)
        if kind:
            left = remains(*sides)
            found.append(ResultChange(name, tuple(sorted(clusters)), kind, *sides, left))
    return tuple(sorted(found, key=lambda change: (change.object, change.clusters)))


def change_kind(before: Outcome | None, after: Outcome | None) -> ChangeKind | None:
    """In a word, what becomes of one result; ``None`` if nothing does."""
    if before is None or after is None:
        if before is after:
            return None
        return "appears" if before is None else "disappears"
    if before.kind != "object" or after.kind != "object":
        if before.kind == after.kind:
            return None if before.message == after.message else "fails otherwise"
        if after.kind == "object":
            return "stops failing"
        return "starts failing" if before.kind == "object" else "fails otherwise"
    if not same(before.object, after.object):
        return "changes"
    is_same = all(getattr(before, name) == getattr(after, name) for _, name in _RECORDS)
    return None if is_same else "record only"


def remains(before: Outcome | None, after: Outcome | None) -> tuple[Remainder, ...]:
    """What the cluster keeps of ``before`` when ``after`` is what Karmada computes for it."""
    if before is None or after is None or before.object is None:
        return ()
    if after.object is None:
        return (Remainder("work", "the cluster keeps its old Work as long as the override fails"),)
    return (
        *_records(before, after),
        *_renamed(before.object, after.object),
        *_kept(before.object, after.object),
    )


def _records(before: Outcome, after: Outcome) -> Iterator[Remainder]:
    """Karmada merges a Work's annotations and never takes one out (binding/common.go)."""
    for annotation, name in _RECORDS:
        if getattr(before, name) is not None and getattr(after, name) is None:
            yield Remainder("record", f"the Work keeps its annotation {annotation}")


def _renamed(before: Object, after: Object) -> Iterator[Remainder]:
    """The name, namespace and kind of the result name the Work; the old Work is no orphan."""
    old, new = ObjectId.of(before), ObjectId.of(after)
    if (old.kind, old.namespace, old.name) != (new.kind, new.namespace, new.name):
        yield Remainder("object", f"{old} stays in the cluster beside {new}")


def _kept(before: Object, after: Object) -> Iterator[Remainder]:
    retained, immutable = retained_places(after), immutable_places(before)
    for path, _, _ in changes(before, after):
        where = field_path(path)
        if any(lies_in(path, place) for place in retained):
            yield Remainder("member", f"{where} stays as the member cluster has it", path)
        elif any(lies_in(path, place) for place in immutable):
            yield Remainder("immutable", f"{where} can't be changed: updates are refused", path)
