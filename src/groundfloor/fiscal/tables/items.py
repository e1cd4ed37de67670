"""What every item comes to, whom it concerns, and whether it is progressive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from groundfloor.fiscal.case import ROUNDING, Case
from groundfloor.fiscal.figures import Labels, figure
from groundfloor.fiscal.kinds import KINDS, PREFISCAL
from groundfloor.fiscal.statistics import concentration

TABLE, ORDER = "fiscal_items", 1


def rows(case: Case) -> Iterator[dict[str, Any]]:
    """One row an item: amount_lcu a year, persons (households) who pay or receive, factor, undecided, and its progressivity."""
    weight = case.survey.weight
    for name, one in case.amounts.items():
        known = ~np.isnan(one.amount)
        yield {
            "pensions": case.pensions,
            "item": name,
            "item_label": dict(one.item.label) or None,
            "kind": one.item.kind,
            "item_unit": one.item.unit,
            "amount_lcu": float((weight * one.amount)[known].sum()),
            "payers": float(weight[known & (one.amount > 0)].sum()),
            "factor": one.factor,
            "undecided": one.undecided,
            "progressivity": _progressivity(case, name) if KINDS[one.item.kind].group else None,
        }


def _progressivity(case: Case, name: str) -> str | None:
    """By the sign of the Kakwani index, neutral where its 95 % interval holds 0; what the poor receive more of is pro_poor."""
    one = next(one for one in case.singles if one.name == name)
    if PREFISCAL in one.held:
        return None
    order = case.order(PREFISCAL)
    spread = concentration(case.of(one.each), order)
    first = concentration(case.of(case.concepts[PREFISCAL]), order)
    names: Labels = {"concept": PREFISCAL, "item": name}
    kakwani = figure(case, "kakwani", (first - spread) * one.sign, abs(first.value), **names)
    if np.isnan(kakwani["se"]):  # nothing varies where the item is in proportion; else its error is not known
        return "neutral" if abs(kakwani["value"]) < ROUNDING else None
    if kakwani["ci_low"] > 0:
        received = figure(case, "concentration", spread, **names)
        return "pro_poor" if one.sign > 0 and received["ci_high"] < 0 else "progressive"
    if kakwani["ci_high"] < 0:
        return "regressive"
    return "neutral"
