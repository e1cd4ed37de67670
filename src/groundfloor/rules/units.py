"""Units of numbers: products and quotients of a few base units, in one canonical spelling."""

from __future__ import annotations

from collections import Counter

from groundfloor.errors import GroundfloorError, Place, nearest

BASES = ("LCU", "year", "month", "week", "day", "hour", "minute", "km")
# Counts of people are pure numbers: a grant times the number of members is money.
COUNTS = ("1", "person", "household", "child", "birth", "share")


def canonical(text: str, place: Place | None = None) -> str:
    """The one spelling of a unit; an unknown base unit is refused.

    >>> canonical("LCU/person/month"), canonical("person"), canonical("LCU * year / year")
    ('LCU/month', '1', 'LCU')
    """
    powers: Counter[str] = Counter()
    for number, factor in enumerate(text.replace(" ", "").split("/")):
        for base in factor.split("*"):
            if base in COUNTS:
                continue
            if base not in BASES:
                raise GroundfloorError(
                    f"Unknown unit {base!r} in {text!r}",
                    place,
                    expected="a unit such as LCU/month, year or 1",
                    hint=_instead(base),
                )
            powers[base] += -1 if number else 1
    return _spelled(powers)


def _instead(base: str) -> str | None:
    if len(base) == 3 and base.isascii() and base.isalpha() and base.isupper():
        return "Write LCU for the country's own currency."
    return "Write share, and 0.1 for 10 %." if base == "%" else nearest(base, BASES + COUNTS)


def times(a: str, b: str, sign: int = 1) -> str:
    """The unit of a product, or of a quotient with `sign` -1.

    >>> times("LCU/month", "month"), times("LCU", "LCU", -1)
    ('LCU', '1')
    """
    powers = _powers(a)
    for base, power in _powers(b).items():
        powers[base] += sign * power
    return _spelled(powers)


def power(unit: str, exponent: int) -> str:
    """The unit of a number raised to a whole power.

    >>> power("year", 2)
    'year*year'
    """
    return _spelled(Counter({base: count * exponent for base, count in _powers(unit).items()}))


def _powers(unit: str) -> Counter[str]:
    powers: Counter[str] = Counter()
    for number, factor in enumerate(unit.split("/")):
        for base in factor.split("*"):
            if base != "1":
                powers[base] += -1 if number else 1
    return powers


def _spelled(powers: Counter[str]) -> str:
    above = [base for base in BASES for _ in range(max(powers[base], 0))]
    below = [base for base in BASES for _ in range(max(-powers[base], 0))]
    return "/".join(["*".join(above) or "1", *below])
