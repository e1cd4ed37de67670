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

    >>> import datetime
    >>> from groundfloor import apply, load_floor, new, read_survey
    >>> pack = new("nowhere")
    >>> survey, floor = read_survey(pack), load_floor(pack / "floors" / "floor.yaml")
    >>> homes = homes_of(survey, floor, apply(floor, survey, datetime.date(2026, 7, 1)))
    >>> len(homes.weight), homes.programmes["child_grant"].entitled.sum().item()
    (500, 304.0)
    """
    followed(floor)
    home, starts, count = survey.household_of, survey.starts, survey.households
    programmes = {}
    for name, one in given.programmes.items():
        granted = one.granted
        taking = granted.rows[granted.takes]
        programmes[name] = Given(
            np.bincount(home[granted.rows], minlength=count).astype(float),
            np.bincount(home[one.unknown], minlength=count).astype(float),
            np.bincount(home[taking], minlength=count).astype(float),
            np.bincount(home[taking], granted.money[granted.takes], count).astype(float),
            floor.programmes[name].form.worth,
        )
    return Homes(survey.weight[starts], survey.sizes.astype(float), welfare_of(survey), sharing_of(survey), programmes)


def sharing_of(survey: Survey) -> Floats:
    """Among how many each household shares its money."""
    return survey.sizes.astype(float) if survey.sharing is None else survey.sharing[survey.starts]


def welfare_of(survey: Survey) -> Floats | None:
    """The welfare of each household's members; None where the survey has none. One that differs within a household raises GroundfloorError."""
    if survey.welfare is None:
        return None
    welfare = survey.welfare
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
