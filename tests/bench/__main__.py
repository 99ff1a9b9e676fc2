"""Measure: ``python -m tests.bench NAME [options]`` prints figures, sizes and ratios of one run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def names() -> list[str]:
    """Benchmarks there are, one module each."""
    return sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in names():
        known = ", ".join(names())
        print(f"usage: python -m tests.bench NAME; there are: {known}", file=sys.stderr)
        return 2
    importlib.import_module(f"tests.bench.{argv[0]}").run(argv[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
