"""Fields that two policies write, and which of the two wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import Cause
from workbench.lint.pointers import tokens
from workbench.model.tree import Json, Object, Path, lookup

Overrider: TypeAlias = Callable[[Cause], Object]
"""From a cause to the item of the policy."""


@dataclass(frozen=True, slots=True)
class Clash:
    """An item that undoes what an item of another policy wrote, in some clusters."""

    earlier: Cause
    later: Cause
    path: Path
    clusters: tuple[str, ...]


def clashes_in(variants: Iterable[Variant], overrider: Overrider) -> tuple[Clash, ...]:
    """The clashes in all variants of one object, equal ones once."""
    found: dict[tuple[Cause, Cause, Path], tuple[str, ...]] = {}
    for variant in variants:
        for key in _overwritten(variant, overrider):
            found[key] = found.get(key, ()) + variant.clusters
    return tuple(Clash(*key, names) for key, names in found.items())


def _overwritten(
    variant: Variant, overrider: Overrider
) -> Iterator[tuple[Cause, Cause, Path]]:
    written: dict[Path, Cause] = {}
    above: set[Path] = set()
    for step in variant.outcome.steps:
        for change in step.changes:
            path = change.path
            near = [path[:size] for size in range(1, len(path) + 1) if path[:size] in written]
            if path in above:
                near += [other for other in written if other[: len(path)] == path != other]
            for other in near:
                earlier = written[other]
                is_foreign = earlier.policy != step.cause.policy
                if is_foreign and _undoes(earlier, step.cause, overrider):
                    yield earlier, step.cause, path
            written[path] = step.cause
            above.update(path[:size] for size in range(1, len(path)))


def _undoes(earlier: Cause, later: Cause, overrider: Overrider) -> bool:
    """Whether a later item replaces the earlier one's work, or only builds on it."""
    first, second = overrider(earlier), overrider(later)
    if earlier.overrider != later.overrider:
        return later.overrider == "plaintext"
    match earlier.overrider:
        case "imageOverrider":
            is_same = first.get("component") == second.get("component")
            return is_same and second.get("operator") != "add"
        case "commandOverrider" | "argsOverrider":
            return False
        case "fieldOverrider":
            return any(_meet(one, two) for one in _sub_paths(first) for two in _sub_paths(second))
    return True


def _sub_paths(item: Object) -> list[tuple[str, ...]]:
    entries: Json = item.get("yaml") or item.get("json") or ()
    return [tokens(str(lookup(entry, "subPath"))) for entry in entries]


def _meet(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    size = min(len(one), len(two))
    return one[:size] == two[:size]
