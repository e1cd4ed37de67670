"""The measures that users of an engine without any write in NumPy, as fast as plain NumPy allows: no standard errors."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Array = np.ndarray


def _poverty(welfare: Array, people: Array, line: float) -> list[float]:
    gap = np.maximum(line - welfare, 0.0) / line
    return [float((people * (welfare < line)).sum()), float((people * gap).sum()), float((people * gap**2).sum())]


def _gini(welfare: Array, people: Array) -> tuple[float, Array]:
    order = np.argsort(welfare)
    income = np.cumsum((people * welfare)[order])
    share = people[order]
    return float(1 - (share * (2 * income - (share * welfare[order]))).sum() / (share.sum() * income[-1])), order


def statistics(
    household: Mapping[str, Array],
    home: Array,
    amounts: Mapping[str, Array],
    transfers: Mapping[str, Array],
    line: float,
) -> dict[str, float]:
    """Coverage and cost by programme, FGT 0-2 and Gini before and after, mean benefit by decile."""
    people = household["weight"] * np.bincount(home)
    population = people.sum()
    before = household["consumption"]
    total = sum(transfers.values())
    after = before + total / np.bincount(home)
    figures = {}
    for name, amount in transfers.items():
        figures[f"cost_{name}"] = float((household["weight"] * amount).sum())
        figures[f"coverage_{name}"] = float(people[amount > 0].sum() / population)
    for word, welfare in (("before", before), ("after", after)):
        for power, value in enumerate(_poverty(welfare, people, line)):
            figures[f"fgt{power}_{word}"] = value / population
        figures[f"gini_{word}"], order = _gini(welfare, people)
        if word == "before":
            rank = np.cumsum(people[order]) / population
            decile = np.empty(len(order), dtype=np.int64)
            decile[order] = np.minimum((10 * rank).astype(np.int64), 9)
    weights = np.bincount(decile, people, 10)
    for i, value in enumerate(np.bincount(decile, household["weight"] * total, 10) / weights):
        figures[f"decile_{i + 1}"] = float(value)
    return figures
