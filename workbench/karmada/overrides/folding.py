"""One template over a whole fleet: clusters that no rule can tell apart are computed once.

The engine looks at a cluster only through the affinities of rules. So every rule gets the set
of clusters that it means, once per fleet; clusters that are in the same sets get one variant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.karmada.affinity import matches_affinity
from workbench.karmada.overrides.compiled import CompiledRule
from workbench.karmada.overrides.engine import cluster_rules, missing_cluster, namespace_rules
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.overrides.stages import Stage
from workbench.model.identity import ObjectId
from workbench.model.tree import Object, same


@dataclass(frozen=True, slots=True)
class Variant:
    """Clusters that get the same of one template.

    Attributes:
        clusters: their names, in the order of the fleet.
        template: what the engine started from (with this variant's replicas).
        outcome: what they get.
    """

    clusters: tuple[str, ...]
    template: Object
    outcome: Outcome


class RuleTargets:
    """Which clusters of a fleet every rule means; computed once, used for every object.

    Sets of clusters are integers, one bit a cluster, in the order of ``names``.

    Args:
        index: the policies.
        clusters: the fleet.
        earlier: a fleet with other policies. If its clusters are the very same, what is known
            of rules that both have, and of what they make of objects, is used.
        keeps_stages: remember what rules make of objects, for later fleets to use.
    """

    def __init__(
        self,
        index: PolicyIndex,
        clusters: Sequence[Object],
        earlier: RuleTargets | None = None,
        *,
        keeps_stages: bool = False,
    ) -> None:
        self.index = index
        self._clusters = clusters
        self._earlier = earlier if earlier and _same(earlier._clusters, clusters) else None
        self._keeps_stages = keeps_stages
        self._stages: dict[int, tuple[Object, Stage]] = {}
        self._starts: dict[int, list[Object]] = {}
        self.names = tuple(ObjectId.of(cluster).name for cluster in clusters)
        self._position = {name: place for place, name in enumerate(self.names)}
        self._bits: dict[CompiledRule, int] = {}
        self._spelled: dict[int, tuple[str, ...]] = {}

    @property
    def everyone(self) -> int:
        return (1 << len(self.names)) - 1

    def bits(self, rule: CompiledRule) -> int:
        """The clusters that ``rule`` means."""
        if rule not in self._bits:
            known = self._earlier._bits.get(rule) if self._earlier else None
            self._bits[rule] = self._find_bits(rule) if known is None else known
        return self._bits[rule]

    def _find_bits(self, rule: CompiledRule) -> int:
        return sum(
            1 << place
            for place, cluster in enumerate(self._clusters)
            if matches_affinity(cluster, rule.target, self.index.profile)
        )

    def first_stage(self, start: Object) -> Stage:
        """``start`` before any rule, with what is remembered of it."""
        kept = self._stages.get(id(start))
        if kept is not None:
            return kept[1]
        known = self._earlier._stages.get(id(start)) if self._earlier else None
        stage = Stage.first(start, self.index.profile, known[1] if known else None)
        if self._keeps_stages:
            self._stages[id(start)] = start, stage
        return stage

    def start(self, template: Object, tree: Object) -> Object:
        """``tree``, made of ``template``; or its equal that an earlier fleet started from.

        What is remembered of an object goes by the very object, so equal ones must be one.
        """
        known = self._earlier._starts.get(id(template), ()) if self._earlier else ()
        found = next((earlier for earlier in known if same(earlier, tree)), tree)
        if self._keeps_stages and tree is not template:
            self._starts.setdefault(id(template), []).append(tree)
        return found

    def set_of(self, names: Iterable[str]) -> int:
        """The set of these clusters; names outside the fleet are left out."""
        found = 0
        for name in names:
            if name in self._position:
                found |= 1 << self._position[name]
        return found

    def names_of(self, members: int) -> tuple[str, ...]:
        """The names in a set, in the order of the fleet."""
        if members not in self._spelled:
            digits = bin(members)[:1:-1]
            pairs = zip(self.names, digits, strict=False)
            self._spelled[members] = tuple(name for name, digit in pairs if digit == "1")
        return self._spelled[members]

    def __contains__(self, name: str) -> bool:
        return name in self._position


def _same(left: Sequence[Object], right: Sequence[Object]) -> bool:
    return len(left) == len(right) and all(a is b for a, b in zip(left, right, strict=True))


def preview(
    template: Object,
    targets: RuleTargets,
    names: Iterable[str] | None = None,
    templates: Mapping[str, Object] | None = None,
) -> tuple[Variant, ...]:
    """What every cluster gets of ``template``, equal ones folded, in the order of the fleet.

    Args:
        template: the object that the engine starts from.
        targets: the fleet and the policies.
        names: the clusters asked for; the whole fleet if ``None``. A name without a Cluster
            object gets Karmada's error for it.
        templates: for some clusters, another object to start from (such as one with the
            replicas of that cluster). Clusters that share one object are folded.
    """
    wanted = () if names is None else tuple(names)
    known = targets.everyone if names is None else targets.set_of(wanted)
    found: dict[object, tuple[int, Object, Outcome]] = {}
    for members, start in _starts(template, targets, known, templates or {}):
        for part, outcome in _outcomes(targets.first_stage(start), members, targets):
            key = (id(start), outcome.kind, outcome.message, outcome.cause, outcome.applied)
            earlier = found[key][0] if key in found else 0
            found[key] = (earlier | part, start, outcome)
    rows = sorted(found.values(), key=lambda row: row[0] & -row[0])
    variants = [Variant(targets.names_of(part), start, got) for part, start, got in rows]
    strangers = dict.fromkeys(name for name in wanted if name not in targets)
    return (*variants, *(Variant((name,), template, missing_cluster(name)) for name in strangers))


def _starts(
    template: Object, targets: RuleTargets, members: int, templates: Mapping[str, Object]
) -> Iterator[tuple[int, Object]]:
    """Sets of clusters that start from the same object."""
    grouped: dict[int, tuple[Object, list[str]]] = {}
    for name, start in templates.items():
        grouped.setdefault(id(start), (start, []))[1].append(name)
    for start, names in grouped.values():
        if start is not template:
            yield targets.set_of(names) & members, start
            members &= ~targets.set_of(names)
    yield members, template


def _outcomes(first: Stage, members: int, targets: RuleTargets) -> Iterator[tuple[int, Outcome]]:
    """Every cluster-scoped policy; then those of the namespace, which match what came of it."""
    rules = cluster_rules(first.object, targets.index)
    for part, stage in _after(first, rules, members, targets):
        if isinstance(stage, Outcome):
            yield part, stage
            continue
        rules = namespace_rules(stage.object, targets.index)
        for smaller, end in _after(stage, rules, part, targets):
            yield smaller, end if isinstance(end, Outcome) else end.outcome


def _after(
    stage: Stage, rules: list[CompiledRule], members: int, targets: RuleTargets
) -> Iterator[tuple[int, Stage | Outcome]]:
    """Each set of clusters that the rules tell apart, and where its rules lead."""
    for part, chosen in _parts(members, rules, targets):
        end: Stage | Outcome = stage
        for rule in chosen:
            if isinstance(end, Outcome):
                break
            end = end.after(rule)
        yield part, end


def _parts(
    members: int, rules: list[CompiledRule], targets: RuleTargets
) -> Iterator[tuple[int, list[CompiledRule]]]:
    """``members`` split until every rule means all or none of a part; with the part's rules."""
    parts = [members] if members else []
    for rule in rules:
        bits = targets.bits(rule)
        split = [(part & bits, part & ~bits) for part in parts]
        parts = [half for halves in split for half in halves if half]
    for part in parts:
        yield part, [rule for rule in rules if targets.bits(rule) & part]
