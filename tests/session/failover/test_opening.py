"""What failover begins with: a fleet, or a run that was saved, wherever it comes from."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from workbench.karmada.profile import LATEST, V1_12_0
from workbench.model.errors import InputError, UsageError
from workbench.session.failover.opening import open_paths
from workbench.session.failover.room import FailoverRoom


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of Karmada 1.12 that was saved without the end that says so in its name."""
    room = FailoverRoom(open_paths(["sample:shop"]).snapshot, profile=V1_12_0)
    room.lose("eu-west")
    path = tmp_path_factory.mktemp("runs") / "loss"
    room.save(str(path))
    return path


def test_a_fleet_is_no_run_and_has_the_version_that_is_asked_for() -> None:
    opened = open_paths(["sample:shop"])
    assert opened.run is None
    assert opened.profile(LATEST) is LATEST


def test_a_saved_run_opens_with_its_own_version_from_a_file_and_from_standard_input(
    saved: Path,
) -> None:
    for opened in (open_paths([saved]), open_paths(["-"], BytesIO(saved.read_bytes()))):
        assert opened.run is not None
        assert opened.profile(LATEST) is V1_12_0


def test_a_saved_run_beside_other_paths_is_refused(saved: Path) -> None:
    with pytest.raises(UsageError, match="is a saved run, which has its own fleet"):
        open_paths([saved, "sample:shop"])


def test_a_run_that_is_cut_short_is_told_as_such(saved: Path, tmp_path: Path) -> None:
    broken = tmp_path / "run.json"
    broken.write_text(saved.read_text()[:300])
    with pytest.raises(InputError):
        open_paths([broken])
