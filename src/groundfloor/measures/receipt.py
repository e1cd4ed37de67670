"""One programme as households live it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.measures.design import Mask
from groundfloor.survey.frame import Floats, Survey

UNKNOWN = 0.5  # between no and yes: one yes decides a household, and nothing but no else


@dataclass(frozen=True)
class Receipt:
    """One programme as households live it.

    recipient: 1 for who receives in person (one person a household in a household programme), 0 for others, NaN unknown.
    beneficiary: 1 for every member of a household where someone receives, else 0, NaN where one more answer could make it 1.
    amount: what the household receives, in LCU a year per member, NaN where unknown.
    """

    recipient: Floats
    beneficiary: Floats
    amount: Floats

    @property
    def asked(self) -> Mask:
        """Those of whom it is known whether they live with a recipient."""
        known: Mask = ~np.isnan(self.beneficiary)
        return known

    @property
    def paid(self) -> Mask:
        """The beneficiaries whose amount is known."""
        known: Mask = ~np.isnan(self.amount) & (self.beneficiary == 1.0)
        return known

    @cached_property
    def valued(self) -> bool:
        """Whether of any beneficiary, or of nobody because there are none, the amount is known."""
        reached = self.beneficiary == 1.0
        return bool((~np.isnan(self.amount[reached])).any()) or not reached.any()


def per_member(survey: Survey, values: Floats) -> Floats:
    """The household's sum of one value a person, shared equally by its members (or adult equivalents).

    >>> per_member(Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(3)), np.array([50.0, 0.0, 7.0])).tolist()
    [25.0, 25.0, 7.0]
    """
    total = np.repeat(np.add.reduceat(values, survey.starts), survey.sizes)
    shared: Floats = total / (np.repeat(survey.sizes, survey.sizes) if survey.sharing is None else survey.sharing)
    return shared


def receipt(survey: Survey, receives: Floats, amount: Floats) -> Receipt:
    """What a programme's receipts mean for all members of the households."""
    most = np.maximum.reduceat(np.where(np.isnan(receives), UNKNOWN, receives), survey.starts)
    someone = np.repeat(np.where(most == UNKNOWN, np.nan, most), survey.sizes)
    return Receipt(receives, someone, per_member(survey, amount))
