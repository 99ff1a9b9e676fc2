"""Outcomes made fit to show: secrets masked, once per outcome."""

from __future__ import annotations

import secrets
from functools import lru_cache

from workbench.diff.redaction import Redactor
from workbench.diff.secret_places import policy_secret_values
from workbench.karmada.overrides.folding import Variant
from workbench.karmada.preview import Preview
from workbench.model.tree import Object

_TELLING = 6


@lru_cache(maxsize=1)
def redactor() -> Redactor:
    """This run's redactor: equal values look equal, and its key leaves with the process."""
    return Redactor(secrets.token_bytes(32))


class Showing:
    """What may be shown of a preview."""

    def __init__(self, preview: Preview) -> None:
        self._redactor = redactor()
        self._secrets = frozenset(
            value
            for policy in preview.index.policies
            for value in policy_secret_values(policy.object)
        )
        # In messages about other kinds, a short value is more likely a word than a secret.
        self._telling_secrets = frozenset(v for v in self._secrets if len(v) >= _TELLING)
        self._variants: dict[int, tuple[Variant, Variant]] = {}

    def variant(self, variant: Variant) -> Variant:
        """A copy of a variant without secrets."""
        known = self._variants.get(id(variant))
        if known is None or known[0] is not variant:
            is_secret = variant.template.get("kind") == "Secret"
            written = self._secrets if is_secret else self._telling_secrets
            outcome = self._redactor.redact_outcome(variant.outcome, variant.template, written)
            template = self._redactor.redact_object(variant.template)
            known = (variant, Variant(variant.clusters, template, outcome))
            self._variants[id(variant)] = known
        return known[1]

    def policy(self, policy: Object) -> Object:
        """A copy of a policy without the values that it writes to Secrets."""
        return self._redactor.redact_policy(policy)
