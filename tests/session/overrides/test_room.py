"""The Overrides room: selections, what-ifs, the editor; what every front end relies on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench.fleets.files import load
from workbench.karmada.overrides.outcome import PolicyRef
from workbench.model.errors import UsageError
from workbench.session.actions import OVERRIDES_ACTIONS
from workbench.session.overrides.room import OverridesRoom

ROOT = Path(__file__).parents[3]
EU = PolicyRef("OverridePolicy", "shop", "replicas-eu")


@pytest.fixture
def room() -> OverridesRoom:
    room = OverridesRoom(load(["sample:shop"]))
    frontend = next(row for row in room.objects if str(row.id) == "Deployment shop/frontend")
    room.select_object(frontend.id)
    return room


@pytest.fixture
def writable(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "sample_clusters" / "shop", tmp_path / "shop"))


def test_every_action_of_the_table_that_is_not_the_front_ends_is_a_method_of_the_room() -> None:
    for action in OVERRIDES_ACTIONS:
        assert action.is_local or callable(getattr(OverridesRoom, action.id)), action.id


def test_keys_of_the_table_are_unique() -> None:
    keys = [action.key for action in OVERRIDES_ACTIONS]
    assert len(keys) == len(set(keys))


def test_the_diff_names_the_policy_behind_each_changed_line(room: OverridesRoom) -> None:
    changed = [line for line in room.diff.lines if line.kind in ("added", "removed")]
    assert changed
    assert all(line.causes for line in changed)


def test_policies_stand_in_order_of_application_and_the_others_say_why_not(
    room: OverridesRoom,
) -> None:
    orders = [row.order for row in room.policies]
    applied = [order for order in orders if order]
    assert applied == list(range(1, len(applied) + 1))
    assert all(row.note for row in room.policies if not row.order)


def test_deleting_a_policy_says_what_changes_and_what_will_not_go_back(room: OverridesRoom) -> None:
    room.select_policy(EU)
    title = room.perform("delete_policy")
    assert "1 object, 1 result change" in title
    assert any("will not go back" in text for _, text in room.what_if.lines)
    room.perform("undo")
    assert not room.edits
    with pytest.raises(UsageError, match="nothing to undo"):
        room.perform("undo")


def test_a_cluster_that_joins_gets_what_its_labels_say(room: OverridesRoom) -> None:
    room.perform("join_cluster", "eu-north region=eu tier=production environment=production")
    assert any("eu-north" in text and "appears" in text for _, text in room.what_if.lines)


def test_typing_follows_at_once_and_a_mistake_keeps_the_last_good_state(
    room: OverridesRoom,
) -> None:
    room.select_policy(EU)
    text = room.editor.text
    room.edit_text(text.replace("value: 6", "value: 7"))
    assert room.editor.is_changed
    before = room.what_if
    assert before.lines
    room.edit_text(text + "\n  broken: [")
    assert room.editor.error
    assert room.editor.error_line > 0
    assert room.what_if == before
    room.edit_text(text)
    assert not room.edits


def test_a_policy_that_admission_refuses_says_the_field_and_its_line(room: OverridesRoom) -> None:
    room.select_policy(EU)
    room.edit_text(room.editor.text.replace("operator: replace", "operator: swap"))
    view = room.editor
    assert any("refused" in line and "operator" in line for line in view.answer)
    assert "swap" in view.text.splitlines()[view.error_line - 1]


def test_renaming_in_the_editor_moves_the_policy(room: OverridesRoom) -> None:
    room.select_policy(EU)
    room.edit_text(room.editor.text.replace("name: replicas-eu", "name: replicas-europe"))
    refs = {row.ref.name for row in room.policies}
    assert "replicas-europe" in refs
    assert "replicas-eu" not in refs


def test_saving_writes_that_document_and_nothing_else(writable: Path) -> None:
    room = OverridesRoom(load([writable]))
    before = {path: path.read_bytes() for path in writable.rglob("*.yaml")}
    room.select_policy(EU)
    room.edit_text(room.editor.text.replace("replicas-eu", "replicas-europe"))
    assert {path: path.read_bytes() for path in before} == before
    assert "saved to" in room.perform("save_edit")
    changed = [path for path in before if path.read_bytes() != before[path]]
    assert len(changed) == 1
    assert changed[0].read_text() == before[changed[0]].decode().replace(
        "name: replicas-eu\n", "name: replicas-europe\n"
    )
    assert not room.edits
    assert load([writable]).is_complete


def test_a_file_that_changed_meanwhile_is_not_overwritten(writable: Path) -> None:
    room = OverridesRoom(load([writable]))
    room.select_policy(EU)
    room.edit_text(room.editor.text.replace("replicas-eu", "replicas-europe"))
    for path in writable.rglob("*.yaml"):
        path.write_text(path.read_text().replace("replicas-eu", "replicas-eu # mine"))
    with pytest.raises(UsageError, match="has changed since"):
        room.perform("save_edit")
    assert room.editor.is_changed


def test_a_fix_and_a_new_override_are_saved_and_comments_stay(writable: Path) -> None:
    room = OverridesRoom(load([writable]))
    room.select_policy(EU)
    knob = next(knob for knob, _ in room.knobs if knob.kind == "integer")
    room.turn_knob(knob.path, 9)
    before = {path: path.read_text() for path in writable.rglob("*.yaml")}
    assert "saved to" in room.perform("save_edit")
    [(path, text)] = [(p, t) for p, t in before.items() if p.read_text() != t]
    assert path.read_text() == text.replace("value: 6", "value: 9")

    frontend = next(row for row in room.objects if str(row.id) == "Deployment shop/frontend")
    room.select_object(frontend.id)
    room.select_path(("spec", "replicas"))
    room.perform("make_override", 12)
    assert "saved to" in room.perform("save_edit")
    assert not room.edits
    new = set(writable.rglob("*.yaml")) - set(before)
    assert [path.parent.name for path in new] == ["apps"]
    assert load([writable]).is_complete


def test_a_file_that_grew_above_the_policy_is_still_saved_to(writable: Path) -> None:
    room = OverridesRoom(load([writable]))
    room.select_policy(EU)
    room.edit_text(room.editor.text.replace("value: 6", "value: 7"))
    for path in writable.rglob("*.yaml"):
        path.write_text("# mine\n" + path.read_text())
    room.perform("save_edit")
    assert sum("value: 7" in path.read_text() for path in writable.rglob("*.yaml")) == 1
    assert all(path.read_text().startswith("# mine\n") for path in writable.rglob("*.yaml"))


def test_a_sample_is_never_written_to(room: OverridesRoom) -> None:
    room.select_policy(EU)
    room.edit_text(room.editor.text.replace("replicas-eu", "replicas-europe"))
    with pytest.raises(UsageError, match="not saved"):
        room.perform("save_edit")


def test_a_field_of_the_result_becomes_an_override_of_that_variants_clusters(
    room: OverridesRoom,
) -> None:
    room.select_path(("spec", "replicas"))
    clusters = room.variants[0].clusters
    room.perform("make_override", 9)
    assert room.tab == "edit"
    item = room.selected_item
    assert item is not None
    for cluster in clusters:
        outcome = room.preview.outcome(item, cluster)
        assert outcome is not None
        assert outcome.object is not None
        assert outcome.object["spec"]["replicas"] == 9


def test_a_filter_is_words_or_a_jsonpath(room: OverridesRoom) -> None:
    assert room.perform("filter", "deployment red") == "1 object of 11"
    assert [row.label for row in room.objects] == ["redis"]
    room.perform("filter", "$..containers[?(@.name=='catalog')]")
    assert [row.label for row in room.objects] == ["catalog"]
    with pytest.raises(UsageError, match="no JSONPath"):
        room.perform("filter", "$[")
    assert [row.label for row in room.objects] == ["catalog"]


def test_turning_a_knob_is_a_what_if_and_turning_on_replaces_it(room: OverridesRoom) -> None:
    room.select_policy(EU)
    knob = next(knob for knob, _ in room.knobs if knob.kind == "integer")
    for value in (7, 8, 9):
        room.turn_knob(knob.path, value)
    assert len(room.edits) == 1
    assert "1 result change" in room.what_if.title


def test_both_versions_judge_the_same_fleet(room: OverridesRoom) -> None:
    assert room.header.version == "Karmada v1.18.2"
    room.perform("toggle_version")
    assert room.header.version == "Karmada v1.12.0"
    assert room.objects
