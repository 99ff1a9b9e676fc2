"""``karmadactl promote``: a member's object becomes a template with a policy of its own.

Follows pkg/karmadactl/promote/promote.go (v1.12.0 and v1.18.2), from the options on and without
reading the member. Dependencies are not promoted here; ``dependencies`` shows in the policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from workbench.karmada.overrides.accessors import metadata_texts
from workbench.karmada.policies.claim_metadata import CLUSTER_WIDE, NAMESPACED
from workbench.karmada.profile import Profile
from workbench.karmada.work.decision import Decision
from workbench.karmada.work.failure import WorkError, WorkPanic
from workbench.karmada.work.keys import CONFLICT
from workbench.karmada.work.metadata import with_metadata
from workbench.karmada.work.names import policy_name
from workbench.karmada.work.printing import printed
from workbench.karmada.work.pruning import pruned
from workbench.karmada.work.resources import versioned_resource
from workbench.model.identity import ObjectId
from workbench.model.tree import Object

Exists = Callable[[ObjectId], bool]
"""Whether the Karmada API server has an object."""


@dataclass(frozen=True, slots=True)
class PromoteOptions:
    """What ``karmadactl promote TYPE NAME`` is asked.

    Attributes:
        cluster: ``-C``.
        namespace: ``-n``, or the one of the context.
        dependencies: ``-d``.
        auto_create_policy: ``--auto-create-policy``.
        policy_name: ``--policy-name``; made up where empty.
        output: ``-o``: empty, ``yaml`` or ``json``.
        dry_run: ``--dry-run``.
    """

    cluster: str
    namespace: str = "default"
    dependencies: bool = False
    auto_create_policy: bool = True
    policy_name: str = ""
    output: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Promotion:
    """What the command did.

    Attributes:
        template: the object created in Karmada; ``None`` where none was. It stays when the
            policy fails.
        policy: the policy created; ``None`` where none was.
        stdout: text printed.
        warning: why nothing was done although the exit code is 0.
        error: the error's text; ``stage`` is ``complete``, ``validate`` or ``promote``.
        panic: Go's text where the command crashed.
        decisions: what decided.
    """

    template: Object | None = None
    policy: Object | None = None
    stdout: str = ""
    warning: str = ""
    error: str = ""
    stage: str = ""
    panic: str = ""
    decisions: tuple[Decision, ...] = ()


def promote(
    member_object: Object,
    arguments: tuple[str, ...],
    options: PromoteOptions,
    exists: Exists,
    profile: Profile,
) -> Promotion:
    """Run the command on ``member_object``, which ``arguments`` (type and name) name."""
    if len(arguments) != 2:
        text = "incorrect command format, please use correct command format"
        return Promotion(error=text, stage="complete")
    if not options.cluster:
        return Promotion(error="the cluster cannot be empty", stage="validate")
    if options.output not in ("", "yaml", "json"):
        return Promotion(error=profile.promote_format_error, stage="validate")
    subject = _Subject.of(member_object, arguments[1], options)
    try:
        template = preprocessed(member_object, profile)
    except WorkPanic as panic:
        return Promotion(panic=panic.message)
    except WorkError as error:
        place = f"{subject.resource}({options.namespace}/{subject.name})"
        text = f"failed to preprocess resource {place} in control plane: {error.message}"
        return Promotion(error=text, stage="promote")
    if options.output:
        decided = Decision("promote", "printed", "-o")
        return Promotion(
            stdout=_printed(template, subject, options, profile), decisions=(decided,)
        )
    if options.dry_run:
        return Promotion(decisions=(Decision("promote", "nothing", "--dry-run"),))
    return _created(template, subject, options, exists)


def preprocessed(member_object: Object, profile: Profile) -> Object:
    """The template: pruned, and marked to overwrite unless it says otherwise itself.

    Raises :class:`WorkError` and :class:`WorkPanic` as pruning does.
    """
    tree = pruned(member_object, profile, keeps_job_ttl=True)
    annotations = metadata_texts(tree, "annotations", profile) or {}
    if CONFLICT in annotations:
        return tree
    return with_metadata(tree, "annotations", {**annotations, CONFLICT: "overwrite"})


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is promoted, in the words of the command."""

    key: ObjectId
    name: str
    resource: str

    @classmethod
    def of(cls, tree: Object, name: str, options: PromoteOptions) -> _Subject:
        key = ObjectId.of(tree)
        resource = f'"{versioned_resource(key.api_version, key.kind)}"'
        namespace = options.namespace if key.namespace else ""
        return cls(replace(key, name=name, namespace=namespace), name, resource)

    @property
    def place(self) -> str:
        return f"{self.resource}({self.key.path})"

    @property
    def policy_kind(self) -> str:
        return NAMESPACED if self.key.namespace else CLUSTER_WIDE


def _created(
    template: Object, subject: _Subject, options: PromoteOptions, exists: Exists
) -> Promotion:
    if exists(subject.key):
        text = (
            f"Resource {subject.place} already exist in karmada control plane, you can edit "
            "PropagationPolicy and OverridePolicy to propagate it"
        )
        return Promotion(warning=text, decisions=(Decision("promote", "nothing", "the template"),))
    lines = [f"ResourceTemplate ({options.namespace}/{subject.name}) is created successfully"]
    policy = None
    if options.auto_create_policy:
        policy = _policy(subject, options, subject.key.namespace)
        key = ObjectId.of(policy)
        shown = f"({key.path})"
        if exists(key):
            text = f"the {key.kind}{shown} already exist, please edit it to propagate resource"
            return Promotion(template, stdout=_lines(lines), error=text, stage="promote")
        named = shown if key.namespace else key.name
        lines.append(f"{key.kind} {named} is created successfully")
    lines.append(f"Resource {subject.place} is promoted successfully")
    decided = Decision("policy", policy is not None, "--auto-create-policy")
    return Promotion(template, policy, _lines(lines), decisions=(decided,))


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _policy(subject: _Subject, options: PromoteOptions, hashed_namespace: str) -> Object:
    """The policy, its keys in the order of the Go struct."""
    key = subject.key
    name = options.policy_name or policy_name(
        hashed_namespace, subject.name, key.api_version, key.kind
    )
    selector = {"apiVersion": key.api_version, "kind": key.kind, "name": subject.name}
    return {
        "kind": subject.policy_kind,
        "apiVersion": "policy.karmada.io/v1alpha1",
        "metadata": {"name": name, **({"namespace": key.namespace} if key.namespace else {})},
        "spec": {
            "resourceSelectors": [selector],
            **({"propagateDeps": True} if options.dependencies else {}),
            "placement": {"clusterAffinity": {"clusterNames": [options.cluster]}},
            "conflictResolution": "Overwrite",
            "preserveResourcesOnDeletion": True,
        },
    }


def _printed(
    template: Object, subject: _Subject, options: PromoteOptions, profile: Profile
) -> str:
    """Template and policy. The name shown for a cluster-wide policy is not the one it gets."""
    trees = [template]
    if options.auto_create_policy:
        policy = _policy(subject, options, options.namespace)
        if profile.typed_metadata_writes_creation_time:
            metadata = {**policy["metadata"], "creationTimestamp": None}
            policy = {**policy, "metadata": metadata}
        trees.append(policy)
    return printed(trees, options.output, typed=[False, True][: len(trees)])
