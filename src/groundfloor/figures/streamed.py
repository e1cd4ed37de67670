"""The figures of a table of households that does not fit in memory: exact, in passes over its pieces and in the order of welfare.

What needs no order is summed piece by piece. What needs one (Gini, median, tenths) is had from stretches of welfare, each small enough to be sorted in memory, which follow each other.
The same table in the same pieces gives the same bits.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from groundfloor.figures.homes import Homes
from groundfloor.figures.plain import COLUMNS, TENTHS, TODAY, Row
from groundfloor.measures.ranking import NEAR
from groundfloor.survey.frame import Floats

SAMPLED = 64
"""Of so many households one shows where the stretches of welfare shall end."""
BLOCK = 8192
Welfare = Literal["welfare", "after"]


class Table(Protocol):
    """A table of households that is read more than once."""

    def pieces(self) -> Iterator[Homes]:
        """All of it, in the same pieces in the same order each time."""

    def between(self, what: Welfare, low: float, high: float) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Of the households with a weight whose welfare, or welfare after, lies from `low` up to below `high`: it, their people, and whether welfare after is known."""


def streamed(
    table: Table, lines: Mapping[str, float], scenario: str = "floor", at_a_time: int = 10_000_000
) -> list[Row]:
    """The rows of `figures.plain`, of a table that is read in pieces; about `at_a_time` households are sorted together.

    >>> import numpy as np
    >>> from groundfloor.figures.homes import Given
    >>> class Small:
    ...     homes = Homes(np.ones(2), np.ones(2), np.array([50.0, 150.0]), np.ones(2), {})
    ...     def pieces(self):
    ...         yield self.homes
    ...     def between(self, what, low, high):
    ...         here = (self.homes.welfare >= low) & (self.homes.welfare < high)
    ...         return self.homes.welfare[here], np.ones(here.sum()), np.ones(here.sum(), dtype=bool)
    >>> [row["value"] for row in streamed(Small(), {}, at_a_time=1) if row["measure"] == "gini"]
    [0.25, 0.25]
    """
    sums = _Sums(lines, scenario)
    for homes in table.pieces():
        sums.add(homes)
    rows = [*sums.reach(), *sums.money()]
    if sums.welfare:
        everybody, both, after = _Walk(sums.of("ranked")), _Walk(sums.of("known")), _Walk(sums.of("known"))
        _walked(table, "welfare", sums.samples["welfare"], at_a_time, {False: everybody, True: both})
        _walked(table, "after", sums.samples["after"], at_a_time, {True: after})
        rows += [*_tenths(table, everybody, sums.names, scenario), *sums.poverty({TODAY: both, scenario: after})]
    return [{name: row.get(name, "" if name != "value" else np.nan) for name in COLUMNS} for row in rows]


@dataclass
class _Sums:
    """What needs no order, by what is summed: one value a piece, added exactly at the end."""

    lines: Mapping[str, float]
    scenario: str
    welfare: bool = False
    names: list[str] = field(default_factory=list)
    parts: dict[tuple[str, ...], list[float]] = field(default_factory=lambda: defaultdict(list))
    samples: dict[Welfare, list[Floats]] = field(default_factory=lambda: {"welfare": [], "after": []})

    def add(self, homes: Homes) -> None:
        """One more piece."""
        people = homes.weight * homes.members
        self.names = list(homes.programmes)
        someone = np.zeros(len(people), dtype=bool)
        total = np.zeros(len(people))
        for name, one in homes.programmes.items():
            for measure, counted in (
                ("target_population", one.entitled),
                ("undecided", one.undecided),
                ("beneficiaries", one.receives),
                ("transfers_lcu", one.paid),
            ):
                self._put((measure, name), homes.weight * counted)
            self._put(("covered", name), people[one.receives > 0])
            someone |= one.receives > 0
            total = total + one.paid
        self._put(("covered", ""), people[someone])
        self._put(("transfers_lcu", ""), homes.weight * total)
        self._put(("people",), people)
        before, after = homes.welfare, homes.after
        if before is None or after is None:
            return
        self.welfare = True
        self.samples["welfare"].append(before[~np.isnan(before)][::SAMPLED])
        self.samples["after"].append(after[~np.isnan(after)][::SAMPLED])
        self._put(("ranked",), people[~np.isnan(before) & (people > 0)])
        known = ~np.isnan(after) & (homes.weight > 0)
        people = people[known]
        self._put(("known",), people)
        for name, values in ((TODAY, before[known]), (self.scenario, after[known])):
            self._put(("welfare", name), people * values)
            for line, z in self.lines.items():
                gap = 1.0 - np.clip(values, 0.0, z) / z
                for power in (0, 1, 2):
                    self._put((f"fgt{power}", name, line), (people * (gap**power if power else 1.0))[values < z])

    def _put(self, key: tuple[str, ...], values: Floats) -> None:
        self.parts[key].append(float(values.sum()))

    def of(self, *key: str) -> float:
        """The whole sum."""
        parts = self.parts[key]
        return math.fsum(parts) if all(map(math.isfinite, parts)) else sum(parts)

    def reach(self) -> Iterator[Row]:
        """Whom the programmes reach."""
        for name in self.names:
            here = {"scenario": self.scenario, "programme": name, "group": "all"}
            for measure in ("target_population", "undecided", "beneficiaries"):
                yield here | {"measure": measure, "value": self.of(measure, name)}
            yield here | {"measure": "coverage", "value": _over(self.of("covered", name), self.of("people"))}
        covered = _over(self.of("covered", ""), self.of("people"))
        yield {"scenario": self.scenario, "group": "all", "measure": "coverage", "value": covered}

    def money(self) -> Iterator[Row]:
        """What they pay."""
        for name in (*self.names, ""):
            here = {"scenario": self.scenario, "programme": name, "group": "all"}
            yield here | {"measure": "transfers_lcu", "value": self.of("transfers_lcu", name)}

    def poverty(self, walks: Mapping[str, _Walk]) -> Iterator[Row]:
        """Poverty and inequality today and under the floor."""
        known = self.of("known")
        for name, walk in walks.items():
            here = {"scenario": name, "group": "all"}
            for line in self.lines:
                for power in (0, 1, 2):
                    value = _over(self.of(f"fgt{power}", name, line), known)
                    yield here | {"measure": f"fgt{power}", "line": line, "value": value}
            total = self.of("welfare", name)
            both = known * total
            yield here | {"measure": "gini", "value": _over(walk.ranked, both if both > 0 else 0) - 1}
            yield here | {"measure": "mean_welfare", "value": _over(total, known)}
            yield here | {"measure": "median_welfare", "value": walk.median}


