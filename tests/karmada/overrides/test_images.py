from __future__ import annotations

import pytest

from workbench.karmada.overrides.failure import OverrideError
from workbench.karmada.overrides.images import Image, override_image, parse_image
from workbench.karmada.profile import LATEST, V1_12_0, V1_18_2

HEX = "a" * 64


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("nginx", Image("", "nginx")),
        ("library/nginx:1", Image("", "library/nginx", "1")),
        ("localhost/a", Image("localhost", "a")),
        ("reg.io:5000/a/b:v1", Image("reg.io:5000", "a/b", "v1")),
        (f"r.io/a:1@sha256:{HEX}", Image("r.io", "a", "1")),
        (f"r.io/a@sha256:{HEX}", Image("r.io", "a", "", f"sha256:{HEX}")),
        ("Reg/a", Image("", "Reg/a")),
        ("[2001:db8::1]:5000/a", Image("[2001:db8::1]:5000", "a")),
    ],
)
def test_an_image_is_taken_apart_as_karmada_does(text: str, parts: Image) -> None:
    assert parse_image(text, LATEST) == parts


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "repository name must have at least one component"),
        ("Nginx", "repository name must be lowercase"),
        ("nginx\n", "invalid reference format"),
        ("a b", "invalid reference format"),
        (f"a@sha256:{HEX.upper()}", "invalid checksum digest format"),
        (f"a@sha256:{HEX}a", "invalid checksum digest length"),
        (f"a@md5:{HEX}", "unsupported digest algorithm"),
        (f"a@SHA256:{HEX}", "invalid checksum digest format"),
    ],
)
def test_what_is_no_image_is_refused_in_the_librarys_words(text: str, error: str) -> None:
    with pytest.raises(OverrideError) as caught:
        parse_image(text, LATEST)
    assert caught.value.args[0] == error


def test_the_length_limit_counts_the_domain_only_in_older_versions() -> None:
    text = "reg.io/" + "a" * 250
    assert parse_image(text, V1_18_2).repository == "a" * 250
    with pytest.raises(OverrideError, match="255 characters"):
        parse_image(text, V1_12_0)


@pytest.mark.parametrize(
    ("image", "component", "operator", "value", "result"),
    [
        ("nginx:1", "Registry", "add", "-x", "-x/nginx:1"),
        ("r.io/nginx:1", "Registry", "add", "-x", "r.io-x/nginx:1"),
        ("library/nginx", "Registry", "replace", "new", "new/library/nginx"),
        ("r.io/a:1", "Repository", "remove", "", "r.io/:1"),
        ("a", "Tag", "add", "-x", "a"),
        ("a:1", "Tag", "add", "-x", "a:1-x"),
        ("a:1", "Tag", "replace", f"sha256:{HEX}", f"a@sha256:{HEX}"),
        ("a:1", "Tag", "replace", f"@sha256:{HEX}", "a:1"),
        (f"a:1@sha256:{HEX}", "Registry", "odd", "x", "a:1"),
        (f"a@sha256:{HEX}", "Tag", "remove", "", "a"),
    ],
)
def test_an_image_overrider_changes_one_component(
    image: str, component: str, operator: str, value: str, result: str
) -> None:
    item = {"component": component, "operator": operator, "value": value}
    assert override_image(image, item, LATEST) == result


def test_an_unknown_component_is_an_error() -> None:
    with pytest.raises(OverrideError, match=r"unsupported image component\(Foo\)"):
        override_image("a", {"component": "Foo", "operator": "add"}, LATEST)
