"""Names that Karmada derives from other names; of bindings see policies/bindings.py.

Follows pkg/util/names/names.go and the ``SafeEncodeString`` of apimachinery's pkg/util/rand (the
same in Karmada v1.12.0 and v1.18.2).
"""

from __future__ import annotations

from typing import Final

from workbench.karmada.scheduling.sharing import fnv1a_32
from workbench.model.errors import InputError

_SPACE: Final = "karmada-es-"
_ALPHABET: Final = "bcdfghjklmnpqrstvwxz2456789"


class SpaceError(InputError):
    """A namespace that belongs to no cluster; the message is Karmada's own."""


def execution_space(cluster: str) -> str:
    """The namespace of a cluster's Works."""
    return _SPACE + cluster


def cluster_of_space(namespace: str) -> str:
    """The cluster of a namespace of Works. Raises :class:`SpaceError` for other namespaces."""
    if not namespace.startswith(_SPACE):
        raise SpaceError("the execution space name is in wrong format")
    return namespace[len(_SPACE) :]


def work_name(kind: str, namespace: str, name: str) -> str:
    """Name of the Work that carries an object; ``namespace`` is empty without one."""
    name = _dns_name(name).lower()
    parts = (namespace, name, kind) if namespace else (name, kind)
    return f"{name}-{_code('-'.join(parts).lower())}"


def policy_name(namespace: str, name: str, api_version: str, kind: str) -> str:
    """Name of the policy that ``karmadactl promote`` makes up for an object."""
    kind_text = f"{api_version if '/' in api_version else f'/{api_version}'}, Kind={kind}"
    return f"{_dns_name(name)}-{_code(namespace + kind_text)}".lower()


def dependent_label(namespace: str, name: str) -> str:
    """Key of the label that an attached binding has from the binding that needs it."""
    code = _code(f"{namespace}/{name}" if namespace else name)
    return f"resourcebinding.karmada.io/depended-by-{code}"


def _dns_name(name: str) -> str:
    return name.replace(":", ".")


def _code(text: str) -> str:
    digits = str(fnv1a_32(text))
    return "".join(_ALPHABET[ord(digit) % len(_ALPHABET)] for digit in digits)

