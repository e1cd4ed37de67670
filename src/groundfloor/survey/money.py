"""Units of amounts: LCU/household/week and the like, as amounts of a year."""

from __future__ import annotations

from dataclasses import dataclass

from groundfloor.errors import GroundfloorError, Place, nearest

TIMES_A_YEAR = {
    "day": 365.0,
    "week": 365.0 / 7.0,
    "fortnight": 365.0 / 14.0,
    "month": 12.0,
    "quarter": 4.0,
    "half_year": 2.0,
    "year": 1.0,
}
WHOSE = ("person", "household", "adult_equivalent")


@dataclass(frozen=True)
class Money:
    """Whose amount it is (person, household, adult_equivalent; None when the unit does not say) and how often a year."""

    whose: str | None
    times: float


def money(unit: str, place: Place) -> Money:
    """The unit written as LCU/PERIOD or LCU/WHOSE/PERIOD.

    >>> money("LCU/household/month", Place("survey.yaml"))
    Money(whose='household', times=12.0)
    """
    parts = unit.replace(" ", "").split("/")
    whose = parts[1] if len(parts) == 3 else None
    if parts[0] == "LCU" and len(parts) in (2, 3) and parts[-1] in TIMES_A_YEAR and whose in (None, *WHOSE):
        return Money(whose, TIMES_A_YEAR[parts[-1]])
    raise GroundfloorError(
        f"The unit {unit!r} is not known",
        place,
        expected=f"LCU/{{{' or '.join(WHOSE)}}}/{{{' or '.join(TIMES_A_YEAR)}}}, such as LCU/household/week",
        hint=nearest(parts[-1], TIMES_A_YEAR) if parts[-1] not in TIMES_A_YEAR else nearest(whose or "", WHOSE),
    )
