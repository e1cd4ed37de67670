"""Two scenarios of a country pack on the same persons, with the weights, rules and draws of one year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from groundfloor import rules
from groundfloor.comparison import Comparison, compare_persons
from groundfloor.country import read_country
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.report.language import in_all
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting, phased_in, received, setting
from groundfloor.survey.frame import Floats

TODAY = "today"


def compare_scenarios(
    pack: str | Path,
    after: str | None = None,
    *,
    reference: str = TODAY,
    year: int | None = None,
    floor: str | None = None,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
    **settings: Any,
) -> Comparison:
    """Scenario `after` (the floor itself when left out) beside `reference`, `today` being without the floor, in `year`.

    The year is the first in which both pay in full, when left out. Persons, weights and draws are the same in both. Other
    settings are those of `groundfloor.comparison.compare_persons`.

    >>> from groundfloor import new
    >>> found = compare_scenarios(new("nowhere"))
    >>> found.names, found.kind
    (('today', 'floor'), 'same persons')
    """
    country = read_country(pack)
    chosen = floor_of_pack(country, floor)
    names = (reference, after or chosen.name)
    options = [_option(chosen, name) for name in names]
    full = max([phased_in(one, country.base_year) for one in options if one is not None], default=country.base_year)
    at_year = full if year is None else year
    if at_year < country.base_year:
        raise GroundfloorError(
            f"The year {at_year} lies before the base year {country.base_year}", hint="Choose a later year."
        )
    survey, _fit = survey_of(country, seed=seed)
    if survey.welfare is None:
        raise GroundfloorError(
            "The pack's survey has no welfare, so that there is no distribution to compare",
            Place(country.path.name),
            hint="Add welfare: {from: consumption, per: capita} to its survey.yaml (docs/survey.md).",
        )
    population = project(read_population(country.population, None), at_year)
    at = setting(country, survey, population, chosen, horizon=at_year, engine="arrays", seed=seed, say=say)
    lived = [_lived(at, option, name, at_year) for option, name in zip(options, names, strict=True)]
    labels = {name: line["label"] for name, line in country.lines.items()}
    people = replace(at.survey.with_weight(at.weights[at_year]), line_labels={**at.survey.line_labels, **labels})
    found = compare_persons(
        people,
        *(welfare for welfare, _ in lived),
        entitlements=(lived[0][1], lived[1][1]),
        names=names,
        **settings,
    )
    programmes = (
        *country.schemes,
        *(one for option in options if option is not None for one in option.programmes.values()),
    )
    return replace(
        found,
        year=at_year,
        name_labels=dict(
            zip(names, (_label(option, chosen, name) for option, name in zip(options, names, strict=True)), strict=True)
        ),
        programme_labels={**found.programme_labels, **{one.name: one.label for one in programmes if one.label}},
    )


def _label(option: Floor | None, floor: Floor, name: str) -> Mapping[str, str]:
    """What a scenario is called, by language."""
    if option is None:
        return in_all("scenario.today")
    return floor.label if name == floor.name else floor.scenarios[name].get("label", {})


def _option(floor: Floor, name: str) -> Floor | None:
    """The floor under a scenario, None for today."""
    if name == TODAY:
        return None
    if name == floor.name:
        return floor
    if name not in floor.scenarios:
        known = (TODAY, floor.name, *floor.scenarios)
        raise GroundfloorError(
            f"The floor has no scenario {name!r}", expected=f"one of {', '.join(known)}", hint=nearest(name, known)
        )
    return rules.scenario(floor, name)


def _lived(at: Setting, option: Floor | None, name: str, year: int) -> tuple[Floats, Entitlements]:
    """What each person lives on and receives in a year under a scenario."""
    welfare = at.survey.welfare
    assert welfare is not None  # noqa: S101 (refused before)
    weights = {year: at.weights[year]}
    if option is None:
        today = at.survey.with_weight(weights[year])
        return welfare, at.held(today)
    (lived,) = at.years(option, name, weights)
    return welfare + lived.cash_per_head, received(lived)
