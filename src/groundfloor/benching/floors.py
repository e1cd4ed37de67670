"""The floor that is timed, of five programmes or of more that are all different, and its law with other numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from groundfloor.errors import GroundfloorError
from groundfloor.rules import floor_of
from groundfloor.rules.programme import DatedValue, Floor
from groundfloor.survey.variables import VARIABLES

FLOOR = Path(__file__).with_name("floor.yaml")
FEW, MOST = 5, 100
SINCE = datetime.date(2020, 1, 1)
PERSON = ("age", "disability", "pregnant")
HOUSEHOLD = ("urban", "electricity", "television", "telephone", "iron_roof", "rooms")
# what the harmonised variables do not have
OWN = {name: {"kind": "boolean"} for name in HOUSEHOLD if name not in VARIABLES}
# the parameters of a law by the programme they are of, and by how much each further variation of it has less
PARAMETERS = {"child_grant": ("child_grant", "grant", 1.0), "threshold": ("poor_households", "threshold", 0.5)}


def read(programmes: int = FEW) -> Floor:
    """The floor of the file, or its programmes in variations by a rule; a number that is no multiple of five raises GroundfloorError.

    Age bounds, amounts and thresholds differ in each variation, so that no two rules are the same.

    >>> list(read(7 * 5).programmes)[-2:], read(10).programmes["social_pension_2"].texts["eligible"]
    (['maternity_7', 'poor_households_7'], 'age >= 64')
    """
    if programmes % FEW or not FEW <= programmes <= MOST:
        raise GroundfloorError(
            f"There is no floor of {programmes} programmes", expected=f"a multiple of {FEW} up to {MOST}"
        )
    five: list[dict[str, Any]] = yaml.safe_load(FLOOR.read_text(encoding="utf-8"))
    return floor_of([_varied(one, turn) for turn in range(programmes // FEW) for one in five], variables=OWN)


def _varied(programme: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """The programme of the file, or its variation number `turn`."""
    if not turn:
        return dict(programme)
    name = programme["programme"]
    rule: str = programme["eligible"]
    match name:
        case "child_grant":
            rule = f"age < {5 + turn}"
        case "social_pension":
            rule = f"age >= {65 - turn}"
        case "disability_grant":
            rule = f"disability and age < {65 - turn}"
        case "maternity":
            rule = f"pregnant and age < {50 - turn}"
        case _:
            rule = rule.replace("20 +", f"{20 + 0.25 * turn} +").replace("< 15", f"< {15 - turn % 10}")
    parameters = {key: {**value, "values": dict(value["values"])} for key, value in programme["parameters"].items()}
    parameters["grant"]["values"] = {SINCE: parameters["grant"]["values"][SINCE] - turn}
    return {**programme, "programme": f"{name}_{turn + 1}", "eligible": rule, "parameters": parameters}


def under(floor: Floor, law: Mapping[str, float]) -> Floor:
    """The floor with the numbers of a law, in every variation of the programmes they are of."""
    changed = {}
    for name, value in law.items():
        programme, parameter, less = PARAMETERS[name]
        for turn in range(len(floor.programmes) // FEW):
            full = f"{programme}{f'_{turn + 1}' if turn else ''}.{parameter}"
            dated = DatedValue(SINCE, value - less * turn)
            changed[full] = replace(floor.parameters[full], values=(dated,))
    return replace(floor, parameters={**floor.parameters, **changed})
