"""Totals to calibrate to, as people write them: one row a cell, the columns it is crossed of, and its total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from groundfloor.documents import Row, number, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest

TOTAL = "total"
OF = "of"
PERSONS, HOUSEHOLDS = "persons", "households"
FREE = "free"
# what has one weight, and how often its move counts
HOUSEHOLD, MEMBERS, PERSON = "household", "members", "person"
UNITS = (HOUSEHOLD, MEMBERS, PERSON)
ROUNDING = 1e-5
EXACT = 1e-14
SWEEPS = 100


@dataclass(frozen=True)
class Cell:
    """One row: the level of each variable and the total, None where the cell is free."""

    levels: tuple[str, ...]
    total: float | None
    place: Place


@dataclass(frozen=True)
class Margin:
    """The rows crossed of the same variables and counting the same: `persons`, `households`, or the sum of a variable."""

    variables: tuple[str, ...]
    of: str
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """As reports name it: 'region x sex', 'employed by region'.

        >>> Margin(("region",), "employed", ()).name, Margin((), "households", ()).name
        ('employed by region', 'households')
        """
        crossed = " x ".join(self.variables)
        if self.of == PERSONS:
            return crossed or PERSONS
        return f"{self.of} by {crossed}" if crossed else self.of

    @property
    def counts(self) -> bool:
        """Whether it counts persons or households, and not the sum of a variable."""
        return self.of in (PERSONS, HOUSEHOLDS)

    @property
    def total(self) -> float | None:
        """The sum of its cells; None where one is free."""
        totals = [cell.total for cell in self.cells]
        return None if None in totals else float(sum(filter(None, totals)))

    def label(self, cell: Cell) -> str:
        """As reports name a cell: 'region=Oti, sex=female'; that of no variable is named by what it counts."""
        return ", ".join(f"{name}={level}" for name, level in zip(self.variables, cell.levels, strict=True)) or self.of


Source = str | Path | Iterable[Mapping[str, Any]]


def read_margins(source: Source, variables: Sequence[str]) -> tuple[Margin, ...]:
    """The margins of a CSV file, or of rows, whose columns are among `variables` beside `of` and `total`.

    Rows with the same columns filled and the same `of` are one margin, in the order of the file.

    >>> rows = [{"region": "N", "total": 10}, {"region": "S", "total": 5}, {"sex": "male", "total": 7}, {"sex": "female", "total": 8}]
    >>> [margin.name for margin in read_margins(rows, ["region", "sex"])]
    ['region', 'sex']
    """
    found: dict[tuple[tuple[str, ...], str], dict[tuple[str, ...], Cell]] = {}
    for row in _rows(source, variables):
        used = tuple(name for name in variables if row.cells.get(name))
        of = row.cells.get(OF) or PERSONS
        if of not in (PERSONS, HOUSEHOLDS, *variables):
            raise GroundfloorError(
                f"of is {of!r}, which is no variable of the survey",
                row.place(OF),
                expected=f"{PERSONS}, {HOUSEHOLDS} or a variable",
                hint=nearest(of, [PERSONS, HOUSEHOLDS, *variables]),
            )
        levels = tuple(row.cells[name] for name in used)
        word = row.text(TOTAL)
        cell = Cell(levels, None if word == FREE else number(word, row.place(TOTAL)), row.place())
        margin = found.setdefault((used, of), {})
        if levels in margin:
            raise GroundfloorError(
                f"The cell {Margin(used, of, ()).label(cell)} stands twice",
                row.place(),
                hint=f"It stands at {margin[levels].place} already; keep one of them.",
            )
        margin[levels] = cell
    if not found:
        raise GroundfloorError("There are no totals to calibrate to", expected="a row for each cell")
    return tuple(Margin(used, of, tuple(cells.values())) for (used, of), cells in found.items())


def _rows(source: Source, variables: Sequence[str]) -> Iterable[Row]:
    if isinstance(source, str | Path):
        yield from read_rows(Path(source), (TOTAL,), (OF, *variables))
        return
    for at, given in enumerate(source, start=1):
        cells = {name: "" if value is None else str(value) for name, value in given.items()}
        for name in cells:
            if name not in (TOTAL, OF, *variables):
                raise GroundfloorError(
                    f"The row {at} of the margins has the column {name!r}, which is no variable of the survey",
                    hint=nearest(name, [TOTAL, OF, *variables]),
                )
        yield Row("margins", at, {TOTAL: "", **cells})


def agreed(margins: Sequence[Margin], adjust: bool) -> tuple[tuple[Margin, ...], tuple[tuple[str, float], ...]]:
    """Margins whose sums agree, and those that were scaled to one before them: its name and the largest change, a share of 1.

    Two margins that count the same agree where their cells have the same sums over the variables they share. What differs by
    rounding is scaled; more than that is refused unless `adjust`.
    """
    out: list[Margin] = []
    changed: list[tuple[str, float]] = []
    for margin in margins:
        fitted = _fitted(margin, out, adjust)
        before = [cell.total for cell in margin.cells if cell.total]
        after = [cell.total for cell in fitted.cells if cell.total]
        largest = max((abs(new / old - 1) for old, new in zip(before, after, strict=True)), default=0.0)
        if largest > 0:
            changed.append((margin.name, largest))
        out.append(fitted)
    return tuple(out), tuple(changed)


def _fitted(margin: Margin, others: Sequence[Margin], adjust: bool) -> Margin:
    """`margin` scaled until it agrees with each of `others` in turn."""
    for sweep in range(SWEEPS):
        largest = 0.0
        for other in others:
            # what was refused is refused in the first sweep; after it only the scaling itself moves cells
            factors = _factors(other, margin, adjust or sweep > 0)
            if factors is None:
                continue
            totals = [cell.total and cell.total * one for cell, one in zip(margin.cells, factors, strict=True)]
            cells = tuple(replace(cell, total=total) for cell, total in zip(margin.cells, totals, strict=True))
            margin = replace(margin, cells=cells)
            largest = max(largest, *(abs(factor - 1) for factor in factors))
        if largest < EXACT:
            break
    return margin


def _factors(first: Margin, second: Margin, adjust: bool) -> list[float] | None:
    """What each cell of `second` is to be multiplied by to agree with `first`; None where they cannot be compared."""
    if first.of != second.of or first.total is None or second.total is None:
        return None
    shared = [name for name in second.variables if name in first.variables]
    sums, own = _sums(first, shared), _sums(second, shared)
    if sums.keys() != own.keys():
        # other classes of the same variable: only the wholes can be compared
        shared, sums, own = [], _sums(first, []), _sums(second, [])
    for key, sum_ in sums.items():
        apart = abs(own[key] - sum_)
        if apart > ROUNDING * abs(sum_) and not adjust:
            named = ", ".join(f"{name}={level}" for name, level in zip(shared, key, strict=True))
            raise GroundfloorError(
                f"The margins {first.name!r} and {second.name!r} do not agree"
                + (f" on {named}" if named else "")
                + f": {sum_:,.10g} and {own[key]:,.10g}",
                second.cells[0].place,
                expected="totals of the same population in both",
                hint="Mend the totals, or adjust the later margins to the first.",
            )
    keys = [_key(second, cell, shared) for cell in second.cells]
    return [sums[key] / own[key] if own[key] else 1.0 for key in keys]


def _key(margin: Margin, cell: Cell, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.levels[margin.variables.index(name)] for name in names)


def _sums(margin: Margin, names: Sequence[str]) -> dict[tuple[str, ...], float]:
    sums: dict[tuple[str, ...], float] = {}
    for cell in margin.cells:
        key = _key(margin, cell, names)
        sums[key] = sums.get(key, 0.0) + (cell.total or 0.0)
    return sums
