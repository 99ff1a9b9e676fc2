"""The Placement room: actions in, views out."""

from __future__ import annotations

import pytest

from tests.karmada.placements import Fleet, cluster, config_map, deployment, policy
from workbench.karmada.profile import LATEST
from workbench.model.errors import UsageError
from workbench.session.actions import PLACEMENT_ACTIONS
from workbench.session.placement.room import PlacementRoom

NAMED = policy("clusterAffinity: {clusterNames: [eu, us]}")


def room() -> PlacementRoom:
    fleet = Fleet(cluster("eu", region="eu"), cluster("us", region="us"), NAMED, config_map(),
                  deployment())
    made = PlacementRoom(fleet.snapshot)
    made.select_object(next(row.id for row in made.objects if row.label == "web"))
    return made


def test_every_action_is_a_method_or_the_front_ends_own() -> None:
    for action in PLACEMENT_ACTIONS:
        assert action.is_local or callable(getattr(PlacementRoom, action.id)), action.id
    keys = [action.key for action in PLACEMENT_ACTIONS]
    assert len(keys) == len(set(keys))


def test_the_header_says_what_is_looked_at() -> None:
    head = room().header
    assert head.summary == "2 objects, 2 clusters, 1 propagation policy"
    assert (head.mode, head.version, head.warnings) == ("FILES", f"Karmada {LATEST.version}", ())


def test_a_typo_in_the_editor_is_red_before_anything_happens() -> None:
    tried = room()
    text = tried.editor.text
    tried.edit_text(text.replace("[eu, us]", "[ue]"))
    assert tried.header.warnings == ("DELETES 2 copies",)
    severity, line = tried.what_if.lines[0]
    assert severity == "error" and "DELETED everywhere" in line
    (row,) = [row for row in tried.objects if row.label == "web"]
    assert (row.where, row.moves, row.loses) == ("nowhere", True, True)
    tried.edit_text(text)
    assert tried.edits == () and tried.header.warnings == ()


def test_text_that_is_no_policy_changes_nothing_and_points_at_the_line() -> None:
    tried = room()
    tried.edit_text(tried.editor.text + "\n  - [")
    assert tried.edits == ()
    assert tried.editor.error and tried.editor.error_line > 1


def test_what_ifs_add_up_and_are_taken_back_one_by_one() -> None:
    tried = room()
    tried.perform("taint_cluster", "eu a=b:NoSchedule")
    tried.perform("label_cluster", "eu tier=gold")
    eu = next(i.object for i in tried.preview.snapshot.clusters if i.id.name == "eu")
    assert eu["spec"]["taints"] and eu["metadata"]["labels"] == {"region": "eu", "tier": "gold"}
    assert "1 object moves" in tried.perform("lose_cluster", "us")
    tried.perform("undo")
    tried.perform("undo")
    assert [str(edit) for edit in tried.edits] == ["taint eu a=b:NoSchedule"]


def test_every_tab_is_a_sheet() -> None:
    tried = room()
    tried.perform("lose_cluster", "us")
    for tab in ("clusters", "decision", "needs", "moves"):
        tried.perform(f"show_{tab}")
        sheet = tried.sheet
        assert tried.tab == tab
        assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)
    tried.perform("show_clusters")
    assert [row.cells[1][0].text for row in tried.sheet.rows] == ["eu", "us"]


def test_what_can_not_be_done_says_why() -> None:
    with pytest.raises(UsageError, match="nothing to undo"):
        room().perform("undo")
    with pytest.raises(UsageError, match="no cluster 'mars'"):
        room().perform("lose_cluster", "mars")


def test_deleting_the_policy_leaves_everything_where_it_is() -> None:
    assert "nothing moves" in room().perform("delete_policy")


def test_another_version_is_another_placement() -> None:
    tried = room()
    tried.perform("toggle_version")
    assert tried.preview.profile is not LATEST
    tried.perform("toggle_version")
    assert tried.preview.profile is LATEST


def test_the_list_can_be_narrowed_and_walked() -> None:
    tried = room()
    tried.perform("filter", "config")
    assert [row.label for row in tried.objects] == ["settings"]
    tried.perform("filter", "")
    first = tried.selected_item
    tried.perform("next_object")
    assert tried.selected_item is not first
