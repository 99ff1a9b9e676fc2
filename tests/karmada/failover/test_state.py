from __future__ import annotations

from workbench.karmada.failover.state import (
    PreservationRule,
    extract,
    extract_from_text,
    preserve,
    preserve_for_eviction,
)
from workbench.karmada.profile import V1_12_0, V1_18_2

JOB = PreservationRule("job", "{.jobStatus.jobId}")


def test_a_number_of_a_million_makes_an_illegal_label() -> None:
    assert extract({"offset": 999999}, "{.offset}", V1_18_2).is_legal_label
    large = extract({"offset": 1000000}, "{.offset}", V1_18_2)
    assert (large.value, large.is_legal_label) == ("1e+06", False)


def test_one_failing_rule_fails_all_and_is_the_last_that_ran() -> None:
    rules = [PreservationRule("a", "{.a}"), JOB, PreservationRule("b", "{.a}")]
    kept = preserve({"a": "x"}, rules, V1_18_2)
    assert (kept.kind, kept.labels, len(kept.rules)) == ("error", {}, 2)
    assert kept.message.endswith('jsonpath "{.jobStatus.jobId}": jobStatus is not found')


def test_a_later_rule_with_the_same_label_wins() -> None:
    rules = [PreservationRule("a", "1"), PreservationRule("a", "2")]
    assert preserve({}, rules, V1_18_2).labels == {"a": "2"}


def test_an_undecodable_status_fails_in_the_newer_version_only() -> None:
    assert extract_from_text("{", "{@}", V1_12_0).value == "{}"
    newer = extract_from_text("{", "{@}", V1_18_2)
    assert newer.message == "failed to unmarshal rawStatus: unexpected end of JSON input"


def test_a_broken_path_hides_a_broken_status() -> None:
    assert extract_from_text("{", "{.a", V1_18_2).message == "unclosed action"


def test_a_cluster_without_status_blocks_its_own_eviction() -> None:
    observed = [{"clusterName": "a", "status": None}, {"clusterName": "b", "status": {}}]
    kept = preserve_for_eviction(observed, "a", [JOB], V1_18_2)
    assert kept.kind == "error"
    assert "not yet been collected from Cluster(a)" in kept.message
