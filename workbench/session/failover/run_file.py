"""A run in one file: fleet, scenario, settings and timeline, to be opened anywhere again."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.fleets.shapes import fault_of
from workbench.fleets.writing import replace_file
from workbench.karmada.profile import PROFILES, Profile
from workbench.model.errors import InputError, Place, UsageError
from workbench.model.pointer import field_path
from workbench.model.snapshot import Item, Snapshot
from workbench.model.text import json_visible, shortened, visible_line
from workbench.session.failover.asking import Asked
from workbench.session.failover.codec import CodecError, from_json, to_json
from workbench.session.failover.run_mark import FORMAT, is_run_file
from workbench.session.showing import redactor
from workbench.simulator.knobs import check_settings
from workbench.simulator.settings import Settings
from workbench.simulator.timeline import Timeline

VERSION = 1
_LARGEST_BYTES = 512 * 1024 * 1024
_LARGEST_INTEGER = 2**63 - 1
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class Run:
    """Everything about one run."""

    snapshot: Snapshot
    profile: Profile
    asked: Asked
    settings: Settings
    timeline: Timeline


def run_text(run: Run) -> str:
    """The run as JSON text. Values of Secrets are masked: failover does not need them."""
    objects = [
        {"object": redactor().redact_object(item.object), "member": item.member}
        for item in run.snapshot.items
    ]
    tree = {
        "format": FORMAT,
        "version": VERSION,
        "karmada": run.profile.version,
        "times": "simulated, in seconds since the start",
        "fleet": {"name": run.snapshot.name, "objects": objects},
        "scenario": to_json(run.asked),
        "settings": to_json(run.settings),
        "timeline": to_json(run.timeline),
    }
    return json_visible(json.dumps(tree, ensure_ascii=False, separators=(",", ":"))) + "\n"


def save_run(run: Run, path: str | Path) -> None:
    """Write the run, whole or not at all, and over no file but a saved run or an empty one.

    Raises :class:`WorkbenchError`.
    """
    target = Path(path)
    if _is_something_else(target):
        raise UsageError(f"not written: {visible_line(str(path))} is there, and is no saved run",
                         hint="choose another name")
    replace_file(target, run_text(run))


def _is_something_else(file: Path) -> bool:
    try:
        return file.is_file() and file.stat().st_size > 0 and not is_run_file(file)
    except OSError:  # the writing says why
        return False


def read_run(text: str, name: str) -> Run:
    """The run in ``text``. Raises :class:`InputError` for anything else; ``name`` is the file's."""
    try:
        tree = _decoded(text)
        if tree["format"] != FORMAT:
            raise CodecError("$.format")
        if tree["version"] != VERSION:
            found = visible_line(str(tree["version"]))
            raise InputError(f"saved by another version of the workbench: {found}",
                             place=Place(name), hint=f"this one reads version {VERSION}")
        profile, settings = PROFILES[tree["karmada"]], from_json(tree["settings"], Settings)
        check_settings(settings, profile)
        return Run(
            _snapshot(tree["fleet"]), profile, from_json(tree["scenario"], Asked), settings,
            from_json(tree["timeline"], Timeline),
        )
    except UsageError as error:
        raise InputError(f"a saved run with wrong settings: {error.message}",
                         place=Place(name), hint=error.hint) from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        where = f" at {error}" if isinstance(error, CodecError) else ""
        raise InputError(f"not a saved failover run{where}", place=Place(name),
                         hint="workbench failover … --save FILE writes one") from None


def _decoded(text: str) -> Any:
    """The JSON in ``text``: numbers as Go has them, and text that can be written again."""
    tree = json.loads(text, parse_constant=_finite, parse_float=_finite, parse_int=_whole)
    if _SURROGATE.search(text):
        try:
            json.dumps(tree, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise CodecError(f"half a character: {error.reason}") from None
    return tree


def _whole(text: str) -> int:
    number = int(text) if len(text) <= len(str(_LARGEST_INTEGER)) + 1 else _LARGEST_INTEGER + 1
    if abs(number) > _LARGEST_INTEGER:
        raise CodecError(f"{visible_line(shortened(text, 40))}, which is too large a number")
    return number


def _finite(text: str) -> float:
    """A number; ``NaN`` and ``Infinity`` are none, and ``1e400`` is out of range."""
    number = float(text)
    if not math.isfinite(number):
        raise CodecError(f"{visible_line(text)}, which is no number")
    return number


def _snapshot(tree: dict[str, object]) -> Snapshot:
    name, objects = tree["name"], tree["objects"]
    if not isinstance(name, str) or not isinstance(objects, list):
        raise CodecError("$.fleet")
    items: list[Item] = []
    for one in objects:
        if not isinstance(one["object"], dict) or not isinstance(one["member"], str):
            raise CodecError("$.fleet.objects")
        fault = fault_of(one["object"])
        if fault is not None:
            where = field_path(fault.path)
            raise CodecError(f"$.fleet.objects[{len(items)}].object {where}: {fault.message}")
        items.append(Item.of(one["object"], member=one["member"]))
    return Snapshot(name, tuple(items))


def open_run(path: str | Path) -> Run:
    """The run in a file. Raises :class:`InputError`."""
    file = Path(path)
    shown = visible_line(str(path))
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            raise InputError("too large for a saved run", place=Place(shown))
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"can't be read: {error}", place=Place(shown)) from None
    return read_run(text, shown)
