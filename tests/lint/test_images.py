from __future__ import annotations

import pytest

from tests.lint.fleets import deployment, of_rule, policy, preview_of

DIGEST = "sha256:" + "0123456789abcdef" * 4
REGISTRY = "{imageOverrider: [{component: Registry, operator: replace, value: eu.example}]}"


def test_a_digest_beside_a_tag_is_missed_and_one_alone_is_not() -> None:
    both = deployment(f'[{{name: web, image: "r.example/web:1@{DIGEST}"}}]')
    alone = deployment(f'[{{name: web, image: "r.example/web@{DIGEST}"}}]')
    found = of_rule("H5", preview_of(both + policy(REGISTRY)))
    assert [finding.clusters for finding in found] == [("member1", "member2")]
    assert "eu.example/web:1, whatever that tag means" in found[0].message
    assert not of_rule("H5", preview_of(alone + policy(REGISTRY)))


def test_a_new_tag_is_asked_for_so_the_old_digest_is_no_loss() -> None:
    both = deployment(f'[{{name: web, image: "r.example/web:1@{DIGEST}"}}]')
    tag = policy('{imageOverrider: [{component: Tag, operator: replace, value: "2"}]}')
    assert not of_rule("H5", preview_of(both + tag))


def test_equal_findings_of_several_objects_are_one() -> None:
    inits = '      initContainers: [{name: init, image: "r.example/init:1"}]'
    one = deployment('[{name: web, image: "r.example/web:1"}]', more=inits)
    two = deployment('[{name: api, image: "r.example/api:1"}]', name="api", more=inits)
    found = of_rule("H4", preview_of(one + two + policy(REGISTRY)))
    assert len(found) == 1
    assert [item.name for item in found[0].objects] == ["api", "web"]
    assert "and 1 more object, in member1, member2" in found[0].message


@pytest.mark.parametrize(
    ("value", "is_found"), [("-eu", False), (".cn", False), ("b.example", True)]
)
def test_add_on_a_registry_is_blamed_where_a_whole_host_is_glued_to_it(
    value: str, is_found: bool
) -> None:
    web = deployment('[{name: web, image: "r.example/web:1"}]')
    add = policy(f"{{imageOverrider: [{{component: Registry, operator: add, value: {value}}}]}}")
    assert bool(of_rule("H7", preview_of(web + add))) is is_found


def test_init_containers_of_another_image_do_not_want_the_tag() -> None:
    inits = '      initContainers: [{name: wait, image: "r.example/busybox:1"}]'
    web = deployment('[{name: web, image: "r.example/web:1"}]', more=inits)
    tag = policy('{imageOverrider: [{component: Tag, operator: replace, value: "2"}]}')
    assert not of_rule("H4", preview_of(web + tag))
