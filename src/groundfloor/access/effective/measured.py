"""Effective access by group: person by person where the survey says where people live, else between the bounds that the shares allow."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE, over, within
from groundfloor.access.description import Effective, Wanted
from groundfloor.access.effective.bounds import frechet
from groundfloor.access.effective.persons import Where, answers, in_reach, metres_moved, placed, sure_and_possible
from groundfloor.access.effective.shares import Share, shares
from groundfloor.access.facilities import some
from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.travel import Travel
from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import ALL
from groundfloor.survey.frame import Finding, Survey, Text
from groundfloor.survey.read import data_files, read_survey
from groundfloor.survey.sentences import Value

PERSONS, BOUNDS = "persons", "bounds"
AREA = "area="


@dataclass(frozen=True)
class Found:
    """Effective access of a group: shares of persons, NaN where not known.

    By `persons` `effective` has its standard error `se` and interval; by `bounds` there is none, and the interval is around `low` and `high`. `both` is
    the share with affordable and good care, with its error `se_both`. `moved_low` and `moved_high` are the least and the most where places were moved.
    """

    service: str
    group: str
    within: float
    in_reach: float
    affordable: float
    quality: float
    both: float
    se_both: float
    effective: float
    se: float
    low: float
    high: float
    ci_low: float
    ci_high: float
    n: int
    how: str
    moved_low: float = math.nan
    moved_high: float = math.nan


@dataclass(frozen=True)
class Reachable:
    """The grid's side of it: people, the number of each cell's area among `areas`, cells that can be entered, and times at base speeds by service."""

    grid: Grid
    people: Floats
    area: Ints
    areas: tuple[str, ...]
    passable: Bools
    travels: dict[str, Travel]


def effective_access(effective: Effective, survey: Survey, here: Reachable) -> tuple[tuple[Found, ...], list[Finding]]:
    """Each service of `effective` by group, and persons and areas that are in no figure."""
    where = placed(survey, effective, here.grid)
    found: list[Found] = []
    findings = [] if where is None else _unplaced(where, survey, here.passable)
    if where is None:
        groups, findings = _by_area(effective, survey, here)
    if survey.synthetic:
        findings.append(
            Finding(
                "warning",
                "access",
                "effective",
                survey.persons,
                "access.effective_synthetic",
                {"count": survey.persons},
            )
        )
    for wanted in effective.wanted:
        affordable, quality = (answers(survey, one, wanted.place) for one in (wanted.affordable, wanted.quality))
        if where is None:
            found += _bounds(wanted, survey, groups, affordable, quality, here)
            continue
        near = in_reach(where, wanted, here.travels[wanted.service].seconds, here.passable)
        ends = _moved(effective, wanted, survey, where, near, here)
        found += _persons(wanted, survey, near, affordable, quality, ends)
    return tuple(found), findings


def _moved(
    effective: Effective, wanted: Wanted, survey: Survey, where: Where, near: Floats, here: Reachable
) -> tuple[Floats, Floats] | None:
    """Whether each person is surely and possibly within reach where places were moved."""
    metres = metres_moved(survey, effective)
    if metres is None:
        return None
    cells = here.travels[wanted.service].seconds <= wanted.within * MINUTE + GRACE
    return sure_and_possible(where, metres, near, cells, here.passable & (here.people > 0), here.grid)


def _persons(
    wanted: Wanted,
    survey: Survey,
    near: Floats,
    affordable: Floats,
    quality: Floats,
    ends: tuple[Floats, Floats] | None,
) -> Iterator[Found]:
    """Over the persons of whom all three are known."""
    known = ~np.isnan(near + affordable + quality)
    a, b, q, both, all_ = (
        shares(survey, None, np.where(known, one, math.nan))
        for one in (near, affordable, quality, affordable * quality, near * affordable * quality)
    )
    known_ends = [shares(survey, None, np.where(known, one * affordable * quality, math.nan)) for one in ends or ()]
    for group, one in all_.items():
        if not one.n:
            continue
        least, most = (one[group].value for one in known_ends) if known_ends else (math.nan, math.nan)
        low, high = frechet(a[group].value, b[group].value, q[group].value)
        yield Found(
            wanted.service, group, wanted.within, a[group].value, b[group].value, q[group].value, both[group].value, both[group].se,
            one.value, one.se, low, high, one.low, one.high, one.n, PERSONS, least, most,
        )  # fmt: skip


def _bounds(
    wanted: Wanted, survey: Survey, groups: tuple[str, ...], affordable: Floats, quality: Floats, here: Reachable
) -> Iterator[Found]:
    """Reach from the grid, the others from the survey."""
    b, q, both = (shares(survey, groups, one) for one in (affordable, quality, affordable * quality))
    near = _reach(wanted, here)
    for group, one in both.items():
        area = AREA + group.partition("=")[2] if groups and group != ALL else group
        if area not in near or not one.n:
            continue
        low, high = frechet(near[area], one.value)
        ends = _ends(near[area], one)
        yield Found(
            wanted.service, area, wanted.within, near[area], b[group].value, q[group].value, one.value, one.se,
            math.nan, math.nan, low, high, *ends, one.n, BOUNDS,
        )  # fmt: skip


def _ends(near: float, both: Share) -> tuple[float, float]:
    """Both bounds rise with the share of the survey, so that the ends of its interval give theirs."""
    if math.isnan(both.low):
        return math.nan, math.nan
    return frechet(near, both.low)[0], frechet(near, both.high)[1]


def _reach(wanted: Wanted, here: Reachable) -> dict[str, float]:
    """The share of people within the limit, of all and by area."""
    seconds = here.travels[wanted.service].seconds
    number = np.where(here.area < 0, len(here.areas), here.area)
    rows = within(seconds, here.people, number, len(here.areas) + 1, (wanted.within,))
    out = {f"{AREA}{name}": over(row[2], row[0]) for name, row in zip(here.areas, rows, strict=False)}
    return {
        ALL: over(rows[:, 2].sum(), rows[:, 0].sum()),
        **{name: one for name, one in out.items() if not math.isnan(one)},
    }


def _by_area(effective: Effective, survey: Survey, here: Reachable) -> tuple[tuple[str, ...], list[Finding]]:
    """The survey's variable of areas, and areas that one of both does not have."""
    if not effective.areas:
        return (), []
    column = survey.columns.get(effective.areas)
    if not isinstance(column, Text):
        raise GroundfloorError(
            f"The survey has no variable of words {effective.areas!r}",
            effective.place,
            expected="areas: the variable whose values are the names of the areas",
        )
    there = [level for code, level in enumerate(column.levels) if (column.codes == code).any()]
    apart = [name for name in (*there, *here.areas) if (name in there) != (name in here.areas)]
    findings = []
    if apart:
        said: dict[str, Value] = {"count": len(apart), "names": some(apart)}
        findings.append(Finding("warning", "access", "effective", len(apart), "access.effective_areas", said))
    return (effective.areas,), findings


def _unplaced(where: Where, survey: Survey, passable: Bools) -> list[Finding]:
    out = []
    on = where.rows >= 0
    barred = int((~passable[where.rows[on], where.columns[on]]).sum())
    for says, count in (("effective_nowhere", where.without), ("effective_outside", where.outside + barred)):
        if count:
            said: dict[str, Value] = {"count": count, "share": count / survey.persons}
            out.append(Finding("warning", "access", "effective", count, f"access.{says}", said))
    return out


def survey_of(effective: Effective | None, path: str | Path | None) -> tuple[Survey | None, list[Path]]:
    """The survey that the command names, else that of the description, with the files behind it; a survey nothing is asked of raises GroundfloorError."""
    if effective is None:
        if path is not None:
            raise GroundfloorError(
                "The description does not say what of a survey makes access effective",
                hint="Add effective to access.yaml: docs/access.md.",
            )
        return None, []
    file = path if path is not None else effective.survey
    if file is None:
        return None, []
    file = Path(file)
    return read_survey(file), [file, *data_files(file)]
