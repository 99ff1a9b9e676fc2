"""A small fleet in which nearly every field that is read stands once, for tests that vary it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CLUSTERS = ("alpha", "beta", "gamma")
_POLICY = "policy.karmada.io/v1alpha1"


def objects() -> dict[str, dict[str, Any]]:
    """File name below the fleet's folder to object; ``members/NAME/`` is what a member has."""
    made = {f"cluster-{name}.json": _cluster(name) for name in CLUSTERS}
    return made | {
        "web.json": _deployment("web"),
        "worker.json": _deployment("worker"),
        "settings.json": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _meta("settings"),
                          "data": {"a.yaml": "b: 1\n", "image": "shop/web:1"}},
        "place.json": _propagation(),
        "place-all.json": _cluster_propagation(),
        "override.json": _override("OverridePolicy", _meta("override")),
        "override-all.json": _override("ClusterOverridePolicy", {"name": "override-all"}),
        "fields.json": _fields(),
        "taints.json": _taint_policy(),
        "binding.json": _binding(),
        "work.json": _work(),
        "own.json": _interpreter(),
        "rebalance.json": {
            "apiVersion": "apps.karmada.io/v1alpha1", "kind": "WorkloadRebalancer",
            "metadata": {"name": "again"},
            "spec": {"workloads": [{"apiVersion": "apps/v1", "kind": "Deployment",
                                    "name": "web", "namespace": "shop"}]}},
        "members/alpha/web.json": _in_member(),
        "members/alpha/crd.json": _definition(),
    }


def write(folder: Path, made: dict[str, dict[str, Any]]) -> Path:
    """Every object in its file."""
    for name, tree in made.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(tree), encoding="utf-8")
    return folder


def _meta(name: str) -> dict[str, Any]:
    return {"name": name, "namespace": "shop", "labels": {"app": name},
            "annotations": {"note": "a note"}}


def _cluster(name: str) -> dict[str, Any]:
    ready = {"type": "Ready", "status": "True", "reason": "ClusterReady", "message": "it answers",
             "lastTransitionTime": "2024-01-01T00:00:00Z"}
    ranges = [{"name": "cpu", "min": "0", "max": "2"}, {"name": "memory", "min": "0", "max": "4Gi"}]
    more = [{"name": "cpu", "min": "2", "max": "9"}, {"name": "memory", "min": "4Gi", "max": "9Gi"}]
    return {
        "apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
        "metadata": {"name": name, "labels": {"area": name}, "annotations": {"note": "a note"}},
        "spec": {
            "syncMode": "Push", "provider": "cloud", "region": f"r-{name}", "zone": "z",
            "zones": [f"z-{name}"], "apiEndpoint": "https://10.0.0.1:6443",
            "taints": [{"key": "wear", "value": "tear", "effect": "PreferNoSchedule",
                        "timeAdded": "2024-01-01T00:00:00Z"}],
            "resourceModels": [{"grade": 0, "ranges": ranges}, {"grade": 1, "ranges": more}],
        },
        "status": {
            "kubernetesVersion": "v1.31.0",
            "conditions": [ready, {**ready, "type": "CompleteAPIEnablements"}],
            "apiEnablements": [
                {"groupVersion": "apps/v1",
                 "resources": [{"kind": "Deployment", "name": "deployments"}]},
                {"groupVersion": "v1", "resources": [{"kind": "ConfigMap", "name": "configmaps"}]}],
            "nodeSummary": {"totalNum": 4, "readyNum": 4},
            "resourceSummary": {
                "allocatable": {"cpu": "8", "memory": "16Gi", "pods": "110"},
                "allocated": {"cpu": "1", "memory": "1Gi", "pods": "3"},
                "allocating": {"cpu": "100m", "pods": "1"},
                "allocatableModelings": [{"grade": 0, "count": 2}, {"grade": 1, "count": 2}]},
        },
    }


def _deployment(name: str) -> dict[str, Any]:
    labels = {"app": name}
    container = {
        "name": name, "image": f"shop/{name}:1", "command": ["run"], "args": ["--fast"],
        "envFrom": [{"configMapRef": {"name": "settings"}}],
        "resources": {"requests": {"cpu": "250m", "memory": "64Mi"}, "limits": {"cpu": "1"}}}
    pod = {"containers": [container], "initContainers": [{**container, "name": "first"}],
           "nodeSelector": {"disk": "fast"}, "priorityClassName": "high",
           "tolerations": [{"key": "wear", "operator": "Exists"}],
           "volumes": [{"name": "v", "configMap": {"name": "settings"}}]}
    return {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": _meta(name),
        "spec": {"replicas": 4, "selector": {"matchLabels": labels},
                 "template": {"metadata": {"labels": labels}, "spec": pod}},
        "status": {"replicas": 4, "readyReplicas": 3, "observedGeneration": 1},
    }


