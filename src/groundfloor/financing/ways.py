"""What an option of fiscal space is computed from: its assumptions, each with its bounds, and the formula."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from groundfloor.financing.accounts import Accounts

Given = Mapping[str, float]
Formula = Callable[[Given, Accounts, int], float]

GOVERNMENT, CONTRIBUTIONS, HOUSEHOLDS, EXTERNAL, BORROWING = (
    "government_revenue",
    "contributions",
    "households",
    "external",
    "borrowing",
)
PAYERS = (EXTERNAL, CONTRIBUTIONS, HOUSEHOLDS, GOVERNMENT, BORROWING)
"""Who pays, in the order in which their money is used: what need not be paid back first, what is borrowed last."""


@dataclass(frozen=True)
class Assumption:
    """One number behind an option, from `low` to `high`; left out it is `default`, and refused where that is None.

    One that is not `needed` is simply absent. `whole` numbers are years and counts of years.
    """

    low: float = 0.0
    high: float = math.inf
    default: float | None = None
    needed: bool = True
    whole: bool = False


SHARE = Assumption(high=1.0)
PERCENT = Assumption()


@dataclass(frozen=True)
class Way:
    """One way to compute an option: the assumptions, the first of which tells the way, and the full effect in % of GDP.

    `timed` ways know themselves in which years they bring something, counted from `start`, and do not grow. `once` is money
    that does not come back. `payer` is who pays; what is borrowed adds to debt. `left_out` is what the formula finds and does not count. Of the assumptions `both`, none or both are given.
    """

    assumptions: Mapping[str, Assumption]
    full: Formula
    timed: bool = False
    once: bool = False
    payer: str = GOVERNMENT
    left_out: Formula | None = None
    both: tuple[str, ...] = ()

    @property
    def tells(self) -> str:
        """The key by which the way is known."""
        return next(iter(self.assumptions))


def _value(given: Given, _at: Accounts, _year: int) -> float:
    return given["value"]


STATED = Way({"value": Assumption(low=-math.inf)}, _value)
"""The effect itself is stated, in % of GDP, and not computed."""
