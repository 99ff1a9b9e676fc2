"""Recorded outcomes of Karmada, and where the engine differs from them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from types import ModuleType

from tests.conformance.__main__ import disagreement
from workbench.karmada.profile import Profile

VECTORS = Path(__file__).parents[2] / "vectors"


def disagreements(name: str, checker: ModuleType, profile: Profile) -> list[str]:
    """Ids of the recorded lines that the engine answers differently."""
    with gzip.open(VECTORS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    assert lines
    return [line["id"] for line in lines if disagreement(checker, line, profile) is not None]
