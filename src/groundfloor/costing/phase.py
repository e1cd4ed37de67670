"""Who receives in a given year: take-up times phase-in, drawn once a person so that nobody drops out as a scheme grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from groundfloor.rules.programme import Floor, Programme


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


def in_place(programme: Programme, year: int) -> bool:
    """Whether a programme has started, and so is run, in `year`: its phase-in reaches somebody."""
    return phase_in_share(programme.phase_in, year) > 0.0


def phased(floor: Floor, year: int) -> Floor:
    """The floor as it is in place in `year`: the take-up of each programme times its phase-in.

    One draw decides on both, so that nobody drops out as a scheme grows, and a rule that reads another programme's receipts
    reads those of the year.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> [round(phased(floor, year).programmes["child_grant"].take_up, 2) for year in (2025, 2027, 2030)]
    [0.0, 0.36, 0.9]
    """
    programmes = {
        name: replace(one, take_up=one.take_up * phase_in_share(one.phase_in, year))
        for name, one in floor.programmes.items()
    }
    return replace(floor, programmes=programmes)
