"""What a floor gives each person: the result every engine returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groundfloor.survey.frame import Floats


@dataclass(frozen=True)
class Entitlement:
    """One programme over all persons.

    eligible: 1, 0, or NaN where undecided for want of data, after the limit per household.
    receives: 1 where eligible is 1 and the take-up draw falls below take-up, else 0.
    amount: LCU a year of those who receive, 0 for the others, NaN where someone receives but the amount is unknown.
    full_amount: the same without take-up, for everybody eligible.
    undecided: how many persons (households in a household programme) are NaN in eligible.
    A household programme stands on the household's first row; the other rows are 0.
    """

    eligible: Floats
    receives: Floats
    amount: Floats
    full_amount: Floats
    undecided: int


@dataclass(frozen=True)
class Entitlements:
    """The entitlements of a floor, by programme in the floor's order."""

    programmes: Mapping[str, Entitlement]
