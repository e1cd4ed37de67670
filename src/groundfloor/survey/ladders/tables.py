"""The tables of the ladders: what each code of a questionnaire is, and what each facility is on the ladder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.inspect.hints import folded

FOLDER = Path(__file__).parent
LIKE = "like"
REFUSED = {
    "seasons": "asks for the source in the wet and in the dry season",
    "two": "is the name of two surveys of that year, of which one has codes of its own",
}


class Phrases(dict[str, str | None]):
    """What cells of words say: capitals, accents and marks make no difference.

    >>> Phrases({"eau de pluie": "rainwater"}).get("Eau-de-Pluie ")
    'rainwater'
    """

    def __contains__(self, word: object) -> bool:
        return super().__contains__(spoken(str(word)))

    def get(self, word: str, otherwise: Any = None) -> Any:
        """What the word says, `otherwise` where it is not known."""
        return super().get(spoken(word), otherwise)


def spoken(word: str) -> str:
    """A phrase in small letters without accents and marks.

    >>> spoken("Puits (non protégé)")
    'puits non protege'
    """
    return " ".join(re.findall(r"[a-z0-9]+", folded(word)))


@cache
def table(name: str) -> Mapping[str, Any]:
    """A file of this folder; every word in it is text, as `NO` and `01` are."""
    found: Mapping[str, Any] = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 (the loader of text alone)
    return found


def questionnaires() -> tuple[str, ...]:
    """The questionnaires whose codes are known."""
    return tuple(sorted(file.stem for file in (FOLDER / "questionnaires").glob("*.yaml")))


@cache
def questionnaire(name: str, ladder: str) -> Mapping[str, Any]:
    """What is known of a ladder in a questionnaire: codes by part, the parts `needed`, and its rules."""
    found = table(f"questionnaires/{name}")
    below = questionnaire(found[LIKE], ladder) if LIKE in found else {}
    return {**below, **found[ladder]}


def codes_of(part: Mapping[str, Any], ladder: Mapping[str, Any]) -> dict[str, str | None] | None:
    """What the cells of a part say; None where the questionnaire does not tell."""
    if LIKE in part:
        return codes_of(ladder[part[LIKE]], ladder)
    if "phrases" in part:
        said = part["phrases"].items()
        return Phrases({spoken(phrase): word for word, phrases in said for phrase in phrases})
    return dict(part["codes"]) if "codes" in part else None


@dataclass(frozen=True)
class Recode:
    """What codes of one survey are in the standard codes; `known` is whether the table has the survey at all."""

    codes: Mapping[str, str]
    known: bool


def recode_of(ladder: str, survey: str, year: int | None, place: Place) -> Recode:
    """The codes of a survey of the DHS Program, named as in its hv000; the `year` (of its hv007) where one name stands for several.

    >>> recode_of("water", "GH7", None, Place("survey.yaml")).codes
    {'13': '14', '14': '13', '72': '73'}
    """
    listed = table("recodes")[ladder].get(survey, [])
    for one in listed:
        low, high = (None if end in ("~", "") else int(end) for end in one.get("years", ("~", "~")))
        if "years" in one and year is None:
            raise GroundfloorError(
                f"{survey} is the name of surveys whose codes differ", place, expected="the year in hv007 beside it"
            )
        if year is not None and not (low or 0) <= year <= (high or 9999):
            continue
        if "refused" in one:
            raise GroundfloorError(
                f"{survey} {REFUSED[one['refused']]}", place, hint="Write the codes yourself: ladder: jmp."
            )
        return Recode(one["codes"], known=True)
    return Recode({}, known=False)
