"""From a pack to the quantiles of its costs, the assumptions they hang on, and how past values lay in such bands."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor import rules
from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.pipeline import HORIZON, floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.population.ages import Floats
from groundfloor.report.results import Row, marked
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting, nominal_growth, setting
from groundfloor.uncertainty import backtest, monte_carlo
from groundfloor.uncertainty.assumptions import FILE, Assumptions, read_assumptions
from groundfloor.uncertainty.central import central
from groundfloor.uncertainty.draws import draw
from groundfloor.uncertainty.monte_carlo import Model, Public, driver_rows, quantile_rows

TABLES = {"uncertainty": monte_carlo.COLUMNS, "drivers": monte_carlo.DRIVERS, "backtest": backtest.COLUMNS}


@dataclass(frozen=True)
class Uncertainty:
    """The tables TABLES of a pack, what was asked for, and what the back-test could not do."""

    country: Country
    floor: Floor
    tables: Mapping[str, Sequence[Row]]
    notes: Sequence[backtest.Note]
    settings: Mapping[str, Any]
    synthetic: bool
    survey_name: str


def cost_uncertainty(
    pack: str | Path,
    *,
    paths: int = 1000,
    to: int = HORIZON,
    floor: str | None = None,
    seed: int = 0,
    width: float = 1.0,
    say: Callable[[str], None] = lambda _: None,
) -> Uncertainty:
    """Quantiles of what each scenario of a floor costs by programme and year, over `paths` joint draws of what uncertainty.yaml says.

    Amounts are LCU of the year and % of GDP; `to` is the last year, after the base year; `seed` is that of all draws, `width` multiplies every
    band (0: the central run). A mistake in the pack, an unknown floor and bounds that do not reach raise GroundfloorError.
    Method: docs/methods/uncertainty.md.

    >>> found = cost_uncertainty("gha", to=2030, paths=200)
    >>> row = next(row for row in found.tables["uncertainty"] if row["year"] == 2030 and row["programme"] == "all")
    >>> bool(row["p5"] < row["central"] < row["p95"])
    True
    """
    country = read_country(pack)
    if to <= country.base_year or paths < 2 or not (math.isfinite(width) and width >= 0):
        raise GroundfloorError(
            f"{paths} paths to {to} of the width {width:g} cannot be drawn",
            expected=f"2 paths or more, a year after {country.base_year}, a width of 0 or more",
        )
    chosen = floor_of_pack(country, floor)
    options = _options(chosen)
    known = assumptions_of(country, chosen)
    say(f"{country.name['en']}: survey")
    survey, _fit = survey_of(country, seed=seed)
    inputs = read_population(country.population)
    people = project(inputs, to)
    at = setting(country, survey, people, chosen, horizon=to, engine="arrays", seed=seed, say=say)
    years = range(country.base_year, to + 1)
    say(f"{paths:,} paths")
    drawn = draw(known, inputs, at.paying.counted.brings, years, paths=paths, seed=seed, width=width)
    public = _public(at, years)
    tables: dict[str, list[dict[str, Any]]] = {"uncertainty": [], "drivers": []}
    beyond = [option for option in options.values() if option.services or option.contributory]
    for name, option in options.items():
        say(f"Scenario {name}")
        run = central(at, option, name, people if known.survey else None)
        # what services and schemes cost is drawn on no path: without it there is no gap
        model = Model(run, drawn, replace(public, financing=None) if option in beyond else public)
        tables["uncertainty"] += quantile_rows(model)
        tables["drivers"] += driver_rows(model, sorted({run.full, to}))
    past, notes = backtest.backtest(country.economy, known, country.base_year)
    if beyond:
        notes.append(("services", {"scenarios": ", ".join(option.name for option in beyond)}))
    return Uncertainty(
        country,
        chosen,
        {name: marked(rows, survey.synthetic) for name, rows in tables.items()} | {"backtest": past},
        notes,
        {"paths": paths, "to": to, "floor": chosen.name, "seed": seed, "width": width},
        survey.synthetic,
        survey.name,
    )


def _options(floor: Floor) -> dict[str, Floor]:
    """The floor and what each of its scenarios makes of it."""
    return {floor.name: floor, **{name: rules.scenario(floor, name) for name in floor.scenarios}}


def assumptions_of(country: Country, floor: Floor) -> Assumptions:
    """The assumptions of a pack; a band of take-up for a programme that no scenario of the floor has is refused."""
    known = read_assumptions(country.path)
    names = {name for option in _options(floor).values() for name in option.programmes}
    for name in known.take_up:
        if name and name not in names:
            raise GroundfloorError(
                f"The floor has no programme {name!r}",
                Place(FILE),
                expected=f"default, or one of {', '.join(sorted(names))}",
                hint=nearest(name, names),
            )
    return known


def _public(at: Setting, years: range) -> Public:
    """Interest, growth of nominal GDP and what the options bring; a year that is not known is NaN."""

    def along(series: Mapping[int, float]) -> Floats:
        return np.array([series.get(year, math.nan) for year in years])

    brought = None
    options = at.paying.counted.brings
    means = at.paying.means
    # pledges that count up to the cost, options that borrow and debt in foreign currency do not follow the paths: the gap is left empty
    others = means.pledges or any(one.borrowed for one in means.options.values())
    followed = not others and not at.country.economy.series("foreign_debt_share")
    if options and followed:
        brought = np.array([sum(one[year]["base"] for one in options.values()) for year in years])
    return Public(along(at.country.economy.series("interest_rate")), along(nominal_growth(at.country)), brought)
