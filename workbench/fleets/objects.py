"""From documents to the objects of a fleet: lists unrolled, what is no object refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.fleets.shapes import fault_of, is_foreign
from workbench.model.errors import InputError, Place
from workbench.model.snapshot import Item
from workbench.model.tree import Json, Object, Path
from workbench.model.yaml_reader import Document, read


@dataclass(frozen=True, slots=True)
class Written:
    """Source of an object that stands in a file: a document, or an entry of a list in one."""

    document: Document
    base: Path = ()

    def place(self, path: Path = ()) -> Place:
        return self.document.place(self.base + path)

    @property
    def text(self) -> str:
        return self.document.part(self.base)


@dataclass(slots=True)
class Found:
    """What a stream of documents held.

    Attributes:
        items: the objects, in reading order.
        problems: what could not be used, in reading order.
        documents: how many documents there were, sound or not.
    """

    items: list[Item] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    documents: int = 0


def read_objects(
    text: str, file: str, *, member: str = "", skip_foreign: bool = False
) -> Found:
    """The objects of a text of YAML or JSON documents. Raises nothing.

    Args:
        text: the stream, line ends as ``\\n``.
        file: name to show for it.
        member: the member cluster that the objects were found in; empty for the control plane.
        skip_foreign: pass over documents that are plainly something else (``values.yaml``).
    """
    found = Found()
    for document in read(text, file):
        found.documents += 1
        if isinstance(document, InputError):
            found.problems.append(document)
        elif not (skip_foreign and is_foreign(document.tree, file)):
            _sort_out(document, member, found)
    return found


def _sort_out(document: Document, member: str, found: Found) -> None:
    for base, tree in _unrolled(document.tree, ()):
        fault = fault_of(tree)
        if fault is None:
            found.items.append(Item.of(tree, Written(document, base), member))
        else:
            place = document.place(base + fault.path)
            found.problems.append(InputError(fault.message, place=place, hint=fault.hint))


def _unrolled(tree: Json, base: Path) -> Iterator[tuple[Path, Json]]:
    """The entries of a list of objects (kind ``List``, ``DeploymentList``, ...), or the tree.

    An API server leaves kind and apiVersion out of the entries of a typed list.
    """
    if not _is_list(tree):
        yield base, tree
        return
    kind, version = tree["kind"].removesuffix("List"), tree.get("apiVersion")
    for index, entry in enumerate(tree["items"] or ()):
        if kind and isinstance(entry, dict) and "kind" not in entry:
            entry = {"apiVersion": version, "kind": kind, **entry}
        yield from _unrolled(entry, (*base, "items", index))


def _is_list(tree: Json) -> bool:
    if not isinstance(tree, dict) or not isinstance(tree.get("kind"), str):
        return False
    is_kind: Object = tree
    entries = is_kind.get("items", ())
    return is_kind["kind"].endswith("List") and (entries is None or isinstance(entries, list))
