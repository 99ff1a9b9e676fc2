from __future__ import annotations

import json

from workbench.karmada.failover.applied_placement import ANNOTATION
from workbench.karmada.failover.conditions import Gates
from workbench.karmada.failover.taints import (
    TaintOptions,
    decide,
    process,
    purge_mode,
    queue_delay,
)
from workbench.karmada.failover.tolerations import Taint, Toleration
from workbench.karmada.profile import V1_12_0, V1_18_2
from workbench.model.timestamps import format_time
from workbench.model.tree import Json, Object

NOW = 1_000_000.0
ON = TaintOptions(enable_no_execute_taint_eviction=True)
DRILL = {"key": "drill", "effect": "NoExecute", "timeAdded": format_time(NOW - 100)}


def binding(*tolerations: Json, annotation: str | None = None, **spec: Json) -> Object:
    text = json.dumps({"clusterTolerations": list(tolerations)})
    return {
        "metadata": {"annotations": {ANNOTATION: text if annotation is None else annotation}},
        "spec": {"clusters": [{"name": "a", "replicas": 2}], **spec},
    }


def tolerates(seconds: int | None = None) -> Object:
    timed = {} if seconds is None else {"tolerationSeconds": seconds}
    return {"key": "drill", "operator": "Exists", **timed}


def test_an_untolerated_taint_evicts_at_once() -> None:
    done = process(binding(), "a", [DRILL], NOW, Gates(), ON, V1_18_2)
    assert (done.kind, done.clusters) == ("evicted", [])
    assert done.tasks[0] == {
        "fromCluster": "a", "purgeMode": "Gracefully", "replicas": 2,
        "reason": "TaintUntolerated", "producer": "TaintManager",
    }  # fmt: skip


def test_the_first_matching_toleration_decides() -> None:
    forever_first = decide(binding(tolerates(), tolerates(5)), [DRILL], NOW, ON, V1_18_2)
    assert forever_first.kind == "tolerate"
    timed_first = decide(binding(tolerates(5), tolerates()), [DRILL], NOW, ON, V1_18_2)
    assert timed_first.kind == "evict"


def test_a_timed_toleration_waits_for_what_is_left() -> None:
    done = process(binding(tolerates(130)), "a", [DRILL], NOW, Gates(), ON, V1_18_2)
    assert (done.kind, done.wait_seconds) == ("requeued", 30)


def test_the_newer_version_needs_its_flag() -> None:
    off = decide(binding(), [DRILL], NOW, TaintOptions(), V1_18_2)
    assert (off.kind, off.subject) == ("tolerate", "--enable-no-execute-taint-eviction")
    assert decide(binding(), [DRILL], NOW, TaintOptions(), V1_12_0).kind == "evict"


def test_a_broken_or_missing_annotation_evicts_nothing() -> None:
    for text in ("", "nonsense", "[]", '{"clusterTolerations":[{"key":5}]}'):
        assert decide(binding(annotation=text), [DRILL], NOW, ON, V1_18_2).kind == "error"
    assert decide(binding(annotation="null"), [DRILL], NOW, ON, V1_18_2).kind == "evict"


def test_a_huge_toleration_wraps_around_and_evicts() -> None:
    decision = decide(binding(tolerates(9_223_372_037)), [DRILL], NOW, ON, V1_18_2)
    assert decision.kind == "evict"


def test_state_that_can_not_be_read_stops_the_eviction() -> None:
    rules = {"rules": [{"aliasLabelName": "job", "jsonPath": "{.id}"}]}
    cluster = {"purgeMode": "Directly", "statePreservation": rules}
    stateful = binding(failover={"cluster": cluster})
    gates = Gates(stateful_failover_injection=True)
    done = process(stateful, "a", [DRILL], NOW, gates, ON, V1_18_2)
    assert (done.kind, len(done.clusters)) == ("error", 1)
    stateful["status"] = {"aggregatedStatus": [{"clusterName": "a", "status": {"id": "x"}}]}
    done = process(stateful, "a", [DRILL], NOW, gates, ON, V1_18_2)
    assert done.tasks[0]["preservedLabelState"] == {"job": "x"}
    assert done.tasks[0]["purgeMode"] == "Directly"


def test_the_purge_mode_comes_from_the_policy_then_from_the_flag() -> None:
    flag = TaintOptions(True, "Directly")
    assert purge_mode(binding(failover={"cluster": {}}), Gates(), flag, V1_18_2) == "Gracefully"
    assert purge_mode(binding(), Gates(), flag, V1_18_2) == "Directly"
    assert purge_mode(binding(), Gates(), flag, V1_12_0) == "Graciously"
    closed = Gates(graceful_eviction=False)
    assert purge_mode(binding(), closed, flag, V1_12_0) == "Immediately"


def test_the_newer_version_queues_by_tolerations() -> None:
    assert queue_delay(binding(tolerates()), [DRILL], NOW, V1_18_2) is None
    assert queue_delay(binding(tolerates(130)), [DRILL], NOW, V1_18_2) == 30
    assert queue_delay(binding(tolerates()), [DRILL], NOW, V1_12_0) == 0


def test_a_toleration_without_anything_bears_taints_without_value() -> None:
    assert Toleration().tolerates(Taint("k", "", "NoExecute"))
    assert not Toleration().tolerates(Taint("k", "v", "NoExecute"))
    assert not Toleration(operator="Gt").tolerates(Taint("k", "", "NoExecute"))
