"""Every scenario of a floor over the years: costs, impact, measures, gaps and plan from one set of entitlements."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from groundfloor import rules
from groundfloor.administered import administrative_rows, take_up_rows
from groundfloor.against_rule import against_rule
from groundfloor.caseloads import Caseloads, calibrate
from groundfloor.costing.births import births_of
from groundfloor.costing.phase import full_from
from groundfloor.costing.worth import adds_nothing, differing
from groundfloor.country.model import Country
from groundfloor.economy import complete
from groundfloor.economy.rates import nominal_growth as nominal_growth
from groundfloor.economy.rates import rates as rates
from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError, Place
from groundfloor.impact import impact
from groundfloor.in_force import receipts
from groundfloor.insuring import NOBODY, Insuring, insuring
from groundfloor.measures import RECEIVED, STANDARD, curves, measure
from groundfloor.net_incidence import net_incidence
from groundfloor.paying import Paying, paying
from groundfloor.population import Population, PopulationInputs
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.providing import NOTHING, SERVICES, Providing, providing
from groundfloor.remembered import Remembered
from groundfloor.report.results import Words
from groundfloor.report.services.words import labels
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.rules.programme import Floor
from groundfloor.rules.variants import VARIANTS
from groundfloor.simulate import Money, Year, years_of
from groundfloor.stocktake import gaps
from groundfloor.supply import supply_rows
from groundfloor.survey.calibrate import to_population
from groundfloor.survey.frame import Floats, Survey
from groundfloor.variants import add_ranges

Progress = Callable[[str], None]
Tables = dict[str, list[dict[str, Any]]]
IMPACT_EVERY = 5
AHEAD = 30
"""Years after the last one of a run: borrowing up to a ceiling of debt looks beyond it."""
OBSERVED = "observed"  # what people say they receive; `today` is what schemes in force give those who have them
SAME = 0.001
# a pack may have nothing of it
OPTIONAL = ("net_incidence", "payers", "debt", "pledges", "services_plan", "supply")


@dataclass(frozen=True)
class Setting:
    """What is the same in every scenario: the country's money and prices, the survey and its weights by year."""

    country: Country
    survey: Survey
    weights: Mapping[int, Floats]
    prices: Prices
    money: Money
    paying: Paying
    caseloads: Caseloads
    engine: str
    seed: int
    sets: Sequence[str] = (STANDARD,)
    providing: Providing = NOTHING
    insuring: Insuring = NOBODY
    remembered: Remembered | None = None

    @property
    def base(self) -> int:
        """The year the run starts from."""
        return self.country.base_year

    def held(self, people: Survey) -> Entitlements:
        """What schemes in force give people in the base year: as the survey says, else as their rule and caseload say."""
        found = dict(receipts(self.country.schemes, people, self.prices, engine=self.engine).programmes)
        found |= {name: self.caseloads.simulated(name, self.base) for name in self.caseloads.silent}
        return Entitlements({one.name: found[one.name] for one in self.country.schemes if one.name in found})

    def births(self, option: Floor) -> dict[int, float]:
        """The births of each year, read where a programme of a floor or a scheme in force is for births."""
        if all(one.unit != "birth" for one in (*option.programmes.values(), *self.country.schemes)):
            return {}
        return births_of(self.country.population, range(self.base, max(self.weights) + 1))

    def years(self, option: Floor, scenario: str, weights: Mapping[int, Floats]) -> Iterator[Year]:
        """The years of `weights` under a scenario, whose own take-up and phase-in go before what meets a caseload."""
        known = self.remembered
        return years_of(
            option,
            self.survey,
            weights,
            self.prices,
            self.money,
            scenario=scenario,
            schemes=self.country.schemes,
            take_up=self.caseloads.kept_by(option),
            simulated=self.caseloads.silent,
            births=self.births(option),
            engine=self.engine,
            seed=self.seed,
            remembered=known if known is not None and known.is_of(self.survey, weights, self.prices) else None,
        )


