"""Would the members accept it: every body held against its member's own Kubernetes version."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.work.members import Kubernetes, Members
from workbench.lint.acceptance import Complaint
from workbench.lint.member_schemas import MemberSchemas
from workbench.lint.schemas import missing_schemas
from workbench.model.tree import Object, lookup
from workbench.session.works.deliveries import Delivery


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a member would say to what it is sent.

    Attributes:
        kubernetes: the version that it was held against.
        complaints: as far as schemas and immutable fields go.
    """

    kubernetes: Kubernetes
    complaints: tuple[Complaint, ...] = ()


class Acceptance:
    """Verdicts of members.

    Attributes:
        missing: what is not installed, so that nothing is judged; ``None`` if all is there.
    """

    def __init__(self, members: Members) -> None:
        self._schemas = MemberSchemas(members)
        self.missing = missing_schemas()

    def of(self, delivery: Delivery) -> Verdict | None:
        """The member's verdict; ``None`` where there is nothing to judge, or nothing to judge by.

        What is not sent (a conflict, an object that is as wanted) is judged as the Work has it.
        """
        tree, observed = _judged(delivery)
        if self.missing is not None or tree is None:
            return None
        kubernetes = self._schemas.members.kubernetes(delivery.cluster)
        return Verdict(kubernetes, self._schemas.complaints(tree, delivery.cluster, observed))


def _judged(delivery: Delivery) -> tuple[Object | None, Object | None]:
    """What is held against the schemas, and the member's object that it would change."""
    sent = delivery.sent
    if sent is None or delivery.result.kind == "deleted":
        return None, None
    if sent.body is not None:
        return sent.body, sent.observed
    manifest = lookup(delivery.result.work, "spec", "workload", "manifests", 0)
    return (manifest if isinstance(manifest, dict) else None), None
