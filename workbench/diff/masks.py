"""Keyed digests in place of values, and Secrets with those digests in them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable

from workbench.diff.message_redaction import masked_message
from workbench.diff.secret_places import COPIES, is_secret_place, secret_fields, secret_values
from workbench.model.tree import MISSING, Json, Path, lookup, replaced

# An annotation that happens to hold a shorter text than this is not taken for a copy.
_LEAST = 6


class Masks:
    """Masks of one key; trees are copied along the changed path only."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, value: Json) -> str:
        """What stands for a value: ``‹masked 0a1b2c3d4e›``; ``1`` and ``"1"`` differ."""
        text = json.dumps(value, sort_keys=True).encode()
        return f"‹masked {hmac.new(self._key, text, hashlib.sha256).hexdigest()[:10]}›"

    def without(self, tree: Json, paths: Iterable[Path], known: Collection[str] = ()) -> Json:
        """``tree`` with the Secrets at ``paths`` masked; paths that lead nowhere are passed."""
        for path in paths:
            secret = lookup(tree, *path)
            if secret is not MISSING:
                tree = replaced(tree, path, self.secret(secret, known))
        return tree

    def secret(self, secret: Json, known: Collection[str] = ()) -> Json:
        """A Secret masked; ``known`` are values not to be seen in its annotations either."""
        if not isinstance(secret, dict):
            return self.of(secret)
        masked = dict(secret)
        for name in secret_fields(secret):
            masked[name] = self._fields(masked[name])
        annotations = lookup(secret, "metadata", "annotations")
        if isinstance(annotations, dict):
            values = {*known, *secret_values(secret, ((),))}
            clean = {key: self._annotation(key, annotations[key], values) for key in annotations}
            masked = replaced(masked, ("metadata", "annotations"), clean)
        return masked

    def at(self, path: Path, value: Json, known: Collection[str] = ()) -> Json:
        """A value that stands, or is to stand, at ``path`` of a Secret, masked as there."""
        if value is MISSING:
            return MISSING
        if is_secret_place(path):
            return self._fields(value) if path[1:] == () else self.of(value)
        shell = value
        for step in reversed(path):
            shell = {str(step): shell}
        masked = self.secret(shell, known) if isinstance(shell, dict) else shell
        return lookup(masked, *map(str, path))

    def _fields(self, value: Json) -> Json:
        if isinstance(value, dict):
            return {key: self.of(below) for key, below in value.items()}
        return None if value is None else self.of(value)

    def _annotation(self, key: str, value: Json, known: Collection[str]) -> Json:
        if key in COPIES:
            return self.of(value)
        if not isinstance(value, str):
            return value
        return masked_message(value, [text for text in known if len(text) >= _LEAST], self.of)
