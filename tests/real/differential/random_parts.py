"""What a made-up fleet has beyond the generated one: placements, more kinds, more policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from workbench.fleets.generated import Dice

Object = dict[str, Any]
_POLICY = "policy.karmada.io/v1alpha1"
_TOLERATION = {"key": "drill", "operator": "Exists"}


def with_placement(policy: Object, dice: Dice) -> Object:
    """A propagation policy with a placement of any kind, and now and then other settings."""
    placement = {**policy["spec"]["placement"], **dice.pick(PLACEMENTS)}
    if "clusterAffinities" in placement:
        placement.pop("clusterAffinity", None)
    if dice.chance(2):
        placement["clusterTolerations"] = [_TOLERATION]
    settings: Object = {}
    if dice.chance(4):
        settings["conflictResolution"] = "Overwrite"
    if dice.chance(3):
        settings["propagateDeps"] = True
    if dice.chance(4):
        settings["priority"] = dice.below(3)
    return {**policy, "spec": {**policy["spec"], **settings, "placement": placement}}


def extra_policies(dice: Dice, space: str) -> Iterator[Object]:
    """None to two more propagation policies, which claim some of the objects."""
    for number in range(dice.below(3)):
        selectors = [dice.pick(_SELECTORS) for _ in range(1 + dice.below(2))]
        policy = {
            "apiVersion": _POLICY, "kind": "PropagationPolicy",
            "metadata": {"name": f"more-{number}", "namespace": space},
            "spec": {"resourceSelectors": selectors, "placement": {}},
        }
        yield with_placement(policy, dice)


def extra_objects(dice: Dice, space: str) -> Iterator[Object]:
    """One or two objects of kinds that the generated fleet lacks, with a policy for them.

    Half the time also a Deployment with the ConfigMap and Secret that it mounts.
    """
    makes = {dice.pick(_MAKES) for _ in range(2)}
    objects = [make(dice, space) for make in _MAKES if make in makes]
    yield from objects
    selectors = [{"apiVersion": tree["apiVersion"], "kind": tree["kind"]} for tree in objects]
    policy = {
        "apiVersion": _POLICY, "kind": "PropagationPolicy",
        "metadata": {"name": "other-kinds", "namespace": space},
        "spec": {"resourceSelectors": selectors, "placement": {}},
    }
    yield with_placement(policy, dice)
    if dice.chance(2):
        yield from _with_dependencies(dice, space)


# -- placements


def _divided(**rest: Any) -> Object:
    return {"replicaScheduling": {"replicaSchedulingType": "Divided", **rest}}


def _weights(**weights: int) -> Object:
    """Static weights by region."""
    listed = [
        {"targetCluster": {"labelSelector": {"matchLabels": {"region": region}}}, "weight": weight}
        for region, weight in weights.items()
    ]
    return _divided(
        replicaDivisionPreference="Weighted", weightPreference={"staticWeightList": listed}
    )


def _spread(field: str, most: int, least: int = 1) -> Object:
    by_field = [{"spreadByField": field, "minGroups": least, "maxGroups": most}]
    more = [] if field == "cluster" else [{"spreadByField": "cluster", "minGroups": 1}]
    return {"spreadConstraints": by_field + more}


def _in(region: str) -> Object:
    return {"labelSelector": {"matchLabels": {"region": region}}}


_AGGREGATED = _divided(replicaDivisionPreference="Aggregated")
_BY_ROOM = _divided(
    replicaDivisionPreference="Weighted", weightPreference={"dynamicWeight": "AvailableReplicas"}
)
_GROUPS = {"clusterAffinities": [
    {"affinityName": "far", **_in("ap")}, {"affinityName": "near", **_in("us")},
    {"affinityName": "any"},
]}
PLACEMENTS: tuple[Object, ...] = (
    {},
    {"replicaScheduling": {"replicaSchedulingType": "Duplicated"}},
    _divided(),
    _weights(eu=2, us=1),
    _weights(eu=1, us=1, ap=3),
    _weights(us=1),
    _AGGREGATED,
    _BY_ROOM,
    _GROUPS,
    {**_GROUPS, **_BY_ROOM},
    _spread("cluster", 1),
    _spread("cluster", 2),
    _spread("cluster", 3, 3),
    _spread("region", 1),
    _spread("region", 2, 2),
    {**_AGGREGATED, **_spread("cluster", 2)},
    {**_BY_ROOM, **_spread("region", 1)},
    {"clusterAffinity": {"exclude": ["eu-0001"]}},
    {"clusterAffinity": {"clusterNames": ["us-0003", "eu-0001"]}, **_weights(eu=1, us=2)},
)

# -- what is claimed

_SELECTORS: tuple[Object, ...] = (
    {"apiVersion": "apps/v1", "kind": "Deployment"},
    {"apiVersion": "apps/v1", "kind": "Deployment", "name": "mounting"},
    {"apiVersion": "v1", "kind": "ConfigMap"},
    {"apiVersion": "v1", "kind": "Service",
     "labelSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}},
    {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "ordered"},
    {"apiVersion": "v1", "kind": "Secret", "labelSelector": {"matchLabels": {"sort": "sealed"}}},
)

# -- objects


def _pod(dice: Dice, **rest: Any) -> Object:
    container = {"name": "app", "image": f"registry.example.com/tool:{dice.below(9)}",
                 "resources": {"requests": {"cpu": f"{1 + dice.below(4)}0m"}}}
    return {"containers": [container], **rest}


def _head(name: str, space: str, **labels: str) -> Object:
    return {"name": name, "namespace": space, "labels": labels or {"app": name}}


def _workload(dice: Dice, space: str, kind: str, name: str, **spec: Any) -> Object:
    labels = {"app": name}
    template = {"metadata": {"labels": labels}, "spec": _pod(dice)}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": _head(name, space),
            "spec": {"selector": {"matchLabels": labels}, "template": template, **spec}}


def _stateful_set(dice: Dice, space: str) -> Object:
    return _workload(dice, space, "StatefulSet", "ordered", serviceName="ordered",
                     replicas=dice.below(5))


def _daemon_set(dice: Dice, space: str) -> Object:
    return _workload(dice, space, "DaemonSet", "everywhere")


def _job(dice: Dice, space: str) -> Object:
    counts = {"parallelism": 1 + dice.below(4), "completions": 4 + dice.below(4)}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": _head("once", space),
            "spec": {**counts, "template": {"spec": _pod(dice, restartPolicy="Never")}}}


def _cron_job(dice: Dice, space: str) -> Object:
    job = {"spec": {"template": {"spec": _pod(dice, restartPolicy="OnFailure")}}}
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": _head("nightly", space),
            "spec": {"schedule": f"{dice.below(60)} 3 * * *", "jobTemplate": job}}


def _secret(dice: Dice, space: str) -> Object:
    return {"apiVersion": "v1", "kind": "Secret",
            "metadata": _head("sealed", space, sort="sealed"),
            "data": {"token": dice.pick(("YQ==", "YmI=", "Y2Nj"))}}


def _service_account(dice: Dice, space: str) -> Object:
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _head("robot", space)}


def _with_dependencies(dice: Dice, space: str) -> list[Object]:
    """A Deployment that mounts a ConfigMap and a Secret, which mostly no policy claims."""
    deployment = _workload(dice, space, "Deployment", "mounting", replicas=1 + dice.below(5))
    volumes = [{"name": "settings", "configMap": {"name": "mounted"}},
               {"name": "keys", "secret": {"secretName": "keys"}}]
    pod = {**deployment["spec"]["template"]["spec"], "volumes": volumes}
    template = {**deployment["spec"]["template"], "spec": pod}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": _head("keys", space),
              "data": {"key": "a2V5"}}
    return [
        {**deployment, "spec": {**deployment["spec"], "template": template}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _head("mounted", space),
         "data": {"level": "info"}},
        *([] if dice.chance(3) else [secret]),
    ]


_MAKES: tuple[Callable[[Dice, str], Object], ...] = (
    _stateful_set, _daemon_set, _job, _cron_job, _secret, _service_account,
)
