"""The Overrides room in a notebook: controls that recompute as they move, one picture."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from workbench.karmada.profile import LATEST, PROFILES
from workbench.model.errors import UsageError
from workbench.session.actions import BY_ID
from workbench.session.overrides.room import OverridesRoom
from workbench.session.sheet import (
    Sheet,
    diff_sheet,
    grid_sheet,
    result_sheet,
    trace_sheet,
)
from workbench.session.views import SEVERITY_MARKS, PolicyRow, ProblemRow
from workbench.widgets.knobs import KnobPanel
from workbench.widgets.parts import Source, choose, profile_of, snapshot_of
from workbench.widgets.room_widget import RoomWidget, label, labels, marked
from workbench.widgets.sheet_view import SheetView

_TABS = {"Diff": "show_diff", "Result": "show_result", "Trace": "show_trace",
         "Grid": "show_grid", "Edit": "show_edit"}
_SHOWN_PROBLEMS = 6
_SHOWN_CHANGES = 12


class OverridePreview(RoomWidget):
    """What every cluster gets of every object, to look at and to try out.

    Args:
        source: a path, ``sample:NAME``, several of them, or a :class:`Snapshot`.
        karmada: the Karmada version, such as ``1.18``.
        everywhere: every object against every cluster, whatever placement says.
        object: name of the object to begin with.

    Raises :class:`WorkbenchError` for a version or object that isn't there. Files that can't
    be read don't raise: the widget shows them, and the rest.
    """

    def __init__(
        self,
        source: Source,
        *,
        karmada: str = LATEST.version,
        everywhere: bool = False,
        object: str = "",
    ) -> None:
        super().__init__(OverridesRoom(
            snapshot_of(source), profile=profile_of(karmada), everywhere=everywhere
        ))
        if object:
            self._select_by_name(object)
        self.room.look_for_hazards()
        self.draw()

    # -- parts

    def make_controls(self) -> None:
        self.object = ipw.Dropdown(description="Object", layout=ipw.Layout(width="55%"))
        self.filter = ipw.Text(placeholder=BY_ID["filter"].help, layout=ipw.Layout(width="45%"),
                               continuous_update=False)
        self.variant = ipw.Dropdown(description="Variant", layout=ipw.Layout(width="55%"))
        self.version = ipw.ToggleButtons(options=list(PROFILES), style={"button_width": "80px"})
        self.tabs = ipw.ToggleButtons(options=list(_TABS), style={"button_width": "80px"})
        self.layout_button = ipw.ToggleButton(description=BY_ID["toggle_layout"].title)
        self.unfold = ipw.ToggleButton(description=BY_ID["toggle_folds"].title)
        self.everywhere = ipw.ToggleButton(description=BY_ID["toggle_everywhere"].title)
        self.policy = ipw.Dropdown(description="Policy", layout=ipw.Layout(width="55%"))
        self.delete = self.button("delete_policy")
        self.undo = self.button("undo")
        self.join_text = ipw.Text(placeholder="ap-3 region=ap env=prod")
        self.join = self.button("join_cluster", lambda: self.join_text.value)
        self.value_text = ipw.Text(placeholder="new value of the clicked field")
        self.make = self.button("make_override", self._wanted_value)
        self.editor = ipw.Textarea(layout=ipw.Layout(width="100%", height="320px"))
        self.answer = label("")
        self.picture = SheetView()
        self.knobs = KnobPanel(self._turn)
        self.what_if = ipw.VBox()
        self.problems = ipw.VBox()
        self._connect()

    def page(self) -> list[ipw.Widget]:
        self._edit_box = ipw.VBox([self.editor, self.answer])
        return [
            self.header,
            ipw.HBox([self.object, self.filter]),
            ipw.HBox([self.variant, self.version, self.everywhere]),
            ipw.HBox([self.policy, self.delete, self.undo]),
            self.knobs.box,
            self.what_if,
            ipw.HBox([self.tabs, self.layout_button, self.unfold]),
            self._edit_box,
            self.picture,
            ipw.HBox([self.join_text, self.join, self.value_text, self.make]),
            self.message,
            self.problems,
        ]

    def _connect(self) -> None:
        on = self.on
        on(self.object, self.room.select_object)
        on(self.variant, self.room.select_variant)
        on(self.policy, self.room.select_policy)
        on(self.filter, lambda text: self.room.perform("filter", text))
        on(self.tabs, lambda name: self.room.perform(_TABS[name]))
        on(self.layout_button, lambda _: self.room.perform("toggle_layout"))
        on(self.unfold, lambda _: self.room.perform("toggle_folds"))
        on(self.everywhere, lambda _: self.room.perform("toggle_everywhere"))
        on(self.version, lambda _: self.room.perform("toggle_version"))
        on(self.editor, self.room.edit_text)
        self.picture.observe(self._clicked, "selected")

    # -- what a person does

    def follow(self) -> None:
        self.room.look_for_hazards()

    def _turn(self, path: tuple[str | int, ...], value: Any) -> None:
        self.forward(lambda: self.room.turn_knob(path, value))

    def _wanted_value(self) -> Any:
        from workbench.session.overrides.authoring import read_value

        return read_value(self.value_text.value)

    def _clicked(self, change: Any) -> None:
        rows = self._sheet().rows
        if 0 <= change["new"] < len(rows) and rows[change["new"]].path:
            path = rows[change["new"]].path
            self.room.select_path(path)
            self.value_text.description = str(path[-1])[:12]

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
        choose(self.object, [(f"{r.id.path} ({r.id.kind})  {r.badges}", r.id)
                              for r in room.objects],
                next((r.id for r in room.objects if r.selected), None))
        choose(self.variant, [(f"{v.index + 1}/{len(room.variants)}  {v.title}", v.index)
                               for v in room.variants],
                next((v.index for v in room.variants if v.selected), None))
        choose(self.policy, [(_policy_label(p), p.ref) for p in room.policies],
                room.selected_policy)
        self.version.value = room.profile.version
        self.layout_button.value = room.layout == "split"
        self.unfold.value = room.unfold
        self.everywhere.value = room.everywhere
        self.tabs.value = next(n for n, a in _TABS.items() if a == f"show_{room.tab}")
        for action, button in (("undo", self.undo), ("delete_policy", self.delete)):
            button.disabled = bool(room.why_not(action))
        self.knobs.show(room.knobs)

    def _draw_texts(self) -> None:
        room = self.room
        self.draw_header(room.header)
        what_if = room.what_if
        lines = [what_if.title, *marked(what_if.lines)] if room.edits else []
        self.what_if.children = labels(lines, _SHOWN_CHANGES)
        texts = (_problem_line(row) for row in room.problems)
        self.problems.children = labels(texts, _SHOWN_PROBLEMS, "problems")
        if room.tab == "edit":
            editor = room.editor
            self.editor.value, self.editor.description = editor.text, ""
            where = f"line {editor.error_line}: " if editor.error_line else ""
            said = f"{where}{editor.error}" if editor.error else "; ".join(editor.answer)
            self.answer.value = said
        self._edit_box.layout.display = None if room.tab == "edit" else "none"

    def _sheet(self) -> Sheet:
        room = self.room
        if room.tab == "result":
            return result_sheet(room.result)
        if room.tab == "trace":
            return trace_sheet(room.trace)
        if room.tab == "grid":
            return grid_sheet(room.grid)
        return diff_sheet(room.diff)

    def _draw_picture(self) -> None:
        notes = self.room.result.notes if self.room.tab == "result" else self.room.diff.notes
        self.picture.show(self.room.position, self._sheet(), notes)


def _problem_line(row: ProblemRow) -> str:
    where = f"{row.place}: " if row.place else ""
    todo = f" ({row.hint})" if row.hint else ""
    return f"{SEVERITY_MARKS[row.severity]} {row.id}  {where}{row.text}{todo}"


def _policy_label(row: PolicyRow) -> str:
    mark = "✗" if row.failed else "✓" if row.order else "–"
    tail = f"  {row.clusters} clusters" if row.order else f"  {row.note}"
    return f"{row.order or ' '} {mark} {row.ref}{tail}"

