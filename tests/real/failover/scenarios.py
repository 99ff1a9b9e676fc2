"""The scenarios: what is there, what is done, and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.real import drill
from tests.real.failover import steps
from tests.real.failover.marks import Facts
from tests.real.failover.observed import LABEL
from tests.real.failover.steps import Look, Step
from workbench.karmada.profile import Profile
from workbench.simulator.what_if import TAINT_POLICY

Object = dict[str, Any]
_PAIR = ("member1", "member2")
_ALL = ("member1", "member2", "member3")
_CUT_OFF = ("cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable")


@dataclass(frozen=True, slots=True)
class Drill:
    """One scenario of one version.

    Attributes:
        objects: what is created; the first is the one that fails over.
        policy: for that one.
        steps: what is done, in order.
        is_over: when.
        taint_policy: of clusters that are not ready, where the version has such.
        patience_seconds: how long ``is_over`` may take; whatever is so then counts.
        request_timeout_seconds: how long a request to a cut member takes to fail.
        is_by_taint: the taint manager evicts, not application failover.
    """

    objects: tuple[Object, ...]
    policy: Object
    steps: tuple[Step, ...]
    is_over: Look
    taint_policy: Object | None = None
    patience_seconds: float = 120.0
    request_timeout_seconds: float = 0.0
    is_by_taint: bool = False

    @property
    def name(self) -> str:
        """The main object's."""
        return str(self.objects[0]["metadata"]["name"])


def _of(facts: Facts, what: str, subject: str) -> set[str]:
    return {fact.cluster for fact in facts if fact.what == what and fact.subject == subject}


def has_moved(name: str) -> Look:
    """The object has left, and every target is healthy."""
    def look(facts: Facts, source: str) -> bool:
        targets = _of(facts, "target", name)
        return bool(targets) and source not in targets and targets <= _of(facts, "healthy", name)
    return look


def is_settled(name: str) -> Look:
    """And nothing is left of the move."""
    def look(facts: Facts, source: str) -> bool:
        is_left = _of(facts, "task", name) or _of(facts, "label", name)
        objects, targets = _of(facts, "object", name), _of(facts, "target", name)
        return has_moved(name)(facts, source) and not is_left and objects == targets
    return look


def has_left(name: str) -> Look:
    """No copy of the object is anywhere."""
    return lambda facts, source: not _of(facts, "object", name)


def _direct(profile: Profile) -> str:
    return next(mode for mode in profile.purge_modes if mode in profile.direct_purge_modes)


def _application(profile: Profile, mode: str, seconds: int = 3, **more: Any) -> Object:
    return {"application": {
        "decisionConditions": {"tolerationSeconds": seconds}, "purgeMode": mode, **more,
    }}


