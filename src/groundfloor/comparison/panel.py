"""Two surveys that asked some persons or households twice: who is in both, and the one sampling design they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.comparison.pair import Pair
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.measures.design import design_of
from groundfloor.measures.view import constant
from groundfloor.survey.frame import Floats, Ints, Survey, Text


@dataclass(frozen=True)
class Match:
    """Who of `after` was in `before`: `row` is each person's row there, of the own or of the household's first person; -1 is none."""

    row: Ints
    households: bool

    @property
    def persons(self) -> int:
        """Persons of `after` who were in `before`, themselves or their household."""
        return int((self.row >= 0).sum())

    def of(self, values: Floats) -> Floats:
        """One value a person of `before` for each person of `after`; NaN for who was not there."""
        return np.where(self.row >= 0, values[self.row], np.nan)


def matched(before: Survey, after: Survey, columns: Sequence[str]) -> Match:
    """Persons with equal values in the columns; where these are the same for all of a household, its members with the household.

    A column that one survey lacks, and columns that tell neither persons nor households apart, raise GroundfloorError. A
    household that has split has its members in each of its parts with the household as it was.

    >>> ids = np.array([7.0, 7.0, 9.0])
    >>> one = Survey("s", "X", 2020, {"home": ids}, np.array([0, 2]), np.ones(3), np.ones(3))
    >>> two = Survey("s", "X", 2022, {"home": np.array([9.0, 8.0])}, np.arange(2), np.ones(2), np.ones(2))
    >>> matched(one, two, ["home"]).row.tolist()
    [2, -1]
    """
    first, second = _identities(before, after, columns)
    named = ", ".join(columns)
    if _distinct(first) and _distinct(second):
        rows, households = np.arange(before.persons), False
    elif constant(before, first) and constant(after, second) and _distinct(first[before.starts]):
        rows, households = before.starts, True
        if before.welfare is not None and not constant(before, before.welfare):
            raise GroundfloorError(
                f"{named} tells households, and members of one have different welfare",
                expected="columns that tell persons",
                hint="Add the column that tells the members apart: --panel household_id person_id.",
            )
    else:
        raise GroundfloorError(
            f"{named} tells neither persons nor households apart",
            expected="no two persons with the same values in either survey, or no two households of the first",
            hint="Give all the columns that make a person: --panel household_id person_id.",
        )
    place = np.full(int(max(first.max(initial=-1), second.max(initial=-1))) + 2, -1, dtype=np.int64)
    known = rows[first[rows] >= 0]
    place[first[known]] = known
    found = Match(np.where(second >= 0, place[second], -1), households)
    if not found.persons:
        raise GroundfloorError(
            f"Nobody of {after.name!r} is in {before.name!r} by {named}",
            hint="Look at how both files write it: 007 is another word than 7.",
        )
    return found


def _identities(before: Survey, after: Survey, columns: Sequence[str]) -> tuple[Ints, Ints]:
    """What the columns say of each person of both as one number, alike where they say the same; -1 where one is missing."""
    found = np.zeros(before.persons + after.persons, dtype=np.int64)
    for name in columns:
        for survey in (before, after):
            if name not in survey.columns:
                raise GroundfloorError(
                    f"The survey {survey.name!r} has no variable {name!r}",
                    expected="columns that both surveys have",
                    hint=nearest(name, survey.columns) or "Write it under `other` in its survey.yaml.",
                )
        one, other = before.columns[name], after.columns[name]
        if isinstance(one, Text) != isinstance(other, Text):
            raise GroundfloorError(
                f"{name} is words in one survey and numbers in the other", hint="Give it one kind in both survey.yaml."
            )
        code, known = _coded(one, other)
        missing = (found < 0) | ~known
        pair = found * (int(code.max(initial=0)) + 1) + code
        found = np.where(missing, -1, np.unique(pair, return_inverse=True)[1])
    return found[: before.persons], found[before.persons :]


def _coded(one: Floats | Text, other: Floats | Text) -> tuple[Ints, np.ndarray]:
    """Both columns, one after the other, with one number for each value, and where there is one."""
    if isinstance(one, Text) and isinstance(other, Text):
        levels = {level: at for at, level in enumerate(dict.fromkeys((*one.levels, *other.levels)))}
        codes = [np.array([*(levels[level] for level in each.levels), 0])[each.codes] for each in (one, other)]
        return np.concatenate(codes), np.concatenate((one.codes, other.codes)) >= 0
    values: Floats = np.concatenate([each for each in (one, other) if not isinstance(each, Text)])
    return np.unique(values, return_inverse=True)[1], ~np.isnan(values)


def _distinct(codes: Ints) -> bool:
    """Whether no two have the same code, but for who has none."""
    known = codes[codes >= 0]
    return len(known) > 0 and len(np.unique(known)) == len(known)


def linked(before: Survey, after: Survey, found: Match) -> tuple[Survey, Survey]:
    """Both with the strata and primary units of one design: who was drawn once belongs where the household was drawn.

    A household of `after` with somebody in `before` is of the primary unit of the first of them there. Another is of the unit
    that most of its own unit's are of, which drew it too; where none are, its unit and stratum are new.
    """
    drawn, now = (design_of(replace(survey, calibrated=None)) for survey in (before, after))
    units, strata = len(drawn.stratum), len(drawn.units_in)
    there = np.where(found.row >= 0, drawn.unit[found.row], -1)
    # the first known of each household
    first = np.minimum.reduceat(np.where(there >= 0, np.arange(len(there)), len(there)), after.starts)
    home = np.append(there, -1)[first]
    own = now.unit[after.starts]
    most = _most(own[home >= 0], home[home >= 0], len(now.stratum))
    unit = np.where(home >= 0, home, np.where(most[own] >= 0, most[own], units + own))
    stratum = np.where(unit < units, np.append(drawn.stratum, 0)[np.minimum(unit, units)], strata + now.stratum[own])
    levels = [tuple(map(str, range(count))) for count in (units + len(now.stratum), strata + len(now.units_in))]
    return (
        _designed(before, drawn.unit, drawn.stratum[drawn.unit], levels),
        _designed(after, np.repeat(unit, after.sizes), np.repeat(stratum, after.sizes), levels),
    )


def _most(of: Ints, values: Ints, many: int) -> Ints:
    """For each of 0 to `many` the value that those of it have most often, the lowest of several; -1 without any."""
    out = np.full(many, -1, dtype=np.int64)
    pairs, counts = np.unique(np.stack((of, values)), axis=1, return_counts=True)
    order = np.lexsort((-pairs[1], counts))
    out[pairs[0][order]] = pairs[1][order]
    return out


def _designed(survey: Survey, unit: Ints, stratum: Ints, levels: Sequence[tuple[str, ...]]) -> Survey:
    psu, strata = (Text(codes.astype(np.int32), words) for codes, words in zip((unit, stratum), levels, strict=True))
    return replace(survey, psu=psu, strata=strata)


def units_of(both: Pair, before: Survey, after: Survey) -> tuple[Ints, Ints]:
    """Where the weighted units of each survey's own design are in that of the pair of both."""
    joint = both.before.part.design.unit
    found = []
    for survey, persons in ((before, joint[: before.persons]), (after, joint[before.persons :])):
        own = design_of(survey)
        place = np.zeros(own.weighted, dtype=np.int64)
        place[own.unit] = persons
        found.append(place)
    return found[0], found[1]
