"""Options of ``workbench works``."""

from __future__ import annotations

from workbench.cli.arguments import Verbs, add_karmada, add_paths, add_tries, verb
from workbench.cli.place_arguments import add_cluster_tries

_NOTES = """\
The objects that members have stand below folders members/NAME of a PATH; without any, an object
is taken for absent. Bodies are held against each member's own Kubernetes version if the extra
`schemas` is installed.

A what-if asks what Karmada would send because of it, if what it sends today is carried out
before: an update with the pods that restart, a deletion where a cluster is left.

--fail-on error: a policy would be refused, a cluster gets no Work, the member's object is not
Karmada's, the request can't be made, or the member's schema refuses the body.
--fail-on warning: also an object that goes nowhere, an update that restarts pods, a field that
the member drops, something that an interpreter of your own decides, or a what-if that deletes
or restarts.

`workbench works --contract` describes the fields of -o json.

"""


def add_to(verbs: Verbs) -> None:
    """The verb ``works``."""
    parser = verb(
        verbs, "works", "show the Works, and exactly what would be sent to every member",
        "workbench.cli.works:run", _NOTES,
    )
    add_paths(parser, "*")
    parser.add_argument("-o", "--output", choices=("text", "json", "markdown"), default="text",
                        help="form of the report (default: text)")
    add_karmada(parser)
    parser.add_argument("--object", action="append", default=[], metavar="KIND/NAMESPACE/NAME",
                        help="only this object (also NAMESPACE/NAME or NAME); may be repeated")
    parser.add_argument("--cluster", action="append", default=[], metavar="NAME",
                        help="only this cluster; may be repeated")
    parser.add_argument("--full", action="store_true",
                        help="show unchanged parts of diffs, and the bodies of what is created")
    parser.add_argument("--fail-on", choices=("error", "warning"), help="exit with 1 on these")
    parser.add_argument("--contract", action="store_true", help="describe -o json and exit")
    add_tries(parser)
    add_cluster_tries(parser)
