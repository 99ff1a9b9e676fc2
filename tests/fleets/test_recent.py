from __future__ import annotations

import stat
from pathlib import Path

import pytest

from workbench.fleets.recent import opened_before, remember, state_folder


def test_what_was_opened_last_stands_first_and_once(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    for name in (str(tmp_path / "a"), "sample:shop", str(tmp_path / "b"), str(tmp_path / "a")):
        remember(name, state)
    assert opened_before(state) == (str(tmp_path / "a"), str(tmp_path / "b"), "sample:shop")


def test_only_the_owner_can_read_the_list(tmp_path: Path) -> None:
    state = tmp_path / "deep" / "state"
    remember("sample:shop", state)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / "recent.json").stat().st_mode) == 0o600
    assert [entry.name for entry in state.iterdir()] == ["recent.json"]


def test_the_list_stays_short_and_forgets_what_is_gone(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / str(number)).mkdir()
        remember(str(tmp_path / str(number)), tmp_path)
    (tmp_path / "29").rmdir()
    assert opened_before(tmp_path) == tuple(str(tmp_path / str(n)) for n in range(28, 19, -1))


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"7", b'{"a": 1}', b"[" * 100_000,
                                    b'[1, null, "\\u0000"]'])
def test_a_damaged_list_is_an_empty_one_and_is_mended(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / "recent.json").write_bytes(damage)
    assert opened_before(tmp_path) == ()
    remember("sample:shop", tmp_path)
    assert opened_before(tmp_path) == ("sample:shop",)


def test_a_place_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remember("sample:shop", tmp_path / "file" / "state")
    assert opened_before(tmp_path / "file" / "state") == ()


def test_the_state_folder_follows_the_xdg_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder() == tmp_path / "karmada-workbench"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_folder() == tmp_path / ".local" / "state" / "karmada-workbench"


def test_a_working_folder_that_is_gone_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    remember("fleet", tmp_path / "state")
    assert opened_before(tmp_path / "state") == ()
