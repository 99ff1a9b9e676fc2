"""State preservation: which labels an eviction writes into its task, and what stops it.

Follows ``BuildPreservedLabelState`` and ``parseJSONValue`` (pkg/util/helper/failover.go in
v1.18.2, pkg/controllers/applicationfailover/common.go in v1.12.0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from workbench.karmada.failover.eviction import items
from workbench.karmada.failover.jsonpath import (
    GoPanic,
    JSONPathError,
    JSONPathSyntaxError,
    Rendering,
    compile_template,
)
from workbench.karmada.failover.raw_status import RawStatusError, decode_status, status_value
from workbench.karmada.profile import Profile
from workbench.model.go_text import quoted
from workbench.model.selectors import is_label_value
from workbench.model.tree import MISSING, Json, Object, lookup


@dataclass(frozen=True, slots=True)
class PreservationRule:
    """One item of ``statePreservation.rules``."""

    alias_label_name: str
    json_path: str

    @classmethod
    def all_of(cls, preservation: Json) -> tuple[PreservationRule, ...]:
        """The rules of a ``statePreservation`` block; none where there is no block."""
        return tuple(
            cls(item.get("aliasLabelName") or "", item.get("jsonPath") or "")
            for item in items(preservation, "rules")
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one jsonPath makes of one status.

    Attributes:
        kind: ``value``; ``error`` (the eviction does not happen and is tried again); ``panic``
            (the controller panics, recovers, and tries again: to a user the same).
        value: the text, for a value; bytes outside UTF-8 are lone surrogates.
        message: Karmada's error or panic text.
        varies: the text, or whether there is one, depends on an order that Go draws anew at
            every run.
    """

    kind: Literal["value", "error", "panic"]
    value: str = ""
    message: str = ""
    varies: bool = False

    @property
    def is_legal_label(self) -> bool:
        """Whether a member's API server takes the text as a label value.

        Karmada itself never asks: an illegal value fails in the new cluster, when applied.
        """
        return self.kind == "value" and is_label_value(self.value)


@dataclass(frozen=True, slots=True)
class ExtractedRule:
    """A rule and what it gave."""

    rule: PreservationRule
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Preservation:
    """The outcome of all rules, in order; the first failing rule is the last one listed.

    Attributes:
        kind: as in :class:`Extraction`; one failing rule fails the whole.
        labels: label name to text; a later rule with the same name wins.
        message: the error or panic text.
        rules: every rule that ran.
    """

    kind: Literal["value", "error", "panic"]
    labels: dict[str, str] = field(default_factory=dict)
    message: str = ""
    rules: tuple[ExtractedRule, ...] = ()


def _render(path: str, read: Callable[[], Json], profile: Profile) -> Rendering:
    """The rendering of a path. Raises ``ValueError`` with Karmada's text, or ``GoPanic``.

    The path is parsed before the status is decoded: a broken path hides a broken status.
    """
    template = compile_template(path)
    try:
        data = read()
    except RawStatusError as error:
        raise RawStatusError(f"failed to unmarshal rawStatus: {error}") from None
    try:
        return template.render(data)
    except JSONPathError as error:
        if not profile.jsonpath_error_names_path:
            raise
        message = f"failed to execute jsonpath {quoted(path)}: {error}"
        raise JSONPathError(message, varies=error.varies) from None


def _extract(path: str, read: Callable[[], Json], profile: Profile) -> Extraction:
    try:
        rendering = _render(path, read, profile)
    except GoPanic as panic:
        return Extraction("panic", message=str(panic))
    except RecursionError:
        return Extraction("error", message="exceeded max depth")
    except JSONPathError as error:
        return Extraction("error", message=str(error), varies=error.varies)
    except (JSONPathSyntaxError, RawStatusError) as error:
        return Extraction("error", message=str(error))
    return Extraction("value", rendering.text, varies=rendering.varies)


def extract_from_text(raw_status: str, path: str, profile: Profile) -> Extraction:
    """What a jsonPath makes of a status given as JSON text, which may be broken."""
    return _extract(path, lambda: decode_status(raw_status, profile), profile)


def extract(status: Json, path: str, profile: Profile) -> Extraction:
    """What a jsonPath makes of a reflected status (a tree: ``aggregatedStatus[].status``)."""
    return _extract(path, lambda: status_value(status, profile), profile)


def _preserve(
    rules: Iterable[PreservationRule], extraction_of: Callable[[str], Extraction]
) -> Preservation:
    labels: dict[str, str] = {}
    done: list[ExtractedRule] = []
    for rule in rules:
        extraction = extraction_of(rule.json_path)
        done.append(ExtractedRule(rule, extraction))
        if extraction.kind != "value":
            return Preservation(extraction.kind, {}, extraction.message, tuple(done))
        labels[rule.alias_label_name] = extraction.value
    return Preservation("value", labels, rules=tuple(done))


def preserve_from_text(
    raw_status: str, rules: Iterable[PreservationRule], profile: Profile
) -> Preservation:
    """All rules on a status given as JSON text, which may be broken."""
    return _preserve(rules, lambda path: extract_from_text(raw_status, path, profile))


def preserve(status: Json, rules: Iterable[PreservationRule], profile: Profile) -> Preservation:
    """All rules on a reflected status (a tree)."""
    return _preserve(rules, lambda path: extract(status, path, profile))


def reflected_status(aggregated_status: Sequence[Object], cluster: str) -> Json:
    """The status that the first item of ``cluster`` carries, or ``MISSING``; null counts as none.

    Follows ``FindTargetStatusItemByCluster``.
    """
    for item in aggregated_status:
        if item.get("clusterName", "") == cluster:
            status = lookup(item, "status")
            return MISSING if status is None else status
    return MISSING


def preserve_for_eviction(
    aggregated_status: Sequence[Object],
    cluster: str,
    rules: Sequence[PreservationRule],
    profile: Profile,
) -> Preservation:
    """The labels that an eviction from ``cluster`` keeps; without a status it can't happen."""
    status = reflected_status(aggregated_status, cluster)
    if status is MISSING:
        message = f"the application status has not yet been collected from Cluster({cluster})"
        return Preservation("error", message=message)
    return preserve(status, rules, profile)
