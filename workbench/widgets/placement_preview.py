"""The Placement room in a notebook: where objects go, and what a change would move or delete."""

from __future__ import annotations

from functools import partial
from typing import Any

import ipywidgets as ipw

from workbench.karmada.profile import LATEST, PROFILES
from workbench.model.errors import UsageError
from workbench.model.tree import Path
from workbench.session.actions import BY_ID
from workbench.session.placement.room import PlacementRoom
from workbench.session.placement.views import PlacedRow
from workbench.widgets.knobs import KnobPanel
from workbench.widgets.parts import Source, choose, profile_of, snapshot_of
from workbench.widgets.room_widget import RoomWidget, label, labels, marked
from workbench.widgets.sheet_view import SheetView

_TABS = {"Clusters": "clusters", "Decision": "decision", "Belongings": "needs", "Moves": "moves",
         "Edit": "edit", "Requests": "requests"}
# What-ifs about the chosen cluster, and an example of what follows its name.
_TRIES = {"taint_cluster": "key=value:NoSchedule", "label_cluster": "tier=gold region-",
          "set_capacity": "cpu=8 memory=32Gi", "lose_cluster": ""}
_SHOWN_LINES = 8


class PlacementPreview(RoomWidget):
    """Where every object goes, why, and what a change would move.

    Args:
        source: a path, ``sample:NAME``, several of them, or a :class:`Snapshot`.
        karmada: the Karmada version, such as ``1.18``.
        object: name of the object to begin with.

    Raises :class:`WorkbenchError` for a version or object that isn't there.
    """

    def __init__(
        self,
        source: Source,
        *,
        karmada: str = LATEST.version,
        object: str = "",
    ) -> None:
        super().__init__(PlacementRoom(snapshot_of(source), profile=profile_of(karmada)))
        if object:
            self._select_by_name(object)
        self.draw()

    # -- parts

    def make_controls(self) -> None:
        self.object = ipw.Dropdown(description="Object", layout=ipw.Layout(width="60%"))
        self.filter = ipw.Text(placeholder=BY_ID["filter"].help, continuous_update=False,
                               layout=ipw.Layout(width="40%"))
        self.version = ipw.ToggleButtons(options=list(PROFILES), style={"button_width": "80px"})
        self.tabs = ipw.ToggleButtons(options=list(_TABS), style={"button_width": "90px"})
        self.cluster = ipw.Dropdown(description="Cluster")
        self.change = ipw.Text(placeholder=_TRIES["taint_cluster"])
        self.tries = [self.button(action, partial(self._wish, action)) for action in _TRIES]
        self.rebalance = self.button("rebalance")
        self.undo = self.button("undo")
        self.policy = ipw.Dropdown(description="Policy", layout=ipw.Layout(width="60%"))
        self.editor = ipw.Textarea(layout=ipw.Layout(width="100%", height="320px"))
        self.answer = label("")
        self.picture = SheetView()
        self.knobs = KnobPanel(self._turn)
        self.what_if = ipw.VBox()
        self._connect()

    def page(self) -> list[ipw.Widget]:
        self._edit_box = ipw.VBox([self.editor, self.answer])
        return [
            self.header,
            ipw.HBox([self.object, self.filter]),
            ipw.HBox([self.version, self.rebalance, self.undo]),
            self.policy,
            self.knobs.box,
            ipw.HBox([self.cluster, self.change, *self.tries]),
            self.what_if,
            self.tabs,
            self._edit_box,
            self.picture,
            self.message,
        ]

    def _connect(self) -> None:
        on = self.on
        on(self.object, self.room.select_object)
        on(self.policy, self.room.select_policy)
        on(self.filter, lambda text: self.room.perform("filter", text))
        on(self.tabs, lambda name: self.room.perform(f"show_{_TABS[name]}"))
        on(self.version, lambda _: self.room.perform("toggle_version"))
        on(self.editor, self.room.edit_text)

    # -- what a person does

    def _turn(self, path: Path, value: Any) -> None:
        self.forward(lambda: self.room.turn_knob(path, value))

    def _wish(self, action: str) -> str:
        """The chosen cluster and what was typed, as the action reads it."""
        name = self.cluster.value or ""
        return name if not _TRIES[action] else f"{name} {self.change.value}"

    def _select_by_name(self, name: str) -> None:
        for row in self.room.objects:
            if name in (row.id.name, row.id.path, f"{row.id.kind}/{row.id.path}"):
                self.room.select_object(row.id)
                return
        known = ", ".join(row.label for row in self.room.objects[:8])
        raise UsageError(f"no object {name!r}", hint=f"there are: {known}")

    # -- what is shown

    def draw_parts(self) -> None:
        self._draw_choices()
        self._draw_texts()
        self._draw_picture()

    def _draw_choices(self) -> None:
        room = self.room
        choose(self.object, [(_object_label(row), row.id) for row in room.objects],
                next((row.id for row in room.objects if row.selected), None))
        names = [item.id.name for item in room.preview.snapshot.clusters]
        kept = self.cluster.value if self.cluster.value in names else next(iter(names), None)
        choose(self.cluster, [(name, name) for name in names], kept)
        choose(self.policy, [(str(key), key) for key in room.policies], room.selected_policy)
        self.version.value = room.profile.version
        self.tabs.value = next(label for label, tab in _TABS.items() if tab == room.tab)
        self.knobs.show(room.knobs)
        self.undo.disabled = bool(room.why_not("undo"))
        self.rebalance.disabled = bool(room.why_not("rebalance"))

    def _draw_texts(self) -> None:
        room = self.room
        self.draw_header(room.header)
        lines = [room.what_if.title, *marked(room.what_if.lines)] if room.edits else []
        self.what_if.children = labels(lines, _SHOWN_LINES)
        if room.tab == "edit":
            editor = room.editor
            self.editor.value = editor.text
            where = f"line {editor.error_line}: " if editor.error_line else ""
            self.answer.value = f"{where}{editor.error}" if editor.error else "; ".join(
                editor.answer)
        self._edit_box.layout.display = None if room.tab == "edit" else "none"

    def _draw_picture(self) -> None:
        view = self.room.view
        title = f"{view.title}   {view.origin}" if view else "no object"
        self.picture.show(title, self.room.sheet, view.notes if view else ())


def _object_label(row: PlacedRow) -> str:
    mark = "✗ " if row.loses else "~ " if row.moves else ""
    policy = f"  ({row.policy})" if row.policy else ""
    return f"{mark}{row.id.path} ({row.id.kind})  {row.where}{policy}"

