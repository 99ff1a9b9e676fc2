from __future__ import annotations

from typing import Any

from workbench.karmada.policies.candidates import PolicyList
from workbench.karmada.policies.claim_metadata import CPP_ID, CPP_NAME, PP_ID, PP_NAME, PP_NAMESPACE
from workbench.karmada.policies.claims import Claim, claim
from workbench.karmada.profile import V1_12_0, V1_18_2, Profile
from workbench.model.tree import Object


def policy(
    name: str, namespace: str = "shop", selector: Object | None = None, **spec: Any
) -> Object:
    kind = "PropagationPolicy" if namespace else "ClusterPropagationPolicy"
    label = PP_ID if namespace else CPP_ID
    return {
        "apiVersion": "policy.karmada.io/v1alpha1",
        "kind": kind,
        "metadata": {
            "name": name,
            "labels": {label: f"id-{name}"},
            **({"namespace": namespace} if namespace else {}),
        },
        "spec": {
            "resourceSelectors": [
                {"apiVersion": "apps/v1", "kind": "Deployment", **(selector or {})}
            ],
            "placement": {},
            **spec,
        },
    }


def template(**metadata: Any) -> Object:
    labels = {"app": "web", **metadata.pop("labels", {})}
    identity = {"name": "web", "namespace": "shop", "labels": labels}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {**identity, **metadata}}


def claimed_by(name: str) -> Object:
    return template(labels={PP_ID: f"id-{name}"}, annotations={PP_NAMESPACE: "shop", PP_NAME: name})


def who(tree: Object, *policies: Object, profile: Profile = V1_18_2) -> Claim:
    return claim(tree, PolicyList(policies), profile)


def test_explicit_priority_comes_first_then_closeness_then_name() -> None:
    result = who(
        template(),
        policy("b-kind"),
        policy("a-kind"),
        policy("labels", selector={"labelSelector": {"matchLabels": {"app": "web"}}}),
        policy("name", selector={"name": "web"}),
        policy("high", priority=5),
    )
    assert result.winner is not None
    assert result.winner.name == "high"
    assert [(loser.policy.name, loser.why) for loser in result.losers] == [
        ("name", "priority 0, high has 5"),
        ("labels", "priority 0, high has 5"),
        ("a-kind", "priority 0, high has 5"),
        ("b-kind", "priority 0, high has 5"),
    ]


def test_losers_of_equal_priority_are_told_what_fits_better() -> None:
    result = who(
        template(), policy("exact", selector={"name": "web"}), policy("wide"), policy("exact2")
    )
    assert [loser.why for loser in result.losers] == [
        "selects by kind alone, exact by name",
        "selects by kind alone, exact by name",
    ]
    twins = who(template(), policy("b"), policy("a"))
    assert twins.losers[0].why == "equal otherwise, and a comes first by name"


def test_any_policy_of_the_namespace_beats_every_cluster_wide_one() -> None:
    result = who(template(), policy("wide", "", priority=99), policy("own", priority=-5))
    assert result.winner is not None
    assert result.winner.name == "own"
    assert "beats any ClusterPropagationPolicy" in result.losers[0].why


def test_a_policy_of_another_namespace_does_not_count() -> None:
    assert who(template(), policy("other", "elsewhere")).winner is None


def test_a_claim_decides_alone_whatever_is_better() -> None:
    result = who(claimed_by("low"), policy("low"), policy("high", priority=9))
    assert (result.winner and result.winner.name, result.basis) == ("low", "claim")
    assert result.losers[0].why == ("the template is claimed by PropagationPolicy shop/low already")


def test_a_claim_without_the_id_label_is_none() -> None:
    tree = template(annotations={CPP_NAME: "low"})
    result = who(tree, policy("low", ""), policy("high", "", priority=9))
    assert result.winner is not None
    assert result.winner.name == "high"


def test_a_claim_that_leads_nowhere_says_so() -> None:
    assert "does not exist" in who(claimed_by("ghost"), policy("other")).why
    unfit = policy("low", selector={"name": "db"})
    assert "does not select it" in who(claimed_by("low"), unfit).why
    going = policy("low")
    going["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    assert who(claimed_by("low"), going).winner is None
    assert who(claimed_by("low"), going, profile=V1_12_0).winner is not None


def test_objects_that_karmada_never_looks_at_are_told_apart() -> None:
    assert "skipped-propagating-namespaces" in who(template(namespace="kube-system")).why
    assert "Karmada's own" in who(template(namespace="karmada-es-member1")).why
    taken = template(labels={"resourcetemplate.karmada.io/claimed-by": "mcs"})
    assert "policies pass it over" in who(taken, policy("p")).why


def test_a_lazy_winner_is_marked() -> None:
    assert who(template(), policy("p", activationPreference="Lazy")).is_lazy
    assert not who(template(), policy("p")).is_lazy
