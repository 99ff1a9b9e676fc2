"""What can be set in a simulation: which flag, gate or field of Karmada it is, and its bounds."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from workbench.karmada.profile import Profile
from workbench.model.errors import UsageError
from workbench.model.text import visible_line
from workbench.simulator.settings import Settings

Kind = Literal["switch", "seconds", "whole seconds", "rate", "choice"]
Group = Literal["gates", "flags", "policy", "assumed"]


@dataclass(frozen=True, slots=True)
class Knob:
    """One setting.

    Attributes:
        name: field of :class:`Settings`.
        source: the feature gate, flag or policy field, as Karmada spells it; what is assumed
            is named in words.
        title: what it does, in a few words.
        kind: what values it takes.
        group: heading under which it is shown.
        greatest: upper end of a slider; a greater value may be typed.
        least: the least value there is.
        choices: what a ``choice`` may be; empty text is the policy's own.
    """

    name: str
    source: str
    title: str
    kind: Kind
    group: Group
    greatest: float = 0.0
    least: float = 0.0
    choices: tuple[str, ...] = ()

    def is_known(self, profile: Profile) -> bool:
        """Whether the version has this setting."""
        absent = {
            "enable_no_execute_taint_eviction": not profile.taint_eviction_is_optional,
            "no_execute_taint_eviction_purge_mode": not profile.taint_eviction_is_optional,
            "resource_eviction_rate": not profile.paces_taint_evictions,
            "failover_eviction_timeout_seconds": not profile.adds_no_execute_taints,
            "cluster_purge_mode": not profile.knows_cluster_failover,
            "adds_taint_policy": not profile.serves_cluster_taint_policies,
        }
        return not absent.get(self.name, False)

    def options(self, profile: Profile) -> tuple[str, ...]:
        """Values of a ``choice`` in this version."""
        return ("", *profile.purge_modes) if self.name == "purge_mode" else self.choices


_MODES = ("Gracefully", "Directly")

KNOBS: tuple[Knob, ...] = (
    Knob("failover", "feature gate Failover", "taints on lost clusters may evict",
         "switch", "gates"),
    Knob("graceful_eviction", "feature gate GracefulEviction", "old copies may stay for a while",
         "switch", "gates"),
    Knob("stateful_failover_injection", "feature gate StatefulFailoverInjection",
         "state is kept and handed on as labels", "switch", "gates"),
    Knob("propagate_deps", "feature gate PropagateDeps", "dependencies follow their workload",
         "switch", "gates"),
    Knob("enable_taint_manager", "--enable-taint-manager", "the taint manager runs",
         "switch", "flags"),
    Knob("enable_no_execute_taint_eviction", "--enable-no-execute-taint-eviction",
         "NoExecute taints evict", "switch", "flags"),
    Knob("no_execute_taint_eviction_purge_mode", "--no-execute-taint-eviction-purge-mode",
         "purge mode of such evictions", "choice", "flags", choices=_MODES),
    Knob("resource_eviction_rate", "--resource-eviction-rate", "evictions a second and worker",
         "rate", "flags", 10.0),
    Knob("graceful_eviction_timeout_seconds", "--graceful-eviction-timeout",
         "how long an eviction task lives", "seconds", "flags", 1800.0),
    Knob("status_update_seconds", "--cluster-status-update-frequency", "time between probes",
         "seconds", "flags", 60.0, 1.0),
    Knob("failure_threshold_seconds", "--cluster-failure-threshold",
         "failing that long makes a cluster not ready", "seconds", "flags", 300.0),
    Knob("success_threshold_seconds", "--cluster-success-threshold",
         "answering that long makes it ready again", "seconds", "flags", 300.0),
    Knob("monitor_period_seconds", "--cluster-monitor-period", "time between looks at leases",
         "seconds", "flags", 60.0, 1.0),
    Knob("monitor_grace_period_seconds", "--cluster-monitor-grace-period",
         "a lease that old makes a pull cluster unknown", "seconds", "flags", 300.0),
    Knob("failover_eviction_timeout_seconds", "--failover-eviction-timeout",
         "not ready that long adds a NoExecute taint", "seconds", "flags", 1800.0),
    Knob("retry_base_seconds", "--rate-limiter-base-delay", "first pause after an error",
         "seconds", "flags", 10.0, 0.001),
    Knob("retry_limit_seconds", "--rate-limiter-max-delay", "longest pause after errors",
         "seconds", "flags", 1000.0, 0.001),
    Knob("toleration_seconds", "failover.application.decisionConditions.tolerationSeconds",
         "how long an unhealthy workload is tolerated", "whole seconds", "policy", 900.0),
    Knob("purge_mode", "failover.application.purgeMode", "what becomes of the old copy",
         "choice", "policy"),
    Knob("grace_period_seconds", "failover.application.gracePeriodSeconds",
         "how long the old copy stays at most", "whole seconds", "policy", 1800.0, 1.0),
    Knob("cluster_purge_mode", "failover.cluster.purgeMode",
         "the same where a cluster's taint evicts", "choice", "policy", choices=("", *_MODES)),
    Knob("taint_toleration_seconds", "placement.clusterTolerations[].tolerationSeconds",
         "how long NoExecute taints are tolerated", "whole seconds", "policy", 900.0),
    Knob("adds_taint_policy", "a ClusterTaintPolicy for clusters that are not ready",
         "lost clusters get a NoExecute taint", "switch", "policy"),
    Knob("startup_seconds", "start-up time of pods", "from applied to healthy",
         "seconds", "assumed", 900.0),
    Knob("termination_seconds", "termination of pods", "from deleted to gone",
         "seconds", "assumed", 120.0),
    Knob("apply_seconds", "request to a member", "from Work to object",
         "seconds", "assumed", 30.0),
    Knob("request_timeout_seconds", "time-out of probes",
         "0 where connections are refused, 32 where packets vanish", "seconds", "assumed", 60.0),
    Knob("connect_timeout_seconds", "time-out of connections", "of new ones to such a member: 30, "
         "or 10 where something accepts them", "seconds", "assumed", 60.0),
    Knob("watch_seconds", "time between controllers", "from a change to whoever watches it",
         "seconds", "assumed", 10.0, 0.001),
)  # fmt: skip
BY_NAME = {knob.name: knob for knob in KNOBS}

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_YES, _NO = ("true", "on", "yes"), ("false", "off", "no")


def knobs_of(profile: Profile) -> tuple[Knob, ...]:
    """What the version knows."""
    return tuple(knob for knob in KNOBS if knob.is_known(profile))


def parse_duration(text: str) -> float:
    """Seconds of ``90``, ``90s``, ``5m``, ``1h`` or ``1h30m``. Raises :class:`UsageError`."""
    found = list(_DURATION.finditer(text))
    if not found or "".join(match.group() for match in found) != text:
        raise UsageError(
            f"{visible_line(text)!r} is no time from 0 up", hint="write 90, 90s, 5m or 1h30m"
        )
    seconds = sum(float(match[1]) * _UNITS[match[2] or "s"] for match in found)
    if not math.isfinite(seconds) or seconds > 10**9:
        raise UsageError(f"{visible_line(text)!r} is too long", hint="at most 30 years")
    return seconds


def find_knob(text: str, profile: Profile) -> Knob:
    """The knob of a name, flag, gate or field. Raises :class:`UsageError`."""
    spelled: dict[str, Knob] = {}
    for knob in KNOBS:
        last = knob.source.removeprefix("feature gate ").removeprefix("--").rpartition(".")[2]
        spelled |= {knob.name: knob, knob.name.removesuffix("_seconds"): knob}
        spelled |= {knob.source: knob, last: knob, f"--{last}": knob}
    spelled |= {name.replace("_", "-"): knob for name, knob in list(spelled.items())}
    for knob in KNOBS:
        spelled |= {knob.name: knob}
    if text not in spelled:
        near = difflib.get_close_matches(text, spelled, 1)
        hint = f"did you mean {near[0]}?" if near else "workbench failover --knobs lists them"
        raise UsageError(f"no setting {visible_line(text)!r}", hint=hint)
    if not spelled[text].is_known(profile):
        raise UsageError(f"Karmada {profile.version} has no {spelled[text].source}")
    return spelled[text]


def turned(settings: Settings, knob: Knob, value: object, profile: Profile) -> Settings:
    """The settings with one changed. ``value`` may be text. Raises :class:`UsageError`."""
    read = _read_text(knob, value, profile) if isinstance(value, str) else value
    _check(knob, read, profile)
    if knob.name == "grace_period_seconds" or knob.kind == "whole seconds":
        read = None if read is None else int(float(str(read)))
    return replace(settings, **{knob.name: read})  # type: ignore[arg-type]


def check_settings(settings: Settings, profile: Profile) -> None:
    """Raises :class:`UsageError` for settings that nobody could have made one by one."""
    for knob in knobs_of(profile):
        _check(knob, getattr(settings, knob.name), profile)


def apply_assignments(settings: Settings, texts: Iterable[str], profile: Profile) -> Settings:
    """The settings after ``NAME=VALUE`` texts. Raises :class:`UsageError`."""
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"{visible_line(text)!r} sets nothing", hint="write NAME=VALUE")
        settings = turned(settings, find_knob(name, profile), value, profile)
    return settings


def _read_text(knob: Knob, text: str, profile: Profile) -> object:
    if knob.kind == "switch":
        if text.lower() in (*_YES, *_NO):
            return text.lower() in _YES
        raise UsageError(f"{knob.source}: {visible_line(text)!r} is neither true nor false")
    if knob.kind == "choice":
        return (text or None) if "" in knob.options(profile) else text
    if knob.group == "policy" and text in ("", "policy"):
        return None
    if knob.kind == "rate":
        try:
            return float(text)
        except ValueError:
            raise UsageError(f"{knob.source}: {visible_line(text)!r} is no number") from None
    try:
        return parse_duration(text)
    except UsageError as error:
        raise UsageError(f"{knob.source}: {error.message}", hint=error.hint) from None


def _check(knob: Knob, value: object, profile: Profile) -> None:
    if value is None and knob.group == "policy":
        return
    if knob.kind == "switch":
        if not isinstance(value, bool):
            raise UsageError(f"{knob.source} is true or false")
        return
    if knob.kind == "choice":
        if value not in knob.options(profile):
            known = ", ".join(option for option in knob.options(profile) if option)
            raise UsageError(f"{knob.source} is one of {known}")
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise UsageError(f"{knob.source} is a number")
    if value < knob.least:
        raise UsageError(f"{knob.source} can't be below {knob.least:g}")
