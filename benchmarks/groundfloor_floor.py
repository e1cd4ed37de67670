"""The floor of five programmes in Groundfloor, timed."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from people import LINE, people
from scenarios import LAW
from statistics_of_users import Measures
from timing import Timed, report

from groundfloor.engine import apply
from groundfloor.engine.block import Prepared
from groundfloor.rules import floor_of
from groundfloor.rules.programme import DatedValue, Floor
from groundfloor.survey.frame import Survey

DAY = datetime.date(2026, 7, 1)
# what the harmonised variables do not have
OWN = {
    **{name: {"kind": "boolean"} for name in ("television", "telephone", "iron_roof")},
    "rooms": {"kind": "number", "unit": "1"},
}
PERSON, HOUSEHOLD = ("age", "disability", "pregnant"), ("urban", "electricity", *OWN)
PARAMETERS = {"child_grant": "child_grant.grant", "threshold": "poor_households.threshold"}


def under(floor: Floor, law: Mapping[str, float]) -> Floor:
    """The floor with other numbers."""
    changed = {
        full: replace(floor.parameters[full], values=(DatedValue(datetime.date(2020, 1, 1), law[name]),))
        for name, full in PARAMETERS.items()
    }
    return replace(floor, parameters={**floor.parameters, **changed})


def main(persons: int, engine: str) -> None:
    """Time the rules, loading, the first and a changed scenario."""
    person, household, home = people(persons)
    households = len(household["weight"])
    file = Path(__file__).with_name("floor.yaml")

    def rules() -> Floor:
        return under(floor_of(yaml.safe_load(file.read_text(encoding="utf-8")), variables=OWN), LAW)

    def load(_: Floor) -> Prepared | Survey:
        columns = {name: person[name].astype(np.float64) for name in PERSON}
        columns |= {name: household[name].astype(np.float64)[home] for name in HOUSEHOLD}
        columns |= {"_key": np.arange(len(home), dtype=float), "_household_key": home.astype(float)}
        starts = np.flatnonzero(np.append(True, home[1:] != home[:-1]))
        survey = Survey("invented", "XXX", 2026, columns, starts, household["weight"][home])
        return Prepared(survey) if engine == "arrays" else survey

    def first(floor: Floor, survey: Prepared | Survey) -> tuple[object, Measures, dict[str, float]]:
        measures = Measures(household, home, LINE)
        return (survey, floor), measures, scenario(survey, floor, measures)

    def scenario(survey: Prepared | Survey, floor: Floor, measures: Measures) -> dict[str, float]:
        transfers = {}
        for name, one in apply(floor, survey, DAY, engine=engine).programmes.items():
            paid = one.granted
            transfers[name] = np.bincount(home.take(paid.rows), paid.money * paid.takes, households)
        return measures.after(transfers)

    def change(state: tuple[object, Measures, dict[str, float]], law: Mapping[str, float]) -> dict[str, float]:
        (survey, floor), measures, _ = state
        return scenario(survey, under(floor, law), measures)

    report(f"groundfloor {engine}", len(home), Timed(rules, load, first, change))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "arrays")
