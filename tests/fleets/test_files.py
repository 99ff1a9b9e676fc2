from __future__ import annotations

import io
from pathlib import Path

import pytest

from workbench.fleets.files import load
from workbench.model.snapshot import Snapshot

CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  namespace: shop
"""


def config_map(name: str) -> str:
    return CONFIG_MAP.format(name=name)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def names(snapshot: Snapshot) -> list[str]:
    return [item.id.name for item in snapshot.items]


def problems(snapshot: Snapshot) -> list[str]:
    return [str(problem) for problem in snapshot.problems]


def test_a_folder_is_read_with_all_that_is_in_it_by_name(tmp_path: Path) -> None:
    write(tmp_path, {
        "b/x.yml": config_map("second"), "a.yaml": config_map("first"),
        "c.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "third"}}',
        "notes.txt": "not: [read", ".hidden/y.yaml": "not: [read",
    })
    snapshot = load([tmp_path])
    assert names(snapshot) == ["first", "second", "third"]
    assert snapshot.is_complete
    assert snapshot.name == str(tmp_path)


def test_every_object_knows_its_file_line_and_text(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": config_map("one") + "---\n# the second\n" + config_map("two")})
    second = load([tmp_path]).items[1]
    assert str(second.source.place()) == f"{tmp_path}/a.yaml:8:1"
    assert str(second.source.place(("metadata", "name"))) == f"{tmp_path}/a.yaml:11:3"
    assert second.source.text.endswith(config_map("two"))


def test_objects_below_members_belong_to_that_member_cluster(tmp_path: Path) -> None:
    write(tmp_path, {
        "web.yaml": config_map("web"), "members/eu1/apps/web.yaml": config_map("web"),
    })
    snapshot = load([tmp_path])
    assert [(item.id.name, item.member) for item in snapshot.items] == [("web", "eu1"), ("web", "")]
    assert snapshot.is_complete


def test_standard_input_is_read_where_a_dash_stands(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": config_map("file")})
    snapshot = load([tmp_path, "-"], io.BytesIO(config_map("piped").encode()))
    assert names(snapshot) == ["file", "piped"]
    assert str(snapshot.items[1].source.place()) == "(stdin):1:1"


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_empty_standard_input_is_a_problem(data: bytes) -> None:
    found = problems(load(["-"], io.BytesIO(data)))
    assert found == ["(stdin): empty (did the program before fail?)"]


def test_dumps_of_several_documents_are_read_from_utf_16_with_windows_line_ends(
    tmp_path: Path,
) -> None:
    text = (config_map("one") + "---\n" + config_map("two")).replace("\n", "\r\n")
    (tmp_path / "a.yaml").write_bytes(text.encode("utf-16"))
    (tmp_path / "b.yaml").write_bytes(b"\xef\xbb\xbf" + config_map("three").encode())
    snapshot = load([tmp_path])
    assert names(snapshot) == ["one", "two", "three"]
    assert str(snapshot.items[1].source.place(("metadata",))).endswith("a.yaml:9:1")


def test_what_can_not_be_read_does_not_keep_the_rest_from_loading(tmp_path: Path) -> None:
    write(tmp_path, {
        "a.yaml": config_map("good") + "---\nkind: [\n---\n" + config_map("fine"),
        "b.yaml": "a:\n\tb: 1\n", "c.yaml": "", "e.yaml": config_map("last"),
    })
    (tmp_path / "d.yaml").write_bytes(b"\x7fELF\0\0")
    snapshot = load([tmp_path])
    assert names(snapshot) == ["good", "fine", "last"]
    assert not snapshot.is_complete
    assert [text.removeprefix(f"{tmp_path}/").split(" (")[0] for text in problems(snapshot)] == [
        "a.yaml:8:1: a value is missing, or a bracket is not closed",
        "b.yaml:2:1: a tab is used for indentation",
        "c.yaml: empty",
        "d.yaml: not a text file",
    ]


def test_an_object_defined_twice_is_named_with_both_places(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": config_map("same"), "b.yaml": config_map("same") + "data: {a: b}\n"})
    snapshot = load([tmp_path])
    assert [item.object.get("data") for item in snapshot.items] == [None]
    assert problems(snapshot) == [
        f"{tmp_path}/b.yaml:1:1: ConfigMap shop/same is already defined at {tmp_path}/a.yaml:1:1 "
        "(keep one of the two; the first was used)"
    ]


def test_a_file_met_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"deep/a.yaml": config_map("one")})
    (tmp_path / "link.yaml").symlink_to(tmp_path / "deep" / "a.yaml")
    snapshot = load([tmp_path, tmp_path / "deep", tmp_path / "deep/a.yaml"])
    assert names(snapshot) == ["one"]
    assert snapshot.is_complete


def test_links_that_lead_round_in_circles_are_named(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.yaml": config_map("one")})
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b.yaml").symlink_to(tmp_path / "c.yaml")
    (tmp_path / "c.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "d.yaml").symlink_to(tmp_path / "nothing")
    snapshot = load([tmp_path])
    assert names(snapshot) == ["one"]
    found = [text.removeprefix(f"{tmp_path}/") for text in problems(snapshot)]
    assert found[0].startswith("a/up: a link that leads back to a folder above it")
    assert found[1].startswith("b.yaml: can't be read: ")
    assert found[3] == "d.yaml: a link to nothing"


def test_a_missing_path_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, {"policies.yaml": config_map("one")})
    snapshot = load([tmp_path / "polices.yaml", tmp_path / "policies.yaml", "sample:nosuch"])
    assert names(snapshot) == ["one"]
    assert problems(snapshot)[0] == (
        f"{tmp_path}/polices.yaml: no such file or folder "
        f"(did you mean {tmp_path}/policies.yaml?)"
    )
    assert problems(snapshot)[1].startswith("no sample fleet named 'nosuch'")


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000, "\udcff.yaml"])
def test_a_path_that_no_file_system_takes_is_a_problem(path: str) -> None:
    (problem,) = load([path]).problems
    str(problem).encode()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux' /proc")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"z.yaml": config_map("one")})
    (tmp_path / "a.yaml").symlink_to("/proc/self/mem")
    snapshot = load([tmp_path])
    assert names(snapshot) == ["one"]
    assert "a.yaml: can't be read: " in problems(snapshot)[0]


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as stream:
        stream.truncate(200 << 20)
    write(tmp_path, {"b.yaml": config_map("one")})
    snapshot = load([tmp_path])
    assert names(snapshot) == ["one"]
    assert "a.yaml: larger than 64 MB (200 MB) (split it" in problems(snapshot)[0]


def test_a_stream_that_does_not_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.fleets.folders.MAX_FILE_BYTES", 1 << 20)
    (problem,) = load(["-"], io.BytesIO(b"a" * (3 << 20))).problems
    assert str(problem).startswith("(stdin): larger than 1 MB")


def test_a_stream_that_breaks_or_is_missing_is_a_problem() -> None:
    closed = io.BytesIO()
    closed.close()
    assert "(stdin): can't be read" in problems(load(["-"], closed))[0]
    assert "(stdin): nothing to read" in problems(load(["-"]))[0]


def test_a_place_without_any_object_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"values.yaml": "a: 1\n"})
    assert "no Kubernetes object here" in problems(load([tmp_path]))[0]
    write(tmp_path, {"b.yaml": "# nothing\n"})
    assert "no Kubernetes object here" in problems(load([tmp_path / "b.yaml"]))[0]


def test_names_of_files_are_shown_without_terminal_escapes(tmp_path: Path) -> None:
    write(tmp_path, {"a\x1b[31m.yaml": "- a\n"})
    (problem,) = load([tmp_path]).problems
    assert "\x1b" not in str(problem)
    assert "a\\x1b[31m.yaml:1:1" in str(problem)


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": config_map("a"), "b.yaml": config_map("b")})
    told: list[tuple[int, int]] = []
    load([tmp_path], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
