"""The best affordable floor: chosen, simulated as it would run, and set beside what else the money could do."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from groundfloor.choosing.debt import Debt
from groundfloor.choosing.envelope import envelope
from groundfloor.choosing.floor import CHOSEN, NAME, Pick, Picks, floor_file, patch
from groundfloor.choosing.limits import limits, widened
from groundfloor.choosing.measured import Objective
from groundfloor.choosing.menu import Grid, Menu, amount_parameter, menu, refuse_dependence
from groundfloor.choosing.model import Decisions, Limit
from groundfloor.choosing.relax import relaxed
from groundfloor.choosing.settings import ALL, Settings
from groundfloor.choosing.simulated import Simulated, simulated
from groundfloor.choosing.solve import NotFoundError, Row, Solution, Solver
from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.population import project, read_population
from groundfloor.rules.patch import patched
from groundfloor.rules.programme import Floor
from groundfloor.scenarios import Setting, setting
from groundfloor.survey.frame import Floats

ADDED = 20  # times that conditions on debt are added
MOST = 20_000  # yes-or-no decisions
SHARES = {"chosen": 0.4, "frontier": 0.35, "alternatives": 0.25}  # of the seconds there are


@dataclass(frozen=True)
class Chosen:
    """One choice: what was picked, what the solver says of it, and its simulation."""

    name: str
    picks: Picks
    solution: Solution
    result: Simulated


@dataclass(frozen=True)
class Point:
    """One point of the frontier: the envelope as a multiple of the one asked about, and the best choice within it."""

    factor: float
    money: Mapping[int, float]
    chosen: Chosen


@dataclass(frozen=True)
class Choice:
    """The best affordable floor of a pack, its alternatives and the frontier of cost and effect.

    `nothing` is each objective without any programme, in its own unit; `shadow` what one more LCU of a year's envelope
    closes, a share of what is open. The tables are in `groundfloor.choosing.tables`.
    """

    country: Country
    floor: Floor
    asked: Settings
    at: Setting
    years: tuple[int, ...]
    line: str | None
    money: Mapping[int, float]
    limits: tuple[Limit, ...]
    nothing: Mapping[str, float]
    chosen: Chosen
    shadow: Floats
    decisions: Decisions = field(repr=False)
    alternatives: tuple[Chosen, ...] = ()
    frontier: tuple[Point, ...] = ()
    seconds: float = 0.0

    @cached_property
    def file(self) -> str:
        """The YAML of floors/affordable.yaml, of which `chosen` and the alternatives are scenarios."""
        return floor_file(self.floor, [(one.name, one.picks) for one in (self.chosen, *self.alternatives)])


class Chooser:
    """A pack and its menu, asked about several envelopes."""

    def __init__(self, pack: str | Path, asked: Settings, say: Callable[[str], None]) -> None:
        self.asked, self.say = asked, say
        self.country = read_country(pack)
        self.floor = floor_of_pack(self.country, asked.floor)
        base = self.country.base_year
        start = base + 1 if asked.start is None else asked.start
        if not base <= start <= asked.to:
            raise GroundfloorError(
                f"The choice is from {start} to {asked.to}",
                expected=f"years from {base} on, the last not before the first",
            )
        self.years = tuple(range(start, asked.to + 1))
        population = project(read_population(self.country.population, None), asked.to)
        grids = self._grids()
        refuse_dependence(self.floor, [grid.programme.name for grid in grids])
        count = sum(grid.size for grid in grids) * len(self.years)
        if count > MOST:
            raise GroundfloorError(
                f"There are {count:,} yes-or-no decisions", expected=f"at most {MOST:,}",
                hint="Give fewer levels, steps, programmes or years.",
            )  # fmt: skip
        say(f"{self.country.name['en']}: survey")
        survey, _fit = survey_of(self.country, seed=asked.seed)
        self.at = setting(
            self.country, survey, population, self.floor, horizon=asked.to, engine="arrays", seed=asked.seed, say=say
        )
        self.line = self._line()
        self.money = dict(zip(self.years, envelope(asked.envelope, self.at.money, self.years), strict=True))
        say(f"{len(grids)} programmes at {count // len(self.years)} levels and steps")
        whole = {grid.programme.name: Pick(grid, 1.0, {start: 1.0}) for grid in grids}
        self.menu: Menu = menu(self.at, patched(self.floor, patch(self.floor, whole, {"en": NAME})), grids, self.years)
        self.decisions = Decisions(self.menu)
        self.limits = limits(self.at, asked, self.decisions, list(self.money.values()))
        lines = self.at.survey.lines
        self.objective = Objective(self.decisions, asked.objective, lines[self.line] if self.line else None)
        self.solver = Solver(self.objective, asked.tolerance)
        self.debt = None if asked.debt_ceiling is None else Debt(self.at, asked.debt_ceiling, self.decisions)
        self.more: list[Limit] = []

    def _grids(self) -> list[Grid]:
        known = self.floor.programmes
        names = tuple(known) if self.asked.programmes is None else self.asked.programmes
        for given, key in (
            (names, "programmes"),
            (self.asked.levels, "levels"),
            (self.asked.steps, "steps"),
            (self.asked.parameters, "parameters"),
        ):
            for name in given:
                if name not in known and (name != ALL or key == "programmes"):
                    raise GroundfloorError(
                        f"{key} names {name!r}, which the floor {self.floor.name} does not have",
                        expected=f"one of {', '.join(known)}",
                        hint=nearest(str(name), known),
                    )
        asked = self.asked
        if not names:
            raise GroundfloorError(
                "There is no programme to choose from",
                expected=f"one of {', '.join(known)}" if known else "a floor with programmes",
            )
        return [
            Grid(
                known[name],
                amount_parameter(known[name], asked.parameters.get(name)),
                asked.levels.get(name, asked.levels[ALL]),
                asked.steps.get(name, asked.steps[ALL]),
            )
            for name in known
            if name in names
        ]

    def _line(self) -> str | None:
        """The line asked for, else the first of the pack, else of the survey; None where nothing is known of welfare."""
        lines = self.at.survey.lines
        if self.at.survey.welfare is None or (not lines and self.asked.line is None):
            return None
        first = next(one for one in (*self.country.lines, *lines) if one in lines)
        name = self.asked.line or first
        if name not in lines:
            raise GroundfloorError(
                f"There is no poverty line {name!r}", expected=f"one of {', '.join(lines)}", hint=nearest(name, lines)
            )
        return name

    def picks(self, decisions: Floats) -> dict[str, Pick]:
        """What decisions mean: level and coverage by programme."""
        grids = {offer.grid.programme.name: offer.grid for offer in self.menu.offers}
        found = {}
        for name, (level, reached) in self.decisions.chosen(decisions).items():
            steps = (0.0, *grids[name].steps)
            coverage = {year: steps[k] for year, k in zip(self.years, reached, strict=True)}
            found[name] = Pick(grids[name], grids[name].levels[level], coverage)
        return found

    def simulate(self, name: str, solution: Solution, *, poverty: bool = True) -> Chosen:
        """A choice as a run would have it, from its own file's patch and not from the menu."""
        picks = self.picks(solution.decisions)
        option = patched(self.floor, patch(self.floor, picks, {"en": name}), name)
        found = simulated(self.at, option, name, self.menu, self.line, self.objective.nothing, poverty=poverty)
        return Chosen(name, picks, solution, found)

    def choose(self) -> Choice:
        """The choice itself, its shadow prices, alternatives and frontier."""
        began, asked = time.monotonic(), self.asked
        self.say("Choosing")
        try:
            best = self.best(self.limits, SHARES["chosen"] * asked.seconds)
        except NotFoundError:
            # where none was met there may be none: that is worth more to know than that time was short
            refused = relaxed(self.decisions, [*self.limits, *self.more])
            if refused.is_proved:
                raise refused from None
            raise
        if best is None:
            raise relaxed(self.decisions, [*self.limits, *self.more])
        frontier = self._frontier()
        alternatives = self._alternatives(best)
        # what is met on the way may be better than what a first search found
        better = self.solver.again([*self.limits, *self.more], best)
        sets = {self._set(one): one for one in sorted((best, *alternatives), key=lambda one: -one.value)}
        alternatives = [one for inside, one in sets.items() if inside != self._set(better)][::-1][: asked.alternatives]
        best = better
        self.say("Simulating what was chosen")
        return Choice(
            self.country, self.floor, asked, self.at, self.years, self.line, self.money, self.limits, self.objective.nothing,
            self.simulate(CHOSEN, best), self._shadow(best), self.decisions,
            tuple(self.simulate(f"alternative_{k + 1}", one) for k, one in enumerate(alternatives)),
            self._points([*frontier, (1.0, dict(self.money), best)]), time.monotonic() - began,
        )  # fmt: skip

    def best(
        self, limits: Sequence[Limit], seconds: float, extra: Sequence[Row] = (), first: Any = None
    ) -> Solution | None:
        """The best choice within limits; conditions on debt are added as a choice breaks them, and hold for all that follow."""
        for _ in range(ADDED):
            found = self.solver.best([*limits, *self.more], seconds, extra, first)
            first = None
            broken = [] if found is None or self.debt is None else self.debt.broken(found.decisions)
            if not broken:
                return found
            self.more += broken
        raise GroundfloorError(
            f"No choice was found that keeps debt below its ceiling in {ADDED} attempts",
            hint="Give fewer levels, steps or years, or another ceiling.",
        )

    def _shadow(self, best: Solution) -> Floats:
        """One value a limit; conditions on the debt of one year count together."""
        values = self.solver.shadow([*self.limits, *self.more], best.decisions)
        found: Floats = values[: len(self.limits)].copy()
        for limit, value in zip(self.more, values[len(self.limits) :], strict=True):
            found[next(i for i, one in enumerate(self.limits) if (one.kind, one.year) == (limit.kind, limit.year))] += (
                value
            )
        return found

    def _frontier(self) -> list[tuple[float, dict[int, float], Solution]]:
        factors = [one for one in sorted(set(self.asked.frontier)) if one != 1.0]
        found = []
        for factor in factors:
            self.say(f"The frontier at {factor:g} of the envelope")
            money = {year: factor * one for year, one in self.money.items()}
            limits = widened(self.limits, money)
            solution = self.best(limits, SHARES["frontier"] * self.asked.seconds / len(factors))
            if solution is not None:
                found.append((factor, money, solution))
        return found

    def _points(self, found: Sequence[tuple[float, dict[int, float], Solution]]) -> tuple[Point, ...]:
        """The points in order; what was met since is used, so that more money never closes less."""
        return tuple(
            Point(
                factor,
                money,
                self.simulate(
                    CHOSEN, self.solver.again([*widened(self.limits, money), *self.more], one), poverty=False
                ),
            )
            for factor, money, one in sorted(found, key=lambda one: one[0])
        )

    def _alternatives(self, best: Solution) -> list[Solution]:
        """The next best sets of programmes: each lacks a programme of every better one, and closes nearly as much.

        What may be left out is gone through in the order of its bound: after a choice each of its programmes in turn.
        """
        asked, found, met = self.asked, list[Solution](), {self._set(best), ()}
        most = 1.0 - (1.0 - asked.within) * (1.0 - best.value)
        # what leaves out more can close no more: a set stands by the bound of the one it came from until it is its turn
        open_: list[tuple[float, bool, tuple[int, ...]]] = []
        tried: set[tuple[int, ...]] = set()
        first: dict[tuple[int, ...], Any] = {}
        self._leave_out((), best, open_, tried)
        while open_ and len(found) < asked.alternatives:
            bound, own, without = heapq.heappop(open_)
            if bound > most:
                break
            if not own:
                least, first[without] = self.solver.at_best([*self.limits, *self.more], self._without(without))
                heapq.heappush(open_, (max(bound, least), True, without))
                continue
            self.say(f"Alternative {len(found) + 1}")
            seconds = SHARES["alternatives"] * asked.seconds / asked.alternatives
            other = self.best(self.limits, seconds, self._without(without), first[without])
            if other is None:
                continue
            if other.value <= most and self._set(other) not in met:
                found.append(other)
                met.add(self._set(other))
            self._leave_out(without, other, open_, tried)
        return sorted(found, key=lambda one: one.value)

    def _set(self, solution: Solution) -> tuple[int, ...]:
        """The places of the programmes in a choice."""
        many = range(len(self.menu.offers))
        return tuple(p for p in many if self.decisions.entered(p) @ solution.decisions > 0.5)

    def _without(self, programmes: Iterable[int]) -> list[Row]:
        return [(self.decisions.entered(p), 0.0) for p in programmes]

    def _leave_out(
        self,
        without: tuple[int, ...],
        solution: Solution,
        open_: list[tuple[float, bool, tuple[int, ...]]],
        tried: set[tuple[int, ...]],
    ) -> None:
        for p in self._set(solution):
            more = tuple(sorted((*without, p)))
            if more not in tried:
                tried.add(more)
                heapq.heappush(open_, (solution.bound, False, more))


def choose(pack: str | Path, asked: Settings, say: Callable[[str], None] = lambda _: None) -> Choice:
    """The best affordable floor of a pack, `say` being told of each step.

    Limits that no floor keeps raise `InfeasibleError`, which says which conflict and by how much; a mistake in the pack or in what
    is asked raises GroundfloorError. Method: docs/methods/choosing.md.

    >>> from groundfloor import new
    >>> from groundfloor.choosing import settings
    >>> asked = settings({"envelope": "0.5%gdp", "to": 2026, "levels": 1, "steps": [0.5, 1], "frontier": []})
    >>> found = choose(new("nowhere"), asked)
    >>> sorted(found.chosen.picks), found.chosen.solution.status
    (['child_grant'], 'optimal')
    """
    return Chooser(pack, asked, say).choose()
