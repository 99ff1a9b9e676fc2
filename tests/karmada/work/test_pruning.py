from __future__ import annotations

import pytest

from tests.karmada.work.objects import config_map
from workbench.karmada.profile import LATEST
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.pruning import pruned
from workbench.model.tree import Json, Object


def service(**spec: Json) -> Object:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": spec}


@pytest.mark.parametrize(
    ("spec", "left"),
    [
        ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"]}, set()),
        ({"clusterIP": "None", "clusterIPs": ["None"]}, {"clusterIP", "clusterIPs"}),
        ({"clusterIP": ""}, set()),
        ({"clusterIPs": ["10.0.0.1"]}, {"clusterIPs"}),
    ],
)
def test_addresses_of_a_service_go_unless_it_is_headless(spec: Object, left: set[str]) -> None:
    assert set(pruned(service(**spec), LATEST)["spec"]) == left


def test_one_pass_over_token_secrets_passes_over_each_neighbour() -> None:
    names = ["a-token-1", "a-token-2", "a-token-3", "mine"]
    account = {
        "kind": "ServiceAccount", "metadata": {"name": "a"},
        "secrets": [{"name": name} for name in names],
    }
    left = [secret["name"] for secret in pruned(account, LATEST)["secrets"]]
    assert left == ["a-token-2", "mine"]


def test_what_servers_fill_goes_and_the_rest_stays() -> None:
    filled = config_map(uid="u", generation=3, ownerReferences=[], finalizers=["x"])
    assert pruned({**filled, "status": {}}, LATEST) == config_map()


def test_a_job_of_the_wrong_type_can_not_be_pruned() -> None:
    job = {"kind": "Job", "spec": {"parallelism": "2"}}
    with pytest.raises(WorkError, match="unrecognized type: int32"):
        pruned(job, LATEST)


def test_promotion_keeps_the_time_to_live_of_a_job() -> None:
    job = {"kind": "Job", "spec": {"ttlSecondsAfterFinished": 5}}
    assert pruned(job, LATEST)["spec"] == {}
    assert pruned(job, LATEST, keeps_job_ttl=True) == job
