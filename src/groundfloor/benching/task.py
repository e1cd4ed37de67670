"""What an engine is given: a floor, invented persons, laws, and the figures it must answer."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from groundfloor.benching import floors
from groundfloor.benching.figures import Measures
from groundfloor.benching.laws import LAW
from groundfloor.benching.people import LINE, Columns, people
from groundfloor.benching.timing import Figures, Timed
from groundfloor.engine import apply
from groundfloor.engine.block import Prepared
from groundfloor.figures import Figures as Found
from groundfloor.figures import Scene
from groundfloor.figures.plain import TODAY
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Column, Survey

if TYPE_CHECKING:
    from groundfloor.benching.parquet import Written

DAY = datetime.date(2026, 7, 1)
Loaded = Prepared | Survey
LINED = "line"
State = tuple[tuple[Loaded, Floor], Measures, Figures]


class Task:
    """So many persons, in whole households, so that there may be a few more, and a floor of so many programmes.

    Persons are made when they are first asked for, in memory or, by `written`, as Parquet files.
    """

    def __init__(self, asked: int, programmes: int = floors.FEW) -> None:
        self.asked, self.programmes = asked, programmes
        self._counted: int | None = None

    @cached_property
    def _made(self) -> tuple[dict[str, Any], Columns, Any]:
        person, household, home = people(self.asked)
        # half the memory, and faster to take from
        return {name: person[name] for name in floors.PERSON}, household, home.astype(np.int32)

    @property
    def household(self) -> Columns:
        """Columns by household."""
        return self._made[1]

    @property
    def home(self) -> Any:
        """The household of each person."""
        return self._made[2]

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return len(self.home) if self._counted is None else self._counted

    def written(self, folder: str | Path) -> Written:
        """Write the persons as Parquet to `folder`, never all of them in memory: for what reads files."""
        # itself a program, which must not be imported before it is run
        from groundfloor.benching.parquet import written

        found = written(folder, self.asked)
        self._counted = found.persons
        return found

    def read(self) -> Floor:
        """The floor, read and checked."""
        return floors.under(floors.read(self.programmes), LAW)

    def survey(self, *, keyed: bool = False) -> Survey:
        """The persons as a survey; once, for the columns by person are given away. `keyed` numbers persons for draws, which this floor has of households alone."""
        columns: dict[str, Column] = {
            name: self._made[0].pop(name).astype(np.float64, copy=False) for name in list(self._made[0])
        }
        columns |= {name: self.household[name].astype(np.float64)[self.home] for name in floors.HOUSEHOLD}
        columns["_household_key"] = self.home.astype(float)
        if keyed:
            columns["_key"] = np.arange(self.persons, dtype=float)
        starts = np.flatnonzero(np.append(True, self.home[1:] != self.home[:-1]))
        return Survey("invented", "XXX", 2026, columns, starts, self.household["weight"][self.home])

    def scene(self, *, compiled: bool | None = None, scenarios: int = 1) -> Scene:
        """The persons held ready for figures by the library itself."""
        survey = self.survey()
        survey = replace(survey, welfare=self.household["consumption"][self.home])
        return Scene(survey, {LINED: LINE}, compiled=compiled, scenarios=scenarios)

    def measures(self) -> Measures:
        """What no scenario changes."""
        return Measures(self.household, self.home, LINE)

    def transfers(self, given: Entitlements) -> Iterator[tuple[str, Any]]:
        """What each household receives a year, by programme."""
        for name, one in given.programmes.items():
            paid = one.granted
            yield name, np.bincount(self.home.take(paid.rows), paid.money * paid.takes, len(self.household["weight"]))


def named(found: Found) -> Figures:
    """Figures of the library under the names that are compared; it has more."""
    return {name: value for key, value in zip(found.keys, found.values.tolist(), strict=True) if (name := _name(*key))}


def named_rows(rows: Iterable[Mapping[str, Any]]) -> Figures:
    """The same of figures as rows."""
    said = (([row[one] for one in ("scenario", "measure", "line", "programme", "group")], row["value"]) for row in rows)
    return {name: float(value) for key, value in said if (name := _name(*key))}


@cache
def _name(scenario: str, measure: str, _line: str, programme: str, group: str) -> str | None:
    when = "before" if scenario == TODAY else "after"
    if measure in ("fgt0", "fgt1", "fgt2", "gini"):
        return f"{measure}_{when}"
    if measure == "transfer_per_capita":
        return group.replace("=", "_")
    short = {"transfers_lcu": "cost", "coverage": "coverage"}.get(measure)
    return f"{short}_{programme}" if short and programme else None


def in_memory(
    task: Task, engine: str, ready: Callable[[Survey], Loaded] = lambda survey: survey, *, keyed: bool = False
) -> Timed:
    """The work of an engine that is asked by `apply`, on a survey in memory made `ready` once."""

    def figures(survey: Loaded, floor: Floor, measures: Measures) -> Figures:
        return measures.after(task.transfers(apply(floor, survey, DAY, engine=engine)))

    def first(floor: Floor, survey: Loaded) -> State:
        measures = task.measures()
        return (survey, floor), measures, figures(survey, floor, measures)

    def change(state: State, law: Mapping[str, float]) -> Figures:
        (survey, floor), measures, _ = state
        return figures(survey, floors.under(floor, law), measures)

    return Timed(task.read, lambda _: ready(task.survey(keyed=keyed)), first, change)
