"""What a text that holds a document loses when a FieldOverrider writes it anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workbench.diff.embedded_text import EmbeddedText, read_embedded
from workbench.model.documents import split
from workbench.model.pointer import field_path
from workbench.model.scalars import resolve
from workbench.model.tree import Json, Path, changes, same


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Losses of one rewriting, beyond what the operations asked for.

    Attributes:
        documents: how many documents there were before, and are no more.
        comments: how many comments went.
        reordered: keys stand in another order.
        respelled: scalars and keys written in another way, ``mode: 0755 becomes 493``.
        aliases: anchors that were written out.
        lines: how many lines became one; 0 if they did not.
        escaped: ``<``, ``>`` or ``&`` became ``\\u003c`` and so on.
        to_yaml: JSON became YAML.
        elsewhere: fields that changed their value without being asked to, in words.
    """

    documents: int = 0
    comments: int = 0
    reordered: bool = False
    respelled: tuple[str, ...] = ()
    aliases: bool = False
    lines: int = 0
    escaped: bool = False
    to_yaml: bool = False
    elsewhere: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def rewriting(before: str, after: str, asked: tuple[tuple[str, ...], ...]) -> Rewriting:
    """What went when ``before`` became ``after``; ``asked`` are the paths of the operations."""
    lost = len(list(split(before))) - len(list(split(after)))
    left, right = read_embedded(_first(before) if lost > 0 else before), read_embedded(after)
    if left is None or right is None:
        return Rewriting(documents=max(lost, 0))
    respelled = tuple(_respelled(left, right, asked))
    return Rewriting(
        documents=max(lost, 0),
        comments=sum((Counter(left.comments) - Counter(right.comments)).values()),
        reordered=any(_is_reordered(path, keys, right) for path, keys in left.key_orders.items()),
        respelled=respelled,
        aliases=left.aliases > right.aliases,
        lines=left.lines if left.lines > 1 == right.lines else 0,
        escaped=any(c in before for c in "<>&") and "\\u00" in after and after != before,
        to_yaml=left.format == "json" and right.format == "yaml",
        elsewhere=tuple(_elsewhere(left, right, asked)),
    )


def _first(text: str) -> str:
    return next(part for _, part in split(text))


def _is_reordered(path: Path, keys: tuple[str, ...], right: EmbeddedText) -> bool:
    others = right.key_orders.get(path, ())
    common = [key for key in keys if key in others]
    return common != [key for key in others if key in keys]


def _respelled(
    left: EmbeddedText, right: EmbeddedText, asked: tuple[tuple[str, ...], ...]
) -> Iterator[str]:
    for path, keys in left.key_orders.items():
        others = right.key_orders.get(path)
        if others is None:
            continue
        gone = [key for key in keys if key not in others and not _is_asked((*path, key), asked)]
        come = [key for key in others if key not in keys and not _is_asked((*path, key), asked)]
        for old, new in zip(gone, come, strict=False):
            yield f'key {field_path((*path, old))} becomes "{new}"'
    for path, old, new in _other_spellings(left, right, asked):
        if same(_meaning(old), _meaning(new)):
            yield f"{field_path(path)}: {old} becomes {new}"


def _other_spellings(
    left: EmbeddedText, right: EmbeddedText, asked: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[Path, str, str]]:
    """Scalars whose text is another one, quotes aside."""
    for path, old in left.spellings.items():
        new = right.spellings.get(path, old)
        if _bare(old) != _bare(new) and not _is_asked(path, asked):
            yield path, old, new


def _bare(spelling: str) -> str:
    return spelling[1:-1] if spelling[:1] in ("'", '"') and len(spelling) > 1 else spelling


def _meaning(spelling: str) -> Json:
    bare = _bare(spelling)
    return resolve(spelling) if bare == spelling else bare


def _elsewhere(
    left: EmbeddedText, right: EmbeddedText, asked: tuple[tuple[str, ...], ...]
) -> Iterator[str]:
    found = {
        path: f"{field_path(path)}: {old} becomes {new}"
        for path, old, new in _other_spellings(left, right, asked)
        if not same(_meaning(old), _meaning(new))
    }
    if len(left.documents) == len(right.documents) == 1:
        for path, _, _ in changes(left.documents[0], right.documents[0]):
            if not _is_asked(path, asked):
                found.setdefault(path, field_path(path))
    yield from found.values()


def _is_asked(path: Path, asked: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a place is one that was asked for, is inside of it, or holds it."""
    keys = tuple(map(str, path))
    for wanted in asked:
        size = min(len(wanted), len(keys))
        is_tail = len(wanted) == len(keys) + 1 and wanted[-1] == "-"
        if keys[:size] == wanted[:size] and (len(keys) >= len(wanted) or is_tail):
            return True
    return any(wanted[: len(keys)] == keys for wanted in asked)
