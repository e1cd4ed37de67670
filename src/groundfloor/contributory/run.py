"""A contributory scheme on its way through the years: stocks of insured and pensioners, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np

from groundfloor.contributory.awards import Awards
from groundfloor.contributory.bereaved import RelativeRates, orphans, spouses
from groundfloor.contributory.branches import Branches, OldAge
from groundfloor.contributory.cohorts import Demography, Events, Stock, aged, empty, step
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.injuries import InjuryRates, disabled_pensions, killed_wages, prepared_injury
from groundfloor.contributory.injury import Fatal, Permanent
from groundfloor.contributory.money import Money
from groundfloor.contributory.pensions import Pensioners, accrued, annuity, deaths, deferred_annuity, next_year, nobody
from groundfloor.contributory.prepared import Insured, OldAgeRates, prepared_group, prepared_old_age, starting
from groundfloor.contributory.short_term import health, short_term
from groundfloor.contributory.survivors import SurvivorRates, lump_sums, prepared_survivors
from groundfloor.contributory.wages import extended, years_before
from groundfloor.country.rates import Floats
from groundfloor.rules.programme import Programme

PAID = {
    "old_age": ("old_age",),
    "invalidity": ("invalidity",),
    "survivors": ("spouses", "orphans"),
    "work_injury": ("injured", "injury_spouses", "injury_orphans"),
}
"""Pensions in payment by branch."""
IN_PAYMENT = tuple(name for names in PAID.values() for name in names)
INJURY_PENSIONS = "work_injury_pensions"
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


class Run:
    """One projection on its way. A closed one has no target: nobody joins or leaves but by death, pension or age."""

    def __init__(
        self,
        scheme: Scheme,
        demography: Demography,
        money: Money,
        variant: str,
        programme: Programme | None,
    ) -> None:
        self.scheme, self.demography, self.variant = scheme, demography, variant
        branches: Branches = scheme.branches
        self.branches = branches
        years = demography.years
        first = min(group.ages[0] for group in scheme.groups.values())
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
        self.injury: InjuryRates | None = None
        if branches.work_injury is not None:
            self.injury = prepared_injury(branches.work_injury, years, (first, longest - 1), variant)
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
        self.programme = programme
        self.closed = False
        self.paid: dict[str, Pensioners] = {}
        self.stocks: dict[str, Stock] = {}
        self._wages: dict[tuple[str, int], Floats] = {}

    def account(self) -> Account:
        """All years, one after the other, from the insured and the pensioners of the first one."""
        self.paid = self._starting()
        for name, group in self.groups.items():
            start = group.start
            self.stocks[name] = Stock(start.active, start.inactive, start.inactive * self._reference(name, 0))
        account = Account()
        for i in range(len(self.demography.years)):
            self._count(account, i)
            self._owed(account, i)
            self._advance(account, i)
        return account

    def follow(self, group: str, sex: int, age: int, first: int, years: int) -> Account:
        """One person who is insured for the first time at an age in the year at place `first`, and what the scheme pays for."""
        self.closed = True
        self.paid = {name: nobody() for name in IN_PAYMENT}
        self.stocks = {name: empty(one.longest) for name, one in self.groups.items()}
        alone = np.zeros_like(self.stocks[group].active)
        alone[sex, age, 0] = 1.0
        self.stocks[group] = replace(self.stocks[group], active=alone)
        account = Account()
        for i in range(first, first + years):
            self._count(account, i)
            self._advance(account, i)
        return account

    def _starting(self) -> dict[str, Pensioners]:
        branches = self.branches
        people = self.demography.people[0]
        year = int(self.demography.years[0])
        out = {name: nobody() for name in IN_PAYMENT}
        first = min(group.ages[0] for group in self.scheme.groups.values())
        last = max(group.ends for group in self.groups.values()) - 1
        ages = np.arange(101)
        old, working = people * (ages > last), people * ((ages >= first) & (ages <= last))
        grown = people * (ages >= first)
        given = {
            "old_age": (branches.old_age, old),
            "invalidity": (branches.invalidity, working),
            "spouses": (branches.survivors, grown),
            "injured": (branches.work_injury, grown),
        }
        for name, (one, shape) in given.items():
            pensioners = None if one is None else one.pensioners
            out[name] = starting(pensioners, self.programme, shape, self.money, year, self.variant)
        return out

    def _reference(self, name: str, i: int) -> Floats:
        """[sex, age, service] reference wages of those of a group who leave in year `i`."""
        if (name, i) not in self._wages:
            year = int(self.demography.years[i])
            self._wages[name, i] = self.groups[name].reference(i, year, self.branches.old_age, self.money)
        return self._wages[name, i]

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
        for branch, parts in PAID.items():
            if getattr(self.branches, branch) is not None and branch != "work_injury":
                account.recipients.setdefault(branch, []).append(sum(persons[part] for part in parts))
                account.benefits.setdefault(branch, []).append(sum(amounts[part] for part in parts))
        for branch, (cases, paid) in short.items():
            account.recipients.setdefault(branch, []).append(cases)
            account.benefits.setdefault(branch, []).append(paid)
        if self.injury is not None:
            parts = PAID["work_injury"]
            account.recipients.setdefault(INJURY_PENSIONS, []).append(sum(persons[part] for part in parts))
            account.benefits.setdefault(INJURY_PENSIONS, []).append(sum(amounts[part] for part in parts))
        if self.branches.health is not None:
            covered, cost = health(
                self.branches.health, insured, sum(persons.values()), self.money, i, self.demography, self.variant
            )
            account.recipients.setdefault("health", []).append(covered)
            account.benefits.setdefault("health", []).append(cost)

    def _owed(self, account: Account, i: int) -> None:
        """What accrued rights are worth: pensions in payment, and rights of those who are or were insured."""
        if self.discount is None or (self.old is None and self.injury is None):
            account.rights.append(np.nan)
            account.in_payment.append(np.nan)
            return
        discount = float(self.discount[i])
        survival = self.demography.survival[i]
        worth = {
            name: annuity(self._survival(name, i), discount) for name in IN_PAYMENT if self.paid[name].amounts.any()
        }
        for name, relatives in self._relatives().items():
            if name in worth:
                worth[name] = annuity(survival, discount, relatives.orphan_until)
        account.in_payment.append(sum(float((self.paid[name].amounts * one).sum()) for name, one in worth.items()))
        rights = 0.0
        if self.old is not None and self.branches.old_age is not None:
            alive = self._survival("old_age", i)
            for name, group in self.groups.items():
                stock = self.stocks[name]
                last = group.group.ages[1] + 1
                whole = deferred_annuity(alive, self.old.retirement[i], self.old.factor[i], last, discount)
                share = accrued(self.branches.old_age.formula, np.arange(group.longest + 1.0))
                held = (stock.active * self._reference(name, i) + stock.wages) * share
                rights += float((held.sum(axis=-1) * whole).sum())
        account.rights.append(rights)

    def _relatives(self) -> dict[str, RelativeRates]:
        """Whom orphans' pensions are paid for, by their name among those in payment."""
        out = {}
        if self.survivors is not None:
            out["orphans"] = self.survivors.relatives
        if self.injury is not None and self.injury.relatives is not None:
            out["injury_orphans"] = self.injury.relatives
        return out

    def _survival(self, name: str, i: int) -> Floats:
        """[sex, age] survival of those who receive a pension."""
        survival: Floats = self.demography.survival[i]
        if name == "old_age" and self.old is not None:
            return deaths(survival, self.old.mortality[i])
        if name == "invalidity":
            return deaths(survival, self.invalid_mortality[i])
        if name == "injured" and self.injury is not None:
            return deaths(survival, self.injury.mortality[i])
        return survival

    def _index(self, name: str, year: int) -> float:
        """By how much a pension in payment rises to `year`."""
        injury = self.branches.work_injury
        part: OldAge | Permanent | Fatal | None = self.branches.old_age
        if name in PAID["work_injury"]:
            part = None if injury is None else injury.permanent if name == "injured" else injury.fatal
        return 0.0 if part is None else self.money.rate(part.indexation, year)

    def _advance(self, account: Account, i: int) -> None:
        """The twelve months from the middle of the year: lump sums of the year, and pensions and stocks of the next."""
        final = i + 1 == len(self.demography.years)
        after = i if final else i + 1
        year = int(self.demography.years[after])
        old_age = self.branches.old_age
        deferred = 0.0 if old_age is None or final else self.money.rate(old_age.deferred, year)
        paid, died = {}, nobody()
        for name, now in self.paid.items():
            paid[name], gone = next_year(now, self._survival(name, i), 0.0 if final else self._index(name, year))
            died = died + gone if name in ("old_age", "invalidity") else died
        new = {name: nobody() for name in IN_PAYMENT}
        insured_died, killed = nobody(), nobody()
        lumps = {"old_age": 0.0, "survivors": 0.0}
        for name, group in self.groups.items():
            if self.closed and not (self.stocks[name].active.any() or self.stocks[name].inactive.any()):
                continue
            reference = self._reference(name, i)
            target = None if self.closed else np.zeros((2, 101)) if final else group.target[after]
            rates = group.staying[i] if self.closed else group.rates[i]
            stock, events = step(self.stocks[name], target, self.demography.survival[i], rates, reference, deferred)
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
            if self.injury is not None:
                wages = group.wages[group.back + i]
                new["injured"] = new["injured"] + disabled_pensions(self.injury, i, events, wages)
                killed = killed + killed_wages(events, wages)
        if self.survivors is not None:
            lumps["survivors"] = lump_sums(self.survivors, i, insured_died, died)
            raised = 0.0 if final else self._index("spouses", year)
            gone = Pensioners(died.persons, died.amounts * (1 + raised)) + insured_died
            new["spouses"] = spouses(self.survivors.relatives, i, gone)
            new["orphans"] = orphans(self.survivors.relatives, i, gone)
        if self.injury is not None and self.injury.relatives is not None:
            new["injury_spouses"] = spouses(self.injury.relatives, i, killed)
            new["injury_orphans"] = orphans(self.injury.relatives, i, killed)
        for name, relatives in self._relatives().items():
            paid[name] = _until(paid[name], relatives.orphan_until)
        for branch, lump in lumps.items():
            if branch in account.benefits:
                account.benefits[branch][-1] += lump
        self.paid = {name: paid[name] + new[name] for name in IN_PAYMENT}

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
            injuries=self.injury is not None and self.injury.relatives is not None,
        )


def _until(now: Pensioners, age: int) -> Pensioners:
    """Those below an age."""
    younger = np.arange(101) < age
    return Pensioners(now.persons * younger, now.amounts * younger)
