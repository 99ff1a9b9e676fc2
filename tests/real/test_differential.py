"""Sample fleets on a real Karmada: members hold what the preview says.

All fleets, both versions and made-up ones: ``python -m tests.real.differential --help``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.parts import need_sandbox
from tests.real.differential.kept_seeds import KEPT_SEEDS
from tests.real.differential.random_fleets import random_fleets
from tests.real.differential.reality import Reality
from tests.real.differential.run import run
from tests.real.differential.subject import Subject, read_fleet
from workbench.sandbox import STACKS, Sandbox

_LARGEST = "shop"


@pytest.fixture(scope="module")
def reality(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reality]:
    """A sandbox of the newest version whose members have the names of the largest fleet."""
    need_sandbox(STACKS[0].name)
    names = [item.id.name for item in read_fleet(_LARGEST).snapshot.clusters]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state of a test")))
        patch.setenv("GOFLAGS", os.environ.get("GOFLAGS", "-p=2"))
        sandbox = Sandbox.up("differential", karmada=STACKS[0].name, members=names)
        try:
            yield Reality(sandbox)
        finally:
            sandbox.down()


def check(subject: Subject, reality: Reality) -> None:
    report = run(subject, reality, STACKS[0].karmada)
    differences = [
        f"{tally.subject}: {difference}"
        for tally in report.tallies
        for found in tally.differing.values()
        for difference in found
    ]
    assert not differences, "\n".join(differences)
    assert all(tally.compared for tally in report.tallies)


@pytest.mark.parametrize("fleet", [_LARGEST, "config"])
def test_members_hold_what_the_preview_says(reality: Reality, fleet: str) -> None:
    check(read_fleet(fleet), reality)


def test_fleets_made_up_by_seeds_that_once_differed_are_as_previewed(reality: Reality) -> None:
    for subject in random_fleets(KEPT_SEEDS):
        check(subject, reality)
