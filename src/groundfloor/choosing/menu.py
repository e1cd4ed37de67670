"""The menu to choose from: each programme at each level and coverage, simulated once alone, with its costs and transfers."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from groundfloor.choosing.apart import FIGURES, Alone, Apart, alone, only_the_amount
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.replaced import replaced_by, together
from groundfloor.rules.order import needs
from groundfloor.rules.programme import DatedParameter, Floor, Programme
from groundfloor.rules.tree import Parameter
from groundfloor.rules.walk import walk
from groundfloor.scenarios import Setting
from groundfloor.simulate import cash_per_head
from groundfloor.survey.frame import Floats, Ints

SAME = 1e-11  # a parameter indexed to prices is the same in real terms but for rounding


@dataclass(frozen=True)
class Grid:
    """What may be chosen of one programme: multiples of its amount `parameter`, and shares of coverage, both rising."""

    programme: Programme
    parameter: str
    levels: tuple[float, ...]
    steps: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many pairs of level and step there are."""
        return len(self.levels) * len(self.steps)


@dataclass(frozen=True)
class Offer:
    """One programme alone, (levels x steps) by year: LCU of the year and persons (households in a household programme).

    `cost` is what the floor's own costing gives, schemes that the programme replaces taken off, NaN where it is not known. `start_up`
    (by year) is not in it: it is spent where the programme is chosen at all, whoever is covered in the year.
    """

    grid: Grid
    cost: Floats
    beneficiaries: Floats
    target: Floats
    start_up: Floats


@dataclass(frozen=True)
class Block:
    """What one programme adds to the welfare of the households it touches: (rows x options) in base-year prices."""

    programme: int
    rows: Ints
    amounts: Floats


@dataclass(frozen=True)
class People:
    """Households as the objective sees them: welfare, weight by year (persons), and the blocks in force in each year."""

    welfare: Floats
    weights: Mapping[int, Floats]
    blocks: Mapping[int, tuple[Block, ...]]


@dataclass(frozen=True)
class Menu:
    """Everything that may be chosen: an offer a programme, the years, and the people it would reach."""

    years: tuple[int, ...]
    offers: tuple[Offer, ...]
    people: People | None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The programmes, in the floor's order."""
        return tuple(offer.grid.programme.name for offer in self.offers)


def amount_parameter(programme: Programme, given: str | None = None) -> str:
    """The short name of the parameter by which a programme's benefit is scaled: the one of its amount in money.

    A rule that reads none or several is refused unless one is `given`.
    """
    own = {one.name: short for short, one in programme.parameters.items() if "LCU" in one.unit}
    used = [own[node.name] for node in walk(programme.amount) if isinstance(node, Parameter) and node.name in own]
    found = list(dict.fromkeys(used))
    if given is not None:
        if given not in found:
            raise GroundfloorError(
                f"The amount of {programme.name} does not depend on a parameter {given!r} in LCU",
                programme.amount.place,
                expected=f"one of {', '.join(found)}" if found else None,
                hint=nearest(given, found),
            )
        return given
    if len(found) != 1:
        raise GroundfloorError(
            f"The amount of {programme.name} depends on {len(found)} parameters of its own in LCU"
            + (f" ({', '.join(found)})" if found else ""),
            programme.amount.place,
            expected="one, by which the level of the benefit is chosen",
            hint="Name it under `parameters`, or leave the programme out of `programmes`.",
        )
    return found[0]


def refuse_dependence(floor: Floor, names: Sequence[str]) -> None:
    """Programmes whose rules or effects depend on one another cannot be simulated apart and added up."""
    ended: dict[str, str] = {}
    for name in names:
        programme = floor.programmes[name]
        for root in (programme.eligible, programme.amount):
            if other := next(iter(needs(root)), None):
                raise GroundfloorError(
                    f"{name} depends on {other}, so that what it gives depends on what else is chosen",
                    root.place,
                    hint=f"Write {name} without it, or leave {name} out of `programmes`.",
                )
        for older in programme.replaces:
            if older in names or older in ended:
                other = older if older in names else ended[older]
                raise GroundfloorError(
                    f"{name} and {other} exclude each other over {older}, so that their effects do not add up",
                    programme.place,
                    hint="Leave one of them out of `programmes`.",
                )
            ended[older] = name


def scaled(parameter: DatedParameter, factor: float) -> DatedParameter:
    """A parameter with all its values multiplied."""
    return replace(parameter, values=tuple(replace(one, value=one.value * factor) for one in parameter.values))


def with_choice(floor: Floor, chosen: Mapping[str, tuple[Grid, float, Mapping[int, float]]]) -> Floor:
    """The floor of the programmes `chosen`, each at a level (a multiple of its amount) and with a phase-in."""
    programmes, parameters = {}, dict(floor.parameters)
    for name, (grid, level, phase_in) in chosen.items():
        own = scaled(grid.programme.parameters[grid.parameter], level)
        parameters[own.name] = own
        programmes[name] = replace(
            grid.programme,
            parameters={**grid.programme.parameters, grid.parameter: own},
            phase_in=phase_in,
            grows_by=None,
        )
    return replace(floor, programmes=programmes, parameters=parameters)


