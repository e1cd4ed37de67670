"""The description of a survey, survey.yaml, read and checked before any data is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.documents import read_yaml, year
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.entries import DESIGN, IDENTIFIERS, MEMBER, WEIGHT, Entry, entry_of, other_of
from groundfloor.survey.files import HOUSEHOLDS, PERSONS, DataFile, files_of
from groundfloor.survey.geography import Geography, geography_of
from groundfloor.survey.ladders import NAMES, Ladder, ladder_of
from groundfloor.survey.lines import Line, Vintage, dollar_of, lines_of
from groundfloor.survey.scales import PARAMETERS, SCALES
from groundfloor.survey.schooling import Schooling, schooling_of
from groundfloor.survey.transfers import Described, transfers_of
from groundfloor.survey.variables import VARIABLES
from groundfloor.survey.weighting.described import Calibrate, Given, Made, calibrate_of, replicates_of
from groundfloor.written import Written

REQUIRED = ("survey", "country", "year", "files", "variables")
LEVELS = ("person", "household")
OF_HOUSEHOLDS = ("household_id", "household_size")
OPTIONAL = (
    "level",
    "prices",
    "members",
    "welfare",
    "transfers",
    "design",
    "calibrate",
    "replicates",
    "lines",
    "dollar",
    "groups",
    "map",
    "schooling",
    "other",
    "synthetic",
    "source",
    "note",
)
# what aggregates of consumption often leave out
LEFT_OUT = ("health_spending",)
ADULT = "adult_equivalent"
WITH_PARAMETERS = "adult_equivalent(deaton_zaidi)"
PER = ("capita", "person", *(f"adult_equivalent({scale})" for scale in SCALES))


@dataclass(frozen=True)
class Description:
    """Everything survey.yaml says.

    `prices` is the year in whose prices amounts and lines stand unless an entry says another, `members` tells which rows are
    members of the household, `design` has the entries of strata and psu, `per` is how welfare is shared and `scale` the parameters of
    that scale, `without` the spending that consumption leaves out, `dollar` what an international dollar is where no line says it, `synthetic` whether nobody was interviewed, `calibrate` and `replicates` what is to be done to weights.
    `ladders` are the variables that are climbed on a ladder, `schooling` the ages of the levels of school.
    `level` is whose the rows of the file `base` are: of persons, or of households where the survey has no persons.
    """

    file: str
    name: str
    country: str
    year: int
    prices: int
    files: Mapping[str, DataFile]
    variables: Mapping[str, Entry]
    weight: Entry | None
    members: Entry | None
    welfare: str | None
    per: str
    design: Mapping[str, Entry]
    lines: tuple[Line, ...]
    groups: Mapping[str, Place]
    transfers: tuple[Described, ...]
    map: Geography | None
    places: Mapping[str, Place]
    synthetic: bool
    calibrate: Calibrate | None = None
    replicates: Given | Made | None = None
    level: str = LEVELS[0]
    scale: Mapping[str, float] = field(default_factory=dict)
    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    schooling: Schooling | None = None
    without: tuple[str, ...] = ()
    dollar: Vintage | None = None

    @property
    def base(self) -> str:
        """The file whose rows are the survey's."""
        return PERSONS if self.level == LEVELS[0] else HOUSEHOLDS


def entries_of(described: Description) -> list[Entry]:
    """Every entry of the description, whatever it is of."""
    received = [entry for one in described.transfers for entry in one.entries]
    single = [entry for entry in (described.weight, described.members) if entry is not None]
    parts = [entry for one in described.ladders.values() for entry in one.parts.values()]
    return [*described.variables.values(), *described.design.values(), *received, *single, *parts]


def describe(path: Path) -> Description:
    """Read survey.yaml; an unknown key, a missing one or a value of the wrong form is refused with its line."""
    document = read_yaml(path)
    top = Written(document)
    parts = top.parts((*REQUIRED, *OPTIONAL))
    for key in REQUIRED:
        if not top.part(key).known:
            raise GroundfloorError(f"The key {key!r} is missing", Place(document.file), hint=f"Add {key}: ...")
    parts = {key: part for key, part in parts.items() if part.known}
    level = parts["level"].choice(LEVELS) if "level" in parts else LEVELS[0]
    ladders = _ladders(parts)
    variables, weight = _variables(parts, level, ladders)
    welfare, per, scale, without = _welfare(parts.get("welfare"), variables)
    country = parts["country"].word()
    if not re.fullmatch("[A-Z]{3}", country):
        raise GroundfloorError(
            f"The country is {country!r}", parts["country"].place, expected="an ISO 3166 code such as UGA"
        )
    when = year(parts["year"].word(), parts["year"].place)
    return Description(
        file=document.file,
        name=parts["survey"].word(),
        country=country,
        year=when,
        prices=year(parts["prices"].word(), parts["prices"].place) if "prices" in parts else when,
        files=files_of(parts["files"], PERSONS if level == LEVELS[0] else HOUSEHOLDS),
        variables=variables,
        weight=weight,
        members=entry_of("members", MEMBER, parts["members"]) if "members" in parts else None,
        welfare=welfare,
        per=per,
        design=_design(parts.get("design")),
        lines=lines_of(parts.get("lines")),
        groups=dict.fromkeys(parts["groups"].words(), parts["groups"].place) if "groups" in parts else {},
        transfers=transfers_of(parts["transfers"]) if "transfers" in parts else (),
        map=geography_of(parts["map"]) if "map" in parts else None,
        places={key: part.place for key, part in parts.items()},
        synthetic="synthetic" in parts and parts["synthetic"].yes(),
        calibrate=calibrate_of(parts["calibrate"]) if "calibrate" in parts else None,
        replicates=replicates_of(parts["replicates"]) if "replicates" in parts else None,
        level=level,
        scale=scale,
        ladders=ladders,
        schooling=schooling_of(parts["schooling"]) if "schooling" in parts else None,
        without=without,
        dollar=dollar_of(parts["dollar"]) if "dollar" in parts else None,
    )


