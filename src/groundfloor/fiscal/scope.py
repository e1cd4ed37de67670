"""What the rules of fiscal.yaml may name: the survey's variables with their kinds and units, and what is made of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields
from groundfloor.rules.own_variables import own_variables
from groundfloor.survey.frame import Column, Floats, Survey, Text
from groundfloor.survey.variables import VARIABLES, Harmonised

CONSUMPTION = "consumption"
HOUSEHOLD_CONSUMPTION = "household_consumption"


def variables_of(found: Fields, survey: Survey) -> dict[str, Harmonised]:
    """The variables of a survey by name: harmonised, declared in the file, or told by the survey to be money or words."""
    own = own_variables(found)
    variables = {**VARIABLES, **own}
    for name, column in survey.columns.items():
        if name in variables or name.startswith("_"):
            continue
        if isinstance(column, Text):
            variables[name] = Harmonised("text", name)
        else:
            variables[name] = Harmonised("number", name, "LCU/year" if name in survey.amounts else "1")
    for name in own:
        if name not in survey.columns:
            raise GroundfloorError(
                f"The survey has no variable {name!r}",
                found.key("variables", name),
                hint="Write it under `other` in survey.yaml, or take it away.",
            )
    variables.pop(HOUSEHOLD_CONSUMPTION, None)
    if CONSUMPTION in survey.columns:
        meaning = "consumption of the whole household"
        variables[HOUSEHOLD_CONSUMPTION] = Harmonised("number", meaning, "LCU/year", level="household")
    return variables


def with_household_consumption(survey: Survey) -> Survey:
    """The survey with what each household consumes together, on each of its rows: consumption is per person or equivalent."""
    each = survey.columns.get(CONSUMPTION)
    if each is None or isinstance(each, Text):
        return survey
    among: Floats = np.repeat(survey.sizes, survey.sizes).astype(float) if survey.sharing is None else survey.sharing
    columns: dict[str, Column] = {**survey.columns, HOUSEHOLD_CONSUMPTION: each * among}
    return replace(survey, columns=columns)
