"""The simulator against a real Karmada: the same events in the same order, phases as long.

All scenarios, both versions: ``python -m tests.real.failover --help``.
"""

from __future__ import annotations

import pytest

from tests.real.failover.run import run
from tests.real.failover.scenarios import SCENARIOS
from tests.real.failover.table import both_sides, lines_of
from workbench.karmada.profile import find_profile
from workbench.sandbox import STACKS, Sandbox


@pytest.mark.parametrize("sandbox", [STACKS[0].name], indirect=True)
@pytest.mark.parametrize("name", ["taint-gracefully", "flink-state", "nowhere"])
def test_a_failover_goes_as_simulated(sandbox: Sandbox, name: str) -> None:
    karmada = sandbox.layout.stack.karmada
    profile = find_profile(karmada)
    drill = SCENARIOS[name](profile)
    assert drill
    _, comparison = run(sandbox, drill, profile)
    shown = [*lines_of(name, karmada, comparison), *both_sides(comparison)]
    assert comparison.is_good, "\n".join(shown)
