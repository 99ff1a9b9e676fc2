"""Health of a FlinkDeployment: the bundled Lua customization, as plain Python.

Follows pkg/resourceinterpreter/default/thirdparty/resourcecustomizations/flink.apache.org/v1beta1.
The versions judge a starting job by different fields. A failed job is healthy in both: only pods
that can't be scheduled move one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workbench.karmada.profile import Profile
from workbench.model.go_text import format_general
from workbench.model.tree import Json, Object

FLINK_KIND: Final = ("flink.apache.org/v1beta1", "FlinkDeployment")

_SETTLED = frozenset({
    "RUNNING", "FINISHED", "FAILED", "CANCELED", "SUSPENDED", "CANCELLING", "FAILING", "RESTARTING",
})  # fmt: skip
_STARTING = frozenset({"CREATED", "INITIALIZING", "RECONCILING"})
_USER_ERRORS = ("ErrImagePull", "ImagePullBackOff", "CrashLoopBackOff")


class LuaError(ValueError):
    """The script fails: Karmada records Unknown."""


def _lua_type(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else "table"


def _index(value: Json, key: str) -> Json:
    """A field as Lua reads it: texts can be indexed and hold nothing, other plain values can't."""
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, (str, list)):
        return None
    kind = _lua_type(value)
    raise LuaError(f"attempt to index a non-table object({kind}) with key '{key}'")


def _or_empty(value: Json) -> Json:
    """``value or {}``: Lua's nil and false are what gives way."""
    return {} if value is None or value is False else value


def _names_user_error(error: Json) -> bool:
    if error is None or error is False or error == "":
        return False
    if isinstance(error, (dict, list, bool)):
        raise LuaError(f"bad argument #1 to find (string expected, got {_lua_type(error)})")
    text = error if isinstance(error, str) else format_general(float(error))
    return any(word in text for word in _USER_ERRORS)


def _by_user_error(tree: Object) -> tuple[bool, str]:
    status = _or_empty(tree.get("status"))
    state = _index(_or_empty(_index(status, "jobStatus")), "state")
    manager = _index(status, "jobManagerDeploymentStatus")
    lifecycle = _index(status, "lifecycleState")
    error = _index(status, "error")
    if state is None:
        steady = manager == "READY" and lifecycle == "STABLE"
        because = (
            f"no job state; jobManagerDeploymentStatus is {manager}, lifecycleState is {lifecycle}"
        )
        return steady, because
    if not isinstance(state, str):
        return False, "status.jobStatus.state is no text"
    if state in _STARTING:
        known = _names_user_error(error)
        what = "a user's mistake" if known else "no user's mistake"
        return known, f"the job is {state}, status.error names {what}"
    return state in _SETTLED, f"status.jobStatus.state is {state}"


def _by_job_manager(tree: Object) -> tuple[bool, str]:
    status = tree.get("status")
    job = None if status is None else _index(status, "jobStatus")
    if job is None:
        return False, "status.jobStatus is not set"
    state = _index(job, "state")
    if state not in ("CREATED", "RECONCILING"):
        return True, f"status.jobStatus.state is {state}"
    manager = _index(status, "jobManagerDeploymentStatus")
    return manager == "ERROR", f"the job is {state}, jobManagerDeploymentStatus is {manager}"


_RULES: Final[dict[str, Callable[[Object], tuple[bool, str]]]] = {
    "user-error": _by_user_error,
    "job-manager-error": _by_job_manager,
}


def is_flink_healthy(tree: Object, profile: Profile) -> tuple[bool, str]:
    """The verdict and the fields that decided it. Raises :class:`LuaError`."""
    return _RULES[profile.flink_health](tree)
