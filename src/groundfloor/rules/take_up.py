"""Take-up that differs from place to place, and the one that meets what the administration counts there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.counts import EVERYWHERE, Count, level_unknown
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.programme import Programme
from groundfloor.survey.frame import Floats, Ints, Survey, Text

ALL, REST = "all", "rest"


def take_up_at(programme: Programme, survey: Survey, rows: Ints) -> Floats | float:
    """The take-up of a programme where the persons of `rows` live, 0 for those of an age that it has not reached."""
    share = _of_place(programme, survey, rows)
    age = survey.columns.get("age")
    if programme.ages is None or age is None or isinstance(age, Text):
        return share
    inside = np.zeros(len(rows), dtype=bool)
    for low, high in programme.ages:
        inside |= (age[rows] >= low) & (age[rows] < high + 1)
    return np.where(inside, share, 0.0)


def _of_place(programme: Programme, survey: Survey, rows: Ints) -> Floats | float:
    by = programme.take_up_by
    if by is None:
        return programme.take_up
    column = survey.columns[by.variable]
    if not isinstance(column, Text):
        return programme.take_up
    # the code -1 of who has no level finds the last
    table = np.array([*(by.shares.get(level, programme.take_up) for level in column.levels), programme.take_up])
    return table[column.codes[rows]]


def draws(survey: Survey, programme: Programme, seed: int) -> Floats:
    """The number in [0, 1) of each person, or of the household, that the take-up of a programme is held against."""
    keys = household_keys(survey) if programme.unit == "household" else person_keys(survey)
    return draw(keys, salt(programme.name, seed))


@dataclass(frozen=True)
class Places:
    """Where each person of a survey counts: the code of a level of `variable`, -1 for who has none."""

    variable: str | None
    levels: tuple[str, ...]
    codes: Ints

    def group(self, level: str) -> str:
        """What tables call a level."""
        return ALL if level == EVERYWHERE else f"{self.variable}={level}"

    def among(self, rows: Ints, levels: Iterable[str]) -> Ints:
        """Those of `rows` who have one of the levels; of "" who have none."""
        here = [-1 if level == EVERYWHERE else self.levels.index(level) for level in levels]
        return rows[np.isin(self.codes[rows], here)]


def places_of(survey: Survey, programme: Programme, variable: str | None, counts: Iterable[Count]) -> Places:
    """The places of a survey by a variable of words, which must have each level that is counted."""
    if variable is None:
        return Places(None, (), np.full(survey.persons, -1, dtype=np.int64))
    column = survey.columns.get(variable)
    if not isinstance(column, Text):
        words = [name for name, one in survey.columns.items() if isinstance(one, Text)]
        raise GroundfloorError(
            f"The caseload of {programme.name} is by {variable!r}, which is no variable of words in the survey",
            programme.place,
            expected=f"one of {', '.join(words)}" if words else None,
            hint=nearest(variable, words),
        )
    for one in counts:
        if one.level not in (EVERYWHERE, *column.levels):
            raise level_unknown(variable, one, column.levels)
    return Places(variable, column.levels, column.codes.astype(np.int64))


def wanted_at(places: Places, counts: Mapping[str, Count]) -> Iterator[tuple[tuple[str, ...], float]]:
    """The levels that share one caseload, and the caseload: each that is counted, then what the whole country has beyond them."""
    own = {level: one.caseload or 0.0 for level, one in counts.items() if level != EVERYWHERE}
    for level, wanted in own.items():
        yield (level,), wanted
    if EVERYWHERE in counts:
        rest = tuple(level for level in (*places.levels, EVERYWHERE) if level not in own)
        yield rest, max((counts[EVERYWHERE].caseload or 0.0) - sum(own.values()), 0.0)


def limit_that_meets(drawn: Floats, weight: Floats, wanted: float) -> float:
    """The take-up below which draws weigh nearest to `wanted`: between two draws, 0 for nobody, 1 for all.

    >>> limit_that_meets(np.array([0.9, 0.1, 0.4]), np.array([10.0, 10.0, 10.0]), 18.0)
    0.65
    """
    if wanted > weight.sum():
        return 1.0
    order = np.argsort(drawn, kind="stable")
    reached = np.concatenate(([0.0], np.cumsum(weight[order])))
    most = int(np.argmin(abs(reached - wanted)))
    if most == 0:
        return 0.0
    if most == len(order):
        return 1.0
    return float((drawn[order[most - 1]] + drawn[order[most]]) / 2)


@dataclass(frozen=True)
class TakeUp:
    """An entitlement whose recipients meet a caseload, and by place the take-up that does it and the recipients still lacking.

    Where fewer are entitled than the administration counts everybody entitled receives, and `lacking` is the rest.
    """

    entitlement: Entitlement
    rate: Mapping[str, float]
    lacking: Mapping[str, float]


def calibrated(
    survey: Survey,
    programme: Programme,
    entitlement: Entitlement,
    *,
    caseload: float | None = None,
    caseload_by: Mapping[str, Mapping[str, float]] | None = None,
    seed: int = 0,
) -> TakeUp:
    """Let those entitled take the programme up in the order of its draw until they are as many as its administration counts.

    `caseload` (persons, in a household programme households) and `caseload_by` are those of the last year counted in the programme's
    file when left out. Places without a count share what the whole country has beyond the others; where it is not counted they keep
    the programme's own take-up. The draw is that of the
    engines: take-up `rate` written in the programme's file gives the same recipients, and a larger caseload keeps those of a smaller
    one. The sum of weights meets the caseload to within half the weight of one unit. No caseload, an unknown variable and an
    unknown level raise GroundfloorError. Method: docs/methods/take-up.md.

    >>> from groundfloor.rules import floor_of
    >>> text = "programme: p\\nlabel: {en: P}\\nguarantee: old_age\\nfunction: old_age\\nstatus: existing\\nunit: person\\n"
    >>> programme = floor_of([text + "eligible: age >= 60\\namount: income\\n"]).programmes["p"]
    >>> columns = {"_key": np.arange(8.0), "_household_key": np.arange(8.0), "age": np.full(8, 70.0)}
    >>> survey = Survey("s", "X", 2020, columns, np.arange(8), np.full(8, 10.0))
    >>> everybody = Entitlement(np.ones(8), np.ones(8), np.full(8, 5.0), np.full(8, 5.0), 0)
    >>> found = calibrated(survey, programme, everybody, caseload=30)
    >>> (survey.weight * found.entitlement.receives).sum().item(), found.lacking
    (30.0, {'all': 0.0})
    """
    variable, counts = _asked(programme, caseload, caseload_by)
    places = places_of(survey, programme, variable, counts.values())
    drawn = draws(survey, programme, seed)
    entitled = entitlement.eligible == 1.0
    takes = (drawn < programme.take_up) & (places.codes >= 0)
    rate: dict[str, float] = {}
    lacking: dict[str, float] = {}
    for levels, wanted in wanted_at(places, counts):
        rows = places.among(np.flatnonzero(entitled), levels)
        limit = limit_that_meets(drawn[rows], survey.weight[rows], wanted)
        takes[rows] = drawn[rows] < limit
        name = places.group(levels[0]) if len(levels) == 1 else REST
        rate[name] = limit
        lacking[name] = max(wanted - float(survey.weight[rows].sum()), 0.0)
    receives = (entitled & takes).astype(float)
    amount = np.where(receives == 1.0, entitlement.full_amount, 0.0)
    found = Entitlement(entitlement.eligible, receives, amount, entitlement.full_amount, entitlement.undecided)
    return TakeUp(found, rate, lacking)


def _asked(
    programme: Programme, caseload: float | None, caseload_by: Mapping[str, Mapping[str, float]] | None
) -> tuple[str | None, Mapping[str, Count]]:
    """The variable and the counts by level that are to be met."""
    if caseload is None and caseload_by is None:
        known = [one for one in programme.counts.counts if one.caseload is not None]
        if not known:
            raise GroundfloorError(
                f"Nothing says how many receive {programme.name}",
                programme.place,
                expected="caseload or caseload_by in its file",
            )
        years = programme.counts.years
        last = programme.counts.caseloads(years[-1]) if years else {one.level: one for one in known}
        return programme.counts.variable, last
    given = {} if caseload is None else {EVERYWHERE: caseload}
    variable = None
    if caseload_by:
        if len(caseload_by) > 1:
            raise GroundfloorError(f"The caseload is by {' and by '.join(caseload_by)}", expected="one variable")
        ((variable, levels),) = caseload_by.items()
        given |= levels
    return variable, {level: Count(None, level, one, None, "", programme.place) for level, one in given.items()}
