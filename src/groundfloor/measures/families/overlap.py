"""Programmes beside each other: how many a household has, which go together, and of which areas of social protection."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np

from groundfloor.measures.aggregates import ALL, PUBLIC, members_of_areas, together
from groundfloor.measures.context import Context, Row
from groundfloor.survey.frame import Floats

SETS = ("adept", "aspire")

MOST = 3


def rows(context: Context) -> Iterator[Row]:
    """programmes_mean, programmes_mean_households, programmes_0 to programmes_3_plus, overlap by pair of programmes, overlap_none and its like by area.

    programmes_mean is the number of programmes that the household of a person receives, programmes_mean_households that of a
    household, programmes_0, _1, _2 and _3_plus the
    shares of persons whose household has as many. overlap is the share whose household has both programmes of the pair
    'a+b', of 'a+a' the coverage of a. overlap_none, overlap_assistance_only, overlap_insurance_only, overlap_labour_only,
    overlap_assistance_and_other and overlap_insurance_and_labour are the classes of ASPIRE; they add up to 1.
    """
    receipts = {name: one for name, one in context.receipts.items() if name in context.public}
    if not receipts:
        return
    count = sum((one.beneficiary for one in receipts.values()), np.zeros(context.view.rows))
    over = context.over(~np.isnan(count), context.cuts)
    yield from context.ratios("programmes_mean", over, count)
    heads = np.zeros(context.survey.persons, dtype=bool)
    heads[context.survey.starts] = True
    yield from context.ratios(
        "programmes_mean_households", context.over(heads & ~np.isnan(context.view.spread(count)), context.areas), count
    )
    for many in range(MOST + 1):
        here = count == many if many < MOST else count >= MOST
        name = f"programmes_{many}" + ("_plus" if many == MOST else "")
        yield from context.proportions(name, over, here.astype(float))
    for first, second in combinations_with_replacement(receipts, 2):
        both = receipts[first].beneficiary * receipts[second].beneficiary
        # who is known to lack one of the two does not have both
        lacks = (receipts[first].beneficiary == 0.0) | (receipts[second].beneficiary == 0.0)
        both = np.where(lacks, 0.0, both)
        pair = context.over(~np.isnan(both), context.areas)
        yield from context.proportions("overlap", pair, both, programme=f"{first}+{second}")
    yield from _classes(context)


def _classes(context: Context) -> Iterator[Row]:
    found = members_of_areas(context.kinds)
    if not found:
        return
    none = np.zeros(context.view.rows)
    has = [
        together([context.receipts[name] for name in found[area]]).beneficiary if area in found else none
        for area in PUBLIC
    ]
    assistance, insurance, labour = has
    known = ~np.isnan(assistance + insurance + labour)
    # by welfare before transfers too: before all of social protection
    cuts = next((one.cuts for one in context.programmes if one.name == ALL), context.cuts)
    over = context.over(known, cuts)

    def share(a: Floats, i: Floats, m: Floats) -> Floats:
        return a * i * m

    classes = {
        "none": share(1 - assistance, 1 - insurance, 1 - labour),
        "assistance_only": share(assistance, 1 - insurance, 1 - labour),
        "insurance_only": share(1 - assistance, insurance, 1 - labour),
        "labour_only": share(1 - assistance, 1 - insurance, labour),
        "assistance_and_other": assistance * np.maximum(insurance, labour),
        "insurance_and_labour": share(1 - assistance, insurance, labour),
    }
    for name, yes in classes.items():
        yield from context.proportions(f"overlap_{name}", over, yes)
