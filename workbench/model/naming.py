"""Objects by the names that people write for them."""

from __future__ import annotations

from workbench.model.identity import ObjectId

_SHORT_KINDS = {
    "op": "overridepolicy", "cop": "clusteroverridepolicy",
    "pp": "propagationpolicy", "cpp": "clusterpropagationpolicy",
}


def is_named(identity: ObjectId, text: str) -> bool:
    """Whether ``text`` names the object.

    It may be ``KIND/NAMESPACE/NAME``, ``KIND/NAME``, ``NAMESPACE/NAME`` or ``NAME``. Kinds are
    read as kubectl reads them: in any case, and ``op``, ``cop``, ``pp`` and ``cpp`` for policies.
    """
    if text in (identity.path, identity.name):
        return True
    kind, slash, rest = text.partition("/")
    lower = kind.lower()
    is_kind = identity.kind.lower() == _SHORT_KINDS.get(lower, lower)
    return bool(slash) and is_kind and rest in (identity.path, identity.name)
