"""Ways of choosing at one budget: what each reaches, what it does to poverty, and what its errors cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures import per_member
from groundfloor.proxy.errors import Truth
from groundfloor.proxy.figures import Figures, Row
from groundfloor.proxy.joint import Joint, reaching
from groundfloor.proxy.ways import Way, split
from groundfloor.survey.frame import Floats, Survey

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
    """A way at its budget: the chance of each person's household, the benefit, and what a member gains when it is chosen.

    `joint` has the shares of those who receive where they are those that the test selects, no more and no fewer.
    """

    way: Way
    chance: Floats
    benefit: float
    gain: Floats
    transfers: float
    screening: float
    joint: Joint | None = None

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
    joint = way.joint if budget.benefit is None and benefit > 0 else None
    return Paid(way, np.repeat(chance, survey.sizes), benefit, gain, transfers, screening, joint)


class Compared:
    """The table `comparison`: a row a way, line and measure."""

    def __init__(self, survey: Survey, truth: Truth, budget: Budget) -> None:
        self.survey, self.truth, self.budget = survey, truth, budget
        self.figures = Figures(survey)
        persons = survey.weight[survey.starts] * survey.sizes
        self.welfare = self.figures.persons(truth.welfare)
        self.known = self.figures.persons(truth.known)
        self.poor = self.figures.persons(truth.known & truth.poor)
        order = truth.order(persons)
        self.poorest_fifth = reaching(order, order.reached(FIFTH), FIFTH)
        self.fifth = self.known & self.figures.persons(self.poorest_fifth.mask)

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
            yield row("beneficiaries", self._beneficiaries(one))
            for measure, found in self._reached(one):
                yield row(measure, found)
            money = reached * one.gain
            yield row("leakage", share(known & (money > 0), money * ~self.poor, money, proportion=True))
        after = self.welfare + one.gain
        for line, z in self.lines().items():
            for alpha in ALPHAS:
                before = deprivation(self.welfare, z, alpha)
                moved = one.chance * (deprivation(after, z, alpha) - before)
                yield row(f"fgt{alpha}", share(known, before + moved, proportion=alpha == 0), line)
                if one.way.name != "none":
                    yield row(f"fgt{alpha}_change", share(known, moved), line)
        before = gap_lcu(self.survey, self.truth, self.welfare, known)
        left = one.chance * gap_lcu(self.survey, self.truth, after, known) + (1 - one.chance) * before
        yield row("gap_lcu", figures.total(known, left), "target")
        if one.way.name != "none":
            yield row("gap_closed", share(known, before - left, before), "target")

    def _beneficiaries(self, one: Paid) -> Row:
        if one.joint is None:
            return self.figures.total(self.known, one.reached)
        return one.joint.people(one.joint.selected, one.joint.known)

    def _reached(self, one: Paid) -> Iterator[tuple[str, Row]]:
        """Who is reached and who is not, as shares of persons."""
        reached, joint, share = one.reached, one.joint, self.figures.share
        if joint is None:
            yield "coverage", share(self.known, reached, proportion=True)
            yield "coverage_poorest_fifth", share(self.fifth, reached, proportion=True)
            yield "exclusion_error", share(self.poor, 1 - reached, proportion=True)
            chosen = self.known & (reached > 0)
            yield "inclusion_error", share(chosen, reached * ~self.poor, reached, proportion=True)
            return
        fifth, inside = joint.parted(self.poorest_fifth)
        yield "coverage", joint.coverage
        yield "coverage_poorest_fifth", joint.share(inside / fifth, self.poorest_fifth.mask)
        yield "exclusion_error", joint.exclusion_error
        yield "inclusion_error", joint.inclusion_error


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
    rows = []
    for unit, excluded, included in ((1.0, "excluded_poor", "included_others"), (each, "excluded_lcu", "included_lcu")):
        if one.joint is None:
            rows.append((excluded, figures.total(poor, (1 - one.chance) * unit)))
            rows.append((included, figures.total(known & ~poor, one.chance * unit)))
        else:
            rows.append((excluded, one.joint.people(one.joint.excluded, truth.poor, unit)))
            rows.append((included, one.joint.people(one.joint.included, ~truth.poor, unit)))
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
