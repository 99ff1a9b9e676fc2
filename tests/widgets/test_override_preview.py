"""The override widget: every control forwards to the room and shows what follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.parts import need_module
from workbench.model.errors import UsageError
from workbench.model.snapshot import Item, Snapshot

need_module("ipywidgets")
need_module("anywidget")

from workbench import OverridePreview  # noqa: E402
from workbench.widgets.sheet_view import as_plain  # noqa: E402


@pytest.fixture
def widget() -> OverridePreview:
    return OverridePreview("sample:shop", object="frontend")


def choose_policy(widget: OverridePreview, name: str) -> None:
    widget.policy.value = next(r for _, r in widget.policy.options if r.name == name)


def texts(widget: OverridePreview) -> str:
    return str(widget.picture.sheet)


def test_the_object_asked_for_is_shown_with_the_cause_of_each_change(
    widget: OverridePreview,
) -> None:
    assert widget.object.value.name == "frontend"
    assert "op/replicas-ap rule[0] plaintext[0]" in texts(widget)


def test_a_slider_recomputes_as_it_moves(widget: OverridePreview) -> None:
    choose_policy(widget, "replicas-eu")
    widget.variant.value = next(i for label, i in widget.variant.options if "eu-central" in label)
    slider = next(c for c in widget.knobs.box.children if hasattr(c, "max"))
    for value in (7, 8):
        slider.value = value
        assert f"replicas: {value}" in "".join(
            piece[0] for row in widget.picture.sheet["rows"] for cell in row[1] for piece in cell
        )
    assert len(widget.room.edits) == 1
    assert "1 result change" in widget.what_if.children[0].value


def test_the_clusters_of_a_rule_can_be_chosen(widget: OverridePreview) -> None:
    choose_policy(widget, "replicas-eu")
    control = next(c for c in widget.knobs.box.children if hasattr(c, "rows"))
    control.value = ("us-east",)
    assert any("us-east" in label.value for label in widget.what_if.children)


@pytest.mark.parametrize("tab", ["Diff", "Result", "Trace", "Grid", "Edit"])
def test_every_tab_shows_something(widget: OverridePreview, tab: str) -> None:
    widget.tabs.value = tab
    assert widget.picture.sheet["rows"]
    assert widget.room.tab == tab.lower()


def test_a_mistake_in_the_editor_is_said_with_its_line_and_loses_nothing(
    widget: OverridePreview,
) -> None:
    choose_policy(widget, "replicas-eu")
    widget.tabs.value = "Edit"
    text = widget.editor.value
    widget.editor.value = text + "broken: [\n"
    assert widget.answer.value.startswith("line ")
    assert widget.editor.value == text + "broken: [\n"
    widget.editor.value = text
    assert "admit" in widget.answer.value


def test_a_clicked_line_becomes_an_override(widget: OverridePreview) -> None:
    widget.tabs.value = "Result"
    row = next(i for i, row in enumerate(widget.picture.sheet["rows"])
               if "replicas:" in str(row))
    widget.picture.selected = row
    widget.value_text.value = "11"
    widget.make.click()
    assert "round trip checked" in widget.message.value
    assert "value: 11" in widget.editor.value


def test_what_cannot_be_done_is_a_message_and_no_traceback(widget: OverridePreview) -> None:
    widget.do("undo")
    assert "nothing to undo" in widget.message.value
    widget.filter.value = "$["
    assert "no JSONPath" in widget.message.value


def test_unknown_words_are_refused_with_what_is_known() -> None:
    with pytest.raises(UsageError, match=r"known: v1\.12\.0, v1\.18\.2"):
        OverridePreview("sample:shop", karmada="9.9")
    with pytest.raises(UsageError, match="there are: "):
        OverridePreview("sample:shop", object="nobody")
    with pytest.raises(TypeError):
        OverridePreview("sample:shop", colour="red")  # type: ignore[call-arg]


def test_a_path_that_is_not_there_is_shown_not_raised() -> None:
    widget = OverridePreview("no/such/folder")
    assert "INCOMPLETE" in widget.header.value
    assert "no/such/folder" in widget.problems.children[0].value + str(widget.problems.children)


def test_names_with_html_and_escape_sequences_stay_text(tmp_path: Path) -> None:
    hostile: dict[str, Any] = {
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": "<img src=x onerror=alert(1)>\x1b[31m", "namespace": "a"},
    }
    cluster = {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
               "metadata": {"name": "one"}}
    widget = OverridePreview(Snapshot("x", (Item.of(hostile), Item.of(cluster))))
    assert "\x1b" not in str(widget.picture.sheet) + widget.header.value
    script = (Path(__file__).parents[2] / "workbench/widgets/sheet_view.js").read_text()
    assert "innerHTML" not in script


def test_no_secret_reaches_the_browser(tmp_path: Path) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "a"},
              "stringData": {"password": "hunter2-hunter2"}}
    cluster = {"apiVersion": "cluster.karmada.io/v1alpha1", "kind": "Cluster",
               "metadata": {"name": "one"}}
    widget = OverridePreview(Snapshot("x", (Item.of(secret), Item.of(cluster))))
    for tab in ("Diff", "Result", "Trace", "Grid"):
        widget.tabs.value = tab
        widget.unfold.value = True
        assert "hunter2" not in str(widget.picture.get_state())


def test_a_sheet_is_plain_lists() -> None:
    from workbench.session.sheet import Sheet, SheetRow
    from workbench.session.views import Text

    sheet = Sheet(("a",), (SheetRow("added", ((Text("x", "key"),),)),))
    assert as_plain(sheet) == {"columns": ["a"], "rows": [["added", [[["x", "key"]]]]]}
