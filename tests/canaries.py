"""A fleet with a different secret at every place that one can be, and a search for any of them."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

_PIECE = 8


class Canaries:
    """Makes secrets up, and remembers where each was put."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def at(self, place: str) -> str:
        """A secret text for a place; the same one for the same place."""
        text = "zq" + hashlib.sha256(place.encode()).hexdigest()[:26]
        self._places[text] = place
        return text

    def coded(self, place: str) -> str:
        """The same in base64."""
        return base64.b64encode(self.at(place).encode()).decode()

    def seen(self, text: str) -> set[str]:
        """Places whose secret stands in ``text``: plain, in base64, or any piece of either."""
        return {
            f"{place} as {piece}"
            for secret, place in self._places.items()
            for form in _forms(secret)
            if (piece := next((p for p in _cut(form) if p in text), ""))
        }


def _forms(secret: str) -> list[str]:
    """The secret, and its base64 at each of the three places where a byte can begin."""
    coded = [base64.b64encode(b"\n" * n + secret.encode()).decode()[4 if n else 0 :]
             for n in range(3)]
    return [secret, *coded, secret.encode().hex()]


def _cut(form: str) -> list[str]:
    return [form[start : start + _PIECE] for start in range(len(form) - _PIECE + 1)]


def write_fleet(folder: Path, canaries: Canaries) -> Path:
    """Every object in a file of its own; what stands below ``members`` belongs to a member."""
    for name, tree in _objects(canaries).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(tree, indent=1))
    return folder


def write_broken(folder: Path, canaries: Canaries) -> Path:
    """Secrets, and policies about them, that can't be read or that nobody would accept."""
    head = "apiVersion: v1\nkind: Secret\nmetadata: {name: NAME, namespace: shop}\n"
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in _BROKEN.items():
        text = head.replace("NAME", name) + body
        for number in range(3):
            text = text.replace(f"<{number}>", canaries.at(f"broken {name} {number}"))
        (folder / f"{name}.yaml").write_text(text)
    start = '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "json"}, '
    value = canaries.at("broken json")
    (folder / "json.json").write_text(start + f'"stringData": {{"a": "{value}" "b": 1}}}}')
    (folder / "cut.json").write_text(start + f'"stringData": {{"a": "{value}')
    return folder


_BROKEN = {
    "tab": "stringData:\n  a: <0>\n\tb: <1>\n",
    "twice": "stringData:\n  a: <0>\n  a: <1>\n",
    "open": "stringData:\n  a: [<0>\n",
    "quote": "stringData:\n  a: '<0>\n",
    "alias": "stringData:\n  a: *<0>\n",
    "anchor": "stringData:\n  a: &<0> <1>\n  b: *<2>\n",
    "plain": "stringData:\n  <0>\n  b: <1>\n",
    "tag": "stringData:\n  a: !!int <0>\n  b: !<1> <2>\n",
    "merge": "stringData:\n  <<: <0>\n",
    "escape": 'stringData:\n  a: "<0>\\q<1>"\n',
    "colon": "stringData:\n  a: <0>: <1>\n",
    "indent": "stringData:\n    a: <0>\n  b: <1>\n",
    "block": "stringData:\n  a: |9x<0>\n    <1>\n",
    "text": "data: <0>\n",
    "list": "data: [<0>, {a: <1>}]\nstringData: [<2>]\n",
    "deeper": "data: {a: {b: <0>}, c: [<1>]}\nstringData: {d: [[<2>]]}\n",
    "name": "data: {a: <0>}\nmetadata: <1>\n",
    "key": "data: {? [<0>] : <1>}\n",
    "document": "data: {a: <0>}\n--- <1>\n",
    "directive": "data: {a: <0>}\n...\n%<1> x\n",
    "control": "stringData: {a: \"<0>\x07<1>\"}\n",
}


def _objects(canaries: Canaries) -> dict[str, dict[str, Any]]:
    at, coded = canaries.at, canaries.coded
    made = {f"cluster-{n}.json": _cluster(n) for n in ("eu-1", "eu-2", "us-1")}
    made |= {
        "db.json": _secret("db", canaries, "template"),
        "misspelt.json": {
            "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "odd", "namespace": "shop"},
            "sringData": {"a": at("misspelt field")}, "password": at("no field")},
        "other.json": _secret("other", canaries, "other"),
        "list.json": {"apiVersion": "v1", "kind": "List",
                      "items": [_secret("listed", canaries, "listed")],
                      "metadata": {"annotations": _kept({"a": at("annotation of a List")})}},
        "app.json": _deployment(),
        "place.json": _propagation(),
        "work.json": _work(canaries),
        "binding.json": _binding(canaries),
        "members/eu-1/db.json": _secret("db", canaries, "member"),
        "members/eu-1/stray.json": _secret("stray", canaries, "stray in a member"),
    }
    for name, overriders in {
        "plain": {"plaintext": [
            {"path": "/data/password", "operator": "replace", "value": coded("replaced")},
            {"path": "/stringData/new", "operator": "add", "value": at("added")},
            {"path": "/data", "operator": "add", "value": {"a": coded("whole data")}}]},
        "field": {"fieldOverrider": [{
            "fieldPath": "/stringData/settings.yaml",
            "yaml": [{"subPath": "/db/password", "operator": "replace", "value": at("field")}]}]},
        "field-fails": {"fieldOverrider": [{
            "fieldPath": "/stringData/file.txt",
            "json": [{"subPath": "/a", "operator": "replace", "value": at("field fails")}]}]},
        "image": {"imageOverrider": [{
            "component": "Tag", "operator": "replace", "value": at("image"),
            "predicate": {"path": "/stringData/image"}}]},
        "image-fails": {"imageOverrider": [{
            "component": "Tag", "operator": "replace", "value": at("image fails"),
            "predicate": {"path": "/stringData/file.txt"}}]},
        "copy": {"annotationsOverrider": [{"operator": "replace",
                                           "value": _kept({"a": at("annotation written")})}]},
        "fails": {"plaintext": [{"path": "/data/absent/x", "operator": "replace",
                                 "value": at("fails")}]},
        "refused": {"plaintext": [{"path": "/data/password", "operator": "set",
                                   "value": at("refused")}]},
        "odd": {"plaintext": [{"path": "/data/password", "operator": "replace",
                               "value": {at("odd key"): [at("odd")]}}]},
        "no-pointer": {"plaintext": [{"path": "data.password", "operator": "replace",
                                      "value": at("no pointer")}]},
    }.items():
        made[f"policy-{name}.json"] = _policy(name, overriders, canaries)
        made[f"secret-{name}.json"] = _secret(name, canaries, f"for {name}")
    everything = made["policy-everything.json"] = _policy("everything", {"plaintext": [
        {"path": "/data/password", "operator": "add", "value": coded("everything")}]}, canaries)
    everything["spec"] = {"overriders": everything["spec"]["overrideRules"][0]["overriders"],
                          "targetCluster": {"clusterNames": ["eu-2"]}}
    return made


