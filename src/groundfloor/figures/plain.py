"""The definition of the figures, a formula a line: slow beside what computes them at scale, and what that is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from groundfloor.figures.homes import Homes
from groundfloor.measures.ranking import quantile_groups
from groundfloor.survey.frame import Floats

TODAY = "today"
TENTHS = 10
NEAR = 1e-12
"""A share of all weights within which a cumulated weight meets another."""
COLUMNS = ("scenario", "measure", "line", "programme", "group", "value")
Row = dict[str, Any]


def plain(homes: Homes, lines: Mapping[str, float], scenario: str = "floor") -> list[Row]:
    """Every figure of docs/methods/figures.md, as rows of scenario, measure, line, programme, group and value (NaN empty).

    >>> from groundfloor.figures.homes import Given
    >>> one = np.ones(2)
    >>> homes = Homes(one * 10, one * 2, np.array([50.0, 150.0]), one * 2, {"grant": Given(one, 0 * one, one, one * 60)})
    >>> rows = plain(homes, {"line": 100.0})
    >>> [round(row["value"].item(), 12) for row in rows if row["measure"] == "fgt1"]
    [0.25, 0.1]
    """
    return [
        {name: row.get(name, "" if name != "value" else np.nan) for name in COLUMNS}
        for row in [*_reach(homes, scenario), *_money(homes, scenario), *_welfare(homes, lines, scenario)]
    ]


def _reach(homes: Homes, scenario: str) -> Iterator[Row]:
    people = homes.weight * homes.members
    someone = np.zeros(len(people), dtype=bool)
    for name, one in homes.programmes.items():
        here = {"scenario": scenario, "programme": name, "group": "all"}
        yield here | {"measure": "target_population", "value": (homes.weight * one.entitled).sum()}
        yield here | {"measure": "undecided", "value": (homes.weight * one.undecided).sum()}
        yield here | {"measure": "beneficiaries", "value": (homes.weight * one.receives).sum()}
        yield here | {"measure": "coverage", "value": _share(people, one.receives > 0)}
        someone |= one.receives > 0
    yield {"scenario": scenario, "group": "all", "measure": "coverage", "value": _share(people, someone)}


def _money(homes: Homes, scenario: str) -> Iterator[Row]:
    people = homes.weight * homes.members
    paid = {name: one.paid for name, one in homes.programmes.items()}
    paid[""] = sum(paid.values(), np.zeros(len(people)))
    for name, amount in paid.items():
        here = {"scenario": scenario, "programme": name}
        yield here | {"measure": "transfers_lcu", "group": "all", "value": (homes.weight * amount).sum()}
    if homes.welfare is None:
        return
    tenth = quantile_groups(homes.welfare, people, TENTHS)
    persons = np.array([people[tenth == k].sum() for k in range(TENTHS)])
    for name, amount in paid.items():
        money = np.array([(homes.weight * amount)[tenth == k].sum() for k in range(TENTHS)])
        for k in range(TENTHS):
            here = {"scenario": scenario, "programme": name, "group": f"decile={k + 1}"}
            yield here | {"measure": "benefit_incidence", "value": _over(money[k], money.sum())}
            if not name:
                yield here | {"measure": "transfer_per_capita", "value": _over(money[k], persons[k])}


def _welfare(homes: Homes, lines: Mapping[str, float], scenario: str) -> Iterator[Row]:
    before, after = homes.welfare, homes.after
    if before is None or after is None:
        return
    known = ~np.isnan(after) & (homes.weight > 0)
    people = (homes.weight * homes.members)[known]
    for name, welfare in ((TODAY, before[known]), (scenario, after[known])):
        here = {"scenario": name, "group": "all"}
        for line, z in lines.items():
            gap = 1.0 - np.clip(welfare, 0.0, z) / z
            for power in (0, 1, 2):
                share = (people * (gap**power if power else 1.0))[welfare < z].sum()
                yield here | {"measure": f"fgt{power}", "line": line, "value": _over(share, people.sum())}
        order = np.argsort(welfare, kind="stable")
        x, p = welfare[order], people[order]
        running = np.cumsum(p)
        both = people.sum() * (people * welfare).sum()
        yield here | {"measure": "gini", "value": _over((p * x * (2 * running - p)).sum(), both if both > 0 else 0) - 1}
        yield here | {"measure": "mean_welfare", "value": _over((people * welfare).sum(), people.sum())}
        yield here | {"measure": "median_welfare", "value": _median(x, running)}


def _median(x: Floats, running: Floats) -> float:
    """The value at which the cumulated weight first exceeds half; where it meets it exactly, the mean of that and the next."""
    if not len(x):
        return np.nan
    half, slack = running[-1] / 2, NEAR * running[-1]
    at = min(int(np.searchsorted(running, half - slack)), len(x) - 1)
    meets = abs(running[at] - half) <= slack
    return float((x[at] + x[min(at + 1, len(x) - 1)]) / 2 if meets else x[at])


def _share(people: Floats, who: Any) -> float:
    return _over(people[who].sum(), people.sum())


def _over(a: float, b: float) -> float:
    return a / b if b else np.nan
