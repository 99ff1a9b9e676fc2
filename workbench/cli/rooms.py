"""Verbs that other packages carry out: the terminal app and the sandbox."""

from __future__ import annotations

import sys
from argparse import Namespace
from importlib import import_module

from workbench.cli.output import is_terminal
from workbench.model.errors import UsageError


def start(options: Namespace) -> int:
    """The start screen on a terminal; else the help."""
    from workbench.cli.arguments import build
    from workbench.karmada.profile import LATEST

    if not is_terminal(sys.stdout):
        build(with_sandbox=False).print_help()
        return 0
    return _open([], Namespace(karmada=LATEST, everywhere=False))


def tui(options: Namespace) -> int:
    """The fleet at the paths; without one, the start screen."""
    if not is_terminal(sys.stdout):
        raise UsageError(
            "the terminal app needs a terminal", hint="workbench preview prints the same to a pipe"
        )
    return _open(options.paths, options)


def sandbox(options: Namespace) -> int:
    """A verb of ``workbench sandbox``."""
    from workbench.sandbox.commands import run

    return run(options, sys.stdout)


def _open(paths: list[str], options: Namespace) -> int:
    app = import_module("workbench.tui.app")
    return int(app.run(paths, profile=options.karmada, everywhere=options.everywhere) or 0)
