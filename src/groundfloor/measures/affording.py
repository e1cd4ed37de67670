"""What measures of the cost of services share: a household's budget by row, and shares that hang on a line which varies itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import Base
from groundfloor.measures.influence import Figure
from groundfloor.measures.lines import means
from groundfloor.measures.median import NORMAL_95
from groundfloor.measures.view import Over
from groundfloor.survey.budget import consumption, income, shared_total
from groundfloor.survey.frame import Floats

# what each person's value is at a line
At = Callable[[float], Floats]


@dataclass(frozen=True)
class Line:
    """A line as a number; where it hangs on the sample, also as a figure of everybody, over `base`, with its standard error."""

    value: float
    figure: Figure | None = None
    error: float = 0.0
    base: Base | None = None


def members(context: Context) -> Floats:
    """Members of the household, by row."""
    return by_row(context, context.survey.sizes.astype(float))


def by_row(context: Context, each: Floats) -> Floats:
    """One value a row from one a household."""
    return each[context.view.homes]


def lived_on(context: Context) -> Floats | None:
    """By row, the household's consumption as surveyed, or its income where the survey has no consumption; LCU a year."""
    total = consumption(context.survey)
    return None if total is None else by_row(context, total)


def lived_on_after(context: Context) -> Floats | None:
    """The same with what a scenario adds to welfare."""
    total, after, before = consumption(context.survey), context.welfare, context.survey.welfare
    if total is None or after is None or before is None or after is context.before:
        return None if total is None else by_row(context, total)
    return by_row(context, total + shared_total(context.survey, context.view.spread(after) - before))


def budgets(context: Context) -> dict[str, Floats]:
    """By row, the household's income and its consumption, as far as the survey has them; LCU a year."""
    survey, found = context.survey, {}
    earned, spent = income(survey), consumption(survey)
    if earned is not None:
        found["income"] = by_row(context, earned)
    if spent is not None and "consumption" in survey.columns:
        found["consumption"] = by_row(context, spent)
    return found


def at_line(
    context: Context, measure: str, over: Over, values: At, at: Line, *, proportion: bool = False, **labels: str
) -> Iterator[Row]:
    """Rows of the mean of `values` at a line; where it varies, its error has that of the line in it.

    How the mean moves with the line is its mean rise over the line's 95 % interval.
    """
    if at.figure is None:
        yield from context.ratios(measure, over, values(at.value), proportion=proportion, **labels)
        return
    far = NORMAL_95 * at.error
    known = bool(np.isfinite(far) and far > 0)
    rise = (values(at.value + far) - values(at.value - far)) / (2 * far) if known else 0 * values(at.value)
    for base, figure in means(context, over, at.figure, values(at.value), rise):
        yield from context.rows(measure, base.partition, figure.estimate(base), proportion=proportion, **labels)
