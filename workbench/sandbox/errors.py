"""What can go wrong with a sandbox, as errors that say what to do."""

from __future__ import annotations

from workbench.model.errors import UnreachableError, UsageError, WorkbenchError


class SandboxError(WorkbenchError):
    """A sandbox could not do what was asked."""

    exit_code = 3


class UnsupportedSystemError(SandboxError):
    """The sandbox can't run on this operating system."""


class GoError(SandboxError):
    """Go is missing or too old for the stack that is to be built."""


class BuildError(SandboxError):
    """The programs could not be built: no network, a compiler error, an interrupted download."""


class NoRoomError(SandboxError):
    """The disk is full, or too full to begin."""


class FolderError(SandboxError):
    """A cache or state folder can't be written or does not belong to this user."""


class ComponentError(SandboxError):
    """A component ended, or never became ready.

    Attributes:
        component: its name, ``karmada-webhook`` or ``member1-apiserver``.
        last_lines: the end of its log, one line per item, oldest first.
    """

    def __init__(
        self, message: str, *, component: str, last_lines: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.component = component
        self.last_lines = last_lines

    def __str__(self) -> str:
        return "\n    ".join((super().__str__(), *self.last_lines))


class PortTakenError(ComponentError):
    """Another program took a port between its choice and its use."""


class BusyError(SandboxError):
    """Another command is working on the same sandbox right now."""


class AlreadyUpError(UsageError):
    """A sandbox of that name is up."""


class UnknownSandboxError(UsageError):
    """No sandbox, member or component has that name."""


class ApiError(UnreachableError):
    """An API server refused a request.

    Attributes:
        status: the HTTP status code.
        reason: Kubernetes' word for it, ``NotFound`` or ``AlreadyExists``; may be empty.
    """

    def __init__(self, message: str, *, status: int, reason: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
