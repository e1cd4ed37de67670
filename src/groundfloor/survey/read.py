"""A survey from its description: files read and joined, variables harmonised, households put together, all checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.affording import deflated
from groundfloor.survey.ages import IMPUTED, aged, born
from groundfloor.survey.checks import check
from groundfloor.survey.columns import known, numbers
from groundfloor.survey.data import Data, read_data
from groundfloor.survey.describe import Description, describe, entries_of
from groundfloor.survey.entries import IDENTIFIERS, Entry
from groundfloor.survey.expand import expanded, heads, numbered, of_head
from groundfloor.survey.frame import Column, Finding, Floats, Ints, Survey, Text
from groundfloor.survey.harmonise import identifier, variable
from groundfloor.survey.household import crowding, shared
from groundfloor.survey.identify import households, identifiers, keys, refuse_negative
from groundfloor.survey.ladders import climbed
from groundfloor.survey.table import taken
from groundfloor.survey.transfers import transfer
from groundfloor.survey.washington import functioning
from groundfloor.survey.weighting.applied import with_weights
from groundfloor.survey.welfare import with_welfare

MOST_GROUPS = 500


def read_survey(path: str | Path) -> Survey:
    """Read, harmonise and check the survey that a survey.yaml describes.

    The result holds persons sorted by household (households as they first appear in the file, members in its order), the
    variables by their harmonised names, amounts in LCU a year, and under `findings` what the checks found. What would make
    every figure wrong raises GroundfloorError with file, row and column: no identifiers, a person twice, a negative weight,
    text in a number. No row is dropped but those that `members` says are of nobody in the household. docs/survey.md defines the file.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "p.csv").write_text("home,person,years,food\\nA,1,40,90\\nB,1,30,50\\nA,2,4,90\\n")
    >>> _ = (folder / "survey.yaml").write_text('''
    ... survey: Example
    ... country: NOW
    ... year: 2024
    ... files: {persons: p.csv}
    ... variables:
    ...   household_id: home
    ...   person_id: person
    ...   age: years
    ...   consumption: {from: food, unit: LCU/household/month}
    ... welfare: {from: consumption, per: capita}
    ... lines: {half: {share: 0.5, of: mean}}
    ... ''')
    >>> survey = read_survey(folder / "survey.yaml")
    >>> survey.columns["age"].tolist(), survey.welfare.tolist(), survey.lines
    ([40.0, 4.0, 30.0], [540.0, 540.0, 600.0], {'half': 280.0})
    """
    described = describe(Path(path))
    found: list[Finding] = []
    data = read_data(described, found)
    place: Ints | None = None
    if described.level == "household":
        data, place = expanded(data, described.variables, found)
        ids = {"household_id": identifier(described.variables["household_id"], data), "person_id": numbered(place)}
    else:
        ids = identifiers(described.variables, data)
    weight = _weight(described, data, found)
    members = _members(described, data, found)
    order, starts = households(taken(ids["household_id"], members))
    order = members[order]
    entries = {name: entry for name, entry in described.variables.items() if name not in IDENTIFIERS}
    columns: dict[str, Column] = {
        name: _rows(_of_whom(variable(entry, data, found), entry, place), order) for name, entry in entries.items()
    }
    if place is not None:
        columns["relationship"] = taken(heads(place), order)
    columns = shared(columns, entries, starts, found)
    columns |= _ages(described, columns, data, order, found)
    columns |= functioning(columns)
    columns = _ladders(described, data, order, starts, found) | columns
    ids = {name: taken(text, order) for name, text in ids.items()}
    sizes = np.diff(np.append(starts, len(order)))
    columns.setdefault("household_size", np.repeat(sizes.astype(float), sizes))
    columns |= crowding(columns)
    design = {name: _rows(variable(entry, data, found), order) for name, entry in described.design.items()}
    asked = {entry.name: entry for one in described.transfers for entry in one.entries}
    answers = shared(
        {n: _rows(_of_whom(variable(entry, data, found), entry, place), order) for n, entry in asked.items()},
        asked,
        starts,
        found,
    )
    survey = Survey(
        name=described.name,
        country=described.country,
        year=described.year,
        columns={**ids, **keys(ids), **columns},
        starts=starts,
        weight=weight[order],
        groups=_groups(described, columns),
        strata=_text(design.get("strata")),
        psu=_text(design.get("psu")),
        amounts={n: entry.prices or described.prices for n, entry in (entries | asked).items() if entry.is_money},
        transfers={one.name: transfer(one, answers, starts) for one in described.transfers},
        line_labels={line.name: line.label for line in described.lines if line.label},
        synthetic=described.synthetic,
        schooling=described.schooling,
    )
    survey = with_weights(survey, described.calibrate, described.replicates, data, order, found)
    survey = with_welfare(survey, described)
    found.extend(deflated(described.variables))
    # checked before an unknown weight becomes 0, so that it is reported as unknown
    return replace(survey, findings=(*found, *check(survey)), weight=np.nan_to_num(survey.weight))


def data_files(path: str | Path) -> list[Path]:
    """The data files a survey.yaml names, its totals, price indices and factors too, for the run's record.

    Errors are those of `read_survey`.

    >>> from groundfloor import new
    >>> [file.name for file in data_files(new("nowhere") / "survey.yaml")]
    ['survey.csv']
    """
    described = describe(Path(path))
    small = [entry.deflate.path for entry in entries_of(described) if entry.deflate is not None]
    small += [line.vintage.factors for line in described.lines if line.vintage is not None]
    small += [described.dollar.factors] if described.dollar is not None else []
    margins = [described.calibrate.margins] if described.calibrate is not None else []
    named = dict.fromkeys(file for file in small if file is not None)
    return [*(file.path for file in described.files.values()), *margins, *named]


def _weight(described: Description, data: Data, found: list[Finding]) -> Floats:
    if described.weight is None:
        found.append(Finding("warning", "weights", "weight", data.rows, "weights.none"))
        return np.ones(data.rows)
    weight = numbers(variable(described.weight, data, found))
    refuse_negative(weight, described.weight, data)
    if not np.nansum(weight) > 0:
        raise GroundfloorError(
            "No person has a weight above 0", described.weight.place, hint="Check the column of the weight."
        )
    return weight


def _members(described: Description, data: Data, found: list[Finding]) -> Ints:
    """The rows of the members of households; those that survey.yaml says are none are left out, and reported."""
    everybody = np.arange(data.rows)
    if described.members is None:
        return everybody
    member = numbers(variable(described.members, data, found))
    kept, unknown = np.flatnonzero(member != 0), int(np.isnan(member).sum())
    out = data.rows - len(kept)
    if not len(kept):
        raise GroundfloorError(
            "Nobody is a member of a household", described.members.place, hint="Check the codes of members."
        )
    if out:
        file = Path(data.persons.file).name
        found.append(Finding("note", "members", "", out, "members.left_out", {"count": out, "file": file}))
    if unknown:
        found.append(Finding("warning", "members", "", unknown, "members.unknown", {"count": unknown}))
    return kept


def _of_whom(column: Column, entry: Entry, place: Ints | None) -> Column:
    return column if place is None else of_head(column, entry, place)


def _ages(
    described: Description, columns: dict[str, Column], data: Data, order: Ints, found: list[Finding]
) -> dict[str, Column]:
    age, entry = columns.get("age"), described.variables.get("age")
    if entry is None or age is None or isinstance(age, Text):
        return {}
    by_birth = born(entry, data, described.year)[order]
    out, imputed = aged(entry, age, by_birth, columns.get("relationship"), found)
    return {"age": out} if imputed is None else {"age": out, IMPUTED: imputed}


def _ladders(described: Description, data: Data, order: Ints, starts: Ints, found: list[Finding]) -> dict[str, Column]:
    """What follows from the parts of each ladder; a variable that survey.yaml gives itself is not among them."""
    out: dict[str, Column] = {}
    for ladder in described.ladders.values():
        parts = {name: _rows(variable(entry, data, found), order) for name, entry in ladder.parts.items()}
        out |= climbed(ladder, shared(parts, ladder.parts, starts, found), found)
    return out


def _text(column: Column | None) -> Text | None:
    return column if isinstance(column, Text) else None


def _rows(column: Column, order: Ints) -> Column:
    return taken(column, order) if isinstance(column, Text) else column[order]


def _groups(described: Description, columns: dict[str, Column]) -> tuple[str, ...]:
    for name, place in described.groups.items():
        if name not in columns:
            raise GroundfloorError(
                f"groups names {name!r}, which is no variable of the survey",
                place,
                expected=f"one of {', '.join(columns)}",
                hint=nearest(name, columns),
            )
        column = columns[name]
        values = len(column.levels) if isinstance(column, Text) else len(np.unique(column[known(column)]))
        if values > MOST_GROUPS:
            raise GroundfloorError(
                f"groups names {name!r}, which has {values:,} different values",
                place,
                expected=f"a variable with at most {MOST_GROUPS} values",
            )
    return tuple(described.groups)
