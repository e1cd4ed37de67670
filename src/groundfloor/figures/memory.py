"""The figures of a floor on a survey in memory, again and again under other numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from groundfloor.compiled import in_threads
from groundfloor.engine import Prepared, apply
from groundfloor.engine.machine import COUNTS, Machine, Swept
from groundfloor.figures.homes import Homes, followed, homes_of, sharing_of, welfare_of
from groundfloor.figures.order import Ranked
from groundfloor.figures.plain import COLUMNS, TENTHS, TODAY, Row
from groundfloor.figures.warming import ready, warm
from groundfloor.measures.ranking import quantile_groups
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Floats, Survey

FEW, MANY = 2_000_000, 50_000_000
"""Persons times scenarios from which it pays to load compiled code, and from which it pays to wait for it."""
STEP = 100
COUNTED = ("target_population", "undecided", "beneficiaries", "coverage")
OF_WELFARE = ("gini", "mean_welfare", "median_welfare")


@dataclass(frozen=True)
class Figures:
    """Figures by name: `keys` are (scenario, measure, line, programme, group), in the order of `values`; NaN is not known."""

    keys: tuple[tuple[str, ...], ...]
    values: Floats

    @property
    def rows(self) -> list[Row]:
        """As rows of scenario, measure, line, programme, group and value."""
        return [
            dict(zip(COLUMNS, (*key, value), strict=True))
            for key, value in zip(self.keys, self.values.tolist(), strict=True)
        ]


class Scene:
    """A survey held ready for figures of floors on it; `lines` are poverty lines, those of the survey if not given.

    A change of a floor's numbers computes only what hangs on them. With `compiled` left open compiled code answers where that pays: Numba is installed and `scenarios` of so many persons are many; until it is ready, NumPy does. Both give
    the same figures to 1e-12. Definition: docs/methods/figures.md.

    >>> import datetime
    >>> from groundfloor import load_floor, new, read_survey
    >>> pack = new("nowhere")
    >>> scene = Scene(read_survey(pack))
    >>> found = scene.figures(load_floor(pack / "floors" / "floor.yaml"), datetime.date(2026, 7, 1))
    >>> [row["value"] for row in found.rows if row["measure"] == "target_population" and row["programme"] == "child_grant"] == [
    ...     found.values[0]]
    True
    """

    def __init__(
        self,
        survey: Survey | Prepared,
        lines: Mapping[str, float] | None = None,
        *,
        seed: int = 0,
        scenarios: int = 1,
        compiled: bool | None = None,
    ) -> None:
        self.prepared = survey if isinstance(survey, Prepared) else Prepared(survey)
        self.survey = self.prepared.survey
        self.lines = dict(self.survey.lines if lines is None else lines)
        self.seed = seed
        self._compiled = compiled
        if compiled is None and self.survey.persons * scenarios >= FEW:
            warm(wait=self.survey.persons * scenarios >= MANY)
        self.weight, self.people = self.prepared.weight, self.prepared.people
        self.welfare = welfare_of(self.survey)

    @property
    def compiled(self) -> bool:
        """Whether the next answer comes from compiled code."""
        return ready() if self._compiled is None else self._compiled

    @cached_property
    def ranked(self) -> Ranked | None:
        """Households in order of welfare; None without welfare."""
        if self.welfare is None:
            return None
        z = np.array(list(self.lines.values()), dtype=float)
        return Ranked(self.welfare, self.people, sharing_of(self.survey), z)

    @cached_property
    def tenth(self) -> np.ndarray[Any, np.dtype[np.int8]]:
        """The tenth of persons, from 0, that a household is in; -1 where its welfare is not known."""
        if self.welfare is None:
            return np.full(self.survey.households, -1, dtype=np.int8)
        return quantile_groups(self.welfare, self.people, TENTHS).astype(np.int8)

    @cached_property
    def tenths(self) -> Floats:
        """The persons of each tenth."""
        inside = self.tenth >= 0
        return np.bincount(self.tenth[inside], self.people[inside], TENTHS).astype(float)

    @cached_property
    def machine(self) -> Machine:
        """What sweeps over the survey in compiled code."""
        order = None if self.ranked is None else self.ranked.order
        return Machine(self.prepared, self.tenth, order, seed=self.seed)

    def figures(self, floor: Floor, date: datetime.date, *, scenario: str = "floor") -> Figures:
        """The figures of `floor` on `date`, and those of today.

        A floor that waives fees and a variable that the survey lacks raise GroundfloorError.
        """
        followed(floor)
        self.prepared.check(floor)
        if self.compiled:
            swept = self.machine.sweep(floor, date)
        else:
            swept = self._swept(homes_of(self.survey, floor, apply(floor, self.prepared, date, seed=self.seed)))
        return self.figured(swept, tuple(floor.programmes), scenario)

    def batch(
        self,
        floors: Sequence[Floor],
        date: datetime.date,
        *,
        scenario: str = "floor",
        say: Callable[[int], None] = lambda _: None,
    ) -> list[Figures]:
        """The figures of many floors, on all processors; `say` is told from time to time how many are done."""
        one = partial(self.figures, date=date, scenario=scenario)
        # of a large survey each floor has all processors
        alone = len(self.prepared.blocks) > 1
        found: list[Figures] = []
        for begin in range(0, len(floors), STEP):
            part = floors[begin : begin + STEP]
            found += map(one, part) if alone else in_threads(one, part)
            say(len(found))
        return found

    def figured(self, swept: Swept, programmes: Sequence[str], scenario: str) -> Figures:
        """Figures of what a sweep gives."""
        keys = keys_of(tuple(programmes), tuple(self.lines), scenario, welfare=self.ranked is not None)
        sums = swept.sums.copy()
        with np.errstate(invalid="ignore", divide="ignore"):
            sums[:, 3] /= self.people.sum()
            paid = np.vstack([swept.money, np.add.reduce(swept.money, axis=0)])
            values = [sums[:-1].reshape(-1), sums[-1, 3:], paid[:, 0]]
            if self.ranked is not None:
                by_tenth = paid[:, 1:]
                incidence = by_tenth / np.add.reduce(by_tenth, axis=1, keepdims=True)
                # of all programmes the share and the amount stand side by side
                together = np.column_stack([incidence[-1], by_tenth[-1] / self.tenths])
                values += [incidence[:-1].reshape(-1), together.reshape(-1)]
                for one in self.ranked.changed(swept.spent, ordered=swept.ordered, compiled=self.compiled):
                    values += [one.fgt.reshape(-1), np.array([one.gini, one.mean, one.median])]
        return Figures(keys, np.concatenate(values))

    def _swept(self, homes: Homes) -> Swept:
        """The same as the machine's, household by household."""
        inside, tenth = self.tenth >= 0, self.tenth[self.tenth >= 0]
        sums = np.zeros((len(homes.programmes) + 1, COUNTS))
        money = np.zeros((len(homes.programmes), 1 + TENTHS))
        spent, someone = np.zeros(len(self.weight)), np.zeros(len(self.weight), dtype=bool)
        for at, one in enumerate(homes.programmes.values()):
            reached = one.receives > 0
            sums[at, :3] = [(self.weight * many).sum() for many in (one.entitled, one.undecided, one.receives)]
            sums[at, 3] = self.people[reached].sum()
            paid = self.weight * one.paid
            money[at, 0], money[at, 1:] = paid.sum(), np.bincount(tenth, paid[inside], TENTHS)
            spent += one.worth * one.paid if one.worth else 0.0
            someone |= reached
        sums[-1, 3] = self.people[someone].sum()
        return Swept(spent, sums, money)


def keys_of(
    programmes: tuple[str, ...], lines: tuple[str, ...], scenario: str, *, welfare: bool
) -> tuple[tuple[str, ...], ...]:
    """The names of figures: (scenario, measure, line, programme, group)."""
    everything = (*programmes, "")
    keys = [(scenario, measure, "", name, "all") for name in programmes for measure in COUNTED]
    keys += [(scenario, "coverage", "", "", "all")]
    keys += [(scenario, "transfers_lcu", "", name, "all") for name in everything]
    if welfare:
        tenths = [f"decile={k + 1}" for k in range(TENTHS)]
        keys += [(scenario, "benefit_incidence", "", name, one) for name in programmes for one in tenths]
        keys += [
            (scenario, what, "", "", one) for one in tenths for what in ("benefit_incidence", "transfer_per_capita")
        ]
        for name in (TODAY, scenario):
            keys += [(name, f"fgt{power}", line, "", "all") for line in lines for power in (0, 1, 2)]
            keys += [(name, measure, "", "", "all") for measure in OF_WELFARE]
    return tuple(keys)
