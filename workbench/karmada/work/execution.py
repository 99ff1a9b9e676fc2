"""The execution controller: one Work brought to its member cluster, or taken from it.

Follows ``Reconcile`` and ``syncToClusters`` of
pkg/controllers/execution/execution_controller.go (v1.12.0 and v1.18.2). The member is an
argument, so that one function serves previews and simulations.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.karmada.profile import Profile
from workbench.karmada.work.conditions import condition_status, with_condition
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.dispatch import Dispatch, RefusedError
from workbench.karmada.work.failure import WorkError, WorkPanic, aggregated
from workbench.karmada.work.names import SpaceError, cluster_of_space
from workbench.karmada.work.release import is_deleting, is_ready, release, without_finalizer
from workbench.karmada.work.requests import Exchange, Member
from workbench.model.tree import Object, lookup

_DISPATCHING = {
    False: ("Dispatching", "Work is being dispatched to member clusters."),
    True: ("SuspendDispatching", "Work dispatching is in a suspended state."),
}


@dataclass(frozen=True, slots=True)
class Execution:
    """What one pass over a Work did.

    Attributes:
        work: the Work afterwards; ``None`` once its last finalizer is gone.
        exchanges: requests to the member, in order, with their answers.
        decisions: what decided, manifest by manifest.
        error: Karmada's error; it tries again later. Empty if it succeeded.
        panic: Go's text where the controller panicked.
    """

    work: Object | None
    exchanges: tuple[Exchange, ...] = ()
    decisions: tuple[Decision, ...] = ()
    error: str = ""
    panic: str = ""


def execute(
    work: Object, cluster: Object | None, member: Member, profile: Profile, now: float
) -> Execution:
    """Bring ``work`` to its member, or take it from there if it is being deleted.

    Args:
        cluster: the Cluster object; ``None`` without one.
        member: the member cluster; requests are sent to it.
        now: seconds since 1970, for conditions.
    """
    try:
        name = cluster_of_space(work["metadata"]["namespace"])
    except SpaceError as error:
        return Execution(work, error=error.message)
    if cluster is None:
        return Execution(work, error=f'clusters.cluster.karmada.io "{name}" not found')
    dispatch = Dispatch(member, name, profile)
    if is_deleting(work):
        return _released(work, cluster, dispatch, profile)
    is_suspended = bool(lookup(work, "spec", "suspendDispatching"))
    if condition_status(work, "Dispatching") != str(not is_suspended):
        words = _DISPATCHING[is_suspended]
        work = with_condition(work, "Dispatching", not is_suspended, *words, now)
    if is_suspended:
        held = Decision("request", "nothing", "work spec.suspendDispatching")
        return Execution(work, decisions=(held,))
    if not is_ready(cluster):
        return Execution(work, error=not_ready(name))
    return _synced(work, dispatch, profile, now)


def not_ready(cluster: str) -> str:
    """Karmada's words where a member can't be reached."""
    return f"cluster({cluster}) not ready"


def _synced(work: Object, dispatch: Dispatch, profile: Profile, now: float) -> Execution:
    manifests = lookup(work, "spec", "workload", "manifests") or ()
    errors = []
    for manifest in manifests:
        try:
            _apply(manifest, dispatch, profile.update_attempts)
        except WorkPanic as panic:
            return _result(work, dispatch, panic=panic.message)
        except WorkError as error:
            errors.append(error.message)
    if not errors:
        words = ("AppliedSuccessful", "Manifest has been successfully applied")
        return _result(with_condition(work, "Applied", True, *words, now), dispatch)
    applied, total, text = len(manifests) - len(errors), len(manifests), aggregated(errors)
    message = f"Failed to apply all manifests ({applied}/{total}): {text}"
    work = with_condition(work, "Applied", False, "AppliedFailed", message, now)
    return _result(work, dispatch, error=text)


def _apply(manifest: Object, dispatch: Dispatch, attempts: int) -> None:
    """Try at once again while the member answers with a conflict."""
    for attempt in range(1, attempts + 1):
        try:
            return dispatch.apply(manifest)
        except RefusedError as error:
            if error.reason != "Conflict" or attempt == attempts:
                raise
    return None


def _released(work: Object, cluster: Object, dispatch: Dispatch, profile: Profile) -> Execution:
    try:
        dispatch.decisions.append(release(work, cluster, dispatch, profile))
    except WorkPanic as panic:
        return _result(work, dispatch, panic=panic.message)
    except WorkError as error:
        return _result(work, dispatch, error=error.message)
    return _result(without_finalizer(work), dispatch)


def _result(
    work: Object | None, dispatch: Dispatch, *, error: str = "", panic: str = ""
) -> Execution:
    return Execution(work, tuple(dispatch.exchanges), tuple(dispatch.decisions), error, panic)
