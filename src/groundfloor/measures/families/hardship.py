"""What people pay for health out of their own pockets, and whom that puts in hardship: SDG indicator 3.8.2, old and new, and poverty lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.affording import Line, at_line, by_row, lived_on, lived_on_after, members
from groundfloor.measures.context import Context, Row
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.ranking import Ranking
from groundfloor.measures.view import Over
from groundfloor.survey.budget import HEALTH, beside_lines, exceeds, hardship, spending
from groundfloor.survey.frame import Floats
from groundfloor.survey.lines import INTERNATIONAL, SOCIETAL

SETS = ("services",)

DAYS = 365.0
OF_THE_BUDGET = (10, 25)


def rows(context: Context) -> Iterator[Row]:
    """oop_any, oop_share, oop_over_10 and oop_over_25 (SDG 3.8.2 until 2024) by group; with a line in international dollars also
    societal_line, financial_hardship_40_2025 (SDG 3.8.2 since 2025) and its parts oop_impoverishing_2025 and oop_large_2025; by
    line oop_pushed_below, oop_pushed_further and oop_gap_increase.
    """
    spent, lived = spending(context.survey, HEALTH), lived_on_after(context)
    if spent is None or lived is None:
        return
    oop = by_row(context, spent)
    known = ~np.isnan(oop) & ~np.isnan(lived)
    if not known.any():
        return
    over, each = context.over(known, context.equity), members(context)
    yield from context.proportions("oop_any", over, (oop > 0).astype(float))
    money = context.over(known, context.equity, lived / each)
    yield from context.ratios("oop_share", money, oop / each)
    for limit in OF_THE_BUDGET:
        yield from context.proportions(f"oop_over_{limit}", over, exceeds(oop, lived * limit / 100))
    yield from _of_2025(context, over, lived / each, oop / each)
    yield from _below_lines(context, oop)


def _of_2025(context: Context, over: Over, lived: Floats, oop: Floats) -> Iterator[Row]:
    """The indicator as adopted in March 2025; the line is that of today's consumption, whatever a scenario adds."""
    dollar, line = context.survey.dollar, societal_line(context)
    if dollar is None or line is None or line.figure is None or line.base is None:
        return
    yield from context.rows("societal_line", line.figure.part, line.figure.estimate(line.base))
    consumed, spent = (amount / (DAYS * dollar) for amount in (lived, oop))

    def facing(z: float) -> Floats:
        return hardship(consumed, spent, z)

    def impoverished(z: float) -> Floats:
        return hardship(consumed, spent, z, share=1.0)

    asked = {"financial_hardship_40_2025": facing, "oop_impoverishing_2025": impoverished}
    for measure, values in asked.items():
        yield from at_line(context, measure, over, values, line, proportion=True)
    large = lambda z: facing(z) - impoverished(z)  # noqa: E731
    yield from at_line(context, "oop_large_2025", over, large, line, proportion=True)


def societal_line(context: Context) -> Line | None:
    """The World Bank's societal poverty line of the survey's consumption, in international dollars a person a day.

    None where the survey has no line in dollars of a vintage for which the line is defined.
    """
    survey, lived = context.survey, lived_on(context)
    if survey.dollar is None or survey.vintage not in SOCIETAL or lived is None or not beside_lines(survey):
        return None
    daily = lived / members(context) / (DAYS * survey.dollar)
    base = context.over(~np.isnan(daily), context.groups[:1]).bases[0]
    part = base.partition
    ranking = Ranking(part, daily, context.weight)
    everybody = Distribution(base, ranking, ranking.spread(ranking.y))
    above, floor = everybody.median / 2 + SOCIETAL[survey.vintage], INTERNATIONAL[survey.vintage]["low"]
    figure = above.where(~(above.value < floor), floor)
    if not np.isfinite(figure.value).all():
        return None
    return Line(float(figure.value[0]), figure, float(everybody.error(figure)[0]), base)


def _below_lines(context: Context, oop: Floats) -> Iterator[Row]:
    """What the same spending does to poverty: welfare with it held against welfare less it."""
    survey = context.survey
    if context.welfare is None or not beside_lines(survey):
        return
    sharing = members(context) if survey.sharing is None else context.view.take(survey.sharing)
    part, out = oop / sharing, HEALTH in survey.without
    gross, net = (context.welfare + part, context.welfare) if out else (context.welfare, context.welfare - part)
    over = context.over(~np.isnan(gross) & ~np.isnan(net), context.equity)
    for name, value in context.lines.items():
        moved = context.moving.get(name)
        line = Line(value, moved, 0.0 if moved is None else float(context.distributions[0].error(moved)[0]))

        def below(z: float) -> Floats:
            return ((gross >= z) & (net < z)).astype(float)

        def further(z: float) -> Floats:
            return ((gross < z) & (part > 0)).astype(float)

        def gap(z: float) -> Floats:
            return fgt(net, z, 1) - fgt(gross, z, 1)

        yield from at_line(context, "oop_pushed_below", over, below, line, proportion=True, line=name)
        yield from at_line(context, "oop_pushed_further", over, further, line, proportion=True, line=name)
        yield from at_line(context, "oop_gap_increase", over, gap, line, line=name)
