"""Why a decision came out as it did, as data: one condition a line, the blocking one in sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold.

    Attributes:
        subject: the field, flag or feature gate that decides, as Karmada spells it.
        wanted: what it has to be, in words.
        found: what it is, in words.
        holds: whether that is enough.
    """

    subject: str
    wanted: str
    found: str
    holds: bool


def first_blocking(conditions: Iterable[Condition]) -> Condition | None:
    """The first condition that does not hold, or ``None`` if all do."""
    return next((condition for condition in conditions if not condition.holds), None)


def gate(name: str, is_open: bool) -> Condition:
    """A feature gate as a condition."""
    return Condition(f"feature gate {name}", "true", "true" if is_open else "false", is_open)


@dataclass(frozen=True, slots=True)
class Gates:
    """Feature gates of karmada-controller-manager that failover asks; defaults as released."""

    stateful_failover_injection: bool = False
    graceful_eviction: bool = True
