"""Kinds for which Karmada bundles a health rule in Lua.

Read from pkg/resourceinterpreter/default/thirdparty/resourcecustomizations. Only the rule for
FlinkDeployment is carried out here; of the others it is known that there is one, so that such a
kind is not taken for one that application failover never watches.
"""

from __future__ import annotations

from typing import Final

from workbench.karmada.profile import Profile

_EVER: Final = """
apps.kruise.io/v1alpha1 BroadcastJob CloneSet DaemonSet
apps.kruise.io/v1beta1 StatefulSet
argoproj.io/v1alpha1 Workflow
flink.apache.org/v1beta1 FlinkDeployment
helm.toolkit.fluxcd.io/v2beta1 HelmRelease
kustomize.toolkit.fluxcd.io/v1 Kustomization
kyverno.io/v1 ClusterPolicy Policy
source.toolkit.fluxcd.io/v1 GitRepository
source.toolkit.fluxcd.io/v1beta2 Bucket HelmChart HelmRepository OCIRepository
"""
_NEWER: Final = """
apps.kruise.io/v1alpha1 SidecarSet UnitedDeployment
batch.volcano.sh/v1alpha1 Job
kubeflow.org/v1 Notebook PyTorchJob TFJob
kubeflow.org/v2beta1 MPIJob
ray.io/v1 RayCluster RayJob RayService
sparkoperator.k8s.io/v1beta2 SparkApplication
"""


def _kinds(table: str) -> frozenset[tuple[str, str]]:
    rows = (line.split() for line in table.strip().splitlines())
    return frozenset((row[0], kind) for row in rows for kind in row[1:])


_BUNDLED = {False: _kinds(_EVER), True: _kinds(_EVER) | _kinds(_NEWER)}


def has_bundled_rule(api_version: str, kind: str, profile: Profile) -> bool:
    """Whether the version bundles a health rule for the kind."""
    return (api_version, kind) in _BUNDLED[profile.bundles_newer_kinds]