def setting(
    country: Country,
    survey: Survey,
    population: Population,
    floor: Floor,
    *,
    horizon: int,
    engine: str,
    seed: int,
    say: Progress,
    sets: Sequence[str] = (STANDARD,),
    inputs: PopulationInputs | None = None,
    shown: bool = False,
) -> Setting:
    """Carry the economy on, bring survey and lines to base-year prices, calibrate the weights to the projected population and take-up to caseloads.

    With the `inputs` of the population the essential services and contributory schemes that the floor or a scenario names are costed too, and
    those of the pack where they are to be `shown` anyway.
    """
    base = country.base_year
    country = complete(country, population, horizon, ahead=AHEAD)
    people = {year: float(values.sum()) for year, values in zip(population.years, population.values, strict=True)}
    known = rates(country, people)
    prices = Prices(base, known)
    # each year has weights of its own, not those that the survey itself was calibrated to
    survey = replace(prices.survey(survey), calibrated=None)
    if survey.welfare is not None:
        survey = replace(survey, lines=survey.lines | lines_of(country, survey, prices))
    say(f"Weights for {horizon - base + 1} years")
    by_year = dict(zip(population.years, population.values, strict=True))
    weights = {year: to_population(survey, by_year[year]).weight for year in range(base, horizon + 1)}
    means = paying(country, survey, range(base, horizon + 1))
    caseloads = calibrate(country.schemes, floor, survey, weights, prices, engine=engine, seed=seed)
    provided, insured = NOTHING, NOBODY
    if inputs is not None:
        floors = with_more(floor)
        provided = providing(country, inputs, horizon, known, floors, shown=shown)
        insured = insuring(country, inputs, population, known, floors, shown=shown)
    return Setting(
        country,
        survey,
        weights,
        prices,
        money_of(country),
        means,
        caseloads,
        engine,
        seed,
        sets,
        provided,
        insured,
    )


def with_more(floor: Floor) -> list[Floor]:
    """Of a floor and its scenarios those that may name essential services or contributory schemes."""
    own = bool(floor.services or floor.contributory)
    named = [name for name, patch in floor.scenarios.items() if own or {"services", "contributory"} & set(patch)]
    return [*([floor] if own else []), *(rules.scenario(floor, name) for name in named)]


def money_of(country: Country) -> Money:
    """What costs of a country are measured against: nominal GDP and government expenditure by year."""
    gdp = country.economy.series("gdp_nominal")
    share = country.economy.series("expenditure_pct_gdp")
    return Money(gdp, {year: gdp[year] * share[year] / 100 for year in share if year in gdp})


def lines_of(country: Country, survey: Survey, prices: Prices) -> dict[str, float]:
    """The pack's lines in base-year prices; one that the survey, in these prices, has too must be the same."""
    found = prices.lines(country.lines)
    for name, value in found.items():
        other = survey.lines.get(name, value)
        if not math.isclose(value, other, rel_tol=SAME):
            raise GroundfloorError(
                f"The line {name!r} is {value:,.0f} LCU a person and year in country.yaml and {other:,.0f} in survey.yaml, "
                f"both in prices of {country.base_year}",
                Place("country.yaml"),
                expected="the same line in both, each with the year of its prices",
                hint="Mend the value or the year of prices of one, or give one of the lines another name.",
            )
    return found


