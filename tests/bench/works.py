"""How long ``workbench works`` takes: Works, requests and verdicts of whole fleets."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Callable, Iterator

from tests.bench.place import seconds
from tests.session.works.apart import apart
from workbench.fleets.generated import generate
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST
from workbench.model.snapshot import Item, Snapshot
from workbench.session.works.contract import json_pieces
from workbench.session.works.report import WorksReport
from workbench.session.works.text import text_lines

_SAMPLE = 10


def run(argv: list[str]) -> None:
    """Prints seconds of this machine's processor; nothing else should run beside it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench works")
    parser.add_argument("--objects", type=int, default=1000)
    parser.add_argument("--clusters", type=int, default=200)
    options = parser.parse_args(argv)
    for objects, clusters in ((100, 50), (options.objects, options.clusters)):
        _fleet(objects, clusters)


def _fleet(objects: int, clusters: int) -> None:
    trees = tuple(map(Item.of, generate(objects, clusters)))
    preview = Preview(Snapshot("bench", trees), LATEST)
    for item in preview.templates:
        preview.placement.of(item)
    WorksReport(preview).of(preview.templates[0])  # schemas are read once in a process
    report = WorksReport(preview)
    took = seconds(lambda: deque(report.each(), 0))
    groups = sum(len(found) for _, found in report.each())
    results = report.tally.works + report.tally.failed
    print(f"{objects} objects x {clusters} clusters: {results} results in {groups} groups")
    print(f"  worked out and judged {took:8.2f} s, {took / results * 1e3:.3f} ms a result")
    single = _single(preview) * objects
    print(f"  one by one, from {_SAMPLE} objects {single:8.2f} s, ratio {single / took:.1f}")
    _written("text", lambda: text_lines(WorksReport(preview)))
    _written("JSON", lambda: json_pieces(WorksReport(preview)))


def _single(preview: Preview) -> float:
    """Seconds an object takes where no two clusters share anything."""
    with apart():
        report = WorksReport(preview)
        step = max(1, len(report.base.items) // _SAMPLE)
        items = report.base.items[::step][:_SAMPLE]
        return seconds(lambda: [report.of(item) for item in items]) / len(items)


def _written(what: str, make: Callable[[], Iterator[object]]) -> None:
    print(f"  whole, as {what}       {seconds(lambda: deque(make(), 0)):8.2f} s")
