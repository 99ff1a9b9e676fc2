"""Verbs and options: one tree for parsing, help and shell completion."""

from __future__ import annotations

import sys
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
    _SubParsersAction,
)
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn, TypeAlias

from workbench import __version__
from workbench.cli.output import writing
from workbench.karmada.profile import LATEST, PROFILES, Profile, find_profile
from workbench.model.errors import UsageError
from workbench.model.text import visible_line

EXIT_CODES = """\
exit codes:
  0  fine
  1  what you asked to fail on (--exit-code, --fail-on)
  2  bad input or usage; everything that could be read is still shown
  3  a cluster, a registry or a program could not be reached, or the output not written
  70 a mistake of the workbench itself
  130 interrupted; 143 ended by SIGTERM
"""
_PREVIEW_NOTES = """\
--fail-on error: a policy would be refused, or a cluster does not get its object.
--fail-on warning: also an object that goes nowhere, an overrider without effect, or a result
that Karmada may make otherwise in another run.
--exit-code: a result differs from its template; with --edit, --delete or --join: from what it
was before.

`workbench preview --contract` describes the fields of -o json.

"""


class Parser(ArgumentParser):
    """A parser whose complaints are one line, as all others are."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(visible_line(message), hint=f"see {self.prog} --help")

    def _print_message(self, message: str, file: object = None) -> None:
        """Help or version; that it can't be written is said, as of any other output."""
        with writing():
            sys.stdout.write(message)
            sys.stdout.flush()


Verbs: TypeAlias = "_SubParsersAction[Parser]"


def parse(argv: Sequence[str]) -> Namespace:
    """The options of one command; ``run`` in them carries it out, for an exit code.

    Raises :class:`UsageError` for options that nobody knows.
    """
    return build(with_sandbox=argv[:1] == ["sandbox"]).parse_args(argv)


def build(*, with_sandbox: bool = True) -> Parser:
    """The whole tree of verbs; the sandbox's own are loaded only where they are needed."""
    parser = Parser(
        prog="workbench", allow_abbrev=False, formatter_class=RawDescriptionHelpFormatter,
        description="See what Karmada's policies make of every object in every cluster.",
        epilog=f"Without a command, the start screen opens.\n\n{EXIT_CODES}",
    )
    parser.add_argument("--version", action="version", version=f"workbench {__version__}")
    parser.set_defaults(run=_later("workbench.cli.rooms", "start"))
    verbs: Verbs = parser.add_subparsers(title="commands", metavar="COMMAND", dest="verb")
    _preview(verbs)
    _lint(verbs)
    import_module("workbench.cli.place_arguments").add_to(verbs)
    import_module("workbench.cli.works_arguments").add_to(verbs)
    import_module("workbench.cli.failover_arguments").add_to(verbs)
    _tui(verbs)
    _sample(verbs)
    _sandbox(verbs, with_sandbox)
    _completion(verbs)
    return parser


def verb(verbs: Verbs, name: str, text: str, run: str, notes: str = "") -> Parser:
    """A verb; ``run`` names the function that carries it out, ``module:function``."""
    parser = verbs.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=notes + EXIT_CODES,
        allow_abbrev=False, formatter_class=RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_later(*run.split(":")))
    return parser


def _preview(verbs: Verbs) -> None:
    parser = verb(
        verbs, "preview", "show what every cluster gets of every object, and which policy did it",
        "workbench.cli.preview:run", _PREVIEW_NOTES,
    )
    add_paths(parser, "*")
    parser.add_argument(
        "-o", "--output", choices=("text", "yaml", "json", "markdown", "html"), default="text",
        help="form of the report (default: text)",
    )
    add_karmada(parser)
    _narrowing(parser)
    add_tries(parser)
    parser.add_argument("--trace", action="store_true",
                        help="say of every policy what it did, or why it did nothing")
    parser.add_argument("--split", action="store_true", help="text: show diffs side by side")
    parser.add_argument("--full", action="store_true", help="show unchanged parts of diffs too")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 on a difference")
    parser.add_argument("--fail-on", choices=("error", "warning"), help="exit with 1 on these")
    parser.add_argument("--contract", action="store_true", help="describe -o json and exit")


def _narrowing(parser: Parser) -> None:
    parser.add_argument("--object", action="append", default=[], metavar="KIND/NAMESPACE/NAME",
                        help="only this object (also NAMESPACE/NAME or NAME); may be repeated")
    parser.add_argument("--cluster", action="append", default=[], metavar="NAME",
                        help="only this cluster; may be repeated")
    parser.add_argument("--everywhere", action="store_true",
                        help="every object in every cluster, whatever placement and bindings say")


