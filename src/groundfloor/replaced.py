"""What a floor replaces: the schemes in force that end for those who receive a programme in their place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.in_force import first_rows, for_everybody, parameters_of
from groundfloor.rules.order import needs
from groundfloor.rules.programme import Floor, Programme
from groundfloor.survey.frame import Floats, Survey


def replaced_by(floor: Floor, schemes: Iterable[Programme], simulated: Container[str] = ()) -> dict[str, Programme]:
    """The schemes in force, outside the floor, that one of its programmes replaces.

    Each is given the amount of its rule for everybody: who receives it today is what the survey says, not what its rule
    would say. Those `simulated`, of which the survey says nothing, keep their rule.
    """
    named = {name for programme in floor.programmes.values() for name in programme.replaces} - set(floor.programmes)
    found = [scheme for scheme in schemes if scheme.name in named]
    for scheme in found:
        rule = [scheme.amount, *([scheme.eligible] if scheme.name in simulated else ())]
        if other := next((name for name in needs(*rule) if name not in floor.programmes), None):
            what = "amount" if other in needs(scheme.amount) else "condition"
            raise GroundfloorError(
                f"{scheme.name} is to be replaced, but its {what} depends on {other}, which the floor does not have",
                scheme.amount.place if what == "amount" else scheme.eligible.place,
                hint=f"Write the {what} of {scheme.name} without it.",
            )
    return {scheme.name: scheme if scheme.name in simulated else for_everybody(scheme) for scheme in found}


def together(floor: Floor, schemes: Mapping[str, Programme]) -> Floor:
    """The floor with the schemes it replaces beside it, so that their amounts are computed with its own."""
    return replace(
        floor,
        programmes={**floor.programmes, **schemes},
        parameters={**floor.parameters, **parameters_of(schemes.values())},
    )


def losing(survey: Survey, older: Programme, floor: Floor, receives: Mapping[str, Floats]) -> Floats:
    """1 for who receives a programme of the floor that replaces `older`, on the first row of a household's scheme.

    From person to person it is the person who loses the older benefit; where one of both is a household's, the household does.
    """
    lost = np.zeros(survey.persons)
    for name, got in receives.items():
        programme = floor.programmes[name]
        if older.name in programme.replaces:
            personal = older.asked == programme.asked == "person"
            lost = np.maximum(lost, got if personal else _everybody_at_home(survey, got))
    return lost if older.asked == "person" else first_rows(survey, lost)


def _everybody_at_home(survey: Survey, values: Floats) -> Floats:
    return np.repeat(np.maximum.reduceat(values, survey.starts), survey.sizes)
