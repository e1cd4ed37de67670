"""What a floor replaces: the schemes in force that end for those who receive a programme in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.order import needs
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import Literal_, Type
from groundfloor.survey.covered import covered
from groundfloor.survey.frame import Floats, Survey


def replaced_by(floor: Floor, schemes: Iterable[Programme]) -> dict[str, Programme]:
    """The schemes in force, outside the floor, that one of its programmes replaces.

    Each is given the amount of its rule for everybody: who receives it today is what the survey says, not what its rule
    would say.
    """
    named = {name for programme in floor.programmes.values() for name in programme.replaces} - set(floor.programmes)
    found = [scheme for scheme in schemes if scheme.name in named]
    for scheme in found:
        if other := next((name for name in needs(scheme.amount) if name not in floor.programmes), None):
            raise GroundfloorError(
                f"{scheme.name} is to be replaced, but its amount depends on {other}, which the floor does not have",
                scheme.amount.place,
                hint=f"Write the amount of {scheme.name} without it.",
            )
    everybody = {scheme.name: Literal_(Type("boolean"), scheme.place, True) for scheme in found}
    return {scheme.name: replace(scheme, eligible=everybody[scheme.name], limit=None) for scheme in found}


def together(floor: Floor, schemes: Mapping[str, Programme]) -> Floor:
    """The floor with the schemes it replaces beside it, so that their amounts are computed with its own."""
    parameters = {one.name: one for scheme in schemes.values() for one in scheme.parameters.values()}
    return replace(
        floor,
        programmes={**floor.programmes, **schemes},
        parameters={**floor.parameters, **parameters},
    )


def holders(survey: Survey, scheme: Programme) -> Floats:
    """1 for who receives a scheme today by the survey variables `covered_by`, on the first row of a household's scheme.

    Who did not answer is taken not to. A scheme without that variable, or a survey without it, is refused: a saving that
    cannot be known is not 0.
    """
    names = scheme.meta.get("covered_by")
    today = covered(survey, names)
    if today is None:
        raise GroundfloorError(
            f"{scheme.name} is to be replaced, but nothing says who receives it today",
            scheme.place,
            expected="covered_by: a true-or-false variable that the survey has",
            hint=nearest(str(names), [one for one in survey.columns if not one.startswith("_")])
            or f"Add covered_by to {scheme.name}, or take it out of `replaces`.",
        )
    receives: Floats = (today == 1.0).astype(float)
    return receives if scheme.unit == "person" else _first_rows(survey, receives)


def losing(survey: Survey, older: Programme, floor: Floor, receives: Mapping[str, Floats]) -> Floats:
    """1 for who receives a programme of the floor that replaces `older`, on the first row of a household's scheme.

    From person to person it is the person who loses the older benefit; where one of both is a household's, the household does.
    """
    lost = np.zeros(survey.persons)
    for name, got in receives.items():
        programme = floor.programmes[name]
        if older.name in programme.replaces:
            personal = older.unit == programme.unit == "person"
            lost = np.maximum(lost, got if personal else _everybody_at_home(survey, got))
    return lost if older.unit == "person" else _first_rows(survey, lost)


def _everybody_at_home(survey: Survey, values: Floats) -> Floats:
    return np.repeat(np.maximum.reduceat(values, survey.starts), survey.sizes)


def _first_rows(survey: Survey, values: Floats) -> Floats:
    first = np.zeros(survey.persons)
    first[survey.starts] = np.maximum.reduceat(values, survey.starts)
    return first
