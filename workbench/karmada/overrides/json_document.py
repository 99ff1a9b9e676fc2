"""The containers that a JSON patch works on, with the rules for keys and positions.

Source: partialDoc and partialArray of evanphx/json-patch v5 (patch.go), 5.9.0 in Karmada
v1.12.0 and 5.9.11 in v1.18.2. A container is a private copy; what stands in it is either
another container that an operation opened, or a value as it was, shared and untouched.
How a value opens depends on the document: see json_patch (trees) and json_text (text).
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from workbench.model.go_text import parse_integer
from workbench.model.tree import MISSING, Json


class PatchError(Exception):
    """A patch, or a text to patch, that Karmada refuses. ``message`` is Karmada's own text."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class PatchPanic(PatchError):
    """A patch that makes Karmada's code panic. ``message`` is the panic's text."""


NIL_POINTER = "runtime error: invalid memory address or nil pointer dereference"
EXPECTED_OBJECT = "invalid value, expected object"


class Container(ABC):
    """An opened object or list.

    ``snapshot`` is what the empty key leads to: the document's root knows its original value,
    every other container knows none (:data:`MISSING`).
    """

    __slots__ = ("snapshot",)

    def __init__(self, snapshot: Json = MISSING) -> None:
        self.snapshot = snapshot

    @abstractmethod
    def find(self, key: str) -> Json:
        """What stands under ``key``; :data:`MISSING` without it. May be an opened container.

        Raises :class:`PatchError` where ``key`` can't be one of this container's keys.
        """

    @abstractmethod
    def add(self, key: str, value: Json) -> None:
        """Insert, or overwrite an object's key. Raises :class:`PatchError`."""

    @abstractmethod
    def replace(self, key: str, value: Json) -> None:
        """Overwrite what :meth:`check` found. Raises :class:`PatchError`."""

    @abstractmethod
    def remove(self, key: str) -> None:
        """Take out. Raises :class:`PatchError`."""

    def is_known(self, key: str) -> bool:
        """Whether ``replace`` finds the key; the empty key always counts as found."""
        try:
            return key == "" or self.find(key) is not MISSING
        except PatchPanic:
            raise
        except PatchError:
            return False


class ObjectContainer(Container):
    """An object: keys in order, each with its value."""

    __slots__ = ("members",)

    def __init__(self, members: dict[str, Json], snapshot: Json = MISSING) -> None:
        super().__init__(snapshot)
        self.members = members

    def find(self, key: str) -> Json:
        return self.members.get(key, MISSING)

    def add(self, key: str, value: Json) -> None:
        self.members[key] = value

    def replace(self, key: str, value: Json) -> None:
        self.members[key] = value

    def remove(self, key: str) -> None:
        if key not in self.members:
            raise PatchError(f"unable to remove nonexistent key: {key}: missing value")
        del self.members[key]


class ListContainer(Container):
    """A list: positions count from 0, or from -1 at the end."""

    __slots__ = ("items",)

    def __init__(self, items: list[Json], snapshot: Json = MISSING) -> None:
        super().__init__(snapshot)
        self.items = items

    def _position(self, key: str, last: int) -> int:
        """``key`` as a position from 0 to ``last``; negative keys count from ``last + 1``."""
        index = _integer(key)
        if index > last or index < -(last + 1):
            raise PatchError(f"Unable to access invalid index: {index}: invalid index referenced")
        return index if index >= 0 else index + last + 1

    def find(self, key: str) -> Json:
        return self.items[self._position(key, len(self.items) - 1)]

    def add(self, key: str, value: Json) -> None:
        if key == "-":
            self.items.append(value)
            return
        try:
            _integer(key)
        except PatchError as error:
            raise PatchError(f"value was not a proper array index: '{key}': {error}") from None
        self.items.insert(self._position(key, len(self.items)), value)

    def replace(self, key: str, value: Json) -> None:
        self.items[self._position(key, len(self.items) - 1)] = value

    def remove(self, key: str) -> None:
        del self.items[self._position(key, len(self.items) - 1)]


class NullObject(Container):
    """The root ``null`` as it was read, or added: an object without content."""

    __slots__ = ()

    def find(self, key: str) -> Json:
        raise PatchError(EXPECTED_OBJECT)

    def add(self, key: str, value: Json) -> None:
        raise PatchError(EXPECTED_OBJECT)

    def replace(self, key: str, value: Json) -> None:
        raise PatchError(EXPECTED_OBJECT)

    def remove(self, key: str) -> None:
        raise PatchError(EXPECTED_OBJECT)


class NullList(Container):
    """The root after it was replaced by ``null``: to Go a list that is no list."""

    __slots__ = ()

    def find(self, key: str) -> Json:
        if key:
            _integer(key)
        raise PatchPanic(NIL_POINTER)

    def add(self, key: str, value: Json) -> None:
        if key != "-":
            try:
                _integer(key)
            except PatchError as error:
                raise PatchError(f"value was not a proper array index: '{key}': {error}") from None
        raise PatchPanic(NIL_POINTER)

    def replace(self, key: str, value: Json) -> None:
        raise PatchPanic(NIL_POINTER)

    def remove(self, key: str) -> None:
        _integer(key)
        raise PatchPanic(NIL_POINTER)

    def is_known(self, key: str) -> bool:
        return self.find(key) is not MISSING if key == "" else super().is_known(key)


def _integer(key: str) -> int:
    index = parse_integer(key)
    if isinstance(index, str):
        raise PatchError(index)
    return index
