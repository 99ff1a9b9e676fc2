"""A file is written whole or not at all, and nothing but a file is put out of the way."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from workbench.fleets.writing import replace_file, typed_path
from workbench.model.errors import UnreachableError, UsageError


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="no regular file"):
        replace_file(pipe, "text")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_device_stays_a_device(tmp_path: Path) -> None:
    link = tmp_path / "null"
    link.symlink_to(os.devnull)
    with pytest.raises(UsageError, match="no regular file"):
        replace_file(link, "text")
    assert stat.S_ISCHR(link.stat().st_mode)


@pytest.mark.parametrize("name", ["", "folder", "absent/file", "x" * 300, "nul\x00"])
def test_what_can_t_be_written_is_said(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="not written"):
        replace_file(Path(name), "text")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_links_in_a_circle_are_said(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(UsageError, match="not written"):
        replace_file(tmp_path / "a", "text")


def test_the_old_file_survives_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("old")

    def crash(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        replace_file(file, "new")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("old")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnreachableError, match="No space left on device"):
        replace_file(file, "new")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_that_is_new_is_never_put_over_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "link"):
        with pytest.raises(UsageError, match="exists already"):
            replace_file(tmp_path / name, "text", is_new=True)
    replace_file(tmp_path / "other", ("in ", "pieces"), is_new=True)
    assert (tmp_path / "file").read_text() == "mine"
    assert (tmp_path / "other").read_text() == "in pieces"


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o444)
    with pytest.raises(UsageError, match="read-only"):
        replace_file(file, "new")
    assert file.read_text() == "old"


def test_the_output_is_not_put_out_of_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(UsageError, match="where the output goes"):
            replace_file(tmp_path / "out", "text")


def test_a_private_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    replace_file(tmp_path / "file", "new", is_private=True)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_half_a_character_is_spelled_out(tmp_path: Path) -> None:
    replace_file(tmp_path / "file", "a\udcffb")
    assert (tmp_path / "file").read_text() == "a\\udcffb"


def test_a_home_is_found_in_what_is_typed_if_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert typed_path(" ~/run.md ") == Path("/home/me/run.md")
    assert typed_path("~nobody-of-that-name/run.md") == Path("~nobody-of-that-name/run.md")
