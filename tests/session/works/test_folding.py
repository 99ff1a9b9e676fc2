"""Clusters that nothing tells apart are worked out once: it has to be the same as one by one."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.session.works.apart import apart
from tests.session.works.fleets import WEB, propagation, views_of
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, PROFILES
from workbench.model.snapshot import Item, NoSource, Snapshot
from workbench.session.works.contract import json_pieces
from workbench.session.works.deliveries import Deliveries
from workbench.session.works.report import WorksReport, cluster_views

NAMES = ("m", "m1", "m2", "east", "karmada")
WORK_ANNOTATION = "work.karmada.io/namespace"


def named(kind: str, name: str, namespace: str = "shop", **more: Any) -> Any:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"kind": kind, "metadata": metadata, **more}


def web(image: str, **metadata: Any) -> Any:
    pod = {"containers": [{"name": "web", "image": image}]}
    tree = named("Deployment", "web", apiVersion="apps/v1", spec={
        "replicas": 4, "template": {"metadata": {"labels": {"app": "web"}}, "spec": pod},
    })
    return {**tree, "metadata": {**tree["metadata"], **metadata}}


@st.composite
def clusters(draw: st.DrawFn) -> list[Any]:
    ready = st.sampled_from([[], [{"type": "Ready", "status": "True"}],
                             [{"type": "Ready", "status": "False"}]])
    version = st.sampled_from([{}, {"kubernetesVersion": "v1.24.3"}])
    return [
        named("Cluster", name, "", apiVersion="cluster.karmada.io/v1alpha1", spec={
            "provider": draw(st.sampled_from(["a", "b"]))
        }, status={"conditions": draw(ready), **draw(version)})
        for name in NAMES
    ]


@st.composite
def policies(draw: st.DrawFn) -> list[Any]:
    selectors = [{"apiVersion": "apps/v1", "kind": "Deployment"}]
    held = draw(st.lists(st.sampled_from(NAMES), unique=True))
    divided = {"replicaSchedulingType": draw(st.sampled_from(["Duplicated", "Divided"]))}
    spread = named(
        "PropagationPolicy", "spread", apiVersion="policy.karmada.io/v1alpha1", spec={
            "resourceSelectors": selectors,
            "placement": {"replicaScheduling": {
                **divided, "replicaDivisionPreference": "Weighted",
            }},
            "conflictResolution": draw(st.sampled_from(["Abort", "Overwrite"])),
            "suspension": {"dispatchingOnClusters": {"clusterNames": held}},
        },
    )
    patch = st.sampled_from([
        {"operator": "replace", "path": "/spec/template/spec/containers/0/image", "value": "x:1"},
        {"operator": "remove", "path": "/spec/nothing/here"},
        {"operator": "replace", "path": "/metadata/name", "value": "other"},
    ])
    rule = {
        "targetCluster": {"fieldSelector": {"matchExpressions": [
            {"key": "provider", "operator": "In", "values": ["a"]}]}},
        "overriders": {"plaintext": [draw(patch)]},
    }
    override = named("OverridePolicy", "a", apiVersion="policy.karmada.io/v1alpha1", spec={
        "resourceSelectors": selectors, "overrideRules": [rule],
    })
    return [spread, override][: draw(st.integers(1, 2))]


@st.composite
def members(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Objects that members have: none, another's, or Karmada's from this or another cluster."""
    found = []
    for name in NAMES:
        image = draw(st.sampled_from(["shop/web:1", "shop/web:0"]))
        space = draw(st.sampled_from([name, "m1"]))
        match draw(st.sampled_from(["none", "theirs", "managed", "other"])):
            case "theirs":
                found.append((name, web(image)))
            case "managed":
                found.append((name, web(
                    image, labels={"karmada.io/managed": "true"}, resourceVersion="7",
                    annotations={WORK_ANNOTATION: f"karmada-es-{space}"},
                )))
            case "other":
                found.append((name, named("ConfigMap", "unrelated", apiVersion="v1")))
    return found


@st.composite
def fleets(draw: st.DrawFn) -> Snapshot:
    namespace = named("Namespace", "shop", "", apiVersion="v1")
    trees = [namespace, web("shop/web:1"), *draw(clusters()), *draw(policies())]
    items = [Item.of(tree, NoSource("made")) for tree in trees]
    items += [Item.of(tree, NoSource("made"), name) for name, tree in draw(members())]
    return Snapshot("made", tuple(items))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fleets(), st.sampled_from(list(PROFILES.values())))
def test_folding_gives_what_every_cluster_by_itself_gives(
    fleet: Snapshot, profile: Any
) -> None:
    preview = Preview(fleet, profile)
    folded, single = WorksReport(preview), WorksReport(preview)
    for item in preview.templates:
        together = cluster_views(folded.of(item))
        with apart():
            assert together == cluster_views(single.of(item))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fleets())
def test_json_lines_are_the_same_folded_or_not(fleet: Snapshot) -> None:
    preview = Preview(fleet, LATEST)
    together = "".join(json_pieces(WorksReport(preview)))
    with apart():
        assert together == "".join(json_pieces(WorksReport(preview)))


def test_members_without_objects_and_equal_results_are_one_delivery() -> None:
    trees = [web("shop/web:1")] + [
        named("Cluster", f"c{number}", "", apiVersion="cluster.karmada.io/v1alpha1", spec={})
        for number in range(50)
    ]
    preview = Preview(Snapshot("made", tuple(map(Item.of, trees))), LATEST)
    (group,) = Deliveries(preview).of(preview.templates[0])
    assert len(group.clusters) == 50


def test_a_conflict_that_clusters_share_names_each_of_them() -> None:
    views = views_of(WEB + propagation(), member1=WEB, member2=WEB)
    words = [view.request.message for view in views.values() if view.request]
    assert [" cluster member1 " in text for text in words] == [True, False]
    assert words[0].replace("member1", "member2") == words[1]
