"""Secret values taken out of messages: errors of Go code quote what they could not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from workbench.diff.secret_places import policy_secret_values, secret_values
from workbench.model.go_json import quote
from workbench.model.tree import Object

_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`|\(([^()]*)\)")
_WORD = re.compile(r"[^\s\"'`,;{}\[\]]+")
# Shorter texts are taken out where they stand alone, or every message would lose its letters.
_SHORT = 4
# In messages about other kinds, a shorter value of a policy is more likely a word than a secret.
_TELLING = 6


def masked_message(
    message: str,
    secrets: Collection[str],
    mask: Callable[[str], str],
    is_public: Callable[[str], bool] = lambda _: True,
) -> str:
    """``message`` without any of ``secrets``, however it was quoted, cut or escaped.

    Args:
        message: text of an error or a note.
        secrets: the values, plain.
        mask: what to write in place of one.
        is_public: whether a quoted piece that is no known secret may stay.
    """
    if not message:
        return message
    pieces = {piece for secret in secrets for piece in _pieces(secret)}
    if pieces:
        # One pass, so that what stands for one value is never searched for another.
        longest_first = sorted(pieces, key=lambda piece: (-len(piece), piece))
        pattern = "|".join(map(_pattern, longest_first))
        message = re.sub(pattern, lambda match: mask(match.group()), message)
    whole = "\n".join(secrets)

    def judged(match: re.Match[str]) -> str:
        text = next(group for group in match.groups() if group is not None)
        bare = text.removesuffix("...")
        if not bare or "‹masked" in bare or (bare not in whole and is_public(bare)):
            return match.group()
        return match.group()[0] + mask(text) + match.group()[-1]

    return _QUOTED.sub(judged, message)


def masked_failure(message: str, template: Object, policies: Iterable[Object]) -> str:
    """Why ``template`` gets no Work, without what it or ``policies`` keep secret.

    Args:
        message: Karmada's text, or a member's.
        template: the object before overrides.
        policies: override policies that may have touched it.
    """
    is_secret = template.get("kind") == "Secret"
    written = {value for policy in policies for value in policy_secret_values(policy)}
    return masked_message(
        message,
        secret_values(template) | {v for v in written if is_secret or len(v) >= _TELLING},
        lambda _: "‹masked›",
        (lambda text: text.startswith("/")) if is_secret else (lambda _: True),
    )


def _pattern(piece: str) -> str:
    return re.escape(piece) if len(piece) >= _SHORT else rf"(?<!\w){re.escape(piece)}(?!\w)"


def _pieces(secret: str) -> Iterator[str]:
    """A value, its lines, and what stands behind ``key:`` or ``key=`` in them, in every quoting."""
    parts = {secret, secret.strip()}
    for line in secret.splitlines():
        value = re.split(r"[:=]\s*", line, maxsplit=1)[-1]
        parts |= {line.strip(), value.strip(), value.strip("\"', ")}
        parts.update(word for word in _WORD.findall(value) if len(word) >= _SHORT)
    # A bracket that has a line to itself is no secret, and stands in every message.
    for part in (part for part in parts if part == secret or re.search(r"\w", part)):
        yield part
        yield quote(part)[1:-1]
        yield part.encode("unicode_escape", "surrogatepass").decode("ascii")
        yield part.replace("\\", "\\\\").replace('"', '\\"')
