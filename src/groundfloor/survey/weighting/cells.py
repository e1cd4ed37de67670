"""Who is in which cell of the margins: the matrix that a calibration is solved on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Floats, Ints, Survey, Text
from groundfloor.survey.harmonise import NO, YES
from groundfloor.survey.weighting.margins import FREE, HOUSEHOLD, HOUSEHOLDS, PERSON, Cell, Margin

RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?)|(\+))?")


@dataclass(frozen=True)
class Constraints:
    """What weights have to meet: by unit (household or person) and cell the amount it adds, and each cell's target.

    `x` is a SciPy sparse array by rows, `names` and `margins` name each column and the margin it is of, `sampled` counts the
    units that add to it. `joined` names the cells counted with another, `unknown` the persons without a value by margin.
    """

    x: Any
    targets: Floats
    names: tuple[str, ...]
    margins: tuple[str, ...]
    sampled: Ints
    joined: tuple[str, ...] = ()
    unknown: Mapping[str, int] | None = None


def constraints(survey: Survey, margins: Sequence[Margin], *, by: str = HOUSEHOLD, join: bool = False) -> Constraints:
    """The cells of `margins` in the survey; what cannot be met by any weights is refused by name.

    With `join`, a cell that has nobody in the survey, or nobody in the totals, is counted with the cell before it in the file
    that shares all levels but the last (where there is none, with the one after it).
    """
    from scipy.sparse import csr_array

    unit = np.arange(survey.persons) if by == PERSON else survey.household_of
    parts = [_part(survey, margin, unit, join) for margin in margins]
    width = np.cumsum([0, *(len(part.targets) for part in parts)])
    rows = np.concatenate([unit[part.code >= 0] for part in parts])
    columns = np.concatenate([part.code[part.code >= 0] + at for part, at in zip(parts, width, strict=False)])
    values = np.concatenate([part.value[part.code >= 0] for part in parts])
    x = csr_array((values, (rows, columns)), shape=(int(unit[-1]) + 1, int(width[-1])))
    x.sum_duplicates()
    x.eliminate_zeros()
    return Constraints(
        x,
        np.concatenate([part.targets for part in parts]),
        tuple(name for part in parts for name in part.names),
        tuple(margin.name for margin, part in zip(margins, parts, strict=True) for _ in part.names),
        np.bincount(x.indices, minlength=x.shape[1]),
        tuple(name for part in parts for name in part.joined),
        {margin.name: part.unknown for margin, part in zip(margins, parts, strict=True) if part.unknown},
    )


@dataclass(frozen=True)
class _Part:
    """One margin: each person's cell (-1 none) and what it adds there, and the targets and names of the cells."""

    code: Ints
    value: Floats
    targets: Floats
    names: list[str]
    joined: list[str]
    unknown: int


def _part(survey: Survey, margin: Margin, unit: Ints, join: bool) -> _Part:
    code = _codes(survey, margin)
    value, blank = _values(survey, margin)
    reached = np.bincount(code[code >= 0], (survey.weight * abs(value))[code >= 0], len(margin.cells))
    of = np.arange(len(margin.cells))
    joined: list[str] = []
    empty = [
        at for at, cell in enumerate(margin.cells) if cell.total is not None and _cannot(margin, cell, reached[at])
    ]
    for at in empty:
        cell = margin.cells[at]
        if not reached[at] and cell.total == 0:
            of[at] = -1
            continue
        if not join:
            raise _unmet(survey, margin, cell, bool(reached[at]))
        of[at] = _beside(margin, at, empty)
        joined.append(margin.label(cell))
    totals = np.array([0.0 if cell.total is None else cell.total for cell in margin.cells])
    free = np.array([cell.total is None for cell in margin.cells])
    of = np.where(of < 0, -1, of[of])
    kept = np.flatnonzero((of == np.arange(len(of))) & ~free)
    place = np.full(len(of) + 1, -1)
    place[kept] = np.arange(len(kept))
    targets = np.bincount(place[of[(of >= 0) & ~free]], totals[(of >= 0) & ~free], len(kept)).astype(np.float64)
    names = [_named(margin, at, of) for at in kept.tolist()]
    new: Ints = np.where(code >= 0, place[np.append(of, -1)[code]], -1)
    unknown = (code < 0) & (value != 0)
    share = _share(survey.weight * value, unknown) if margin.counts and margin.total is not None else 0.0
    if share > 0:
        # who has no class is one more: as many as now, so that the sum of all cells stays that of the margin
        new[unknown] = len(kept)
        targets = np.append(targets * (1 - share), targets.sum() * share)
        names.append(f"{margin.name}: unknown")
    return _Part(new, value, targets, names, joined, int(unknown.sum()) + blank)


