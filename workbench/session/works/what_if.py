"""What Karmada would ask of members because of edits: today's requests are taken for carried out.

So an edit of a policy shows as the update that follows, with the pods that restart, and a
cluster that is left shows as the deletion there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from workbench.karmada.preview import Preview
from workbench.karmada.work.execution import execute
from workbench.karmada.work.member_objects import MemberObjects
from workbench.karmada.work.object_keys import ObjectKey
from workbench.karmada.work.works import WorkKey, WorkResult, work_key
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.model.tree import Object, same
from workbench.session.works.bindings import with_unknown_uid
from workbench.session.works.deliveries import Deliveries, Delivery, DeliveryGroup, Start, reached
from workbench.session.works.sent import manifest_of, withdrawn

_GIVEN = ("uid", "resourceVersion")
_DELETED = {"deletionTimestamp": "1970-01-01T00:00:00Z"}


@dataclass(frozen=True, slots=True)
class Today:
    """What one cluster has of an object before the edits, once today's request is answered.

    Attributes:
        work: the Work; ``None`` where none can be written.
        objects: the member's.
        message: Karmada's words where there is no Work.
    """

    work: Object | None
    objects: MemberObjects
    message: str = ""


class WorksWhatIf:
    """Requests that follow from edits.

    Attributes:
        before, after: the fleet without and with them.
    """

    def __init__(self, before: Preview, after: Preview) -> None:
        self.before, self.after = Deliveries(before), Deliveries(after)

    def of(self, key: ObjectId) -> tuple[DeliveryGroup, ...]:
        """What changes for one object; clusters that nothing tells apart in one group."""
        old, new = (side.preview.snapshot.by_id.get(key) for side in (self.before, self.after))
        if old is not None and new is not None and self._is_untouched(old, new):
            return ()
        past = self.before.start(old) if old else None
        future = self.after.start(new) if new else None
        groups = self.before.of(old) if old else ()
        known = {name: at for at, group in enumerate(groups) for name in group.clusters}
        found = [*self._renewed(past, future, known), *self._given_up(past, future, known)]
        return tuple(found)

    def _is_untouched(self, old: Item, new: Item) -> bool:
        """Whether nothing that the requests come from is another than before."""
        if old.object is not new.object or self._have_members_changed:
            return False
        before, after = self.before.preview, self.after.preview
        earlier = before.variants(old)
        if after.variants(new) is not earlier:
            return False
        starts = [side.start(item) for side, item in ((self.before, old), (self.after, new))]
        past, future = starts
        if past is None or future is None:
            return past is future
        return past.bound == future.bound and past.asked == future.asked

    @cached_property
    def _have_members_changed(self) -> bool:
        before, after = self.before, self.after
        return any(
            tree is not before.preview.clusters.get(name)
            and before.members.traits(name) != after.members.traits(name)
            for name, tree in after.preview.clusters.items()
        )

    def _renewed(
        self, past: Start | None, future: Start | None, known: Mapping[str, int]
    ) -> Iterator[DeliveryGroup]:
        """Clusters that the object goes to now."""
        if future is None:
            return
        groups = list(_split(self.after.alike(future), known))
        firsts = [names[0] for names in groups]
        todays = {name: self._today(past, name) for name in firsts if name in known}
        there = _works(todays)
        sync = self.after.written(future, firsts, there)
        groups = reached(groups, tuple(future.outcomes), sync)
        for names, result in zip(groups, sync.results, strict=True):
            today = todays.get(names[0])
            state = today.objects if today else None
            delivery = self.after.delivery(future, result, state)
            if not _is_same(today, result, delivery):
                yield DeliveryGroup(names, delivery)

    def _given_up(
        self, past: Start | None, future: Start | None, known: Mapping[str, int]
    ) -> Iterator[DeliveryGroup]:
        """Clusters that had a Work, and get none; those that left the fleet are asked nothing."""
        kept = future.outcomes if future else {}
        fleet = self.after.preview.clusters
        left: dict[int, list[str]] = {}
        for name, at in known.items():
            if name not in kept and name in fleet:
                left.setdefault(at, []).append(name)
        for names in left.values():
            delivery = self._withdrawal(past, names[0])
            if delivery is not None:
                yield DeliveryGroup(tuple(names), delivery)

    def _withdrawal(self, past: Start | None, name: str) -> Delivery | None:
        today = self._today(past, name)
        if today.work is None:
            return None
        work = with_unknown_uid(today.work)
        work = {**work, "metadata": {**work["metadata"], **_DELETED}}
        member = self.after.members.member(name)
        member.state = today.objects
        observed = member.cached(ObjectId.of(manifest_of(work)))
        cluster, _ = self.after.members.cluster(name)
        done = execute(work, cluster, member, self.after.preview.profile, 0.0)
        request = withdrawn(done, observed)
        return Delivery(name, WorkResult(name, "deleted", work), request, done.decisions)

    def _today(self, past: Start | None, name: str) -> Today:
        """The Work that is written today, and the member's objects once it is carried out."""
        assert past is not None  # a cluster is known only by an object that goes there
        (result,) = self.before.written(past, [name]).results
        member = self.before.members.member(name)
        objects = member.state
        if result.work is None:
            return Today(None, objects, result.message)
        cluster, _ = self.before.members.cluster(name)
        profile = self.before.preview.profile
        execute(with_unknown_uid(result.work), cluster, member, profile, 0.0)
        return Today(result.work, _settled(objects, member.state))


def _split(
    groups: list[tuple[str, ...]], known: Mapping[str, int]
) -> Iterator[tuple[str, ...]]:
    """Groups split further by what clusters had before."""
    for names in groups:
        parts: dict[Hashable, list[str]] = {}
        for name in names:
            parts.setdefault(known.get(name), []).append(name)
        yield from map(tuple, parts.values())


def _works(todays: Mapping[str, Today]) -> dict[WorkKey, Object]:
    return {work_key(t.work): t.work for t in todays.values() if t.work is not None}


def _is_same(today: Today | None, result: WorkResult, delivery: Delivery) -> bool:
    """Whether everything is as it was: the Work, and nothing to ask of the member."""
    if today is None:
        return False
    if result.work is None or today.work is None:
        return result.work is today.work and result.message == today.message
    request = delivery.sent
    is_idle = request is None or request.kind not in ("create", "update")
    return is_idle and same(result.work, today.work)


def _settled(before: MemberObjects, after: MemberObjects) -> MemberObjects:
    """``after`` without what only a server gives: a rehearsal must not look like an answer."""
    objects: dict[ObjectKey, Object] = dict(after.objects)
    for key, tree in after.objects.items():
        old = before.objects.get(key)
        if tree is old:
            continue
        metadata = {k: v for k, v in tree["metadata"].items() if k not in _GIVEN}
        given = (old or {}).get("metadata") or {}
        metadata |= {k: given[k] for k in _GIVEN if k in given}
        objects[key] = {**tree, "metadata": metadata}
    return replace(after, objects=objects)
