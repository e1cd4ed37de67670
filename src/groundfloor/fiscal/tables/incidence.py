"""Who pays and who receives, by tenth of the population (CEQ Master Workbook, sheets E3, E10 and E11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundfloor.fiscal.case import Case, below
from groundfloor.fiscal.figures import Labels, Row, bases, ratios, shares
from groundfloor.fiscal.kinds import PREFISCAL
from groundfloor.measures.cuts import DECILES
from groundfloor.measures.design import Partition

TABLE, ORDER = "fiscal_incidence", 5
RANKS = (PREFISCAL, "disposable")


def rows(case: Case) -> Iterator[Row]:
    """By tenth of pre-fiscal and of disposable income, which `concept` names: average, incidence, share and cumulative_share.

    By tenth of pre-fiscal income also the mean of each concept, and how many pay more than they receive, or less. All but
    cumulative_share are by group too, with pre-fiscal income as the concept.
    """
    before = case.concepts[PREFISCAL]
    for rank in RANKS:
        tenths = case.deciles(rank)
        parts = (*tenths, *case.parts) if rank == PREFISCAL else tenths
        people, income = bases(case, parts), bases(case, parts, before)
        everybody, code = tenths[0], tenths[1].code
        upto = [Partition((f"decile<={k}",), everybody.code, everybody.atoms) for k in range(1, DECILES)]
        for one in (*case.singles, *case.sums):
            names: Labels = {"concept": rank, "item": one.name}
            yield from ratios(case, "average", people, one.each, **names)
            yield from ratios(case, "incidence", income, one.each, **names)
            for base in bases(case, parts[1:], one.each):
                yield from shares(case, "share", base, **names)
            (whole,) = bases(case, tenths[:1], one.each)
            for tenth, part in enumerate(upto, start=1):
                poorest = np.where(code < tenth, one.each, 0.0)
                yield from ratios(case, "cumulative_share", [replace(whole, partition=part)], poorest, **names)
    yield from _of_concepts(case)


def _of_concepts(case: Case) -> Iterator[Row]:
    people = bases(case, (*case.deciles(PREFISCAL), *case.parts))
    before = case.concepts[PREFISCAL]
    for concept in case.shown:
        yield from ratios(case, "mean_income", people, case.concepts[concept], concept=concept)
    for end in case.ends:
        after = case.concepts[end]
        for measure, yes in (("net_payers", below(after, before)), ("net_receivers", below(before, after))):
            yield from ratios(case, measure, people, yes.astype(float), proportion=True, concept=end)
