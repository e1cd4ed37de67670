"""The figures of a table of households that cannot be sorted: from sums by bins of welfare, exact or between stated bounds.

A bin holds a stretch of welfare, so that the order of the bins is that of the households; what is not known is the order within a bin.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.formulas import Sql
from groundfloor.figures import histograms as ask
from groundfloor.figures.histograms import Welfare
from groundfloor.figures.plain import COLUMNS, TENTHS, TODAY, Row
from groundfloor.measures.ranking import NEAR
from groundfloor.survey.frame import Floats, Ints

BINS = 10_000
"""Stretches of positive welfare; as many again for negative."""
FETCHED = 200_000
"""Households of the stretches that hold a cut point which are asked for one by one; of more the stretches are parted first."""
PARTS = 1_000
ROUNDING = 1e-12
NUMBERS = ("value", "low", "high")
WIDER = (*COLUMNS, "low", "high")
Found = Mapping[str, Floats]
Ask = Callable[[exp.Select], Found]


@dataclass(frozen=True)
class Cells:
    """Stretches of welfare in order: people, people times welfare, the least and the most welfare in each, households."""

    people: Floats
    welfare: Floats
    low: Floats
    high: Floats
    homes: Floats

    @property
    def running(self) -> Floats:
        """The people up to the end of each."""
        total: Floats = np.cumsum(self.people)
        return total

    def reached(self, sought: Floats) -> Ints:
        """The first cell at whose end there are so many people."""
        return np.minimum(np.searchsorted(self.running, sought, side="left"), len(self.people) - 1)

    def taken(self, rows: Ints | np.ndarray) -> Cells:
        """Some of them."""
        return Cells(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def cells_of(found: Found) -> Cells:
    """The answer to a histogram in the order of welfare."""
    order = np.argsort(found["low"], kind="stable")
    return Cells(*(found[name][order] for name in Cells.__dataclass_fields__))


def gini_between(cells: Cells) -> tuple[float, float, float]:
    """A value of the Gini coefficient, and the bounds between which it lies; NaN where welfare does not sum to more than 0.

    The sum over pairs of p q |x - y| between cells is known. Within one of people P, mean m, least a and most z it is at least 0 (all alike) and at most
    P² (m - a) (z - m) / (z - a) (all at one end or the other). The value takes two thirds of that, as where welfare is spread evenly.

    >>> one = np.ones(2)
    >>> gini_between(Cells(2 * one, np.array([2.0, 6.0]), np.array([1.0, 3.0]), np.array([1.0, 3.0]), one))[0]
    0.25
    """
    people, welfare = cells.people.sum(), cells.welfare.sum()
    if not people * welfare > 0:
        return math.nan, math.nan, math.nan
    before = cells.running - cells.people
    between = (cells.welfare * (2 * before + cells.people)).sum()
    mean, width = cells.welfare / cells.people, cells.high - cells.low
    inside = np.clip(mean - cells.low, 0, None) * np.clip(cells.high - mean, 0, None)
    within = np.divide(cells.people**2 * inside, width, out=np.zeros_like(width), where=width > 0).sum()
    both = people * welfare
    slack = ROUNDING * (abs(cells.welfare) * (2 * before + cells.people)).sum() / both
    low = float(between / both - 1)
    return low + float(within / both) * 2 / 3, low - float(slack), low + float(within / both + slack)


def cut_between(cells: Cells, shares: Sequence[float]) -> tuple[Floats, Floats]:
    """Bounds of the welfare at which so large shares of the people are reached.

    >>> one = np.ones(2)
    >>> low, high = cut_between(Cells(one, one, np.array([1.0, 5.0]), np.array([2.0, 9.0]), one), [0.4, 0.6])
    >>> low.tolist(), high.tolist()
    ([1.0, 5.0], [2.0, 9.0])
    """
    total = cells.running[-1]
    sought, slack = total * np.asarray(shares), 2 * NEAR * total
    return cells.low[cells.reached(sought - slack)], cells.high[cells.reached(sought + slack)]


def binned(
    table: Ask,
    worth: Mapping[str, float],
    lines: Mapping[str, float],
    scenario: str = "floor",
    *,
    bins: int = BINS,
    refined: bool = True,
    ranked: bool = False,
) -> list[Row]:
    """The rows of `figures.plain` with `low` and `high`: equal where a figure is exact, else the bounds between which it lies.

    `table` answers a query on the table `homes`, `worth` is what of each programme's benefit can be spent. `refined` asks again for the stretches
    that hold a cut point, so that tenths and medians are exact; `ranked` lets the database sort within each bin, so that Gini is. Definition and
    proof: docs/methods/figures.md.
    """
    work = _Work(table, worth, lines, scenario, bins, refined, ranked)
    return [{name: float(row[name]) if name in NUMBERS else row.get(name, "") for name in WIDER} for row in work.rows()]


@dataclass
class _Work:
    table: Ask
    worth: Mapping[str, float]
    lines: Mapping[str, float]
    scenario: str
    bins: int
    refined: bool
    ranked: bool
    scale: float = 1.0

    def rows(self) -> Iterator[Row]:
        found = self.table(ask.sums(self.worth, self.lines))
        sums = {name: float(values[0]) for name, values in found.items()}
        yield from map(_exact, self._reach(sums))
        if not sums["welfare"]:
            return
        size = sums["size"] / sums["ranked"] if sums["ranked"] else 1.0
        # two digits, so that the last ones of a sum do not move the bins
        self.scale = float(f"{size:.1e}") if math.isfinite(size) and size > 0 else 1.0
        yield from self._tenths()
        for name, what in ((TODAY, "_before"), (self.scenario, "_after")):
            yield from self._welfare(name, what, sums)  # type: ignore[arg-type] # one of the two

    def _reach(self, sums: Mapping[str, float]) -> Iterator[Row]:
        people = sums["people"]
        for name in self.worth:
            here = {"scenario": self.scenario, "programme": name, "group": "all"}
            yield here | {"measure": "target_population", "value": sums[f"entitled {name}"]}
            yield here | {"measure": "undecided", "value": sums[f"undecided {name}"]}
            yield here | {"measure": "beneficiaries", "value": sums[f"receives {name}"]}
            yield here | {"measure": "coverage", "value": _over(sums[f"covered {name}"], people)}
        any_ = {"scenario": self.scenario, "group": "all", "measure": "coverage"}
        yield any_ | {"value": _over(sums.get("covered ", 0.0), people)}
        for name in (*self.worth, ""):
            here = {"scenario": self.scenario, "programme": name, "group": "all"}
            yield here | {"measure": "transfers_lcu", "value": sums[f"paid {name}" if name else "all"]}

    def _cells(self, what: Welfare, known: bool) -> Cells:
        bin_ = ask.place(f.column(what), self.scale, self.bins)
        return cells_of(self.table(ask.histogram(self.worth, what, bin_, known=known, money=False)))

    # tenths

    def _tenths(self) -> Iterator[Row]:
        if self.refined:
            cells = self._cells("_before", False)
            shares = np.arange(1, TENTHS) / TENTHS
            cells = self._finer(cells, "_before", shares, False)
            if not len(cells.people):
                yield from self._of_nobody()
                return
            cuts = cells.low[cells.reached(cells.running[-1] * (shares - NEAR))]
            yield from self._by_tenth(self.table(ask.by_group(self.worth, cuts.tolist())))
            return
        yield from self._between_tenths()

    def _of_nobody(self) -> Iterator[Row]:
        return self._by_tenth(
            {name: np.zeros(0) for name in ("group", "people", *(f"paid {one}" for one in (*self.worth, "")))}
        )

    def _by_tenth(self, found: Found) -> Iterator[Row]:
        at = found["group"].astype(int)
        people = _placed(at, found["people"])
        for name in (*self.worth, ""):
            money = _placed(at, found[f"paid {name}"])
            for k in range(TENTHS):
                here = {"scenario": self.scenario, "programme": name, "group": f"decile={k + 1}"}
                yield _exact(here | {"measure": "benefit_incidence", "value": _over(money[k], money.sum())})
                if not name:
                    yield _exact(here | {"measure": "transfer_per_capita", "value": _over(money[k], people[k])})

    def _between_tenths(self) -> Iterator[Row]:
        bin_ = ask.place(f.column("_before"), self.scale, self.bins)
        found = self.table(ask.histogram(self.worth, "_before", bin_, known=False, money=True))
        if not len(found["bin"]):
            yield from self._of_nobody()
            return
        order, cells = np.argsort(found["low"], kind="stable"), cells_of(found)
        total = cells.running[-1]
        sought, slack = total * np.arange(1, TENTHS) / TENTHS, 2 * NEAR * total
        first, last = cells.reached(sought - slack), cells.reached(sought + slack)
        # all of a cell of one value are on the same side of a cut point
        whole = (first == last) & (cells.low[first] == cells.high[first])

        def until(least: Floats, most: Floats, middle: Floats) -> tuple[Floats, Floats]:
            """Bounds of a sum over who is not above each cut point, where a part of a cell may hold from `least` to `most`."""
            run, low, high = (np.concatenate(([0.0], np.cumsum(one))) for one in (middle, least, most))
            start = np.where(whole, run[first + 1], run[first])
            spread = [np.where(whole, 0.0, one[last + 1] - one[first]) for one in (low, high)]
            ends = [np.concatenate(([0.0], start + one, [run[-1]])) for one in spread]
            return ends[0], ends[1]

        zero = np.zeros_like(cells.people)
        fewest, most = until(zero, cells.people, cells.people)
        for name in (*self.worth, ""):
            paid, size = found[f"paid {name}"][order], found[f"size {name}"][order]
            low, high = until((paid - size) / 2, (paid + size) / 2, paid)
            sums = (low[1:] - high[:-1], high[1:] - low[:-1])
            people = (np.clip(fewest[1:] - most[:-1], 0, None), most[1:] - fewest[:-1])
            whole_sum = np.full(TENTHS, paid.sum())
            for k in range(TENTHS):
                here = {"scenario": self.scenario, "programme": name, "group": f"decile={k + 1}"}
                money = (sums[0][k], sums[1][k])
                yield (
                    here | {"measure": "benefit_incidence"} | _quotient(money, (whole_sum[k], whole_sum[k]), size.sum())
                )
                if not name:
                    yield (
                        here
                        | {"measure": "transfer_per_capita"}
                        | _quotient(money, (people[0][k], people[1][k]), size.sum())
                    )

    # welfare

    def _welfare(self, name: str, what: Welfare, sums: Mapping[str, float]) -> Iterator[Row]:
        here, known = {"scenario": name, "group": "all"}, sums["known"]
        for line in self.lines:
            for power in (0, 1, 2):
                value = _over(sums[f"fgt{power} {what} {line}"], known)
                yield _exact(here | {"measure": f"fgt{power}", "line": line, "value": value})
        cells = self._cells(what, True)
        if len(cells.people):
            yield here | {"measure": "gini"} | self._gini(cells, what)
        else:
            yield _exact(here | {"measure": "gini", "value": np.nan})
        yield _exact(here | {"measure": "mean_welfare", "value": _over(sums[f"mean {what}"], known)})
        yield here | {"measure": "median_welfare"} | self._median(cells, what)

    def _gini(self, cells: Cells, what: Welfare) -> Row:
        value, low, high = gini_between(cells)
        if self.ranked and not math.isnan(value):
            bin_ = ask.place(f.column(what), self.scale, self.bins)
            inside = self.table(ask.ranks(self.worth, what, bin_))["ranks"].sum()
            between = (2 * (cells.running - cells.people) * cells.welfare).sum()
            value = low = high = (between + inside) / (cells.people.sum() * cells.welfare.sum()) - 1
        return {"value": value, "low": low, "high": high}

    def _median(self, cells: Cells, what: Welfare) -> Row:
        if not len(cells.people):
            return {"value": np.nan, "low": np.nan, "high": np.nan}
        if not self.refined:
            low, high = (float(end[0]) for end in cut_between(cells, [0.5]))
            return {"value": (low + high) / 2, "low": low, "high": high}
        cells = self._finer(cells, what, np.array([0.5]), True)
        half, slack = cells.running[-1] / 2, NEAR * cells.running[-1]
        at = int(cells.reached(np.array([half - slack]))[0])
        value = float(cells.low[at])
        if abs(cells.running[at] - half) <= slack and at + 1 < len(cells.low):
            value = (value + float(cells.low[at + 1])) / 2
        return {"value": value, "low": value, "high": value}

    def _finer(self, cells: Cells, what: Welfare, shares: Floats, known: bool) -> Cells:
        """The cells, so fine that one which holds a cut point has one value."""
        while len(cells.people):
            total = cells.running[-1]
            at = np.unique(cells.reached(total * (shares - NEAR)))
            at = at[cells.low[at] < cells.high[at]]
            if not len(at):
                break
            x, parted = f.column(what), cells.homes[at].sum() > FETCHED
            finer = []
            for one in at[np.argsort(-cells.homes[at])][:1] if parted else [at]:
                held = cells.taken(np.atleast_1d(one))
                ends = list(zip(held.low.tolist(), held.high.tolist(), strict=True))
                bin_ = ask.within(x, *ends[0], PARTS) if parted and _parts(*ends[0]) else x
                where = f.joined(exp.Or, [_between(x, low, high) for low, high in ends])
                found = self.table(ask.histogram(self.worth, what, bin_.copy(), known=known, money=False, where=where))
                finer.append((np.atleast_1d(one), cells_of(found)))
            gone = np.concatenate([rows for rows, _ in finer])
            kept = cells.taken(np.delete(np.arange(len(cells.people)), gone))
            parts = [kept, *(one for _, one in finer)]
            joined = Cells(
                *(np.concatenate([getattr(part, name) for part in parts]) for name in Cells.__dataclass_fields__)
            )
            cells = joined.taken(np.argsort(joined.low, kind="stable"))
        return cells


def _parts(low: float, high: float) -> bool:
    """Whether a stretch is wide enough to be parted."""
    return math.isfinite(high - low) and low + (high - low) / PARTS > low


def _between(x: Sql, low: float, high: float) -> Sql:
    return f.both(exp.And, f.both(exp.GTE, x.copy(), f.number(low)), f.both(exp.LTE, x.copy(), f.number(high)))


def _exact(row: Row) -> Row:
    return row | {"low": row["value"], "high": row["value"]}


def _placed(at: Ints, values: Floats) -> Floats:
    out = np.zeros(TENTHS)
    out[at] = values
    return out


def _over(a: float, b: float) -> float:
    return a / b if b else np.nan


def _quotient(a: tuple[float, float], b: tuple[float, float], size: float) -> Row:
    """Bounds of a quotient from those of both, as wide again as sums of that size are rounded."""
    if math.isnan(a[0]) or b[0] * b[1] <= 0:
        return {"value": np.nan, "low": np.nan, "high": np.nan}
    slack = ROUNDING * size
    ends = [(end + sign * slack) / by for end, sign in zip(a, (-1, 1), strict=True) for by in b]
    low, high = min(ends), max(ends)
    return {"value": (low + high) / 2, "low": low, "high": high}
