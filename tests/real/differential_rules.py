"""Where a member's object may differ from the preview of a file, each with its reason.

:data:`FILLED` are fields that nobody wrote: an API server or a controller fills them in. Each is
taken out by its path, and only where the preview has nothing there. :data:`REWRITTEN` are values
that a server writes in another form. :data:`UNKNOWABLE` is what a preview of files can't know;
everything else that differs is a fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workbench.model.errors import InputError
from workbench.model.quantity import parse_quantity
from workbench.model.tree import MISSING, same

ANY: Any = object()
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Filled:
    """A field that is filled in.

    Attributes:
        path: where; ``*`` stands for any key or position, a leading ``**`` for any depth.
        reason: who fills it.
        value: what it is filled with; :data:`ANY` where that depends.
        kinds: of these kinds only; empty for all.
    """

    path: Path
    reason: str
    value: Any = ANY
    kinds: tuple[str, ...] = ()

    def fits(self, kind: str, path: Path, value: Any) -> bool:
        """Whether ``value`` at ``path`` of an object of ``kind`` is filled in by this rule."""
        return (
            (not self.kinds or kind in self.kinds)
            and fits(self.path, path)
            and (self.value is ANY or same(self.value, value))
        )


@dataclass(frozen=True)
class Rewritten:
    """A value that the server keeps in another form.

    Attributes:
        path: as of :class:`Filled`.
        reason: what is rewritten.
        is_same: whether two values mean the same.
    """

    path: Path
    reason: str
    is_same: Callable[[Any, Any], bool]

    def fits(self, path: Path, expected: Any, observed: Any) -> bool:
        return fits(self.path, path) and self.is_same(expected, observed)


def fits(pattern: Path, path: Path) -> bool:
    """Whether a path is one that ``pattern`` means."""
    if pattern[0] == "**":
        pattern = pattern[1:]
        path = path[-len(pattern):]
    return len(path) == len(pattern) and all(
        want in ("*", key) for want, key in zip(pattern, path, strict=True)
    )


def _is_same_quantity(left: Any, right: Any) -> bool:
    try:
        return parse_quantity(left) == parse_quantity(right)
    except InputError:
        return False


_EVERY_OBJECT = (
    Filled(("metadata", "uid"), "the API server names every object"),
    Filled(("metadata", "resourceVersion"), "the API server counts writes"),
    Filled(("metadata", "creationTimestamp"), "the API server notes the time"),
    Filled(("metadata", "generation"), "the API server counts changes of the spec"),
    Filled(("metadata", "managedFields"), "the API server notes who wrote which field"),
    Filled(("status",), "the member's controllers report it"),
)

_OWNER = "Karmada's namespace controller marks what it brings to a member"
_NAMESPACES = (
    *(Filled(("metadata", *path), reason, kinds=("Namespace",))
      for path, reason in (
        (("labels", "kubernetes.io/metadata.name"), "the API server labels every namespace"),
        (("labels", "work.karmada.io/permanent-id"), _OWNER),
        (("annotations", "resourcetemplate.karmada.io/managed-annotations"), _OWNER),
        (("annotations", "resourcetemplate.karmada.io/managed-labels"), _OWNER),
        (("annotations", "resourcetemplate.karmada.io/uid"), _OWNER),
        (("annotations", "work.karmada.io/name"), _OWNER),
        (("annotations", "work.karmada.io/namespace"), _OWNER),
        (("annotations", "work.karmada.io/conflict-resolution"), _OWNER),
    )),
    Filled(("spec", "finalizers"), "the API server keeps a namespace until it is empty",
           ["kubernetes"], ("Namespace",)),
)

_DEFAULT = "default of the field in Kubernetes' API"
_DEPLOYMENTS = (
    *(Filled(path, _DEFAULT, value, ("Deployment",))
      for path, value in (
        (("spec", "replicas"), 1),
        (("spec", "revisionHistoryLimit"), 10),
        (("spec", "progressDeadlineSeconds"), 600),
        (("spec", "strategy", "type"), "RollingUpdate"),
        (("spec", "strategy", "rollingUpdate", "maxUnavailable"), "25%"),
        (("spec", "strategy", "rollingUpdate", "maxSurge"), "25%"),
    )),
    Filled(("metadata", "annotations", "deployment.kubernetes.io/revision"),
           "the member's deployment controller counts revisions", kinds=("Deployment",)),
)

_OTHER_WORKLOADS = (
    *(Filled(("spec", *path), _DEFAULT, value, ("StatefulSet",))
      for path, value in (
        (("revisionHistoryLimit",), 10),
        (("podManagementPolicy",), "OrderedReady"),
        (("updateStrategy", "type"), "RollingUpdate"),
        (("updateStrategy", "rollingUpdate", "partition"), 0),
        (("updateStrategy", "rollingUpdate", "maxUnavailable"), 1),
        (("persistentVolumeClaimRetentionPolicy", "whenDeleted"), "Retain"),
        (("persistentVolumeClaimRetentionPolicy", "whenScaled"), "Retain"),
    )),
    *(Filled(("spec", *path), _DEFAULT, value, ("DaemonSet",))
      for path, value in (
        (("revisionHistoryLimit",), 10),
        (("updateStrategy", "type"), "RollingUpdate"),
        (("updateStrategy", "rollingUpdate", "maxUnavailable"), 1),
        (("updateStrategy", "rollingUpdate", "maxSurge"), 0),
    )),
    Filled(("metadata", "annotations", "deprecated.daemonset.template.generation"),
           "the API server counts revisions", kinds=("DaemonSet",)),
)

_JOBS = (
    *(Filled(("spec", *path), _DEFAULT, value, ("Job",))
      for path, value in (
        (("backoffLimit",), 6),
        (("completionMode",), "NonIndexed"),
        (("manualSelector",), False),
        (("podReplacementPolicy",), "TerminatingOrFailed"),
        (("suspend",), False),
    )),
    *(Filled(path, "the API server ties a Job to its pods by its uid", kinds=("Job",))
      for path in (
        ("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"),
        ("spec", "template", "metadata", "labels", "batch.kubernetes.io/controller-uid"),
        ("spec", "template", "metadata", "labels", "batch.kubernetes.io/job-name"),
        ("spec", "template", "metadata", "labels", "controller-uid"),
        ("spec", "template", "metadata", "labels", "job-name"),
    )),
)

_SECRETS = (Filled(("type",), _DEFAULT, "Opaque", ("Secret",)),)

_CRON_JOBS = tuple(
    Filled(("spec", *path), _DEFAULT, value, ("CronJob",))
    for path, value in (
        (("concurrencyPolicy",), "Allow"),
        (("suspend",), False),
        (("successfulJobsHistoryLimit",), 3),
        (("failedJobsHistoryLimit",), 1),
        (("jobTemplate", "metadata"), {}),
        (("jobTemplate", "metadata", "creationTimestamp"), None),
        (("jobTemplate", "spec", "template", "metadata"), {}),
    )
)

_TEMPLATES: tuple[Path, ...] = (
    ("spec", "template"), ("spec", "jobTemplate", "spec", "template"),
)
_PODS = (
    *(Filled((*template, "spec", *path), _DEFAULT, value)
      for template in _TEMPLATES
      for path, value in (
        (("restartPolicy",), "Always"),
        (("terminationGracePeriodSeconds",), 30),
        (("dnsPolicy",), "ClusterFirst"),
        (("securityContext",), {}),
        (("schedulerName",), "default-scheduler"),
        (("volumes", "*", "configMap", "defaultMode"), 420),
        (("volumes", "*", "secret", "defaultMode"), 420),
    )),
    *(Filled((*template, "spec", containers, "*", *path), reason, value)
      for template in _TEMPLATES
      for containers in ("containers", "initContainers")
      for path, value, reason in (
        (("terminationMessagePath",), "/dev/termination-log", _DEFAULT),
        (("terminationMessagePolicy",), "File", _DEFAULT),
        (("imagePullPolicy",), ANY, "the API server goes by the image's tag"),
        (("resources",), {}, _DEFAULT),
        (("resources", "requests", "*"), ANY, "the API server takes over the limit"),
        (("ports", "*", "protocol"), "TCP", _DEFAULT),
    )),
    *(Filled((*template, "metadata", "creationTimestamp"),
             "some API servers print the empty time of a template", None)
      for template in _TEMPLATES),
)

_ADDRESS = "the API server gives the Service an address"
_SERVICES = tuple(
    Filled(("spec", *path), reason, value, ("Service",))
    for path, value, reason in (
        (("clusterIP",), ANY, _ADDRESS),
        (("clusterIPs",), ANY, _ADDRESS),
        (("ipFamilies",), ANY, _ADDRESS),
        (("ipFamilyPolicy",), "SingleStack", _ADDRESS),
        (("type",), "ClusterIP", _DEFAULT),
        (("sessionAffinity",), "None", _DEFAULT),
        (("internalTrafficPolicy",), "Cluster", _DEFAULT),
        (("ports", "*", "protocol"), "TCP", _DEFAULT),
        (("ports", "*", "targetPort"), ANY, "the API server takes over the port"),
        (("ports", "*", "nodePort"), ANY, "the API server chooses a port of the nodes"),
    )
)

_REVISIONS = "deprecated.daemonset.template.generation"


def _is_same_list_but_for_revisions(left: Any, right: Any) -> bool:
    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name != _REVISIONS]

    return isinstance(left, str) and isinstance(right, str) and names(left) == names(right)


FILLED = (
    *_EVERY_OBJECT, *_NAMESPACES, *_DEPLOYMENTS, *_OTHER_WORKLOADS, *_JOBS, *_CRON_JOBS, *_PODS,
    *_SERVICES, *_SECRETS,
)

REWRITTEN = (
    Rewritten(("**", "resources", "*", "*"), "quantities are kept in their shortest form",
              _is_same_quantity),
    Rewritten(("metadata", "annotations", "resourcetemplate.karmada.io/managed-annotations"),
              "Karmada's API server counts revisions of a DaemonSet in its template",
              _is_same_list_but_for_revisions),
)

_BUILT_IN = ("Deployment", "CronJob", "Service", "ConfigMap", "Secret")
_TOP = ("apiVersion", "kind", "metadata", "spec", "status", "data", "type")


def is_dropped(kind: str, path: Path, expected: Any, observed: Any) -> bool:
    """Whether a member's API server drops a field that the preview has.

    Of a built-in kind it keeps no empty list or map, and no field that the kind does not have.
    """
    if kind not in _BUILT_IN or observed is not MISSING:
        return False
    return expected in ([], {}) or (len(path) == 1 and path[0] not in _TOP)


UNKNOWABLE = {
    "refused here": "whether Karmada's API server takes an object",
    "refused": "whether the member's API server takes an object",
    "dropped": "which fields the member's API server drops: unknown ones, and empty lists and maps",
    "order": "in which order Karmada v1.12 comes to clusters of equal weight: it tosses a coin",
    "unstable": "which of several results Karmada comes to, where it depends on chance",
}
