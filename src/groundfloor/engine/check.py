"""Whether a survey has what a floor asks for."""

from __future__ import annotations

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.growth import ByPlace
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.used import of_programme
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.variables import VARIABLES


def check_variables(floor: Floor, survey: Survey) -> None:
    """Refuse a survey that lacks a variable of the rules, or has it in another kind."""
    for programme in floor.programmes.values():
        for name, kind in of_programme(programme).items():
            column = survey.columns.get(name)
            if column is None:
                raise GroundfloorError(
                    f"The programme {programme.name!r} needs the variable {name!r}, which {survey.name!r} does not have",
                    programme.eligible.place,
                    hint=(
                        None if name in VARIABLES else nearest(name, [one for one in survey.columns if one[0] != "_"])
                    )
                    or f"Add {name} to the survey's variables, or leave it out of the rule.",
                )
            if (
                isinstance(column, Text)
                and isinstance(programme.grows_by, ByPlace)
                and programme.grows_by.variable == name
            ):
                _check_places(programme, programme.grows_by, column, survey)
            if isinstance(column, Text) != (kind == "text"):
                found = "words" if isinstance(column, Text) else "numbers"
                raise GroundfloorError(
                    f"The variable {name!r} holds {found} in {survey.name!r}, and the programme {programme.name!r} takes it as {kind}",
                    programme.eligible.place,
                    hint="Map it to its kind in survey.yaml.",
                )


def _check_places(programme: Programme, by: ByPlace, column: Text, survey: Survey) -> None:
    """Refuse a phase-in by places that the survey does not have."""
    for place in by.places:
        if place not in column.levels:
            raise GroundfloorError(
                f"{programme.name} grows in {place!r}, which is no {by.variable} of {survey.name!r}",
                programme.place,
                expected=f"one of {', '.join(column.levels)}",
                hint=nearest(place, column.levels),
            )
