"""Drinking water, sanitation and hygiene: who is on which rung of the ladders of the Joint Monitoring Programme."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.conditions import answers, least, share_figures, share_rows
from groundfloor.measures.context import Context, Row
from groundfloor.survey.frame import Text
from groundfloor.survey.variables import HYGIENE, LADDER

SETS = ("services",)

LOWEST = {"water": "surface", "sanitation": "open_defecation"}
BASIC, SAFE = LADDER[-2:]
LADDERS = {"water": LADDER, "sanitation": LADDER, "hygiene": HYGIENE}
# what safely managed water is made of, beside being basic
ELEMENTS = {
    "on_premises": "water_on_premises",
    "available": "water_available",
    "uncontaminated": "water_uncontaminated",
}
QUALITY = "uncontaminated"


def rung(ladder: str, level: str) -> str:
    """The name of the measure of a rung.

    >>> rung("water", "surface_or_open"), rung("sanitation", "surface_or_open"), rung("hygiene", "none")
    ('water_surface', 'sanitation_open_defecation', 'hygiene_none')
    """
    return f"{ladder}_{LOWEST.get(ladder, level) if level == LADDER[0] else level}"


def rows(context: Context) -> Iterator[Row]:
    """Shares of persons on each rung; at least basic; improved; and safely managed by households and by the least of its elements."""
    for ladder in LADDERS:
        yield from _rungs(context, ladder)
        if ladder == "hygiene":
            continue
        basic = answers(context.survey, f"basic_{ladder}")
        column = context.survey.columns.get(ladder)
        if basic is None and isinstance(column, Text):
            basic = np.maximum(column.is_(BASIC), column.is_(SAFE))
        for name, yes in (("at_least_basic", basic), ("improved", answers(context.survey, f"improved_{ladder}"))):
            if yes is not None:
                yield from share_rows(context, f"{ladder}_{name}", yes)
    yield from _by_elements(context)


def _rungs(context: Context, ladder: str) -> Iterator[Row]:
    """A rung a measure. Basic is a rung of its own only where it is known who is above it."""
    column = context.survey.columns.get(ladder)
    if not isinstance(column, Text):
        return
    above = ladder == "hygiene" or f"safely_managed_{ladder}" in context.survey.columns
    above = above or bool((column.is_(SAFE) == 1.0).any())
    for level in LADDERS[ladder]:
        if level not in (BASIC, SAFE) or above:
            yield from share_rows(context, rung(ladder, level), column.is_(level))


def _by_elements(context: Context) -> Iterator[Row]:
    """Each element of safely managed water among those with improved water, times the share who have that; and the least of them."""
    improved = answers(context.survey, "improved_water")
    elements = {name: answers(context.survey, of) for name, of in ELEMENTS.items()}
    known = {name: yes for name, yes in elements.items() if yes is not None}
    if improved is None or not known:
        return
    asked = ~np.isnan(improved)
    share = share_figures(context, improved, asked)
    over = context.over(asked, context.groups)
    found = {}
    for name, yes in known.items():
        users = (improved == 1.0) & ~np.isnan(yes)
        if not users.any():
            continue
        among = share_figures(context, yes, users)
        found[name] = [all_of * part for all_of, part in zip(share, among, strict=True)]
        for base, figure in zip(over.bases, found[name], strict=True):
            yield from context.rows(f"water_improved_{name}", base.partition, figure.estimate(base), proportion=True)
    if QUALITY in found and len(found) > 1:
        for k, base in enumerate(over.bases):
            figure = least([of[k] for of in found.values()])
            yield from context.rows(
                "water_safely_managed_minimum", base.partition, figure.estimate(base), proportion=True
            )
