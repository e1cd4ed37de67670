"""Whether a survey has what a floor asks for."""

from __future__ import annotations

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.programme import Floor
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
            if isinstance(column, Text) != (kind == "text"):
                found = "words" if isinstance(column, Text) else "numbers"
                raise GroundfloorError(
                    f"The variable {name!r} holds {found} in {survey.name!r}, and the programme {programme.name!r} takes it as {kind}",
                    programme.eligible.place,
                    hint="Map it to its kind in survey.yaml.",
                )
