"""Lifetime accounts: what one person who enters a scheme may expect to pay in and to receive, and the return that makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.cohorts import Demography
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.finance import internal_rate, present
from groundfloor.contributory.interest import interest_rates
from groundfloor.contributory.money import Money
from groundfloor.contributory.payers import payments
from groundfloor.contributory.run import Run
from groundfloor.country.rates import Floats, Ints

STEP = 10
OLDEST = 120
SEXES = ("f", "m")


@dataclass(frozen=True)
class Lifetime:
    """Expected payments of and for one person, by year from entry: arrays in LCU of the year.

    `insured` is the probability of being insured. `interest` is the rate the scheme's reserve earns and `inflation` that of prices, both to
    the year. `known` is how many of the years lie within the projection.
    """

    scheme: Scheme
    variant: str
    group: str
    sex: str
    age: int
    years: Ints
    insured: Floats
    contributions: Floats
    benefits: Floats
    interest: Floats
    inflation: Floats
    known: int

    @property
    def paid(self) -> float:
        """Contributions as of the year of entry, LCU, discounted at the rate of the reserve."""
        return present(self.contributions, self.interest)

    @property
    def received(self) -> float:
        """Benefits as of the year of entry, LCU, discounted at the rate of the reserve."""
        return present(self.benefits, self.interest)

    @property
    def moneys_worth(self) -> float:
        """Benefits over contributions, as of the year of entry; NaN without contributions."""
        return self.received / self.paid if self.paid > 0 else float("nan")

    @property
    def received_after(self) -> float:
        """The share of the benefits, as of the year of entry, that falls after the last year of the projection; NaN without benefits."""
        late = np.where(np.arange(len(self.years)) < self.known, 0.0, self.benefits)
        return present(late, self.interest) / self.received if self.received > 0 else float("nan")

    @property
    def internal_rate(self) -> float:
        """The yearly rate at which both are worth the same; NaN where there is none, or more than one."""
        return internal_rate(self.benefits - self.contributions)

    @property
    def real_rate(self) -> float:
        """The internal rate of the same flows in prices of the year of entry."""
        level = np.cumprod(1 + np.append(0.0, self.inflation[1:]))
        return internal_rate((self.benefits - self.contributions) / level)


def lifetimes(scheme: Scheme, demography: Demography, money: Money, called: str = "base") -> Iterator[Lifetime]:
    """A woman and a man of each group and age of entry, in the first year and every ten years after it, under the base variant.

    `called` is what the variant is called, the name of a reform that is in `scheme`.

    They stay insured until pension, age or death. After the last year of the projection its life table and the growth of wages and prices to it
    are held. A scheme without old-age pensions has none. Method: docs/methods/contributory.md.
    """
    if scheme.branches.old_age is None:
        return
    first, last = (int(demography.years[i]) for i in (0, -1))
    youngest = min(age for group in scheme.groups.values() for age in group.entry)
    years = np.arange(first, last + OLDEST - youngest + 1)
    run = Run(scheme, _longer(demography, years), _longer_money(money, last, years), "base", None)
    interest = interest_rates(scheme, run.money, years, "base")
    inflation = np.array([run.money.inflation.get(int(year), np.nan) for year in years])
    for name, group in scheme.groups.items():
        for age in group.entry:
            for start in range(0, last - first + 1, STEP):
                span = slice(start, start + OLDEST - age)
                for sex, letter in enumerate(SEXES):
                    account = run.follow(name, sex, age, start, OLDEST - age)
                    insured = np.array(account.insured[name])
                    paid = payments(group, np.array(account.wages[name]), insured, years[span], run.money)
                    yield Lifetime(
                        scheme=scheme,
                        variant=called,
                        group=name,
                        sex=letter,
                        age=age,
                        years=years[span],
                        insured=insured,
                        contributions=np.asarray(sum(paid.values(), np.zeros(OLDEST - age))),
                        benefits=np.asarray(sum(map(np.array, account.benefits.values()), np.zeros(OLDEST - age))),
                        interest=interest[span],
                        inflation=inflation[span],
                        known=last - first - start + 1,
                    )


def _longer(demography: Demography, years: Ints) -> Demography:
    """The same with the last year's people and rates in the years after it."""
    place = np.minimum(np.arange(len(years)), len(demography.years) - 1)
    return Demography(years, demography.people[place], demography.survival[place], demography.fertility[place])


def _longer_money(money: Money, last: int, years: Ints) -> Money:
    """The same with the growth of wages and prices to the last year in the years after it."""

    def held(rates: dict[int, float]) -> dict[int, float]:
        known = {year: rate for year, rate in rates.items() if year <= last}
        after = {int(year): known[last] for year in years if year > last and last in known}
        return known | after

    return Money(held(dict(money.inflation)), held(dict(money.wages)), money.gdp)
