"""How people name objects."""

from __future__ import annotations

import pytest

from workbench.model.identity import ObjectId
from workbench.model.naming import is_named

LEDGER = ObjectId("Deployment", "pay", "ledger", "apps/v1")


@pytest.mark.parametrize("text", [
    "Deployment/pay/ledger", "deployment/pay/ledger", "DEPLOYMENT/ledger", "pay/ledger", "ledger",
])
def test_an_object_is_named_by_as_much_as_is_clear_and_its_kind_in_any_case(text: str) -> None:
    assert is_named(LEDGER, text)


@pytest.mark.parametrize("text", [
    "", "/", "Service/pay/ledger", "deployment/shop/ledger", "Pay/ledger", "deployment/",
    "apps/v1/Deployment/pay/ledger",
])
def test_another_kind_namespace_or_name_is_another_object(text: str) -> None:
    assert not is_named(LEDGER, text)


def test_policies_have_short_kinds() -> None:
    assert is_named(ObjectId("OverridePolicy", "pay", "eu"), "OP/pay/eu")
    assert is_named(ObjectId("ClusterPropagationPolicy", "", "all"), "cpp/all")
