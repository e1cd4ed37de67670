"""Who receives in a given year: take-up times phase-in, drawn once a person so that nobody drops out as a scheme grows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from groundfloor.rules.growth import Ages, ByCohort, ByPlace
from groundfloor.rules.programme import Floor, Programme, TakeUpBy
from groundfloor.rules.tree import Compare, Literal_, Logic, Node, Parameter, Variable

OLDEST = 100
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def phase_in_share(steps: Mapping[int, float], year: int) -> float:
    """The share of the target group reached in `year`: the latest step at or before it, 1 where none is given.

    >>> phase_in_share({2026: 0.3, 2028: 1.0}, 2027)
    0.3
    >>> phase_in_share({2026: 0.3}, 2025)
    0.0
    >>> phase_in_share({}, 2025)
    1.0
    """
    if not steps:
        return 1.0
    past = [step for step in steps if step <= year]
    return steps[max(past)] if past else 0.0


def take_up_in(programme: Programme, year: int) -> float:
    """Take-up in `year`: along a path straight from year to year given, before the first and after the last as there.

    >>> from dataclasses import replace
    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> grant = replace(floor.programmes["child_grant"], take_up_path={2026: 0.5, 2030: 0.9})
    >>> [round(take_up_in(grant, year), 2) for year in (2025, 2027, 2030, 2040)]
    [0.5, 0.6, 0.9, 0.9]
    """
    path = programme.take_up_path
    if not path:
        return programme.take_up
    return float(np.interp(year, list(path), list(path.values())))


def in_place(programme: Programme, year: int) -> bool:
    """Whether a programme has started, and so is run, in `year`: its phase-in reaches somebody somewhere."""
    by = programme.grows_by
    if isinstance(by, ByCohort):
        return bool(by.ages(year))
    if isinstance(by, ByPlace):
        return any(phase_in_share(steps, year) > 0.0 for steps in (*by.places.values(), by.other) if steps is not None)
    return phase_in_share(programme.phase_in, year) > 0.0


def full_from(programme: Programme, parameters: Mapping[str, float]) -> int | None:
    """The year from which a programme has grown to all whom it entitles, None where it never grows.

    By cohort that is when every age between those its condition names is reached; `parameters` are the numbers it names.
    """
    years = [*programme.phase_in, *programme.take_up_path]
    by = programme.grows_by
    if isinstance(by, ByPlace):
        years += [step for steps in (*by.places.values(), by.other or {}) for step in steps]
    if isinstance(by, ByCohort):
        low, high = ages_of(programme.eligible, parameters)
        last = max(by.steps)
        reached = (year for year in range(last, last + OLDEST + 1) if _covered(by.ages(year), low, high))
        years.append(next(reached, last + OLDEST))
    return max(years, default=None)


def _covered(ages: Ages, low: int, high: int) -> bool:
    return any(first <= low and last >= high for first, last in ages)


def ages_of(eligible: Node, parameters: Mapping[str, float]) -> tuple[int, int]:
    """The lowest and highest age for which a condition can be true, as far as its terms say so outright; else 0 and OLDEST."""
    low, high = 0, OLDEST
    for term in eligible.terms if isinstance(eligible, Logic) and eligible.op == "and" else (eligible,):
        if not isinstance(term, Compare):
            continue
        op, left, right = term.op, term.left, term.right
        if isinstance(right, Variable):
            op, left, right = MIRRORED.get(op, op), right, left
        value = (
            right.value
            if isinstance(right, Literal_)
            else parameters.get(right.name)
            if isinstance(right, Parameter)
            else None
        )
        if (
            not isinstance(left, Variable)
            or left.name != "age"
            or not isinstance(value, int | float)
            or math.isnan(value)
        ):
            continue
        if op in ("<", "<=", "=="):
            high = min(high, math.ceil(value) - 1 if op == "<" else math.floor(value))
        if op in (">", ">=", "=="):
            low = max(low, math.floor(value) + 1 if op == ">" else math.ceil(value))
    return low, high


def phased(floor: Floor, year: int) -> Floor:
    """The floor as it is in place in `year`: the take-up of each programme times its phase-in, where it has come and for whom.

    One draw decides on both, so that nobody drops out as a scheme grows, and a rule that reads another programme's receipts
    reads those of the year.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> [round(phased(floor, year).programmes["child_grant"].take_up, 2) for year in (2025, 2027, 2030)]
    [0.0, 0.36, 0.9]
    """
    programmes = {name: _grown(one, take_up_in(one, year), year) for name, one in floor.programmes.items()}
    return replace(floor, programmes=programmes)


def _grown(one: Programme, take_up: float, year: int) -> Programme:
    by = one.grows_by
    if isinstance(by, ByCohort):
        return replace(one, take_up=take_up, ages=by.ages(year))
    if isinstance(by, ByPlace):
        shares = {level: take_up * phase_in_share(steps, year) for level, steps in by.places.items()}
        elsewhere = 0.0 if by.other is None else take_up * phase_in_share(by.other, year)
        return replace(one, take_up=elsewhere, take_up_by=TakeUpBy(by.variable, shares))
    return replace(one, take_up=take_up * phase_in_share(one.phase_in, year))
