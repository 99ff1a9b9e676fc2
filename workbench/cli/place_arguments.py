"""Options of ``workbench place``."""

from __future__ import annotations

from workbench.cli.arguments import Parser, Verbs, add_karmada, add_paths, add_tries, verb

_NOTES = """\
Without --object, one line for each object; with it, everything: which policy claims it and which
lost, every cluster with the reason of a refusal, the division step by step, what stays behind.

A what-if asks what becomes of what runs where it is placed now. Karmada moves less than one
thinks: a NoSchedule taint or more room moves nothing that runs (see --rebalance).

--fail-on deleted: a copy is deleted by the what-if. --fail-on nowhere: an object reaches no
cluster, or a propagation policy would be refused.

`workbench place --contract` describes the fields of -o json.

"""


def add_to(verbs: Verbs) -> None:
    """The verb ``place``."""
    parser = verb(
        verbs, "place", "show where every object goes, why, and what a change moves",
        "workbench.cli.place:run", _NOTES,
    )
    add_paths(parser, "*")
    _options(parser)
    add_karmada(parser)
    add_tries(parser)
    add_cluster_tries(parser)


def _options(parser: Parser) -> None:
    parser.add_argument("-o", "--output", choices=("text", "json", "markdown"), default="text",
                        help="form of the report (default: text)")
    parser.add_argument("--object", action="append", default=[], metavar="KIND/NAMESPACE/NAME",
                        help="this object in full (also NAMESPACE/NAME or NAME); may be repeated")
    parser.add_argument("--fail-on", choices=("deleted", "nowhere"), help="exit with 1 on these")
    parser.add_argument("--contract", action="store_true", help="describe -o json and exit")


def add_cluster_tries(parser: Parser) -> None:
    """What-ifs about clusters and divisions."""
    group = parser.add_argument_group("what if clusters change (each may be repeated)")
    for name, metavar, text in (
        ("--taint", "'CLUSTER KEY=VALUE:EFFECT'", "taint a cluster; - at the end takes it away"),
        ("--label", "'CLUSTER KEY=VALUE'", "label a cluster; KEY- takes the label away"),
        ("--capacity", "'CLUSTER cpu=8 memory=32Gi'", "this much is free in a cluster"),
        ("--gone", "CLUSTER", "a cluster leaves the fleet"),
        ("--rebalance", "OBJECT", "a WorkloadRebalancer asks for a new division"),
    ):
        group.add_argument(name, action="append", default=[], metavar=metavar, help=text)
    group.add_argument("--evict", action="store_true",
                       help="NoExecute taints evict (--enable-no-execute-taint-eviction); "
                            "Karmada v1.12 always does so")
