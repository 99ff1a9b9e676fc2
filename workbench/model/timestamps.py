"""Times as Kubernetes objects hold them: RFC 3339, UTC, whole seconds."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.model.tree import Json

_ZERO = datetime(1, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_time(value: Json) -> float | None:
    """Seconds since 1970 of a timestamp; ``None`` for Go's zero time and for what is no time."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None or moment == _ZERO:
        return None
    return (moment - _EPOCH).total_seconds()


def format_time(seconds: float) -> str:
    """The timestamp of a moment in seconds since 1970, cut to whole seconds."""
    return datetime.fromtimestamp(seconds // 1, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
