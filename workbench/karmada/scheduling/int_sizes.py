"""Go's fixed-size integers, where Karmada's arithmetic runs over."""

from __future__ import annotations


def int32(value: int) -> int:
    """``value`` as Go's int32 holds it."""
    return (value + 2**31) % 2**32 - 2**31


def int64(value: int) -> int:
    """``value`` as Go's int64 holds it."""
    return (value + 2**63) % 2**64 - 2**63


def quotient(dividend: int, divisor: int) -> int:
    """Integer division that cuts toward zero, as Go's does."""
    result = abs(dividend) // abs(divisor)
    return result if (dividend < 0) == (divisor < 0) else -result
