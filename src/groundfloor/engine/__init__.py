"""Engines: the same floor on the same survey, in memory (`arrays`), in a database (`sql`) or one person at a time (`plain`)."""

from __future__ import annotations

import datetime

from groundfloor.engine.block import Prepared
from groundfloor.engine.check import check_variables
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Survey

__all__ = ["ENGINES", "Prepared", "apply"]

ENGINES = ("arrays", "sql", "plain")


def apply(
    floor: Floor, survey: Survey | Prepared, date: datetime.date, *, engine: str = "arrays", seed: int = 0
) -> Entitlements:
    """What `floor` gives each person of `survey` on `date`: one value a person and programme, amounts in LCU a year.

    `seed` sets the take-up draw. All engines give the same answer: arrays is the fast one, sql is for data larger than memory,
    plain is the slow one that defines the language. Many scenarios on one survey are faster on a `Prepared` one. A variable
    that the survey lacks and an unknown engine raise GroundfloorError. Definition: docs/methods/entitlements.md.

    >>> from groundfloor import new, read_survey
    >>> from groundfloor.rules import load_floor
    >>> pack = new("nowhere")
    >>> given = apply(load_floor(pack / "floors" / "floor.yaml"), read_survey(pack), datetime.date(2026, 7, 1))
    >>> given.programmes["child_grant"].eligible.sum().item()
    304.0
    """
    if engine not in ENGINES:
        raise GroundfloorError(
            f"There is no engine {engine!r}", expected=f"one of {', '.join(ENGINES)}", hint=nearest(engine, ENGINES)
        )
    prepared, survey = (survey, survey.survey) if isinstance(survey, Prepared) else (None, survey)
    if prepared is None:
        check_variables(floor, survey)
    else:
        prepared.check(floor)
    if not floor.programmes:
        return Entitlements({})
    if engine == "plain":
        from groundfloor.rules.plain import evaluate_plain

        return evaluate_plain(floor, survey, date, seed)
    if engine == "sql":
        from groundfloor.engine.sql import evaluate as evaluate_sql

        return evaluate_sql(floor, survey, date, seed)
    from groundfloor.engine.arrays import evaluate

    return evaluate(floor, prepared or survey, date, seed)
