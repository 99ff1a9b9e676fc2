"""Small fleets made up by seed: the same seed gives the same fleet, alone or beside others.

Ten seeds in a row share their clusters, so that a sandbox plays ten fleets at once. Each has a
namespace of its own, and no policy reaches into another's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tests.real.differential.random_parts import extra_objects, extra_policies, with_placement
from tests.real.differential.subject import Subject, completed
from workbench.fleets.generated import Dice, generate
from workbench.model.snapshot import Item, Snapshot

Object = dict[str, Any]
_SEEDS_TOGETHER = 10
_CLUSTERS = 3
_PLACE = "team-01"
_TAINT = {"key": "drill", "value": "yes", "effect": "NoSchedule"}


def random_fleets(seeds: Iterable[int]) -> Iterator[Subject]:
    """The fleets of these seeds, those that share their clusters as one."""
    for ten, group in groupby(sorted(set(seeds)), lambda seed: seed // _SEEDS_TOGETHER):
        some = list(group)
        trees = [*_clusters(ten)]
        for seed in some:
            trees += _fleet(seed)
        name = "random " + ", ".join(_ranges(some))
        yield completed(name, Snapshot(name, tuple(Item.of(tree) for tree in trees)))


def seed_of(where: str) -> int | None:
    """The seed of the fleet that something compared belongs to, by its words."""
    _, found, rest = where.partition("seed-")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return int(digits) if found and digits else None


def _ranges(seeds: list[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(seeds), lambda pair: pair[1] - pair[0]):
        numbers = [seed for _, seed in run]
        yield f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def _clusters(ten: int) -> Iterator[Object]:
    dice = Dice(ten)
    for tree in generate(0, _CLUSTERS, 0, seed=ten):
        if tree["kind"] == "Cluster":
            tainted = {"taints": [_TAINT]} if dice.chance(5) else {}
            yield {**tree, "spec": {**tree["spec"], **tainted}}


def _fleet(seed: int) -> Iterator[Object]:
    """Objects and policies, in a namespace and under names of the seed's own."""
    dice, space = Dice(seed), f"seed-{seed}"
    for tree in generate(objects=8, clusters=_CLUSTERS, policies=9, seed=seed):
        if tree["kind"] == "Cluster":
            continue
        mine = _moved(tree, space)
        if mine["kind"] == "PropagationPolicy":
            mine = with_placement(mine, dice)
        yield _confined(mine, space) if mine["kind"] == "ClusterOverridePolicy" else mine
    yield from extra_objects(dice, space)
    yield from extra_policies(dice, space)


def _moved(value: Any, space: str) -> Any:
    """The same with ``space`` wherever the namespace is named."""
    if isinstance(value, dict):
        return {key: _moved(inner, space) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, space) for inner in value]
    return space if value == _PLACE else value


def _confined(policy: Object, space: str) -> Object:
    """A cluster-wide policy that means the objects of one namespace only."""
    selectors = [{**one, "namespace": space} for one in policy["spec"]["resourceSelectors"]]
    name = f"{space}-{policy['metadata']['name']}"
    return {
        **policy, "metadata": {**policy["metadata"], "name": name},
        "spec": {**policy["spec"], "resourceSelectors": selectors},
    }
