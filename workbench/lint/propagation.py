"""Propagation policies that do nothing, fight, lose clusters, or wait for nobody knows what."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.karmada.overrides.matching import judge_selector
from workbench.karmada.policies.candidates import selectors_of
from workbench.karmada.policies.claims import Claim
from workbench.karmada.propagation import Policy
from workbench.lint.inspection import Inspection
from workbench.lint.rule import PROPAGATION_KINDS, Rule, Sighting
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Path, lookup, same


def _policy(inspection: Inspection, item: Item) -> Policy | None:
    policies = inspection.preview.placement.propagation.policies
    return next((policy for policy in policies if policy.item is item), None)


def _refused(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    policy = _policy(inspection, item)
    for complaint in policy.admission.complaints if policy else ():
        yield Sighting(
            item, complaint.path, f"refused: {complaint.message}",
            advice="as it stands, Karmada's API server does not store the policy",
        )


def _claims_nothing(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    policy = _policy(inspection, item)
    if policy is None or policy.object is None or not inspection.preview.templates:
        return
    selectors = selectors_of(policy.object)
    selected = [_selected(inspection, policy, index) for index in range(len(selectors))]
    dead = [index for index, found in enumerate(selected) if not found]
    is_whole = len(dead) == len(selectors)
    for index in dead:
        what = "selects nothing" + (", so the policy claims nothing" if is_whole else "")
        yield Sighting(
            item, ("spec", "resourceSelectors", index), what,
            advice="compare with what the fleet holds; a PropagationPolicy reaches its own "
            "namespace alone",
            severity=None if is_whole else "info",
        )
    claims = [_claim(inspection, template) for found in selected for template in found]
    if claims and all(claim.winner != policy.id for claim in claims):
        yield _shadowed(item, policy.id, claims)


def _selected(inspection: Inspection, policy: Policy, index: int) -> list[Item]:
    """Objects in reach that one selector selects."""
    selector = selectors_of(policy.object or {})[index]
    return [
        template
        for template in inspection.preview.templates
        if policy.id.namespace in ("", template.id.namespace)
        and judge_selector(template.object, selector, inspection.profile).priority
    ]


def _claim(inspection: Inspection, template: Item) -> Claim:
    return inspection.preview.placement.own(template).claim


def _shadowed(item: Item, policy: ObjectId, claims: list[Claim]) -> Sighting:
    whys = [loser.why for claim in claims for loser in claim.losers if loser.policy == policy]
    winners = sorted({str(claim.winner) for claim in claims if claim.winner})
    by = ", ".join(winners[:3]) + (" and others" if len(winners) > 3 else "")
    what = f"claims nothing: every object that it selects belongs to {by or 'nobody'}"
    if whys:
        what += f" ({whys[0]})"
    return Sighting(item, ("spec", "resourceSelectors"), what,
                    advice="give it a higher priority, or select what no other policy selects")


def _fight(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    """Policies between which nothing but the name decides."""
    propagation = inspection.preview.placement.propagation
    claim = _claim(inspection, template)
    if claim.basis != "match":
        return
    best, *others = propagation.usable.candidates(template.object, inspection.profile)
    item = propagation.item(best.id)
    for other in others:
        if item and other.id.kind == best.id.kind and other.rank[:2] == best.rank[:2]:
            what = f"ties with {other.id}: equal priority and equally exact, so the name decides"
            yield Sighting(item, ("spec", "resourceSelectors"), what, template.id,
                           advice="give one of them a priority")


def _lazy(inspection: Inspection, template: Item) -> Iterator[Sighting]:
    """A Lazy policy whose edit has not reached the binding that is there."""
    placement = inspection.preview.placement
    own = placement.own(template)
    if not own.claim.is_lazy or own.origin != "observed" or own.claim.winner is None:
        return
    policy, item = placement.propagation.get(own.claim.winner), placement.propagation.item(
        own.claim.winner)
    for field in ("placement", "propagateDeps", "conflictResolution",
                  "preserveResourcesOnDeletion"):
        wanted, has = lookup(policy, "spec", field), lookup(own.binding, "spec", field)
        if item and not same(wanted or None, has or None):
            path: Path = ("spec", field) if lookup(item.object, "spec", field) else ("spec",)
            what = f"{field} has no effect yet: the policy is Lazy, and its binding has another"
            yield Sighting(item, path, what, template.id,
                           advice="touch the object itself: Lazy waits for a change of it")


RULES = (
    Rule(
        "refused-placement", "error", "Karmada's admission refuses a propagation policy",
        "The API server's schema or Karmada's webhook does not accept the policy. What is stored "
        "stays as it was, or nothing is, and nothing is placed by it.",
        check_policy=_refused, kinds=PROPAGATION_KINDS,
    ),
    Rule(
        "claims-nothing", "warning", "A propagation policy claims nothing",
        "It selects no object of the fleet, or other policies come first for all of them: a "
        "PropagationPolicy beats every ClusterPropagationPolicy, then priority counts, then how "
        "exactly a policy selects, then its name. A claim that stands is never taken over.",
        check_policy=_claims_nothing, kinds=PROPAGATION_KINDS,
    ),
    Rule(
        "policies-fight", "warning", "Two propagation policies tie",
        "Both select the object equally exactly and with equal priority. The smaller name wins, "
        "and once an object is claimed, not even that: whoever came first keeps it.",
        check_object=_fight,
    ),
    Rule(
        "lazy-edit", "warning", "An edit of a Lazy policy waits",
        "With activationPreference Lazy, a changed policy reaches an object only when somebody "
        "changes the object itself. Touching labels or annotations of karmada.io does not count.",
        check_object=_lazy,
    ),
)