def menu(at: Setting, floor: Floor, grids: Sequence[Grid], years: Sequence[int]) -> Menu:
    """Simulate every programme at every level and step, over all years, with the engine's own draws.

    Programmes must not depend on one another (`refuse_dependence`). `floor` writes a phase-in of its own for each of them, which goes before any that meets a caseload.

    Coverage of a share means that phase-in stands at it: those receive whose draw lies below take-up x share, so that whoever
    receives at a lower share receives at a higher one. Programmes that do not depend on one another are simulated side by side, and
    where a level changes nothing but amounts, levels and steps are simulated apart (`groundfloor.choosing.apart`).
    Method: docs/methods/choosing.md.
    """
    weights = {year: at.weights[year] for year in years}
    rows = _Rows(at, with_choice(floor, {g.programme.name: (g, 1.0, {}) for g in grids}))
    figures = [{name: np.full((*_shape(g), len(years)), np.nan) for name in FIGURES} for g in grids]
    once = np.zeros((len(grids), len(years)))
    received = [[[np.zeros(0)] * len(years) for _ in range(grid.size)] for grid in grids]
    apart = {p: Apart(grid.programme) for p, grid in enumerate(grids) if only_the_amount(at, grid.programme, grid.parameter)}  # fmt: skip
    most = [max(_shape(grid)[side] for grid in grids) for side in (0, 1)]
    for i, k in itertools.product(*map(range, most)):
        asked = {
            p: grid
            for p, grid in enumerate(grids)
            if i < len(grid.levels) and k < len(grid.steps) and (p not in apart or 0 in (i, k))
        }
        if not asked:
            continue
        chosen = {g.programme.name: (g, g.levels[i], {years[0]: g.steps[k]}) for g in asked.values()}
        option = with_choice(floor, chosen)
        for t, year in enumerate(at.years(option, option.name, weights)):
            for p, grid in asked.items():
                if p in apart:
                    apart[p].add(i, k, year)
                else:
                    found = alone(year, grid.programme)
                    once[p, t] = found.start_up
                    _put(figures[p], (i, k, t), found)
                    received[p][i * len(grid.steps) + k][t] = rows.cash(found.amounts, (p, i, k))
    for p, one in apart.items():
        for i, k, t in itertools.product(*map(range, (*_shape(grids[p]), len(years)))):
            level = at.prices.level("inflation", at.base, years[t])
            found = one.at(i, k, years[t], at.weights[years[t]], level)
            once[p, t] = found.start_up
            _put(figures[p], (i, k, t), found)
            received[p][i * len(grids[p].steps) + k][t] = rows.cash(found.amounts, (p, i, k))
    offers = tuple(Offer(grid, **found, start_up=own) for grid, found, own in zip(grids, figures, once, strict=True))
    return Menu(tuple(years), offers, rows.people(weights, received))


def _put(figures: Mapping[str, Floats], where: tuple[int, int, int], found: Alone) -> None:
    for name in FIGURES:
        figures[name][where] = getattr(found, name)


def _shape(grid: Grid) -> tuple[int, int]:
    return len(grid.levels), len(grid.steps)


class _Rows:
    """One row a household where all its members have the same welfare, else one a person; without welfare there are none."""

    def __init__(self, at: Setting, floor: Floor) -> None:
        self.survey, self.welfare = at.survey, at.survey.welfare
        self.floor = together(floor, replaced_by(floor, at.country.schemes, at.caseloads.silent))
        self.latest: dict[tuple[int, int, int], tuple[Floats, Floats]] = {}
        if self.welfare is not None:
            heads = np.repeat(self.welfare[self.survey.starts], self.survey.sizes)
            self.alike = bool(np.array_equal(heads, self.welfare, equal_nan=True))

    def cash(self, amounts: Mapping[str, Floats], option: tuple[int, int, int]) -> Floats:
        """What a programme gives in cash, one value a row; that of the year before where nothing but rounding differs."""
        if self.welfare is None:
            return np.zeros(0)
        total = np.sum(list(amounts.values()), axis=0)
        before = self.latest.get(option)
        if before is None or not np.allclose(total, before[0], SAME, 0.0, equal_nan=True):
            before = self.latest[option] = (total, self._rows(cash_per_head(self.survey, self.floor, amounts)))
        return before[1]

    def _rows(self, values: Floats) -> Floats:
        return values[self.survey.starts] if self.alike else values

    def people(self, weights: Mapping[int, Floats], columns: Sequence[Sequence[Sequence[Floats]]]) -> People | None:
        """The people with the blocks of every programme; rows whose welfare is not known are left out, as in `impact`."""
        if self.welfare is None:
            return None
        welfare = self._rows(self.welfare)
        known = ~np.isnan(welfare)
        summed = {
            year: np.add.reduceat(weight, self.survey.starts) if self.alike else weight
            for year, weight in weights.items()
        }
        blocks: dict[int, tuple[Block, ...]] = {}
        latest: list[Block | None] = [None] * len(columns)
        for t, year in enumerate(weights):
            for p, received in enumerate(columns):
                amounts = np.column_stack([one[t][known] for one in received])
                latest[p] = _block(p, np.nan_to_num(amounts), latest[p])
            blocks[year] = tuple(one for one in latest if one is not None)
        return People(welfare[known], {year: one[known] for year, one in summed.items()}, blocks)


def _block(programme: int, amounts: Floats, before: Block | None) -> Block:
    """The block of a programme in a year; the one of the year before where nothing but rounding differs."""
    rows = np.flatnonzero((amounts != 0).any(axis=1))
    amounts = amounts[rows]
    if before is not None and np.array_equal(rows, before.rows) and np.allclose(amounts, before.amounts, SAME, 0.0):
        return before
    return Block(programme, rows, amounts)
