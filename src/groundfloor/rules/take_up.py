"""Take-up calibrated to what the administration counts: as many recipients in the survey as it has, by region where it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.programme import Programme
from groundfloor.survey.frame import Floats, Survey, Text

EVERYWHERE = "all"


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

    `caseload` (persons, in a household programme households) and `caseload_by` are those of the programme's file when left out. With
    a caseload by a variable of the survey, places without one keep the programme's own take-up. The draw is that of the
    engines: take-up `rate` written in the programme's file gives the same recipients, and a larger caseload keeps those of a smaller
    one. The sum of weights meets the caseload to within half the weight of one unit. No caseload, an unknown variable and an
    unknown level raise GroundfloorError. Method: docs/methods/administrative.md.

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
    by = caseload_by if caseload_by is not None else programme.meta.get("caseload_by")
    total = caseload if caseload is not None else programme.meta.get("caseload")
    if caseload is not None and caseload_by is None:
        by = None
    if by is None and total is None:
        raise GroundfloorError(
            f"Nothing says how many receive {programme.name}",
            programme.place,
            expected="caseload or caseload_by in its file",
        )
    keys = household_keys(survey) if programme.unit == "household" else person_keys(survey)
    drawn = draw(keys, salt(programme.name, seed))
    entitled = entitlement.eligible == 1.0
    takes = drawn < programme.take_up
    rate: dict[str, float] = {}
    lacking: dict[str, float] = {}
    for place, where, wanted in _places(survey, programme, by, total):
        rows = np.flatnonzero(entitled & where)
        limit = _limit(drawn[rows], survey.weight[rows], wanted)
        takes[rows] = drawn[rows] < limit
        rate[place] = limit
        lacking[place] = max(wanted - float(survey.weight[rows].sum()), 0.0) if limit == 1.0 else 0.0
    receives = (entitled & takes).astype(float)
    amount = np.where(receives == 1.0, entitlement.full_amount, 0.0)
    found = Entitlement(entitlement.eligible, receives, amount, entitlement.full_amount, entitlement.undecided)
    return TakeUp(found, rate, lacking)


def _places(
    survey: Survey, programme: Programme, by: Mapping[str, Mapping[str, float]] | None, total: float | None
) -> list[tuple[str, NDArray[np.bool_], float]]:
    """The name of each place with a caseload, who lives there, and the caseload."""
    if by is None:
        return [(EVERYWHERE, np.ones(survey.persons, dtype=bool), float(total or 0.0))]
    found = []
    for variable, counts in by.items():
        column = survey.columns.get(variable)
        if not isinstance(column, Text):
            words = [name for name, one in survey.columns.items() if isinstance(one, Text)]
            raise GroundfloorError(
                f"The caseload of {programme.name} is by {variable!r}, which is no variable of words in the survey",
                programme.place,
                expected=f"one of {', '.join(words)}" if words else None,
                hint=nearest(variable, words),
            )
        for level, wanted in counts.items():
            if level not in column.levels:
                raise GroundfloorError(
                    f"The caseload of {programme.name} names {variable} {level!r}, which the survey does not have",
                    programme.place,
                    hint=nearest(level, column.levels),
                )
            found.append((f"{variable}={level}", column.is_(level) == 1.0, wanted))
    return found


def _limit(drawn: Floats, weight: Floats, wanted: float) -> float:
    """The take-up below which draws weigh nearest to `wanted`: between two draws, 0 for nobody, 1 for all."""
    order = np.argsort(drawn, kind="stable")
    reached = np.concatenate(([0.0], np.cumsum(weight[order])))
    most = int(np.argmin(abs(reached - wanted)))
    if most == 0:
        return 0.0
    if most == len(order):
        return 1.0
    return float((drawn[order[most - 1]] + drawn[order[most]]) / 2)
