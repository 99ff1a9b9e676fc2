"""A fleet's Works and requests, narrowed to what was asked for and folded; to be written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from workbench.karmada.preview import Preview
from workbench.karmada.work.names import execution_space
from workbench.model.go_json import encode
from workbench.model.snapshot import Item
from workbench.session.reports.report import Report
from workbench.session.works.acceptance import Acceptance
from workbench.session.works.deliveries import Deliveries
from workbench.session.works.masking import Masking
from workbench.session.works.views import ClusterView, Group


@dataclass(slots=True)
class Tally:
    """How many requests there are, and of which sort.

    Attributes:
        objects, nowhere: objects, and those without any cluster.
        works: results with a Work; ``failed`` are those without.
        create, update, nothing, conflict, unknown, error: requests by their kind.
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
    restarts: int = 0
    refused: int = 0
    warned: int = 0

    def count(self, view: ClusterView) -> None:
        """Count one object in one cluster."""
        request = view.request
        self.warned += view.is_weak
        self.refused += any(one.is_refusal for one in view.complaints)
        if request is None:
            self.failed += 1
            return
        self.works += 1
        setattr(self, request.kind, getattr(self, request.kind) + 1)
        self.restarts += request.pods is not None and request.pods.restart

    @property
    def is_failed(self) -> bool:
        """Whether some cluster does not get what is wanted for it."""
        return bool(self.failed or self.conflict or self.error or self.refused)

    def as_dict(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


class WorksReport:
    """What becomes of every object in every cluster.

    Attributes:
        base: the same fleet as a report of its results: names, problems, headings.
        acceptance: the members' verdicts, or why there are none.
        tally: counts over what :meth:`each` has given so far.
    """

    def __init__(
        self, preview: Preview, *, objects: Sequence[str] = (), clusters: Sequence[str] = ()
    ) -> None:
        """Narrowed as :class:`Report`; raises ``UsageError`` likewise."""
        self.base = Report(preview, objects=objects, clusters=clusters)
        self.tally = Tally()
        self._clusters = frozenset(clusters)
        self._deliveries = Deliveries(preview)
        self._masking = Masking(preview)
        self.acceptance = Acceptance(self._deliveries.members)

    @property
    def preview(self) -> Preview:
        return self.base.preview

    def each(self) -> Iterator[tuple[Item, tuple[ClusterView, ...]]]:
        """Object by object, what every cluster asked for gets, by name of the cluster."""
        self.tally = Tally()
        for item in self.base.each():
            views = self.of(item)
            self.tally.objects += 1
            self.tally.nowhere += not self.preview.targets(item).clusters
            for view in views:
                self.tally.count(view)
            yield item, views

    def of(self, item: Item) -> tuple[ClusterView, ...]:
        """One object in every cluster asked for."""
        found = [
            self._masking.shown(item, delivery, self.acceptance.of(delivery))
            for delivery in self._deliveries.of(item)
            if not self._clusters or delivery.cluster in self._clusters
        ]
        return tuple(sorted(found, key=lambda view: view.cluster))


def grouped(views: Sequence[ClusterView]) -> tuple[Group, ...]:
    """Clusters folded where nothing but the cluster's name differs."""
    groups: dict[str, list[ClusterView]] = {}
    for view in views:
        groups.setdefault(_sameness(view), []).append(view)
    return tuple(Group(tuple(v.cluster for v in found), found[0]) for found in groups.values())


def _sameness(view: ClusterView) -> str:
    """A text that is equal for views that say the same of different clusters."""
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
    text = encode(_plain(parts))
    name = view.cluster
    return text.replace(execution_space(name), "*").replace(f"cluster {name} ", "cluster * ")


def _plain(value: object) -> object:
    """Tuples as lists, for the encoder."""
    return list(map(_plain, value)) if isinstance(value, (tuple, list)) else value

