"""``workbench sample``: the fleets that travel with the program, and made-up ones."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from workbench.cli.output import Output
from workbench.fleets.samples import samples
from workbench.fleets.writing import replace_file
from workbench.model.errors import InputError, Place
from workbench.model.text import visible_line
from workbench.session.views import Text


def names(options: Namespace) -> int:
    """One line for each sample fleet: what to open, and what it shows."""
    width = max((len(sample.path) for sample in samples()), default=0) + 2
    Output().lines(
        (Text(sample.path.ljust(width), "key"), Text(sample.description)) for sample in samples()
    )
    return 0


def fleet(options: Namespace) -> int:
    """Write a made-up fleet, the same for the same numbers and seed."""
    from workbench.fleets.generated import generate_text

    documents = generate_text(options.objects, options.clusters, options.policies, options.seed)
    if options.output == "-":
        Output().write(documents)
        return 0
    file = Path(options.output) / "fleet.yaml"
    _write(file, documents)
    Output().lines([(Text(f"wrote {file}"),)])
    return 0


def _write(file: Path, pieces: Iterable[str]) -> None:
    """A new file, whole or not at all; never over one that is there."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or visible_line(str(error))
        raise InputError(
            f"can't write it: {why}", place=Place(visible_line(str(file))),
            hint="name another folder",
        ) from None
    replace_file(file, pieces, is_new=True)
