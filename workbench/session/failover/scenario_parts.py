"""A scenario as a person puts it together: part by part, in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from workbench.session.failover.asking import HAPPENINGS, Asked


@dataclass
class ScenarioParts:
    """Parts of a scenario, ``(name, text)``, in the order in which they were added."""

    parts: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, asked: Asked) -> ScenarioParts:
        """The parts of what was asked for at once."""
        return cls([(name, text) for name in HAPPENINGS for text in getattr(asked, name)])

    def asked(self, base: Asked) -> Asked:
        """All parts together; limit and seed are those of ``base``."""
        by_name: dict[str, list[str]] = {}
        for name, text in self.parts:
            by_name.setdefault(name, []).append(text)
        fields: dict[str, Any] = {name: tuple(texts) for name, texts in by_name.items()}
        return replace(Asked(limit=base.limit, seed=base.seed), **fields)
