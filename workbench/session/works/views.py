"""What is shown of Works: clusters with equal ones in one group, secrets masked."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.work.decision import Decision
from workbench.karmada.work.members import Kubernetes
from workbench.lint.acceptance import Complaint
from workbench.model.identity import ObjectId
from workbench.model.tree import Object
from workbench.session.views import Severity
from workbench.session.works.sent import RequestKind

_VERBS = {"create": "POST", "update": "PUT", "delete": "DELETE", "release": "PUT"}


@dataclass(frozen=True, slots=True)
class Pods:
    """What an update does to pods: the effect in Kubernetes' words, and the fields behind it.

    Attributes:
        effect: ``none``, ``rollout`` and so on, see ``workbench.karmada.work.restarts``.
        fields: JSON pointers of the changes that cause it.
        refilled: JSON pointers of what the member's defaults fill in again: no change.
    """

    effect: str
    fields: tuple[str, ...] = ()
    refilled: tuple[str, ...] = ()

    @property
    def restart(self) -> bool:
        """Whether running pods are replaced, at once or later."""
        return self.effect in ("rollout", "rollout when unpaused", "as pods are deleted")


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request to a member, fit to show; see :class:`workbench.session.works.sent.Sent`."""

    kind: RequestKind
    resource: str = ""
    target: ObjectId | None = None
    body: Object | None = None
    observed: Object | None = None
    message: str = ""
    pods: Pods | None = None

    @property
    def verb(self) -> str:
        """HTTP's method; empty where nothing is sent."""
        return _VERBS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One object in one cluster, fit to show.

    Attributes:
        cluster: its name.
        outcome: ``created``, ``updated``, ``unchanged``, ``error`` or ``unreached``: the Work.
        message: Karmada's words where there is no Work.
        work: the Work; without manifests where an interpreter decides them.
        decisions: what decided flags and request.
        request: ``None`` without a Work.
        unknown: what interpreters of the user's own decide.
        assumed: what had to be assumed.
        kubernetes: what the body was held against; ``None`` if it was not.
        complaints: the member's.
    """

    cluster: str
    outcome: str
    message: str
    work: Object | None
    decisions: tuple[Decision, ...]
    request: RequestView | None
    unknown: tuple[str, ...]
    assumed: tuple[str, ...]
    kubernetes: Kubernetes | None = None
    complaints: tuple[Complaint, ...] = ()

    @property
    def is_failed(self) -> bool:
        """Whether the cluster does not get what is wanted for it."""
        if self.request is None or self.request.kind in ("conflict", "error"):
            return True
        is_sent = self.request.body is not None
        return is_sent and any(one.is_refusal for one in self.complaints)

    @property
    def is_weak(self) -> bool:
        """Whether there is something to be warned of although nothing fails."""
        request = self.request
        if request is None:
            return False
        has_effect = request.pods is not None and request.pods.effect != "none"
        return has_effect or request.kind == "unknown" or any(
            one.cause != "not judged" for one in self.complaints
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Clusters that differ in nothing but their names; ``first`` stands for all."""

    clusters: tuple[str, ...]
    first: ClusterView


def severity_of(complaint: Complaint) -> Severity:
    """How much a member's complaint matters."""
    if complaint.is_refusal:
        return "error"
    return "info" if complaint.cause == "not judged" else "warning"
