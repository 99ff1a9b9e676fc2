"""Actions of the Failover room by their ids, as keys, palettes and buttons call them."""

from __future__ import annotations

from typing import Any

from workbench.model.errors import UsageError
from workbench.model.text import visible_line
from workbench.session.failover.actions import FAILOVER_BY_ID
from workbench.session.failover.room import FailoverRoom
from workbench.session.failover.views import KnobRow
from workbench.simulator.faults import places

_QUIET = ("Move", "Time", "Show")
_FILES = ("write_report", "save")

EXAMPLES = {
    "text": "Empty shows every workload again.",
    "cluster": "For example: {cluster} or {cluster},at=60s,for=10m",
    "zone": "For example: {zone} or {zone},for=10m",
    "region": "For example: {region} or {region},for=10m",
    "taint": "For example: {cluster}=maintenance:NoExecute",
    "setting": "For example: toleration_seconds=60 or Failover=true",
    "path": "For example: run.md",
}


def question(room: FailoverRoom, action: str) -> str:
    """What to type for an action's argument, with an example of this fleet."""
    home = room.home
    tree = room.fleet.clusters.get(home, {})
    zone, region = (next(iter(places(tree, field)), other)
                    for field, other in (("zone", "zone-a"), ("region", "eu")))
    return EXAMPLES.get(FAILOVER_BY_ID[action].argument, "").format(
        cluster=visible_line(home or "eu-1"), zone=visible_line(zone), region=visible_line(region)
    )


def perform(room: FailoverRoom, action: str, argument: Any = None) -> str:
    """Do an action; what to tell the user. Raises ``WorkbenchError``; nothing has changed then."""
    if action not in FAILOVER_BY_ID:
        raise UsageError(f"there is no action {action!r} here")
    if why_not := room.why_not(action):
        raise UsageError(why_not)
    known = FAILOVER_BY_ID[action]
    if action.startswith("show_"):
        room.show(action.removeprefix("show_"))  # type: ignore[arg-type]
        return ""
    if action == "set_knob":
        _set(room, str(argument))
    elif known.argument:
        getattr(room, action)(str(argument).strip())
    else:
        getattr(room, action)()
    if action in _FILES:
        return f"wrote {visible_line(str(argument))}"
    return "" if known.group in _QUIET else room.header.summary


def _set(room: FailoverRoom, text: str) -> None:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"{visible_line(text)!r} sets nothing", hint="write NAME=VALUE")
    room.set_knob(name.strip(), value.strip())


def next_value(knob: KnobRow) -> str | None:
    """What a switch or a choice is turned to next; ``None`` where a value has to be typed."""
    if knob.kind == "switch":
        return "false" if knob.value == "true" else "true"
    if knob.kind == "choice":
        at = knob.choices.index(knob.value) if knob.value in knob.choices else -1
        chosen = knob.choices[(at + 1) % len(knob.choices)]
        return "" if chosen == "policy" else chosen
    return None
