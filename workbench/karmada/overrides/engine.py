"""The override engine: what one cluster gets of one template.

Follows ``ApplyOverridePolicies`` of pkg/util/overridemanager/overridemanager.go (v1.12.0 and
v1.18.2): every ClusterOverridePolicy first, then the OverridePolicies of the namespace that the
object has by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.karmada.affinity import matches_affinity
from workbench.karmada.overrides.accessors import text_at
from workbench.karmada.overrides.application import Application, Failure
from workbench.karmada.overrides.compiled import CompiledPolicy, CompiledRule
from workbench.karmada.overrides.matching import PolicyIndex
from workbench.karmada.overrides.outcome import Outcome, PolicyRef
from workbench.karmada.overrides.record import record_text
from workbench.karmada.profile import Profile
from workbench.model.tree import Object


def apply_overrides(
    template: Object,
    cluster: Object,
    cluster_policies: Sequence[Object],
    policies: Sequence[Object],
    profile: Profile,
) -> Outcome:
    """What ``cluster`` gets of ``template``.

    Args:
        template: the object as Karmada hands it to the engine (replicas already revised).
        cluster: the Cluster object.
        cluster_policies: all ClusterOverridePolicies.
        policies: all OverridePolicies, of any namespace.

    Raises ``InputError`` for a policy whose spec has not the shape of its type.
    """
    return apply_index(template, cluster, PolicyIndex(cluster_policies, policies, profile))


def apply_index(template: Object, cluster: Object, index: PolicyIndex) -> Outcome:
    """As :func:`apply_overrides`, with policies that were compiled before."""
    application = Application(template, index.profile)
    try:
        for phase in (cluster_rules, namespace_rules):
            application.run(
                rule
                for rule in phase(application.object, index)
                if matches_affinity(cluster, rule.target, index.profile)
            )
    except Failure as failure:
        return failed(application, failure)
    return succeeded(application)


def cluster_rules(tree: Object, index: PolicyIndex) -> list[CompiledRule]:
    """Rules of the ClusterOverridePolicies that match ``tree``, in order of application."""
    return _rules(index.cluster_policies.matching(tree))


def namespace_rules(tree: Object, index: PolicyIndex) -> list[CompiledRule]:
    """Rules of the OverridePolicies that match ``tree`` as the cluster-scoped ones left it."""
    namespace = text_at(tree, "metadata", "namespace")
    return _rules(index.of_namespace(namespace).matching(tree))


def _rules(policies: Iterable[CompiledPolicy]) -> list[CompiledRule]:
    """Every rule counts: several of one policy may mean the same cluster."""
    return [rule for policy in policies for rule in policy.rules]


def missing_cluster(name: str) -> Outcome:
    """The outcome for a cluster without a Cluster object, whatever the policies say."""
    return Outcome("error", message=f'clusters.cluster.karmada.io "{name}" not found')


def succeeded(application: Application) -> Outcome:
    """The outcome of an application that came to its end."""
    applied = application.applied
    return Outcome(
        "object",
        object=application.object,
        steps=tuple(application.steps),
        applied=_rule_names(applied),
        applied_overrides=_record(applied, cluster_scoped=False),
        applied_cluster_overrides=_record(applied, cluster_scoped=True),
        unstable=tuple(application.unstable),
    )


def failed(application: Application, failure: Failure) -> Outcome:
    """The outcome of an application that failed: no object and no record."""
    return Outcome(
        "panic" if failure.is_panic else "error",
        message=failure.message,
        cause=failure.cause,
        steps=tuple(application.steps),
        applied=_rule_names(application.applied),
        unstable=tuple(application.unstable),
    )


def _rule_names(applied: Iterable[CompiledRule]) -> tuple[tuple[PolicyRef, int], ...]:
    return tuple((rule.policy, rule.index) for rule in applied)


def _record(applied: Iterable[CompiledRule], *, cluster_scoped: bool) -> str | None:
    rows = [
        (rule.sort_key, rule.record)
        for rule in applied
        if rule.policy.is_cluster_scoped is cluster_scoped
    ]
    return record_text(rows)
