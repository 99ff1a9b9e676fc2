"""What a report is about: a preview, narrowed to what was asked for, secrets masked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.diff.secret_places import policy_secret_values
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.preview import Preview
from workbench.model.errors import Place, UsageError
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.tree import same
from workbench.session.edits import Edit
from workbench.session.showing import Showing, redactor

if TYPE_CHECKING:
    from workbench.diff.results import ResultChange


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong before any result: input that can't be read, policies that are refused.

    Attributes:
        source: ``input`` or ``admission``.
        message: one line, safe to print, no secrets in it.
        object: the policy that is refused.
        field: its field, as the API server names it.
        by: who refuses: ``decoding``, ``schema``, ``webhook`` or ``not served``.
    """

    source: str
    message: str
    place: Place | None
    hint: str = ""
    object: ObjectId | None = None
    field: str = ""
    by: str = ""

    def __str__(self) -> str:
        if self.object is None:
            return self.message
        who = visible_line(str(self.object))
        where = f"{self.field}: " if self.field else ""
        return f"{who} would be refused ({self.by}): {where}{self.message}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many results there are, and of which sort.

    ``failed`` are those without an object; ``weak`` have one that Karmada may make otherwise
    in another run, or that an overrider ran on to no effect.
    """

    objects: int = 0
    nowhere: int = 0
    results: int = 0
    changed: int = 0
    failed: int = 0
    weak: int = 0


class Report:
    """A preview to be written down.

    Attributes:
        preview: the fleet, with the edits.
        before: the fleet without them; ``None`` if nothing is being tried.
        edits: what is being tried.
    """

    def __init__(
        self,
        preview: Preview,
        *,
        before: Preview | None = None,
        edits: Sequence[Edit] = (),
        objects: Sequence[str] = (),
        clusters: Sequence[str] = (),
    ) -> None:
        """Narrowed to ``objects`` and ``clusters``; none means all.

        An object is named by ``KIND/NAMESPACE/NAME``, ``NAMESPACE/NAME`` or ``NAME``. Raises
        :class:`UsageError` for one that the fleet does not have.
        """
        self.preview = preview
        self.before = before
        self.edits = tuple(edits)
        self._showing = Showing(preview)
        self.items = _chosen(preview.templates, objects)
        self._clusters = frozenset(clusters)
        for name in clusters:
            self._check_cluster(name)

    def _check_cluster(self, name: str) -> None:
        known = self.preview.clusters
        if name in known or any(name in self.preview.targets(i).clusters for i in self.items):
            return
        hint = _nearest(name, known) or f"the fleet has {len(known)} clusters"
        raise UsageError(f"there is no cluster {visible_line(name)!r}", hint=hint)

    def variants(self, item: Item) -> tuple[Variant, ...]:
        """The object's variants in the clusters asked for, fit to show."""
        shown = tuple(map(self._showing.variant, self.preview.variants(item)))
        if not self._clusters:
            return shown
        narrowed = (
            replace(v, clusters=tuple(c for c in v.clusters if c in self._clusters)) for v in shown
        )
        return tuple(v for v in narrowed if v.clusters)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Input first, then admission, in reading order."""
        return (*self._input_problems(), *self._refusals())

    def _input_problems(self) -> Iterator[Problem]:
        for error in self.preview.snapshot.problems:
            yield Problem(
                "input", visible_line(error.message), error.place, visible_line(error.hint)
            )

    def _refusals(self) -> Iterator[Problem]:
        for refusal in self.preview.refusals:
            policy, complaint = refusal.policy, refusal.complaint
            secrets = tuple(policy_secret_values(policy.object))
            message = redactor().redact_text(complaint.message, secrets)
            hint = "left out: the engine can't run it" if refusal.is_unusable else ""
            yield Problem(
                "admission", visible_line(message), policy.source.place(complaint.path), hint,
                policy.id, visible_line(complaint.field), refusal.by,
            )

    @cached_property
    def tally(self) -> Tally:
        """Counts over everything that the report is about."""
        nowhere = results = changed = failed = weak = 0
        for item in self.items:
            variants = self.variants(item)
            nowhere += not variants
            for variant in variants:
                size = len(variant.clusters)
                results += size
                failed += size * (variant.outcome.object is None)
                changed += size * is_changed(variant)
                weak += size * is_weak(variant)
        return Tally(len(self.items), nowhere, results, changed, failed, weak)

    @cached_property
    def changes(self) -> tuple[ResultChange, ...]:
        """What the edits change, the worst first, fit to show."""
        if self.before is None:
            return ()
        from workbench.session.overrides.what_if import result_changes

        chosen = {item.id for item in self.items}
        gone = {item.id for item in self.before.templates} - {i.id for i in self.preview.templates}
        return tuple(
            self._shown_change(change)
            for change in result_changes(self.before, self.preview)
            if change.object in chosen or change.object in gone
        )

    def _shown_change(self, change: ResultChange) -> ResultChange:
        after = change.after
        item = self.preview.snapshot.by_id.get(change.object)
        if item is None or after is None:
            return change
        raw = next((v for v in self.preview.variants(item) if v.outcome is after), None)
        return replace(change, after=self._showing.variant(raw).outcome) if raw else change


def is_changed(variant: Variant) -> bool:
    """Whether the override policies make something else of the object."""
    made = variant.outcome.object
    return made is not None and not same(made, variant.template)


def is_weak(variant: Variant) -> bool:
    """Whether there is something to be warned of although the object is made."""
    outcome = variant.outcome
    idle = any(not step.changes for step in outcome.steps)
    return outcome.object is not None and (bool(outcome.unstable) or idle)


def _chosen(items: tuple[Item, ...], asked: Sequence[str]) -> tuple[Item, ...]:
    if not asked:
        return items
    found: set[ObjectId] = set()
    for text in asked:
        fitting = [item.id for item in items if _fits(item.id, text)]
        if not fitting:
            names = dict.fromkeys(name for item in items for name in _spellings(item.id))
            hint = _nearest(text, names) or "name it as KIND/NAMESPACE/NAME"
            raise UsageError(f"there is no object {visible_line(text)!r}", hint=hint)
        found.update(fitting)
    return tuple(item for item in items if item.id in found)


def _fits(identity: ObjectId, text: str) -> bool:
    kind, slash, rest = text.partition("/")
    named = slash and kind.lower() == identity.kind.lower() and rest in (
        identity.path, identity.name
    )
    return bool(named) or text in (identity.path, identity.name)


def _spellings(identity: ObjectId) -> tuple[str, ...]:
    return (f"{identity.kind}/{identity.path}", identity.path, identity.name)


def _nearest(text: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(text, list(known), 1)
    return f"did you mean {visible_line(near[0])}?" if near else ""
