"""Verbs and options, one table for parsing, help and shell completion."""

from __future__ import annotations

from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable, Sequence

from workbench import __version__
from workbench.karmada.profile import LATEST, PROFILES, Profile, find_profile

EXIT_CODES = """\
exit codes:
  0  fine
  1  what you asked to fail on (--exit-code, --fail-on)
  2  bad input or usage; everything that could be read is still shown
  3  a cluster, registry or program could not be reached
"""


def parse(argv: Sequence[str]) -> Namespace:
    """The options of one command; ``run`` in them carries it out."""
    return build().parse_args(argv)


def build() -> ArgumentParser:
    """The whole tree of verbs."""
    parser = ArgumentParser(
        prog="workbench",
        description="See what Karmada's policies make of every object in every cluster.",
        epilog=EXIT_CODES, formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"workbench {__version__}")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", dest="verb")
    _preview(verbs)
    return parser


def _preview(verbs) -> None:  # type: ignore[no-untyped-def]
    verb = verbs.add_parser(
        "preview", help="what every cluster gets of every object",
        description="Show what override policies make of every object in every cluster.",
        epilog=EXIT_CODES, formatter_class=RawDescriptionHelpFormatter,
    )
    verb.set_defaults(run=_later("workbench.cli.preview"))
    _paths(verb)
    verb.add_argument(
        "-o", "--output", choices=("text", "yaml", "json", "markdown", "html"), default="text",
    )
    _karmada(verb)
    verb.add_argument("--object", action="append", default=[], metavar="KIND/NAMESPACE/NAME")
    verb.add_argument("--cluster", action="append", default=[], metavar="NAME")
    verb.add_argument("--everywhere", action="store_true")
    verb.add_argument("--trace", action="store_true")
    verb.add_argument("--edit", action="append", default=[], metavar="FILE")
    verb.add_argument("--delete", action="append", default=[], metavar="KIND/NAMESPACE/NAME")
    verb.add_argument("--join", action="append", default=[], metavar="'NAME KEY=VALUE…'")
    verb.add_argument("--split", action="store_true")
    verb.add_argument("--full", action="store_true")
    verb.add_argument("--exit-code", action="store_true")
    verb.add_argument("--fail-on", choices=("error", "warning"))


def _paths(verb: ArgumentParser) -> None:
    verb.add_argument("paths", nargs="+", metavar="PATH")


def _karmada(verb: ArgumentParser) -> None:
    verb.add_argument("--karmada", type=profile, default=LATEST, metavar="VERSION")


def profile(text: str) -> Profile:
    """A Karmada version as an option's value."""
    try:
        return find_profile(text)
    except KeyError:
        known = ", ".join(PROFILES)
        raise ArgumentTypeError(f"unknown version {text!r}; known are {known}") from None


def _later(module: str) -> Callable[[Namespace], int]:
    """``run`` of a module that is imported only if its verb was asked for."""

    def run(options: Namespace) -> int:
        from importlib import import_module

        return int(import_module(module).run(options))

    return run
