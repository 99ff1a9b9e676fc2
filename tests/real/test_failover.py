"""Failovers of a real Karmada."""

from __future__ import annotations

import threading
from typing import Any

from tests.real.drill import (
    deployment,
    eventually,
    find,
    flink_deployment,
    one_cluster,
    policy,
    targets,
)
from workbench.sandbox import Sandbox

FLINK = "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments"
LABEL = "application.karmada.io/failover-jobid"
PAIR = ["member1", "member2"]


def test_a_no_execute_taint_moves_an_application_to_another_member(sandbox: Sandbox) -> None:
    template, karmada = deployment("mover"), sandbox.api()
    karmada.apply(template)
    karmada.apply(policy(template, *PAIR, placement=one_cluster() | {"clusterTolerations": []}))
    [source] = eventually(lambda: targets(karmada, "mover-deployment"))
    [other] = set(PAIR) - {source}
    path = "/apis/apps/v1/namespaces/default/deployments/mover"
    eventually(lambda: find(sandbox.api(source), path))
    sandbox.karmadactl("taint", "clusters", source, "drill=yes:NoExecute")
    try:
        eventually(lambda: targets(karmada, "mover-deployment") == [other])
        eventually(lambda: find(sandbox.api(other), path))
        eventually(lambda: find(sandbox.api(source), path) is None, seconds=120)
    finally:
        sandbox.karmadactl("taint", "clusters", source, "drill:NoExecute-")


def test_application_failover_hands_state_over_in_a_label_that_goes_again(
    sandbox: Sandbox,
) -> None:
    karmada = sandbox.api()
    template = flink_deployment("wordcount")
    karmada.apply(template)
    karmada.apply(policy(
        template, *PAIR, placement=one_cluster(), propagateDeps=True,
        failover={"application": _failover(sandbox)},
    ))
    binding = "wordcount-flinkdeployment"
    [source] = eventually(lambda: targets(karmada, binding))
    [other] = set(PAIR) - {source}
    path = f"{FLINK}/wordcount"
    job = eventually(lambda: _job_id(find(sandbox.api(source), path)))
    eventually(lambda: _job_id(karmada.get(path)) == job)

    there, here = _Watch(sandbox, other), _Watch(sandbox, source)
    unhealthy = {"metadata": {"annotations": {"sandbox.workbench/flink": "unhealthy"}}}
    sandbox.api(source).patch(path, unhealthy)
    eventually(lambda: targets(karmada, binding) == [other], seconds=90)
    eventually(lambda: any(_label(one) for _, one in there.events), seconds=60)
    eventually(lambda: there.events and _label(there.events[-1][1]) is None, seconds=60)

    assert [kind for kind, _ in here.events][-1] == "DELETED"
    kind, created = there.events[0]
    assert (kind, _label(created)) == ("ADDED", job)
    restored = [one["spec"]["job"].get("initialSavepointPath") for _, one in there.events]
    assert f"s3://flink/default/{job}/checkpoints/last" in restored
    if sandbox.layout.stack.restores_by == "policy":
        assert restored[0], "it must be there from the start, an operator reads it once"
    # No rule retains the field: with the label Karmada takes it away again.
    eventually(lambda: "initialSavepointPath" not in there.events[-1][1]["spec"]["job"])


class _Watch:
    """Everything that happens to FlinkDeployments of a member, from now on."""

    def __init__(self, sandbox: Sandbox, member: str) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._server = sandbox.api(member)
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        for event in self._server.watch(FLINK, timeout_seconds=200):
            self.events.append(event)


def _failover(sandbox: Sandbox) -> dict[str, Any]:
    old = sandbox.layout.stack.name == "1.12"
    return {
        "decisionConditions": {"tolerationSeconds": 3},
        "purgeMode": "Immediately" if old else "Directly",
        "statePreservation": {
            "rules": [{"aliasLabelName": LABEL, "jsonPath": "{.jobStatus.jobId}"}]
        },
    }


def _job_id(found: dict[str, Any] | None) -> str:
    status = (found or {}).get("status") or {}
    return str((status.get("jobStatus") or {}).get("jobId") or "")


def _label(found: dict[str, Any]) -> str | None:
    return (found["metadata"].get("labels") or {}).get(LABEL)
