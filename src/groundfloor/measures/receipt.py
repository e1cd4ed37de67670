"""One programme as households live it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.measures.design import Mask
from groundfloor.measures.view import View
from groundfloor.survey.frame import Floats, Survey

UNKNOWN = 0.5  # between no and yes: one yes decides a household, and nothing but no else


@dataclass(frozen=True)
class Receipt:
    """One programme as households live it.

    recipient: 1 for who receives in person (one person a household in a household programme), 0 for others, NaN unknown; by person.
    beneficiary: 1 for every member of a household where someone receives, else 0, NaN where one more answer could make it 1; by row.
    amount: what the household receives, in LCU a year per member, NaN where unknown; by row.
    """

    recipient: Floats
    beneficiary: Floats
    amount: Floats

    @cached_property
    def asked(self) -> Mask:
        """Those of whom it is known whether they live with a recipient."""
        known: Mask = ~np.isnan(self.beneficiary)
        return known

    @cached_property
    def known(self) -> Mask:
        """Those of whom it is known what their household is paid, if anything."""
        known: Mask = ~np.isnan(self.amount)
        return known

    @cached_property
    def paid(self) -> Mask:
        """The beneficiaries whose amount is known."""
        known: Mask = self.known & (self.beneficiary == 1.0)
        return known

    @cached_property
    def valued(self) -> bool:
        """Whether of any beneficiary, or of nobody because there are none, the amount is known."""
        return bool(self.paid.any()) or not (self.beneficiary == 1.0).any()


def per_member(survey: Survey, values: Floats) -> Floats:
    """The household's sum of one value a person, shared equally by its members (or adult equivalents).

    >>> per_member(Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(3)), np.array([50.0, 0.0, 7.0])).tolist()
    [25.0, 25.0, 7.0]
    """
    total = np.repeat(np.add.reduceat(values, survey.starts), survey.sizes)
    shared: Floats = total / (np.repeat(survey.sizes, survey.sizes) if survey.sharing is None else survey.sharing)
    return shared


def receipt(view: View, receives: Floats, amount: Floats) -> Receipt:
    """What a programme's receipts, told by person, mean for all members of the households."""
    survey = view.survey
    most = np.maximum.reduceat(np.where(np.isnan(receives), UNKNOWN, receives), survey.starts)
    someone = np.where(most == UNKNOWN, np.nan, most)
    if not view.by_household:
        return Receipt(receives, np.repeat(someone, survey.sizes), per_member(survey, amount))
    sharing = survey.sizes if survey.sharing is None else view.take(survey.sharing)
    return Receipt(receives, someone, np.add.reduceat(amount, survey.starts) / sharing)
