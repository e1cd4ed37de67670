"""Grouped data made one thing of, whatever form they are published in: points of the Lorenz curve, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.frame import Floats

Mask = NDArray[np.bool_]

# what a column of grouped data may be, with the words for it
POPULATION = {
    "population_share": "share of persons in the class",
    "persons": "persons in the class",
    "cumulative_population": "share of persons in the class and all poorer ones",
}
WELFARE = {
    "share": "share of welfare held by the class",
    "cumulative_share": "share of welfare held by the class and all poorer ones",
    "mean": "mean welfare of the class",
}
LIMITS = {"lower": "lower limit of the class", "upper": "upper limit of the class"}
COLUMNS = POPULATION | WELFARE | LIMITS
FEWEST = 4
# published shares are rounded: how far their sum may be from 1, and how far two columns may contradict each other
SUM, AGREE = 0.01, 0.005
ROUNDING = 1e-9
DECIMALS = 12
# a column that comes to more than this is of percentages
PERCENT = 2.0


@dataclass(frozen=True)
class Groups:
    """Classes of persons from the poorest to the richest.

    `p` and `lorenz` are the shares of persons and of welfare up to the end of each class, the last being 1. `mean` is that of
    all persons, None where it is not known. `lower` and `upper` are the limits of the classes over the mean, NaN where they are
    not published. `scaled` is the mean of the classes that `mean` was given instead of, None where it is theirs. `merged` is
    how many classes were joined to a neighbour because rounding has put them in the wrong order.
    """

    name: str
    p: Floats
    lorenz: Floats
    mean: float | None
    lower: Floats
    upper: Floats
    scaled: float | None = None
    merged: int = 0

    @property
    def population(self) -> Floats:
        """The share of persons in each class."""
        return np.diff(self.p, prepend=0.0)

    @property
    def shares(self) -> Floats:
        """The share of welfare of each class."""
        return np.diff(self.lorenz, prepend=0.0)

    @property
    def means(self) -> Floats:
        """The mean of each class over the mean of all."""
        return self.shares / self.population


@dataclass(frozen=True)
class Given:
    """Columns of numbers by their meaning, one value a class, and where each value stands."""

    name: str
    columns: Mapping[str, Floats]
    place: Callable[[int | None, str | None], Place]


def from_arrays(columns: Mapping[str, Iterable[float]] | Iterable[float]) -> Given:
    """Grouped data given in memory: columns by name, or the welfare shares of equal classes such as deciles.

    >>> sorted(from_arrays({"persons": [5, 5, 5, 5], "mean": [10, 20, 30, 40]}).columns)
    ['mean', 'persons']
    """
    named = columns if isinstance(columns, Mapping) else {"share": columns}

    def place(row: int | None = None, column: str | None = None) -> Place:
        return Place("the data given", row=None if row is None else row + 1, field=column)

    try:
        arrays = {name: np.array([float(one) for one in values]) for name, values in named.items()}
    except (TypeError, ValueError):
        raise GroundfloorError("The data given are not numbers", expected="a list of numbers a column") from None
    for name, values in arrays.items():
        if name not in COLUMNS:
            raise GroundfloorError(f"Unknown column {name!r}", place(), expected=f"one of {', '.join(COLUMNS)}")
        if not np.isfinite(values).all() and name not in LIMITS:
            wrong = int(np.flatnonzero(~np.isfinite(values))[0])
            raise GroundfloorError("The value is missing", place(wrong, name), expected="a number for each class")
    if len({len(values) for values in arrays.values()}) > 1:
        raise GroundfloorError("The columns have different lengths", place(), expected="one value a class in each")
    return Given("", arrays, place)


def groups_of(given: Given, mean: float | None = None) -> Groups:
    """The classes that columns of any published form describe.

    `mean` is the mean of all persons, which else follows from the class means where they are given. What cannot be a
    distribution is refused where it stands.

    >>> found = groups_of(from_arrays([3, 5, 6, 7, 8, 9, 11, 13, 15, 23]), 1000.0)
    >>> found.lorenz.round(2).tolist()
    [0.03, 0.08, 0.14, 0.21, 0.29, 0.38, 0.49, 0.62, 0.77, 1.0]
    """
    columns = given.columns
    if not any(name in columns for name in WELFARE):
        raise GroundfloorError(
            "Nothing says what each class has",
            given.place(None, None),
            expected=f"a column {', '.join(WELFARE)}",
            hint="Say which column it is, such as share=NAME.",
        )
    for name, values in columns.items():
        _refuse(given, name, values < 0.0, "{value:g} is negative", "0 or more")
    classes = len(next(iter(columns.values())))
    if classes < FEWEST:
        raise GroundfloorError(
            f"There {'is 1 class' if classes == 1 else f'are {classes} classes'}",
            given.place(None, None),
            expected=f"{FEWEST} or more: a curve of three parameters needs as many points between 0 and 1",
        )
    p = _persons(given, classes)
    population = np.diff(p, prepend=0.0)
    _refuse_in(given, POPULATION, population <= 0.0, "The class has no persons", "a share above 0, classes in order")
    lorenz, own = _welfare(given, population)
    _refuse_order(given, p, lorenz)
    p, lorenz, lower, upper, merged = _merged(given, p, lorenz)
    used, scaled = _mean(mean, own)
    if own is None and used is None and len(given.columns.keys() & LIMITS.keys()):
        raise GroundfloorError(
            "The limits of classes say nothing without a mean", given.place(None, None), hint="Give the mean."
        )
    base = own if own is not None else used
    found = Groups(
        given.name,
        p,
        lorenz,
        used,
        lower / base if base else lower,
        upper / base if base else upper,
        scaled,
        merged,
    )
    _refuse_limits(given, found)
    if np.ptp(found.means) <= ROUNDING:
        raise GroundfloorError(
            "All classes have the same mean: no curve can be fitted to them",
            given.place(None, None),
            expected="classes in order of welfare, not of something else",
        )
    return found


def _mean(given: float | None, own: float | None) -> tuple[float | None, float | None]:
    if given is None:
        return own, None
    if not (np.isfinite(given) and given > 0.0):
        raise GroundfloorError(f"The mean is {given:g}", expected="a positive amount")
    return given, own


def _persons(given: Given, classes: int) -> Floats:
    """Cumulative shares of persons; equal classes where no column says how many."""
    columns = given.columns
    found: Floats | None = None
    if "cumulative_population" in columns:
        found = _cumulative(given, "cumulative_population")
    for name in ("population_share", "persons"):
        if name in columns:
            shares = _shares(given, name) if name == "population_share" else columns[name] / columns[name].sum()
            found = _agreeing(given, name, found, np.cumsum(shares))
    return np.arange(1, classes + 1) / classes if found is None else _to_one(found)


def _welfare(given: Given, population: Floats) -> tuple[Floats, float | None]:
    """Cumulative shares of welfare, and the mean of all as the class means give it."""
    columns = given.columns
    found: Floats | None = None
    if "cumulative_share" in columns:
        found = _cumulative(given, "cumulative_share")
    if "share" in columns:
        found = _agreeing(given, "share", found, np.cumsum(_shares(given, "share")))
    own = None
    if "mean" in columns:
        totals = columns["mean"] * population
        own = float(totals.sum())
        if not own > 0.0:
            raise GroundfloorError("The classes have nothing", given.place(None, "mean"), expected="positive means")
        found = _agreeing(given, "mean", found, np.cumsum(totals) / own)
    assert found is not None  # noqa: S101 (one of the three was asked for before)
    return _to_one(found), own


def _to_one(cumulated: Floats) -> Floats:
    """The same with its end exactly at 1."""
    return np.append(cumulated[:-1] / cumulated[-1], 1.0)


def _agreeing(given: Given, name: str, found: Floats | None, other: Floats) -> Floats:
    """What was found before, where another column does not contradict it."""
    if found is None:
        return other
    _refuse(
        given,
        name,
        np.abs(found / found[-1] - other / other[-1]) > AGREE,
        "The columns contradict each other: with {name} the class ends elsewhere",
        "columns that describe the same classes",
    )
    return found


def _cumulative(given: Given, name: str) -> Floats:
    """A cumulative column as shares of one."""
    values = given.columns[name]
    last = len(values) - 1
    whole = _whole(values[last])
    if abs(values[last] / whole - 1.0) > AGREE:
        raise GroundfloorError(
            f"The last class ends at {values[last]:g}",
            given.place(last, name),
            expected="1, or 100 for percentages",
            hint="Add the richest class, which ends there.",
        )
    _refuse(given, name, np.diff(values, prepend=0.0) < 0.0, "{value:g} is below the class before", "a rising column")
    return np.append(np.minimum(values[:-1] / whole, 1.0), 1.0)


def _shares(given: Given, name: str) -> Floats:
    """A column of shares as shares of one: what was lost by rounding is spread over the classes."""
    values = given.columns[name]
    total = float(values.sum())
    whole = _whole(total)
    lost = 0.5 * len(values) * _step(values / whole) * (1.0 + ROUNDING)
    if abs(total / whole - 1.0) > min(SUM, max(lost, ROUNDING)):
        rest = total - float(values[-1])
        hint = "Percentages and shares of one are not mixed." if whole == 1.0 else None
        if abs(rest - values[-1]) <= SUM * rest:
            hint = "The last row seems to hold the totals: take it out."
        raise GroundfloorError(
            f"The column adds up to {total:g}",
            given.place(None, name),
            expected="1, or 100 for percentages",
            hint=hint or "A class is missing or mistyped.",
        )
    return values / total


def _end(given: Given, name: str) -> float:
    """What a column of shares comes to."""
    values = given.columns[name]
    return float(values[-1] if name.startswith("cumulative") else values.sum())


def _whole(most: float) -> float:
    """What the whole is called in a column whose sum or end is `most`: 100 or 1."""
    return 100.0 if most > PERCENT else 1.0


def _step(values: Floats) -> float:
    """The unit of the last decimal that shares of one are written with, a hundredth at most."""
    decimals = range(2, DECIMALS)
    return next((10.0**-d for d in decimals if np.allclose(values, values.round(d), rtol=0, atol=1e-13)), 0.0)


def _refuse_order(given: Given, p: Floats, lorenz: Floats) -> None:
    """Refuse classes that are not in order of their means by more than rounding can explain."""
    population, shares = np.diff(p, prepend=0.0), np.diff(lorenz, prepend=0.0)
    means = shares / population
    published = next((name for name in ("cumulative_share", "share") if name in given.columns), None)
    step = 0.0 if published is None else _step(given.columns[published] / _whole(_end(given, published)))
    slack = step / population[1:] + step / population[:-1]
    falls = np.append(False, np.diff(means) < -slack - ROUNDING)
    if falls.any():
        row = int(np.flatnonzero(falls)[0])
        column = next(name for name in ("mean", "share", "cumulative_share") if name in given.columns)
        raise GroundfloorError(
            f"The class is poorer than the one before: {means[row]:.4g} of the mean after {means[row - 1]:.4g}",
            given.place(row, column),
            expected="classes from the poorest to the richest, so that the Lorenz curve is convex and below the diagonal",
            hint="Sort the rows, or check the share of persons and of welfare in this one.",
        )


def _merged(given: Given, p: Floats, lorenz: Floats) -> tuple[Floats, Floats, Floats, Floats, int]:
    """Classes whose order rounding has turned, joined to the one before, with the limits of what remains."""
    empty = np.full(len(p), np.nan)
    lower, upper = (given.columns.get(name, empty) for name in LIMITS)
    kept: list[int] = []
    for last in range(len(p)):
        kept.append(last)
        while len(kept) > 1 and _mean_of(p, lorenz, kept, -1) < _mean_of(p, lorenz, kept, -2):
            del kept[-2]
    starts = [0, *(one + 1 for one in kept[:-1])]
    return p[kept], lorenz[kept], lower[starts], upper[kept], len(p) - len(kept)


def _mean_of(p: Floats, lorenz: Floats, kept: list[int], which: int) -> float:
    """The mean of the class that ends at `kept[which]`."""
    end = kept[which]
    before = kept[which - 1] if len(kept) > -which else None
    persons = p[end] - (p[before] if before is not None else 0.0)
    return float((lorenz[end] - (lorenz[before] if before is not None else 0.0)) / persons)


def _refuse_limits(given: Given, found: Groups) -> None:
    """Refuse limits that do not enclose the mean of their class, or classes that overlap."""
    if found.merged:
        return
    means, near = found.means, 1.0 + AGREE
    _refuse(given, "lower", found.lower > means * near, "The mean of the class lies below {value:g}", "a lower limit")
    _refuse(given, "upper", found.upper * near < means, "The mean of the class lies above {value:g}", "an upper limit")
    overlap = np.append(False, found.lower[1:] < found.upper[:-1] * (1.0 - AGREE))
    _refuse(given, "lower", overlap, "{value:g} lies within the class before", "classes that do not overlap")


def _refuse_in(given: Given, names: Iterable[str], wrong: Mask, what: str, expected: str) -> None:
    for name in names:
        if name in given.columns:
            _refuse(given, name, wrong, what, expected)


def _refuse(given: Given, name: str, wrong: Mask, what: str, expected: str) -> None:
    """Refuse the first class that is wrong in a column."""
    if wrong.any() and name in given.columns:
        row = int(np.flatnonzero(wrong)[0])
        said = what.format(value=given.columns[name][row], name=name)
        raise GroundfloorError(said, given.place(row, name), expected=expected)


def named(file: str | Path) -> str:
    """What data from a file are called: the name of the file without its ending."""
    return Path(file).name.partition(".")[0]
