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
