"""Fleets with a wrong value in one place, whatever may stand there that nobody expects."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests import rich_fleet
from workbench.fleets.samples import sample

VALUES: tuple[Any, ...] = (
    None, "", -1, 0, 10**400, 2**63, 1.5, float("inf"), float("nan"), True, "x", "x" * 10_000,
    "-1", "9e99", "1e999999999", "\x00\x1b[2J", "\ud800", [], {}, [None], [{}], ["x"], [[]],
    {"": None}, {"x": "x"},
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("preview", "-o", "json", "--trace"),
    ("preview", "-o", "html"),
    ("lint",),
    ("place",),
    ("place", "-o", "markdown", "--taint", "CLUSTER a=b:NoExecute", "--evict"),
    ("place", "-o", "json", "--capacity", "CLUSTER cpu=1 memory=1Gi", "--rebalance", "OBJECT"),
    ("works", "-o", "json"),
    ("works", "--gone", "CLUSTER"),
    ("failover", "--lose", "CLUSTER", "--preset", "failover"),
    ("failover", "--lose", "CLUSTER,at=10,for=60", "--unhealthy", "OBJECT@*", "-o", "html"),
    ("failover", "--failback"),
    ("failover", "--trace-state", "OBJECT"),
    ("doctor", "--workers", "1", "--losses", "1"),
)
Fleet = dict[str, Any]


def sample_fleet(name: str) -> Fleet:
    """The objects of a sample fleet, each with a file name of its own."""
    folder = sample(name).folder
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*.yaml"))}
    return {
        f"{file.parent}/{file.stem}-{number}.json": tree
        for file, path in files.items()
        for number, tree in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8")))
        if tree
    }


def fleets() -> dict[str, tuple[Fleet, str, str]]:
    """Name to a fleet, one of its clusters, and one of its workloads."""
    return {
        "rich": (rich_fleet.objects(), "alpha", "web"),
        "shop": (sample_fleet("shop"), "eu-west", "Deployment/shop/storefront"),
        "flink": (sample_fleet("flink"), "eu-west", "wordcount"),
        "capacity": (sample_fleet("capacity"), "member1", "web"),
    }


def spoiled(fleet: Fleet, chance: random.Random) -> tuple[Fleet, str]:
    """A fleet with another value in one place, and what was done."""
    name = chance.choice(sorted(fleet))
    place = chance.choice(list(_places(fleet[name])))
    value = chance.choice(VALUES)
    shown = repr(value)[:40]
    return {**fleet, name: put(fleet[name], place, value)}, f"{name} {place} = {shown}"


def _places(tree: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if not isinstance(tree, dict | list):
        return
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _places(value, (*place, key))


def put(tree: Any, place: tuple[Any, ...], value: Any) -> Any:
    """The tree with another value in one place; the tree itself stays as it is."""
    if not place:
        return value
    copy = tree.copy()
    copy[place[0]] = put(tree[place[0]], place[1:], value)
    return copy


def filled(command: tuple[str, ...], fleet: Path, cluster: str, workload: str) -> list[str]:
    """A command's arguments for a fleet."""
    words = [word.replace("CLUSTER", cluster).replace("OBJECT", workload) for word in command]
    return [words[0], str(fleet), *words[1:]]
