"""The verb that costs a country by a standard method of the field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groundfloor import population, presets
from groundfloor.country import read_country
from groundfloor.economy import complete
from groundfloor.pipeline import HORIZON, survey_of
from groundfloor.population import read_population
from groundfloor.presets import Calculated
from groundfloor.presets.pack import inputs_of


def preset(
    pack: str | Path,
    name: str,
    *,
    to: int = HORIZON,
    overrides: Mapping[str, object] | None = None,
    seed: int = 0,
) -> Calculated:
    """What a standard method of the field costs in a country, by programme and year: its `rows` in LCU and % of GDP.

    `name` is that of a preset (`groundfloor.presets.presets()`); `overrides` are values by parameter in place of the method's; `seed` is that of
    synthetic households. An unknown name or parameter, and a series, line or coverage that the pack lacks, raise GroundfloorError that
    names it. Formulas, parameters and sources: docs/methods/presets.md.

    >>> from groundfloor import new
    >>> found = preset(new("nowhere"), "helpage_pension", to=2030, overrides={"pension_share": 0.1})
    >>> found.given.overridden, found.rows[0]["programme"], found.rows[-1]["year"]
    (('pension_share',), 'pension', 2030)
    """
    country, given = read_country(pack), dict(overrides or {})
    inputs = read_population(country.population, None)
    people = population.project(inputs, to + 1 if inputs.base_year <= to < inputs.last_year else to)
    country = complete(country, people, to)
    survey = survey_of(country, seed=seed)[0] if presets.asks_households(name, given) else None
    return presets.calculate(name, inputs_of(country, people, to, survey), given)
