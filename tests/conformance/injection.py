"""Labels put on the manifest of the new copy: ``injection.jsonl``."""

from __future__ import annotations

from typing import Any

from workbench.karmada.bindings import bound_clusters
from workbench.karmada.failover.injection import inject, plan_injection
from workbench.karmada.profile import Profile
from workbench.model.tree import MISSING, lookup

_BOOKKEEPING = {
    "Namespaced": "resourcebinding.karmada.io/permanent-id",
    "Cluster": "clusterresourcebinding.karmada.io/permanent-id",
}


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """The engine's answer in the recorded shape; ``works`` without Karmada's own labels."""
    spec, manifest = line["spec"], line["manifest"]
    names = [target["name"] for target in bound_clusters(spec)]

    def labels(name: str, gate: bool) -> Any:
        plan = plan_injection(spec, name, gate, profile)
        found = lookup(inject(manifest, plan.labels, profile), "metadata", "labels")
        return "absent" if found is MISSING else found

    return {
        "targets": names,
        "inject": {name: labels(name, True) for name in names},
        "works": {name: labels(name, line["gate"]) for name in names},
    }


def agrees(expected: dict[str, Any], got: dict[str, Any], line: dict[str, Any]) -> bool:
    """Equality, once the two labels that every Work carries are taken away.

    Making a Work also reads the labels as a map of texts, which the injection alone leaves as
    they are; so a Work without injected labels is compared only where they are texts already.
    """
    ours = {"karmada.io/managed", _BOOKKEEPING[line["scope"]]}
    works = {
        name: {key: value for key, value in labels.items() if key not in ours}
        for name, labels in expected["works"].items()
    }
    plain = {name: _texts(labels) for name, labels in got["works"].items()}
    return (
        expected["targets"] == got["targets"]
        and expected["inject"] == got["inject"]
        and works == plain
    )


def _texts(labels: Any) -> dict[str, str]:
    return labels if isinstance(labels, dict) else {}
