"""A survey whose money is carried to other prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.variables import VARIABLES


def amounts_of(survey: Survey) -> dict[str, int]:
    """The columns that are money, each with the year of its prices."""
    harmonised = {name: survey.price_year for name, one in VARIABLES.items() if "LCU" in one.unit}
    return {name: year for name, year in (harmonised | dict(survey.amounts)).items() if name in survey.columns}


def revalued(survey: Survey, factor: Callable[[int], float], year: int) -> Survey:
    """`survey` in prices of `year`: welfare, lines and every amount times the `factor` of the year whose prices they are in.

    >>> import numpy as np
    >>> poor = Survey("s", "X", 2020, {}, np.arange(2), np.ones(2), np.array([1.0, 4.0]), {"z": 2.0})
    >>> dear = revalued(poor, lambda _: 1.5, 2025)
    >>> dear.welfare.tolist(), dear.lines, dear.price_year
    ([1.5, 6.0], {'z': 3.0}, 2025)
    """
    years = amounts_of(survey)
    columns = {
        name: column if isinstance(column, Text) or name not in years else column * factor(years[name])
        for name, column in survey.columns.items()
    }
    level = factor(survey.price_year)
    received = {
        name: replace(one, amount=one.amount * factor(survey.amounts.get(f"{name}.amount", survey.price_year)))
        for name, one in survey.transfers.items()
    }
    relative = {name: replace(one, welfare=one.welfare * level) for name, one in survey.relative.items()}
    return replace(
        survey,
        relative=relative,
        columns=columns,
        welfare=None if survey.welfare is None else survey.welfare * level,
        lines={name: line * level for name, line in survey.lines.items()},
        prices=year,
        dollar=None if survey.dollar is None else survey.dollar * level,
        transfers=received,
        amounts=dict.fromkeys(survey.amounts, year),
    )
