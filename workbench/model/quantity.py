"""Kubernetes quantities: ``250m``, ``64Mi``, ``1e3``, exact and in Go's own spelling.

Follows apimachinery's pkg/api/resource (quantity.go, suffix.go, amount.go), the same in the
libraries of Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from workbench.model.errors import InputError
from workbench.model.tree import Json

Format: TypeAlias = Literal["DecimalSI", "BinarySI", "DecimalExponent"]

NANO = 10**9
MAX_INT64 = 2**63 - 1
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {exponent: suffix for suffix, exponent in _DECIMAL.items()}
_BINARY_SUFFIX = {exponent: suffix for suffix, exponent in _BINARY.items()}
_PARTS = re.compile(
    r"(?P<sign>[+-]?)0*(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?"
    r"(?P<suffix>[eEinumkKMGTP]*[+-]?[0-9]*)",
    re.ASCII,
)
# Far beyond what any resource needs; keeps "1e999999999" from filling the memory.
_MAX_EXPONENT = 400


class InvalidQuantityError(InputError):
    """Text that is no quantity."""


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """An amount of a resource. Compares by amount alone.

    Attributes:
        nano: the amount in thousand-millionths, exact.
        format: the family of suffixes that it was written with.
        text: how Go prints it.
    """

    nano: int
    format: Format = field(default="DecimalSI", compare=False)
    text: str = field(default="", compare=False)

    @classmethod
    def of(cls, nano: int, format: Format = "DecimalSI") -> Quantity:
        """The quantity of ``nano`` thousand-millionths, in canonical spelling."""
        return cls(nano, format, _canonical(nano, format))

    @property
    def value(self) -> int:
        """Whole units, rounded away from zero; 0 where int64 can't hold it, as in Go."""
        return _scaled(self.nano, NANO)

    @property
    def milli(self) -> int:
        """Thousandths, rounded away from zero; 0 where int64 can't hold it, as in Go."""
        return _scaled(self.nano, NANO // 1000)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity.of(self.nano + other.nano, self.format if self.nano else other.format)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity.of(self.nano - other.nano, self.format if self.nano else other.format)

    def __str__(self) -> str:
        return self.text


def _rounded_up(amount: int, unit: int) -> int:
    return -(-amount // unit) if amount >= 0 else amount // unit


def _scaled(nano: int, unit: int) -> int:
    result = _rounded_up(nano, unit)
    return result if -MAX_INT64 - 1 <= result <= MAX_INT64 else 0


def parse_quantity(value: Json) -> Quantity:
    """The quantity that ``value`` (text or number) means.

    Raises:
        InvalidQuantityError: where Kubernetes refuses it, or where its exponent is beyond 400.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise InvalidQuantityError(f"{value!r} is not a quantity")
    return _parse(value.strip() if isinstance(value, str) else str(value))


@lru_cache(maxsize=4096)
def _parse(text: str) -> Quantity:
    match = _PARTS.fullmatch(text)
    if not text or not match:
        raise InvalidQuantityError(
            "quantities must match the regular expression "
            "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        )
    whole, part = match["whole"] or "0", match["part"] or ""
    base, exponent, form = _interpret(match["suffix"])
    digits = int(whole + part)
    nano = _nano(digits, len(part), base, exponent)
    if form == "BinarySI":
        nano = min(nano, MAX_INT64 * NANO)
        if part and 0 < nano < NANO:
            form = "DecimalSI"
    nano = -nano if match["sign"] == "-" else nano
    if text == "0" or _is_canonical(whole, part, form, exponent):
        return Quantity(nano, form, text)
    return Quantity.of(nano, form)


def _interpret(suffix: str) -> tuple[int, int, Format]:
    """Base, exponent and family of a suffix."""
    if suffix in _DECIMAL:
        return 10, _DECIMAL[suffix], "DecimalSI"
    if suffix in _BINARY:
        return 2, _BINARY[suffix], "BinarySI"
    if suffix[0] not in "eE" or not re.fullmatch(r"[+-]?[0-9]+", suffix[1:], re.ASCII):
        raise InvalidQuantityError(f"unable to parse quantity's suffix {suffix!r}")
    if len(suffix) > 12 or abs(int(suffix[1:])) > _MAX_EXPONENT:
        raise InvalidQuantityError(f"exponent {suffix[1:]} is beyond {_MAX_EXPONENT}")
    return 10, int(suffix[1:]), "DecimalExponent"


def _nano(digits: int, places: int, base: int, exponent: int) -> int:
    """Amount in nano units; anything below one of them counts as one."""
    if base == 2:
        return _rounded_up(digits * 2**exponent * NANO, 10**places)
    shift = exponent - places + 9
    return digits * 10**shift if shift >= 0 else _rounded_up(digits, 10**-shift)


def _is_canonical(whole: str, part: str, form: Format, exponent: int) -> bool:
    """Whether Go keeps the text as it was written, though other spellings may be shorter."""
    shifted = whole + part
    if form == "BinarySI":
        small = 15 - len(whole) - exponent * 3 // 10 - 1 >= 0
        return not part and small and int(whole) & 7 != 0
    scale = exponent - len(part)
    fits = len(shifted) <= 18 and scale >= -9
    return fits and scale % 3 == 0 and not shifted.endswith("000") and shifted[0] != "0"


def _canonical(nano: int, form: Format) -> str:
    if nano == 0:
        return "0"
    if form == "BinarySI" and (abs(nano) < 1024 * NANO or nano % NANO):
        form = "DecimalSI"
    if form == "BinarySI":
        amount, times = _without_factors(nano // NANO, 1024)
        return f"{amount}{_BINARY_SUFFIX.get(times * 10, '')}"
    amount, times = _without_factors(nano, 10)
    exponent = times - 9
    amount, exponent = amount * 10 ** (exponent % 3), exponent - exponent % 3
    if form == "DecimalSI":
        return f"{amount}{_DECIMAL_SUFFIX.get(exponent, '')}"
    return f"{amount}e{exponent}" if exponent else str(amount)


def _without_factors(amount: int, factor: int) -> tuple[int, int]:
    times = 0
    while amount % factor == 0:
        amount, times = amount // factor, times + 1
    return amount, times
