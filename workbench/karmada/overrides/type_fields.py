"""The table of built-in types, read into fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workbench.karmada.overrides.kubernetes_types import STRUCTS
from workbench.karmada.profile import Profile


@dataclass(frozen=True, slots=True)
class TypeField:
    """One field of a built-in type.

    Attributes:
        name: as JSON has it.
        kind: its type: a struct of the table, a basic type, ``[]T`` or ``{}T``.
        is_pointer: absent and zero are different values.
        is_always_written: no ``omitempty``: a zero value is written too.
    """

    name: str
    kind: str
    is_pointer: bool
    is_always_written: bool


def kubernetes_minor(profile: Profile) -> int:
    """The minor version of the Kubernetes libraries that a Karmada version is built with."""
    return int(profile.kubernetes.split(".")[1])


@lru_cache(maxsize=8)
def structs_of(minor: int) -> Mapping[str, tuple[TypeField, ...]]:
    """The fields of every struct in Kubernetes 1.``minor``, in the order of the Go structs."""
    lines = STRUCTS.replace("\n  ", " ").splitlines()
    texts = dict(line.split(": ", 1) for line in lines)

    def fields(struct: str) -> Iterator[TypeField]:
        for item in texts[struct].split(", "):
            if item.startswith("..."):
                yield from fields(item[3:])
                continue
            name, kind = item.split(" ")
            always = name.endswith("!")
            name, _, since = name.removesuffix("!").partition("@")
            if not since or int(since) <= minor:
                yield TypeField(name, kind.removeprefix("*"), kind.startswith("*"), always)

    return {struct: tuple(fields(struct)) for struct in texts}