def simulate_all(at: Setting, floor: Floor, say: Progress) -> Tables:
    """Tables take_up, administrative, measures, curves, costs, impact, gaps, undecided, supply, and those of who pays, for the floor and each of its scenarios."""
    country = at.country
    tables: Tables = {
        name: [] for name in ("costs", "impact", "gaps", "undecided", "net_incidence", "services_plan", "supply")
    }
    tables |= at.paying.tables()
    today = at.survey.with_weight(at.weights[at.base])
    if not at.survey.synthetic:
        # drawn households say nothing of how well a rule is followed
        tables["against_rule"] = against_rule(country.schemes, today, at.prices, engine=at.engine)
    tables["take_up"] = take_up_rows(at.caseloads)
    tables["administrative"] = administrative_rows(at.caseloads, today, country.schemes)
    held = at.held(today)
    schemes = {scheme.name: scheme for scheme in country.schemes}
    unpaid = adds_nothing(schemes)
    partly = differing(today, schemes.values(), {name: one.amount for name, one in held.programmes.items()})
    tables["measures"] = measure(today, held, scenario="today", outside=unpaid, spendable=partly, sets=at.sets)
    if today.transfers:
        tables["measures"] += measure(today, scenario=OBSERVED, sets=(RECEIVED,))
    tables["curves"] = curves(today, held, scenario="today", groups=(), outside=unpaid, spendable=partly, sets=at.sets)
    for scenario in (floor.name, *floor.scenarios):
        say(f"Scenario {scenario}")
        option = floor if scenario == floor.name else rules.scenario(floor, scenario)
        start = len(tables["costs"])
        transfers = simulate(at, option, scenario, tables, with_gaps=scenario == floor.name)
        own = tables["costs"][start:]
        simulated = partial(at.years, scenario=scenario, weights=at.weights)
        ranged = bool(add_ranges(own, option, simulated))
        more = beside(at, option, scenario)
        tables["costs"] += more
        for row in more:
            if not row["programme"].startswith(SERVICES):
                transfers[row["year"]] += row["total_lcu"]
        at.paying.add(tables, scenario, with_services(at, option, transfers))
        sums = together_ranged([*own, *more]) if ranged or at.providing.variants(option)[1:] else {}
        _range(tables["plan"], scenario, sums, at.money.gdp)
        tables["services_plan"] += services_plan(at, option, scenario, transfers)
    return {name: rows for name, rows in tables.items() if rows or name not in OPTIONAL}


def beside(at: Setting, option: Floor, scenario: str) -> list[dict[str, Any]]:
    """Rows of the table `costs` for the contributory schemes and the essential services that an option names."""
    money = (at.money.gdp, at.money.spending)
    return [*at.insuring.rows(option, scenario, *money), *at.providing.rows(option, scenario, *money)]


def called_beside(at: Setting, names: Collection[str]) -> dict[str, Words]:
    """What the services among these rows of `costs` are called, and the contributory schemes."""
    found = at.providing.found
    return labels(None if found is None else found.description, names) | at.insuring.labels()


def with_services(at: Setting, option: Floor, cost: Mapping[int, float], variant: str = "base") -> dict[int, float]:
    """A cost by year with what the services that an option names add to it."""
    services = at.providing.cost(option, variant)
    return {year: own + services.get(year, 0.0) for year, own in cost.items()}


def together_ranged(costs: list[dict[str, Any]]) -> dict[str, dict[int, float]]:
    """The sums by variant and year of an option's costs; what has no variant of its own has its total in both."""
    sums: dict[str, dict[int, float]] = {}
    for which in VARIANTS:
        by_year = sums.setdefault(which, {})
        for row in costs:
            total = row.setdefault(f"total_lcu_{which}", row["total_lcu"])
            by_year[row["year"]] = by_year.get(row["year"], 0.0) + total
    return sums


def _range(
    plan: list[dict[str, Any]], scenario: str, sums: Mapping[str, Mapping[int, float]], gdp: Mapping[int, float]
) -> None:
    """Put what the variants cost, in % of GDP, into the rows of a scenario's plan."""
    for row in plan:
        if row["scenario"] == scenario:
            for which, by_year in sums.items():
                row[f"cost_pct_gdp_{which}"] = 100 * by_year[row["year"]] / gdp.get(row["year"], math.nan)


def simulate(at: Setting, option: Floor, scenario: str, tables: Tables, *, with_gaps: bool) -> dict[int, float]:
    """Add one scenario's rows to `tables`; returns what its programmes cost in LCU by year, without essential services."""
    horizon = max(at.weights)
    full = min(horizon, phased_in(option, at.base))
    shown = {at.base, full, horizon} | {year for year in at.weights if year % IMPACT_EVERY == 0}
    total = {}
    for year in at.years(option, scenario, at.weights):
        tables["costs"] += year.costs
        total[year.year] = sum(row["total_lcu"] for row in year.costs)
        if year.year in shown:
            tables["impact"] += impact(at.survey, scenario, year)
        if year.year == full:
            tables["measures"] += measured(at, option, scenario, year, measure)
            tables["curves"] += measured(at, option, scenario, year, partial(curves, groups=()))
            tables["undecided"] += undecided(scenario, option, year, at.survey)
            tables["net_incidence"] += net(at, scenario, year)
            tables["supply"] += supply_rows(at.country, at.survey, scenario, option.programmes.values(), year)
            if with_gaps:
                tables["gaps"] = stock(at, option, year.year)
    return total


