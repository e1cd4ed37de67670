"""From a pack to the quantiles of its costs, the assumptions they hang on, and how past values lay in such bands."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from groundfloor import rules
from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.pipeline import HORIZON, floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.report.results import marked
from groundfloor.report.together import not_a_folder
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import called_beside, setting
from groundfloor.uncertainty.assumptions import FILE, Assumptions, read_assumptions
from groundfloor.uncertainty.backtest import backtest as held
from groundfloor.uncertainty.beside import Beside
from groundfloor.uncertainty.central import central
from groundfloor.uncertainty.draws import draw
from groundfloor.uncertainty.found import Uncertainty
from groundfloor.uncertainty.monte_carlo import Model, driver_rows, quantile_rows
from groundfloor.uncertainty.past import cost_rows, past_of, population_rows
from groundfloor.uncertainty.purse import purse_of
from groundfloor.uncertainty.recosted import recosted
from groundfloor.uncertainty.writing import write


def cost_uncertainty(
    pack: str | Path,
    *,
    paths: int = 1000,
    to: int = HORIZON,
    floor: str | None = None,
    seed: int = 0,
    width: float = 1.0,
    backtest: str | Path | None = None,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    say: Callable[[str], None] = lambda _: None,
) -> Uncertainty:
    """Quantiles of what each scenario of a floor costs by programme and year, over `paths` joint draws of what uncertainty.yaml says.

    Amounts are LCU of the year and % of GDP; `to` is the last year, after the base year; `seed` is that of all draws, `width` multiplies every
    band (0: the central run). `backtest` is a folder with an earlier projection to hold against what is known now (the pack's own
    backtest/ when left out). With `out` a report, a workbook, the tables and the record are written there. A mistake in the pack, an unknown floor and bounds that do not reach raise GroundfloorError.
    Method: docs/methods/uncertainty.md.

    >>> found = cost_uncertainty("gha", to=2030, paths=200)
    >>> row = next(row for row in found.tables["uncertainty"] if row["year"] == 2030 and row["programme"] == "all")
    >>> bool(row["p5"] < row["central"] < row["p95"])
    True
    """
    if out is not None and Path(out).is_file():
        raise not_a_folder(Path(out))
    country = read_country(pack)
    if to <= country.base_year or paths < 2 or not (math.isfinite(width) and width >= 0):
        raise GroundfloorError(
            f"{paths} paths to {to} of the width {width:g} cannot be drawn",
            expected=f"2 paths or more, a year after {country.base_year}, a width of 0 or more",
        )
    chosen = floor_of_pack(country, floor)
    options = _options(chosen)
    known = assumptions_of(country, chosen)
    past = past_of(country, backtest)
    say(f"{country.name['en']}: survey")
    survey, _fit = survey_of(country, seed=seed)
    inputs = read_population(country.population)
    people = project(inputs, to)
    at = setting(country, survey, people, chosen, horizon=to, engine="arrays", seed=seed, say=say, inputs=inputs)
    years = range(country.base_year, to + 1)
    say(f"{paths:,} paths")
    drawn = draw(known, inputs, at.paying.counted.brings, years, paths=paths, seed=seed, width=width)
    purse = purse_of(at.paying, years)
    tables: dict[str, list[dict[str, Any]]] = {"uncertainty": [], "drivers": []}
    for name, option in options.items():
        say(f"Scenario {name}")
        run = central(at, option, name, people, sampled=known.survey)
        model = Model(run, drawn, purse, Beside(drawn, recosted(at, option, inputs, people)))
        tables["uncertainty"] += quantile_rows(model)
        tables["drivers"] += driver_rows(model, sorted({run.full, to}))
    rows, notes = held(country.economy, known, None if past is None else past.economy)
    told: dict[str, list[dict[str, Any]]] = {
        "backtest": rows,
        "backtest_population": [],
        "backtest_costs": [],
        "bands": known.rows(),
    }
    if past is None:
        notes.append(("no_past", {"year": country.base_year}))
    else:
        say(f"People of {country.base_year} as projected from {past.inputs.base_year}")
        told["backtest_population"] = list(population_rows(past, inputs, paths, seed))
        tables["backtest_costs"] = list(cost_rows(past, at, options))
    found = Uncertainty(
        country,
        chosen,
        told | {name: marked(rows, survey.synthetic) for name, rows in tables.items()},
        notes,
        {"paths": paths, "to": to, "floor": chosen.name, "seed": seed, "width": width, "backtest": past is not None},
        survey.synthetic,
        survey.names or survey.name,
        () if past is None else past.files,
        called_beside(at, {row["programme"] for row in tables["uncertainty"]}),
    )
    if out is not None:
        say("Report")
        write(found, out, languages)
    return found


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
