"""Secret values replaced by keyed digests: a change still shows, the value never does.

Every way out goes through here: results, traces, diffs, messages, policies, records. The digest
is keyed, so nobody finds a value by trying; the same value has the same digest for the same key,
and a digest says nothing of a value's length. Redact first, then diff.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from workbench.diff.masks import Masks
from workbench.diff.message_redaction import masked_message
from workbench.diff.policy_redaction import (
    redacted_policy,
    redacted_record,
    without_copies,
    without_records,
)
from workbench.diff.secret_places import (
    is_override_policy,
    is_secret_place,
    plain_texts,
    secret_paths,
    secret_values,
)
from workbench.karmada.overrides.outcome import Change, Outcome, Step
from workbench.model.tree import MISSING, Json, Object, Path, lookup, replaced


class Redactor:
    """Masks with one key. Give a random key for each run, or keep one to compare runs."""

    def __init__(self, key: bytes) -> None:
        self._masks = Masks(key)

    def mask(self, value: Json) -> str:
        """What stands for a value, e.g. ``‹masked 0a1b2c3d4e›``; ``1`` and ``"1"`` differ."""
        return self._masks.of(value)

    def redact_object(self, tree: Object) -> Object:
        """A copy with the values of every Secret in it masked; ``tree`` itself without any.

        Annotations that hold a copy of a Secret are masked as well, and on a Work that carries
        one, the records of the overrides that were applied. Of an override policy, so is what
        it writes to Secrets.
        """
        if is_override_policy(tree):
            return self.redact_policy(tree)
        return self._without_secrets(tree)

    def _without_secrets(self, tree: Object) -> Object:
        paths = tuple(secret_paths(tree))
        redacted: Object = self._masks.without(tree, paths)
        if paths and () not in paths:
            redacted = without_copies(redacted, self._masks)
        if paths and lookup(tree, "kind") == "Work":
            redacted = without_records(redacted, self._masks)
        if lookup(tree, "spec", "resource", "kind") == "Secret":
            redacted = self._without_answers(redacted)
        return redacted

    def _without_answers(self, binding: Object) -> Object:
        """A Secret's binding without what members answered: they quote what they refuse."""
        place = ("status", "aggregatedStatus")
        statuses = lookup(binding, *place)
        for index in range(len(statuses) if isinstance(statuses, list) else 0):
            path = (*place, index, "appliedMessage")
            if lookup(binding, *path) is not MISSING:
                binding = replaced(binding, path, self.mask(lookup(binding, *path)))
        return binding

    def redact_policy(self, policy: Object) -> Object:
        """A copy of an override policy without the values that it writes to Secrets.

        A policy whose selectors leave Secrets out, or that writes nothing there, is returned
        as it is.
        """
        return redacted_policy(self._without_secrets(policy), self._masks)

    def redact_text(self, message: str, secrets: Collection[str]) -> str:
        """``message`` without ``secrets``, however they are quoted, cut short or escaped in it."""
        return masked_message(message, secrets, self.mask)

    def redact_outcome(
        self, outcome: Outcome, template: Object, secrets: Collection[str] = ()
    ) -> Outcome:
        """A copy that can be shown; ``outcome`` itself if nothing in it is secret.

        ``secrets`` are further values to take out of its texts: those that the policies write
        (``policy_secret_values``), which the trace of a failed step does not hold.
        """
        paths = _secrets_in(outcome, template)
        if not paths and not secrets:
            return outcome
        known = {*secrets, *secret_values(template, paths), *_changed_texts(outcome, paths)}
        is_public = _public(self._masks.without(template, paths)) if paths else _anything

        def cleaned(text: str) -> str:
            return masked_message(text, known, self.mask, is_public)

        def recorded(text: str | None) -> str | None:
            return redacted_record(text, self._masks, paths != ((),)) if paths else text

        return replace(
            outcome,
            object=outcome.object and self._masks.without(outcome.object, paths, known),
            message=cleaned(outcome.message),
            steps=tuple(self._step(step, paths, known, cleaned) for step in outcome.steps),
            applied_overrides=recorded(outcome.applied_overrides),
            applied_cluster_overrides=recorded(outcome.applied_cluster_overrides),
            unstable=tuple(map(cleaned, outcome.unstable)),
        )

    def _step(
        self,
        step: Step,
        paths: tuple[Path, ...],
        known: Collection[str],
        cleaned: Callable[[str], str],
    ) -> Step:
        changes = tuple(self._change(change, paths, known) for change in step.changes)
        return Step(step.cause, changes, cleaned(step.error), cleaned(step.note))

    def _change(
        self, change: Change, paths: tuple[Path, ...], known: Collection[str]
    ) -> Change:
        before, after = change.before, change.after
        for path in paths:
            size = len(path)
            if change.path[:size] == path:
                below = change.path[size:]
                before = self._masks.at(below, before, known)
                after = self._masks.at(below, after, known)
            elif path[: len(change.path)] == change.path:
                below = path[len(change.path) :]
                before = self._masks.without(before, (below,), known)
                after = self._masks.without(after, (below,), known)
        return Change(change.path, before, after)


def _secrets_in(outcome: Outcome, template: Object) -> tuple[Path, ...]:
    """Where there is a Secret before, after or in between."""
    paths = {*secret_paths(template), *secret_paths(outcome.object)}
    for step in outcome.steps:
        for change in step.changes:
            for value in (change.before, change.after):
                paths |= {(*change.path, *path) for path in secret_paths(value)}
            if change.path[-1:] == ("kind",) and "Secret" in (change.before, change.after):
                paths.add(change.path[:-1])
    return tuple(sorted(paths, key=str))


def _changed_texts(outcome: Outcome, paths: tuple[Path, ...]) -> Iterator[str]:
    for step in outcome.steps:
        for change in step.changes:
            for path in paths:
                below = change.path[len(path) :]
                if change.path[: len(path)] == path and is_secret_place(below):
                    yield from plain_texts([change.before, change.after])
    if outcome.object:
        yield from secret_values(outcome.object, paths)


def _public(tree: Json) -> Callable[[str], bool]:
    """Judges quoted pieces of messages about a Secret: paths, keys and public values may stay."""
    words: set[str] = set()

    def collect(value: Json) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                words.add(key.lower())
                collect(below)
        elif isinstance(value, list):
            for below in value:
                collect(below)
        else:
            words.add(str(value).lower())

    collect(tree)
    return lambda text: text.startswith("/") or text.lower() in words


def _anything(_: str) -> bool:
    return True
