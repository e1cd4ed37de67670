"""The small table that all figures of a floor come from: one row a household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Floats, Survey


@dataclass(frozen=True)
class Given:
    """What one programme gives, a value a household: members entitled, undecided and receiving, LCU a year paid (NaN not known).

    A programme for households counts the household once. `worth` is the share of the benefit that can be spent.
    """

    entitled: Floats
    undecided: Floats
    receives: Floats
    paid: Floats
    worth: float = 1.0


@dataclass(frozen=True)
class Homes:
    """Households: the weight of each member, members, welfare of each member (NaN not known), among how many money is shared."""

    weight: Floats
    members: Floats
    welfare: Floats | None
    sharing: Floats
    programmes: Mapping[str, Given]

    @property
    def after(self) -> Floats | None:
        """Welfare with what the programmes give, NaN where either is not known; None without welfare."""
        if self.welfare is None:
            return None
        total = np.zeros(len(self.weight))
        for one in self.programmes.values():
            if one.worth:
                total = total + one.worth * one.paid
        after: Floats = self.welfare + total / self.sharing
        return after


def followed(floor: Floor) -> None:
    """Refuse a floor whose benefits depend on what a household pays in fees, which the table does not have."""
    for name, one in floor.programmes.items():
        if one.form.waives is not None:
            raise GroundfloorError(
                f"{name} waives a fee, which figures of a floor do not follow",
                one.place,
                expected="benefits in cash or in kind",
                hint="Ask `groundfloor run`, which does.",
            )


def homes_of(survey: Survey, floor: Floor, given: Entitlements) -> Homes:
    """The households of a survey under what a floor gives.

    A floor that waives fees, and welfare that differs within a household, raise GroundfloorError. Definition: docs/methods/figures.md.
    """
    followed(floor)
    starts = survey.starts

    def summed(values: Floats) -> Floats:
        total: Floats = np.add.reduceat(values, starts)
        return total

    programmes = {
        name: Given(
            summed((one.eligible == 1.0).astype(float)),
            summed(np.isnan(one.eligible).astype(float)),
            summed(one.receives),
            summed(one.amount),
            floor.programmes[name].form.worth,
        )
        for name, one in given.programmes.items()
    }
    return Homes(
        survey.weight[starts],
        survey.sizes.astype(float),
        None if survey.welfare is None else _of_households(survey, survey.welfare),
        survey.sizes.astype(float) if survey.sharing is None else survey.sharing[starts],
        programmes,
    )


def _of_households(survey: Survey, welfare: Floats) -> Floats:
    first = welfare[survey.starts]
    alike = np.repeat(first, survey.sizes)
    other = ~((welfare == alike) | (np.isnan(welfare) & np.isnan(alike)))
    if other.any():
        raise GroundfloorError(
            f"Welfare differs within {int(other.sum()):,} households' members",
            expected="one value for all members of a household",
            hint="Ask `groundfloor measure`, which takes each member's own.",
        )
    return first
