"""Applying the rules of matching policies to one object, item by item, with a trace.

Follows ``applyPolicyOverriders`` of pkg/util/overridemanager/overridemanager.go (v1.12.0 and
v1.18.2): images, commands, arguments, labels, annotations and fields one item after another,
then all plaintext operations of the rule as one patch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.karmada.overrides.commands import command_operations
from workbench.karmada.overrides.compiled import CompiledRule
from workbench.karmada.overrides.failure import OverrideError, OverridePanic
from workbench.karmada.overrides.fields import override_field
from workbench.karmada.overrides.image_patch import image_operations
from workbench.karmada.overrides.json_patch import (
    Operation,
    PatchError,
    PatchPanic,
    RawJson,
    apply,
    as_settled,
    check_object,
)
from workbench.karmada.overrides.labels import collides, label_operations
from workbench.karmada.overrides.outcome import Cause, Change, Step
from workbench.karmada.profile import Profile
from workbench.model.tree import Json, Object, changes, same

_COLLISION = "keys that address one label: the winner changes from run to run"


class Failure(Exception):
    """A rule failed: Karmada's text, whether it is a panic, and the item to blame, if any."""

    def __init__(self, message: str, is_panic: bool, cause: Cause | None) -> None:
        super().__init__(message)
        self.message = message
        self.is_panic = is_panic
        self.cause = cause


class Application:
    """An object on its way through rules.

    Attributes:
        object: the object so far.
        steps: the items that ran, a failing one last.
        applied: the rules that succeeded.
        unstable: what may turn out otherwise in Karmada itself.
    """

    def __init__(self, template: Object, profile: Profile) -> None:
        self.object = template
        self.profile = profile
        self._settled = False  # numbers are as a trip through JSON leaves them
        self.steps: list[Step] = []
        self.applied: list[CompiledRule] = []
        self.unstable: list[str] = []

    def run(self, rules: Iterable[CompiledRule]) -> None:
        """Apply rules in order. Raises :class:`Failure` at the first that fails."""
        for rule in rules:
            for cause, item in rule.items:
                self._run_item(cause, item)
            self._run_plaintext(rule)
            self.applied.append(rule)

    def check_numbers(self) -> None:
        """Find out once, for all copies, whether the numbers are as JSON leaves them."""
        self._settled = as_settled(self.object) is self.object

    def copy(self) -> Application:
        """An application that goes on from here on its own."""
        twin = Application(self.object, self.profile)
        twin.steps, twin.applied = list(self.steps), list(self.applied)
        twin.unstable = list(self.unstable)
        twin._settled = self._settled
        return twin

    def _run_item(self, cause: Cause, item: Json) -> None:
        before = self.object
        try:
            note = self._changed_by(cause, item)
        except (OverrideError, OverridePanic, PatchError) as error:
            raise self._failure(error, cause) from None
        found = () if self.object is before else _changes(before, self.object)
        self.steps.append(Step(cause, found, note="" if found else note))

    def _changed_by(self, cause: Cause, item: Json) -> str:
        """Make the item's change; why there is none, where that is known."""
        tree = self.object
        match cause.overrider:
            case "imageOverrider":
                operations = image_operations(tree, item, self.profile)
                self._patch(tree, operations)
                return _image_note(tree, operations)
            case "commandOverrider" | "argsOverrider":
                target = cause.overrider.removesuffix("Overrider")
                operations = command_operations(tree, item, target)
                self._patch(tree, operations)
                return _command_note(tree, item, operations)
            case "labelsOverrider" | "annotationsOverrider":
                target = cause.overrider.removesuffix("Overrider")
                ready, operations = label_operations(tree, item, target)
                if operations:
                    self._patch(ready, operations)
                if collides(item):
                    self.unstable.append(f"{cause}: {_COLLISION}")
                return "" if operations else f"no {target} to {item.get('operator') or 'change'}"
        self.object, unstable = override_field(tree, item, self.profile)
        self.unstable += [f"{cause}: {reason}" for reason in unstable]
        return "the text stays the same"

    def _patch(self, tree: Object, operations: Sequence[Operation]) -> None:
        if operations:
            self.object = apply(tree, operations, self.profile, settled=self._settled)
        else:
            self.object = check_object(tree, settled=self._settled)
        self._settled = not any(isinstance(o.value, RawJson) for o in operations)

    def _run_plaintext(self, rule: CompiledRule) -> None:
        before = self.object
        try:
            self._patch(before, rule.plaintext)
        except PatchError as error:
            raise self._failure(error, self._culprit(rule, error)) from None
        self.steps += _plaintext_steps(rule, before, self.object, self.profile)

    def _culprit(self, rule: CompiledRule, error: PatchError) -> Cause | None:
        """The item that makes the patch fail with this text.

        A patch of no operations fails for want of ``kind``; then the last item that changed
        something is to blame.
        """
        for length, cause in enumerate(rule.causes, 1):
            try:
                apply(self.object, rule.plaintext[:length], self.profile)
            except PatchError as found:
                if _head(found) == _head(error):
                    return cause
        if rule.causes:
            return rule.causes[-1]
        return next((step.cause for step in reversed(self.steps) if step.changes), None)

    def _failure(self, error: Exception, cause: Cause | None) -> Failure:
        message = error.message if isinstance(error, PatchError) else str(error.args[0])
        if cause:
            self.steps.append(Step(cause, error=message))
        return Failure(message, isinstance(error, (OverridePanic, PatchPanic)), cause)


def _head(error: PatchError) -> str:
    """The text up to the object that it may quote, which differs along the patch."""
    return error.message.partition(" in '{")[0]


def _changes(before: Object, after: Object) -> tuple[Change, ...]:
    return tuple(Change(path, old, new) for path, old, new in changes(before, after))


def _plaintext_steps(
    rule: CompiledRule, before: Object, after: Object, profile: Profile
) -> list[Step]:
    """One step for every operation of a patch that succeeded.

    Operations are replayed one by one. Where that does not lead to the patch's own result
    (paths with an empty first segment see the document as it was before the patch), all
    changes go to the last operation.
    """
    trees = [before]
    if len(rule.causes) > 1:
        try:
            for operation in rule.plaintext[:-1]:
                trees.append(apply(trees[-1], [operation], profile))
            last = apply(trees[-1], rule.plaintext[-1:], profile)
            stepwise = same(last, after)
        except PatchError:
            stepwise = False
        if not stepwise:
            trees = [before] * len(rule.causes)
    return [
        Step(cause, _changes(start, end))
        for cause, start, end in zip(rule.causes, trees, [*trees[1:], after], strict=True)
    ] if rule.causes else []


def _image_note(tree: Object, operations: Sequence[Operation]) -> str:
    if operations:
        return "the image stays the same"
    return f"kind {tree.get('kind')} has no containers that Karmada knows, or none are there"


def _command_note(tree: Object, item: Json, operations: Sequence[Operation]) -> str:
    if operations:
        return "the list stays the same"
    return f'no container "{item.get("containerName") or ""}" where Karmada looks'


