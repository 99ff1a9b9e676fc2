"""What a rule is, and what it hands back: sightings, to be counted and put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from workbench.lint.finding import Fix, Severity
from workbench.lint.inspection import POLICY_KINDS, Inspection, Run
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Path

PROPAGATION_KINDS = ("ClusterPropagationPolicy", "PropagationPolicy")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One case of what a rule looks for. Equal ones become one finding, with counts.

    Attributes:
        item: the policy or object to blame.
        path: the place in it.
        what: what happens, without naming the item, the affected object or clusters.
        object: the affected template.
        clusters: where.
        advice: what to do.
        severity: where it is not the rule's own.
        fix: makes the fix; called once for a finding.
    """

    item: Item
    path: Path
    what: str
    object: ObjectId | None = None
    clusters: tuple[str, ...] = ()
    advice: str = ""
    severity: Severity | None = None
    fix: Callable[[], Fix | None] | None = None


RunCheck = Callable[[Inspection, Run], Iterable[Sighting]]
ObjectCheck = Callable[[Inspection, Item], Iterable[Sighting]]
PolicyCheck = Callable[[Inspection, Item], Iterable[Sighting]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A hazard that is looked for.

    Exactly one check is set: of every overrider item that ran on an object
    (``check_run``, for the lists in ``overriders``), of an object's outcomes in all clusters
    (``check_object``), or of a policy (``check_policy``).

    Attributes:
        id: stable; never reused for anything else.
        severity: of a finding, unless a sighting says otherwise.
        title: what is wrong, in a few words.
        explanation: what happens, why, and how to avoid it.
        kinds: policies that ``check_policy`` is asked about.
        needs_schemas: looked for only where the schemas of members are asked for.
        yields_to: rules that say the same more exactly; a finding of this rule is dropped
            where one of theirs blames the same place or something inside it.
    """

    id: str
    severity: Severity
    title: str
    explanation: str
    check_run: RunCheck | None = None
    check_object: ObjectCheck | None = None
    check_policy: PolicyCheck | None = None
    overriders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = POLICY_KINDS
    yields_to: tuple[str, ...] = ()
    needs_schemas: bool = False


def blame(
    inspection: Inspection,
    run: Run,
    what: str,
    *,
    below: Path = (),
    advice: str = "",
    severity: Severity | None = None,
    fix: Callable[[], Fix | None] | None = None,
) -> Iterator[Sighting]:
    """A sighting about an overrider item on one object; ``below`` leads further into the item."""
    item = inspection.policy_item(run.cause.policy)
    path = (*run.cause.path, *below)
    yield Sighting(
        item, path, what, run.template.id, run.clusters, advice, severity, fix
    )