def _placement() -> dict[str, Any]:
    weights = [{"targetCluster": {"clusterNames": ["alpha"]}, "weight": 2},
               {"targetCluster": {"labelSelector": {"matchLabels": {"area": "beta"}}}, "weight": 1}]
    return {
        "clusterAffinities": [
            {"affinityName": "first", "clusterNames": ["alpha", "beta"],
             "labelSelector": {"matchExpressions": [
                 {"key": "area", "operator": "In", "values": ["alpha", "beta"]}]},
             "fieldSelector": {"matchExpressions": [
                 {"key": "provider", "operator": "In", "values": ["cloud"]}]}},
            {"affinityName": "second", "exclude": ["gamma"]}],
        "clusterTolerations": [{"key": "wear", "operator": "Equal", "value": "tear",
                                "effect": "NoExecute", "tolerationSeconds": 30}],
        "spreadConstraints": [{"spreadByField": "cluster", "minGroups": 1, "maxGroups": 2}],
        "replicaScheduling": {
            "replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
            "weightPreference": {"staticWeightList": weights}},
    }


def _failover() -> dict[str, Any]:
    rule = {"aliasLabelName": "state", "jsonPath": "{.replicas}"}
    return {
        "application": {
            "decisionConditions": {"tolerationSeconds": 20}, "purgeMode": "Gracefully",
            "gracePeriodSeconds": 60, "statePreservation": {"rules": [rule]}},
        "cluster": {"purgeMode": "Gracefully"}}


def _propagation() -> dict[str, Any]:
    return {
        "apiVersion": _POLICY, "kind": "PropagationPolicy", "metadata": _meta("place"),
        "spec": {
            "propagateDeps": True, "priority": 3, "preemption": "Always", "suspension": {},
            "conflictResolution": "Overwrite", "activationPreference": "", "schedulerName": "",
            "failover": _failover(),
            "resourceSelectors": [
                {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web",
                 "namespace": "shop"},
                {"apiVersion": "v1", "kind": "ConfigMap", "name": "settings"}],
            "placement": _placement()},
    }


def _cluster_propagation() -> dict[str, Any]:
    return {
        "apiVersion": _POLICY, "kind": "ClusterPropagationPolicy", "metadata": {"name": "all"},
        "spec": {
            "resourceSelectors": [
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "labelSelector": {"matchLabels": {"app": "worker"}}}],
            "placement": {
                "clusterAffinity": {"labelSelector": {"matchLabels": {"area": "gamma"}}},
                "replicaScheduling": {
                    "replicaSchedulingType": "Divided", "replicaDivisionPreference": "Weighted",
                    "weightPreference": {"dynamicWeight": "AvailableReplicas"}}}},
    }


def _override(kind: str, metadata: dict[str, Any]) -> dict[str, Any]:
    overriders = {
        "plaintext": [{"path": "/spec/replicas", "operator": "replace", "value": 5}],
        "imageOverrider": [{"component": "Registry", "operator": "add", "value": "mirror",
                            "predicate": {"path": "/spec/template/spec/containers/0/image"}},
                           {"component": "Tag", "operator": "replace", "value": "2"}],
        "commandOverrider": [{"containerName": "web", "operator": "add", "value": ["-v"]}],
        "argsOverrider": [{"containerName": "web", "operator": "remove", "value": ["--fast"]}],
        "labelsOverrider": [{"operator": "add", "value": {"new": "label"}}],
        "annotationsOverrider": [{"operator": "replace", "value": {"note": "other"}}],
    }
    target = {"clusterNames": ["alpha", "gamma"], "exclude": ["none"],
              "labelSelector": {"matchExpressions": [{"key": "area", "operator": "Exists"}]},
              "fieldSelector": {"matchExpressions": [
                  {"key": "region", "operator": "NotIn", "values": ["mars"]}]}}
    return {
        "apiVersion": _POLICY, "kind": kind, "metadata": metadata,
        "spec": {
            "resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}],
            "overrideRules": [{"targetCluster": target, "overriders": overriders}]},
    }


