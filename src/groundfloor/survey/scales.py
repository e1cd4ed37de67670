"""Scales of adult equivalents: how many adults a household counts for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats, Survey, Text

ADULT = 14
AGES = (0, 1, 4, 7, 10, 13, 16, 20)
NEEDS = {
    "male": (0.27, 0.45, 0.61, 0.73, 0.86, 0.96, 1.02, 1.00),
    "female": (0.27, 0.45, 0.61, 0.73, 0.78, 0.83, 0.77, 0.73),
}


def oxford(survey: Survey) -> Floats:
    """The Oxford scale (OECD 1982): 1 for the first person of 14 or more, 0.7 for each other, 0.5 for each child.

    >>> family = Survey("s", "X", 2020, {"age": np.array([40.0, 38.0, 5.0])}, np.array([0]), np.ones(3))
    >>> oxford(family).round(2).tolist(), oecd(family).round(2).tolist()
    ([2.2, 2.2, 2.2], [1.8, 1.8, 1.8])
    """
    return _first_and_others(survey, 0.7, 0.5)


def oecd(survey: Survey) -> Floats:
    """The modified OECD scale (Hagenaars, de Vos, Zaidi 1994): 1, 0.5 for others of 14 or more, 0.3 for each child."""
    return _first_and_others(survey, 0.5, 0.3)


def who(survey: Survey) -> Floats:
    """Energy needs by age and sex over those of a man (FAO and WHO 1973), summed over the household.

    A person of unknown sex counts the mean of both, one of unknown age as an adult.
    """
    band = np.searchsorted(AGES, np.nan_to_num(_age(survey), nan=AGES[-1]), side="right") - 1
    male, female = (np.array(NEEDS[sex])[np.maximum(band, 0)] for sex in ("male", "female"))
    sex = survey.columns.get("sex")
    if not isinstance(sex, Text):
        raise GroundfloorError(
            f"The scale of WHO needs the sex of persons, which {survey.name!r} lacks", hint="Add sex to the variables."
        )
    need = np.where(sex.is_("male") == 1.0, male, np.where(sex.is_("female") == 1.0, female, (male + female) / 2))
    return np.repeat(np.add.reduceat(need, survey.starts), survey.sizes)


def table(survey: Survey) -> Floats:
    """The survey's own variable `adult_equivalents`."""
    column = survey.columns.get("adult_equivalents")
    if column is None or isinstance(column, Text):
        raise GroundfloorError(
            f"The scale table needs the variable adult_equivalents, which {survey.name!r} lacks",
            hint="Add adult_equivalents to the variables, or choose another scale.",
        )
    return np.where(column > 0, column, np.nan)


def square_root(survey: Survey) -> Floats:
    """The square root of the number of members (OECD 2008)."""
    return np.repeat(np.sqrt(survey.sizes.astype(float)), survey.sizes)


def deaton_zaidi(survey: Survey, alpha: float, theta: float) -> Floats:
    """(A + alpha K) ** theta of A members of 14 or more and K children (Deaton and Zaidi 2002).

    >>> family = Survey("s", "X", 2020, {"age": np.array([40.0, 38.0, 5.0])}, np.array([0]), np.ones(3))
    >>> deaton_zaidi(family, 0.5, 1.0).tolist(), square_root(family).round(2).tolist()
    ([2.5, 2.5, 2.5], [1.73, 1.73, 1.73])
    """
    young = np.add.reduceat((_age(survey) < ADULT).astype(float), survey.starts)
    scale = (survey.sizes - young + alpha * young) ** theta
    return np.repeat(np.where(scale > 0, scale, np.nan), survey.sizes)


def _first_and_others(survey: Survey, other: float, child: float) -> Floats:
    young = np.add.reduceat((_age(survey) < ADULT).astype(float), survey.starts)
    grown = survey.sizes - young
    # in a household of children alone the first stands for the adult
    scale = np.where(grown > 0, 1 + other * (grown - 1) + child * young, 1 + child * (young - 1))
    return np.repeat(scale, survey.sizes)


def _age(survey: Survey) -> Floats:
    age = survey.columns.get("age")
    if age is None or isinstance(age, Text):
        raise GroundfloorError(
            f"Adult equivalents need the age of persons, which {survey.name!r} lacks", hint="Add age to the variables."
        )
    return age


SCALES: dict[str, Callable[..., Floats]] = {
    "oxford": oxford,
    "oecd": oecd,
    "square_root": square_root,
    "deaton_zaidi": deaton_zaidi,
    "who": who,
    "table": table,
}
# of deaton_zaidi: what a child counts of an adult, and how little larger households save
PARAMETERS = {"alpha": (0.0, 1.0), "theta": (0.0, 1.0)}
