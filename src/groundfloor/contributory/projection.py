"""A contributory scheme year by year: who is insured, who receives, what is paid in and out, what is left and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np

from groundfloor.contributory.awards import Awards
from groundfloor.contributory.branches import Branches
from groundfloor.contributory.cohorts import Demography, Events, Stock, aged, step
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.finance import level_premium, reserves, scaled_premiums
from groundfloor.contributory.money import PRICES, Money
from groundfloor.contributory.payers import payments
from groundfloor.contributory.pensions import (
    Pensioners,
    accrued,
    annuity,
    deaths,
    deferred_annuity,
    next_year,
    nobody,
)
from groundfloor.contributory.prepared import Insured, OldAgeRates, prepared_group, prepared_old_age, starting
from groundfloor.contributory.short_term import health, short_term
from groundfloor.contributory.survivors import SurvivorRates, lump_sums, orphans, prepared_survivors, spouses
from groundfloor.contributory.wages import extended, years_before
from groundfloor.country.rates import Floats, Ints
from groundfloor.rules.programme import Programme

OF_PENSIONS = ("old_age", "invalidity", "spouses", "orphans")
FLOWS = tuple(one.name for one in fields(Events) if not one.name.endswith("wages"))


@dataclass
class Account:
    """What is counted as the years go by: one value a year in each list."""

    insured: dict[str, list[float]] = field(default_factory=dict)
    former: dict[str, list[float]] = field(default_factory=dict)
    wages: dict[str, list[float]] = field(default_factory=dict)
    flows: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    recipients: dict[str, list[float]] = field(default_factory=dict)
    benefits: dict[str, list[float]] = field(default_factory=dict)
    pensions: list[float] = field(default_factory=list)
    pensioners: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    in_payment: list[float] = field(default_factory=list)


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
    run = _Run(scheme, demography, money, variant, programme)
    account = run.account()
    years = demography.years
    arrays = {key: np.array(values) for key, values in account.benefits.items()}
    wages = {key: np.array(values) for key, values in account.wages.items()}
    contributions: dict[tuple[str, str], Floats] = {}
    for name, group in scheme.groups.items():
        for payer, amounts in payments(group, wages[name], years, variant).items():
            contributions[name, payer] = amounts
    revenue = total(contributions, len(years))
    paid = total(arrays, len(years))
    bill = total(wages, len(years))
    base = {"share of contributions": revenue, "share of benefits": paid, "share of wages": bill}
    administration = scheme.administration.by_year(years, variant) * base[scheme.administration.unit]
    rate = scheme.reserve.interest.by_year(years, variant)
    if scheme.reserve.interest.unit != "share":
        rate = (1 + rate) * (1 + np.array([run.money.rate(PRICES, int(year)) for year in years])) - 1
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


class _Run:
    """One projection on its way."""

    def __init__(
        self, scheme: Scheme, demography: Demography, money: Money, variant: str, programme: Programme | None
    ) -> None:
        self.scheme, self.demography, self.variant = scheme, demography, variant
        branches: Branches = scheme.branches
        self.branches = branches
        years = demography.years
        longest = max(group.ages[1] + 1 for group in scheme.groups.values())
        back = years_before(None if branches.old_age is None else branches.old_age.formula, longest)
        self.money = extended(money, int(years[0]), back, scheme.past_wage_growth, scheme.past_inflation)
        old_age = branches.old_age
        self.old: OldAgeRates | None = None
        if old_age is not None:
            self.old = prepared_old_age(old_age, self.money, years, longest, variant)
        self.groups = {
            name: prepared_group(scheme, group, demography, self.money, self.old, back, variant)
            for name, group in scheme.groups.items()
        }
        self.survivors: SurvivorRates | None = None
        if branches.survivors is not None:
            self.survivors = prepared_survivors(branches.survivors, years, variant)
        self.invalid_mortality = self.credited = np.zeros(len(years))
        if branches.invalidity is not None:
            self.invalid_mortality = branches.invalidity.mortality.by_year(years, variant)
            self.credited = branches.invalidity.credited_service.by_year(years, variant)
        self.grant = np.zeros(len(years))
        if old_age is not None and old_age.grant is not None:
            self.grant = old_age.grant.by_year(years, variant)
        self.discount: Floats | None = None
        if scheme.discount is not None:
            self.discount = scheme.discount.by_year(years, variant)
        self.paid = self._starting(programme)
        self.stocks: dict[str, Stock] = {}

    def _starting(self, programme: Programme | None) -> dict[str, Pensioners]:
        branches = self.branches
        people = self.demography.people[0]
        year = int(self.demography.years[0])
        out = {name: nobody() for name in OF_PENSIONS}
        if branches.old_age is None:
            return out
        first = min(group.ages[0] for group in self.scheme.groups.values())
        last = max(group.ages[1] for group in self.scheme.groups.values())
        ages = np.arange(101)
        old, working = people * (ages > last), people * ((ages >= first) & (ages <= last))
        grown = people * (ages >= first)
        given = {
            "old_age": (branches.old_age.pensioners, old),
            "invalidity": (branches.invalidity.pensioners if branches.invalidity else None, working),
            "spouses": (branches.survivors.pensioners if branches.survivors else None, grown),
        }
        for name, (one, shape) in given.items():
            out[name] = starting(one, programme, shape, self.money, year, self.variant)
        return out

    def account(self) -> Account:
        """All years, one after the other."""
        account = Account()
        for name, group in self.groups.items():
            reference = group.reference(0, int(self.demography.years[0]), self.branches.old_age, self.money)
            start = group.start
            self.stocks[name] = Stock(start.active, start.inactive, start.inactive * reference)
        for i in range(len(self.demography.years)):
            self._count(account, i)
            self._owed(account, i)
            self._advance(account, i)
        return account

    def _count(self, account: Account, i: int) -> None:
        """The year's insured, wages and pensions in payment, and benefits of short duration."""
        short = {name: [0.0, 0.0] for name in self.branches.short}
        insured = 0.0
        for name, group in self.groups.items():
            active = self.stocks[name].active
            account.insured.setdefault(name, []).append(float(active.sum()))
            account.former.setdefault(name, []).append(float(self.stocks[name].inactive.sum()))
            account.wages.setdefault(name, []).append(float(group.bill(i, active).sum()))
            insured += float(active.sum())
            for branch, one in self.branches.short.items():
                found = short_term(one, group, active, i, self.demography, self.variant)
                short[branch] = [a + b for a, b in zip(short[branch], found, strict=True)]
        persons = {name: float(one.persons.sum()) for name, one in self.paid.items()}
        amounts = {name: float(one.amounts.sum()) for name, one in self.paid.items()}
        account.pensioners.append(sum(persons.values()))
        account.pensions.append(sum(amounts.values()))
        named = {"old_age": ("old_age",), "invalidity": ("invalidity",), "survivors": ("spouses", "orphans")}
        for branch, parts in named.items():
            if getattr(self.branches, branch) is not None:
                account.recipients.setdefault(branch, []).append(sum(persons[part] for part in parts))
                account.benefits.setdefault(branch, []).append(sum(amounts[part] for part in parts))
        for branch, (cases, paid) in short.items():
            account.recipients.setdefault(branch, []).append(cases)
            account.benefits.setdefault(branch, []).append(paid)
        if self.branches.health is not None:
            covered, cost = health(
                self.branches.health, insured, sum(persons.values()), self.money, i, self.demography, self.variant
            )
            account.recipients.setdefault("health", []).append(covered)
            account.benefits.setdefault("health", []).append(cost)

    def _owed(self, account: Account, i: int) -> None:
        """What accrued rights are worth: pensions in payment, and rights of those who are or were insured."""
        if self.discount is None or self.old is None or self.branches.old_age is None:
            account.rights.append(np.nan)
            account.in_payment.append(np.nan)
            return
        survival, discount = self.demography.survival[i], float(self.discount[i])
        worth = {name: annuity(self._survival(name, i), discount) for name in OF_PENSIONS}
        if self.survivors is not None:
            worth["orphans"] = annuity(survival, discount, self.survivors.orphan_until)
        account.in_payment.append(sum(float((self.paid[name].amounts * worth[name]).sum()) for name in OF_PENSIONS))
        rights = 0.0
        for name, group in self.groups.items():
            stock = self.stocks[name]
            last = group.group.ages[1] + 1
            whole = deferred_annuity(
                self._survival("old_age", i), self.old.retirement[i], self.old.factor[i], last, discount
            )
            share = accrued(self.branches.old_age.formula, np.arange(group.longest + 1.0))
            reference = group.reference(i, int(self.demography.years[i]), self.branches.old_age, self.money)
            held = (stock.active * reference + stock.wages) * share
            rights += float((held.sum(axis=-1) * whole).sum())
        account.rights.append(rights)

    def _survival(self, branch: str, i: int) -> Floats:
        survival: Floats = self.demography.survival[i]
        if branch == "old_age" and self.old is not None:
            return deaths(survival, self.old.mortality[i])
        if branch == "invalidity":
            return deaths(survival, self.invalid_mortality[i])
        return survival

    def _advance(self, account: Account, i: int) -> None:
        """The twelve months from the middle of the year: lump sums of the year, and pensions and stocks of the next."""
        final = i + 1 == len(self.demography.years)
        after = i if final else i + 1
        year = int(self.demography.years[after])
        old_age = self.branches.old_age
        index = 0.0 if old_age is None or final else self.money.rate(old_age.indexation, year)
        deferred = 0.0 if old_age is None or final else self.money.rate(old_age.deferred, year)
        paid, died = {}, nobody()
        for name, now in self.paid.items():
            paid[name], gone = next_year(now, self._survival(name, i), index)
            died = died + gone if name in ("old_age", "invalidity") else died
        new = {name: nobody() for name in OF_PENSIONS}
        insured_died = nobody()
        lumps = {"old_age": 0.0, "survivors": 0.0}
        for name, group in self.groups.items():
            reference = group.reference(i, int(self.demography.years[i]), old_age, self.money)
            target = group.target[after] if not final else np.zeros((2, 101))
            stock, events = step(
                self.stocks[name], target, self.demography.survival[i], group.rates[i], reference, deferred
            )
            if not final:
                self.stocks[name] = stock
            for flow in FLOWS:
                value = np.nan if final else float(getattr(events, flow).sum())
                account.flows.setdefault((name, flow), []).append(value)
            if old_age is not None and self.old is not None:
                fresh = self._awards(group, events, reference, i, after)
                new["old_age"] = new["old_age"] + fresh.old_age()
                new["invalidity"] = new["invalidity"] + fresh.invalid()
                insured_died = insured_died + fresh.died()
                lumps["old_age"] += fresh.granted()
        if self.survivors is not None:
            lumps["survivors"] = lump_sums(self.survivors, i, insured_died, died)
            gone = Pensioners(died.persons, died.amounts * (1 + index)) + insured_died
            new["spouses"] = spouses(self.survivors, i, gone)
            new["orphans"] = orphans(self.survivors, i, gone)
            paid["orphans"] = _until(paid["orphans"], self.survivors.orphan_until)
        for branch, lump in lumps.items():
            if branch in account.benefits:
                account.benefits[branch][-1] += lump
        self.paid = {name: paid[name] + new[name] for name in OF_PENSIONS}

    def _awards(self, group: Insured, events: Events, reference: Floats, i: int, after: int) -> Awards:
        assert self.branches.old_age is not None  # noqa: S101 (the caller has looked)
        assert self.old is not None  # noqa: S101
        return Awards(
            formula=self.branches.old_age.formula,
            events=events,
            reference=aged(reference),
            spread=float(group.spread[i]),
            factor=self.old.factor[i],
            bounds=(self.old.bounds(i), self.old.bounds(after)),
            credited=float(self.credited[i]),
            survivors_service=None if self.survivors is None else float(self.survivors.minimum_service[i]),
            grant=float(self.grant[i]),
        )


def _until(now: Pensioners, age: int) -> Pensioners:
    """Those below an age."""
    younger = np.arange(101) < age
    return Pensioners(now.persons * younger, now.amounts * younger)
