"""The stations of a state on its way, as rows, and the verdict on each move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.karmada.failover.conditions import Condition, first_blocking
from workbench.karmada.failover.restore import RestorePoint
from workbench.karmada.failover.state import ExtractedRule
from workbench.karmada.failover.state_trace import StateTrace
from workbench.model.pointer import field_path
from workbench.model.text import shortened, visible_line
from workbench.model.tree import MISSING
from workbench.session.failover import wording
from workbench.session.failover.routes import Leg, Route
from workbench.session.failover.views import TracerRow
from workbench.session.views import Role
from workbench.simulator.passages import preserves_state

_ILLEGAL = "at most 63 letters, digits, '-', '_' and '.', letters or digits at both ends"
_ADMISSION = "admission of the new cluster"
_RULE = "statePreservation.rules[].jsonPath"


@dataclass(frozen=True, slots=True)
class Stage:
    """One move, and what becomes of the state in it.

    Attributes:
        former: what the move before handed on.
        written: where the old copy keeps its state, as its own admission would restore it.
    """

    leg: Leg
    trace: StateTrace
    former: StateTrace | None = None
    written: RestorePoint | None = None

    @property
    def source(self) -> str:
        return self.leg.passage.source

    @property
    def target(self) -> str:
        return self.leg.passage.target

    @property
    def is_assumed(self) -> bool:
        """The status of the old copy is made up."""
        return self.leg.passage.is_status_assumed

    @property
    def forgets(self) -> bool:
        """Whether what arrives is of a copy that never ran, in place of what it was to restore."""
        return (
            self.former is not None and self.former.arrives and self.trace.arrives
            and not self.leg.passage.was_healthy and self.trace.labels != self.former.labels
        )


    @property
    def misled(self) -> str:
        """Where the label leads, and where the state is, if that is not the same place."""
        point, label = self.trace.restore, self.trace.labels
        if point is None or self.written is None or point.label not in label:
            return ""
        leads, lies = (one.value(label[point.label]) for one in (point, self.written))
        if leads == lies:
            return ""
        return (f"the label leads to {leads}, but the copy in {self.source} keeps its state in "
                f"{lies}")


def verdict(stage: Stage, route: Route) -> tuple[str, Role]:
    """What becomes of the state in one move."""
    trace = stage.trace
    if not trace.rules:
        return _no_rules(stage)
    fails = first_blocking(trace.eviction)
    if fails is not None:
        return f"the state does not arrive: {_condition_text(fails)}", "error"
    if not route.moves:
        why = route.remarks[0] if route.remarks else None
        return ("nothing moves, so no state does"
                + (f": {why.subject}: {why.text}" if why else "")), "error"
    if stage.leg.is_played and stage.target in ("", stage.source):
        return f"the state does not arrive: {route.why_not or _nowhere(stage)}", "error"
    ended = next((e for e in stage.leg.told if e.kind == "task ended"), None)
    if trace.blocking is not None:
        if ended is not None and trace.blocking.subject == "spec.gracefulEvictionTasks":
            return ("the state does not arrive: before a new copy is made "
                    f"{ended.text}, and the label goes with it"), "error"
        return f"the state does not arrive: {_condition_text(trace.blocking)}", "error"
    if trace.illegal:
        then = f"until {ended.text}, and then made without it" if ended else "at all"
        return (f"the state does not arrive: {trace.target} refuses the label "
                f"{', '.join(trace.illegal)}, so no new copy is made {then}"), "error"
    if stage.forgets:
        return _forgotten(stage), "error"
    if stage.misled:
        return stage.misled, "error"
    if any(not loss.protected_by for loss in trace.losses):
        return "the state arrives, and is taken away again once the new copy is healthy", "warning"
    return "the state arrives and stays", "ok"


def _no_rules(stage: Stage) -> tuple[str, Role]:
    """No rule of this failover: as meant where the other has none either."""
    field = f"failover.{stage.trace.trigger}.statePreservation"
    if preserves_state(stage.leg.passage.before):
        return f"the state does not arrive: {field} has no rules", "error"
    return "no state is to be kept: no rule of statePreservation says what", ""


def _nowhere(stage: Stage) -> str:
    said = next((e.text for e in reversed(stage.leg.told) if e.kind == "unscheduled"), "")
    if stage.target:
        back = f"it comes back to {stage.source} once the eviction is over"
        return f"{said or 'no other cluster takes it'}; {back}"
    if stage.trace.target:
        return f"no new copy is made, {stage.trace.target} has one already"
    return f"the workload has nowhere to go{f': {said}' if said else ''}"


def _forgotten(stage: Stage) -> str:
    assert stage.former is not None
    lost = ", ".join(f"{name}={value}" for name, value in stage.former.labels.items())
    return (f"what arrives is of the copy in {stage.source}, which was never healthy; the state "
            f"that {stage.former.source} left ({lost}) is not handed on")


def _condition_text(condition: Condition) -> str:
    if condition.subject.endswith("jsonPath"):
        return f"{condition.subject}: {condition.found}"
    return f"{condition.subject} is {condition.found}, has to be {condition.wanted}"


def rows_of(stages: Sequence[Stage], route: Route) -> Iterator[TracerRow]:
    """Every station of every move, in order."""
    for reason in route.remarks:
        yield TracerRow("move", "⚠", visible_line(reason.text), visible_line(reason.subject),
                        "warning")
    for stage in stages:
        yield from _move_rows(stage, is_one_of_many=len(stages) > 1)
        yield from _stage_rows(stage)
    if route.more:
        text = f"{route.more} more moves follow" if route.more > 1 else "one more move follows"
        yield TracerRow("move", "…", text, "the scenario", "muted")


def _move_rows(stage: Stage, *, is_one_of_many: bool) -> Iterator[TracerRow]:
    leg = stage.leg
    if leg.is_played:
        where = stage.target or "nowhere"
        way = f"{stage.source} to {where}: " if is_one_of_many else ""
        made = ("no new Work" if leg.passage.created_at is None
                else f"new Work at {wording.clock(leg.passage.created_at)}")
        yield TracerRow("move", "→", visible_line(
            f"{way}evicted at {wording.clock(leg.passage.evicted_at)}, {made} (simulated)"
        ), f"failover.{leg.passage.trigger}", "")
    for event in leg.told:
        yield TracerRow("move", "⚠", visible_line(f"{wording.clock(event.time)} {event.text}"),
                        visible_line(event.decided_by), "warning")


def _stage_rows(stage: Stage) -> Iterator[TracerRow]:
    trace = stage.trace
    for rule in trace.rules:
        yield from _rule_rows(rule, is_assumed=stage.is_assumed)
    if stage.forgets:
        yield TracerRow("value", "✗", visible_line(_forgotten(stage)), _RULE, "error")
    yield from _condition_rows("eviction", trace.eviction)
    if stage.leg.is_played and stage.target in ("", stage.source):
        return
    yield from _condition_rows(
        "injection", (trace.injection.gate, *trace.injection.conditions)
    )
    yield from _admission_rows(trace)
    if stage.misled:
        yield TracerRow("admission", "✗", visible_line(stage.misled), "overrides", "error")
    if not trace.illegal:
        yield from _sync_rows(trace)


def _condition_rows(
    station: Literal["eviction", "injection"], conditions: Iterable[Condition]
) -> Iterator[TracerRow]:
    for condition in conditions:
        mark, role = _MARKS[condition.holds]
        yield TracerRow(station, mark, visible_line(_found(condition)), condition.subject, role)


def _found(condition: Condition) -> str:
    if not condition.holds:
        return f"{condition.found}, has to be: {condition.wanted}"
    if condition.found == condition.wanted:
        return condition.found
    return f"{condition.wanted} ({condition.found})"


_MARKS: dict[bool, tuple[str, Role]] = {True: ("✓", "ok"), False: ("✗", "error")}


def _rule_rows(rule: ExtractedRule, *, is_assumed: bool) -> Iterator[TracerRow]:
    path, found = rule.rule.json_path, rule.extraction
    if found.kind != "value":
        made_up = "; the status is made up" if is_assumed else ""
        yield TracerRow("path", "✗", visible_line(f"{path}: {found.message}{made_up}"), _RULE,
                        "error")
        return
    shown = shortened(visible_line(found.value), 80) or "empty"
    notes = [note for note, holds in (
        ("made up", is_assumed), ("another run may give another", found.varies),
    ) if holds]
    text = f"{shown} ({'; '.join(notes)})" if notes else shown
    yield TracerRow("path", "✓", visible_line(path), _RULE, "ok")
    yield TracerRow("value", "·", text, "status.aggregatedStatus[].status",
                    "warning" if notes else "")
    name = rule.rule.alias_label_name
    if found.is_legal_label:
        yield TracerRow("label", "✓", visible_line(f"{name}={found.value}"), "aliasLabelName", "ok")
    else:
        yield TracerRow("label", "✗", visible_line(f"{name}: no label value: {_ILLEGAL}"),
                        "aliasLabelName", "error")


def _admission_rows(trace: StateTrace) -> Iterator[TracerRow]:
    point = trace.restore
    if point is None or not trace.target:
        return
    value = trace.labels.get(point.label)
    where = field_path(point.path)
    if value is None or trace.illegal:
        yield TracerRow("admission", "✗", f"no label, so a rule there leaves {where} alone",
                        _ADMISSION, "error")
        return
    text = f"a rule there can set {where}: {point.value(value)}"
    yield TracerRow("admission", "·", visible_line(text), _ADMISSION, "")
    if point.caution:
        yield TracerRow("admission", "⚠", point.caution, _ADMISSION, "warning")


def _sync_rows(trace: StateTrace) -> Iterator[TracerRow]:
    for loss in trace.losses:
        where, by = field_path(loss.path), "the task ends: the Work is built without the label"
        if loss.protected_by:
            text = f"{where} stays: customization {loss.protected_by} names it"
            yield TracerRow("sync", "✓", visible_line(text), "retention", "ok")
        else:
            gone = "is taken away" if loss.after is MISSING else "is overwritten"
            yield TracerRow("sync", "✗", visible_line(f"{where} {gone} by the next sync"), by,
                            "error")
