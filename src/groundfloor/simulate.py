"""One scenario over the years: the same persons, weights and draws give its cost and its effect on poverty."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

import numpy as np

from groundfloor.caseloads import Calibrated, taken_up
from groundfloor.costing import Cost, Delivery, cost
from groundfloor.costing.births import counted
from groundfloor.costing.phase import in_place, phased
from groundfloor.costing.worth import spendable
from groundfloor.engine import Prepared, apply
from groundfloor.in_force import holders
from groundfloor.measures import per_member
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.remembered import Remembered, apart
from groundfloor.replaced import losing, replaced_by, together
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import Floor, Programme
from groundfloor.survey.frame import Floats, Ints, Survey

EVERYBODY = slice(None)


@dataclass(frozen=True)
class Year:
    """A scenario in one year, a value a person: who is entitled, and receipts in prices of the base year, by programme.

    A scheme that the floor replaces stands among them with the amounts it no longer pays, below nought, for those who lose it.
    `cash_per_head` is what the household receives in cash from all programmes, shared among its members.
    """

    year: int
    weight: Floats
    entitlements: Entitlements
    receives: dict[str, Floats]
    amounts: dict[str, Floats]
    cash_per_head: Floats
    costs: list[dict[str, Any]]


class Awaited(Year):
    """A year whose costs are known; what persons receive is computed when it is asked for."""

    def __init__(self, year: int, weight: Floats, costs: list[dict[str, Any]], lived: Callable[[], Year]) -> None:
        self.__dict__.update(year=year, weight=weight, costs=costs, _lived=lived)

    _lived: Callable[[], Year]

    @cached_property
    def _whole(self) -> Year:
        return self._lived()

    @cached_property
    def entitlements(self) -> Entitlements:
        """Who is entitled."""
        return self._whole.entitlements

    @cached_property
    def receives(self) -> dict[str, Floats]:
        """Who receives, by programme."""
        return self._whole.receives

    @cached_property
    def amounts(self) -> dict[str, Floats]:
        """What is received, by programme."""
        return self._whole.amounts

    @cached_property
    def cash_per_head(self) -> Floats:
        """What the household can spend of it, per member."""
        return self._whole.cash_per_head


@dataclass(frozen=True)
class Money:
    """What costs are measured against, in LCU of each year; a missing year leaves its share empty."""

    gdp: Mapping[int, float]
    spending: Mapping[int, float]


def years_of(
    floor: Floor,
    survey: Survey,
    weights: Mapping[int, Floats],
    prices: Prices,
    money: Money,
    *,
    scenario: str,
    schemes: Iterable[Programme] = (),
    take_up: Mapping[str, Calibrated] = MappingProxyType({}),
    simulated: Container[str] = (),
    births: Mapping[int, float] = MappingProxyType({}),
    engine: str = "arrays",
    seed: int = 0,
    remembered: Remembered | None = None,
) -> Iterator[Year]:
    """Yield each year of `weights`; the rules are applied anew only where a parameter's real value or take-up has changed.

    With what is `remembered` of the same survey, weights, prices, money, births and seed, only programmes that were not met before are costed, and
    what persons receive is computed when it is asked for. `schemes` are those in force: of them, the ones that the floor replaces end for who receives in their place. That is whom the
    survey says; of those `simulated`, of which it says nothing, whom their rule entitles. `take_up` is what meets the caseloads of
    programmes, `births` those of each year, for which programmes for each birth are costed.
    """
    ended = replaced_by(floor, schemes, simulated)
    asked = together(floor, ended)
    people = Prepared(survey) if remembered is None else remembered.people
    known = {name: holders(survey, scheme) for name, scheme in ended.items() if name not in simulated}
    run = _Run(survey, people, prices, money, scenario, tuple(ended), known, births, engine, seed)
    alone = remembered is not None and apart(asked, ended)
    for year, weight in sorted(weights.items()):
        real = taken_up(phased(prices.floor(asked, year), year), year, take_up)
        if alone and remembered is not None:
            yield Awaited(
                year, weight, run.costs(real, year, weight, remembered, asked), partial(run.year, real, year, weight)
            )
        else:
            yield run.year(real, year, weight)


@dataclass
class _Run:
    """What a scenario's years have in common; one set of entitlements is kept, because values rarely come back."""

    survey: Survey
    people: Prepared
    prices: Prices
    money: Money
    scenario: str
    ended: tuple[str, ...]
    known: Mapping[str, Floats]
    births: Mapping[int, float]
    engine: str
    seed: int
    applied: tuple[tuple[str, ...], Entitlements] = ((), Entitlements({}))

    def year(self, real: Floor, year: int, weight: Floats) -> Year:
        """A year of the programmes of a floor whose values and take-up are those of the year."""
        found = self._entitlements(real, datetime.date(year, *MIDYEAR))
        held = dict(self.known) | {one: found.programmes[one].receives for one in self.ended if one not in self.known}
        receives, amounts = _receipts(self.survey, real, found, held)
        rows = []
        for name in real.programmes:
            entitled = held.get(name, found.programmes[name].eligible)
            persons = (entitled, receives[name], amounts[name])
            rows.append(self._row(real, name, year, weight, persons, saved=name in held))
        return Year(year, weight, found, receives, amounts, cash_per_head(self.survey, real, amounts), rows)

    def _row(
        self,
        real: Floor,
        name: str,
        year: int,
        weight: Floats,
        persons: tuple[Floats, Floats, Floats],
        rows: Ints | slice = EVERYBODY,
        *,
        saved: bool = False,
    ) -> dict[str, Any]:
        """The row of a programme; of the `persons` in `rows` who is entitled, who receives, and how much."""
        programme = real.programmes[name]
        spent = cost(
            counted(programme, self.survey, weight, self.births, year)[rows],
            *persons,
            index=self.prices.level("inflation", self.prices.base, year),
            delivery=_delivery(programme, real, self.prices, year, saved=saved),
        )
        labels = {"scenario": self.scenario, "programme": name, "year": year}
        return labels | _figures(spent, self.money, year, saved=saved)

    def costs(
        self, real: Floor, year: int, weight: Floats, remembered: Remembered, asked: Floor
    ) -> list[dict[str, Any]]:
        """The rows of `year`, where only programmes that are not remembered are simulated."""
        values = real.values(datetime.date(year, *MIDYEAR))
        rules = {name: remembered.of(one) for name, one in asked.programmes.items()}
        keys = {name: rules[name].key(year, one, values) for name, one in real.programmes.items()}
        new = {name: one for name, one in real.programmes.items() if keys[name] not in rules[name].rows}
        given = (
            self._entitlements(replace(real, programmes=new), datetime.date(year, *MIDYEAR)).programmes if new else {}
        )
        for name, one in given.items():
            granted = one.granted
            persons = (np.ones(len(granted.rows)), granted.takes.astype(float), granted.money)
            rules[name].rows[keys[name]] = self._row(real, name, year, weight, persons, granted.rows)
        return [rules[name].rows[keys[name]] | {"scenario": self.scenario} for name in real.programmes]

    def _entitlements(self, real: Floor, date: datetime.date) -> Entitlements:
        # as text NaN equals itself
        shares = [(name, one.take_up, one.take_up_by, one.ages) for name, one in real.programmes.items()]
        values = tuple(map(repr, [*real.values(date).values(), *shares]))
        if values != self.applied[0]:
            self.applied = values, apply(real, self.people, date, engine=self.engine, seed=self.seed)
        return self.applied[1]


