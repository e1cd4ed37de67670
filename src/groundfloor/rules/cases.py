"""Cases a lawyer can read: a sentence, the persons it speaks of, what the rule must give them, and the source."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import Document, number, read_yaml
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.periods import per_year
from groundfloor.rules.plain import evaluate_plain
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Column, Survey, Text
from groundfloor.survey.variables import VARIABLES

KEYS = ("sentence", "date", "persons", "household", "expect", "source")
EXPECT = ("eligible", "amount", "unit")
WORDS = {True: 1.0, False: 0.0, None: float("nan"), "unknown": float("nan")}
CENT = 0.005


@dataclass(frozen=True)
class Outcome:
    """How one case came out; `str` says it in a sentence."""

    programme: str
    sentence: str
    passed: bool
    expected: str
    got: str
    source: str
    place: Place

    def __str__(self) -> str:
        if self.passed:
            return f"{self.programme}: {self.sentence}"
        return f"{self.place}: {self.programme}: {self.sentence} Expected {self.expected}, got {self.got}."


def run_cases(file: str | Path, floor: Floor) -> list[Outcome]:
    """Run the cases of one file with the plain interpreter; what the law gives, before take-up and phase-in.

    Variables that a case does not name are missing. Raises GroundfloorError, with its place, for a case that cannot be run.
    """
    document = read_yaml(Path(file))
    name = document.data.get("programme")
    if name not in floor.programmes:
        raise GroundfloorError(
            f"The floor has no programme {name!r}",
            document.place("programme"),
            hint=nearest(str(name), floor.programmes),
        )
    cases = document.data.get("cases")
    if not isinstance(cases, list) or not cases:
        raise GroundfloorError("There are no cases", document.place("cases"), expected="a list: - sentence: ...")
    return [_run(document, floor, str(name), i) for i in range(len(cases))]


def _run(document: Document, floor: Floor, name: str, i: int) -> Outcome:
    case = document.data["cases"][i]
    at = ("cases", i)
    if not isinstance(case, Mapping):
        raise GroundfloorError("The case is no table", document.place(*at), expected=", ".join(KEYS))
    for key in case:
        if key not in KEYS:
            raise GroundfloorError(f"Unknown key {key!r}", document.place(*at, key), hint=nearest(str(key), KEYS))
    for key in ("sentence", "date", "persons", "expect"):
        if not case.get(key):
            raise GroundfloorError(f"The case has no {key}", document.place(*at), hint=f"Add {key}: ...")
    survey = household_of(document, at, floor)
    result = evaluate_plain(floor, survey, _day(document, at)).programmes[name]
    expect = case["expect"]
    unit = str(expect.get("unit", "LCU/year"))
    for key in expect:
        if key not in EXPECT:
            raise GroundfloorError(
                f"Unknown key {key!r}", document.place(*at, "expect", key), hint=nearest(str(key), EXPECT)
            )
    on_household = floor.programmes[name].unit == "household"
    counts = (1, survey.persons) if on_household else (survey.persons,)
    times = _times(unit, document.place(*at, "expect", "unit"))
    got = {"eligible": result.eligible, "amount": result.full_amount / times}
    expected = {
        key: _expected(document, (*at, "expect", key), counts) for key in ("eligible", "amount") if key in expect
    }
    got = {key: got[key][: len(values)] for key, values in expected.items()}
    passed = all(
        np.allclose(values, got[key], rtol=0, atol=CENT if key == "amount" else 0, equal_nan=True)
        for key, values in expected.items()
    )
    said = "; ".join(f"{key} {_said(key, values)}" for key, values in expected.items())
    found = "; ".join(f"{key} {_said(key, got[key])}" for key in expected)
    return Outcome(
        name, str(case["sentence"]), bool(passed), said, found, str(case.get("source", "")), document.place(*at)
    )


def _times(unit: str, place: Place) -> float:
    try:
        return per_year(unit)
    except GroundfloorError as error:
        raise GroundfloorError(error.what, place, expected=error.expected) from None


def _day(document: Document, at: tuple[Any, ...]) -> datetime.date:
    value = _at(document, at)["date"]
    try:
        return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))
    except ValueError:
        raise GroundfloorError(
            f"{value!r} is not a date", document.place(*at, "date"), expected="a date such as 2026-07-01"
        ) from None


def _at(document: Document, at: tuple[Any, ...]) -> Any:
    value = document.data
    for step in at:
        value = value[step]
    return value


def _expected(
    document: Document, at: tuple[Any, ...], counts: tuple[int, ...]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    value = _at(document, at)
    listed = value if isinstance(value, list) else [value]
    if len(listed) not in counts:
        raise GroundfloorError(
            f"{at[-1]} has {len(listed)} values",
            document.place(*at),
            expected=f"{counts[-1]}, one a person" + (", or one for the household" if len(counts) > 1 else ""),
        )
    if at[-1] == "eligible":
        wrong = next((one for one in listed if one not in WORDS), None)
        if wrong is not None:
            raise GroundfloorError(f"eligible is {wrong!r}", document.place(*at), expected="true, false or unknown")
        return np.array([WORDS[one] for one in listed])
    return np.array([float("nan") if one in (None, "unknown") else number(one, document.place(*at)) for one in listed])


def _said(key: str, values: Any) -> str:
    words = {1.0: "true", 0.0: "false"}
    said = [
        "unknown" if value != value else words.get(value, f"{value:g}") if key == "eligible" else f"{value:.2f}"
        for value in map(float, values)
    ]
    return ", ".join(said)


def household_of(document: Document, at: tuple[Any, ...], floor: Floor) -> Survey:
    """The persons of a case as a survey of one household; a variable nobody names is missing."""
    case = _at(document, at)
    shared = case.get("household") or {}
    people = case["persons"]
    if not isinstance(people, list) or not all(isinstance(one, Mapping) for one in people):
        raise GroundfloorError(
            "persons is no list of persons", document.place(*at, "persons"), expected="- {age: 3, sex: female}"
        )
    used = variables_used(floor)
    kinds = {name: one.kind for name, one in VARIABLES.items()} | used
    for where, entry in [(("household",), shared), *((("persons", i), one) for i, one in enumerate(people))]:
        for name in entry:
            if name not in kinds:
                raise GroundfloorError(
                    f"Unknown variable {name!r}", document.place(*at, *where, name), hint=nearest(str(name), kinds)
                )
    columns = {
        name: _column(document, at, name, str(kinds[name]), [one.get(name, shared.get(name)) for one in people])
        for name in {**used, "relationship": "text"}
    }
    if "household_size" in columns and all(
        one.get("household_size", shared.get("household_size")) is None for one in people
    ):
        columns["household_size"] = np.full(len(people), float(len(people)))
    count = len(people)
    columns |= {"_key": np.arange(count, dtype=float), "_household_key": np.zeros(count)}
    return Survey("case", "", 0, columns, np.array([0]), np.ones(count))


def _column(document: Document, at: tuple[Any, ...], name: str, kind: str, values: list[Any]) -> Column:
    place = document.place(*at, "persons")
    if kind == "text":
        levels = VARIABLES[name].levels if name in VARIABLES else ()
        known = levels or tuple(sorted({str(value) for value in values if value is not None}))
        for value in values:
            if value is not None and str(value) not in known:
                raise GroundfloorError(
                    f"{name} is {value!r}",
                    place,
                    expected=f"one of {', '.join(known)}",
                    hint=nearest(str(value), known),
                )
        return Text(
            np.array([-1 if value is None else known.index(str(value)) for value in values], dtype=np.int32), known
        )
    for value in values:
        if value is not None and isinstance(value, bool) != (kind == "boolean"):
            raise GroundfloorError(
                f"{name} is {value!r}", place, expected="true or false" if kind == "boolean" else "a number"
            )
    return np.array([np.nan if value is None else float(value) for value in values])