def _kept(tree: dict[str, Any]) -> dict[str, str]:
    return {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(tree)}


def _cluster(name: str) -> dict[str, Any]:
    return {
        "apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
        "metadata": {"name": name, "labels": {"area": name[:2]}},
        "spec": {"region": name[:2], "syncMode": "Push"},
        "status": {
            "kubernetesVersion": "v1.31.0",
            "conditions": [{"type": "Ready", "status": "True"}],
            "apiEnablements": [
                {"groupVersion": "apps/v1",
                 "resources": [{"kind": "Deployment", "name": "deployments"}]},
                {"groupVersion": "v1", "resources": [{"kind": "Secret", "name": "secrets"}]}],
            "resourceSummary": {"allocatable": {"cpu": "8", "memory": "16Gi", "pods": "110"}},
        },
    }


def _secret(name: str, canaries: Canaries, place: str) -> dict[str, Any]:
    at, coded = canaries.at, canaries.coded
    settings = f"# {at(f'{place} comment')}\ndb:\n  user: me\n  password: {at(f'{place} line')}\n"
    copy = {"kind": "Secret", "data": {"password": coded(f"{place} copy")}}
    quoting = f"password is {at(f'{place} stringData')}"
    labels = {"karmada.io/managed": "true"} if place == "member" else {}
    return {
        "apiVersion": "v1", "kind": "Secret",
        "metadata": {"name": name, "namespace": "shop", "labels": labels,
                     "annotations": {**_kept(copy), "note": quoting}},
        "data": {"password": coded(f"{place} data"), "bare": at(f"{place} not base64")},
        "stringData": {
            "plain": at(f"{place} stringData"),
            "settings.yaml": settings,
            "file.txt": f"one {at(f'{place} word')} two\n'{at(f'{place} quoted')}'\n{{",
            "image": f"registry/{at(f'{place} image')}:1",
        },
    }


def _deployment() -> dict[str, Any]:
    labels = {"app": "web"}
    container = {"name": "web", "image": "shop/web:1", "env": [{
        "name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}]}
    return {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"replicas": 2, "selector": {"matchLabels": labels},
                 "template": {"metadata": {"labels": labels},
                              "spec": {"containers": [container]}}},
    }


def _propagation() -> dict[str, Any]:
    return {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy",
        "metadata": {"name": "all", "namespace": "shop"},
        "spec": {
            "propagateDeps": True,
            "resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment"},
                                  {"apiVersion": "v1", "kind": "Secret"}],
            "placement": {"clusterAffinity": {"clusterNames": ["eu-1", "eu-2"]}},
        },
    }


def _policy(name: str, overriders: dict[str, Any], canaries: Canaries) -> dict[str, Any]:
    spec = {
        "resourceSelectors": [{"apiVersion": "v1", "kind": "Secret", "name": name}],
        "overrideRules": [{"overriders": overriders}],
    }
    copy = {"spec": {"value": canaries.at(f"annotation of policy {name}")}}
    return {
        "apiVersion": "policy.karmada.io/v1alpha1", "kind": "OverridePolicy",
        "metadata": {"name": name, "namespace": "shop", "annotations": _kept(copy)},
        "spec": spec,
    }


def _binding(canaries: Canaries) -> dict[str, Any]:
    said = f'admission webhook: bad value "{canaries.coded("template data")}" of db'
    return {
        "apiVersion": "work.karmada.io/v1alpha2", "kind": "ResourceBinding",
        "metadata": {"name": "db-secret", "namespace": "shop"},
        "spec": {"resource": {"apiVersion": "v1", "kind": "Secret", "name": "db",
                              "namespace": "shop"},
                 "clusters": [{"name": "eu-1"}]},
        "status": {"aggregatedStatus": [
            {"clusterName": "eu-1", "applied": False, "appliedMessage": said}]},
    }


def _work(canaries: Canaries) -> dict[str, Any]:
    record = [{"policyName": "plain", "overriders": {"plaintext": [
        {"path": "/data/password", "operator": "replace", "value": canaries.at("record")}]}}]
    return {
        "apiVersion": "work.karmada.io/v1alpha1", "kind": "Work",
        "metadata": {
            "name": "db", "namespace": "karmada-es-eu-1",
            "annotations": {
                **_kept({"spec": canaries.at("annotation of a Work")}),
                "policy.karmada.io/applied-overrides": json.dumps(record),
            },
        },
        "spec": {"workload": {"manifests": [_secret("db", canaries, "manifest")]}},
    }
