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
from groundfloor.errors import GroundfloorError
from groundfloor.rules.programme import Programme


@dataclass(frozen=True)
class Projection:
    """A scheme under one variant; every array has one value a year, amounts in LCU of the year.

    `insured`, `former` and `wages` are by group, `flows` by group and event, `recipients` and `benefits` by branch,
    `contributions` by group and payer (what is passed on to others below 0), `levies` by name. `accumulated` is what contributions, levies
    and interest less expenditure add up to since the first year; `start`, `interest` and `reserve` are NaN where nobody knows the reserve at the start,
    and premiums then count none. `steady_pensioners` is how many old-age pensioners the first year
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
    levies: Mapping[str, Floats]
    accumulated: Floats

    @property
    def paid_in(self) -> Floats:
        """Contributions that reach the scheme."""
        return total(self.contributions, len(self.years))

    @property
    def levied(self) -> Floats:
        """What earmarked taxes bring."""
        return total(self.levies, len(self.years))

    @property
    def revenue(self) -> Floats:
        """Contributions and levies, without interest."""
        return self.paid_in + self.levied

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
    scheme: Scheme,
    demography: Demography,
    money: Money,
    *,
    variant: str = "base",
    programme: Programme | None = None,
    called: str = "",
) -> Projection:
    """Project a scheme over the years of `demography`; `programme` is the scheme in force it may start from.

    `called` is what the variant is called where it is not `variant` itself, as of a reform.

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
    gdp = np.array([money.gdp.get(int(year), np.nan) for year in years])
    levies = _levies(scheme, gdp, years, variant)
    levied = total(levies, len(years))
    spent = paid + administration
    known = scheme.reserve.start
    start = np.nan if known is None else float(known.by_year(years[:1], variant)[0])
    held, earned = reserves(start, revenue + levied, spent, rate)
    accumulated, _ = reserves(0.0, revenue + levied, spent, rate)
    counted, before = (accumulated, 0.0) if known is None else (held, start)
    return Projection(
        scheme=scheme,
        variant=called or variant,
        years=years,
        gdp=gdp,
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
        scaled=scaled_premiums(before, counted, bill, spent, rate, scheme.premium_years, scheme.premium_ratio, levied),
        average_premium=level_premium(before, bill, spent, rate, levies=levied),
        rights=np.array(account.rights),
        in_payment=np.array(account.in_payment),
        levies=levies,
        accumulated=accumulated,
    )


def _levies(scheme: Scheme, gdp: Floats, years: Ints, variant: str) -> dict[str, Floats]:
    """LCU by levy and year; output that is needed and not known raises GroundfloorError."""
    for one in scheme.levies.values():
        if np.isnan(gdp).any():
            raise GroundfloorError(
                f"GDP of {years[np.isnan(gdp)][0]} is not known",
                one.place,
                expected="the series gdp_nominal for every year, of which a levy is a share",
            )
    return {name: one.by_year(years, variant) * gdp for name, one in scheme.levies.items()}
