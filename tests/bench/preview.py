"""Previews: one application, a small fleet as a whole process, a big one folded and unfolded."""

from __future__ import annotations

import argparse
import os
import random
import statistics
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

from tests.bench._processes import command, made_up_fleet, report
from workbench.fleets.files import load
from workbench.karmada.overrides.engine import apply_index
from workbench.karmada.preview import Preview
from workbench.karmada.profile import LATEST


def run(argv: Sequence[str]) -> None:
    """Print every figure with the size it holds for."""
    options = _options(argv)
    load_average = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load_average:.1f} before the start")
    with made_up_fleet(100, 50, 20) as (path, cache):
        _one_application(path)
        for form in ("json", "text"):
            label = f"100 objects x 50 clusters x 20 policies, preview -o {form}"
            report(label, command("preview", str(path), "-o", form), cache, options.runs)
    if not options.small:
        with made_up_fleet(1000, 1000, 20) as (path, cache):
            _folded_and_unfolded(path, options.sample)
            label = "1000 objects x 1000 clusters x 20 policies, preview -o json"
            report(label, command("preview", str(path), "-o", "json"), cache, 1)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench preview")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=5000, help="applications that are sampled")
    parser.add_argument("--small", action="store_true", help="leave the big fleet out")
    return parser.parse_args(argv)


def _one_application(path: Path) -> None:
    """The engine alone: policies compiled, objects read."""
    preview = Preview(load([path]), LATEST)
    times, steps = [], []
    for template in preview.templates:
        for cluster in preview.clusters.values():
            start = perf_counter()
            outcome = apply_index(template.object, cluster, preview.index)
            if outcome.steps:
                times.append(perf_counter() - start)
                steps.append(len(outcome.steps))
    median, worst = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(
        f"one override application: median {median * 1e6:.0f} us, p95 {worst * 1e6:.0f} us "
        f"({len(times)} applications, median {statistics.median(steps):.0f} items each)"
    )


def _folded_and_unfolded(path: Path, sample: int) -> None:
    start = process_time()
    preview = Preview(load([path]), LATEST)
    loaded = process_time()
    items = preview.templates
    results = [(item, name) for item in items for name in preview.targets(item).clusters]
    placed = process_time()
    variants = sum(len(preview.variants(item)) for item in items)
    folded = process_time() - placed
    chosen = random.Random(0).sample(results, min(sample, len(results)))
    before = process_time()
    for item, name in chosen:
        apply_index(item.object, preview.clusters[name], preview.index)
    unfolded = (process_time() - before) / len(chosen) * len(results)
    print(
        f"1000 x 1000 x 20 in processor seconds: read {loaded - start:.2f}, "
        f"place {placed - loaded:.2f}, apply folded {folded:.2f} ({variants} variants for "
        f"{len(results)} results); apply unfolded {unfolded:.0f} "
        f"(extrapolated from {len(chosen)} applications), {unfolded / folded:.0f} times as long"
    )
