"""A handful of persons as a survey of one household, as a case or a form gives them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.documents import number
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Column, Survey, Text
from groundfloor.survey.variables import VARIABLES

Facts = Mapping[str, Any]
PlaceOf = Callable[..., Place]
IDENTIFIERS = ("household_id", "person_id")
SHOWN = {"age": "number", "sex": "text", "relationship": "text"}


def _nowhere(*path: Any) -> Place:
    return Place(".".join(str(step + 1) if isinstance(step, int) else str(step) for step in path))


def household(persons: Sequence[Facts], floor: Floor, shared: Facts | None = None, place: PlaceOf = _nowhere) -> Survey:
    """The survey of one household with these persons and every variable that `floor` reads.

    `shared` holds for each person who does not say otherwise. What nobody says is missing, but for `household_size`, which is the
    number of persons unless given. `place` says where ('persons', i, name) or ('household', name) stands. Raises GroundfloorError
    for a variable that is not known and a value that does not fit it.

    >>> from groundfloor.rules.load import floor_of
    >>> one = household([{"age": 30}, {"age": 3, "sex": "female"}, {}], floor_of([]))
    >>> one.columns["age"].tolist(), one.columns["sex"].codes.tolist()
    ([30.0, 3.0, nan], [-1, 1, -1])
    """
    shared = shared or {}
    used = variables_used(floor)
    kinds = {**SHOWN, **{name: one.kind for name, one in VARIABLES.items() if name not in IDENTIFIERS}, **used}
    entries = [(("household",), shared), *((("persons", i), facts) for i, facts in enumerate(persons))]
    for at, facts in entries:
        for name, value in facts.items():
            if name not in kinds:
                raise GroundfloorError(f"Unknown variable {name!r}", place(*at, name), hint=nearest(str(name), kinds))
            _fits(str(name), kinds[name], value, place(*at, name))
    columns = {
        name: _column(name, kinds[name], [facts.get(name, shared.get(name)) for facts in persons])
        for name in {**SHOWN, **used}
    }
    count = len(persons)
    if "household_size" in columns and not any("household_size" in facts for _, facts in entries):
        columns["household_size"] = np.full(count, float(count))
    columns |= {"_key": np.arange(count, dtype=float), "_household_key": np.zeros(count)}
    return Survey("case", "", 0, columns, np.array([0]), np.ones(count))


def _fits(name: str, kind: str, value: Any, place: Place) -> None:
    """Refuse a value of another kind than its variable, and a word outside a closed list."""
    if value is None:
        return
    if kind == "number":
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise GroundfloorError(f"{name} is {value!r}", place, expected="a number")
        number(value, place)
    elif kind == "boolean" and not isinstance(value, bool):
        raise GroundfloorError(f"{name} is {value!r}", place, expected="true or false")
    elif kind == "text":
        levels = VARIABLES[name].levels if name in VARIABLES else ()
        if isinstance(value, bool | list | dict | datetime.date) or (levels and str(value) not in levels):
            raise GroundfloorError(
                f"{name} is {value!r}",
                place,
                expected=f"one of {', '.join(levels)}" if levels else "a word",
                hint=nearest(str(value), levels),
            )


def _column(name: str, kind: str, values: Sequence[Any]) -> Column:
    if kind != "text":
        return np.array([math.nan if value is None else float(value) for value in values], dtype=float)
    words = [None if value is None else str(value) for value in values]
    levels = (VARIABLES[name].levels if name in VARIABLES else ()) or tuple(sorted({w for w in words if w is not None}))
    return Text(np.array([-1 if word is None else levels.index(word) for word in words], dtype=np.int32), levels)
