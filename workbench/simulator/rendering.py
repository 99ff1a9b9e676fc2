"""What every target cluster gets of a workload, computed once for equal targets.

Templates and override policies never change during a simulation, so one rendering serves all
runs of a fleet.
"""

from __future__ import annotations

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
            self._known[key] = preview_binding(template, binding, self._rule_targets)
        return self._known[key]
