"""Ways of choosing at one budget: what each reaches, what it does to poverty, and what its errors cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures import per_member
from groundfloor.proxy.errors import Truth
from groundfloor.proxy.figures import Figures, bounded
from groundfloor.proxy.ranks import cut
from groundfloor.proxy.ways import Way, split
from groundfloor.survey.frame import Floats, Survey

Row = dict[str, Any]
FIFTH = 0.2
ALPHAS = (0, 1, 2)


@dataclass(frozen=True)
class Budget:
    """What may be spent, LCU a year, and what it costs to find people and to pay them.

    `total` pays for benefits, for `administration` (a share of benefits) and, where households are tested, for `screening` (LCU for each
    household, a year). `private` is what claiming costs a household that receives, LCU a year. With `benefit` (LCU a year for each
    benefit) every way pays the same, to as many as the budget reaches; without it the budget is spread over all who are chosen.
    """

    total: float
    administration: float = 0.0
    screening: float = 0.0
    private: float = 0.0
    benefit: float | None = None

    def __post_init__(self) -> None:
        for value, what in (
            (self.administration, "The cost of administration"),
            (self.screening, "The cost of screening"),
            (self.private, "The private cost"),
        ):
            if not 0 <= value < float("inf"):
                raise GroundfloorError(f"{what} is {value:g}", expected="0 or more")
        for given, what in ((self.total, "The budget"), (self.benefit, "The benefit")):
            if given is not None and not 0 < given < float("inf"):
                raise GroundfloorError(f"{what} is {given:g}", expected="a positive number of LCU a year")


@dataclass(frozen=True)
class Paid:
    """A way at its budget: the chance of each person's household, the benefit, and what a member gains when it is chosen."""

    way: Way
    chance: Floats
    benefit: float
    gain: Floats
    transfers: float
    screening: float

    @property
    def reached(self) -> Floats:
        """The chance of each person to live in a household that receives."""
        return np.where(self.gain > 0, self.chance, 0.0)


def gap_lcu(survey: Survey, truth: Truth, welfare: Floats, known: np.ndarray[Any, Any]) -> Floats:
    """What each person lacks to the threshold, LCU a year; where welfare is per adult equivalent a person counts as its part of one."""
    part = 1.0 if survey.sharing is None else survey.sharing / np.repeat(survey.sizes, survey.sizes)
    out: Floats = np.where(known, np.maximum(truth.threshold - welfare, 0.0) * part, 0.0)
    return out


def paid(survey: Survey, way: Way, budget: Budget) -> Paid:
    """A way with the benefit its budget allows; nobody chosen, or a budget that screening eats, leaves no benefit (NaN)."""
    persons = survey.weight[survey.starts] * survey.sizes
    screening = budget.screening * float(survey.weight[survey.starts].sum()) if way.tested else 0.0
    money = max(budget.total - screening, 0.0) / (1 + budget.administration)
    due = np.add.reduceat(survey.weight * way.benefits, survey.starts)
    chance = way.chance
    if budget.benefit is None:
        chosen = float(chance @ due)
        benefit = money / chosen if chosen > 0 and money > 0 else float("nan")
    else:
        benefit = budget.benefit
        affordable = money / benefit
        if way.order is not None:
            chance = split(way.order, persons, affordable / float(persons[~np.isnan(way.order)].sum()))
        elif float(due @ np.ones(len(due))) > 0:
            whole = (way.chance > 0).astype(float)
            chance = whole * min(1.0, affordable / max(float(whole @ due), 1e-300))
    transfers = 0.0 if np.isnan(benefit) else benefit * float(chance @ due)
    gain = per_member(survey, way.benefits * (0.0 if np.isnan(benefit) else benefit))
    return Paid(way, np.repeat(chance, survey.sizes), benefit, gain, transfers, screening)


