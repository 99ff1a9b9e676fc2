from __future__ import annotations

from tests.karmada.work.objects import config_map
from workbench.karmada.profile import LATEST
from workbench.karmada.work.members import Members
from workbench.karmada.work.requests import Request
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.tree import Json, Object

DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "d"},
}


def members(*items: Item, **status: Json) -> Members:
    tree: Object = {"kind": "Cluster", "metadata": {"name": "east"}, "status": status}
    return Members(Snapshot("fleet", items), {"east": tree}, LATEST)


def test_a_member_lists_its_resources_by_their_own_names() -> None:
    apis = [{"groupVersion": "shop.io/v1", "resources": [{"kind": "Basket", "name": "basketry"}]}]
    some = members(apiEnablements=apis).member("east")
    assert some.resource_of("shop.io/v1", "Basket") == "basketry.shop.io"
    assert some.resource_of("v1", "ConfigMap") == "configmaps"
    whole = [{"type": "CompleteAPIEnablements", "status": "True"}]
    every = members(apiEnablements=apis, conditions=whole).member("east")
    assert every.resource_of("v1", "ConfigMap") is None


def test_a_request_changes_nothing_for_the_next_one() -> None:
    fleet = members(Item.of(config_map(), member="east"))
    target = ObjectId.of(config_map())
    fleet.member("east").send(Request("delete", target, "configmaps"))
    assert fleet.member("east").cached(target) is not None
    assert fleet.has_objects("east") and not fleet.has_objects("west")


def test_readiness_is_assumed_only_where_nothing_is_said() -> None:
    assert members().cluster("east")[1]
    ready = [{"type": "Ready", "status": "False"}]
    tree, is_assumed = members(conditions=ready).cluster("east")
    assert not is_assumed and tree and tree["status"]["conditions"] == ready
    assert members(conditions="all well").cluster("east")[1]
    assert members().cluster("west") == (None, False)


def test_definitions_are_those_of_the_control_plane_then_the_members_own() -> None:
    own, other = Item.of(DEFINITION, member="east"), Item.of(DEFINITION, member="west")
    found = members(Item.of(DEFINITION), own, other).definitions("east")
    assert len(found) == 2 and found[1] is own.object
