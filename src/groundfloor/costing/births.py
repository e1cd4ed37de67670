"""How many births a year has for each infant that a survey sees: what a benefit for each birth is paid for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groundfloor.errors import GroundfloorError
from groundfloor.population import project, read_population
from groundfloor.rules.programme import Programme
from groundfloor.survey.frame import Floats, Survey, Text


def births_of(source: str | Path, years: range) -> dict[int, float]:
    """Births of the twelve months from 1 July of each year, from a pack's population; where its rates end, those before it.

    >>> from groundfloor.country.pack import find_pack
    >>> found = births_of(find_pack("gha") / "population", range(2025, 2028))
    >>> [round(one / 1e5) for one in found.values()]
    [9, 9, 9]
    """
    inputs = read_population(source, None)
    flows = project(inputs, min(years[-1] + 1, inputs.last_year))
    by_step = flows.births.sum(axis=1).tolist()
    if not by_step:
        raise GroundfloorError(
            f"The births of {inputs.base_year} are not known",
            expected="rates of fertility beyond the base year",
            hint="A benefit for each birth needs them.",
        )
    return {year: by_step[min(year - inputs.base_year, len(by_step) - 1)] for year in years}


def counted(programme: Programme, survey: Survey, weight: Floats, births: Mapping[int, float], year: int) -> Floats:
    """The weights by which a programme is costed: for each birth every infant stands for as many as make the births of the year.

    Other programmes have the weights of the year as they are. Births that are not known, and a survey without infants, raise
    GroundfloorError. Method: docs/methods/costing.md.

    >>> import numpy as np
    >>> from groundfloor.rules.load import floor_of
    >>> text = "programme: p\\nlabel: {en: P}\\nguarantee: children\\nfunction: maternity\\nstatus: proposed\\nunit: birth\\n"
    >>> text += "parameters: {grant: {unit: LCU, values: {2025-01-01: 500}}}\\neligible: True\\namount: grant\\n"
    >>> people = Survey("s", "X", 2025, {"age": np.array([30.0, 0.0])}, np.array([0]), np.full(2, 50.0))
    >>> counted(floor_of([text]).programmes["p"], people, people.weight, {2025: 60.0}, 2025).tolist()
    [60.0, 60.0]
    """
    if programme.unit != "birth":
        return weight
    if year not in births:
        raise GroundfloorError(
            f"The births of {year} are not known", programme.place, expected="a population projected to it"
        )
    age = survey.columns.get("age")
    infants = 0.0 if age is None or isinstance(age, Text) else float(weight[age < 1].sum())
    if infants == 0.0:
        raise GroundfloorError(
            f"Nobody in {survey.name!r} is under one, so that {programme.name} cannot be costed for each birth",
            programme.place,
            hint="Ask another person, such as the mother, with unit: person.",
        )
    return weight * (births[year] / infants)
