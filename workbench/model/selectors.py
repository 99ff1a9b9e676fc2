"""Label selectors, as apimachinery's ``labels`` package judges them (pkg/labels/selector.go)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.model.tree import Json

_NAME = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\Z", re.ASCII)
_PREFIX = re.compile(
    r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\Z", re.ASCII
)


class InvalidSelectorError(ValueError):
    """A selector that apimachinery refuses to build; Karmada treats it as matching nothing."""


def is_qualified_name(key: str) -> bool:
    """``[prefix/]name``: name up to 63 characters, prefix a DNS-1123 subdomain up to 253."""
    if not isinstance(key, str):
        return False
    prefix, slash, name = key.rpartition("/")
    if slash and ("/" in prefix or len(prefix) > 253 or not _PREFIX.match(prefix)):
        return False
    return 0 < len(name) <= 63 and bool(_NAME.match(name))


def is_label_value(value: str) -> bool:
    """Empty, or up to 63 characters that begin and end with a letter or digit."""
    return isinstance(value, str) and (
        value == "" or (len(value) <= 63 and bool(_NAME.match(value)))
    )


def requirement(
    labels: Mapping[str, str], key: str, operator: str, values: list[str], *, numeric: bool = False
) -> bool:
    """Whether one requirement holds for ``labels``.

    ``numeric`` allows the operators Gt and Lt (node and field selectors have them, label
    selectors don't). Raises :class:`InvalidSelectorError` where apimachinery refuses.
    """
    if not is_qualified_name(key):
        raise InvalidSelectorError(f"{key!r} is not a qualified name")
    if operator in ("In", "NotIn"):
        if not values:
            raise InvalidSelectorError(f"{operator} needs values")
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            raise InvalidSelectorError(f"{operator} takes no values")
    elif numeric and operator in ("Gt", "Lt"):
        if len(values) != 1 or not re.fullmatch(r"[+-]?[0-9]+", values[0]):
            raise InvalidSelectorError(f"{operator} needs one integer")
    else:
        raise InvalidSelectorError(f"{operator!r} is not an operator")
    for value in values:
        if not is_label_value(value):
            raise InvalidSelectorError(f"{value!r} is not a label value")
    present = key in labels
    if operator == "In":
        return present and labels[key] in values
    if operator == "NotIn":
        return not present or labels[key] not in values
    if operator == "Exists":
        return present
    if operator == "DoesNotExist":
        return not present
    if not present or not re.fullmatch(r"[+-]?[0-9]+", labels[key]):
        return False
    left, right = int(labels[key]), int(values[0])
    return left > right if operator == "Gt" else left < right


def matches_labels(selector: Mapping[str, Json], labels: Mapping[str, str]) -> bool:
    """Whether a ``metav1.LabelSelector`` selects ``labels``; the empty one selects all.

    Raises :class:`InvalidSelectorError` for a selector that can't be built: one bad
    requirement poisons the whole, whatever the others say. One of another shape is of a policy
    that is refused, and no better.
    """
    try:
        wanted = [*_requirements(selector)]
    except (AttributeError, TypeError):
        raise InvalidSelectorError("not a label selector") from None
    results = [requirement(labels, *one) for one in wanted]
    return all(results)


def _requirements(selector: Mapping[str, Json]) -> Iterator[tuple[str, str, list[str]]]:
    for key, value in (selector.get("matchLabels") or {}).items():
        yield key, "In", [value]
    for item in selector.get("matchExpressions") or ():
        yield item.get("key", ""), item.get("operator", ""), [*(item.get("values") or ())]


def matches_labels_or_nothing(selector: Mapping[str, Json], labels: Mapping[str, str]) -> bool:
    """As :func:`matches_labels`; an invalid selector matches nothing, as Karmada has it."""
    try:
        return matches_labels(selector, labels)
    except InvalidSelectorError:
        return False


def describe_requirement(item: Mapping[str, Json]) -> str:
    """One requirement as kubectl writes it: ``env in (prod,test)``, ``!gpu``."""
    key, operator = item.get("key") or "", item.get("operator") or ""
    values = ",".join(map(str, item.get("values") or ()))
    simple = {"Exists": key, "DoesNotExist": f"!{key}"}
    words = {"In": "in", "NotIn": "notin"}
    return simple.get(operator) or f"{key} {words.get(operator, operator)} ({values})"


def describe_selector(selector: Mapping[str, Json]) -> str:
    """A ``metav1.LabelSelector`` as kubectl writes it: ``app=web,env in (prod)``."""
    equal = [f"{key}={value}" for key, value in (selector.get("matchLabels") or {}).items()]
    others = [describe_requirement(item) for item in selector.get("matchExpressions") or ()]
    return ",".join((*equal, *others)) or "everything"