@dataclass
class _Walk:
    """Through the households in order of welfare, stretch by stretch: sum of p x (2 C - p), the median, the cut points of the tenths."""

    total: float
    running: float = 0.0
    ranks: list[float] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    meets: bool = False
    last: float = math.nan

    def on(self, x: Floats, p: Floats) -> None:
        """The next stretch, in order."""
        if not len(x):
            return
        c = _running(p, self.running)
        self.ranks.append(float((p * x * (2 * c - p)).sum()))
        slack = NEAR * self.total
        while len(self.cuts) < TENTHS - 1:
            at = int(np.searchsorted(c, self.total * (len(self.cuts) + 1) / TENTHS - slack))
            if at == len(c):
                break
            self.cuts.append(float(x[at]))
        self._middle(x, c, slack)
        self.running, self.last = float(c[-1]), float(x[-1])

    def _middle(self, x: Floats, c: Floats, slack: float) -> None:
        if not self.middle:
            at = int(np.searchsorted(c, self.total / 2 - slack))
            if at < len(c):
                self.meets = abs(float(c[at]) - self.total / 2) <= slack
                self.middle = [float(one) for one in x[at : at + 2]]
        elif len(self.middle) == 1:
            self.middle.append(float(x[0]))

    @property
    def ranked(self) -> float:
        """The sum that the Gini coefficient is made of."""
        return math.fsum(self.ranks)

    @property
    def median(self) -> float:
        """The value at which the cumulated weight first exceeds half; where it meets it exactly, the mean of that and the next."""
        if not self.middle:
            return self.last
        return (self.middle[0] + self.middle[-1]) / 2 if self.meets else self.middle[0]


def _walked(table: Table, what: Welfare, samples: list[Floats], at_a_time: int, walks: Mapping[bool, _Walk]) -> None:
    """Take walks in order of welfare, or of welfare after: through all, and through those only whose welfare after is known."""
    sample = np.concatenate([*samples, np.zeros(0)])
    stretches = math.ceil(len(sample) * SAMPLED / at_a_time) if len(sample) else 1
    inner = np.unique(np.quantile(sample, np.arange(1, stretches) / stretches)) if stretches > 1 else np.zeros(0)
    for low, high in itertools.pairwise([-math.inf, *inner.tolist(), math.inf]):
        x, p, known = table.between(what, low, high)
        order = np.argsort(x, kind="stable")
        x, p, known = x[order], p[order], known[order]
        for known_after, walk in walks.items():
            if known_after and not known.all():
                walk.on(x[known], p[known])
            else:
                walk.on(x, p)


def _running(values: Floats, start: float) -> Floats:
    """Running totals in blocks, each from the total of those before: a long sum of one after the other would drift."""
    out = np.empty(len(values))
    begin = np.arange(0, len(values), BLOCK)
    before = itertools.accumulate(np.add.reduceat(values, begin), initial=start) if len(values) else ()
    for at, total in zip(begin, before, strict=False):
        out[at : at + BLOCK] = total + np.cumsum(values[at : at + BLOCK])
    return out


def _tenths(table: Table, order: _Walk, names: list[str], scenario: str) -> Iterator[Row]:
    """What each tenth gets, by its welfare before."""
    cuts = np.array(order.cuts)
    people: list[NDArray[Any]] = []
    money: dict[str, list[NDArray[Any]]] = {name: [] for name in (*names, "")}
    for homes in table.pieces():
        if homes.welfare is None:
            continue
        known = ~np.isnan(homes.welfare)
        tenth = np.searchsorted(cuts, homes.welfare[known], side="left")
        weight = homes.weight[known]
        paid = {name: one.paid[known] for name, one in homes.programmes.items()}
        paid[""] = sum(paid.values(), np.zeros(len(weight)))
        people.append(np.bincount(tenth, weight * homes.members[known], TENTHS))
        for name, amount in paid.items():
            money[name].append(np.bincount(tenth, weight * amount, TENTHS))
    some = len(cuts) > 0
    persons = _added(people, some)
    for name, parts in money.items():
        got = _added(parts, some)
        for k in range(TENTHS):
            here = {"scenario": scenario, "programme": name, "group": f"decile={k + 1}"}
            yield here | {"measure": "benefit_incidence", "value": _over(got[k], sum(got))}
            if not name:
                yield here | {"measure": "transfer_per_capita", "value": _over(got[k], persons[k])}


def _added(parts: list[NDArray[Any]], some: bool) -> list[float]:
    """By tenth, over the pieces; nothing where nobody's welfare is known."""
    if not some:
        return [0.0] * TENTHS
    return [math.fsum(column) if np.isfinite(column).all() else math.nan for column in np.array(parts).T]


def _over(a: float, b: float) -> float:
    return a / b if b else math.nan
