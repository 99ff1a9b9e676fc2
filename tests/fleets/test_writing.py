"""A file is written whole or not at all, and nothing but a file is put out of the way."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from workbench.fleets.writing import replace_file
from workbench.model.errors import UsageError


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
