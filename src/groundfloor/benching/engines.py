"""The floor of five programmes on invented persons, under one engine, timed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from groundfloor.benching.figures import Measures
from groundfloor.benching.laws import LAW, REFORM
from groundfloor.benching.people import LINE, people
from groundfloor.benching.timing import Figures, Timed, timed
from groundfloor.engine import apply
from groundfloor.engine.block import Prepared
from groundfloor.rules import floor_of
from groundfloor.rules.programme import DatedValue, Floor
from groundfloor.survey.frame import Column, Survey
from groundfloor.survey.variables import VARIABLES

DAY = datetime.date(2026, 7, 1)
FLOOR = Path(__file__).with_name("floor.yaml")
PERSON = ("age", "disability", "pregnant")
HOUSEHOLD = ("urban", "electricity", "television", "telephone", "iron_roof", "rooms")
# what the harmonised variables do not have
OWN = {name: {"kind": "boolean"} for name in HOUSEHOLD if name not in VARIABLES}
PARAMETERS = {"child_grant": "child_grant.grant", "threshold": "poor_households.threshold"}
Loaded = Prepared | Survey


def under(floor: Floor, law: Mapping[str, float]) -> Floor:
    """The floor with other numbers."""
    changed = {
        full: replace(floor.parameters[full], values=(DatedValue(datetime.date(2020, 1, 1), law[name]),))
        for name, full in PARAMETERS.items()
    }
    return replace(floor, parameters={**floor.parameters, **changed})


def timings(engine: str, persons: int) -> dict[str, Any]:
    """Seconds to read the rules, to load, of a first run and of a changed law, the peak of memory in MB, the figures under both laws.

    Persons come in whole households, so that there may be a few more. `bytes_per_person` are those of the columns that the rules read.

    >>> found = timings("arrays", 1000)
    >>> found["engine"], len(found["law"]), found["law"] == found["reform"]
    ('arrays', 28, False)
    """
    person, household, home = people(persons)
    households = len(household["weight"])

    def read() -> Floor:
        return under(floor_of(yaml.safe_load(FLOOR.read_text(encoding="utf-8")), variables=OWN), LAW)

    def load(_: Floor) -> Loaded:
        columns: dict[str, Column] = {name: person[name].astype(np.float64) for name in PERSON}
        columns |= {name: household[name].astype(np.float64)[home] for name in HOUSEHOLD}
        columns |= {"_key": np.arange(len(home), dtype=float), "_household_key": home.astype(float)}
        starts = np.flatnonzero(np.append(True, home[1:] != home[:-1]))
        survey = Survey("invented", "XXX", 2026, columns, starts, household["weight"][home])
        return Prepared(survey) if engine == "arrays" else survey

    def scenario(survey: Loaded, floor: Floor, measures: Measures) -> Figures:
        transfers = {}
        for name, one in apply(floor, survey, DAY, engine=engine).programmes.items():
            paid = one.granted
            transfers[name] = np.bincount(home.take(paid.rows), paid.money * paid.takes, households)
        return measures.after(transfers)

    def first(floor: Floor, survey: Loaded) -> tuple[tuple[Loaded, Floor], Measures, Figures]:
        measures = Measures(household, home, LINE)
        return (survey, floor), measures, scenario(survey, floor, measures)

    def change(state: tuple[tuple[Loaded, Floor], Measures, Figures], law: Mapping[str, float]) -> Figures:
        (survey, floor), measures, _ = state
        return scenario(survey, under(floor, law), measures)

    found = timed(engine, len(home), Timed(read, load, first, change), LAW, REFORM)
    return {**found, "bytes_per_person": 8 * (len(PERSON) + len(HOUSEHOLD))}
