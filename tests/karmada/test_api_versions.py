from __future__ import annotations

import pytest

from workbench.karmada.api_versions import SERVED, is_own, known


@pytest.mark.parametrize(("api_version", "kind", "instead"), [
    ("policy.karmada.io/v1", "OverridePolicy", ("policy.karmada.io/v1alpha1 OverridePolicy",)),
    ("karmada.io/v1alpha1", "OverridePolicy", ("policy.karmada.io/v1alpha1 OverridePolicy",)),
    ("policy.karmada.io", "OverridePolicy", ("policy.karmada.io/v1alpha1 OverridePolicy",)),
    ("policy.karmada.io/v1alpha1", "Cluster", ()),
    ("policy.karmada.io/v1alpha1", "OverridePolicies",
     ("policy.karmada.io/v1alpha1 OverridePolicy",)),
    ("cluster.karmada.io/v1alpha1", "OverridePolicy",
     ("policy.karmada.io/v1alpha1 OverridePolicy",)),
    ("work.karmada.io/v1", "ResourceBinding",
     ("work.karmada.io/v1alpha2 ResourceBinding", "work.karmada.io/v1alpha1 ResourceBinding")),
    ("work.karmada.io/v1alpha1", "Gadget", ()),
])
def test_what_karmada_does_not_serve_is_answered_with_what_it_does(
    api_version: str, kind: str, instead: tuple[str, ...]
) -> None:
    assert known(api_version, kind) == instead


def test_what_karmada_serves_and_what_is_not_its_own_is_fine() -> None:
    for group, kinds in SERVED.items():
        for kind, versions in kinds.items():
            assert all(known(f"{group}/{version}", kind) is None for version in versions)
    for api_version, kind in [("apps/v1", "Deployment"), ("v1", "Secret"), ("x.io/v1", "Work"),
                              ("shop.karmada.io/v1", "Gadget"), ("x.io/v1", "Cluster")]:
        assert known(api_version, kind) is None
    assert is_own("work.karmada.io/v1alpha2")
    assert not is_own("apps/v1")
