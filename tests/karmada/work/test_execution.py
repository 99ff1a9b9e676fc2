from __future__ import annotations

from tests.karmada.work.objects import cluster, config_map, deployment, works
from workbench.karmada.profile import LATEST, V1_12_0
from workbench.karmada.work.execution import Execution, execute
from workbench.karmada.work.member_objects import SimulatedMember
from workbench.model.tree import Json, Object

NOW = 1_000_000.0


def work_of(template: Object, **spec: Json) -> Object:
    (work,) = works(template, "east", **spec).works.values()
    return work


def run(work: Object, member: SimulatedMember, **options: Json) -> Execution:
    facts = {"cluster": cluster(), "profile": LATEST, **options}
    return execute(work, facts["cluster"], member, facts["profile"], NOW)


def verbs(execution: Execution) -> list[str]:
    return [exchange.request.verb for exchange in execution.exchanges]


def condition(execution: Execution, kind: str) -> Object:
    assert execution.work is not None
    found = execution.work["status"]["conditions"]
    (one,) = [c for c in found if c["type"] == kind]
    shown: Object = one
    return shown


def test_an_object_that_is_not_there_is_created_and_then_left_alone() -> None:
    member, work = SimulatedMember([]), work_of(config_map())
    assert verbs(run(work, member)) == ["create"]
    assert verbs(run(work, member)) == []
    assert verbs(run(work, member, profile=V1_12_0)) == ["update"]


def test_a_foreign_object_is_refused_until_the_manifest_says_overwrite() -> None:
    member = SimulatedMember([config_map(resourceVersion="5")])
    refused = run(work_of(config_map()), member)
    assert verbs(refused) == []
    assert "already exists in the cluster east" in refused.error
    assert condition(refused, "Applied")["reason"] == "AppliedFailed"
    assert refused.decisions[-1].by.endswith("conflict-resolution of the manifest")
    taken = run(work_of(config_map(), conflictResolution="Overwrite"), member)
    assert verbs(taken) == ["update"] and not taken.error


def test_keys_that_only_the_member_has_survive_an_update() -> None:
    there = config_map(resourceVersion="5", labels={"local": "1"}, annotations={"note": "x"})
    member = SimulatedMember([there])
    run(work_of(config_map(), conflictResolution="Overwrite"), member)
    (tree,) = member.state.objects.values()
    assert tree["metadata"]["labels"]["local"] == "1"
    assert tree["metadata"]["annotations"]["note"] == "x"


def test_replicas_stay_with_the_label_and_without_it_are_reset() -> None:
    for labels, left in (({}, 2), ({"resourcetemplate.karmada.io/retain-replicas": "true"}, 7)):
        template = deployment()
        template["metadata"]["labels"] = labels
        there = deployment(replicas=7)
        member = SimulatedMember([there])
        run(work_of(template, conflictResolution="Overwrite"), member)
        (tree,) = member.state.objects.values()
        assert tree["spec"]["replicas"] == left


def test_a_suspended_work_sends_nothing_but_is_deleted_all_the_same() -> None:
    member = SimulatedMember([])
    work = work_of(config_map(), suspension={"dispatching": True})
    held = run(work, member)
    assert verbs(held) == [] and condition(held, "Dispatching")["status"] == "False"
    run(work_of(config_map()), member)
    deleted = run(deleting(work), member)
    assert verbs(deleted) == ["delete"] and deleted.work is None


def deleting(work: Object) -> Object:
    metadata = {**work["metadata"], "deletionTimestamp": "2025-01-01T00:00:00Z"}
    return {**work, "metadata": metadata}


def test_a_preserved_object_stays_without_karmadas_marks() -> None:
    member = SimulatedMember([])
    work = work_of(config_map(), preserveResourcesOnDeletion=True)
    run(work, member)
    released = run(deleting(work), member)
    (tree,) = member.state.objects.values()
    assert released.work is None
    assert not tree["metadata"].get("labels")
    assert set(tree["metadata"]["annotations"]) == {"work.karmada.io/conflict-resolution"}


def test_preserving_an_object_that_is_gone_leaves_the_work_stuck() -> None:
    work = deleting(work_of(config_map(), preserveResourcesOnDeletion=True))
    stuck = run(work, SimulatedMember([]))
    assert stuck.work == work
    assert stuck.error == 'configmaps "shop/settings" not found'


def test_an_unmanaged_object_is_never_deleted() -> None:
    member = SimulatedMember([config_map()])
    released = run(deleting(work_of(config_map())), member)
    assert verbs(released) == [] and released.work is None


def test_an_unready_cluster_holds_up_deletion_unless_it_is_leaving_itself() -> None:
    work, away = deleting(work_of(config_map())), cluster("Unknown")
    held = run(work, SimulatedMember([]), cluster=away)
    assert held.error == "cluster(east) not ready" and held.work == work
    leaving = cluster("Unknown", deletionTimestamp="2025-01-01T00:00:00Z")
    assert run(work, SimulatedMember([]), cluster=leaving).work is None
