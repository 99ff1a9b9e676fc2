"""Settings as controls show them: value, default, bounds, and whether turning them matters."""

from __future__ import annotations

from workbench.karmada.failover.eviction import section
from workbench.karmada.profile import Profile
from workbench.session.failover.report import value_text
from workbench.session.failover.views import KnobRow
from workbench.simulator.fleet import PreparedFleet
from workbench.simulator.knobs import Knob, knobs_of
from workbench.simulator.settings import Settings

_OF_APPLICATIONS = ("toleration_seconds", "purge_mode", "grace_period_seconds")


def knob_rows(settings: Settings, fleet: PreparedFleet) -> tuple[KnobRow, ...]:
    """Every knob of the version, in the order of the table."""
    has_application = any(
        section(section(tree["spec"], "failover"), "application")
        for tree in fleet.bindings.values()
    )
    return tuple(
        _row(knob, settings, fleet.profile, has_application) for knob in knobs_of(fleet.profile)
    )


def _row(
    knob: Knob, settings: Settings, profile: Profile, has_application: bool
) -> KnobRow:
    value, default = getattr(settings, knob.name), getattr(Settings(), knob.name)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    why_not = ""
    if knob.name in _OF_APPLICATIONS and not has_application:
        why_not = "no policy of this fleet has failover.application"
    return KnobRow(
        knob.name, knob.source, knob.title, knob.group, value_text(value), value_text(default),
        knob.kind, knob.least, knob.greatest, float(value) if is_number else None,
        tuple(option or "policy" for option in knob.options(profile)) if knob.kind == "choice"
        else (),
        value != default, not why_not, why_not,
    )
