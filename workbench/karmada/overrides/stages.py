"""One object on its way through rules, remembered: equal beginnings are applied once.

Clusters differ in the rules that mean them, and mostly late in the list; fleets before and after
an edit differ in a policy or two. What an object looks like after some rules depends on nothing
but the object and these rules, so every stage is worked out once and serves them all.
"""

from __future__ import annotations

from functools import cached_property

from workbench.karmada.overrides.application import Application, Failure
from workbench.karmada.overrides.compiled import CompiledRule
from workbench.karmada.overrides.engine import failed, succeeded
from workbench.karmada.overrides.outcome import Outcome
from workbench.karmada.profile import Profile
from workbench.model.tree import Object


class Stage:
    """An object after some rules.

    Attributes:
        known: the same stage of an earlier computation, whose next stages are used where the
            rules are the very same; it is read, never written.
    """

    def __init__(self, application: Application, known: Stage | None = None) -> None:
        self._application = application
        self._next: dict[CompiledRule, Stage | Outcome] = {}
        self.known = known

    @classmethod
    def first(cls, template: Object, profile: Profile, known: Stage | None = None) -> Stage:
        """The object before any rule."""
        if known is not None:
            return cls(known._application, known)
        application = Application(template, profile)
        application.check_numbers()
        return cls(application)

    @property
    def object(self) -> Object:
        return self._application.object

    def after(self, rule: CompiledRule) -> Stage | Outcome:
        """The stage after one more rule; the outcome, if the rule fails."""
        found = self._next.get(rule)
        if found is None:
            found = self._next[rule] = self._known_after(rule) or self._applied(rule)
        return found

    def _known_after(self, rule: CompiledRule) -> Stage | Outcome | None:
        earlier = self.known._next.get(rule) if self.known else None
        return Stage(earlier._application, earlier) if isinstance(earlier, Stage) else earlier

    def _applied(self, rule: CompiledRule) -> Stage | Outcome:
        application = self._application.copy()
        try:
            application.run([rule])
        except Failure as failure:
            return failed(application, failure)
        return Stage(application)

    @cached_property
    def outcome(self) -> Outcome:
        """What a cluster gets for which no rule is left."""
        return self.known.outcome if self.known else succeeded(self._application)