class Compared:
    """The table `comparison`: a row a way, line and measure."""

    def __init__(self, survey: Survey, truth: Truth, budget: Budget) -> None:
        self.survey, self.truth, self.budget = survey, truth, budget
        self.figures = Figures(survey)
        persons = survey.weight[survey.starts] * survey.sizes
        self.welfare = self.figures.persons(truth.welfare)
        self.known = self.figures.persons(truth.known)
        self.poor = self.figures.persons(truth.known & truth.poor)
        self.fifth = self.known & (self.welfare <= cut(truth.welfare, persons, FIFTH)[0])

    def rows(self, ways: Iterable[Way]) -> Iterator[Row]:
        """Every way in turn, after what is before any of them."""
        nothing = Way("none", np.zeros(self.survey.households), np.zeros(self.survey.persons))
        for way in (nothing, *ways):
            yield from self._way(paid(self.survey, way, self.budget))

    def lines(self) -> dict[str, float]:
        """The survey's lines and the threshold of the target, as far as they are positive."""
        found = {**self.survey.lines, "target": self.truth.threshold}
        return {name: value for name, value in found.items() if value > 0}

    def _way(self, one: Paid) -> Iterator[Row]:
        figures, share = self.figures, self.figures.share
        reached, known = one.reached, self.known

        def row(measure: str, found: Row, line: str | None = None) -> Row:
            return {"way": one.way.name, "measure": measure, "line": line, **found}

        def plain(measure: str, value: float) -> Row:
            nothing = None if np.isnan(value) else value
            return row(measure, {"value": nothing, "se": None, "low": None, "high": None, "n": None})

        if one.way.name != "none":
            yield plain("benefit_lcu", one.benefit)
            yield plain("transfers_lcu", one.transfers)
            yield plain("administration_lcu", one.transfers * self.budget.administration)
            yield plain("screening_lcu", one.screening)
            homes = float(self.survey.weight[self.survey.starts] @ reached[self.survey.starts])
            yield plain("private_lcu", self.budget.private * homes)
            yield row("beneficiaries", figures.total(known, reached))
            yield row("coverage", bounded(share(known, reached)))
            yield row("coverage_poorest_fifth", bounded(share(self.fifth, reached)))
            yield row("exclusion_error", bounded(share(self.poor, 1 - reached)))
            yield row("inclusion_error", bounded(share(known & (reached > 0), reached * ~self.poor, reached)))
            money = reached * one.gain
            yield row("leakage", bounded(share(known & (money > 0), money * ~self.poor, money)))
        after = self.welfare + one.gain
        for line, z in self.lines().items():
            for alpha in ALPHAS:
                before = deprivation(self.welfare, z, alpha)
                moved = one.chance * (deprivation(after, z, alpha) - before)
                yield row(f"fgt{alpha}", bounded(share(known, before + moved)), line)
                if one.way.name != "none":
                    yield row(f"fgt{alpha}_change", share(known, moved), line)
        before = gap_lcu(self.survey, self.truth, self.welfare, known)
        left = one.chance * gap_lcu(self.survey, self.truth, after, known) + (1 - one.chance) * before
        yield row("gap_lcu", figures.total(known, left), "target")
        if one.way.name != "none":
            yield row("gap_closed", share(known, before - left, before), "target")


def deprivation(welfare: Floats, line: float, alpha: int) -> Floats:
    """The shortfall from a line as a share of it, to a power; 0 at the line and above it, and where welfare is not known."""
    with np.errstate(invalid="ignore"):
        below = welfare < line
    gap = np.where(below, (line - welfare) / line, 0.0)
    out: Floats = np.where(below, gap**alpha, 0.0)
    return out


def cost_of_errors(survey: Survey, truth: Truth, way: Way, budget: Budget) -> list[Row]:
    """What the poor who are left out lose and what others receive, at the benefit of the budget: the table `costs`."""
    one, figures = paid(survey, way, budget), Figures(survey)
    known, poor = figures.persons(truth.known), figures.persons(truth.known & truth.poor)
    welfare = figures.persons(truth.welfare)
    each = 0.0 if np.isnan(one.benefit) else one.benefit
    rows = [
        ("excluded_poor", figures.total(poor, 1 - one.chance)),
        ("excluded_lcu", figures.total(poor, (1 - one.chance) * each)),
        ("included_others", figures.total(known & ~poor, one.chance)),
        ("included_lcu", figures.total(known & ~poor, one.chance * each)),
    ]
    before = gap_lcu(survey, truth, welfare, known)
    after = gap_lcu(survey, truth, welfare + one.gain, known)
    rows += [
        ("gap_before_lcu", figures.total(known, before)),
        ("gap_left_lcu", figures.total(known, one.chance * after + (1 - one.chance) * before)),
    ]
    homes = float(survey.weight[survey.starts] @ one.chance[survey.starts])
    sums = [
        ("budget_lcu", budget.total),
        ("benefit_lcu", one.benefit),
        ("transfers_lcu", one.transfers),
        ("administration_lcu", one.transfers * budget.administration),
        ("screening_lcu", one.screening),
        ("private_lcu", budget.private * homes),
    ]
    empty = {"se": None, "low": None, "high": None, "n": None}
    return [{"measure": name, **found} for name, found in rows] + [
        {"measure": name, "value": None if np.isnan(value) else value, **empty} for name, value in sums
    ]


def default_budget(survey: Survey, truth: Truth) -> float:
    """What it would take to lift all the poor just to the threshold if nothing went wrong, LCU a year."""
    figures = Figures(survey)
    known = figures.persons(truth.known)
    found = figures.total(known, gap_lcu(survey, truth, figures.persons(truth.welfare), known))
    return float(found["value"])
