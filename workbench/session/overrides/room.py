"""The Overrides room: what is selected, what is being tried, and the views that follow.

Front ends call the methods named like actions (see :mod:`workbench.session.actions`) and draw
the views. Every view is computed when it is asked for, and kept until something changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from workbench.karmada.preview import Preview
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.tree import Path
from workbench.session.edits import Delete, parse_join
from workbench.session.overrides.policies import ref_of
from workbench.session.overrides.problems import worst_first

if TYPE_CHECKING:
    from workbench.lint.finding import Finding
from workbench.session.overrides.shown import OverridesViews


class OverridesRoom(OverridesViews):
    """The room as front ends use it: views to draw, actions to call."""

    def point_at_problem(self, index: int) -> None:
        """Choose a problem for :meth:`apply_fix`, without going there; none with -1."""
        is_one = 0 <= index < len(self._problems)
        self._problem = self._problems[index].key if is_one else None
        self._kept.pop("problems", None)

    def select_problem(self, index: int) -> None:
        """Go to a problem, its object and its policy."""
        if not 0 <= index < len(self._problems):
            return
        problem = self._problems[index]
        self.point_at_problem(index)
        owner, blamed = problem.row.object, problem.place[0]
        if blamed is not None and blamed.kind.endswith("OverridePolicy"):
            self.select_policy(ref_of(blamed))
        if owner is not None and owner in {item.id for item in self.preview.templates}:
            self.select_object(owner)
        elif owner is not None and owner.kind.endswith("OverridePolicy"):
            self.select_policy(ref_of(owner))

    def why_not(self, action: str) -> str:
        if action == "apply_fix" and not self._fixable():
            return "the selected problem has no mechanical fix"
        if action == "make_override" and (self._path is None or self.selected_variant is None):
            return "select a field of the result first"
        return super().why_not(action)

    def next_variant(self) -> None:
        if self._raw_variants:
            self.select_variant((self._variant + 1) % len(self._raw_variants))

    def previous_variant(self) -> None:
        if self._raw_variants:
            self.select_variant((self._variant - 1) % len(self._raw_variants))

    def next_problem(self) -> str:
        if not self.problems:
            return "no problems"
        self.select_problem((self._problem_at + 1) % len(self._problems))
        return f"problem {self._problem_at + 1} of {len(self._problems)}"

    def show_diff(self) -> None:
        self.tab = "diff"

    def show_result(self) -> None:
        self.tab = "result"

    def show_trace(self) -> None:
        self.tab = "trace"

    def show_grid(self) -> None:
        self.tab = "grid"

    def show_edit(self) -> None:
        self.tab = "edit"

    def toggle_layout(self) -> None:
        self.layout = "split" if self.layout == "unified" else "unified"
        self._changed()

    def toggle_folds(self) -> None:
        self.unfold = not self.unfold
        self._changed()

    def toggle_everywhere(self) -> str:
        self.everywhere = not self.everywhere
        self._recompute()
        return "every object against every cluster" if self.everywhere else "placement counts"

    def look_for_hazards(self) -> None:
        """Lint the fleet as it stands now; front ends call this when they are idle."""
        from workbench.lint.rules import lint

        if self._findings is None:
            self.take_findings(self.preview, lint(self.preview))

    @property
    def is_unlinted(self) -> bool:
        """Whether nobody has looked for hazards since the last change."""
        return self._findings is None

    def take_findings(self, preview: Preview, findings: Iterable[Finding]) -> bool:
        """Show what was found in ``preview``; ``False`` if that is no longer what is shown."""
        if preview is not self.preview:
            return False
        self._findings = worst_first(findings)
        self._changed()
        return True

    def _fixable(self) -> Finding | None:
        """The selected problem's hazard, if it has a mechanical fix."""
        at = self._problem_at
        findings = self._problems[at].findings if at >= 0 else ()
        return next((found for found in findings if found.fix is not None), None)

    def apply_fix(self) -> str:
        finding = self._fixable()
        assert finding is not None and finding.fix is not None  # why_not has said so before
        self._put(finding.fix.after, finding.fix.target)
        return visible_line(finding.fix.title)

    def delete_policy(self) -> str:
        return self._try(Delete(cast(ObjectId, self.policy_id)))

    def join_cluster(self, labels: str) -> str:
        return self._try(parse_join(labels))

    def put_policy(self, item: Item) -> str:
        """Add or replace a policy as a what-if."""
        self._put(item.object, item.id)
        return self._tried()

    def make_override(self, value: Any) -> str:
        """A policy that gives the selected field ``value`` in the variant's clusters."""
        from workbench.session.overrides.authoring import author, wish_of

        variant = self._raw_variants[self._variant]
        every = len(self._raw_variants) == 1
        current = variant.outcome.object or variant.template
        ran = {ref.name for ref, _ in variant.outcome.applied if not ref.is_cluster_scoped}
        authored = author(
            current,
            wish_of(current, cast(Path, self._path), value),
            clusters=() if every else variant.clusters,
            after=ran,
            profile=self.profile,
        )
        self.put_policy(Item.of(authored.policy))
        self.tab = "edit"
        return "; ".join(authored.warnings) or "round trip checked: the clusters get this value"

    def write_report(self, path: str) -> str:
        """Write all of the fleet's results as a report; Markdown, HTML or JSON by the ending."""
        from workbench.session.reports.report import Report
        from workbench.session.reports.writing import write_report

        before = self.before if self.edits else None
        report = Report(self.preview, before=before, edits=self.edits)
        return f"wrote {visible_line(str(write_report(report, path)))}"

    def _tried(self) -> str:
        """What to say of the what-ifs: what they change, if that is known without waiting."""
        is_known = self.ahead.is_done or not self.is_lazy
        return self.what_if.title if is_known else visible_line(str(self.edits[-1]))
