"""Where a new site may stand: places of a file, facilities to be upgraded, or cells anywhere, thinned."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.access.description import Service
from groundfloor.access.facilities import BLOCKED, NOWHERE, OUTSIDE, Facilities, placed, read_facilities, some
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.questions import Question
from groundfloor.access.siting.field import Field
from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

FEWEST, MOST, ROUGH = 2000, 20_000, 500
PAIRS, MOST_PAIRS = 2e6, 2e7  # of a candidate and a cell that it reaches, about so many and never more
SAMPLE = 97  # one cell in so many tells how long all would take
VISITS = 1e8  # cells that all searches together reach, about
SIDES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256)


@dataclass(frozen=True)
class Candidates:
    """The cells of the candidates, their names and their rows in the file of facilities (-1 where they are none)."""

    cells: Ints
    names: tuple[str, ...]
    facility: Ints


def named(
    question: Question, service: Service, facilities: Facilities, chosen: Ints, field: Field, snap: float | None
) -> tuple[Candidates, list[Finding]]:
    """Places of a file, or facilities to be upgraded that do not give the service yet; those on no cell are named.

    Of several in one cell the first counts. Where none is left GroundfloorError is raised.
    """
    findings: list[Finding] = []
    if question.points is not None:
        found = placed(read_facilities(question.points), field.grid, np.isfinite(field.friction.pace), snap)
        lost = [
            name
            for name, status in zip(found.names, found.status, strict=True)
            if status in (NOWHERE, OUTSIDE, BLOCKED)
        ]
        if lost:
            said: dict[str, Value] = {"count": len(lost), "names": some(lost), "name": question.name}
            findings.append(Finding("warning", "access", "sites", len(lost), "access.sites_off", said))
        numbers, own = np.arange(len(found.names)), False
    else:
        found, own = facilities, True
        numbers = facilities.giving(replace(service, where=question.where, place=question.place))
        numbers = numbers[~np.isin(numbers, chosen)]
    numbers = numbers[found.rows[numbers] >= 0]
    if not len(numbers):
        raise GroundfloorError(
            f"No candidate of {question.name!r} is on the grid",
            question.place or Place(str(found.path)),
            hint="Facilities that give the service already are none."
            if own
            else "Look at the coordinates of the file.",
        )
    cells = found.rows[numbers] * field.grid.columns + found.at[numbers]
    kept = np.sort(np.unique(cells, return_index=True)[1])
    names = tuple(found.names[i] for i in numbers[kept].tolist())
    return Candidates(cells[kept], names, numbers[kept] if own else np.full(len(kept), -1)), findings


def visits(field: Field, minutes: float, stop: Floats | None) -> float:
    """How many cells a search reaches in the mean, from a sample of the cells."""
    cells = _free(field)[::SAMPLE]
    return len(field.sets(cells, minutes, np.ones(field.friction.pace.size), stop).cells) / max(len(cells), 1)


def looked_at(field: Field, mean: float, people: Floats, *, every: bool) -> Ints:
    """The cells from which a search that reaches so many in the `mean` is made: all that can be entered, or, where that is too much, one of each block.

    It is the one crossed quickest; of several that with most people, then the northernmost, then the westernmost. Blocks are as small as a limit of work
    allows.
    """
    cells = _free(field)
    side = 1 if every else math.ceil(math.sqrt(mean * len(cells) / VISITS))
    if side <= 1:
        return cells
    return best_of_blocks(cells, field.grid, side, [-field.friction.pace.ravel()[cells], people.ravel()[cells]])


def _free(field: Field) -> Ints:
    return np.flatnonzero(np.isfinite(field.friction.pace))


def thinned(
    cells: Ints,
    brings: Floats,
    grid: Grid,
    mean: float,
    sites: int | None,
    least: Callable[[Ints, int], tuple[Ints, float]],
) -> Ints:
    """Of these cells, that of each block which brings most, where it could be of use; blocks are as small as allows for some two to twenty thousand of them,
    fewer where that many would not fit in memory.

    They are more where each reaches fewer cells in the `mean`. `least` says which of a few cells a plain choice of so many `sites` takes, and what the last of them adds; cells that bring less than half of that by
    themselves are left out.
    """
    most = int(min(max(PAIRS / max(mean, 1.0), FEWEST), MOST_PAIRS / max(mean, 1.0), MOST))
    useful = brings > 0
    rough: Ints = np.zeros(0, np.int64)
    if sites is not None and useful.sum() > most:
        rough, adds = least(_thin(cells[useful], brings[useful], grid, ROUGH), sites)
        useful &= brings >= adds / 2
    return np.union1d(rough, _thin(cells[useful], brings[useful], grid, most))


def _thin(cells: Ints, brings: Floats, grid: Grid, most: int) -> Ints:
    for side in SIDES:
        if side == SIDES[-1] or len(np.unique(_blocks(cells, grid, side))) <= most:
            return best_of_blocks(cells, grid, side, [brings])
    return cells


def best_of_blocks(cells: Ints, grid: Grid, side: int, keys: Sequence[Floats]) -> Ints:
    """Of these cells the one of each block of `side` by `side` whose keys are largest, the first key first; then the first of them; in ascending order."""
    blocks = _blocks(cells, grid, side)
    order = np.lexsort((cells, *(-key for key in reversed(keys)), blocks))
    leading = np.unique(blocks[order], return_index=True)[1]
    return np.sort(cells[order][leading])


def _blocks(cells: Ints, grid: Grid, side: int) -> Ints:
    row, column = np.divmod(cells, grid.columns)
    return np.asarray(row // side * (grid.columns // side + 1) + column // side)
