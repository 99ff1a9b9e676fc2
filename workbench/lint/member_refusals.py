"""What a member's API server refuses or drops; looked for where schemas are asked for."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache

from workbench.diff.blame import Blame
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.work.members import Members
from workbench.lint.acceptance import Complaint
from workbench.lint.inspection import Inspection
from workbench.lint.member_schemas import MemberSchemas
from workbench.lint.rule import Rule, Sighting
from workbench.model.snapshot import Item


@lru_cache(maxsize=2)
def _schemas(inspection: Inspection) -> MemberSchemas:
    preview = inspection.preview
    return MemberSchemas(Members(preview.snapshot, preview.clusters, preview.profile))


def _refused(inspection: Inspection, item: Item) -> Iterator[Sighting]:
    schemas = _schemas(inspection)
    for variant in inspection.preview.variants(item):
        if variant.outcome.object is None:
            continue
        for clusters in _alike(variant.clusters, schemas):
            for complaint in schemas.complaints(variant.outcome.object, clusters[0]):
                if complaint.cause != "not judged":
                    version = schemas.members.kubernetes(clusters[0]).version
                    yield _sighting(inspection, item, variant, clusters, complaint, version)


def _alike(clusters: tuple[str, ...], schemas: MemberSchemas) -> list[tuple[str, ...]]:
    """Clusters by what they would say."""
    groups: dict[Hashable, list[str]] = {}
    for name in clusters:
        groups.setdefault(schemas.likeness(name), []).append(name)
    return [tuple(names) for names in groups.values()]


def _sighting(
    inspection: Inspection, item: Item, variant: Variant, clusters: tuple[str, ...],
    complaint: Complaint, version: str,
) -> Sighting:
    """Blames the overrider that wrote the field last, else the object."""
    causes = Blame(variant.template, variant.outcome.steps).after(complaint.path)
    blamed, path = item, complaint.path
    if causes:
        blamed, path = inspection.policy_item(causes[0].policy), causes[0].path
    # What a Secret holds is nobody's business here.
    words = complaint.cause if item.id.kind == "Secret" else complaint.message
    verb = "refuses" if complaint.is_refusal else "drops"
    return Sighting(
        blamed, path, f"Kubernetes {version} {verb} what comes of it: {words}", item.id,
        clusters, complaint.hint or _ADVICE[complaint.is_refusal],
        None if complaint.is_refusal else "warning",
    )


_ADVICE = {
    True: "write what the member's version accepts, or keep the object from that member",
    False: "take the field out, or spell it as the member's version knows it",
}

RULES = (
    Rule(
        "member-refuses", "error", "A member's API server refuses the result",
        "Karmada stores templates and policies without knowing the schemas of members. What "
        "comes of them is held against each member's own Kubernetes version, and against the "
        "CRDs in the fleet: a list that is an object, a wrong type, an apiVersion that is gone. "
        "Karmada tries a refused object again and again; an unknown field is dropped without a "
        "word. Looked for with --schemas. Fields that can't be changed are compared by "
        "`workbench works`.",
        check_object=_refused, yields_to=("H10", "pointer-form"), needs_schemas=True,
    ),
)
