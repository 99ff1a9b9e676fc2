"""Recorded outcomes of the override engine: texts, images and whole objects."""

from __future__ import annotations

from typing import Any

from tests.conformance import overrides_engine, overrides_text
from workbench.karmada.profile import Profile


def parse(text: str) -> dict[str, Any]:
    line = overrides_text.parse_line(text)
    return line if "mode" in line["case"] else overrides_engine.parse(text)


def actual(line: dict[str, Any], profile: Profile) -> dict[str, Any]:
    case = line["case"]
    part = overrides_text if case.get("mode") in ("yaml", "json") else overrides_engine
    return part.actual(case, profile)


agrees = overrides_engine.agrees
