"""Small fleets for playbooks: clusters, workloads and policies, built by the call."""

from __future__ import annotations

from workbench.karmada.profile import LATEST, Profile
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Object
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.preparation import prepare

KINDS = [
    {"groupVersion": "apps/v1", "resources": [{"kind": "Deployment"}, {"kind": "StatefulSet"}]},
    {"groupVersion": "batch/v1", "resources": [{"kind": "Job"}]},
    {"groupVersion": "v1", "resources": [{"kind": "ConfigMap"}, {"kind": "Service"}]},
    {"groupVersion": "flink.apache.org/v1beta1", "resources": [{"kind": "FlinkDeployment"}]},
]
ONE = [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 1}]


def cluster(
    name: str, *, pull: bool = False, cpu: str = "100", used: str = "0", zone: str = ""
) -> Object:
    """A cluster that is ready; ``m1`` comes before ``m2`` where nothing else decides."""
    zones = [zone] if zone else [f"zone-{name}"]
    return {
        "apiVersion": "cluster.karmada.io/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": name, "labels": {"name": name}},
        "spec": {"syncMode": "Pull" if pull else "Push", "zones": zones, "region": "r1"},
        "status": {
            "kubernetesVersion": "v1.35.0",
            "conditions": [{"type": "Ready", "status": "True"}],
            "apiEnablements": KINDS,
            "resourceSummary": {
                "allocatable": {"cpu": cpu, "memory": "1Ti", "pods": "1000"},
                "allocated": {"cpu": used, "memory": "0", "pods": "0"},
            },
        },
    }


def deployment(name: str = "web", replicas: int = 2, *, config: str = "", cpu: str = "1") -> Object:
    container: Object = {"name": "app", "image": "app:1", "resources": {"requests": {"cpu": cpu}}}
    if config:
        container["envFrom"] = [{"configMapRef": {"name": config}}]
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}}, "spec": {"containers": [container]},
            },
        },
    }


def flink(name: str = "wordcount") -> Object:
    return {
        "apiVersion": "flink.apache.org/v1beta1",
        "kind": "FlinkDeployment",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {
            "flinkConfiguration": {"state.checkpoints.dir": "s3://state/wordcount"},
            "job": {"parallelism": 1},
        },
    }


def policy(
    target: Object,
    *,
    clusters: tuple[str, ...] = (),
    spread: list[Object] | None = None,
    failover: Object | None = None,
    tolerations: list[Object] | None = None,
    divided: bool = False,
    **spec: object,
) -> Object:
    """A policy for one object: in one cluster, unless ``spread`` says otherwise."""
    placement: Object = {"spreadConstraints": ONE if spread is None else spread}
    if clusters:
        placement["clusterAffinity"] = {"clusterNames": list(clusters)}
    if tolerations is not None:
        placement["clusterTolerations"] = tolerations
    if divided:
        placement["replicaScheduling"] = {
            "replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
            "weightPreference": {"dynamicWeight": "AvailableReplicas"},
        }
    selector = {"apiVersion": target["apiVersion"], "kind": target["kind"],
                "name": target["metadata"]["name"]}
    body: Object = {"resourceSelectors": [selector], "placement": placement, **spec}
    if failover is not None:
        body["failover"] = failover
    return {
        "apiVersion": "policy.karmada.io/v1alpha1",
        "kind": "PropagationPolicy",
        "metadata": {"name": f"{target['metadata']['name']}-{target['kind']}".lower(),
                     "namespace": "shop"},
        "spec": body,
    }


def application_failover(
    seconds: int = 10, mode: str = "Directly", rules: list[Object] | None = None, **more: object
) -> Object:
    behavior: Object = {
        "decisionConditions": {"tolerationSeconds": seconds}, "purgeMode": mode, **more,
    }
    if rules is not None:
        behavior["statePreservation"] = {"rules": rules}
    return {"application": behavior}


JOB_ID = [{"aliasLabelName": "shop.example/job", "jsonPath": "{.jobStatus.jobId}"}]


def snapshot(*objects: Object) -> Snapshot:
    return Snapshot("test", tuple(map(Item.of, objects)))


def fleet(*objects: Object, profile: Profile = LATEST, members: int = 3) -> PreparedFleet:
    """A fleet at rest, with ``m1`` … unless clusters are among the objects."""
    own = any(tree["kind"] == "Cluster" for tree in objects)
    clusters = () if own else tuple(cluster(f"m{n + 1}") for n in range(members))
    return prepare(snapshot(*clusters, *objects), profile)
