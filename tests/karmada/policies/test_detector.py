from __future__ import annotations

from tests.karmada.policies.test_claims import claimed_by, policy, template
from workbench.karmada.policies.candidates import PolicyList
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED, marks_of
from workbench.karmada.policies.detector import Detector, State
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.model.identity import ObjectId
from workbench.model.tree import Object


def detector(*policies: Object, profile: Profile = V1_18_2, preempts: bool = True) -> Detector:
    return Detector(PolicyList(policies), profile, preempts)


def holder(tree: Object | None) -> str:
    for kind in (NAMESPACED, CLUSTER_WIDE):
        if (marks := marks_of(tree or {}, kind, V1_18_2)).is_complete:
            return marks.name
    return ""


def named(name: str, namespace: str = "shop", **spec: object) -> Object:
    return policy(name, namespace, {"name": "web", "namespace": "shop"}, **spec)


def test_a_template_waits_after_one_retry_until_a_policy_comes() -> None:
    state = detector().on_template(State(template()))
    assert (state.is_waiting, state.error) == (True, "no matched propagation policy")
    assert detector().on_template(state).error == ""
    late = policy("late")
    state = detector(late).on_policy(state, late)
    assert (state.is_waiting, state.is_queued) == (False, True)
    assert holder(detector(late).on_template(state).binding) == "late"


def test_a_lazy_policy_only_claims_when_karmada_itself_made_the_change() -> None:
    lazy = detector(policy("lazy", activationPreference="Lazy"))
    state = lazy.on_template(State(template()), by_karmada=True)
    assert holder(state.template) == "lazy"
    assert state.binding is None
    assert holder(lazy.on_template(state).binding) == "lazy"


def test_only_a_greater_explicit_priority_takes_a_template_from_its_like() -> None:
    low = named("low", priority=3)
    for priority, winner in ((3, "low"), (4, "new")):
        new = named("new", priority=priority, preemption="Always")
        state = detector(low, new).on_policy(State(claimed_by("low")), new)
        assert holder(state.template) == winner


def test_nothing_is_taken_without_the_gate_or_the_wish() -> None:
    low, new = named("low"), named("new", priority=9, preemption="Always")
    state = detector(low, new, preempts=False).on_policy(State(claimed_by("low")), new)
    assert holder(state.template) == "low"
    meek = named("meek", priority=9)
    assert holder(detector(low, meek).on_policy(State(claimed_by("low")), meek).template) == "low"


def test_a_policy_of_the_namespace_takes_from_any_cluster_wide_one_and_never_the_reverse() -> None:
    wide = named("wide", "", priority=50, preemption="Always")
    own = named("own", preemption="Always")
    held = detector(wide).on_template(State(template()))
    taken = detector(wide, own).on_policy(held, own)
    assert holder(taken.template) == "own"
    assert marks_of(taken.template, CLUSTER_WIDE, V1_18_2).permanent_id == ""
    assert holder(detector(wide, own).on_policy(taken, wide).template) == "own"


def test_a_template_that_is_no_longer_selected_is_given_up_with_its_binding() -> None:
    state = detector(policy("p")).on_template(State(template()))
    narrowed = policy("p", selector={"name": "db"})
    state = detector(narrowed).on_policy(state, narrowed)
    assert (holder(state.template), holder(state.binding)) == ("", "")
    assert state.binding is not None


def test_a_claim_of_a_policy_that_is_gone_sticks_in_older_versions_without_a_binding() -> None:
    stale = State(claimed_by("ghost"))
    assert holder(detector().on_template(stale).template) == ""
    assert holder(detector(profile=V1_12_0).on_template(stale).template) == "ghost"


def test_a_policy_waits_for_the_overrides_it_depends_on() -> None:
    eager = policy("p", dependentOverrides=["o"])
    lone = Detector(PolicyList([eager]), V1_18_2)
    assert lone.on_template(State(template())).error == "waiting for dependent overrides"
    overrides = {ObjectId("OverridePolicy", "shop", "o")}
    ready = Detector(PolicyList([eager]), V1_18_2, overrides=overrides)
    assert holder(ready.on_template(State(template())).binding) == "p"


def test_lowering_a_priority_gives_those_between_another_try() -> None:
    lowered = policy("lowered", priority=2)
    others = [
        policy(f"p{priority}", priority=priority, preemption="Always") for priority in (1, 3, 5, 9)
    ]
    meek = policy("meek", priority=4)
    found = detector(lowered, meek, *others).requeued_after_lowering(lowered, 9)
    assert [key.name for key in found] == ["p5", "p3"]


def test_the_template_that_is_passed_in_is_not_changed() -> None:
    tree = template()
    before = template()
    detector(policy("p")).on_template(State(tree))
    assert tree == before
