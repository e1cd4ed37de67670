"""What a floor costs in its low and its high variant: only the programmes that a variant touches are simulated again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from groundfloor.rules.order import needs
from groundfloor.rules.programme import Floor
from groundfloor.rules.variants import VARIANTS, changed, touched, variant
from groundfloor.simulate import Year
from groundfloor.survey.frame import Finding

Rows = list[dict[str, Any]]
SAME = 1e-9


def add_ranges(costs: Rows, option: Floor, years: Callable[[Floor], Iterator[Year]]) -> dict[str, dict[int, float]]:
    """Put the total of each variant into the rows of an option's costs; returns the sums by variant and year.

    Where no programme of the option has a variant, nothing is put in and nothing returned. A variant that is not written is the option
    itself, and so is a programme that it does not touch. `years` simulates a floor.
    """
    if not any(changed(option, which) for which in VARIANTS):
        return {}
    sums: dict[str, dict[int, float]] = {}
    for which in VARIANTS:
        found = _totals(option, which, years)
        for row in costs:
            row[f"total_lcu_{which}"] = found.get((row["programme"], row["year"]), row["total_lcu"])
            by_year = sums.setdefault(which, {})
            by_year[row["year"]] = by_year.get(row["year"], 0.0) + row[f"total_lcu_{which}"]
    return sums


def _totals(option: Floor, which: str, years: Callable[[Floor], Iterator[Year]]) -> Mapping[tuple[str, int], float]:
    """Cost in LCU of the programmes and schemes that a variant touches, by programme and year."""
    own = changed(option, which)
    if not own:
        return {}
    other = variant(option, which)
    moved = touched(option, own) | touched(other, own)
    part = _with_needed(other, moved)
    # what ends for those who receive something new hangs on every programme that replaces it
    ends = any(one.replaces for one in part.values())
    simulated = other if ends else replace(other, programmes=part)
    still = {name for name in option.programmes if name not in moved}
    return {
        (row["programme"], row["year"]): row["total_lcu"]
        for year in years(simulated)
        for row in year.costs
        if row["programme"] not in still
    }


def _with_needed(floor: Floor, names: set[str]) -> dict[str, Any]:
    wanted, waiting = set(), list(names)
    while waiting:
        one = waiting.pop()
        if one not in wanted:
            wanted.add(one)
            waiting += needs(floor.programmes[one].eligible, floor.programmes[one].amount)
    return {name: programme for name, programme in floor.programmes.items() if name in wanted}


def findings(costs: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Where a low variant costs more, or a high one less, than the programme itself over all years."""
    sums: dict[tuple[str, str], dict[str, float]] = {}
    for row in costs:
        if row.get("total_lcu_low") is None:
            continue
        own = sums.setdefault((row["scenario"], row["programme"]), dict.fromkeys(("low", "base", "high"), 0.0))
        for which, column in (("low", "total_lcu_low"), ("base", "total_lcu"), ("high", "total_lcu_high")):
            own[which] += row[column]
    out = []
    for (scenario, programme), own in sums.items():
        slack = SAME * abs(own["base"])
        wrong = {"low": own["low"] - own["base"], "high": own["base"] - own["high"]}
        for which, by in wrong.items():
            if not math.isnan(by) and by > slack:
                values = {"programme": programme, "scenario": scenario}
                out.append(Finding("warning", "variants", "", 0, f"variants.{which}", values))
    return out
