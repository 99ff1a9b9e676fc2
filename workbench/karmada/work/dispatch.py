"""One manifest's way to a member: found, created, updated, deleted, and every request noted.

Follows pkg/util/objectwatcher/objectwatcher.go and ``GetObjectFromCache`` of
pkg/util/helper/cache.go (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from workbench.karmada.profile import Profile
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.failure import WorkError
from workbench.karmada.work.keys import MANAGED
from workbench.karmada.work.requests import Answer, Exchange, Member, Request, Verb
from workbench.karmada.work.update import is_managed, plan_update
from workbench.model.identity import ObjectId
from workbench.model.tree import Object


class RefusedError(WorkError):
    """The member answered with an error; ``reason`` is that of its status."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.reason = answer.reason


class Dispatch:
    """Requests to one member.

    Attributes:
        exchanges: what was sent and answered so far.
        decisions: why.
    """

    def __init__(self, member: Member, cluster: str, profile: Profile) -> None:
        self._member = member
        self._cluster = cluster
        self._profile = profile
        self.exchanges: list[Exchange] = []
        self.decisions: list[Decision] = []

    def find(self, manifest: Object) -> Object | None:
        """The member's object by the cache. Raises :class:`WorkError` for an unknown kind."""
        self._resource(manifest)
        return self._member.cached(ObjectId.of(manifest))

    def get(self, manifest: Object) -> Object:
        """As :meth:`find`. Raises :class:`WorkError` where there is none."""
        found = self.find(manifest)
        if found is None:
            path = ObjectId.of(manifest).path
            raise WorkError(f'{self._resource(manifest)} "{path}" not found')
        return found

    def apply(self, manifest: Object) -> None:
        """Create the object or update it. Raises :class:`WorkError` and ``WorkPanic``."""
        observed = self.find(manifest)
        if observed is None:
            self._decide("create", "the member's cache", "no such object there")
            self._send("create", manifest, manifest)
        else:
            self.update(manifest, observed)

    def update(self, manifest: Object, observed: Object) -> None:
        """Update the object where that is allowed and needed. Raises as :meth:`apply`."""
        plan = plan_update(manifest, observed, self._cluster, self._profile)
        self._decide(plan.kind, plan.decision.by, plan.decision.note)
        if plan.kind == "conflict":
            raise WorkError(plan.message)
        if plan.kind == "update":
            self._send("update", manifest, plan.body, observed)

    def delete(self, manifest: Object) -> None:
        """Delete the object if Karmada owns it. Raises :class:`WorkError`."""
        observed = self.find(manifest)
        if observed is None:
            self._decide("nothing", "the member's cache", "no such object there")
            return
        by = f"label {MANAGED} of the member's object"
        if not is_managed(observed, self._profile):
            self._decide("nothing", by, "not Karmada's to delete")
            return
        self._decide("delete", by)
        try:
            self._send("delete", manifest, None, observed)
        except RefusedError as error:
            if error.reason != "NotFound":
                raise

    def _send(
        self, verb: Verb, manifest: Object, body: Object | None, before: Object | None = None
    ) -> None:
        request = Request(verb, ObjectId.of(manifest), self._resource(manifest), body)
        answer = self._member.send(request)
        self.exchanges.append(Exchange(request, answer, before))
        if not answer.is_ok:
            raise RefusedError(answer)

    def _resource(self, manifest: Object) -> str:
        key = ObjectId.of(manifest)
        resource = self._member.resource_of(key.api_version, key.kind)
        if resource is None:
            raise WorkError(f'no matches for kind "{key.kind}" in version "{key.api_version}"')
        return resource

    def _decide(self, value: str, by: str, note: str = "") -> None:
        self.decisions.append(Decision("request", value, by, note))
