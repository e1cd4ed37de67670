"""An option of fiscal space: its assumptions in the low, base and high case, the year it starts and how fast it grows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from groundfloor.errors import GroundfloorError, Place
from groundfloor.financing.accounts import Accounts
from groundfloor.financing.ways import BORROWING, GOVERNMENT, STATED, Given, Way

CASES = ("low", "base", "high")
SLACK = 1e-9


@dataclass(frozen=True)
class Option:
    """One way to raise resources, by `way` from what is `given` in each of CASES, in % of GDP a year at full effect.

    A recurrent option grows evenly to its full effect over `ramp_years`; a one-off comes once, in `start`. `kind` is one of
    groundfloor.financing.options.kinds(), None where the file names none; `payer` who pays; `place` where it is written.
    """

    name: str
    given: Mapping[str, Given]
    start: int
    way: Way = STATED
    kind: str | None = None
    payer: str = GOVERNMENT
    one_off: bool = False
    ramp_years: int = 1
    note: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    incidence: bool = False
    place: Place | None = None

    @property
    def borrowed(self) -> bool:
        """Whether what it brings adds to debt."""
        return self.payer == BORROWING

    @property
    def low(self) -> float:
        """The low case as the file states it; NaN where it is computed."""
        return self.given["low"].get("value", math.nan)

    @property
    def base(self) -> float:
        """The base case as the file states it; NaN where it is computed."""
        return self.given["base"].get("value", math.nan)

    @property
    def high(self) -> float:
        """The high case as the file states it; NaN where it is computed."""
        return self.given["high"].get("value", math.nan)

    def share(self, year: int) -> float:
        """The share of its full effect that the option yields in `year`.

        >>> stated("tax", 0.1, 0.2, 0.3, 2027, ramp_years=4).share(2028)
        0.5
        """
        if year < self.start:
            return 0.0
        if self.way.timed:
            return 1.0
        if self.one_off:
            return 1.0 if year == self.start else 0.0
        return min(1.0, (year - self.start + 1) / self.ramp_years)

    def brings(self, at: Accounts, year: int) -> dict[str, float]:
        """What it brings in a year in each case, % of GDP; refused where the cases are not in rising order."""
        share = self.share(year)
        if share == 0:
            return dict.fromkeys(CASES, 0.0)
        found = {case: share * self.way.full(self._timed(case), at, year) for case in CASES}
        if not found["low"] <= found["base"] + SLACK <= found["high"] + 2 * SLACK:
            said = ", ".join(f"{case} {value:.4g}" for case, value in found.items())
            raise GroundfloorError(
                f"The option {self.name!r} brings {said} % of GDP in {year}",
                self.place,
                expected="low <= base <= high",
                hint="Under low stand the values of the case that brings least, whether they are small or large.",
            )
        return found

    def left_out(self, at: Accounts, year: int) -> float:
        """What its formula finds in the base case and does not count, % of GDP."""
        return self.share(year) * self.way.left_out(self._timed("base"), at, year) if self.way.left_out else 0.0

    def _timed(self, case: str) -> Given:
        return {**self.given[case], "start": float(self.start)}


def stated(
    name: str, low: float, base: float, high: float, start: int, *, ramp_years: int = 1, one_off: bool = False
) -> Option:
    """An option whose effect in % of GDP is stated in each case.

    >>> stated("sale", 0.1, 0.2, 0.3, 2027, one_off=True).share(2028)
    0.0
    """
    given = {case: {"value": value} for case, value in zip(CASES, (low, base, high), strict=True)}
    return Option(name, given, start, one_off=one_off, ramp_years=ramp_years)