def _delivery(programme: Programme, real: Floor, prices: Prices, year: int, *, saved: bool) -> Delivery:
    """What delivering a programme costs in a year, in LCU of the year; `real` has every parameter in prices of the base year.

    Of a scheme that ends for some, the offices stay: saved is what hangs on who receives it, below nought.
    """
    own, date, level = programme.overheads, datetime.date(year, *MIDYEAR), prices.level("inflation", prices.base, year)

    def money(name: str | None) -> float:
        if name is None:
            return 0.0
        parameter = real.parameters[name]
        return parameter.at(date) * per_year(parameter.unit) * level

    if saved:
        return Delivery(programme.administration, 0.0 - money(own.per_beneficiary))
    up = programme.start_up
    once = 0.0
    if up is not None and year in up.values:
        once = up.values[year] * prices.level("inflation", up.prices, year)
    fixed = money(own.fixed) if in_place(programme, year) else 0.0
    return Delivery(programme.administration, money(own.per_beneficiary), fixed, once)


def _receipts(
    survey: Survey, floor: Floor, found: Entitlements, held: Mapping[str, Floats]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Who receives each programme and how much; of the schemes `held` today who loses them and, below nought, how much."""
    receives = {name: one.receives for name, one in found.programmes.items() if name not in held}
    for name in receives:
        receives[name] = receives[name] * (1.0 - losing(survey, floor.programmes[name], floor, receives))
    lost = {name: today * losing(survey, floor.programmes[name], floor, receives) for name, today in held.items()}
    amounts = {
        name: np.where(taken == 1.0, found.programmes[name].full_amount * (-1.0 if name in lost else 1.0), 0.0)
        for name, taken in (receives | lost).items()
    }
    return receives | lost, amounts


def _figures(spent: Cost, money: Money, year: int, *, saved: bool) -> dict[str, float]:
    """The figures of a row of costs; in one of a scheme that is replaced, persons and money are below nought, never -0.0."""
    sign = -1.0 if saved else 1.0
    return {
        "target_population": spent.target_population,
        "beneficiaries": sign * spent.beneficiaries + 0.0,
        "benefit_lcu": sign * spent.benefit,
        "transfers_lcu": spent.transfers,
        "administration_lcu": spent.administration + 0.0,
        "total_lcu": spent.total,
        "pct_gdp": 100 * spent.total / money.gdp.get(year, np.nan),
        "pct_government_expenditure": 100 * spent.total / money.spending.get(year, np.nan),
        "administration_per_beneficiary_lcu": spent.per_beneficiary,
        "administration_fixed_lcu": spent.fixed,
        "start_up_lcu": spent.start_up,
    }


def cash_per_head(survey: Survey, floor: Floor, amounts: Mapping[str, Floats]) -> Floats:
    """What each person's household receives from all programmes that it can spend, per member, LCU a year in base-year prices.

    Care and other benefits in kind are no money a household can spend, so they do not move it above a poverty line.
    """
    total = np.zeros(survey.persons)
    for name, amount in amounts.items():
        if floor.programmes[name].form.worth != 0.0:
            total = total + spendable(survey, floor.programmes[name], amount)
    return per_member(survey, total)
