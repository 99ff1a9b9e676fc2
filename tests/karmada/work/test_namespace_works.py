from __future__ import annotations

import pytest

from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import PROFILES
from workbench.karmada.work.namespace_works import draft_namespace_work
from workbench.karmada.work.storage import stored_work

NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "uid": "u-1"}}


@pytest.mark.parametrize("version", PROFILES)
def test_the_work_of_a_namespace_has_no_binding_and_no_conflict_resolution(version: str) -> None:
    profile = PROFILES[version]
    outcome = Outcome("object", NAMESPACE)
    draft = draft_namespace_work(outcome, NAMESPACE, "east", profile)
    work = stored_work(draft, None, profile, lambda _: "w-1")
    assert work["metadata"]["namespace"] == "karmada-es-east"
    assert work["metadata"]["labels"] == {"work.karmada.io/permanent-id": "w-1"}
    (owner,) = work["metadata"]["ownerReferences"]
    assert (owner["kind"], owner["name"], owner["uid"]) == ("Namespace", "shop", "u-1")
    (manifest,) = work["spec"]["workload"]["manifests"]
    assert manifest["metadata"]["labels"]["karmada.io/managed"] == "true"
    notes = manifest["metadata"]["annotations"]
    assert notes["resourcetemplate.karmada.io/uid"] == "u-1"
    assert notes["work.karmada.io/namespace"] == "karmada-es-east"
    assert "work.karmada.io/conflict-resolution" not in notes
    assert "uid" not in manifest["metadata"]
