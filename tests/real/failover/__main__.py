"""``python -m tests.real.failover``: arguments, the scenarios, the table."""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.real.failover.comparison import Comparison
from tests.real.failover.keeping import written
from tests.real.failover.run import judge, run
from tests.real.failover.scenarios import SCENARIOS
from tests.real.failover.simulated import settings_of
from tests.real.failover.table import both_sides, lines_of, markdown_row
from workbench.karmada.profile import find_profile
from workbench.sandbox import STACKS, Sandbox
from workbench.sandbox.layout import Layout
from workbench.sandbox.progress import Progress

_HEAD = ("| scenario | detect | tolerate, evict | schedule | apply | healthy | clean up |\n"
         "|---|---|---|---|---|---|---|")


def main(argv: list[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    table, are_good = [_HEAD], []
    for name, karmada, comparison in _replayed(args) if args.replay else _played(args):
        are_good.append(comparison.is_good)
        shown = [*lines_of(name, karmada, comparison), *both_sides(comparison)]
        print("\n".join(shown), flush=True)
        table.append(markdown_row(name, comparison))
    print("\n".join(table))
    return 0 if all(are_good) else 1


def _played(args: argparse.Namespace) -> Iterator[tuple[str, str, Comparison]]:
    with _sandbox(args) as sandbox:
        karmada = sandbox.layout.stack.karmada
        profile = find_profile(karmada)
        for name in args.scenarios or SCENARIOS:
            drill = SCENARIOS[name](profile)
            if drill is None:
                print(f"== {name}: Karmada {karmada} has no such thing")
                continue
            recording, comparison = run(sandbox, drill, profile)
            if args.save:
                kept = (sandbox.layout.to_json(), recording)
                (args.save / f"{name}-{karmada}.pickle").write_bytes(pickle.dumps(kept))
                lines = written(recording.sightings, recording.subjects, recording.zero)
                (args.save / f"{name}-{karmada}.json").write_text(json.dumps(lines))
            yield name, karmada, comparison


def _replayed(args: argparse.Namespace) -> Iterator[tuple[str, str, Comparison]]:
    for name in args.scenarios or SCENARIOS:
        for file in sorted(args.replay.glob(f"{name}-v{args.karmada}*.pickle")):
            told, recording = pickle.loads(file.read_bytes())
            layout = Layout.from_json(told)
            profile = find_profile(layout.stack.karmada)
            drill = SCENARIOS[name](profile)
            assert drill
            comparison = judge(recording, drill, settings_of(layout), profile)
            yield name, layout.stack.karmada, comparison


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.real.failover",
        description="Play failovers on a real Karmada and in the simulator, and compare.",
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", choices=[[], *SCENARIOS],
                        help=f"of {', '.join(SCENARIOS)}; all if none is named")
    parser.add_argument("--karmada", default=STACKS[0].name, metavar="VERSION",
                        help=" or ".join(stack.name for stack in STACKS))
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep what was observed")
    parser.add_argument("--replay", type=Path, metavar="FOLDER",
                        help="simulate anew, against what was kept there")
    parser.add_argument("--sandbox", metavar="NAME", help="use this one, and leave it up")
    return parser


@contextmanager
def _sandbox(args: argparse.Namespace) -> Iterator[Sandbox]:
    if args.sandbox:
        yield Sandbox(args.sandbox)
        return
    name = f"failover-{args.karmada.replace('.', '-')}-{os.getpid()}"
    sandbox = Sandbox.up(name, karmada=args.karmada, pull=1, progress=_tell)
    try:
        yield sandbox
    finally:
        sandbox.down()


def _tell(news: Progress) -> None:
    if news.fraction is None:
        print(f"{time.strftime('%H:%M:%S')} {news.phase}: {news.message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
