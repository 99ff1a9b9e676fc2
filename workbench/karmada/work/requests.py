"""What Karmada asks of a member's API server, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from workbench.model.identity import ObjectId
from workbench.model.tree import Object

Verb = Literal["create", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a member.

    Attributes:
        verb: ``create``, ``update`` or ``delete`` (always with background propagation).
        target: the object that it is about.
        resource: plural name, with ``.group`` unless core.
        body: what is sent with create and update, ``null`` fields included.
    """

    verb: Verb
    target: ObjectId
    resource: str
    body: Object | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A member's answer.

    Attributes:
        reason: ``ok``, or the reason of a Kubernetes status: ``NotFound``, ``Conflict``, …
        message: the text of an error.
        changed: of an update that succeeded: the content is another than before.
    """

    reason: str
    message: str = ""
    changed: bool = False

    @property
    def is_ok(self) -> bool:
        return self.reason == "ok"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, with the object that the member had before."""

    request: Request
    answer: Answer
    before: Object | None = None


class Member(Protocol):
    """A member cluster as the execution controller sees it."""

    def resource_of(self, api_version: str, kind: str) -> str | None:
        """Plural name, with ``.group`` unless core; ``None`` for a kind that is not served."""

    def cached(self, target: ObjectId) -> Object | None:
        """The object as Karmada's cache of the member shows it."""

    def send(self, request: Request) -> Answer:
        """Carry out a request."""

