"""Building, with a `go` of our own in PATH."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.sandbox.fakes import fake_go
from workbench.sandbox import build as building
from workbench.sandbox.build import Recipe, build, is_built, kwok_recipe, stack_recipe
from workbench.sandbox.errors import BuildError, FolderError, GoError, NoRoomError
from workbench.sandbox.folders import cache_folder
from workbench.sandbox.progress import Progress
from workbench.sandbox.stack import STACKS, Stack, stack_for

STACK = stack_for("1.18")

# Answers as go does; writes the names of built programs, counts its builds in $COUNT.
WORKING = """
case "$1 $2" in
"env GOVERSION") echo go1.30.1;;
"list -deps") printf 'fmt\\nos\\nexample/one\\nexample/two\\n';;
"list -m") echo "{\\"Dir\\": \\"$MODULE\\"}";;
build*)
  echo built >> "$COUNT"
  echo "go: downloading example/one v1.0.0" >&2
  echo fmt >&2; echo os >&2; echo example/one >&2; echo example/two >&2
  while [ "$1" != -o ]; do shift; done
  echo program > "$2/kube"; echo program > "$2/karmada"; echo program > "$2/kwok";;
esac
"""


@pytest.fixture
def count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    module = tmp_path / "module"
    for folder in ("charts/karmada/_crds/bases", "artifacts/deploy", "kustomize/stage/pod"):
        (module / folder).mkdir(parents=True)
        (module / folder / "one.yaml").write_text("kind: One\n")
    monkeypatch.setenv("MODULE", str(module))
    monkeypatch.setenv("COUNT", str(tmp_path / "count"))
    use_go(tmp_path, monkeypatch, WORKING)
    return tmp_path / "count"


def use_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    fake_go(tmp_path / "bin", script)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")


def test_a_build_leaves_programs_and_manifests_and_happens_once(count: Path) -> None:
    heard: list[Progress] = []
    assert not is_built(STACK)
    programs = build(STACK, heard.append)
    for file in (programs.kube, programs.karmada, programs.kwok, programs.crds / "bases/one.yaml",
                 programs.deploy / "one.yaml", programs.stages / "pod/one.yaml"):
        assert file.is_file()
    fractions = [news.fraction for news in heard if news.fraction is not None]
    assert fractions == [0.25, 0.5, 0.75, 1.0] * 2
    assert is_built(STACK)
    assert build(STACK) == programs
    assert count.read_text().split() == ["built", "built"]


def test_two_that_build_at_once_build_once(count: Path) -> None:
    threads = [threading.Thread(target=build, args=(STACK,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count.read_text().split() == ["built", "built"]


def test_the_leftovers_of_a_build_that_was_killed_are_no_build(count: Path) -> None:
    draft = cache_folder() / f"{stack_recipe(STACK).key}.partial"
    draft.mkdir(parents=True)
    (draft / "kube").write_text("half a program")
    programs = build(STACK)
    assert programs.kube.read_text() == "program\n"
    assert not draft.exists()


def test_a_complete_cache_serves_without_go_and_without_the_right_to_write(
    count: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = build(STACK)
    monkeypatch.setenv("PATH", "/nowhere")
    cache_folder().chmod(0o500)
    try:
        assert build(STACK) == programs
    finally:
        cache_folder().chmod(0o700)


def test_a_cache_that_can_not_be_written_is_named(count: Path, own_folders: Path) -> None:
    own_folders.mkdir()
    (own_folders / "cache").write_text("a file where a folder should be")
    with pytest.raises(FolderError, match="XDG_CACHE_HOME"):
        build(STACK)


def test_no_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GoError, match=r"needs Go.*go\.dev/dl"):
        build(STACK)


@pytest.mark.parametrize("script", [
    "echo go1.19.2",
    "echo 'go: go.mod requires go >= 1.25.10 (running go 1.22.1; GOTOOLCHAIN=local)' >&2; exit 1",
])
def test_a_go_that_is_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    use_go(tmp_path, monkeypatch, script)
    with pytest.raises(GoError, match=r"Go is too old.*1\.25\.10"):
        build(STACK)


@pytest.mark.parametrize(("said", "error", "words"), [
    ("dial tcp: lookup modules.example on 10.0.0.2:53: no such host", BuildError, "no network"),
    ("write /cache/x: no space left on device", NoRoomError, "disk is full"),
    ("kube/main.go:3: undefined: x", BuildError, "undefined: x"),
])
@pytest.mark.parametrize("step", ["list", "build"])
def test_what_go_says_becomes_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, error: type[Exception],
    words: str, step: str,
) -> None:
    script = f"case $1 in env) echo go1.30;; {step}) echo '{said}' >&2; exit 1;; *) echo x;; esac"
    use_go(tmp_path, monkeypatch, script)
    with pytest.raises(error, match=words):
        build(STACK)
    assert not is_built(STACK)
    assert not list(cache_folder().glob("*.partial"))


def test_too_little_room_is_found_out_before_the_build(
    count: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_ROOM_BYTES", 10**18)
    with pytest.raises(NoRoomError, match="GB free"):
        build(STACK)
    assert not count.exists()


def test_a_compiler_ends_when_who_asked_for_it_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "alive"
    script = (
        "case $1 in env) echo go1.30;; list) echo x;;"
        f" build) while echo package >&2; do echo x >> '{alive}'; sleep 0.05; done; exit 1;; esac"
    )
    use_go(tmp_path, monkeypatch, script)
    code = "from workbench.sandbox import *; from workbench.sandbox.build import build;"
    run = subprocess.Popen([sys.executable, "-c", f"{code} build(stack_for('1.18'))"])
    while not alive.exists():
        assert run.poll() is None
    run.kill()
    run.wait()
    sizes = [-1, -2]
    while sizes[-1] != sizes[-2]:
        subprocess.run(["sleep", "0.3"], check=True)
        sizes.append(alive.stat().st_size)


def test_the_key_changes_with_every_source_and_every_version(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module stack\n")
    recipe = Recipe("x", tmp_path, ("./kube",), {"version": "1"}, "m", {"a": "b"})
    keys = {recipe.key}
    (tmp_path / "main.go").write_text("package main\n")
    keys.add(recipe.key)
    (tmp_path / "notes.txt").write_text("of no interest\n")
    keys.add(recipe.key)
    keys.add(Recipe("x", tmp_path, ("./kube",), {"version": "2"}, "m", {"a": "b"}).key)
    assert len(keys) == 3


def test_each_stack_has_its_own_programs_and_all_share_kwok() -> None:
    keys = {stack_recipe(stack).key for stack in STACKS}
    assert len(keys) == len(STACKS)
    assert kwok_recipe().key not in keys
    assert "v1.35.3" in stack_recipe(STACK).linker_flags


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: str(stack.name))
def test_module_files_name_versions_and_no_address_to_fetch_them_from(stack: Stack) -> None:
    for name in ("go.mod", "go.sum"):
        text = (stack.folder / name).read_text()
        assert "http://" not in text and "https://" not in text
