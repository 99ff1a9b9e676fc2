"""A policy on its way into the API server, stage by stage.

The order is the API server's: strict decoding and defaults, the mutating webhook, the schema
of the CRD, the validating webhook, and the round through storage that drops nulls. Follows
apiextensions-apiserver's pkg/apiserver/customresource_handler.go, apiserver's
pkg/admission/plugin/webhook and Karmada's cmd/webhook (v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from collections.abc import Iterable

from workbench.karmada.admission.answer import Admission, Complaint, Judge, complaint, shown
from workbench.karmada.admission.common_types import METADATA
from workbench.karmada.admission.decoding import unknown_fields
from workbench.karmada.admission.defaults import pruned, with_defaults
from workbench.karmada.admission.go_types import through_go
from workbench.karmada.admission.kinds import (
    API_VERSION,
    MUTATED_KINDS,
    NAMESPACED_KINDS,
    OVERRIDE_KINDS,
    POLICY_KINDS,
    PROPAGATION_KINDS,
    is_served,
    policy_type,
)
from workbench.karmada.admission.metadata import metadata_complaints, user_metadata
from workbench.karmada.admission.mutating import PERMANENT_ID, WebhookOptions, id_label, mutate
from workbench.karmada.admission.override_webhook import override_complaints
from workbench.karmada.admission.propagation_webhook import propagation_complaints
from workbench.karmada.admission.schema import Struct
from workbench.karmada.admission.schema_check import schema_complaints
from workbench.karmada.admission.taint_webhook import taint_complaints
from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError
from workbench.model.identity import ObjectId
from workbench.model.tree import Object

STANDARD_OPTIONS = WebhookOptions()


class _Refused(Exception):
    """Ends a request: the stage that refused, and why."""

    def __init__(self, status: int, by: Judge, complaints: tuple[Complaint, ...]) -> None:
        super().__init__(by)
        self.answer = Admission(False, None, status, by, complaints)


def admit(
    policy: Object,
    profile: Profile,
    *,
    options: WebhookOptions = STANDARD_OPTIONS,
    permanent_id: str = PERMANENT_ID,
) -> Admission:
    """What the API server answers when ``policy`` is created.

    Args:
        policy: an object of one of :data:`kinds.POLICY_KINDS`, as written but with numbers
            normalised (as in a snapshot); it is not changed.
        profile: the Karmada version that is asked.
        options: how that installation runs its webhooks.
        permanent_id: stands for the random id that Karmada gives to a propagation policy.

    A namespaced policy without a namespace is posted to ``default``. Server-made metadata is
    ignored, as if the policy had been written by hand.
    Raises :class:`UsageError` for an object of another kind.
    """
    kind = ObjectId.of(policy).kind
    try:
        schema = _served_type(policy, kind, profile)
        tree = _decoded(policy, schema)
        if kind in MUTATED_KINDS:
            tree = _mutated(tree, schema, profile, options, permanent_id)
        _judge(422, "schema", metadata_complaints(tree["metadata"], id_label(kind)))
        _judge(422, "schema", schema_complaints(tree, schema))
        _judge(403, "webhook", _webhook_complaints(tree, kind, profile, options))
    except _Refused as refusal:
        return refusal.answer
    return Admission(True, _stored(tree, schema))


def defaulted(
    policy: Object,
    profile: Profile,
    *,
    options: WebhookOptions = STANDARD_OPTIONS,
    permanent_id: str = PERMANENT_ID,
) -> Object:
    """``policy`` with every default filled in, refused or not; arguments as for :func:`admit`.

    Unknown fields are gone. Where a wrong type keeps the webhook from reading the policy,
    only the schema's defaults are there; an object that is not served comes back as it is.
    """
    kind = ObjectId.of(policy).kind
    try:
        schema = _served_type(policy, kind, profile)
    except _Refused:
        return policy
    tree = _stored(_canonical(policy, kind, []), schema)
    if kind not in MUTATED_KINDS:
        return tree
    try:
        return _stored(_mutated(tree, schema, profile, options, permanent_id), schema)
    except _Refused:
        return tree


def _judge(status: int, by: Judge, complaints: Iterable[Complaint]) -> None:
    found = tuple(complaints)
    if found:
        raise _Refused(status, by, found)


def _served_type(policy: Object, kind: str, profile: Profile) -> Struct:
    if kind not in POLICY_KINDS:
        raise UsageError(
            f"{shown(kind)} is no policy",
            hint=f"admission is known for {', '.join(POLICY_KINDS)}",
        )
    if policy.get("apiVersion") != API_VERSION:
        message = f"{kind} is served as {API_VERSION} only; write that"
        _judge(404, "not served", [complaint("not served", ("apiVersion",), message)])
    if not is_served(kind, profile):
        message = f"Karmada {profile.version} has no {kind}; it came with a later version"
        _judge(404, "not served", [complaint("not served", ("kind",), message)])
    return policy_type(kind, profile)


def _decoded(policy: Object, schema: Struct) -> Object:
    wrong: list[Complaint] = []
    tree = _canonical(policy, policy["kind"], wrong)
    _judge(400, "decoding", (*wrong, *unknown_fields(policy, schema)))
    return _stored(tree, schema)


def _stored(tree: Object, schema: Struct) -> Object:
    """The tree after one more decoding: nothing unknown, no nulls, defaults filled in."""
    result: Object = with_defaults(pruned(tree, schema), schema)
    return result


def _canonical(policy: Object, kind: str, wrong: list[Complaint]) -> Object:
    """The policy with metadata as a user writes it, in the namespace it is posted to."""
    metadata = through_go(policy.get("metadata"), METADATA, wrong, ("metadata",))
    metadata = user_metadata(metadata) if isinstance(metadata, dict) else {}
    if kind in NAMESPACED_KINDS:
        metadata.setdefault("namespace", "default")
    else:
        metadata.pop("namespace", None)
    return {**policy, "metadata": metadata}


def _mutated(
    tree: Object, schema: Struct, profile: Profile, options: WebhookOptions, permanent_id: str
) -> Object:
    wrong: list[Complaint] = []
    seen = through_go(tree, schema, wrong)
    _judge(400, "webhook", wrong)
    mutate(seen, profile, options, permanent_id)
    result: Object = with_defaults(seen, schema)
    return result


def _webhook_complaints(
    tree: Object, kind: str, profile: Profile, options: WebhookOptions
) -> Iterable[Complaint]:
    if kind in OVERRIDE_KINDS:
        return override_complaints(tree, profile)
    if kind in PROPAGATION_KINDS:
        return propagation_complaints(tree, profile)
    if options.checks_cluster_taint_policies:
        return taint_complaints(tree, allows_no_execute=options.allows_no_execute_taints)
    return ()
