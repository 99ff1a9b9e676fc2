"""``python -m tests.real.differential``: arguments, the run of each fleet, the report."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.real.differential.kept_seeds import KEPT_SEEDS
from tests.real.differential.random_fleets import random_fleets, seed_of
from tests.real.differential.reality import Reality
from tests.real.differential.run import Report, run
from tests.real.differential.subject import Subject, read_fleet
from workbench.sandbox import STACKS, Sandbox
from workbench.sandbox.progress import Progress

_EXAMPLES = """\
Each cluster of a fleet is a member of the sandbox of its own, joined under the cluster's name with
its labels, provider, region, zones and taints. What a cluster reports of itself (its status) is
the real one, and the preview is told so.
"""


def main(argv: list[str] | None = None) -> int:
    args = _arguments().parse_args(argv)
    subjects = [read_fleet(fleet) for fleet in args.fleets]
    seeds = {*range(args.seed, args.seed + args.random), *(KEPT_SEEDS if args.kept else ())}
    subjects += random_fleets(seeds)
    if not subjects:
        _arguments().error("no FLEET, no --random and no --kept")
    bad = False
    with _sandbox(args, _members(subjects)) as sandbox:
        reality = Reality(sandbox)
        for subject in subjects:
            report = run(subject, reality, sandbox.layout.stack.karmada)
            _print(report)
            bad |= not report.is_good
    return 1 if bad else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.real.differential", epilog=_EXAMPLES,
        description="Create fleets on a real Karmada and compare its members with the preview.",
    )
    parser.add_argument("fleets", nargs="*", metavar="FLEET", help="a sample, folder or file")
    parser.add_argument("--karmada", default=STACKS[0].name, metavar="VERSION",
                        help=" or ".join(stack.name for stack in STACKS))
    parser.add_argument("--random", type=int, default=0, metavar="N", help="N made-up fleets more")
    parser.add_argument("--seed", type=int, default=0, help="of the first of them (default 0)")
    parser.add_argument("--kept", action="store_true", help="made-up fleets that once differed")
    parser.add_argument("--sandbox", metavar="NAME", help="use this one, and leave it up")
    parser.add_argument("--keep", action="store_true", help="leave the sandbox up")
    return parser


def _members(subjects: Sequence[Subject]) -> list[str]:
    """The clusters of the first fleet, and as many more as the largest needs."""
    first = [item.id.name for item in subjects[0].snapshot.clusters]
    most = max(len(subject.snapshot.clusters) for subject in subjects)
    return first + [f"spare-{at + 1}" for at in range(most - len(first))]


@contextmanager
def _sandbox(args: argparse.Namespace, members: Sequence[str]) -> Iterator[Sandbox]:
    if args.sandbox:
        yield Sandbox(args.sandbox)
        return
    name = f"diff-{args.karmada.replace('.', '-')}-{os.getpid()}"
    sandbox = Sandbox.up(name, karmada=args.karmada, members=members, progress=_tell)
    try:
        yield sandbox
    finally:
        if args.keep:
            print(f"the sandbox {name} stays up")
        else:
            sandbox.down()


def _tell(news: Progress) -> None:
    if news.fraction is None:
        print(f"{time.strftime('%H:%M:%S')} {news.phase}: {news.message}", file=sys.stderr)


def _print(report: Report) -> None:
    spent = ", ".join(f"{part} {seconds:.0f} s" for part, seconds in report.seconds.items())
    print(f"== {report.fleet} on Karmada {report.karmada} ({spent})")
    print(f"   {report.how}")
    for tally in report.tallies:
        print(f"   {tally.subject}: {tally.compared} compared, {tally.equal} equal, "
              f"{len(tally.known)} as documented, {len(tally.differing)} different")
    for tally in report.tallies:
        for where, why in tally.known.items():
            print(f"   documented: {where}: {why}")
    for tally in report.tallies:
        for differences in tally.differing.values():
            for difference in differences:
                print(f"   DIFFERENT ({tally.subject}): {difference}")
    if seeds := sorted({seed for tally in report.tallies for where in tally.differing
                        if (seed := seed_of(where)) is not None}):
        print(f"   seeds that differ: {', '.join(map(str, seeds))}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
