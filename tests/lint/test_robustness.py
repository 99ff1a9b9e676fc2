"""Whatever stands in policies and objects, linting answers with findings."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.fleets.files import load
from workbench.karmada.preview import Preview
from workbench.karmada.profile import PROFILES
from workbench.lint.rules import lint, lint_policy
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Json, Object, Path

HAZARDS = load(["sample:hazards"])
JUNK: list[Json] = [
    None, True, 0, -1, 1.5, "", "x", "/", "//", "a/b", "~1", "\x00", [], {}, [None], [[]],
    [1, "a"], {"": None}, {"a": [{}]}, "/spec/template/spec/containers/-1/image",
]  # fmt: skip
KEYS = ["predicate", "yaml", "json", "value", "operator", "path", "other"]


def paths(tree: Json, path: Path = ()) -> Iterator[Path]:
    yield path
    steps = tree.items() if isinstance(tree, dict) else enumerate(
        tree if isinstance(tree, list) else ()
    )
    for step, below in steps:
        yield from paths(below, (*path, step))


def spoilt(tree: Object, dice: random.Random) -> Object:
    """A copy with one place taken out, filled with junk, or given a key that is not its own."""
    tree = copy.deepcopy(tree)
    places = [path for path in paths(tree) if len(path) > 1 and path[0] != "metadata"]
    if not places:
        return tree
    *way, last = dice.choice(places)
    owner: Json = tree
    for step in way:
        owner = owner[step]
    kind = dice.random()
    if kind < 0.2:
        del owner[last]
    elif kind < 0.4 and isinstance(owner, dict):
        owner[dice.choice(KEYS)] = copy.deepcopy(dice.choice(JUNK))
    else:
        owner[last] = copy.deepcopy(dice.choice(JUNK))
    return tree


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(PROFILES)))
def test_odd_policies_and_objects_are_linted_without_a_traceback(
    dice: random.Random, version: str
) -> None:
    items = tuple(
        Item.of(spoilt(item.object, dice)) if item.id.kind != "Cluster" and dice.random() < 0.5
        else item
        for item in HAZARDS.items
    )
    preview = Preview(Snapshot("odd", items), PROFILES[version])
    for finding in lint(preview):
        assert finding.message
    for policy in preview.snapshot.override_policies[:5]:
        lint_policy(preview, policy)
