"""Every cluster worked out by itself, to hold folding against."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from workbench.karmada.work.members import Members


@contextmanager
def apart() -> Iterator[None]:
    """No two clusters are alike for reports that are made within."""
    with patch.object(Members, "likeness", lambda _, name: name):
        yield
