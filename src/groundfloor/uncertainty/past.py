"""What was expected earlier, held against what is known now: people by age and sex, and what a floor costs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.country.economy import read_economy
from groundfloor.country.model import Country, Economy
from groundfloor.errors import GroundfloorError, Place
from groundfloor.population import PopulationInputs, project, project_paths, read_population
from groundfloor.population.ages import Floats
from groundfloor.population.inputs import SEXES
from groundfloor.population.paths import Bounds, read_bounds
from groundfloor.population.reading import countries_in
from groundfloor.replaced import replaced_by, together
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting, phased_in
from groundfloor.survey.calibrate import to_population
from groundfloor.uncertainty.backtest import BANDS, within
from groundfloor.uncertainty.monte_carlo import ALL

FOLDER = "backtest"
PEOPLE, BOUNDS, ECONOMY = "population", "bounds.csv", "economy.csv"
GROUPS = (*range(0, 80, 5), 80)
POPULATION = ("origin", "year", "sex", "age", "forecast", "actual", "error", "error_pct", *BANDS, "in_50", "in_90")
COSTS = ("scenario", "programme", "origin", "year", "forecast_lcu", "actual_lcu", "error_lcu", "error_pct", "synthetic")


@dataclass(frozen=True)
class Past:
    """An earlier projection: its base and rates, the bounds published with it, the economy as it was then expected, and their files."""

    inputs: PopulationInputs
    bounds: tuple[Bounds, ...]
    economy: Economy | None
    files: tuple[Path, ...]


def past_of(country: Country, folder: str | Path | None = None) -> Past | None:
    """What `folder` holds, or the pack's own folder backtest/; None where there is neither.

    In it stand population/ (inputs as those of a pack, of an earlier base year), and where they are known bounds.csv and economy.csv; or the
    inputs of the population alone, as a folder of CSV files or one file. A base that is not earlier, rates that do not reach the pack's
    base year and files about other countries raise GroundfloorError.
    """
    given = Path(folder) if folder is not None else country.path / FOLDER
    if not given.exists():
        if folder is None:
            return None
        raise GroundfloorError(
            "No such file or folder", Place(str(given)), expected="an earlier projection, such as population/*.csv"
        )
    people = given / PEOPLE if (given / PEOPLE).exists() else given
    inputs = read_population(people, _named(people, country))
    if inputs.base_year >= country.base_year:
        raise GroundfloorError(
            f"The population to test starts in {inputs.base_year}",
            Place(str(people)),
            expected=f"a base year before {country.base_year}, that of the pack",
        )
    inputs.until(country.base_year)
    bounds, economy = (given / name for name in (BOUNDS, ECONOMY))
    apart = people != given  # a folder of inputs alone has nothing beside them
    files = [
        *(sorted(people.glob("*.csv")) if people.is_dir() else [people]),
        *(one for one in (bounds, economy) if apart),
    ]
    return Past(
        inputs,
        tuple(read_bounds(bounds)) if apart and bounds.is_file() else (),
        read_economy(economy, None) if apart and economy.is_file() else None,
        tuple(file for file in files if file.is_file()),
    )


def _named(people: Path, country: Country) -> str | None:
    """What the inputs call the pack's country, None where they name none."""
    known = countries_in(people)
    called = {one.casefold() for one in (*country.name.values(), country.code)}
    found = [name for name in known if name.casefold() in called]
    if known and not found:
        raise GroundfloorError(
            f"The earlier projection is not about {country.name['en']}",
            Place(str(people)),
            expected=f"{country.name['en']} or {country.code}",
            hint=f"It names {', '.join(known[:8])}.",
        )
    return found[0] if found else None


def population_rows(past: Past, known: PopulationInputs, paths: int, seed: int) -> Iterator[dict[str, Any]]:
    """The table POPULATION: people of the base year of `known` by group of five years and sex, as projected earlier and as known now.

    `sex` is empty for both and `age` for all ages. Quantiles are those of as many `paths` as are asked for, None without bounds.
    """
    year = known.base_year
    forecast, actual = project(past.inputs, year).at(year), known.base
    drawn = None
    if past.bounds:
        drawn = project_paths(past.inputs, past.bounds, year, paths=paths, seed=seed).values[:, -1]
    for sex, age, cells in _groups():
        expected, found = (float(values[cells].sum()) for values in (forecast, actual))
        spread: dict[str, float] | None = None
        if drawn is not None:
            people = drawn[:, cells[0], cells[1]].sum(axis=(1, 2))
            spread = {name: float(np.quantile(people, at)) for name, at in BANDS.items()}
        yield {
            "origin": past.inputs.base_year,
            "year": year,
            "sex": sex,
            "age": age,
            "forecast": expected,
            "actual": found,
            "error": found - expected,
            "error_pct": 100 * (found - expected) / found if found else np.nan,
            **within(spread, found),
        }


def _groups() -> Iterator[tuple[str, str, Any]]:
    """Sex, age and cells of each group: both sexes and each, all ages and each group."""
    for sex in ("", *SEXES):
        of = np.arange(len(SEXES)) if not sex else np.array([SEXES.index(sex)])
        yield sex, "", np.ix_(of, np.arange(101))
        for low in GROUPS:
            last = low == GROUPS[-1]
            ages = np.arange(low, 101 if last else low + 5)
            yield sex, f"{low}+" if last else f"{low}-{low + 4}", np.ix_(of, ages)


def cost_rows(past: Past, at: Setting, options: Mapping[str, Floor]) -> Iterator[dict[str, Any]]:
    """The table COSTS: what each scenario, in full, costs the people of the base year as projected earlier and as known now.

    Rules are those of the year of full phase-in, amounts LCU in prices of the base year; `programme` all is the sum.
    """
    expected = to_population(at.survey, project(past.inputs, at.base).at(at.base)).weight
    for scenario, option in options.items():
        full = min(max(at.weights), max(at.base, phased_in(option, at.base)))
        level = at.prices.level("inflation", at.base, full)
        asked = together(option, replaced_by(option, at.country.schemes, at.caseloads.silent))
        forecast, actual = (
            _costs(at, option, scenario, full, weight) / level for weight in (expected, at.weights[at.base])
        )
        for p, name in enumerate((*asked.programmes, ALL)):
            before, after = forecast[p].item(), actual[p].item()
            yield {
                "scenario": scenario,
                "programme": name,
                "origin": past.inputs.base_year,
                "year": at.base,
                "forecast_lcu": before,
                "actual_lcu": after,
                "error_lcu": after - before,
                "error_pct": 100 * (after - before) / after if after else np.nan,
            }


def _costs(at: Setting, option: Floor, scenario: str, year: int, weight: Floats) -> Floats:
    """LCU of the year by programme under these weights, their sum last."""
    (lived,) = at.years(option, scenario, {year: weight})
    found = [row["total_lcu"] for row in lived.costs]
    return np.array([*found, sum(found)])
