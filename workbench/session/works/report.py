"""A fleet's Works and requests, narrowed to what was asked for and folded; to be written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from workbench.karmada.preview import Preview
from workbench.model.go_json import encode
from workbench.model.identity import ObjectId
from workbench.model.snapshot import Item
from workbench.session.edits import Edit
from workbench.session.reports.report import Report
from workbench.session.works.acceptance import Acceptance
from workbench.session.works.deliveries import Deliveries, DeliveryGroup
from workbench.session.works.masking import Masking
from workbench.session.works.renaming import in_cluster
from workbench.session.works.views import ClusterView, Group
from workbench.session.works.what_if import WorksWhatIf


@dataclass(slots=True)
class Tally:
    """How many requests there are, and of which sort.

    Attributes:
        objects, nowhere: objects, and those without any cluster.
        works: results with a Work; ``failed`` are those without.
        create, update, nothing, conflict, unknown, error: requests by their kind; of a what-if
            also delete and release.
        restarts: updates that restart pods.
        refused: bodies that the member would refuse.
        warned: other results with something to be warned of.
    """

    objects: int = 0
    nowhere: int = 0
    works: int = 0
    failed: int = 0
    create: int = 0
    update: int = 0
    nothing: int = 0
    conflict: int = 0
    unknown: int = 0
    error: int = 0
    delete: int = 0
    release: int = 0
    restarts: int = 0
    refused: int = 0
    warned: int = 0

    def count(self, group: Group) -> None:
        """Count one object in the clusters of a group."""
        view, size = group.first, len(group.clusters)
        request = view.request
        self.warned += size * view.is_weak
        self.refused += size * any(one.is_refusal for one in view.complaints)
        if request is None:
            self.failed += size
            return
        self.works += size
        setattr(self, request.kind, getattr(self, request.kind) + size)
        self.restarts += size * (request.pods is not None and request.pods.restart)

    @property
    def is_failed(self) -> bool:
        """Whether some cluster does not get what is wanted for it."""
        return bool(self.failed or self.conflict or self.error or self.refused)

    def as_dict(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class RequestChange:
    """What edits make Karmada ask of members about one object."""

    object: ObjectId
    groups: tuple[Group, ...]


class WorksReport:
    """What becomes of every object in every cluster.

    Attributes:
        base: the same fleet as a report of its results: names, problems, headings.
        edits: what is being tried.
        acceptance: the members' verdicts, or why there are none.
        tally: counts over what :meth:`each` has given so far.
    """

    def __init__(
        self,
        preview: Preview,
        *,
        edits: Sequence[Edit] = (),
        objects: Sequence[str] = (),
        clusters: Sequence[str] = (),
    ) -> None:
        """Narrowed as :class:`Report`; raises ``UsageError`` likewise.

        With ``edits``, ``preview.before`` is the fleet without them.
        """
        self.base = Report(preview, objects=objects, clusters=clusters)
        self.edits = tuple(edits)
        self.tally = Tally()
        self._clusters = frozenset(clusters)
        self._deliveries = Deliveries(preview)
        self._masking = Masking(*filter(None, (preview, preview.before)))
        self.acceptance = Acceptance(self._deliveries.members)

    @property
    def preview(self) -> Preview:
        return self.base.preview

    def each(self) -> Iterator[tuple[Item, tuple[Group, ...]]]:
        """Object by object, what the clusters asked for get."""
        self.tally = Tally()
        for item in self.base.each():
            groups = self.of(item)
            self.tally.objects += 1
            self.tally.nowhere += not self.preview.targets(item).clusters
            for group in groups:
                self.tally.count(group)
            yield item, groups

    def of(self, item: Item) -> tuple[Group, ...]:
        """One object in every cluster asked for; what nothing tells apart is worked out once."""
        return self._shown(item, self._deliveries.of(item))

    def _shown(self, item: Item, deliveries: Iterable[DeliveryGroup]) -> tuple[Group, ...]:
        """As far as clusters are asked for, and fit to show."""
        found = []
        for delivery in deliveries:
            names = tuple(filter(self._is_asked, delivery.clusters))
            if names:
                first = delivery.first
                view = self._masking.shown(item, first, self.acceptance.of(first))
                found.append(Group(names, in_cluster(view, names[0])))
        return tuple(found)

    @cached_property
    def changes(self) -> tuple[RequestChange, ...]:
        """What the edits make Karmada ask, of the objects asked for and those that go."""
        before = self.preview.before
        if before is None or not self.edits:
            return ()
        what_if = WorksWhatIf(before, self.preview)
        gone = [item for item in before.templates if item.id not in self.preview.snapshot.by_id]
        found = []
        for item in sorted((*self.base.items, *gone), key=lambda item: item.id):
            if groups := self._shown(item, what_if.of(item.id)):
                found.append(RequestChange(item.id, merged(groups)))
        return tuple(found)

    @cached_property
    def change_tally(self) -> Tally:
        """Counts over :attr:`changes`."""
        tally = Tally(objects=len(self.changes))
        for change in self.changes:
            for group in change.groups:
                tally.count(group)
        return tally

    def _is_asked(self, cluster: str) -> bool:
        return not self._clusters or cluster in self._clusters


def cluster_views(groups: Iterable[Group]) -> tuple[ClusterView, ...]:
    """Every cluster by itself, by name."""
    found = (in_cluster(group.first, name) for group in groups for name in group.clusters)
    return tuple(sorted(found, key=lambda view: view.cluster))


def merged(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Groups that say the same folded further; by the name of their first cluster."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(_sameness(group.first), []).append(group)
    folded = (_together(alike) for alike in found.values())
    return tuple(sorted(folded, key=lambda group: group.clusters))


def _together(groups: Sequence[Group]) -> Group:
    names = sorted(name for group in groups for name in group.clusters)
    return Group(tuple(names), in_cluster(groups[0].first, names[0]))


def _sameness(view: ClusterView) -> str:
    """A text that is equal for views that say the same of different clusters."""
    view = in_cluster(view, "")
    request = view.request
    parts: list[object] = [
        view.outcome, view.message, view.work, [str(one) for one in view.decisions],
        view.unknown, view.assumed, view.kubernetes and view.kubernetes.version,
        [(one.cause, str(one.path), one.message) for one in view.complaints],
    ]
    if request is not None:
        parts += [
            request.kind, request.resource, request.body, request.observed, request.message,
            request.pods and (request.pods.effect, request.pods.fields),
        ]
    return encode(_plain(parts))


def _plain(value: object) -> object:
    """Tuples as lists, for the encoder."""
    return list(map(_plain, value)) if isinstance(value, (tuple, list)) else value
