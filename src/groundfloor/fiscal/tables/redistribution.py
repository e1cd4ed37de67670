"""How much is redistributed, how progressively, and how many change places (CEQ Master Workbook, sheets E10, E11 and E13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from groundfloor.fiscal.case import Case, Instrument
from groundfloor.fiscal.figures import Labels, Row, figure
from groundfloor.fiscal.kinds import PREFISCAL
from groundfloor.fiscal.statistics import Statistic, concentration, gini, mean
from groundfloor.survey.frame import Floats

TABLE, ORDER = "fiscal_redistribution", 6


def rows(case: Case) -> Iterator[Row]:
    """From pre-fiscal income to each end, by group: redistributive_effect, vertical_equity, reranking; and of each tax and benefit alone.

    Of each tax and benefit also its concentration, kakwani and average_rate, all by the ranks of pre-fiscal income.
    """
    for area in case.areas:
        yield from _rows(area)


def _rows(case: Case) -> Iterator[Row]:
    before = case.of(case.concepts[PREFISCAL])
    first = concentration(before, case.order(PREFISCAL))
    for end in case.ends:
        yield from _effects(case, first, case.of(case.concepts[end]), concept=end)
    for one in case.interventions:
        yield from _of(case, one, before, first)


def _effects(case: Case, first: Statistic, after: Floats, **labels: Unpack[Labels]) -> Iterator[Row]:
    """The fall of the Gini coefficient, and its two parts: what ranks kept would have given, less what changed ranks undo."""
    last, kept = gini(after, case.weight), concentration(after, case.order(PREFISCAL))
    scale = max(first.value, last.value)
    yield figure(case, "redistributive_effect", first - last, scale, **labels)
    yield figure(case, "vertical_equity", first - kept, scale, **labels)
    yield figure(case, "reranking", last - kept, scale, **labels)


def _of(case: Case, one: Instrument, before: Floats, first: Statistic) -> Iterator[Row]:
    each = case.of(one.each)
    spread = concentration(each, case.order(PREFISCAL))
    yield figure(case, "concentration", spread, item=one.name, concept=PREFISCAL)
    progressive = (first - spread) * one.sign
    yield figure(case, "kakwani", progressive, abs(first.value), item=one.name, concept=PREFISCAL)
    rate = mean(each, case.weight) / mean(before, case.weight)
    yield figure(case, "average_rate", rate, item=one.name, concept=PREFISCAL)
    yield from _effects(case, first, before + each * one.sign, item=one.name, concept=PREFISCAL)
