"""Would the members accept it: every body held against its member's own Kubernetes version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.lint.acceptance import Complaint, complaints
from workbench.lint.crd_schemas import CustomKind, custom_kinds
from workbench.lint.schemas import SchemasMissingError, shipped_versions, validator
from workbench.model.tree import Object, lookup
from workbench.session.works.deliveries import Delivery
from workbench.session.works.members import Kubernetes, Members

_CustomKinds = Mapping[tuple[str, str], CustomKind]


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
        self._members = members
        self._kinds: dict[tuple[int, ...], tuple[tuple[Object, ...], _CustomKinds]] = {}
        self.missing = _missing()

    def of(self, delivery: Delivery) -> Verdict | None:
        """The member's verdict; ``None`` where there is nothing to judge, or nothing to judge by.

        What is not sent (a conflict, an object that is as wanted) is judged as the Work has it.
        """
        tree, observed = _judged(delivery)
        if self.missing is not None or tree is None:
            return None
        kubernetes = self._members.kubernetes(delivery.cluster)
        kinds = self._custom(delivery.cluster)
        return Verdict(kubernetes, complaints(tree, kubernetes.version, kinds, observed))

    def _custom(self, cluster: str) -> _CustomKinds:
        definitions = self._members.definitions(cluster)
        key = tuple(map(id, definitions))
        if key not in self._kinds:
            self._kinds[key] = definitions, custom_kinds(definitions)
        return self._kinds[key][1]


def _missing() -> SchemasMissingError | None:
    try:
        shipped_versions()
        validator({})
    except SchemasMissingError as error:
        return error
    return None


def _judged(delivery: Delivery) -> tuple[Object | None, Object | None]:
    """What is held against the schemas, and the member's object that it would change."""
    sent = delivery.sent
    if sent is None:
        return None, None
    if sent.body is not None:
        return sent.body, sent.observed
    manifest = lookup(delivery.result.work, "spec", "workload", "manifests", 0)
    return (manifest if isinstance(manifest, dict) else None), None
