"""What every target cluster gets of a workload, computed once for equal targets.

What is said of a failure goes into reports and saved runs, so it says nothing secret.

Templates and override policies never change during a simulation, so one rendering serves all
runs of a fleet.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.diff.message_redaction import masked_failure
from workbench.karmada.overrides.folding import RuleTargets, Variant
from workbench.karmada.overrides.pipeline import TargetCluster, preview_binding, target_clusters
from workbench.model.identity import ObjectId
from workbench.model.tree import Object


class Renderings:
    """Manifests by workload and targets."""

    def __init__(self, rule_targets: RuleTargets, templates: dict[ObjectId, Object]) -> None:
        self._rule_targets = rule_targets
        self._templates = templates
        self._known: dict[tuple[ObjectId, tuple[TargetCluster, ...]], tuple[Variant, ...]] = {}

    def of(self, workload: ObjectId, binding: Object) -> tuple[Variant, ...]:
        """Clusters with equal manifests, folded; nothing for a binding without targets."""
        targets = target_clusters(binding)
        if not targets:
            return ()
        key = (workload, targets)
        if key not in self._known:
            template = self._templates[workload]
            variants = preview_binding(template, binding, self._rule_targets)
            self._known[key] = tuple(self._fit_to_tell(workload, one) for one in variants)
        return self._known[key]

    def told(self, workload: ObjectId, message: str) -> str:
        """A message about a workload, with what Secrets hold masked."""
        policies = (policy.object for policy in self._rule_targets.index.policies)
        return masked_failure(message, self._templates[workload], policies)

    def _fit_to_tell(self, workload: ObjectId, variant: Variant) -> Variant:
        outcome = variant.outcome
        if outcome.object is not None:
            return variant
        message = self.told(workload, outcome.message)
        return replace(variant, outcome=replace(outcome, message=message))
