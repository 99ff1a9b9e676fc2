"""The views of the Overrides room, each computed when it is asked for and kept until a change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbench.model.identity import ObjectId
from workbench.model.text import visible_line
from workbench.session.edits import Put
from workbench.session.overrides.comparison import (
    between_view,
    count,
    diff_view,
    policy_diff,
    result_view,
    variant_rows,
)
from workbench.session.overrides.grid import grid_view
from workbench.session.overrides.knobs import Knob, knobs
from workbench.session.overrides.objects import object_rows
from workbench.session.overrides.policies import id_of, policy_rows
from workbench.session.overrides.problems import Problem, problems
from workbench.session.overrides.selection import OverridesSelection
from workbench.session.overrides.trace import trace_rows
from workbench.session.views import (
    DiffView,
    GridView,
    Header,
    ObjectRow,
    PolicyRow,
    ProblemRow,
    ResultView,
    TraceRow,
    VariantRow,
    WhatIfView,
)


class OverridesViews(OverridesSelection):
    """What the front ends draw."""

    @property
    def header(self) -> Header:
        clusters, objects = len(self.preview.clusters), len(self.preview.templates)
        policies = len(self.preview.index.policies)
        summary = (
            f"{count(objects, 'object')}, {count(clusters, 'cluster')}, "
            f"{policies} override {'policy' if policies == 1 else 'policies'}"
        )
        warnings = []
        if self.preview.are_clusters_imagined and objects:
            warnings.append("NO CLUSTERS in the fleet: made up from the policies' targets")
        if not self.base.is_complete:
            warnings.append(f"INCOMPLETE: {count(len(self.base.problems), 'input problem')}")
        if self.everywhere:
            warnings.append("EVERYWHERE: placement ignored")
        return Header(
            visible_line(self.base.name), self.mode, f"Karmada {self.profile.version}", summary,
            tuple(visible_line(str(edit)) for edit in self.edits), tuple(warnings),
        )

    @property
    def objects(self) -> tuple[ObjectRow, ...]:
        def rows() -> tuple[ObjectRow, ...]:
            return object_rows(self.preview, self._items, self._selected, self._warning_counts(),
                               only_known=self.is_lazy)

        if self.is_lazy and not self.ahead.is_done:
            return rows()
        return self._keep("objects", rows)

    def _warning_counts(self) -> dict[ObjectId, int]:
        counts: dict[ObjectId, int] = {}
        for finding in self._findings or ():
            if finding.object is not None and finding.severity != "info":
                counts[finding.object] = counts.get(finding.object, 0) + 1
        return counts

    @property
    def policies(self) -> tuple[PolicyRow, ...]:
        touched = {edit.item.id for edit in self.edits if isinstance(edit, Put)}
        rows = self._keep(
            "policies",
            lambda: policy_rows(self.preview, self.selected_item, self.selected_policy, touched),
        )
        broken = self.broken_policy
        if broken is None:
            return rows
        return tuple(replace(row, is_broken=id_of(row.ref) == broken) for row in rows)

    @property
    def variants(self) -> tuple[VariantRow, ...]:
        return self._keep("variants", lambda: variant_rows(self._raw_variants, self._variant))

    @property
    def position(self) -> str:
        """Title of the right-hand side: the object and which of its variants."""
        item = self.selected_item
        if item is None:
            return "no object"
        return self._position(visible_line(f"{item.id.name} ({item.id.kind} {item.id.path})"))

    @property
    def short_position(self) -> str:
        """As :attr:`position`, where there is little room: the object by its name alone."""
        item = self.selected_item
        return self._position(visible_line(item.id.name)) if item else "no object"

    def _position(self, who: str) -> str:
        rows = self.variants
        if self.compared:
            return f"{who} ── variant {self.compared[0] + 1} against {self.compared[1] + 1}"
        if not rows:
            return f"{who} ── goes nowhere"
        size = count(len(rows[self._variant].clusters), "cluster")
        return f"{who} ── variant {self._variant + 1} of {len(rows)}: {size}"

    @property
    def diff(self) -> DiffView:
        def view() -> DiffView:
            variant, item = self.selected_variant, self.selected_item
            if variant is None or item is None:
                return DiffView(self.position, "template", "member", self.layout,
                                notes=self._nothing())
            if self.compared:
                return between_view(self.shown_variants, self.compared, self.position,
                                    self.layout, unfold=self.unfold)
            targets = self.preview.targets(item)
            return diff_view(variant, self.position, targets, self.layout, unfold=self.unfold)

        return self._keep("diff", view)

    @property
    def result(self) -> ResultView:
        def view() -> ResultView:
            variant, item = self.selected_variant, self.selected_item
            if variant is None or item is None:
                return ResultView(self.position, (), self._nothing())
            return result_view(variant, self.position, self.preview.targets(item))

        return self._keep("result", view)

    def _nothing(self) -> tuple[tuple[Any, str], ...]:
        item = self.selected_item
        if item is None:
            return (("info", "nothing to show: no object fits the filter"),)
        return (("warning", f"goes nowhere: {visible_line(self.preview.targets(item).note)}"),)

    @property
    def trace(self) -> tuple[TraceRow, ...]:
        item, variant = self.selected_item, self.selected_variant
        if item is None or variant is None:
            return ()
        return self._keep("trace", lambda: trace_rows(self.preview, item, variant))

    @property
    def grid(self) -> GridView:
        return self._keep("grid", lambda: grid_view(self.shown_variants))

    @property
    def policy_diff(self) -> DiffView:
        """What the what-ifs make of the selected policy."""
        ref = self.selected_policy
        ids = [self.base.by_id.get(id_of(ref)), self.preview.snapshot.by_id.get(id_of(ref))] if (
            ref) else []
        trees = [self.showing.policy(item.object) if item else {} for item in ids] or [{}, {}]
        return policy_diff(trees[0], trees[1], visible_line(str(ref)), self.layout)

    @property
    def knobs(self) -> tuple[tuple[Knob, tuple[str, ...]], ...]:
        """Values of the selected policy that controls can turn, each with its choices."""
        ref = self.selected_policy
        item = self.preview.snapshot.by_id.get(id_of(ref)) if ref else None
        if item is None or self.showing.policy(item.object) is not item.object:
            return ()
        names = tuple(visible_line(name) for name in self.preview.clusters)
        return tuple((k, names if k.kind == "clusters" else ()) for k in knobs(item.object))

    @property
    def problems(self) -> tuple[ProblemRow, ...]:
        """Input, admission, failures of the selected object; hazards once they were looked for."""
        return self._keep("problems", lambda: tuple(
            replace(problem.row, selected=problem.key == self._problem)
            for problem in self._problems
        ))

    @property
    def _problems(self) -> tuple[Problem, ...]:
        return self._keep("problem groups", lambda: problems(
            self.preview, self._selected, self.shown_variants, self._findings or ()))

    @property
    def _problem_at(self) -> int:
        """Position of the chosen problem; -1 if none is."""
        keys = [problem.key for problem in self._problems]
        return keys.index(self._problem) if self._problem in keys else -1

    @property
    def what_if(self) -> WhatIfView:
        from workbench.session.overrides.what_if import what_if_view

        def view() -> WhatIfView:
            return what_if_view(self.edits, self.ahead.changes() if self.edits else ())

        if self.edits and self.is_lazy and not self.ahead.is_done:
            asked = visible_line("; ".join(map(str, self.edits)))
            return WhatIfView(f"{asked}: working it out… {self.ahead.done} of {self.ahead.total}")

        return self._keep("what_if", view)