def services_plan(at: Setting, option: Floor, scenario: str, transfers: Mapping[int, float]) -> list[dict[str, Any]]:
    """The plan of a floor with essential services under each variant of their numbers, with both halves of the cost, in % of GDP."""
    rows: list[dict[str, Any]] = []
    for variant in at.providing.variants(option):
        services = at.providing.cost(option, variant)
        for row in at.paying.plan(scenario, with_services(at, option, transfers, variant)):
            share = 100 / at.money.gdp.get(row["year"], math.nan)
            halves = {"transfers": transfers[row["year"]] * share, "services": services[row["year"]] * share}
            rows.append(
                {
                    "scenario": scenario,
                    "variant": variant,
                    "year": row["year"],
                    **{f"{half}_pct_gdp": value for half, value in halves.items()},
                    **{name: row[name] for name in ("cost_pct_gdp", "gap_pct_gdp", "debt_pct_gdp_after")},
                }
            )
    return rows


def net(at: Setting, scenario: str, year: Year) -> list[dict[str, Any]]:
    """Who gains and who pays when the taxes of the options that say who pays them are counted; none where no option does."""
    if at.paying.taxes is None or at.survey.welfare is None:
        return []
    survey = at.survey.with_weight(year.weight)
    level = at.prices.level("inflation", at.base, year.year)
    return net_incidence(survey, scenario, year, at.paying.paid(survey, year.year, level))


def phased_in(option: Floor, base: int) -> int:
    """The year from which every programme of a floor pays in full, the base year when none grows."""
    years = (
        full_from(p, {name: one.values[-1].value for name, one in option.parameters.items()})
        for p in option.programmes.values()
    )
    return max((year for year in years if year is not None), default=base)


def stock(at: Setting, option: Floor, year: int) -> list[dict[str, Any]]:
    """Who has what today: the gaps, under the rules of `year` with each programme's `target` for its condition."""
    targets = {name: {"eligible": p.texts["target"]} for name, p in option.programmes.items() if "target" in p.texts}
    asked = rules.patched(option, {"programmes": targets}, option.name) if targets else option
    today = at.survey.with_weight(at.weights[at.base])
    found = apply(at.prices.floor(asked, year), today, datetime.date(year, *MIDYEAR), engine=at.engine, seed=at.seed)
    covered_by = {name: p.meta.get("covered_by") for name, p in asked.programmes.items()}
    return gaps(today, asked.programmes, found.programmes, covered_by)


def measured(
    at: Setting, option: Floor, scenario: str, year: Year, of: Callable[..., list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Measures (or curves) after transfers, with the receipts that phase-in and take-up leave in `year`."""
    survey = at.survey
    after = None if survey.welfare is None else survey.welfare + year.cash_per_head
    weighted = survey.with_weight(year.weight)
    given = {
        "outside": adds_nothing(option.programmes),
        "spendable": differing(survey, option.programmes.values(), year.amounts),
    }
    return of(weighted, received(year), scenario=scenario, welfare_after=after, sets=at.sets, **given)


def received(year: Year) -> Entitlements:
    """The entitlements of a year with the receipts that phase-in and take-up leave of them."""
    return Entitlements(
        {
            name: Entitlement(
                result.eligible, year.receives[name], year.amounts[name], result.full_amount, result.undecided
            )
            for name, result in year.entitlements.programmes.items()
        }
    )


def undecided(scenario: str, option: Floor, year: Year, survey: Survey) -> list[dict[str, Any]]:
    """How many the rules leave undecided for want of data, by programme, as counted in the survey and as a share of it."""
    return [
        {
            "scenario": scenario,
            "programme": name,
            "year": year.year,
            "undecided": year.entitlements.programmes[name].undecided,
            "share": year.entitlements.programmes[name].undecided
            / (survey.households if programme.unit == "household" else survey.persons),
        }
        for name, programme in option.programmes.items()
    ]
