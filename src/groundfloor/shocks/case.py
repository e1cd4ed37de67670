"""A pack under shocks: every scenario over the years, beside the same persons and rules without them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor import rules
from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.engine.check import check_variables
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.measures.design import Mask
from groundfloor.paying import paying
from groundfloor.pipeline import Progress, floor_of_pack, quiet, survey_of
from groundfloor.population import project, read_population
from groundfloor.prices import Prices
from groundfloor.rules.patch import laid_on
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting, beside, money_of, rates, setting
from groundfloor.shocks.description import Shock
from groundfloor.shocks.economy import shocked_country
from groundfloor.shocks.losses import OWN, Struck, struck
from groundfloor.shocks.reading import cases_of, shocks_of
from groundfloor.survey.frame import Floats, Survey

TODAY = "today"
HORIZON = 2035
VARIANTS = ("base", "low", "high")


@dataclass(frozen=True)
class Lived:
    """One scenario in one year, a value a person: welfare with what the programmes pay, and who is entitled to each.

    Welfare is LCU a year in base-year prices; `costs` are the rows of a run's table of costs, in LCU of the year; `level` is what prices of the
    year are over those of the base year.
    """

    year: int
    weight: Floats
    welfare: Floats
    entitled: Mapping[str, Mask]
    costs: Sequence[Mapping[str, Any]]
    level: float

    @property
    def total(self) -> float:
        """What the scenario costs, LCU of the year."""
        return float(sum(row["total_lcu"] for row in self.costs))


Years = Mapping[int, Lived]


@dataclass(frozen=True)
class Case:
    """One shock, or several together: what is struck, the setting under them, and each scenario by year.

    `responses` are the scenarios that answer the shock; without the shock the floor stands in their place.
    """

    name: str
    shocks: Sequence[Shock]
    struck: Struck
    at: Setting
    lived: Mapping[str, Years]
    responses: Mapping[str, Mapping[str, str]]

    @property
    def label(self) -> dict[str, str]:
        """What the case is called, by language."""
        languages = dict.fromkeys(code for shock in self.shocks for code in shock.label)
        return {code: " + ".join(one.label.get(code, one.label["en"]) for one in self.shocks) for code in languages}

    @property
    def start(self) -> int:
        """The first year of the shock."""
        return min(shock.start for shock in self.shocks)


@dataclass(frozen=True)
class Shocked:
    """A pack with and without shocks: the setting and the floor, the years without them by scenario, and each case."""

    at: Setting
    floor: Floor
    base: Mapping[str, Years]
    cases: Mapping[str, Case]
    variant: str = "base"

    @property
    def country(self) -> Country:
        """The country without the shocks."""
        return self.at.country

    @cached_property
    def years(self) -> range:
        """Every year, from the base year on."""
        return range(self.at.base, max(self.at.weights) + 1)

    def without(self, case: Case, scenario: str) -> Years:
        """What a scenario of a case is beside: itself without the shock, and the floor for a response, which answers a shock only."""
        return self.base[self.floor.name if scenario in case.responses else scenario]


def simulate(
    pack: str | Path,
    names: Sequence[str] = (),
    *,
    floor: str | None = None,
    to: int = HORIZON,
    responses: Sequence[str] = (),
    variant: str = "base",
    engine: str = "arrays",
    seed: int = 0,
    say: Progress = quiet,
) -> Shocked:
    """Simulate a pack with and without each shock of `names` (all of its own when left out); names joined by + strike together.

    `responses` are scenarios of the floor that answer the shocks beside those each shock's file gives; `variant` is low or high for the
    variants of the numbers that have some. A pack without shocks or welfare, an unknown name and a shock after the last year `to` raise
    GroundfloorError. Method: docs/methods/shocks.md.

    >>> found = simulate("gha", ["drought"], to=2030)
    >>> list(found.cases["drought"].lived)
    ['today', 'ghana_floor', 'doubled', 'extended']
    """
    country = read_country(pack)
    chosen = floor_of_pack(country, floor)
    asked = cases_of(country, tuple(names))
    _refuse(country, asked, chosen, responses, to, variant)
    say(f"{country.name['en']}: survey")
    survey, _fit = survey_of(country, seed=seed)
    if survey.welfare is None:
        raise GroundfloorError(
            "The pack's survey has no welfare, so that nothing can be lost",
            Place(country.path.name),
            hint="Add welfare: {from: consumption, per: capita} to its survey.yaml (docs/survey.md).",
        )
    inputs = read_population(country.population, None)
    population = project(inputs, to)
    at = setting(country, survey, population, chosen, horizon=to, engine=engine, seed=seed, say=say, inputs=inputs)
    people = population.total()
    if not at.survey.lines:
        raise GroundfloorError(
            "There is no poverty line below which anybody could fall",
            Place(country.path.name),
            hint="Give one under lines in country.yaml or survey.yaml.",
        )
    base = {TODAY: _today(at, None), chosen.name: _years(at, chosen, chosen.name, None)}
    cases = {}
    for name, shocks in asked.items():
        say(f"Shock {name}")
        cases[name] = _case(name, shocks, at, people, chosen, responses, variant)
    return Shocked(at, chosen, base, cases, variant)


def check_shocks(country: Country, floor: Floor, survey: Survey) -> None:
    """Read the shocks of a pack and lay their responses on its floor, without simulating any.

    What cannot be read, a condition or response that reads what the survey does not have, and a path of the economy that there is not
    to deviate from raise GroundfloorError.
    """
    for shock in shocks_of(country).values():
        # a series may be carried on to the last year of a run
        ends = [max(known) for series in shock.economy if (known := country.economy.series(series))]
        shocked_country(country, [shock], min(ends, default=country.base_year))
        people = struck(survey, country, [shock]).people(country.base_year)
        for option in _responses([shock], floor).values():
            check_variables(option, people)


def _refuse(
    country: Country,
    asked: Mapping[str, Sequence[Shock]],
    floor: Floor,
    responses: Sequence[str],
    to: int,
    variant: str,
) -> None:
    if variant not in VARIANTS:
        raise GroundfloorError(
            f"There is no variant {variant!r}", expected=", ".join(VARIANTS), hint=nearest(variant, VARIANTS)
        )
    for name in responses:
        if name not in floor.scenarios:
            raise GroundfloorError(
                f"The floor has no scenario {name!r}",
                expected=f"one of {', '.join(floor.scenarios)}" if floor.scenarios else "a floor with scenarios",
                hint=nearest(name, floor.scenarios),
            )
    for shocks in asked.values():
        for shock in shocks:
            if shock.start > to:
                raise GroundfloorError(
                    f"The shock {shock.name!r} starts in {shock.start}, after the last year {to}",
                    shock.place,
                    hint="Choose a later last year.",
                )


def _case(
    name: str,
    shocks: Sequence[Shock],
    at: Setting,
    people: Mapping[int, float],
    floor: Floor,
    responses: Sequence[str],
    variant: str,
) -> Case:
    """One case: the economy and the households under its shocks, and every scenario in them."""
    last = max(at.weights)
    country = shocked_country(at.country, shocks, last)
    today = at.survey.with_weight(at.weights[at.base])
    hit = struck(today, at.country, shocks, engine=at.engine, seed=at.seed, variant=variant)
    under = at
    if country is not at.country:
        means = paying(country, at.survey, range(at.base, last + 1))
        prices = Prices(at.base, rates(country, people))
        under = replace(at, country=country, prices=prices, money=money_of(country), paying=means)
    options = {floor.name: floor, **{one: rules.scenario(floor, one) for one in responses}}
    labels: dict[str, Mapping[str, str]] = {one: floor.scenarios[one].get("label", {"en": one}) for one in responses}
    spans = dict.fromkeys(responses, (min(shock.start for shock in shocks), last))
    own_responses = _responses(shocks, floor, options)
    for shock in shocks:
        for response in own_responses.keys() & shock.responses.keys():
            until = shock.responses[response].until
            spans[response] = (shock.start, last if until is None else min(last, until))
    labels |= {response: option.label for response, option in own_responses.items()}
    lived: dict[str, Years] = {TODAY: _today(under, hit)}
    for one, option in (options | own_responses).items():
        own = _years(under, option, one, hit, spans.get(one))
        # before a response begins and after it ends the floor stands as it does
        lived[one] = own if one == floor.name else {**lived[floor.name], **own}
    return Case(name, shocks, hit, under, lived, labels)


def _responses(shocks: Sequence[Shock], floor: Floor, taken: Container[str] = ()) -> dict[str, Floor]:
    """What the responses of shocks make of the floor, by name; those to another floor are left out."""
    found: dict[str, Floor] = {}
    for shock in shocks:
        for name, given in shock.responses.items():
            if given.floor not in ("", floor.name):
                continue
            if name in found or name in taken or name in (TODAY, floor.name):
                raise GroundfloorError(
                    f"There is a scenario {name!r} already", given.patch.place(), hint="Give the response another name."
                )
            option = laid_on(floor, given.patch, name, OWN)
            found[name] = option if given.patch.get("label") else replace(option, label={"en": name.replace("_", " ")})
    return found


def _today(at: Setting, hit: Struck | None) -> dict[int, Lived]:
    """Every year without the floor: people live on what they have."""
    found = {}
    for year, weight in at.weights.items():
        welfare = (at.survey if hit is None else hit.people(year)).welfare
        assert welfare is not None  # noqa: S101 (refused before)
        found[year] = Lived(year, weight, welfare, {}, (), at.prices.level("inflation", at.base, year))
    return found


def _years(
    at: Setting, option: Floor, name: str, hit: Struck | None, span: tuple[int, int] | None = None
) -> dict[int, Lived]:
    """The years of a floor in a span, all when left out; those that find the same people are gone through together, so that rules are applied once."""
    first, last = span or (min(at.weights), max(at.weights))
    years = [year for year in at.weights if first <= year <= last]
    return {one.year: one for one in sorted(_lived(at, option, name, hit, years), key=lambda one: one.year)}


def _lived(at: Setting, option: Floor, name: str, hit: Struck | None, asked: Sequence[int]) -> Iterator[Lived]:
    alike: dict[int, list[int]] = {}
    surveys = {}
    others = beside(at, option, name)
    for year in asked:
        survey = at.survey if hit is None else hit.people(year)
        surveys[id(survey)] = survey
        alike.setdefault(id(survey), []).append(year)
    for key, years in alike.items():
        people = replace(at, survey=surveys[key])
        welfare = people.survey.welfare
        assert welfare is not None  # noqa: S101 (refused before)
        for one in people.years(option, name, {year: at.weights[year] for year in years}):
            entitled = {programme: found.eligible == 1.0 for programme, found in one.entitlements.programmes.items()}
            level = at.prices.level("inflation", at.base, one.year)
            costs = [*one.costs, *(row for row in others if row["year"] == one.year)]
            yield Lived(one.year, one.weight, welfare + one.cash_per_head, entitled, costs, level)


def known(*lived: Lived) -> Mask:
    """The persons of whom everything compared is known."""
    found: Mask = np.logical_and.reduce([~np.isnan(one.welfare) for one in lived])
    return found
