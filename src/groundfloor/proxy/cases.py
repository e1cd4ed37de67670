"""Cases of a test's rule: invented households on both sides of the cut-off, worked out term by term."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np

from groundfloor.proxy.evaluate import values
from groundfloor.proxy.predictors import variables_of
from groundfloor.proxy.score import Score
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Column, Floats, Ints, Survey, Text
from groundfloor.survey.variables import VARIABLES

TRIED = 200
LARGEST = 8
ADULT = 18.0
RELATIONSHIP = ("head", "other")


def worked_out(
    survey: Survey,
    floor: Floor,
    score: Score,
    cutoff: float,
    grant: float,
    start: datetime.date,
    source: str,
    seed: int,
) -> Iterator[dict[str, Any]]:
    """The lowest, the highest and the two on either side of the cut-off among invented households, as a case file has them.

    What is expected is added up here term by term, and not by the rule.
    """
    homes = invented(survey, floor, np.random.default_rng(seed))
    total = added(score, homes)
    order = np.argsort(total, kind="stable")[: int((~np.isnan(total)).sum())]
    below = int((total[order] < cutoff).sum())
    picked = [i for i in dict.fromkeys((0, below - 1, below, len(order) - 1)) if 0 <= i < len(order)]
    for at in sorted(set(picked)):
        home = int(order[at])
        size, yes = int(homes.sizes[home]), bool(total[home] < cutoff)
        amount = grant * size if yes else 0.0
        said = (
            f"below the cut-off of {cutoff:.10g}: {size} x {grant:,.2f} = {amount:,.2f} a year"
            if yes
            else f"not below the cut-off of {cutoff:.10g}: nothing"
        )
        case: dict[str, Any] = {
            "sentence": f"A household of {size} scores {total[home]:.10g}, {said}.",
            "date": start,
        }
        shared, persons = _facts(homes, home)
        if shared:
            case["household"] = shared
        yield case | {
            "persons": persons,
            "expect": {"eligible": yes, "amount": amount, "unit": "LCU/year"},
            "source": source,
        }


def added(score: Score, survey: Survey) -> Floats:
    """The score of each household as a sum over its area's columns, in the order of the weights; NaN where it is not known."""
    out = np.full(survey.households, np.nan)
    for area, condition in score.conditions.items():
        weights = [one for one in score.weights if one.area == area]
        here = values([f"(1 if {condition} else 0)"], survey, engine="plain")[:, 0] == 1.0
        used = [(one.value, one.term.number) for one in weights if one.term is not None and one.value != 0]
        columns = values([text for _, text in used], survey, engine="plain")
        constant = sum(one.value for one in weights if one.term is None)
        total = constant + sum((value * x for (value, _), x in zip(used, columns.T, strict=True)), np.zeros(len(out)))
        out[here] = total[here]
    return out


def invented(survey: Survey, floor: Floor, rng: np.random.Generator) -> Survey:
    """Households that are nobody's: each answer to each question is drawn on its own from all that the survey has to it.

    The first member is the head and of age, and no household has more than a few members.
    """
    sizes: Ints = np.minimum(rng.choice(survey.sizes, TRIED), LARGEST)
    starts: Ints = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    persons = int(sizes.sum())
    first = np.zeros(persons, dtype=bool)
    first[starts] = True
    columns: dict[str, Column] = {
        "relationship": Text(np.where(first, 0, 1).astype(np.int32), RELATIONSHIP),
        "_key": np.arange(persons, dtype=float),
        "_household_key": np.repeat(np.arange(TRIED, dtype=float), sizes),
    }
    for name in sorted(variables_used(floor)):
        shared = name in VARIABLES and VARIABLES[name].level == "household"
        rows = (
            np.repeat(rng.integers(survey.persons, size=TRIED), sizes)
            if shared
            else rng.integers(survey.persons, size=persons)
        )
        if name == "household_size":
            columns[name] = np.repeat(sizes, sizes).astype(float)
        elif name != "relationship":
            columns[name] = _at(survey.columns[name], rows)
    if isinstance(age := columns.get("age"), np.ndarray):
        columns["age"] = np.where(first, np.maximum(age, ADULT), age)
    return Survey("cases", "", survey.year, columns, starts, np.ones(persons))


def _at(column: Column, rows: Ints) -> Column:
    return Text(column.codes[rows], column.levels) if isinstance(column, Text) else column[rows]


def _facts(homes: Survey, home: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What one household and its members answer, as a case file says it; what is missing is not said."""
    start, size = int(homes.starts[home]), int(homes.sizes[home])
    shared: dict[str, Any] = {}
    persons: list[dict[str, Any]] = [{} for _ in range(size)]
    kinds = variables_of(homes)
    for name, column in homes.columns.items():
        if name.startswith("_") or name == "household_size":
            continue
        for i in range(size):
            said = _said(column, start + i, kinds[name].kind)
            if said is None:
                continue
            if name in VARIABLES and VARIABLES[name].level == "household":
                shared[name] = said
            else:
                persons[i][name] = said
    return shared, persons


def _said(column: Column, row: int, kind: str) -> Any:
    if isinstance(column, Text):
        return None if column.codes[row] < 0 else column.levels[column.codes[row]]
    value = float(column[row])
    if np.isnan(value):
        return None
    if kind == "boolean":
        return value == 1.0
    return int(value) if value.is_integer() else value
