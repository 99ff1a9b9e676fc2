"""The Overrides room: what is selected, what is being tried, and the views that follow.

Front ends call the methods named like actions (see :mod:`workbench.session.actions`) and draw
the views. Every view is computed when it is asked for, and kept until something changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from workbench.fleets.objects import read_objects
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.overrides.outcome import PolicyRef
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, PROFILES, Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import visible_line
from workbench.model.tree import Object, Path, replaced
from workbench.model.yaml_patch import patched_text
from workbench.model.yaml_writer import write_yaml
from workbench.session.actions import BY_ID
from workbench.session.edits import Delete, Edit, Join, Put, edited, is_policy, parse_join
from workbench.session.overrides import problems as problem_list
from workbench.session.overrides.ahead import Ahead
from workbench.session.overrides.comparison import (
    between_view,
    count,
    diff_view,
    policy_diff,
    result_view,
    variant_rows,
)
from workbench.session.overrides.editor import Editor, text_of
from workbench.session.overrides.grid import grid_view
from workbench.session.overrides.knobs import Knob, knobs
from workbench.session.overrides.objects import filtered, object_rows
from workbench.session.overrides.policies import id_of, policy_rows, ref_of
from workbench.session.overrides.trace import trace_rows
from workbench.session.showing import Showing
from workbench.session.views import (
    DiffView,
    EditorView,
    GridView,
    Header,
    Layout,
    ObjectRow,
    PolicyRow,
    ProblemRow,
    ResultView,
    Tab,
    TraceRow,
    VariantRow,
    WhatIfView,
)

if TYPE_CHECKING:
    from workbench.lint.finding import Finding

_T = TypeVar("_T")


class OverridesRoom:
    """State of the room.

    Attributes:
        base: the fleet as it was read.
        edits: what is being tried, in order.
        preview: the fleet with the edits; ``before`` is the one without.
        tab, layout, unfold: what is shown, and how.
        is_lazy: views don't wait for objects that are not looked at; the front end gives
            :attr:`ahead` time to work them out, and draws again.
    """

    mode = "FILES"

    def __init__(
        self, snapshot: Snapshot, *, profile: Profile = LATEST, everywhere: bool = False,
        is_lazy: bool = False,
    ) -> None:
        self.base = snapshot
        self.is_lazy = is_lazy
        self.profile = profile
        self.everywhere = everywhere
        self.edits: tuple[Edit, ...] = ()
        self.tab: Tab = "diff"
        self.layout: Layout = "unified"
        self.unfold = False
        self.filter_text = ""
        self._editor: Editor | None = None
        self._selected: ObjectId | None = None
        self._policy: PolicyRef | None = None
        self._variant = 0
        self._problem = -1
        self._path: Path | None = None
        self._picked: int | None = None
        self.compared: tuple[int, int] | None = None
        self._findings: tuple[Finding, ...] | None = None
        self._kept: dict[str, Any] = {}
        self._recompute()

    # -- what is computed

    def _recompute(self) -> None:
        """Everything that depends on fleet, version or edits is computed anew, when asked."""
        self.before = self._before()
        self.preview = self.before
        if self.edits:
            self.preview = Preview(
                edited(self.base, self.edits), self.profile, everywhere=self.everywhere,
                before=self.before,
            )
        self.showing = Showing(self.preview)
        self.ahead = Ahead(self.before, self.preview)
        self._findings = None
        self._kept.clear()
        self.compare_none()
        items = self._items
        if self._selected not in {item.id for item in items}:
            self._selected = items[0].id if items else None
            self._variant = self._telling_variant()
        self._variant = min(self._variant, max(len(self._raw_variants) - 1, 0))

    def _before(self) -> Preview:
        """The fleet as it was read; computed anew only if that, or how it is judged, changed."""
        known: Preview | None = getattr(self, "before", None)
        wanted = (self.profile, self.everywhere)
        if known and known.snapshot is self.base and (known.profile, known.everywhere) == wanted:
            return known
        return Preview(self.base, self.profile, everywhere=self.everywhere, keeps_stages=True)

    def _changed(self) -> None:
        """A selection changed: views follow, results stay."""
        self._kept.clear()

    def _keep(self, name: str, make: Callable[[], _T]) -> _T:
        if name not in self._kept:
            self._kept[name] = make()
        return cast(_T, self._kept[name])

    @property
    def _items(self) -> tuple[Item, ...]:
        return self._keep("items", lambda: filtered(self.preview.templates, self.filter_text))

    @property
    def selected_item(self) -> Item | None:
        """The object that is looked at."""
        return next((item for item in self.preview.templates if item.id == self._selected), None)

    @property
    def _raw_variants(self) -> tuple[Variant, ...]:
        item = self.selected_item
        return self.preview.variants(item) if item else ()

    @property
    def shown_variants(self) -> tuple[Variant, ...]:
        """Variants of the selected object, secrets masked."""
        return tuple(self.showing.variant(v) for v in self._raw_variants)

    @property
    def selected_variant(self) -> Variant | None:
        variants = self._raw_variants
        return self.showing.variant(variants[self._variant]) if variants else None

    # -- views

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
        return self._keep(
            "policies",
            lambda: policy_rows(self.preview, self.selected_item, self.selected_policy, touched),
        )

    @property
    def selected_policy(self) -> PolicyRef | None:
        """The policy that is looked at: the chosen one, else the first that applies."""
        known = {policy.ref for policy in self.preview.index.policies}
        if self._policy in known:
            return self._policy
        rows = policy_rows(self.preview, self.selected_item, None)
        return rows[0].ref if rows else None

    @property
    def variants(self) -> tuple[VariantRow, ...]:
        return self._keep("variants", lambda: variant_rows(self._raw_variants, self._variant))

    @property
    def position(self) -> str:
        """Title of the right-hand side: the object and which of its variants."""
        item, rows = self.selected_item, self.variants
        if item is None:
            return "no object"
        who = visible_line(f"{item.id.name} ({item.id.kind} {item.id.path})")
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
    def editor(self) -> EditorView:
        self._open_editor()
        if self._editor is None:
            return EditorView("no policy", "", answer=("the fleet has no override policy",))
        return self._editor.view(self.preview)

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
        return self._keep("problems", self._problem_rows)

    def _problem_rows(self) -> tuple[ProblemRow, ...]:
        rows = list(problem_list.input_problems(self.preview))
        if self._selected is not None:
            rows += problem_list.failing_clusters(self._selected, self.shown_variants)
        rows += problem_list.finding_rows(self._findings or ())
        return tuple(rows)

    @property
    def what_if(self) -> WhatIfView:
        from workbench.session.overrides.what_if import what_if_view

        def view() -> WhatIfView:
            return what_if_view(self.edits, self.ahead.changes() if self.edits else ())

        if self.edits and self.is_lazy and not self.ahead.is_done:
            asked = visible_line("; ".join(map(str, self.edits)))
            return WhatIfView(f"{asked}: working it out… {self.ahead.done} of {self.ahead.total}")

        return self._keep("what_if", view)

    @property
    def selected_path(self) -> Path | None:
        """The field that :meth:`make_override` is about."""
        return self._path

    @property
    def is_editor_locked(self) -> bool:
        """Whether the selected policy's text is shown masked, not to be typed in."""
        self._open_editor()
        return self._editor is None or self._editor.is_locked

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What would be lost by leaving: the what-ifs, and text that is no policy yet."""
        lost = [visible_line(str(edit)) for edit in self.edits]
        if self._editor is not None and self._editor.error is not None:
            lost.append(visible_line(f"the text of {self._editor.identity}, with an error in it"))
        return tuple(lost)

    # -- selections

    def select_object(self, identity: ObjectId) -> None:
        if identity != self._selected:
            self._selected, self._path = identity, None
            self._variant = self._telling_variant()
            self.compare_none()
            self._changed()

    def _telling_variant(self) -> int:
        """The variant worth seeing first: one that fails, else one that differs, else the first."""
        kinds = [(v.outcome.kind != "object", any(s.changes for s in v.outcome.steps))
                 for v in self._raw_variants]
        return kinds.index(max(kinds)) if kinds else 0

    def select_variant(self, index: int) -> None:
        if 0 <= index < len(self._raw_variants):
            self._variant, self._path = index, None
            self.compare_none()
            self._changed()

    def point_at_variant(self, index: int) -> None:
        """As :meth:`select_variant`, while another one waits to be compared."""
        picked = self._picked
        self.select_variant(index)
        self._picked = picked

    def pick_variant(self, index: int) -> str:
        """Pick a variant to compare; with the second one, the diff shows the two."""
        if self._picked is None or self._picked == index:
            self._picked = None if self._picked == index else index
            return f"variant {index + 1} picked: pick another one" if self._picked == index else ""
        self.compared, self._picked = (self._picked, index), None
        self.tab = "diff"
        self._changed()
        return f"variant {self.compared[0] + 1} against {index + 1}"

    @property
    def picked(self) -> int | None:
        """The variant that was picked to be compared."""
        return self._picked

    def compare_none(self) -> None:
        """The diff is against the template again."""
        self._picked = self.compared = None
        self._kept.pop("diff", None)

    def select_policy(self, ref: PolicyRef) -> None:
        self._policy = ref
        self._changed()

    def select_path(self, path: Path) -> None:
        """The field of the result that :meth:`make_override` is about."""
        self._path = path

    def point_at_problem(self, index: int) -> None:
        """Choose a problem for :meth:`apply_fix`, without going there."""
        self._problem = index

    def select_problem(self, index: int) -> None:
        """Go to a problem, its object and its policy."""
        rows = self.problems
        if not 0 <= index < len(rows):
            return
        self._problem = index
        owner = rows[index].object
        if owner is not None and owner in {item.id for item in self.preview.templates}:
            self.select_object(owner)
        elif owner is not None and owner.kind.endswith("OverridePolicy"):
            self.select_policy(ref_of(owner))

    # -- actions

    def perform(self, action: str, argument: Any = None) -> str:
        """Do an action by its id; what to tell the user. Raises ``WorkbenchError`` if it can't."""
        why_not = self.why_not(action)
        if why_not:
            raise UsageError(why_not)
        method = getattr(self, action)
        answer = method(argument) if BY_ID[action].argument else method()
        return answer or ""

    def why_not(self, action: str) -> str:
        """Why an action can't be done now; empty if it can."""
        if action not in BY_ID or BY_ID[action].is_local:
            return "" if action in BY_ID else f"there is no action {action!r}"
        if action in ("undo",) and not self.edits:
            return "nothing to undo"
        if action in ("delete_policy", "save_edit") and self.selected_policy is None:
            return "no policy is selected"
        if action == "apply_fix" and not self._fixable():
            return "the selected problem has no mechanical fix"
        if action == "make_override" and (self._path is None or self.selected_variant is None):
            return "select a field of the result first"
        return ""

    def next_object(self) -> None:
        self._step_object(1)

    def previous_object(self) -> None:
        self._step_object(-1)

    def _step_object(self, by: int) -> None:
        ids = [item.id for item in self._items]
        if ids:
            at = ids.index(self._selected) if self._selected in ids else -by
            self.select_object(ids[(at + by) % len(ids)])

    def next_variant(self) -> None:
        if self._raw_variants:
            self.select_variant((self._variant + 1) % len(self._raw_variants))

    def previous_variant(self) -> None:
        if self._raw_variants:
            self.select_variant((self._variant - 1) % len(self._raw_variants))

    def next_problem(self) -> str:
        if not self.problems:
            return "no problems"
        self.select_problem((self._problem + 1) % len(self.problems))
        return self.problems[self._problem].text

    def filter(self, text: str) -> str:
        filtered(self.preview.templates, text)  # raises before anything changes
        self.filter_text = text
        self._changed()
        items = self._items
        if items and self._selected not in {item.id for item in items}:
            self.select_object(items[0].id)
        return f"{count(len(items), 'object')} of {len(self.preview.templates)}" if text else ""

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

    def toggle_version(self) -> str:
        profiles = list(PROFILES.values())
        at = (profiles.index(self.profile) + 1) % len(profiles)
        self.profile = profiles[at]
        self._recompute()
        return f"judged by Karmada {self.profile.version}"

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
        self._findings = problem_list.worst_first(findings)
        self._changed()
        return True

    def _fixable(self) -> Finding | None:
        """The selected problem's hazard, if it has a mechanical fix."""
        findings = self._findings or ()
        at = self._problem - (len(self.problems) - len(findings))
        found = findings[at] if 0 <= at < len(findings) else None
        return found if found is not None and found.fix is not None else None

    def apply_fix(self) -> str:
        finding = self._fixable()
        assert finding is not None and finding.fix is not None  # why_not has said so before
        self._put(finding.fix.after, finding.fix.target)
        return visible_line(finding.fix.title)

    def delete_policy(self) -> str:
        ref = cast(PolicyRef, self.selected_policy)
        self._try(Delete(id_of(ref)))
        return self._tried()

    def join_cluster(self, labels: str) -> str:
        join: Join = parse_join(labels)
        self._try(join)
        return self._tried()

    def put_policy(self, item: Item) -> str:
        """Add or replace a policy as a what-if."""
        self._put(item.object, item.id)
        return self._tried()

    def turn_knob(self, path: Path, value: Any) -> str:
        """Another value in the selected policy, as a what-if; turning on replaces it."""
        identity = id_of(cast(PolicyRef, self.selected_policy))
        item = self.preview.snapshot.by_id[identity]
        self._put(replaced(item.object, path, value), identity)
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

    def _try(self, edit: Edit) -> None:
        self.edits = (*self.edits, edit)
        self._recompute()

    def undo(self) -> str:
        gone = self.edits[-1]
        self.edits = self.edits[:-1]
        self._editor = None
        self._recompute()
        return f"took back: {visible_line(str(gone))}"

    # -- the editor

    def edit_text(self, text: str) -> None:
        """The user typed: everything follows, unless the text is no policy right now."""
        self._open_editor()
        editor = self._editor
        if editor is None or editor.is_locked or text == editor.text:
            return
        item = editor.read(text)
        if item is None:
            self._kept.pop("editor", None)
            return
        target, editor.identity = editor.identity, item.id
        self._put_item(item, target)

    def _put(self, tree: Object, target: ObjectId) -> None:
        """Try ``tree`` in place of ``target``, the text around what changes kept."""
        current = self.preview.snapshot.by_id.get(target)
        text = patched_text(text_of(current), current.object, tree) if current else write_yaml(tree)
        self._put_item(read_objects(text, "(what if)").items[0], target)
        self._editor = None

    def _put_item(self, item: Item, target: ObjectId) -> None:
        """Try ``item`` in place of ``target``; what was tried there before is no more."""
        earlier = next((e for e in self.edits if isinstance(e, Put) and e.item.id == target), None)
        origin = earlier.replaces if earlier else self.base.by_id.get(target)
        kept = tuple(edit for edit in self.edits if edit is not earlier)
        is_as_read = origin is not None and text_of(item) == text_of(origin)
        self.edits = kept if is_as_read else (*kept, Put(item, origin))
        if is_policy(item):
            self._policy = ref_of(item.id)
        self._recompute()

    def save_edit(self) -> str:
        """Write what is being tried back to its files; the only thing that writes.

        A new policy gets a file beside the object that is looked at. Policies that are deleted
        as a what-if stay: taking them away for good is left to the user.
        """
        from workbench.fleets.saving import save

        if self._editor is not None and self._editor.error is not None:
            reason = self._editor.error.message
            raise UsageError(f"not saved: {reason}", hint="mend the text first, or undo it")
        puts = [edit for edit in self.edits if isinstance(edit, Put)]
        if not puts:
            return "nothing to save: everything is as it was read"
        beside = self.selected_item
        for put in puts:
            place, self.base = save(self.base, put.item, put.replaces, beside)
            self.edits = tuple(edit for edit in self.edits if edit is not put)
        self._editor = None
        self._recompute()
        more = f" and {count(len(puts) - 1, 'other object')}" if len(puts) > 1 else ""
        return f"saved to {visible_line(str(place))}{more}"

    def _open_editor(self) -> None:
        ref = self.selected_policy
        if ref is None:
            self._editor = None
            return
        if self._editor and self._editor.identity == id_of(ref):
            return
        item = self.preview.snapshot.by_id.get(id_of(ref))
        put = next((e for e in self.edits if isinstance(e, Put) and e.item is item), None)
        origin = put.replaces if put else item
        self._editor = Editor.open(item, origin, self.showing) if item else None