def _ladders(parts: Mapping[str, Written]) -> dict[str, Ladder]:
    """The variables that say which questionnaire their rung comes from."""
    written = parts["variables"].parts(example="age: AGE_COLUMN")
    asked = {name: written[name] for name in NAMES if name in written and written[name].is_table}
    return {name: ladder_of(name, part) for name, part in asked.items() if part.part("ladder").known}


def _variables(
    parts: Mapping[str, Written], level: str, ladders: Mapping[str, Ladder]
) -> tuple[dict[str, Entry], Entry | None]:
    written = parts["variables"].parts(example="age: AGE_COLUMN")
    known = [*VARIABLES, "weight"]
    for name, part in written.items():
        if name not in known:
            raise GroundfloorError(
                f"Unknown variable {name!r}",
                part.place,
                expected="a harmonised variable",
                hint=nearest(name, known) or "Write a variable of your own under other.",
            )
    for name in IDENTIFIERS if level == LEVELS[0] else OF_HOUSEHOLDS:
        if name not in written:
            raise GroundfloorError(
                f"The variable {name!r} is missing", parts["variables"].place, hint=f"Add {name}: COLUMN."
            )
    weight = written.pop("weight", None)
    entries = {name: entry_of(name, VARIABLES[name], part) for name, part in written.items() if name not in ladders}
    for name, part in (parts["other"].parts() if "other" in parts else {}).items():
        entries[name] = other_of(name, part)
    return entries, None if weight is None else entry_of("weight", WEIGHT, weight)


def _welfare(
    part: Written | None, variables: Mapping[str, Entry]
) -> tuple[str | None, str, dict[str, float], tuple[str, ...]]:
    if part is None:
        return None, PER[0], {}, ()
    parts = part.parts(("from", "per", "without", *PARAMETERS), "{from: consumption, per: capita}")
    if "from" not in parts:
        raise GroundfloorError("welfare names no variable", part.place, expected="{from: consumption, per: capita}")
    name = parts["from"].word()
    amounts = [one for one, entry in variables.items() if entry.is_money]
    if name not in amounts:
        raise GroundfloorError(
            f"welfare comes from {name!r}, which is no amount among the variables",
            parts["from"].place,
            expected=f"one of {', '.join(amounts)}"
            if amounts
            else "an amount, such as consumption, among the variables",
            hint=nearest(name, amounts),
        )
    per = parts["per"].choice(PER) if "per" in parts else PER[0]
    needed = PARAMETERS if per == WITH_PARAMETERS else {}
    for key in PARAMETERS:
        if (key in parts) != (key in needed):
            raise GroundfloorError(
                f"welfare has {'no' if key in needed else 'a'} {key}",
                part.place,
                expected=f"{{from: {name}, per: {WITH_PARAMETERS}, alpha: 0.5, theta: 0.9}}",
            )
    scale = {key: parts[key].number() for key in needed}
    for key, (low, high) in needed.items():
        if not low <= scale[key] <= high:
            raise GroundfloorError(
                f"{key} is {scale[key]:g}", parts[key].place, expected=f"between {low:g} and {high:g}"
            )
    return name, per, scale, _without(parts["without"], name, variables) if "without" in parts else ()


def _without(part: Written, welfare: str, variables: Mapping[str, Entry]) -> tuple[str, ...]:
    """The spending that consumption leaves out, which measures of hardship add to it."""
    found = part.words()
    for name in found:
        if welfare != "consumption" or name not in LEFT_OUT or name not in variables:
            raise GroundfloorError(
                f"welfare is of {welfare} without {name!r}",
                part.place,
                expected="consumption without health_spending, which is among the variables",
                hint="An income has no spending in it, and leaves none out." if welfare != "consumption" else None,
            )
    return found


def _design(part: Written | None) -> dict[str, Entry]:
    parts = {} if part is None else part.parts(("strata", "psu"), "{strata: STRATUM, psu: CLUSTER}")
    return {name: entry_of(name, DESIGN, one) for name, one in parts.items() if one.known}
