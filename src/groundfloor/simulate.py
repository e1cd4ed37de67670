"""One scenario over the years: the same persons, weights and draws give its cost and its effect on poverty."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.costing import cost, receiving
from groundfloor.costing.phase import phase_in_share
from groundfloor.engine import apply
from groundfloor.measures import per_member
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Floats, Survey


@dataclass(frozen=True)
class Year:
    """A scenario in one year, a value a person: who is entitled, and receipts in prices of the base year, by programme.

    `cash_per_head` is what the household receives in cash from all programmes, shared among its members.
    """

    year: int
    weight: Floats
    entitlements: Entitlements
    receives: dict[str, Floats]
    amounts: dict[str, Floats]
    cash_per_head: Floats
    costs: list[dict[str, Any]]


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
    engine: str = "arrays",
    seed: int = 0,
) -> Iterator[Year]:
    """Yield each year of `weights`; the rules are applied anew only where a parameter's real value has changed."""
    draws = {}
    if floor.programmes:
        keys = {"household": household_keys(survey), "person": person_keys(survey)}
        draws = {name: draw(keys[p.unit], salt(name, seed)) for name, p in floor.programmes.items()}
    applied: dict[tuple[str, ...], Entitlements] = {}
    for year, weight in sorted(weights.items()):
        real = prices.floor(floor, year)
        date = datetime.date(year, *MIDYEAR)
        # as text NaN equals itself; one set of entitlements is kept, because values rarely come back
        values = tuple(map(repr, real.values(date).values()))
        if values not in applied:
            applied = {values: apply(real, survey, date, engine=engine, seed=seed)}
        found = applied[values]
        receives, amounts, rows = {}, {}, []
        level = prices.level("inflation", prices.base, year)
        for name, programme in floor.programmes.items():
            result = found.programmes[name]
            share = phase_in_share(dict(programme.phase_in), year)
            receives[name] = receiving(result.eligible, draws[name], programme.take_up, share)
            amounts[name] = np.where(receives[name] == 1.0, result.full_amount, 0.0)
            one = cost(
                weight,
                result.eligible,
                receives[name],
                amounts[name],
                index=level,
                administration=programme.administration,
            )
            rows.append(
                {
                    "scenario": scenario,
                    "programme": name,
                    "year": year,
                    "target_population": one.target_population,
                    "beneficiaries": one.beneficiaries,
                    "benefit_lcu": one.benefit,
                    "transfers_lcu": one.transfers,
                    "administration_lcu": one.administration,
                    "total_lcu": one.total,
                    "pct_gdp": 100 * one.total / money.gdp.get(year, np.nan),
                    "pct_government_expenditure": 100 * one.total / money.spending.get(year, np.nan),
                }
            )
        yield Year(year, weight, found, receives, amounts, cash_per_head(survey, floor, amounts), rows)


def cash_per_head(survey: Survey, floor: Floor, amounts: Mapping[str, Floats]) -> Floats:
    """What each person's household receives in cash from all programmes, per member, LCU a year in base-year prices.

    Care and other benefits in kind are no money a household can spend, so they do not move it above a poverty line.
    """
    total = np.zeros(survey.persons)
    for name, amount in amounts.items():
        if floor.programmes[name].meta.get("form") != "in_kind":
            total = total + amount
    return per_member(survey, total)
