"""What a new workspace knows from the start: a row of the matrix for each guarantee, and the areas of the assessment."""

from __future__ import annotations

from groundfloor_web.core.models import Workspace
from groundfloor_web.core.words import Words
from groundfloor_web.stocktaking.data import words_of
from groundfloor_web.stocktaking.models import Area, Guarantee, MatrixRow

ROWS = {
    Guarantee.HEALTH: {"en": "Health", "fr": "Santé"},
    Guarantee.CHILDREN: {"en": "Children", "fr": "Enfance"},
    Guarantee.WORKING_AGE: {"en": "Working age", "fr": "Âge actif"},
    Guarantee.OLD_AGE: {"en": "Old age", "fr": "Vieillesse"},
}


def opened(workspace: Workspace) -> None:
    """Rows and areas under their usual names, in the languages of the workspace; both can be changed there."""

    def spoken(words: Words) -> dict[str, str]:
        return {tag: text for tag, text in words.items() if tag in workspace.languages} or {"en": words["en"]}

    MatrixRow.objects.bulk_create(
        MatrixRow(workspace=workspace, guarantee=guarantee, title=spoken(title), position=10 * place)
        for place, (guarantee, title) in enumerate(ROWS.items(), 1)
    )
    areas = [(kind, key, label) for kind, found in words_of("codi").items() for key, label in found.items()]
    Area.objects.bulk_create(
        Area(workspace=workspace, kind=kind, key=key, label=spoken(label), position=place)
        for place, (kind, key, label) in enumerate(areas, 1)
    )
