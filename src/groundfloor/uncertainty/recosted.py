"""The services and schemes of an option costed again under other people, other prices and another variant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from groundfloor.contributory.country import Contributory, in_force, people_of
from groundfloor.contributory.projection import project_scheme
from groundfloor.costing.services.country import costs_by_service
from groundfloor.costing.services.setting import Setting as Served
from groundfloor.insuring import Insuring, money_of
from groundfloor.population import Population, PopulationInputs
from groundfloor.population.ages import Floats
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting

STEP = 0.05
STARTS = (15, 25, 45, 65)
"""First ages of the groups that the insured are raised in: 0 to 14 before them, the last open."""


@dataclass(frozen=True)
class Along:
    """What differs from the run along the paths: people as Draws.people, None where they do not, and levels of series over theirs [path, year]."""

    people: Floats | None = None
    levels: Mapping[str, Floats] = field(default_factory=dict)


Parts = dict[str, Floats]
"""Cost to government beyond that of today's by name of the table `costs`, LCU of the year [..., year]."""
Recosting = Callable[[str, Along], Parts]
"""The costs under a variant of the numbers along paths; without a difference those of the run, [year]."""


def recosted(at: Setting, option: Floor, inputs: PopulationInputs, people: Population) -> Recosting:
    """How to cost again what stands beside the programmes of an option.

    Services are costed for all paths at once, each with its own people and prices. What government pays of the contributions to a scheme is linear in
    the insured of a group of ages and in the levels that wages and prices have reached. Method: docs/methods/uncertainty.md.
    """
    ways = [one for one in (_services(at, option), _schemes(at, option, inputs, people)) if one is not None]
    return lambda variant, along: {name: values for way in ways for name, values in way(variant, along).items()}


def _services(at: Setting, option: Floor) -> Recosting | None:
    found = at.providing.found
    if found is None or not option.services:
        return None
    named = {name: one for name, one in found.description.sectors.items() if name in option.services}
    described = replace(found.description, sectors=named)

    def again(variant: str, along: Along) -> Parts:
        known = variant if variant in described.variants else "base"
        costs = costs_by_service(described, served(found.setting, along), known)
        changed = replace(at.providing, found=replace(found, description=described, costs={"base": costs}))
        return {part.name: part.additional() for part in changed.parts(option)}

    return again


def served(setting: Served, along: Along) -> Served:
    """A setting of services with the people and the levels of every path."""
    people, births, years = setting.people, setting.births, setting.years.tolist()
    if along.people is not None:
        cells = along.people[..., :-1].reshape(*along.people.shape[:-1], *people.shape[1:])
        # the newborn of a path are those who were born in it
        people, births = people * cells, births * cells[..., 0].mean(axis=-1)
    exchange = along.levels.get("exchange_rate")
    return replace(
        setting,
        people=people,
        births=births,
        gdp=setting.gdp * along.levels.get("gdp_nominal", 1.0),
        rates={name: moved(rates, along.levels.get(name), years) for name, rates in setting.rates.items()},
        exchange_rate=setting.exchange_rate
        if exchange is None
        else {
            year: value * exchange[:, year - years[0]] if year in years[1:] else value
            for year, value in setting.exchange_rate.items()
        },
    )


def moved(rates: Mapping[int, float], level: Floats | None, years: Sequence[int]) -> Mapping[int, Any]:
    """Yearly rates by year, of the `years` after the first one a path [path], where their level is `level` times as high."""
    if level is None:
        return rates
    since = {year: level[:, t] / level[:, t - 1] for t, year in enumerate(years) if t}
    return {year: (1 + rate) * since[year] - 1 if year in since else rate for year, rate in rates.items()}


def _schemes(at: Setting, option: Floor, inputs: PopulationInputs, people: Population) -> Recosting | None:
    if at.insuring.found is None or not option.contributory:
        return None
    named = [one for one in at.insuring.found.schemes if one.name in option.contributory]
    run, money = people_of(inputs, people), money_of(at.country, at.prices.rates)
    first, years = int(run.years[0]), len(run.years)
    groups = [_inside(group, run.people.shape[2]) for group in range(len(STARTS) + 1)]

    @cache
    def projected(variant: str, raised: int | str = "") -> Parts:
        """The costs with the people of a group, or the level of a series, larger by STEP after the first year."""
        more = np.ones((years, 1, run.people.shape[2]))
        if isinstance(raised, int):
            more[1:, :, groups[raised]] = 1 + STEP
        insured = replace(run, people=run.people * more)
        paid = replace(
            money,
            inflation=_stepped(money.inflation, first, raised == "inflation"),
            wages=_stepped(money.wages, first, raised == "wages"),
        )
        schemes = [
            project_scheme(
                one,
                insured,
                paid,
                variant=variant if variant in one.variants else "base",
                programme=in_force(at.country, one),
            )
            for one in named
        ]
        # what government pays is read off projections called base
        called = Contributory(at.country, [replace(one, variant="base") for one in schemes], {})
        found: Parts = {}
        for row in Insuring(called, paid.wages).rows(option, "", {}, {}):
            found.setdefault(row["programme"], np.zeros(years))[row["year"] - first] = row["total_lcu"]
        return found

    def again(variant: str, along: Along) -> Parts:
        found = dict(projected(variant))
        crowds = (
            {} if along.people is None else dict(enumerate(_crowd(run.people, one, along.people) for one in groups))
        )
        levels = {name: along.levels[name] for name in ("inflation", "wages") if name in along.levels}
        for name in found:
            for raised, level in levels.items():
                slope = (projected(variant, raised)[name] - projected(variant)[name]) / STEP
                found[name] = found[name] + (level - 1) * slope
            own = projected(variant)[name]
            worth = np.divide(found[name], own, out=np.ones_like(found[name]), where=own != 0)
            for group, crowd in crowds.items():
                slope = (projected("base", group)[name] - projected("base")[name]) / STEP
                found[name] = found[name] + (crowd - 1) * slope * worth
        return found

    return again


def _stepped(rates: Mapping[int, float], first: int, raised: bool) -> Mapping[int, float]:
    """Yearly rates whose level is larger by STEP from the year after `first` on."""
    if not raised or first + 1 not in rates:
        return rates
    return {**rates, first + 1: (1 + rates[first + 1]) * (1 + STEP) - 1}


def _inside(group: int, ages: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    starts = (0, *STARTS, ages)
    every = np.arange(ages)
    return np.asarray((every >= starts[group]) & (every < starts[group + 1]))


def _crowd(people: Floats, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], drawn: Floats) -> Floats:
    """The people of a group of ages on each path over those of the run [path, year]; 1 where the run has none."""
    own = np.where(inside, people, 0.0)
    cells = drawn[..., :-1].reshape(*drawn.shape[:-1], *people.shape[1:])
    moved, whole = np.einsum("ysa,nysa->ny", own, cells), own.sum(axis=(1, 2))
    return np.asarray(np.divide(moved, whole, out=np.ones_like(moved), where=whole > 0))
