from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.screens import HOME


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the person who runs the tests: no list of opened fleets, no kubeconfig."""
    monkeypatch.chdir(HOME)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "kubeconfig"))
    return tmp_path
