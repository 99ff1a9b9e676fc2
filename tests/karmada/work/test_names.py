from __future__ import annotations

import pytest

from workbench.karmada.work.names import (
    SpaceError,
    cluster_of_space,
    execution_space,
    policy_name,
    work_name,
)


@pytest.mark.parametrize(
    ("kind", "namespace", "name", "expected"),
    [
        ("Deployment", "default", "nginx", "nginx-687f7fb96f"),
        ("Service", "default", "nginx-svc", "nginx-svc-577499b66"),
        ("ClusterRole", "", "my-role", "my-role-6dd5b74477"),
        ("Namespace", "", "team-a", "team-a-5cc7c7959b"),
        ("Deployment", "ns1", "web", "web-8699559c58"),
    ],
)
def test_a_work_is_named_by_its_object(kind: str, namespace: str, name: str, expected: str) -> None:
    assert work_name(kind, namespace, name) == expected


@pytest.mark.parametrize(
    ("namespace", "name", "version", "kind", "expected"),
    [
        ("default", "nginx", "apps/v1", "Deployment", "nginx-6d7f8d5f5b"),
        ("", "nginx", "apps/v1", "Deployment", "nginx-6dbfb67587"),
        ("default", "nginx", "v1", "Service", "nginx-76579ccd86"),
        ("", "system:foo", "rbac.authorization.k8s.io/v1", "ClusterRole",
         "system.foo-54499c54c"),
    ],
)  # fmt: skip
def test_a_promoted_object_gets_a_policy_of_a_hashed_name(
    namespace: str, name: str, version: str, kind: str, expected: str
) -> None:
    assert policy_name(namespace, name, version, kind) == expected


def test_a_cluster_is_found_by_its_execution_space() -> None:
    assert cluster_of_space(execution_space("member1")) == "member1"
    with pytest.raises(SpaceError, match="wrong format"):
        cluster_of_space("default")
