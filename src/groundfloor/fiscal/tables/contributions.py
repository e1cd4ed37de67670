"""What each tax and benefit does to inequality and poverty, and how near that comes to the best (sheets E9, E13 and E14)."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.fiscal.best import filling, impact_on_gini
from groundfloor.fiscal.case import Case, Instrument
from groundfloor.fiscal.figures import Labels, Row, figure
from groundfloor.fiscal.kinds import PREFISCAL
from groundfloor.fiscal.order import Order
from groundfloor.fiscal.statistics import Statistic, concentration, mean
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.survey.frame import Floats

TABLE, ORDER = "fiscal_contributions", 4


def rows(case: Case) -> Iterator[Row]:
    """For each end concept and each tax and benefit that it counts, by group: marginal contributions and effectiveness."""
    for area in case.areas:
        yield from _rows(area)


def _rows(case: Case) -> Iterator[Row]:
    for end in case.ends:
        after = case.of(case.concepts[end])
        with_, kept = concentration(after, case.order(end)), concentration(after, case.order(PREFISCAL))
        for one in case.interventions:
            if end in one.held:
                added = case.of(one.added)
                yield from _inequality(case, end, one, after, added, with_, kept)
                yield from _poverty(case, end, one, after, added)


def _inequality(
    case: Case, end: str, one: Instrument, after: Floats, added: Floats, with_: Statistic, kept: Statistic
) -> Iterator[Row]:
    """The Gini coefficient without less that with; its parts by kept ranks and by changed ones; and how good that is."""
    before = Order(after - added, case.weight)
    without, kept_without = concentration(before.by, before), concentration(before.by, case.order(PREFISCAL))
    scale = max(with_.value, without.value)
    names: Labels = {"concept": end, "item": one.name}
    contribution = without - with_
    yield figure(case, "marginal_contribution_gini", contribution, scale, **names)
    yield figure(case, "marginal_contribution_vertical_equity", kept_without - kept, scale, **names)
    changed = (with_ - kept) - (without - kept_without)
    yield figure(case, "marginal_contribution_reranking", changed, scale, **names)
    yield from _slopes(case, one, after, with_, kept, names)
    best, least = impact_on_gini(before, added, with_)
    yield figure(case, "impact_effectiveness_gini", contribution / best, 1.0, **names)
    yield figure(case, "spending_effectiveness_gini", least, 1.0, **names)


def _slopes(
    case: Case, one: Instrument, after: Floats, with_: Statistic, kept: Statistic, names: Labels
) -> Iterator[Row]:
    """How the contributions move with the item's size (its average rate, all amounts growing alike) and with its progressivity.

    Of the Gini coefficient G by the size: -s (C - G) over the end income's total in pre-fiscal incomes, with s the item's sign and C
    its concentration by the ranks of the end income. By pre-fiscal ranks the same holds of what ranks kept would give; with
    Kakwani's index it moves as the item's share in the end income (Enami, Lustig and Aranda 2018).
    """
    each, prefiscal = case.of(one.each), mean(case.of(case.concepts[PREFISCAL]), case.weight)
    income = mean(after, case.weight)
    grown = income / prefiscal
    by_end, by_start = (concentration(each, case.order(by)) for by in (str(names["concept"]), PREFISCAL))
    gini = (by_end - with_) * -one.sign / grown
    equity = (by_start - kept) * -one.sign / grown
    scale = max(abs(by_end.value), abs(by_start.value), with_.value)
    yield figure(case, "marginal_contribution_gini_by_size", gini, scale, **names)
    yield figure(case, "marginal_contribution_vertical_equity_by_size", equity, scale, **names)
    yield figure(case, "marginal_contribution_reranking_by_size", equity - gini, scale, **names)
    share = mean(each, case.weight) / income
    yield figure(case, "marginal_contribution_vertical_equity_by_progressivity", share, **names)


def _poverty(case: Case, end: str, one: Instrument, after: Floats, added: Floats) -> Iterator[Row]:
    """The indices of poverty without less those with; of what is received, also how good that is for the gap."""
    before = after - added
    for line, value in case.lines.items():
        names: Labels = {"concept": end, "item": one.name, "line": line}
        for measure, power in POWERS.items():
            fallen = mean(fgt(before, value, power) - fgt(after, value, power), case.weight)
            yield figure(case, f"marginal_contribution_{measure}", fallen, 1.0, **names)
            if measure == "fgt1" and one.sign > 0:
                best = filling(before, added, case.weight, value)
                yield figure(case, "impact_effectiveness_fgt1", fallen / best, 1.0, **names)
                # a gap is closed at its own price, so that the least budget is the money that closed gaps
                spent = mean(added, case.weight) * (1 / value)
                least = fallen / spent if fallen.value > 0 else Statistic(float("nan"), fallen.influence)
                yield figure(case, "spending_effectiveness_fgt1", least, 1.0, **names)
