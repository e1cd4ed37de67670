"""Money by year as people write it: 1.5%gdp, 8%spending, 2.5e9 (LCU of the year), from a year on until the next one given."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundfloor.errors import GroundfloorError
from groundfloor.simulate import Money

WRITTEN = re.compile(r"([0-9][0-9_,]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?)\s*(%\s*(?:of\s+)?(gdp|spending))?", re.IGNORECASE)
EXAMPLE = "1.5%gdp, 8%spending (of government expenditure), or LCU a year such as 2.5e9"


@dataclass(frozen=True)
class Sum:
    """An amount of LCU, or per cent `of` GDP (gdp) or of government expenditure (spending)."""

    value: float
    of: str = ""

    def lcu(self, money: Money, year: int) -> float:
        """LCU of the year; refused where what it is a share of is not known."""
        if not self.of:
            return self.value
        base = (money.gdp if self.of == "gdp" else money.spending).get(year, math.nan)
        if math.isnan(base):
            raise GroundfloorError(
                f"{'GDP' if self.of == 'gdp' else 'Government expenditure'} of {year} is not known, "
                f"so that {self.value:g} % of it is not",
                expected="gdp_nominal"
                + (" and expenditure_pct_gdp" if self.of == "spending" else "")
                + " in economy.csv",
            )
        return self.value / 100 * base


def money_of(written: object, what: str = "The envelope") -> Sum:
    """An amount as it is written.

    >>> money_of("1.5%gdp"), money_of("8 % of spending"), money_of(2.5e9)
    (Sum(value=1.5, of='gdp'), Sum(value=8.0, of='spending'), Sum(value=2500000000.0, of=''))
    """
    found = WRITTEN.fullmatch(str(written).strip())
    if found is None or isinstance(written, bool):
        raise GroundfloorError(f"{what} is {written!r}", expected=EXAMPLE)
    value = float(found[1].replace(",", "").replace("_", ""))
    if not math.isfinite(value):
        raise GroundfloorError(f"{what} is {written!r}", expected=EXAMPLE)
    return Sum(value, (found[3] or "").lower())


def by_year(written: object, what: str = "The envelope") -> dict[int, Sum]:
    """Amounts by the year from which they hold; one amount holds from the beginning.

    >>> by_year({2026: "0.5%gdp", "2030": "1.5%gdp"})[2030].value
    1.5
    """
    if not isinstance(written, Mapping):
        return {0: money_of(written, what)}
    if not written:
        raise GroundfloorError(f"{what} names no year", expected="such as {2026: 0.5%gdp, 2030: 1.5%gdp}")
    found = {}
    for year, one in written.items():
        if not str(year).isdigit():
            raise GroundfloorError(f"{what} names the year {year!r}", expected="such as {2026: 0.5%gdp, 2030: 1.5%gdp}")
        found[int(year)] = money_of(one, f"{what} of {year}")
    return found


def envelope(sums: Mapping[int, Sum], money: Money, years: Sequence[int]) -> tuple[float, ...]:
    """LCU of each year; a year before the first one given is refused, for nothing said is not nothing.

    >>> envelope(by_year({2026: 100, 2028: "1%gdp"}), Money({2028: 5000.0}, {}), [2026, 2027, 2028])
    (100.0, 100.0, 50.0)
    """
    if min(sums) > min(years):
        raise GroundfloorError(
            f"The envelope begins in {min(sums)} and the choice in {min(years)}",
            hint=f"Give the envelope of {min(years)} too (0 where there is none), or begin the choice in {min(sums)}.",
        )
    return tuple(sums[max(start for start in sums if start <= year)].lcu(money, year) for year in years)
