"""Compare the engines with recorded outcomes of Karmada: ``python -m tests.conformance PATH…``.

Prints one line per file and version, ``name version agree/total``, then the first ten
disagreements. Exit code 0: all agree; 1: some don't; 2: bad input; 3: no engine for a file.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from workbench.karmada.profile import PROFILES, Profile

SHOWN = 10


def recorded_files(paths: Iterable[str]) -> Iterator[Path]:
    """Every recorded file under ``paths``: files as given, folders searched."""
    for text in paths:
        path = Path(text)
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.name.endswith((".jsonl", ".jsonl.gz")))
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(text)


def checker_for(name: str) -> ModuleType | None:
    """The module that knows a file's format, found by the file's name."""
    module = f"tests.conformance.{name}"
    return importlib.import_module(module) if find_spec(module) else None


def lines_of(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from (line for line in file if line.strip())


def identity(line: dict[str, Any]) -> str:
    return str(line.get("id") or line.get("case", {}).get("id") or "?")


def disagreement(
    checker: ModuleType, line: dict[str, Any], profile: Profile
) -> tuple[Any, Any] | None:
    """``(expected, got)`` where the engine and the record differ, else ``None``."""
    expected = line[profile.version]
    if expected == "same":
        expected = line["v1.18.2"]
    try:
        got = checker.actual(line, profile)
    except Exception as error:  # a crash of ours is a disagreement like any other
        return expected, f"{type(error).__name__}: {error}"
    agrees = getattr(checker, "agrees", lambda a, b, _: bool(a == b))
    return None if agrees(expected, got, line) else (expected, got)


def check_file(
    path: Path, checker: ModuleType, profiles: list[Profile], groups: set[str]
) -> Iterator[tuple[str, int, int, list[str]]]:
    """Per version: its name, lines that agree, lines in all, and the disagreements' texts."""
    parse = getattr(checker, "parse", json.loads)
    totals = {p.version: 0 for p in profiles}
    faults: dict[str, list[str]] = {p.version: [] for p in profiles}
    for text in lines_of(path):
        line = parse(text)
        if groups and line.get("group") not in groups:
            continue
        for profile in profiles:
            totals[profile.version] += 1
            if (fault := disagreement(checker, line, profile)) is not None:
                expected, got = (json.dumps(v, ensure_ascii=True, default=repr) for v in fault)
                who = f"{identity(line)} {profile.version}"
                faults[profile.version].append(
                    f"  {who}\n    expected {expected}\n    got      {got}"
                )
    for version, total in totals.items():
        yield version, total - len(faults[version]), total, faults[version]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--group", action="append", default=[], help="only lines of this group")
    parser.add_argument("--karmada", action="append", choices=sorted(PROFILES), default=[])
    args = parser.parse_args(argv)
    profiles = [PROFILES[v] for v in args.karmada or PROFILES]
    faults: list[str] = []
    unknown = empty = 0
    try:
        files = list(recorded_files(args.paths))
    except FileNotFoundError as error:
        print(f"no such file or folder: {error}", file=sys.stderr)
        return 2
    for path in files:
        name = path.name.removesuffix(".gz").removesuffix(".jsonl")
        checker = checker_for(name)
        if checker is None:
            unknown += 1
            print(f"{name}: no engine for this file yet")
            continue
        for version, agree, total, texts in check_file(path, checker, profiles, set(args.group)):
            print(f"{name} {version} {agree}/{total}", flush=True)
            empty += total == 0
            faults += texts
    for text in faults[:SHOWN]:
        print(text)
    if faults:
        return 1
    if not files or empty:
        print("nothing was compared for at least one file", file=sys.stderr)
        return 2
    return 3 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
