"""What each member of a fleet would say to an object: its own version, its own custom kinds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from workbench.karmada.work.members import Members
from workbench.lint.acceptance import Complaint, complaints
from workbench.lint.crd_schemas import CustomKind, custom_kinds
from workbench.model.tree import Object

_CustomKinds = Mapping[tuple[str, str], CustomKind]


class MemberSchemas:
    """The schemas of a fleet's members; equal ones are read once."""

    def __init__(self, members: Members) -> None:
        self.members = members
        self._kinds: dict[tuple[int, ...], tuple[tuple[Object, ...], _CustomKinds]] = {}

    def likeness(self, cluster: str) -> Hashable:
        """Equal for clusters that say the same to every object."""
        definitions = self.members.definitions(cluster)
        return self.members.kubernetes(cluster).version, tuple(map(id, definitions))

    def complaints(
        self, tree: Object, cluster: str, observed: Object | None = None
    ) -> tuple[Complaint, ...]:
        """As :func:`workbench.lint.acceptance.complaints`, for one member."""
        version = self.members.kubernetes(cluster).version
        return complaints(tree, version, self._custom(cluster), observed)

    def _custom(self, cluster: str) -> _CustomKinds:
        definitions = self.members.definitions(cluster)
        key = tuple(map(id, definitions))
        if key not in self._kinds:
            self._kinds[key] = definitions, custom_kinds(definitions)
        return self._kinds[key][1]
