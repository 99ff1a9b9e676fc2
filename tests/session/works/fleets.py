"""Small fleets with member objects."""

from __future__ import annotations

from tests.lint.fleets import CLUSTERS, deployment
from workbench.fleets.objects import read_objects
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST, Profile
from workbench.model.snapshot import Item, Snapshot
from workbench.session.works.report import WorksReport, cluster_views
from workbench.session.works.views import ClusterView

WEB = deployment("[{name: web, image: 'shop/web:1'}]")


def propagation(*, kind: str = "Deployment", version: str = "apps/v1", more: str = "") -> str:
    """A PropagationPolicy for every object of a kind in namespace shop, to both clusters."""
    return f"""
---
apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata: {{name: spread, namespace: shop}}
spec:
  resourceSelectors: [{{apiVersion: {version}, kind: {kind}}}]
  placement: {{clusterAffinity: {{clusterNames: [member1, member2]}}}}
{more}
"""


def preview_of(text: str, profile: Profile = LATEST, **members: str) -> Preview:
    """A preview of objects in member1 and member2; ``members`` says what those have."""
    items = list(_items(CLUSTERS + text))
    for member, found in members.items():
        items += [Item.of(i.object, i.source, member) for i in _items(found)]
    return Preview(Snapshot("fleet", tuple(items)), profile)


def _items(text: str) -> tuple[Item, ...]:
    found = read_objects(text, "fleet.yaml")
    assert not found.problems
    return tuple(found.items)


def views_of(text: str, profile: Profile = LATEST, **members: str) -> dict[str, ClusterView]:
    """What each cluster gets of the only object that goes anywhere."""
    report = WorksReport(preview_of(text, profile, **members))
    (groups,) = [groups for _, groups in report.each() if groups]
    return {view.cluster: view for view in cluster_views(groups)}
