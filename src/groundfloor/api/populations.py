"""Verbs on populations: project them, in variants, scenarios and paths, and make their life tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from groundfloor import population
from groundfloor.country.pack import find_pack
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.pipeline import HORIZON
from groundfloor.population import Population, PopulationInputs, read_population
from groundfloor.population.assumptions import assume, read_assumptions
from groundfloor.population.cohorts import Migrants
from groundfloor.population.derived import births, derive, read_rates
from groundfloor.population.orphans import orphans
from groundfloor.population.paths import project_paths, read_bounds
from groundfloor.population.tabulating import RADIX
from groundfloor.population.tabulating import life_tables as tabulated
from groundfloor.population.variants import of_variant

OF_PACK = "rates.csv"
"""The rates of a pack, in its folder."""


def project(
    source: PopulationInputs | str | Path,
    to: int = HORIZON,
    *,
    country: str | None = None,
    step: int = 1,
    migrants: Migrants = "halves",
    variant: str = "medium",
    since: int | None = None,
    assumptions: str | Path | None = None,
    scenario: str | None = None,
    bounds: str | Path | None = None,
    paths: int = 1000,
    seed: int = 0,
    rates: str | Path | None = None,
) -> Population:
    """Project a population by sex and age, in persons, to 1 July of the year `to`.

    `source` is inputs already read, a long CSV file, a folder of them, or a pack; `country` names the one meant in a file
    about several, or "all" of them. `step` is 1 for single years of age and time, 5 for groups of five years in steps of five.
    `migrants` come in "halves" at the start and end of a step, or at its "end". `variant` is one of the United Nations', its low and
    high leaving the medium in the year `since`; `assumptions` is a file of scenarios, one of which `scenario` names. With `bounds` the
    result is `paths` paths drawn from them. With `rates` (a file, or "" for that of the pack) `derived` of the result is what follows from
    them, births and orphans. A year the rates do not reach raises GroundfloorError. Method and sources: docs/methods/population.md.

    >>> found = project("gha", 2030)
    >>> found.years[0].item(), found.values.shape
    (2025, (6, 2, 101))
    """
    inputs = source if isinstance(source, PopulationInputs) else read_population(source, country, step)
    if assumptions is None:
        if scenario is not None:
            raise GroundfloorError(f"The scenario {scenario!r} is in no file", expected="a file of assumptions too")
        inputs = of_variant(inputs, variant, since)
    elif variant != "medium":
        raise GroundfloorError(
            "A variant and assumptions are both named", hint="Name the variant in the file: a row with var variant."
        )
    else:
        inputs = assume(inputs, _chosen(assumptions, scenario), since)
    if bounds is None:
        found = population.project(inputs, to, migrants)
    elif rates is not None:
        raise GroundfloorError("Rates do not apply to paths", expected="either rates or bounds")
    else:
        found = project_paths(inputs, read_bounds(bounds), to, paths=paths, seed=seed, migrants=migrants)
    if rates is None:
        return found
    file = find_pack(str(source)) / OF_PACK if str(rates) == "" else Path(rates)
    rows = [*derive(found, read_rates(file)), *births(found), *orphans(found, inputs)]
    return replace(found, derived=tuple(rows))


def _chosen(assumptions: str | Path, scenario: str | None) -> population.Scenario:
    scenarios = read_assumptions(assumptions)
    if scenario is None and len(scenarios) == 1:
        return next(iter(scenarios.values()))
    if scenario not in scenarios:
        named = "The file has several scenarios" if scenario is None else f"There is no scenario {scenario!r}"
        raise GroundfloorError(
            named,
            Place(str(assumptions)),
            expected="one to be named: " + ", ".join(scenarios),
            hint=nearest(scenario or "", scenarios),
        )
    return scenarios[scenario]


def life_tables(
    source: PopulationInputs | str | Path, *, country: str | None = None, step: int = 5, radix: float = RADIX
) -> Sequence[dict[str, Any]]:
    """Full life tables by year and sex: m, q, a, l, d, L, T and e of each age.

    `source` is a CSV file of death rates (sex, age, mx and perhaps year) or the inputs of a projection, of which `step` 5 gives abridged
    tables and 1 single ages. `radix` is how many are born. Formulas: docs/methods/population.md.

    >>> table = life_tables("gha", step=1)
    >>> [round(row["e"], 1) for row in table if row["year"] == 2025 and row["age"] == 60]
    [18.4, 16.6]
    """
    return list(tabulated(source, country, step, radix))
