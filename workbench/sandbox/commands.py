"""`workbench sandbox …`: arguments and printing; what they do is in the rest of this package."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import sys
import time
from typing import IO, TYPE_CHECKING

from .progress import Listener, Progress
from .stack import STACKS

if TYPE_CHECKING:
    from .status import SandboxStatus

_EPILOG = """\
lose, cut and recover take a member: `workbench sandbox lose member2`.
The first `up` of a version builds it with Go, about 8 minutes; every later one takes half a minute.
"""


def add_arguments(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb `sandbox`, and those below it, to the verbs of the command line."""
    parser = subparsers.add_parser(
        "sandbox", help="a real Karmada on this machine, without containers", epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="sandbox_verb", metavar="VERB", required=True)
    _add_up(verbs)
    for verb, help_text in (
        ("status", "each process: state, memory, port, since when"),
        ("kubeconfig", "the path of the kubeconfig"),
        ("down", "stop everything and remove the sandbox"),
    ):
        _named(verbs.add_parser(verb, help=help_text))
    log = _named(verbs.add_parser("logs", help="the log of a component"))
    log.add_argument("component", help="a name that `status` shows, or memberN-join")
    log.add_argument("-f", "--follow", action="store_true", help="go on as it is written")
    for verb, help_text in (
        ("lose", "stop a member's API server: a lost cluster"),
        ("cut", "make a member unreachable for Karmada, but leave it alive"),
        ("recover", "bring a lost or cut member back"),
    ):
        _named(verbs.add_parser(verb, help=help_text)).add_argument("member")
    verbs.add_parser("list", help="all sandboxes")
    cleaner = verbs.add_parser("clean", help="remove stopped sandboxes and outdated builds")
    cleaner.add_argument("--all", action="store_true", help="also running ones and all builds")


def run(args: argparse.Namespace, out: IO[str]) -> int:
    """Does what ``args`` asks for and prints to ``out``.

    Returns:
        The exit code.

    Raises:
        WorkbenchError: with a message for the user.
    """
    verb = {
        "up": _up, "status": _status, "kubeconfig": _kubeconfig, "logs": _logs, "down": _down,
        "lose": _fault, "cut": _fault, "recover": _fault, "list": _list, "clean": _clean,
    }[args.sandbox_verb]
    return verb(args, out)


def _add_up(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    up = _named(verbs.add_parser("up", help="build once, start, print the kubeconfig"))
    known = [stack.name for stack in STACKS]
    up.add_argument("--karmada", default=known[0], metavar="VERSION", help=" or ".join(known))
    up.add_argument("--members", type=_members, default=3, metavar="N",
                    help="how many (default 3), or their names: eu-west,us-east")
    up.add_argument("--pull", type=int, default=0, metavar="N",
                    help="how many of them run an agent that pulls (default 0)")
    up.add_argument("--gates", default="", metavar="A=true,B=false",
                    help="Karmada feature gates beyond those that failover drills need")
    up.add_argument("--slow", action="store_true",
                    help="Karmada's default timers instead of timers for drills of seconds")


def _members(text: str) -> int | list[str]:
    """How many, or the names, separated by commas."""
    return int(text) if text.lstrip("-").isdecimal() else text.split(",")


def _named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--name", default="default", help="of the sandbox (default: default)")
    return parser


def _up(args: argparse.Namespace, out: IO[str]) -> int:
    from .sandbox import Sandbox

    gates = tuple(gate for gate in args.gates.split(",") if gate.strip())
    begun = time.monotonic()
    sandbox = Sandbox.up(
        args.name, karmada=args.karmada, members=args.members, pull=args.pull, gates=gates,
        slow=args.slow, progress=_printer(sys.stderr),
    )
    status = sandbox.status()
    contexts = " ".join(("karmada", *sandbox.members))
    print(
        f"Karmada {status.karmada} on Kubernetes {status.kubernetes} is up"
        f" after {time.monotonic() - begun:.0f} s, {_megabytes(status.memory_bytes)}",
        f"contexts: {contexts}", f"export KUBECONFIG={shlex.quote(str(sandbox.kubeconfig))}",
        sep="\n", file=out,
    )
    return 0


def _status(args: argparse.Namespace, out: IO[str]) -> int:
    from .sandbox import Sandbox

    status = Sandbox(args.name).status()
    print(_headline(status), file=out)
    print(f"{'COMPONENT':36}{'STATE':9}{'MEMORY':>8}{'PORT':>7}  SINCE", file=out)
    for one in status.processes:
        since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(one.started_at))
        memory = _megabytes(one.memory_bytes) if one.pid else "-"
        print(f"{one.component:36}{one.state:9}{memory:>8}{one.port or '-':>7}  {since}", file=out)
    return 0


def _kubeconfig(args: argparse.Namespace, out: IO[str]) -> int:
    from .sandbox import Sandbox

    print(Sandbox(args.name).kubeconfig, file=out)
    return 0


def _logs(args: argparse.Namespace, out: IO[str]) -> int:
    from .log_files import logs

    with contextlib.suppress(KeyboardInterrupt):
        for line in logs(args.name, args.component, follow=args.follow):
            print(line, file=out, flush=args.follow)
    return 0


def _down(args: argparse.Namespace, out: IO[str]) -> int:
    from .removal import take_down

    found = take_down(args.name)
    print(f"{args.name} is down" if found else f"there is no sandbox {args.name}", file=out)
    return 0


def _fault(args: argparse.Namespace, out: IO[str]) -> int:
    from .sandbox import Sandbox

    sandbox = Sandbox(args.name)
    done = {
        "lose": (sandbox.lose, "is lost: its API server is stopped"),
        "cut": (sandbox.cut, "is cut off: Karmada reaches it no more, and notices in a minute"),
        "recover": (sandbox.recover, "is back"),
    }
    act, words = done[args.sandbox_verb]
    act(args.member)
    print(f"{args.member} {words}", file=out)
    return 0


def _list(_args: argparse.Namespace, out: IO[str]) -> int:
    from .status import list_sandboxes

    found = list_sandboxes()
    for status in found:
        print(_headline(status), file=out)
    if not found:
        print("no sandboxes; `workbench sandbox up` makes one", file=out)
    return 0


def _clean(args: argparse.Namespace, out: IO[str]) -> int:
    from .cleaning import clean

    cleaned = clean(everything=args.all)
    print(
        f"removed {len(cleaned.sandboxes)} sandboxes and {len(cleaned.builds)} builds"
        f" ({_megabytes(cleaned.freed_bytes)})", file=out,
    )
    return 0


def _headline(status: SandboxStatus) -> str:
    faults = [f"lost: {', '.join(status.lost)}"] if status.lost else []
    faults += [f"cut: {', '.join(status.cut)}"] if status.cut else []
    return "  ".join((
        status.name, f"Karmada {status.karmada}", status.state,
        _megabytes(status.memory_bytes), *faults,
    ))


def _printer(stream: IO[str]) -> Listener:
    """One line per phase; on a terminal a build counts up in its line."""
    told: dict[str, float] = {}

    def listen(news: Progress) -> None:
        if news.fraction is None:
            print(f"{news.phase}: {news.message}", file=stream, flush=True)
        elif stream.isatty():
            print(f"\r\x1b[K{news.fraction:4.0%} {news.message[:70]}", end="", file=stream)
            if news.fraction >= 1.0:
                print(file=stream)
        elif news.fraction - told.get(news.phase, 0.0) >= 0.1:
            told[news.phase] = news.fraction
            print(f"{news.phase}: {news.fraction:.0%}", file=stream, flush=True)

    return listen


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.0f} MB"
