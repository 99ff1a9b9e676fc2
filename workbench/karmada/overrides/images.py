"""Image references: parsing, rendering and what an imageOverrider does to one.

Follows pkg/util/overridemanager/imageoverride.go and pkg/util/imageparser (v1.12.0 and v1.18.2)
on top of distribution/reference (0.5.0 and 0.6.0) and opencontainers/go-digest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.profile import Profile
from workbench.model.tree import Json

_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_TAG_TEXT = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST_TEXT = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"

_REFERENCE = re.compile(
    rf"(?P<name>(?:{_DOMAIN}/)?{_PATH})(?::(?P<tag>{_TAG_TEXT}))?(?:@(?P<digest>{_DIGEST_TEXT}))?"
)
_NAME = re.compile(rf"(?:{_DOMAIN}/)?(?P<path>{_PATH})")
_TAG = re.compile(_TAG_TEXT)
_DIGEST = re.compile(_DIGEST_TEXT)
_KNOWN_DIGEST = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+")
_HEX_LENGTH = {"sha256": 64, "sha384": 96, "sha512": 128}
_NAME_LIMIT = 255


@dataclass(frozen=True, slots=True)
class Image:
    """An image reference in parts; at most one of ``tag`` and ``digest`` counts when printed."""

    registry: str = ""
    repository: str = ""
    tag: str = ""
    digest: str = ""

    @property
    def version(self) -> str:
        """The tag, else the digest, else nothing."""
        return self.tag or self.digest

    def __str__(self) -> str:
        name = f"{self.registry}/{self.repository}" if self.registry else self.repository
        if self.tag:
            return f"{name}:{self.tag}"
        return f"{name}@{self.digest}" if self.digest else name

    def with_version(self, text: str) -> Image:
        """Tag or digest set, whichever ``text`` looks like; unchanged if it is neither."""
        if _TAG.fullmatch(text):
            return replace(self, tag=text, digest="")
        if _DIGEST.fullmatch(text):
            return replace(self, tag="", digest=text)
        return self

    def without_version(self) -> Image:
        return replace(self, tag="") if self.tag else replace(self, digest="")


def parse_image(text: str, profile: Profile) -> Image:
    """The parts of an image reference; a digest beside a tag is forgotten.

    Raises :class:`OverrideError` with the reference library's text.
    """
    match = _REFERENCE.fullmatch(text)
    if not match:
        raise OverrideError(_misfit(text))
    name, digest = match["name"], match["digest"] or ""
    path = _NAME.fullmatch(name)
    limited = name if profile.image_limit_counts_domain or not path else path["path"]
    if len(limited) > _NAME_LIMIT:
        raise OverrideError(f"repository name must not be more than {_NAME_LIMIT} characters")
    if digest:
        _check_digest(digest)
    registry, repository = _split(name)
    return Image(registry, repository, match["tag"] or "", "" if match["tag"] else digest)


def _misfit(text: str) -> str:
    if not text:
        return "repository name must have at least one component"
    if _REFERENCE.fullmatch("".join(char.lower()[0] for char in text)):
        return "repository name must be lowercase"
    return "invalid reference format"


def _check_digest(digest: str) -> None:
    algorithm, _, encoded = digest.partition(":")
    length = _HEX_LENGTH.get(algorithm)
    if length is None:
        known = _KNOWN_DIGEST.fullmatch(digest)
        raise OverrideError(
            "unsupported digest algorithm" if known else "invalid checksum digest format"
        )
    if len(encoded) != length:
        raise OverrideError("invalid checksum digest length")
    if encoded != encoded.lower():
        raise OverrideError("invalid checksum digest format")


def _split(name: str) -> tuple[str, str]:
    """Registry and repository: a first part without dot, colon or ``localhost`` is no registry."""
    first, slash, rest = name.partition("/")
    if not slash or ("." not in first and ":" not in first and first != "localhost"):
        return "", name
    return first, rest


def override_image(text: str, item: Json, profile: Profile) -> str:
    """What one imageOverrider item makes of the image ``text``.

    Raises :class:`OverrideError` where the image can't be parsed or the component is unknown.
    """
    try:
        image = parse_image(text, profile)
    except OverrideError as error:
        raise OverrideError(f"failed to parse image value({text}), error: {error}") from None
    component, operator = item.get("component") or "", item.get("operator") or ""
    value = item.get("value") or ""
    match component:
        case "Registry":
            registry = _revised(image.registry, operator, value)
            return str(replace(image, registry=registry))
        case "Repository":
            return str(replace(image, repository=_revised(image.repository, operator, value)))
        case "Tag":
            return str(_revised_version(image, operator, value))
    raise OverrideError(f"unsupported image component({component})")


def _revised(old: str, operator: str, value: str) -> str:
    return {"add": old + value, "replace": value, "remove": ""}.get(operator, old)


def _revised_version(image: Image, operator: str, value: str) -> Image:
    match operator:
        case "add":
            return image.with_version(image.version + value)
        case "replace":
            return image.with_version(value)
        case "remove":
            return image.without_version()
    return image