def _share(amounts: Floats, which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(amounts[which].sum() / amounts.sum())


def _cannot(margin: Margin, cell: Cell, reached: float) -> bool:
    """Whether no weight above 0 can give the cell its total."""
    total = cell.total or 0.0
    return not reached or (margin.counts and total <= 0)


def _unmet(survey: Survey, margin: Margin, cell: Cell, there: bool) -> GroundfloorError:
    label = margin.label(cell)
    if there:
        return GroundfloorError(
            f"The total of {label} is {cell.total:g}, but the survey {survey.name!r} has somebody there",
            cell.place,
            expected="a total above 0",
            hint="Mend the total, or join cells.",
        )
    hint = None
    for name, level in zip(margin.variables, cell.levels, strict=True):
        column = survey.columns[name]
        if isinstance(column, Text) and level not in column.levels:
            hint = nearest(level, column.levels)
    nobody = "nobody with a weight" if margin.counts else f"only 0 as {margin.of}"
    return GroundfloorError(
        f"The survey {survey.name!r} has {nobody} in the cell {label}, which should reach {cell.total:,.10g}",
        cell.place,
        expected="cells that somebody was sampled in",
        hint=hint or "Write one row for this cell and a neighbour together, or join cells.",
    )


def _beside(margin: Margin, at: int, empty: Sequence[int]) -> int:
    """The cell that an empty one is counted with."""
    cells = margin.cells
    alike = [
        one
        for one, cell in enumerate(cells)
        if cell.levels[:-1] == cells[at].levels[:-1] and one not in empty and cell.total is not None
    ]
    before = [one for one in alike if one < at]
    if not alike or not margin.variables:
        raise GroundfloorError(
            f"Nobody in the survey is in the cell {margin.label(cells[at])} or in one that it could be joined to",
            cells[at].place,
            expected="a cell with somebody beside it",
        )
    return before[-1] if before else alike[0]


def _named(margin: Margin, at: int, of: Ints) -> str:
    return " + ".join(margin.label(margin.cells[one]) for one in np.flatnonzero(of == at).tolist())


def _values(survey: Survey, margin: Margin) -> tuple[Floats, int]:
    """What each person adds to the cell, and of how many that is unknown."""
    if margin.of == HOUSEHOLDS:
        first = np.zeros(survey.persons)
        first[survey.starts] = 1.0
        return first, 0
    if margin.counts:
        return np.ones(survey.persons), 0
    column = survey.columns[margin.of]
    if isinstance(column, Text):
        raise GroundfloorError(
            f"{margin.of!r} is a text and cannot be summed",
            margin.cells[0].place,
            expected="a number, or yes or no",
            hint=f"Take {margin.of} as a column of the cells.",
        )
    return np.nan_to_num(column), int((np.isnan(column) & (survey.weight > 0)).sum())


def _codes(survey: Survey, margin: Margin) -> Ints:
    """Each person's cell; -1 where a variable is unknown. Somebody who is known and in no cell is refused."""
    key = np.zeros(survey.persons, dtype=np.int64)
    unknown = np.zeros(survey.persons, dtype=bool)
    words: list[list[str]] = []
    for at, name in enumerate(margin.variables):
        levels = list(dict.fromkeys(cell.levels[at] for cell in margin.cells))
        code = _levels(survey, name, levels, margin.cells[0].place)
        unknown |= code < 0
        key = key * (len(levels) + 1) + code
        words.append(levels)
    cell_of: dict[int, int] = {}
    for at, cell in enumerate(margin.cells):
        one = 0
        for levels, level in zip(words, cell.levels, strict=True):
            one = one * (len(levels) + 1) + levels.index(level)
        cell_of[one] = at
    key[unknown] = -1
    found, index = np.unique(key, return_inverse=True)
    places = np.array([-1 if one < 0 else cell_of.get(one, -2) for one in found.tolist()], dtype=np.int64)
    lost = (places[index] == -2) & (survey.weight > 0)
    if lost.any():
        _refuse(survey, margin, lost)
    return np.maximum(places[index], -1)


def _refuse(survey: Survey, margin: Margin, lost: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    first = int(np.argmax(lost))
    said = ", ".join(f"{name}={_word(survey.columns[name], first)}" for name in margin.variables)
    raise GroundfloorError(
        f"{int(lost.sum()):,} persons of the survey {survey.name!r} are in no cell of the margin {margin.name!r}, "
        f"the first with {said}",
        margin.cells[0].place,
        expected="a row for each cell that the survey has somebody in",
        hint=f"Add the row; where its total is not known, write {FREE} as the total.",
    )


def _word(column: Floats | Text, row: int) -> str:
    return column.levels[column.codes[row]] if isinstance(column, Text) else f"{column[row]:g}"


def _levels(survey: Survey, name: str, levels: Sequence[str], place: Place) -> Ints:
    """Each person's place among `levels`; -1 unknown, len(levels) for a value that is none of them."""
    column = survey.columns[name]
    other = len(levels)
    if isinstance(column, Text):
        order = [levels.index(level) if level in levels else other for level in column.levels]
        return np.array([*order, -1], dtype=np.int64)[column.codes]
    ends = sorted(_ends(name, levels, place))
    for (_low, high, one), (following, _high, two) in pairwise(ends):
        if following <= high:
            raise GroundfloorError(
                f"{name} is both {levels[one]} and {levels[two]} at {following:g}", place, expected="classes apart"
            )
    at = np.searchsorted([low for low, _, _ in ends], np.nan_to_num(column), side="right") - 1
    inside = (at >= 0) & (column <= np.array([high for _, high, _ in ends])[np.maximum(at, 0)])
    code = np.where(inside, np.array([one for _, _, one in ends])[np.maximum(at, 0)], other)
    return np.where(np.isnan(column), -1, code).astype(np.int64)


def _ends(name: str, levels: Sequence[str], place: Place) -> Iterator[tuple[float, float, int]]:
    """The lowest and highest value of each class of a number ('0-4', '65+', '3') or of yes and no."""
    for at, level in enumerate(levels):
        said = level.lower()
        found = RANGE.fullmatch(said)
        if found is not None:
            low = float(found[1])
            high = np.inf if found[3] else float(found[2]) if found[2] else low
            yield low, high, at
        elif said in YES | NO:
            yield float(said in YES), float(said in YES), at
        else:
            raise GroundfloorError(
                f"{level!r} is no class of {name}, which is a number",
                place,
                expected="such as 0-14, 65+, 3, or true and false",
            )
