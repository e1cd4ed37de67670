"""The score of a proxy means test as an expression of the rule language with parameters."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import ALL
from groundfloor.proxy.evaluate import values
from groundfloor.proxy.model import Fitted, Model
from groundfloor.proxy.predictors import Term, variables_of
from groundfloor.survey.frame import Floats, Survey

LONGEST_NAME = 48
DIGITS = 15
RESERVED = ("cutoff", "grant")


@dataclass(frozen=True)
class Weight:
    """What a column is worth in the score: its parameter, the area and column (None: the constant), unit and value.

    `fitted` is the value before it is rounded to points, `se` its standard error.
    """

    name: str
    area: str
    term: Term | None
    unit: str
    value: float
    fitted: float
    se: float

    @property
    def label(self) -> str:
        """The column as tables name it."""
        return "constant" if self.term is None else self.term.label

    @property
    def text(self) -> str:
        """Its part of the score."""
        return self.name if self.term is None else self.term.worth(self.name)


@dataclass(frozen=True)
class Score:
    """The weights by area and the expression they make: predicted log welfare times `scale`, the lower the poorer.

    `conditions` say by area which households it is.
    """

    weights: Sequence[Weight]
    text: str
    scale: float
    conditions: Mapping[str, str]

    def of(self, survey: Survey, engine: str = "arrays") -> Floats:
        """The score of each household as the rule gives it, NaN where it is not known."""
        given = [(one.name, one.unit, one.value) for one in self.weights]
        return values([self.text], survey, engine=engine, parameters=given)[:, 0]


def score_of(model: Model, points: float | None) -> Score:
    """The score that a model makes; with `points` every weight is a whole number, `points` of them to one of log welfare.

    A column that is worth nothing is left out of the text and stays among the weights.
    """
    taken = {*RESERVED, *variables_of(model.sample.survey)}
    weights: list[Weight] = []
    by_area: list[tuple[str, str]] = []
    for one in model.fits:
        own = _weights(one, model, points, taken)
        weights += own
        by_area.append((one.area.condition, "\n+ ".join(w.text for w in own if w.value != 0 or w.term is None)))
    if len(by_area) == 1:
        text = by_area[0][1]
    else:
        *first, (_, last) = by_area
        parts = [f"({text})\nif {condition} else" for condition, text in first]
        text = "(\n" + "\n".join([*parts, f"({last})"]) + "\n)"
    return Score(weights, text, points or 1.0, {one.area.name: one.area.condition for one in model.fits})


def _weights(one: Fitted, model: Model, points: float | None, taken: set[str]) -> list[Weight]:
    area, scale = one.area.name, points or 1.0
    prefix = "" if area == ALL else f"{named(area)}_"
    rounded = scaled(one.coefficients, points)
    terms: list[Term | None] = [None, *model.sample.terms]
    out = []
    for j, term in enumerate(terms):
        if term is not None and j - 1 not in one.kept:
            continue
        plain = "constant" if term is None else f"points_{named(term.label)}"
        name = unique(f"{prefix}{plain}", taken)
        taken.add(name)
        unit = "1" if term is None or term.condition else term.per_unit
        out.append(
            Weight(
                name, area, term, unit, float(rounded[j]), float(one.coefficients[j] * scale), float(one.se[j] * scale)
            )
        )
    return out


def scaled(coefficients: Floats, points: float | None) -> Floats:
    """Coefficients in points, as whole numbers, or as they are."""
    return coefficients if points is None else np.round(coefficients * points) + 0.0  # no -0


def named(label: str) -> str:
    """A name for a parameter.

    >>> named("household.head.sex == 'female'"), named("region == 'Kampala'")
    ('household_head_sex_female', 'region_kampala')
    """
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_NAME].strip("_") or "x"


def unique(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken.

    >>> unique("a", ["a", "a_2"])
    'a_3'
    """
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def shortest_between(low: float, high: float) -> float:
    """The number with the fewest decimals above `low` and not above `high`: a cut-off that can be written down.

    >>> shortest_between(12.3412, 12.3498), shortest_between(530.0, 531.0), shortest_between(0.1, math.inf)
    (12.346, 531.0, 1.0)
    """
    if math.isinf(high):
        high = math.floor(low) + 1.0
    for digits in range(DIGITS + 1):
        middle = (low + high) / 2 if digits else high
        for found in (round(middle, digits), math.floor(high * 10**digits) / 10**digits):
            if low < found <= high:
                return float(found)
    return high
