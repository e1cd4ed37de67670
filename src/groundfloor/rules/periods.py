"""How many times a year an amount is paid."""

from __future__ import annotations

from groundfloor.errors import GroundfloorError

TIMES_A_YEAR = {"day": 365.0, "week": 365.0 / 7.0, "month": 12.0, "year": 1.0}
ONCE = "LCU"
MONEY = tuple(f"LCU/{period}" for period in TIMES_A_YEAR)


def times_paid(unit: str) -> float:
    """What an amount is multiplied by to become LCU of a year: money without a period is paid once.

    >>> times_paid("LCU"), times_paid("LCU/month")
    (1.0, 12.0)
    """
    return 1.0 if unit == ONCE else per_year(unit)


def per_year(unit: str) -> float:
    """What an amount in `unit` is multiplied by to become LCU a year.

    >>> per_year("LCU/month"), per_year("LCU/year")
    (12.0, 1.0)
    """
    money, _, period = unit.partition("/")
    if money != "LCU" or period not in TIMES_A_YEAR:
        said = "A pure number" if unit == "1" else repr(unit)
        raise GroundfloorError(f"{said} is not money per period", expected="LCU/day, LCU/week, LCU/month or LCU/year")
    return TIMES_A_YEAR[period]
