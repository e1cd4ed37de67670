"""Many settings of a floor's numbers at once: what it costs, whom it reaches and what it does to poverty under each, in one year."""

from __future__ import annotations

import datetime
import itertools
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from groundfloor.caseloads import taken_up
from groundfloor.costing.births import counted
from groundfloor.costing.phase import phased, take_up_in
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.figures.memory import Figures, Scene
from groundfloor.figures.plain import TODAY
from groundfloor.prices import MIDYEAR
from groundfloor.replaced import replaced_by
from groundfloor.rules.programme import DatedValue, Floor
from groundfloor.scenarios import Setting, phased_in
from groundfloor.survey.frame import Floats

TAKE_UP = "take_up"
SHARES = 1000
MOST = 100_000
COSTED, PAID = ("target_population", "beneficiaries", "transfers_lcu"), "transfers_lcu"
ALWAYS = datetime.date(1, 1, 1)
Varied = Mapping[str, Sequence[float]]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Grid:
    """Figures by setting: `settings` (settings by names) are the numbers, `values` (settings by keys) the figures, NaN not known.

    `own` are the numbers of the floor as it stands (NaN where it has not one), `standing` its figures and `today` those without it, by name.
    """

    names: tuple[str, ...]
    settings: Floats
    keys: tuple[tuple[str, ...], ...]
    values: Floats
    year: int
    own: tuple[float, ...] = ()
    standing: Mapping[str, float] = field(default_factory=dict)
    today: Mapping[str, float] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of `rows`: numbers varied, then figures as MEASURE.PROGRAMME.LINE.GROUP without what is empty or all."""
        return (*self.names, *map(_said, self.keys))

    @property
    def rows(self) -> list[dict[str, float]]:
        """A row a setting."""
        whole = np.hstack([self.settings, self.values])
        return [dict(zip(self.columns, row, strict=True)) for row in whole.tolist()]


def _said(key: tuple[str, ...]) -> str:
    _, measure, line, programme, group = key
    return ".".join((measure, *(one for one in (programme, line, group) if one not in ("", "all"))))


class Standing:
    """A floor in one year of a run, under one number after another, in prices of the base year.

    A name is a parameter of the floor ('child_grant.grant'), whose number is then that of the year in prices of the base year and in the unit of the
    floor's file, or 'PROGRAMME.take_up', of those entitled and reached by phase-in. A floor that replaces schemes in force or waives fees is refused.
    """

    def __init__(
        self, at: Setting, floor: Floor, year: int, *, scenarios: int = 1, compiled: bool | None = None
    ) -> None:
        if year not in at.weights:
            raise GroundfloorError(f"{year} is no year of this run", expected=f"{at.base} to {max(at.weights)}")
        ended = replaced_by(floor, at.country.schemes, at.caseloads.silent)
        replacing = [name for name, one in floor.programmes.items() if set(one.replaces) & {*ended, *floor.programmes}]
        if replacing:
            raise GroundfloorError(
                f"{', '.join(replacing)} would take the place of another programme, which a grid does not follow",
                hint="Ask for the results of each setting: Session.results.",
            )
        self.at, self.floor, self.year = at, floor, year
        self.date = datetime.date(year, *MIDYEAR)
        self.scene = Scene(
            at.survey.with_weight(at.weights[year]), seed=at.seed, scenarios=scenarios, compiled=compiled
        )
        self._floors: OrderedDict[tuple[tuple[str, float], ...], Floor] = OrderedDict()
        self.level = at.prices.level("inflation", at.base, year)
        self.births = self._for_each_birth()

    def _for_each_birth(self) -> dict[str, float]:
        """The births of the year for each infant of the survey, by programme that is for births."""
        weight, births = self.at.weights[self.year], self.at.births(self.floor)
        return {
            name: float(counted(one, self.at.survey, weight, births, self.year).sum() / weight.sum())
            for name, one in self.floor.programmes.items()
            if one.unit == "birth"
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers that may be varied."""
        return (*self.floor.parameters, *(f"{name}.{TAKE_UP}" for name in self.floor.programmes))

    def under(self, numbers: Mapping[str, float]) -> Floor:
        """The floor of the year under other numbers."""
        for name in numbers:
            if name not in self.names:
                raise GroundfloorError(f"The floor has no number {name!r}", hint=nearest(name, self.names))
        shares = {name.rpartition(".")[0]: one for name, one in numbers.items() if self._is_share(name)}
        for name, share in shares.items():
            if not 0.0 <= share <= 1.0:
                raise GroundfloorError(f"The take-up of {name} is {share:g}", expected="a number from 0 to 1")
        real = self._real(tuple(shares.items()))
        fixed = {
            name: replace(real.parameters[name], values=(DatedValue(ALWAYS, float(one)),))
            for name, one in numbers.items()
            if not self._is_share(name)
        }
        return replace(real, parameters={**real.parameters, **fixed}) if fixed else real

    def _real(self, shares: tuple[tuple[str, float], ...]) -> Floor:
        """The floor of the year where programmes have such take-ups."""
        if shares not in self._floors:
            take_up = dict(shares)
            programmes = {
                name: replace(one, take_up=take_up[name], take_up_path={}) if name in take_up else one
                for name, one in self.floor.programmes.items()
            }
            asked = self.at.prices.floor(replace(self.floor, programmes=programmes), self.year)
            calibrated = self.at.caseloads.kept_by(self.floor).items()
            known = {name: one for name, one in calibrated if name not in take_up}
            self._floors[shares] = taken_up(phased(asked, self.year), self.year, known)
            while len(self._floors) > SHARES:
                self._floors.popitem(last=False)
        self._floors.move_to_end(shares)
        return self._floors[shares]

    def _is_share(self, name: str) -> bool:
        return name not in self.floor.parameters

    def own(self, name: str) -> float:
        """The number of the floor as it stands, as it may be varied; NaN where a caseload, not a number, says who comes forward."""
        if not self._is_share(name):
            return self._real(()).parameters[name].at(self.date)
        programme = name.rpartition(".")[0]
        calibrated = programme in self.at.caseloads.kept_by(self.floor)
        return np.nan if calibrated else take_up_in(self.floor.programmes[programme], self.year)

    def figures(self, numbers: Mapping[str, float]) -> Figures:
        """The figures of the year under other numbers; `transfers_lcu` is in LCU of the year, all other money in prices of the base year."""
        found = self.scene.figures(self.under(numbers), self.date, scenario=self.floor.name)
        return Figures(found.keys, self.costed(found.keys, found.values))

    def costed(self, keys: Sequence[tuple[str, ...]], values: Floats) -> Floats:
        """Figures (the last axis by `keys`) where those who are counted and paid are those of a run: for each birth of the year, in money of the year."""
        times = [
            (self.births.get(key[3], 1.0) if key[1] in COSTED else 1.0) * (self.level if key[1] == PAID else 1.0)
            for key in keys
        ]
        out: Floats = values * np.array(times)
        if self.births:
            paid = {key[3]: at for at, key in enumerate(keys) if key[1] == PAID}
            total = paid.pop("")
            out[..., total] = out[..., list(paid.values())].sum(axis=-1)
        return out