def add_tries(parser: Parser) -> None:
    """What-ifs about objects and clusters that join."""
    group = parser.add_argument_group("what if (nothing is written; each may be repeated)")
    group.add_argument("--edit", action="append", default=[], metavar="FILE",
                       help="add the objects of this file, or put them in place of their like")
    group.add_argument("--delete", action="append", default=[], metavar="KIND/NAMESPACE/NAME",
                       help="delete this policy or object")
    group.add_argument("--join", action="append", default=[], metavar="'NAME KEY=VALUE ...'",
                       help="a cluster with these labels joins; provider, region and zone are "
                            "its own fields")


def _lint(verbs: Verbs) -> None:
    parser = verb(verbs, "lint", "find hazards in policies", "workbench.cli.lint:run",
                  "--fail-on SEVERITY: a hazard of this severity or a worse one.\n\n")
    add_paths(parser, "*")
    parser.add_argument("-o", "--output", choices=("text", "json", "sarif", "junit"),
                        default="text", help="form of the report (default: text)")
    add_karmada(parser)
    parser.add_argument("--explain", metavar="RULE",
                        help="explain a rule (ALL: every rule) and exit")
    parser.add_argument("--schemas", action="store_true",
                        help="hold results against each member's Kubernetes version and CRDs too")
    parser.add_argument("--fail-on", choices=("error", "warning", "info"),
                        help="exit with 1 on these")


def _tui(verbs: Verbs) -> None:
    parser = verb(verbs, "tui", "open a fleet in the terminal app", "workbench.cli.rooms:tui")
    add_paths(parser, "*", is_namespaced=False)
    add_karmada(parser)
    parser.add_argument("--everywhere", action="store_true",
                        help="every object in every cluster, whatever placement and bindings say")


def _sample(verbs: Verbs) -> None:
    parser = verb(verbs, "sample", "list the sample fleets, or make up a big one",
                  "workbench.cli.sample:names")
    below: Verbs = parser.add_subparsers(title="commands", metavar="COMMAND", dest="what")
    fleet = verb(below, "fleet", "make up a fleet of any size", "workbench.cli.sample:fleet")
    for name, default in (("objects", 100), ("clusters", 50), ("policies", 20)):
        fleet.add_argument(f"--{name}", type=_size, default=default, metavar="N",
                           help=f"how many (default: {default})")
    fleet.add_argument("--seed", type=int, default=0, metavar="N",
                       help="another seed gives another fleet of the same size (default: 0)")
    fleet.add_argument("-o", "--output", default="-", metavar="DIR",
                       help="folder to write to; - is standard output (default)")


def _sandbox(verbs: Verbs, load: bool) -> None:
    text = "a real Karmada on this machine, in one command, without containers"
    if load:
        import_module("workbench.sandbox.commands").add_arguments(verbs)
        verbs.choices["sandbox"].set_defaults(run=_later("workbench.cli.rooms", "sandbox"))
    else:
        verbs.add_parser("sandbox", help=text, add_help=False)


def _completion(verbs: Verbs) -> None:
    parser = verb(
        verbs, "completion", "print a completion script for a shell",
        "workbench.cli.completion:run",
        'for this session:  eval "$(workbench completion bash)"\n\n',
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def add_paths(parser: Parser, number: str, *, is_namespaced: bool = True) -> None:
    """The fleet that a verb reads; with ``--namespace`` for objects that have none."""
    parser.add_argument(
        "paths", nargs=number, metavar="PATH",
        help="files and folders with YAML or JSON; - reads standard input, "
             "sample:NAME opens a sample fleet",
    )
    if not is_namespaced:
        return
    parser.add_argument(
        "-n", "--namespace", default="", metavar="NAMESPACE",
        help="put objects that were written without a namespace into this one, as kubectl does "
             "(output of helm template mostly needs it)",
    )


def add_karmada(parser: Parser) -> None:
    """The Karmada version that a verb follows."""
    parser.add_argument("--karmada", type=_profile, default=LATEST, metavar="VERSION",
                        help=f"Karmada version to follow: {', '.join(PROFILES)} "
                             f"(default: {LATEST.version})")


def _profile(text: str) -> Profile:
    try:
        return find_profile(text)
    except KeyError:
        known = ", ".join(PROFILES)
        raise ArgumentTypeError(f"{text!r} is no version known here; known: {known}") from None


def _size(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no whole number from 0 up")
    return int(text)


def _later(module: str, function: str) -> Callable[[Namespace], int]:
    """A function of a module that is imported only if its verb was asked for."""

    def run(options: Namespace) -> int:
        return int(getattr(import_module(module), function)(options))

    return run
