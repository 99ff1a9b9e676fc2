"""``karmadactl promote``: ``promote.jsonl``."""

from __future__ import annotations

from typing import Any

from workbench.karmada.profile import Profile
from workbench.karmada.work.failure import WorkError, WorkPanic
from workbench.karmada.work.promotion import PromoteOptions, Promotion, preprocessed, promote
from workbench.karmada.work.resources import plural
from workbench.model.identity import ObjectId

_OPTIONS = {
    "autoCreatePolicy": "auto_create_policy", "policyName": "policy_name", "dryRun": "dry_run",
}


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    given = line["input"]
    member = given["member"]
    options = PromoteOptions(**{_OPTIONS.get(k, k): v for k, v in given["options"].items()})
    default = [str(member.get("kind")).lower(), str(member.get("metadata", {}).get("name"))]
    arguments = tuple(given.get("args", default))
    there = {_key(ObjectId.of(tree)) for tree in given.get("existing") or []}
    promotion = promote(member, arguments, options, lambda key: _key(key) in there, profile)
    return _preprocessing(member, profile) | _recorded(promotion)


def _key(key: ObjectId) -> tuple[str, ...]:
    return key.group, key.kind, key.namespace, key.name


def _preprocessing(member: Any, profile: Profile) -> dict[str, Any]:
    try:
        return {"preprocessed": preprocessed(member, profile)}
    except WorkPanic as panic:
        return {"preprocessed": None, "preprocessError": f"panic: {panic.message}"}
    except WorkError as error:
        return {"preprocessed": None, "preprocessError": error.message}


def _recorded(promotion: Promotion) -> dict[str, Any]:
    shown = {
        "createdTemplate": promotion.template,
        "createdPolicy": _recorded_policy(promotion.policy),
        "stdout": promotion.stdout,
        "error": promotion.error or None,
        "failedStage": promotion.stage or None,
    }
    return shown | ({"panic": promotion.panic} if promotion.panic else {})


def _recorded_policy(policy: Any) -> Any:
    if policy is None:
        return None
    key = ObjectId.of(policy)
    body = {name: policy[name] for name in ("metadata", "spec")}
    return {"resource": plural(key.kind), "namespace": key.namespace, "object": body}
