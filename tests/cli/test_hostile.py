"""No word of a fleet, a file name or an argument does anything but be read, in any output."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests import hostile, rich_fleet
from tests.cli.conftest import Run
from tests.hostile import EVIL, faults

DOCUMENTS = ("text", "json", "markdown")
PAGES = (*DOCUMENTS, "html")
WHAT_IFS = ("--delete", f"OverridePolicy/shop{EVIL}/override{EVIL}", "--join", "x area=eu")
LOST = ("--lose", f"alpha{EVIL},at=1", "--preset", "failover")
COMMANDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("preview", ("--full", "--trace"), (*PAGES, "yaml")),
    ("preview", ("--everywhere", "--split"), ("text",)),
    ("preview", (*WHAT_IFS, "--trace"), PAGES),
    ("lint", ("--schemas",), ("text", "json", "sarif", "junit")),
    ("place", (), DOCUMENTS),
    ("place", ("--object", f"web{EVIL}", "--rebalance", f"web{EVIL}"), DOCUMENTS),
    ("place", (*WHAT_IFS, "--gone", f"alpha{EVIL}", "--evict"), DOCUMENTS),
    ("works", ("--full",), DOCUMENTS),
    ("works", (*WHAT_IFS, "--gone", f"alpha{EVIL}"), DOCUMENTS),
    ("failover", (*LOST, "--events", "--all"), PAGES),
    ("failover", ("--cut", f"beta{EVIL}", "--unhealthy", f"web{EVIL}@*", "--rebalance", "ALL",
                  "--beside", "grace_period_seconds=20", "--preset", "failover"), PAGES),
    ("failover", ("--zone", f"z-alpha{EVIL}"), ("text",)),
    ("failover", ("--failback",), ("text",)),
    ("failover", ("--trace-state", f"web{EVIL}"), ("text",)),
    ("doctor", ("--workers", "1", "--all"), ("text", "json")),
)
FAILOVER = ("lose", "cut", "zone", "region", "unhealthy", "silent", "taint", "flap", "condition",
            "rebalance", "confirm", "limit", "seed", "preset", "set", "beside", "object",
            "trace-state", "to", "save", "output", "fail-on")
WRONG = [(["failover"], f"--{name}") for name in FAILOVER] + [
    (["failover", "--lose", "alpha"], "--beside"), (["failover", "--trace-state", "web"], "--to"),
    *((["place"], f"--{name}") for name in ("taint", "label", "capacity", "gone", "rebalance",
                                            "object", "edit", "join", "delete", "karmada")),
    *((["works"], f"--{name}") for name in ("cluster", "object", "gone", "output")),
    *((["doctor"], f"--{name}") for name in ("set", "workers", "losses", "preset")),
]  # fmt: skip


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_fleet.write(tmp_path_factory.mktemp("hostile") / "fleet", hostile.fleet())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_fleet.write(tmp_path_factory.mktemp("plain") / "fleet", rich_fleet.objects())


@pytest.mark.parametrize(
    ("verb", "options", "form"),
    [(verb, options, form) for verb, options, forms in COMMANDS for form in forms],
    ids=lambda value: "".join(w for w in value if w.startswith("--"))
    if isinstance(value, tuple) else value,
)
def test_no_name_drives_a_terminal_a_page_or_a_table(
    run: Run, evil: Path, verb: str, options: tuple[str, ...], form: str
) -> None:
    ran = run(verb, str(evil), *options, "-o", form)
    assert ran.code == 0, ran.err
    assert len(ran.out) > 1000
    assert faults(form, ran.out) == []
    assert faults("text", ran.err) == []


def test_a_saved_run_holds_no_control_character_and_shows_none(
    run: Run, evil: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "run.json"
    run("failover", str(evil), *LOST, "--save", str(saved))
    assert faults("json", saved.read_text()) == []
    assert json.loads(saved.read_text())["scenario"]["lose"] == [f"alpha{EVIL},at=1"]
    for form in PAGES:
        assert faults(form, run("failover", str(saved), "-o", form).out) == []


def test_no_word_with_a_meaning_drives_anything_in_place_of_it(
    run: Run, tmp_path: Path
) -> None:
    chance = random.Random(5)
    for number, (name, path) in enumerate(chance.sample(hostile.words(), 60)):
        made = rich_fleet.objects()
        made[name] = _with(made[name], path, EVIL)
        folder = rich_fleet.write(tmp_path / str(number), made)
        verb, options, forms = chance.choice(COMMANDS)
        form = chance.choice(forms)
        plain_options = [option.replace(EVIL, "") for option in options]
        ran = run(verb, str(folder), *plain_options, "-o", form)
        assert ran.code in (0, 2), (name, path, verb, ran.err)
        assert faults(form if ran.out else "text", ran.out) == [], (name, path)
        assert faults("text", ran.err) == [], (name, path)


def _with(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = tree.copy()
    copy[path[0]] = _with(tree[path[0]], path[1:], value)
    return copy


@pytest.mark.parametrize(("verb", "option"), WRONG, ids=lambda value: "".join(value))
@pytest.mark.parametrize("word", [EVIL, "\ud800", "", "x" * 10_000, "a=b:c@d,e", "-1", "nan"])
def test_a_wrong_argument_is_one_harmless_line(
    run: Run, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    verb: list[str], option: str, word: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(verb[0], str(plain), *verb[1:], f"{option}={word}")
    assert ran.code in (0, 2), ran.err
    assert faults("text", ran.out) == []
    assert faults("text", ran.err) == []
    assert ran.err.count("\n") == (ran.code == 2)
    assert len(ran.err) < 3000


@pytest.mark.parametrize("verb", ["preview", "lint", "place", "works", "failover", "doctor"])
def test_a_file_s_name_is_only_shown(run: Run, plain: Path, tmp_path: Path, verb: str) -> None:
    name = EVIL.replace("\x00", "").replace("/", "")
    (tmp_path / name).mkdir()
    (tmp_path / name / f"broken{name}.yaml").write_text("a: [")
    (tmp_path / name / f"sound{name}.json").write_text((plain / "web.json").read_text())
    for path in (tmp_path / name, tmp_path / name / f"broken{name}.yaml", tmp_path / f"no{EVIL}"):
        ran = run(verb, str(path))
        assert ran.code == 2
        assert faults("text", ran.out + ran.err) == []
