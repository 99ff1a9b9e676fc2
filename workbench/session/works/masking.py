"""Deliveries made fit to show: what Secrets hold is masked wherever it turns up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from workbench.diff.secret_places import policy_secret_values, secret_values
from workbench.karmada.overrides.outcome import Change
from workbench.karmada.preview import Preview
from workbench.karmada.work.keys import APPLIED_CLUSTER_OVERRIDES, APPLIED_OVERRIDES
from workbench.karmada.work.restarts import PodChange
from workbench.lint.acceptance import Complaint
from workbench.model.pointer import pointer
from workbench.model.snapshot import Item
from workbench.model.text import visible_line
from workbench.model.tree import Object, lookup, replaced
from workbench.session.showing import redactor
from workbench.session.works.acceptance import Verdict
from workbench.session.works.deliveries import Delivery
from workbench.session.works.sent import Sent
from workbench.session.works.views import ClusterView, Pods, RequestView

_RECORDS = (APPLIED_OVERRIDES, APPLIED_CLUSTER_OVERRIDES)
_TELLING = 6


class Masking:
    """What may be shown of deliveries of a fleet, as it is and as it was before edits."""

    def __init__(self, *previews: Preview) -> None:
        self._written = frozenset(
            value
            for preview in previews
            for policy in preview.index.policies
            for value in policy_secret_values(policy.object)
        )
        # In texts about other kinds, a short value is more likely a word than a secret.
        self._telling = frozenset(value for value in self._written if len(value) >= _TELLING)

    def shown(self, item: Item, delivery: Delivery, verdict: Verdict | None) -> ClusterView:
        """One delivery of ``item`` without secrets; all texts in it are safe to print."""
        secrets = self._secrets(item, delivery)
        result, sent = delivery.result, delivery.sent
        view = ClusterView(
            delivery.cluster, result.kind, _clean(result.message, secrets),
            self._work(result.work, secrets), delivery.decisions,
            self._request(sent, secrets) if sent else None, delivery.unknown, delivery.assumed,
        )
        if verdict is None:
            return view
        found = tuple(_complaint(one, secrets) for one in verdict.complaints)
        return replace(view, kubernetes=verdict.kubernetes, complaints=found)

    def _secrets(self, item: Item, delivery: Delivery) -> Collection[str]:
        sent = delivery.sent
        trees = [item.object, delivery.result.work]
        trees += [sent.body, sent.observed] if sent else []
        own = frozenset().union(*(secret_values(tree) for tree in trees if tree))
        return own | self._written if own else self._telling

    def _work(self, work: Object | None, secrets: Collection[str]) -> Object | None:
        if work is None:
            return None
        shown = redactor().redact_object(work)
        for key in _RECORDS:
            path = ("metadata", "annotations", key)
            text = lookup(shown, *path)
            if isinstance(text, str) and secrets:
                shown = replaced(shown, path, redactor().redact_text(text, secrets))
        return shown

    def _request(self, sent: Sent, secrets: Collection[str]) -> RequestView:
        mask = redactor().redact_object
        return RequestView(
            sent.kind, sent.resource, sent.target,
            mask(sent.body) if sent.body is not None else None,
            mask(sent.observed) if sent.observed is not None else None,
            _clean(sent.message, secrets), _pods(sent.pods) if sent.pods else None,
        )


def _clean(text: str, secrets: Collection[str]) -> str:
    return visible_line(redactor().redact_text(text, secrets))


def _complaint(complaint: Complaint, secrets: Collection[str]) -> Complaint:
    message = _clean(complaint.message, secrets)
    return replace(complaint, message=message, hint=visible_line(complaint.hint))


def _pods(change: PodChange) -> Pods:
    return Pods(change.effect, _pointers(change.changes), _pointers(change.defaulted))


def _pointers(changes: tuple[Change, ...]) -> tuple[str, ...]:
    return tuple(visible_line(pointer(change.path)) for change in changes)