def _tolerating(seconds: int, *keys: str) -> list[Object]:
    return [
        {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": seconds}
        for key in keys
    ]


def _placed(*members: str, tolerations: list[Object]) -> dict[str, Any]:
    return {"placement": {
        **drill.one_cluster(), "clusterAffinity": {"clusterNames": list(members)},
        "clusterTolerations": tolerations,
    }}


def _policy(target: Object, spec: Object) -> Object:
    """A policy of this spec, which may name no clusters at all."""
    policy = drill.policy(target)
    return {**policy, "spec": {**policy["spec"], **spec}}


def taint_gracefully(profile: Profile) -> Drill:
    """A NoExecute taint that is tolerated for 5 s; the old copy stays until the new one serves."""
    web = drill.deployment("gracefully", 2)
    place = _placed(*_PAIR, tolerations=_tolerating(5, steps.TAINT))
    return Drill((web,), drill.policy(web, **place), (Step(steps.taint),),
                 is_settled("gracefully"), is_by_taint=True)


def taint_directly(profile: Profile) -> Drill | None:
    """A NoExecute taint; the old copy goes before the new one comes (since cluster failover)."""
    if not profile.knows_cluster_failover:
        return None
    web = drill.deployment("directly", 2)
    place = _placed(*_PAIR, tolerations=[])
    policy = drill.policy(web, failover={"cluster": {"purgeMode": "Directly"}}, **place)
    return Drill((web,), policy, (Step(steps.taint),), is_settled("directly"),
                 is_by_taint=True)


def flink_state(profile: Profile) -> Drill:
    """Application failover of a FlinkDeployment whose job id goes along in a label."""
    job = drill.flink_deployment("stateful")
    return Drill((job,), _stateful(job, profile, _PAIR), (Step(steps.break_job),),
                 is_settled("stateful"))


def _stateful(job: Object, profile: Profile, members: tuple[str, ...]) -> Object:
    rules = [{"aliasLabelName": LABEL, "jsonPath": "{.jobStatus.jobId}"}]
    failover = _application(profile, _direct(profile), statePreservation={"rules": rules})
    place = _placed(*members, tolerations=[])
    return drill.policy(job, propagateDeps=True, failover=failover, **place)


def never(profile: Profile) -> Drill:
    """Purge mode Never: the old copy stays until somebody lets it go."""
    job = drill.flink_deployment("kept")
    policy = drill.policy(job, propagateDeps=True, failover=_application(profile, "Never"),
                          **_placed(*_PAIR, tolerations=[]))
    letting_go = Step(steps.confirm, has_moved("kept"), 5.0, hits=False)
    return Drill((job,), policy, (Step(steps.break_job), letting_go), is_settled("kept"))


def lost_member(profile: Profile) -> Drill:
    """The member's API server ends; it comes back once the copy has moved."""
    return _away("lost", profile, Step(steps.lose), 0.0)


def cut_member(profile: Profile) -> Drill:
    """Packets to the member vanish; it is reached again once the copy has moved."""
    return _away("cut", profile, Step(steps.cut), 32.0)


def lost_pull_member(profile: Profile) -> Drill:
    """The same for a Pull member, whose agent ends with it; the copy goes to the next group."""
    groups = [
        {"affinityName": name, "clusterNames": [name]} for name in ("member3", "member1")
    ]
    return _away("pulled", profile, Step(steps.lose), 0.0, groups)


def _away(
    name: str, profile: Profile, step: Step, timeout: float, groups: list[Object] | None = None
) -> Drill:
    web = drill.deployment(name, 2)
    keys = _CUT_OFF if profile.adds_no_execute_taints else ()
    place = _placed(*_PAIR, tolerations=_tolerating(5, *keys))
    if groups:
        del place["placement"]["clusterAffinity"]
        place["placement"]["clusterAffinities"] = groups
    back = Step(steps.recover, has_moved(name), 5.0, hits=False)

    def is_over(facts: Facts, source: str) -> bool:
        are_ready = not any(fact.what == "not ready" for fact in facts)
        return are_ready and is_settled(name)(facts, source)

    return Drill(
        (web,), _policy(web, place), (step, back), is_over,
        TAINT_POLICY if profile.serves_cluster_taint_policies else None,
        patience_seconds=240.0, request_timeout_seconds=timeout, is_by_taint=True,
    )


def nowhere(profile: Profile) -> Drill:
    """Application failover where no other cluster may take the object; grace of 15 s."""
    job = drill.flink_deployment("nowhere")
    failover = _application(profile, profile.graceful_purge_modes[0], gracePeriodSeconds=15)
    policy = drill.policy(job, propagateDeps=True, failover=failover,
                          **_placed("member1", tolerations=[]))
    return Drill((job,), policy, (Step(steps.break_job),), has_left("nowhere"),
                 patience_seconds=40.0)


def dependencies(profile: Profile) -> Drill:
    """A Deployment and the ConfigMap that it needs; graceful."""
    settings = drill.config_map("dependent-settings", text="hello")
    web = drill.deployment("dependent", 2)
    [container] = web["spec"]["template"]["spec"]["containers"]
    container["envFrom"] = [{"configMapRef": {"name": "dependent-settings"}}]
    policy = drill.policy(web, propagateDeps=True, **_placed(*_PAIR, tolerations=[]))
    return Drill((web, settings), policy, (Step(steps.taint),), is_settled("dependent"),
                 is_by_taint=True)


def two_in_a_row(profile: Profile) -> Drill:
    """A to B, then B to C, as nothing may come back to A."""
    job = drill.flink_deployment("twice")
    again = Step(steps.fence_and_break, is_settled("twice"), 5.0)
    return Drill((job,), _stateful(job, profile, _ALL), (Step(steps.break_job), again),
                 is_settled("twice"))


def way_home(profile: Profile) -> Drill:
    """A taint comes and goes; the policy excludes where the copy went, and then no longer."""
    web = drill.deployment("homing", 2)
    settled = is_settled("homing")
    steps_home = (
        Step(steps.untaint, settled, 2.0, hits=False), Step(steps.exclude, settled, 4.0),
        Step(steps.include, settled, 2.0, hits=False),
    )
    return Drill((web,), drill.policy(web, **_placed(*_PAIR, tolerations=[])),
                 (Step(steps.taint), *steps_home), settled, is_by_taint=True)


def way_home_to_its_group(profile: Profile) -> Drill:
    """The same with affinity groups: the one in use is forgotten, and a rebalancer asks."""
    web = drill.deployment("grouped", 2)
    place = _placed(tolerations=[])
    del place["placement"]["clusterAffinity"]
    place["placement"]["clusterAffinities"] = [
        {"affinityName": name, "clusterNames": [name]} for name in _PAIR
    ]
    settled = is_settled("grouped")
    steps_home = (
        Step(steps.untaint, settled, 2.0, hits=False), Step(steps.forget_group, settled, 4.0),
    )
    return Drill((web,), _policy(web, place), (Step(steps.taint), *steps_home), settled,
                 is_by_taint=True)


SCENARIOS: dict[str, Callable[[Profile], Drill | None]] = {
    "taint-gracefully": taint_gracefully,
    "taint-directly": taint_directly,
    "flink-state": flink_state,
    "never": never,
    "lost-member": lost_member,
    "lost-pull-member": lost_pull_member,
    "cut-member": cut_member,
    "nowhere": nowhere,
    "dependencies": dependencies,
    "two-in-a-row": two_in_a_row,
    "way-home": way_home,
    "way-home-to-its-group": way_home_to_its_group,
}
