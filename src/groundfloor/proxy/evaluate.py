"""Values of expressions on a survey, by the engines that apply rules: a column is what the rule will see."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

from groundfloor.engine import apply
from groundfloor.proxy.predictors import variables_of
from groundfloor.rules import units
from groundfloor.rules.expression import expression
from groundfloor.rules.load import floor_of
from groundfloor.rules.programme import Floor
from groundfloor.rules.scope import Scope
from groundfloor.survey.frame import Floats, Survey
from groundfloor.survey.variables import VARIABLES

DAY = datetime.date(2000, 1, 1)


def values(
    texts: Sequence[str],
    survey: Survey,
    *,
    unit: str = "household",
    engine: str = "arrays",
    parameters: Sequence[tuple[str, str, float]] = (),
) -> Floats:
    """Each numeric expression for every household (or person, with `unit` person), NaN where missing: shape (asked, texts).

    `parameters` are numbers that the expressions may name: name, unit and value.

    >>> survey = Survey("s", "X", 2020, {"age": np.array([30.0, 3.0, 40.0])}, np.array([0, 2]), np.ones(3))
    >>> values(["household.size", "household.count(age < 6)"], survey).tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    if not texts:
        return np.zeros((survey.households if unit == "household" else survey.persons, 0))
    given = apply(_asking(texts, survey, unit, parameters), survey, DAY, engine=engine).programmes.values()
    # everybody is entitled, so what is granted stands in the order of the rows
    return np.column_stack([one.granted.money for one in given])


def own_variables(survey: Survey) -> dict[str, dict[str, str]]:
    """The survey's variables beside the harmonised ones, as a floor declares them."""
    return {name: {"kind": one.kind} for name, one in variables_of(survey).items() if name not in VARIABLES}


def _asking(texts: Sequence[str], survey: Survey, unit: str, parameters: Sequence[tuple[str, str, float]]) -> Floor:
    """A floor that pays everybody the value of each expression."""
    scope = Scope({name: (f"floor.{name}", measured) for name, measured, _ in parameters}, variables_of(survey))
    programmes = [_paying(f"value_{i}", text, expression(text, scope).type.unit, unit) for i, text in enumerate(texts)]
    given = {name: {"unit": measured, "values": {DAY: value}} for name, measured, value in parameters}
    return floor_of(programmes, variables=own_variables(survey), parameters=given)


def _paying(name: str, text: str, measured: str, unit: str) -> dict[str, Any]:
    one = {"unit": units.times("LCU/year", measured, -1), "values": {DAY: 1}}
    return {
        "programme": name,
        "label": {"en": name},
        "guarantee": "working_age",
        "function": "social_assistance",
        "status": "proposed",
        "unit": unit,
        "parameters": {"one": one},
        "eligible": True,
        "amount": f"({text}) * one",
    }