def grid(
    at: Setting,
    floor: Floor,
    varied: Varied,
    *,
    year: int | None = None,
    to: int,
    compiled: bool | None = None,
    say: Progress = lambda _: None,
) -> Grid:
    """Every combination of the numbers in `varied`, each with all figures of the floor in `year` (that of full phase-in where none is given).

    `say` is told how far it has come. An unknown name, no number, one that is none, and more than 100,000 settings raise GroundfloorError.
    """
    settings = _settings(varied)
    year = min(to, phased_in(floor, at.base)) if year is None else year
    standing = Standing(at, floor, year, scenarios=len(settings), compiled=compiled)
    names = tuple(varied)
    say(f"{len(settings):,} settings in {year}")
    floors = [standing.under(dict(zip(names, one, strict=True))) for one in settings]
    scene = standing.scene
    first = standing.figures({})
    scene.machine.expect(names)
    found = scene.batch(
        floors, standing.date, scenario=floor.name, say=lambda done: say(f"{done:,} of {len(floors):,}")
    )
    own = [k for k, key in enumerate(first.keys) if key[0] != TODAY]
    keys = tuple(first.keys[k] for k in own)
    values = standing.costed(keys, np.array([each.values[own] for each in found]))
    now: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for key, value in zip(first.keys, first.values.tolist(), strict=True):
        now[key[0] == TODAY][_said(key)] = value
    table = np.array(settings, dtype=float).reshape(len(settings), len(names))
    return Grid(names, table, keys, values, year, tuple(map(standing.own, names)), *now)


def _settings(varied: Varied) -> list[tuple[float, ...]]:
    for name, numbers in varied.items():
        if not len(numbers):
            raise GroundfloorError(f"{name} is given no number")
        for one in numbers:
            if not np.isfinite(one):
                raise GroundfloorError(f"{name} is given {one!r}", expected="numbers")
    count = int(np.prod([float(len(one)) for one in varied.values()]))
    if not varied:
        raise GroundfloorError("No number is varied", expected="names with numbers, such as child_grant.grant: 50, 100")
    if count > MOST:
        raise GroundfloorError(f"These are {count:,} settings", expected=f"at most {MOST:,}")
    return list(itertools.product(*varied.values()))


def numbers_of(name: str, text: str) -> list[float]:
    """Numbers as typed: 50,75,100, or FROM:TO:STEP with both ends where the step meets them.

    >>> numbers_of("x", "50, 75,100"), numbers_of("x", "0.1:0.3:0.1"), numbers_of("x", "3:1:-1")
    ([50.0, 75.0, 100.0], [0.1, 0.2, 0.3], [3.0, 2.0, 1.0])
    """
    expected = "numbers with commas (50,75,100) or FROM:TO:STEP (50:150:10)"
    try:
        if ":" not in text:
            return [float(one) for one in text.split(",")]
        first, last, step = (float(one) for one in text.split(":"))
        count = int(np.floor((last - first) / step + 1e-9)) + 1 if step else 0
    except (ValueError, OverflowError):
        raise GroundfloorError(f"{name} is given {text!r}", expected=expected) from None
    if not 0 < count <= MOST:
        raise GroundfloorError(f"{name} is given {text!r}, which is {max(count, 0):,} numbers", expected=expected)
    return [round(first + step * k, 12) for k in range(count)]
