"""Whether the figures of an economy agree with each other: growth and prices, parts and wholes, the budget, debt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from groundfloor.country.model import Country
from groundfloor.country.parts import EXPENDITURE, REVENUE, TOLERANCE, Division
from groundfloor.economy.project import RULE
from groundfloor.economy.rules.balance import interest
from groundfloor.financing import Accounts
from groundfloor.financing.flows import factor
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

GROWTH_TOLERANCE = 0.001
"""Share of one: growth and prices rounded to a tenth of a point."""
ASSUMED = (RULE, "assumption")
"""Of figures with these the pack itself answers for what they give together."""
COLUMNS = ("year", "identity", "stated", "computed", "difference", "unit", "tolerance", "holds", "status")


@dataclass(frozen=True)
class Compared:
    """A figure of a year as stated and as others give it; `status` is that of the stated one."""

    year: int
    of: Identity
    stated: float
    computed: float
    status: str

    @property
    def difference(self) -> float:
        """Stated less computed."""
        return self.stated - self.computed

    @property
    def holds(self) -> bool:
        """Whether both are the same within the tolerance."""
        return abs(self.difference) <= self.of.tolerance

    def row(self) -> dict[str, object]:
        """As a row of the table `identities`."""
        values = (
            self.year, self.of.name, self.stated, self.computed, self.difference, self.of.unit, self.of.tolerance, self.holds,
            self.status,
        )  # fmt: skip
        return dict(zip(COLUMNS, values, strict=True))


@dataclass(frozen=True)
class Identity:
    """A series and what others make of it; `computed` is NaN where one of them is missing, `stated` other than the series where it is given.

    `says` is the sentence of the finding where it does not hold.
    """

    name: str
    series: str
    unit: str
    tolerance: float
    says: str
    computed: Callable[[Accounts, int], float]
    stated: Callable[[Accounts, int], float] | None = None

    def compared(self, at: Accounts, year: int, status: str) -> Compared:
        """Both sides in a year."""
        stated = at.get(self.series, year) if self.stated is None else self.stated(at, year)
        return Compared(year, self, stated, self.computed(at, year), status)


def budget(at: Accounts, year: int) -> float:
    """The primary balance that revenue, expenditure and interest give, % of GDP; NaN where one is missing."""
    return at.get("revenue_pct_gdp", year) - at.get("expenditure_pct_gdp", year) + interest(at, year)


def growth(at: Accounts, year: int) -> float:
    """The nominal growth that real growth and prices give: those of GDP, in years without them those of consumers."""
    prices = at.get("gdp_deflator_growth", year)
    prices = at.get("inflation", year) if math.isnan(prices) else prices
    return (1 + at.get("gdp_real_growth", year)) * (1 + prices) - 1


def debt(at: Accounts, year: int) -> float:
    """The debt that interest, growth and the primary balance, stated or else of the budget, make of the debt before."""
    stated, adjusted = at.get("primary_balance_pct_gdp", year), at.get("stock_flow_pct_gdp", year)
    primary = budget(at, year) if math.isnan(stated) else stated
    more = 0.0 if math.isnan(adjusted) else adjusted
    return at.get("debt_pct_gdp", year - 1) * factor(at, year) - primary + more


def parts(division: Division, at: Accounts, year: int) -> float:
    """The sum of the parts, NaN where one that every country has is missing."""
    values = {part: at.get(part, year) for part in division.every}
    total, complete = division.total({part: value for part, value in values.items() if not math.isnan(value)})
    return total if complete else math.nan


OF_GDP = "% of GDP"
IDENTITIES = (
    Identity(
        "nominal_growth", "gdp_nominal", "share", GROWTH_TOLERANCE, "economy.nominal_growth", growth, Accounts.nominal_growth
    ),
    Identity("revenue_parts", REVENUE.whole, OF_GDP, TOLERANCE, "economy.revenue_parts", partial(parts, REVENUE)),
    Identity(
        "expenditure_parts", EXPENDITURE.whole, OF_GDP, TOLERANCE, "economy.expenditure_parts", partial(parts, EXPENDITURE)
    ),
    Identity("primary_balance", "primary_balance_pct_gdp", OF_GDP, TOLERANCE, "economy.primary_balance", budget),
    Identity("debt", "debt_pct_gdp", OF_GDP, TOLERANCE, "economy.debt", debt),
)  # fmt: skip


def identities(country: Country, to: int) -> list[Compared]:
    """Each identity in each year to `to` in which both sides are known, by identity and year. Formulas: docs/methods/economy.md.

    >>> from groundfloor.country import read_country
    >>> found = identities(read_country("gha"), 2030)
    >>> [round(one.difference, 3) for one in found if one.of.name == "primary_balance" and one.year == 2030]
    [0.0]
    """
    at = Accounts(country.base_year, country.economy)
    status: dict[str, dict[int, str]] = {}
    for row in country.economy.observations:
        if row.year <= to:
            status.setdefault(row.series, {})[row.year] = row.status
    compared = (
        identity.compared(at, year, how)
        for identity in IDENTITIES
        for year, how in sorted(status.get(identity.series, {}).items())
    )
    return [one for one in compared if not math.isnan(one.difference)]


def findings(found: Sequence[Compared]) -> Iterator[Finding]:
    """A note for each identity that does not hold in years that rules or assumptions give: how many years, and where it is furthest off."""
    for identity in IDENTITIES:
        off = [one for one in found if one.of is identity and one.status in ASSUMED and not one.holds]
        if off:
            worst = max(off, key=lambda one: abs(one.difference))
            points = abs(worst.difference) / (1 if identity.unit == "share" else 100)
            said: dict[str, Value] = {"count": len(off), "points": points, "year": str(worst.year)}
            yield Finding("note", "economy", identity.name, 0, identity.says, said)
