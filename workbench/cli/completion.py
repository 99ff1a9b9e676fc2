"""``workbench completion``: a script with which a shell completes commands, options and files."""

from __future__ import annotations

from argparse import Action, Namespace, _SubParsersAction
from collections.abc import Iterator

import shtab

from workbench.cli.arguments import Parser, build
from workbench.cli.output import Output

_FILES = ("PATH", "FILE", "DIR")


def run(options: Namespace) -> int:
    """Print the script."""
    parser = build()
    for action in _actions(parser):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    Output().write([shtab.complete(parser, options.shell), "\n"])
    return 0


def _actions(parser: Parser) -> Iterator[Action]:
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)
        else:
            yield action
