"""What a service costs a user, by level, region or both: a small CSV file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundfloor.documents import read_rows, read_text
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Column, Floats, Survey, Text
from groundfloor.survey.groups import Mask

COST = "cost"


@dataclass(frozen=True)
class UnitCosts:
    """LCU a year a user, by the words of some variables."""

    file: Path
    variables: tuple[str, ...]
    costs: dict[tuple[str, ...], float]

    def of(self, survey: Survey) -> Floats:
        """The unit cost of each person; NaN where no row of the file is about the person."""
        out = np.full(survey.persons, np.nan)
        columns = [survey.columns[name] for name in self.variables]
        for words, cost in self.costs.items():
            here = np.ones(survey.persons, dtype=bool)
            for column, word in zip(columns, words, strict=True):
                here &= _is(column, word)
            out[here] = cost
        return out


def _is(column: Column, word: str) -> Mask:
    here: Mask = column.is_(word) == 1.0 if isinstance(column, Text) else column == float(word)
    return here


def read_unit_costs(file: Path, survey: Survey, place: Place) -> UnitCosts:
    """Read the file: a column a variable of the survey, and `cost` in LCU a year a user (a visit, for a count of visits)."""
    if not file.is_file():
        raise GroundfloorError(f"The file {file.name} is missing", place, hint="It lies beside fiscal.yaml.")
    header = next(csv.reader(line for line in read_text(file).splitlines() if not line.startswith("#")), [])
    names = tuple(name.strip() for name in header if name.strip() != COST)
    for name in names:
        if name not in survey.columns or name.startswith("_"):
            raise GroundfloorError(
                f"The column {name!r} is no variable of the survey",
                Place(str(file), 1),
                expected=f"variables of the survey and {COST}",
                hint=nearest(name, [one for one in survey.columns if not one.startswith("_")]),
            )
    if not names:
        raise GroundfloorError("The file names no variable", Place(str(file), 1), expected=f"school_level,{COST}")
    costs: dict[tuple[str, ...], float] = {}
    for row in read_rows(file, (*names, COST)):
        words = tuple(row.text(name) for name in names)
        for name, word in zip(names, words, strict=True):
            column = survey.columns[name]
            if not isinstance(column, Text):
                row.number(name)
            elif word not in column.levels:
                raise GroundfloorError(
                    f"{name} has no word {word!r} in the survey",
                    row.place(name),
                    expected=f"one of {', '.join(column.levels[:20])}",
                    hint=nearest(word, column.levels),
                )
        if words in costs:
            raise GroundfloorError(f"{'/'.join(words)} stands twice", row.place(), hint="Keep one of them.")
        cost = row.number(COST)
        if cost < 0:
            raise GroundfloorError(f"The cost is {cost:g}", row.place(COST), expected="LCU a year, not below 0")
        costs[words] = cost
    return UnitCosts(file, names, costs)
