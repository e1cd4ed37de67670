"""Ages: completed years, from the year of birth where the age is missing, and imputed where survey.yaml asks for it."""

from __future__ import annotations

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.data import Data
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Column, Finding, Floats, Text
from groundfloor.survey.household import OLDEST, completed_years
from groundfloor.survey.table import numbers_of

IMPUTED = "age_imputed"


def born(entry: Entry, data: Data, year: int) -> Floats:
    """The age that each row's year of birth gives on 31 December of `year`; NaN where the entry names no such column."""
    if entry.birth_year is None:
        return np.full(data.rows, np.nan)
    field = data.field(entry.birth_year, None, entry.place)
    values, _wrong = numbers_of(field.text.levels, field.table.decimal)
    age = year - np.append(values, np.nan)[field.text.codes]
    out: Floats = np.where((age >= 0) & (age <= OLDEST), age, np.nan)
    return out


def aged(
    entry: Entry, age: Floats, by_birth: Floats, relationship: Column | None, found: list[Finding]
) -> tuple[Floats, Floats | None]:
    """The age of each person in completed years, and who has theirs from elsewhere than the answer (None: nobody may).

    Where the age is missing the year of birth counts; then, where `impute` says so, the median of the known ages of those of
    the same relationship to the head, or of all. Each is reported.
    """
    said = completed_years(age, found)
    if entry.birth_year is None and entry.impute is None:
        return said, None
    out = np.where(np.isnan(said), by_birth, said)
    _report("ages.of_birth", int((np.isnan(said) & ~np.isnan(out)).sum()), found, "note")
    if entry.impute is not None:
        known = out.copy()
        groups = [np.ones(len(out), dtype=bool)]
        if entry.impute == "median_by_relationship":
            if not isinstance(relationship, Text):
                raise GroundfloorError(
                    "Ages are imputed by relationship, which the survey lacks",
                    entry.place,
                    hint="Add relationship to the variables, or write impute: median.",
                )
            groups = [relationship.codes == code for code in range(len(relationship.levels))]
        for group in groups:
            if (group & ~np.isnan(known)).any():
                out[group & np.isnan(known)] = np.floor(np.median(known[group & ~np.isnan(known)]))
        _report("ages.imputed", int((np.isnan(known) & ~np.isnan(out)).sum()), found, "warning")
    return out, (np.isnan(said) & ~np.isnan(out)).astype(float)


def _report(says: str, count: int, found: list[Finding], severity: str) -> None:
    if count:
        found.append(Finding(severity, "ages", "age", count, says, {"count": count}))
