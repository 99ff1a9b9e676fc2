"""The placement widget: every control forwards to the room and shows what follows."""

from __future__ import annotations

import pytest

from tests.parts import need_module
from workbench.model.errors import UsageError

need_module("ipywidgets")
need_module("anywidget")

from workbench import PlacementPreview  # noqa: E402
from workbench.session.actions import BY_ID  # noqa: E402


@pytest.fixture
def widget() -> PlacementPreview:
    return PlacementPreview("sample:capacity", object="renderer")


def texts(widget: PlacementPreview) -> str:
    rows = widget.picture.sheet["rows"]
    return "\n".join(" ".join(p[0] for cell in row[1] for p in cell) for row in rows)


def test_every_cluster_is_shown_with_what_it_gets_or_why_not(widget: PlacementPreview) -> None:
    assert "✓ eu-1 12 0 28 (cpu: 56 free)" in texts(widget)
    assert "ClusterAffinity: labels do not match pool=general" in texts(widget)


def test_a_cluster_that_leaves_is_a_click(widget: PlacementPreview) -> None:
    widget.cluster.value = "eu-1"
    button = next(b for b in widget.tries if b.tooltip == BY_ID["lose_cluster"].help)
    button.click()
    assert "eu-1" not in [name for name, _ in widget.cluster.options]
    assert any("lost with eu-1" in label.value for label in widget.what_if.children)
    widget.undo.click()
    assert widget.what_if.children == () and widget.undo.disabled


def test_a_weight_is_a_slider(widget: PlacementPreview) -> None:
    widget.object.value = next(key for _, key in widget.object.options if key.name == "api")
    slider = next(c for c in widget.knobs.box.children if c.description == "weight of rule 0")
    slider.value = 8
    widget.tabs.value = "Moves"
    assert "pods change in" in texts(widget)
    assert len(widget.room.edits) == 1


def test_typing_in_the_policy_shows_deletions_at_once(widget: PlacementPreview) -> None:
    widget.tabs.value = "Edit"
    widget.editor.value = widget.editor.value.replace("pool: general", "pool: genral")
    assert "DELETES" in widget.header.value
    assert "DELETED everywhere" in widget.what_if.children[1].value


def test_a_what_if_that_makes_no_sense_is_answered_in_the_message(widget: PlacementPreview) -> None:
    widget.change.value = "nonsense"
    widget.tries[0].click()
    assert "is no taint" in widget.message.value
    assert widget.room.edits == ()


def test_unknown_versions_objects_and_words_are_refused() -> None:
    with pytest.raises(UsageError, match="no Karmada version"):
        PlacementPreview("sample:capacity", karmada="0.9")
    with pytest.raises(UsageError, match="no object"):
        PlacementPreview("sample:capacity", object="nobody")
    with pytest.raises(TypeError):
        PlacementPreview("sample:capacity", colour="red")  # type: ignore[call-arg]
