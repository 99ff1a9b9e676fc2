"""What a report is about: a preview, narrowed to what was asked for, secrets masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from workbench.session.reports.naming import chosen, nearest
from workbench.session.showing import Showing, redactor

if TYPE_CHECKING:
    from workbench.session.reports.changes import Change


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
        self._progress: Callable[[int, int], None] | None = None
        self.items = chosen(preview.templates, objects)
        self._clusters = frozenset(clusters)
        for name in clusters:
            self._check_cluster(name)

    def _check_cluster(self, name: str) -> None:
        known = self.preview.clusters
        if name in known or any(name in self.preview.targets(i).clusters for i in self.items):
            return
        hint = nearest(name, known) or f"the fleet has {len(known)} clusters"
        raise UsageError(f"there is no cluster {visible_line(name)!r}", hint=hint)

    def tell(self, progress: Callable[[int, int], None]) -> None:
        """Call ``progress`` after each object of :meth:`each`: how many, and of how many."""
        self._progress = progress

    def each(self) -> Iterator[Item]:
        """The objects to report, one by one."""
        for done, item in enumerate(self.items, 1):
            yield item
            if self._progress:
                self._progress(done, len(self.items))

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
            if policy.id.kind.endswith("PropagationPolicy"):
                hint = "left out: it would not be stored, so it places nothing"
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
    def changes(self) -> tuple[Change, ...]:
        """What the edits change in the objects and clusters asked for, the worst first."""
        if self.before is None:
            return ()
        from workbench.session.reports.changes import changes

        gone = {item.id for item in self.before.templates} - set(self.preview.snapshot.by_id)
        mine = gone | {item.id for item in self.items}
        return tuple(
            change
            for change in changes(self.before, self.preview)
            if change.result.object in mine
            and (not self._clusters or not self._clusters.isdisjoint(change.result.clusters))
        )


def is_changed(variant: Variant) -> bool:
    """Whether the override policies make something else of the object."""
    made = variant.outcome.object
    return made is not None and not same(made, variant.template)


def is_weak(variant: Variant) -> bool:
    """Whether there is something to be warned of although the object is made."""
    outcome = variant.outcome
    idle = any(not step.changes for step in outcome.steps)
    return outcome.object is not None and (bool(outcome.unstable) or idle)