def _fields() -> dict[str, Any]:
    field = {"fieldPath": "/data/a.yaml",
             "yaml": [{"subPath": "/b", "operator": "replace", "value": 2}]}
    return {
        "apiVersion": _POLICY, "kind": "OverridePolicy", "metadata": _meta("fields"),
        "spec": {"resourceSelectors": [{"apiVersion": "v1", "kind": "ConfigMap"}],
                 "overrideRules": [{"overriders": {"fieldOverrider": [field]}}]},
    }


def _taint_policy() -> dict[str, Any]:
    match = [{"conditionType": "Ready", "operator": "In", "statusValues": ["False", "Unknown"]}]
    return {
        "apiVersion": _POLICY, "kind": "ClusterTaintPolicy", "metadata": {"name": "not-ready"},
        "spec": {"targetClusters": {"clusterNames": list(CLUSTERS)}, "addOnConditions": match,
                 "removeOnConditions": [{"conditionType": "Ready", "operator": "In",
                                         "statusValues": ["True"]}],
                 "taints": [{"key": "lost", "value": "yes", "effect": "NoExecute"}]},
    }


def _binding() -> dict[str, Any]:
    task = {"fromCluster": "gamma", "replicas": 1, "reason": "TaintUntolerated",
            "message": "it went", "producer": "TaintManager", "purgeMode": "Gracefully",
            "gracePeriodSeconds": 60, "creationTimestamp": "2024-01-01T00:00:00Z",
            "clustersBeforeFailover": ["gamma"], "preservedLabelState": {"state": "4"}}
    said = {"clusterName": "alpha", "applied": False, "appliedMessage": "refused", "health":
            "Unhealthy", "status": {"replicas": 4, "readyReplicas": 1}}
    return {
        "apiVersion": "work.karmada.io/v1alpha2", "kind": "ResourceBinding",
        "metadata": {**_meta("web-deployment"),
                     "labels": {"propagationpolicy.karmada.io/permanent-id": "i"}},
        "spec": {
            "resource": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web",
                         "namespace": "shop", "resourceVersion": "1", "uid": "u"},
            "replicas": 4, "clusters": [{"name": "alpha", "replicas": 3},
                                        {"name": "beta", "replicas": 1}],
            "replicaRequirements": {"resourceRequest": {"cpu": "250m"}},
            "gracefulEvictionTasks": [task], "placement": _placement(), "failover": _failover(),
            "propagateDeps": True},
        "status": {"schedulerObservedGeneration": 1, "schedulerObservingAffinityName": "first",
                   "lastScheduledTime": "2024-01-01T00:00:00Z", "aggregatedStatus": [said],
                   "conditions": [{"type": "Scheduled", "status": "True", "reason": "Success",
                                   "message": "it fits"}]},
    }


def _work() -> dict[str, Any]:
    applied = {"type": "Applied", "status": "False", "reason": "AppliedFailed", "message": "no"}
    identity = {"ordinal": 0, "version": "v1", "group": "apps", "kind": "Deployment",
                "resource": "deployments", "name": "web", "namespace": "shop"}
    return {
        "apiVersion": "work.karmada.io/v1alpha1", "kind": "Work",
        "metadata": {"name": "web-1", "namespace": "karmada-es-alpha"},
        "spec": {"workload": {"manifests": [_deployment("web")]}},
        "status": {"conditions": [applied], "manifestStatuses": [
            {"identifier": identity, "health": "Unhealthy", "status": {"replicas": 1}}]},
    }


def _interpreter() -> dict[str, Any]:
    script = "function GetReplicas(obj) return 1, nil end"
    return {
        "apiVersion": "config.karmada.io/v1alpha1", "kind": "ResourceInterpreterCustomization",
        "metadata": {"name": "own"},
        "spec": {"target": {"apiVersion": "example.io/v1", "kind": "Thing"},
                 "customizations": {"replicaResource": {"luaScript": script}}},
    }


def _in_member() -> dict[str, Any]:
    web = _deployment("web")
    web["metadata"] |= {"labels": {"karmada.io/managed": "true"}, "finalizers": ["f"],
                        "generation": 1, "resourceVersion": "7", "uid": "u"}
    return web


def _definition() -> dict[str, Any]:
    schema = {"openAPIV3Schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "things.example.io"},
        "spec": {"group": "example.io", "scope": "Namespaced",
                 "names": {"kind": "Thing", "plural": "things"},
                 "versions": [{"name": "v1", "served": True, "storage": True, "schema": schema}]},
    }
