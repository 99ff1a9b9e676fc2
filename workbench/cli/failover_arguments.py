"""Options of the verbs ``failover`` and ``doctor``."""

from __future__ import annotations

from argparse import ArgumentTypeError

from workbench.cli.arguments import Parser, Verbs, add_karmada, add_paths, verb
from workbench.model.text import visible_line

# A process each, all started at once.
_MOST_WORKERS = 256
_PRESETS = ("stock", "failover")
_NOTES = """\
times: 90, 90s, 5m, 1h30m; OBJECT is KIND/NAMESPACE/NAME or as much of it as is clear.
--lose eu-west,at=60s,for=10m loses it after a minute and brings it back ten minutes later.

A saved run is shown as it was; --rebalance and --confirm come to its scenario, anything else
that happens takes its place, and settings are turned from where they stood.

All times are simulated; nothing is read from, or written to, any cluster.

"""


def add_to(verbs: Verbs) -> None:
    """Add both verbs."""
    add_failover(verbs)
    add_doctor(verbs)


def add_failover(verbs: Verbs) -> None:
    """The verb ``failover``."""
    parser = verb(
        verbs, "failover", "simulate a failover: what moves, when, and what decides it",
        "workbench.cli.failover:run", _NOTES,
    )
    add_paths(parser, "*")
    add_karmada(parser)
    _scenario(parser)
    _settings(parser)
    parser.add_argument("--beside", action="append", default=[], metavar="NAME=VALUE",
                        help="play it again with this setting, and compare; several make one other "
                             "run together")
    parser.add_argument("--object", action="append", default=[], metavar="OBJECT",
                        help="show only this workload; may be repeated")
    parser.add_argument("--events", action="store_true", help="text: every event")
    parser.add_argument("--all", action="store_true",
                        help="show every workload, not the first 20, and every round and window "
                             "of one that moves or is down again and again")
    parser.add_argument("--trace-state", metavar="OBJECT",
                        help="follow this workload's state to the new cluster instead")
    parser.add_argument("--to", metavar="CLUSTER", default="",
                        help="with --trace-state: play it with this as the only new place")
    parser.add_argument("--failback", action="store_true",
                        help="play every way home once what failed is well again, and add the plan")
    parser.add_argument("--knobs", action="store_true", help="list every setting and exit")
    parser.add_argument("--save", metavar="FILE", help="keep fleet, scenario and run in one file")
    parser.add_argument("-o", "--output", choices=("text", "json", "markdown", "html"),
                        default="text", help="form of the report (default: text)")
    parser.add_argument("--fail-on", choices=("unsettled", "nowhere"), default=None,
                        help="exit with 1 if it does not settle, or a workload has no cluster")


def _scenario(parser: Parser) -> None:
    group = parser.add_argument_group("what happens (each may be repeated; ,at= ,for= say when)")
    for name, metavar, text in (
        ("lose", "CLUSTER", "the cluster goes down"),
        ("cut", "CLUSTER", "Karmada does not reach the cluster; what runs there goes on"),
        ("zone", "ZONE", "every cluster that lies wholly in the zone goes down"),
        ("region", "REGION", "every cluster of the region goes down"),
        ("unhealthy", "OBJECT@CLUSTER", "its copy there is unhealthy; @* wherever it goes, "
                                        ",times=N that often in a row"),
        ("silent", "OBJECT@CLUSTER", "its copy there gets no status"),
        ("taint", "CLUSTER=KEY[=VALUE]:EFFECT", "the cluster gets a taint"),
        ("flap", "CLUSTER or OBJECT@CLUSTER", "down and up: ,down=20s,up=20s,times=5"),
        ("condition", "CLUSTER:TYPE=STATUS", "the cluster gets a condition"),
        ("rebalance", "OBJECT", "a WorkloadRebalancer asks for it; ALL for everything"),
        ("confirm", "OBJECT", "somebody lets the old copy go (purge mode Never)"),
    ):
        group.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=text)
    group.add_argument("--limit", default="", metavar="TIME",
                       help="simulate at most so long (default: 2h)")
    group.add_argument("--seed", type=int, default=0, metavar="N",
                       help="order of what Karmada takes in random order (default: by name)")


def _settings(parser: Parser) -> None:
    group = parser.add_argument_group("how Karmada runs")
    group.add_argument("--preset", choices=_PRESETS, default=None,
                       help="stock: Karmada's defaults, as installed; failover: everything on "
                            "that failover of clusters and of state needs (default: stock, or as "
                            "the run was saved)")
    group.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                       help="a gate, flag, policy field or assumption (--knobs lists them); "
                            "may be repeated")


def add_doctor(verbs: Verbs) -> None:
    """The verb ``doctor``."""
    parser = verb(
        verbs, "doctor", "would failover work here? Plays every loss of clusters",
        "workbench.cli.doctor:run",
        "--fail-on inert: a workload would not move; nowhere: it has nowhere to go.\n\n",
    )
    add_paths(parser, "*")
    add_karmada(parser)
    _settings(parser)
    parser.add_argument("--losses", type=int, choices=(1, 2), default=None,
                        help="at most so many clusters at once (default: 2 where few clusters)")
    parser.add_argument("--workers", type=_workers, default=0, metavar="N",
                        help="processes (default: one a processor; 1 stays in this one)")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS",
                        help="play on the Dask cluster of this scheduler")
    parser.add_argument("--all", action="store_true", help="show every row")
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text",
                        help="form of the report (default: text)")
    parser.add_argument("--fail-on", choices=("inert", "nowhere"), default=None,
                        help="exit with 1 on these")


def _workers(text: str) -> int:
    if text.isdecimal() and len(text) < 4 and int(text) <= _MOST_WORKERS:
        return int(text)
    raise ArgumentTypeError(f"{visible_line(text)!r} is no number from 0 to {_MOST_WORKERS}")
