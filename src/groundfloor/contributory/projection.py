"""A contributory scheme year by year: who is insured, who receives, what is paid in and out, what is left and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.cohorts import Demography
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.finance import level_premium, reserves, scaled_premiums
from groundfloor.contributory.interest import interest_rates
from groundfloor.contributory.money import Money
from groundfloor.contributory.payers import payments
from groundfloor.contributory.run import Run
from groundfloor.country.rates import Floats, Ints
from groundfloor.rules.programme import Programme


@dataclass(frozen=True)
class Projection:
    """A scheme under one variant; every array has one value a year, amounts in LCU of the year.

    `insured`, `former` and `wages` are by group, `flows` by group and event, `recipients` and `benefits` by branch,
    `contributions` by group and payer (what is passed on to others below 0). `steady_pensioners` is how many old-age pensioners the first year
    would have if its rates had always held, NaN where past service is not steady.
    """

    scheme: Scheme
    variant: str
    years: Ints
    gdp: Floats
    insured: Mapping[str, Floats]
    former: Mapping[str, Floats]
    wages: Mapping[str, Floats]
    flows: Mapping[tuple[str, str], Floats]
    recipients: Mapping[str, Floats]
    benefits: Mapping[str, Floats]
    contributions: Mapping[tuple[str, str], Floats]
    pensioners: Floats
    pensions: Floats
    administration: Floats
    steady_pensioners: float
    interest_rate: Floats
    interest: Floats
    start: float
    reserve: Floats
    scaled: Floats
    average_premium: float
    rights: Floats
    in_payment: Floats

    @property
    def revenue(self) -> Floats:
        """Contributions that reach the scheme."""
        return total(self.contributions, len(self.years))

    @property
    def expenditure(self) -> Floats:
        """Benefits and administration."""
        return total(self.benefits, len(self.years)) + self.administration

    @property
    def wage_bill(self) -> Floats:
        """Insured wages of all groups."""
        return total(self.wages, len(self.years))


def total(
    parts: Mapping[object, Floats] | Mapping[str, Floats] | Mapping[tuple[str, str], Floats], years: int
) -> Floats:
    """The sum of arrays by year; zeros where there are none."""
    return np.asarray(sum(parts.values(), np.zeros(years)))


def project_scheme(
    scheme: Scheme, demography: Demography, money: Money, *, variant: str = "base", programme: Programme | None = None
) -> Projection:
    """Project a scheme over the years of `demography`; `programme` is the scheme in force it may start from.

    A rate that is needed and not there raises GroundfloorError. Method: docs/methods/contributory.md.

    >>> from groundfloor import read_country
    >>> from groundfloor.contributory import Demography, Money, read_scheme
    >>> people, alive = np.ones((2, 2, 101)), np.full((2, 2, 101), 0.99)
    >>> demography = Demography(np.array([2025, 2026]), people, alive, np.zeros((2, 101)))
    >>> money = Money({2025: 0.1, 2026: 0.1}, {2025: 0.1, 2026: 0.1}, {2025: 1e9, 2026: 1e9})
    >>> ghana = read_country("gha")
    >>> scheme = read_scheme(ghana.path / "contributory" / "ssnit.yaml")
    >>> found = project_scheme(scheme, demography, money, programme=ghana.schemes[-1])
    >>> (found.revenue / found.wage_bill).round(4).tolist()
    [0.11, 0.11]
    """
    run = Run(scheme, demography, money, variant, programme)
    account = run.account()
    years = demography.years
    arrays = {key: np.array(values) for key, values in account.benefits.items()}
    wages = {key: np.array(values) for key, values in account.wages.items()}
    contributions: dict[tuple[str, str], Floats] = {}
    for name, group in scheme.groups.items():
        there = np.array(account.insured[name])
        for payer, amounts in payments(group, wages[name], there, years, run.money, variant).items():
            contributions[name, payer] = amounts
    revenue = total(contributions, len(years))
    paid = total(arrays, len(years))
    bill = total(wages, len(years))
    base = {"share of contributions": revenue, "share of benefits": paid, "share of wages": bill}
    administration = scheme.administration.by_year(years, variant) * base[scheme.administration.unit]
    rate = interest_rates(scheme, run.money, years, variant)
    start = float(scheme.reserve.start.by_year(years[:1], variant)[0])
    held, earned = reserves(start, revenue, paid + administration, rate)
    spent = paid + administration
    return Projection(
        scheme=scheme,
        variant=variant,
        years=years,
        gdp=np.array([money.gdp.get(int(year), np.nan) for year in years]),
        insured={key: np.array(values) for key, values in account.insured.items()},
        former={key: np.array(values) for key, values in account.former.items()},
        wages=wages,
        flows={key: np.array(values) for key, values in account.flows.items()},
        recipients={key: np.array(values) for key, values in account.recipients.items()},
        benefits=arrays,
        contributions=contributions,
        pensioners=np.array(account.pensioners),
        pensions=np.array(account.pensions),
        administration=administration,
        steady_pensioners=sum(group.steady_pensioners for group in run.groups.values()),
        interest_rate=rate,
        interest=earned,
        start=start,
        reserve=held,
        scaled=scaled_premiums(start, held, bill, spent, rate, scheme.premium_years, scheme.premium_ratio),
        average_premium=level_premium(start, bill, spent, rate),
        rights=np.array(account.rights),
        in_payment=np.array(account.in_payment),
    )
