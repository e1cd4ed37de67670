"""Take-up that meets the caseloads of each place and year, of schemes in force and of what a floor makes of them."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from groundfloor.costing import phased
from groundfloor.engine import Prepared, apply
from groundfloor.errors import GroundfloorError
from groundfloor.in_force import parameters_of
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.rules.counts import EVERYWHERE, Count
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.order import needs, ordered
from groundfloor.rules.patch import rewritten, scenario
from groundfloor.rules.programme import DatedParameter, Floor, Programme, TakeUpBy
from groundfloor.rules.take_up import Places, draws, limit_that_meets, places_of, wanted_at
from groundfloor.rules.used import of_programme
from groundfloor.survey.covered import covered
from groundfloor.survey.frame import Floats, Survey

DELIVERED = {"take_up", "phase_in"}


@dataclass(frozen=True)
class Short:
    """A year in which fewer are entitled in the survey than the administration counts; all of them receive.

    `levels` are the places that share the caseload, none of them where it is that of the whole country.
    """

    levels: tuple[str, ...]
    year: int
    caseload: float
    entitled: float


@dataclass(frozen=True)
class Calibrated:
    """The take-up of one programme that meets its caseloads: by level ("" who has none) and by year counted."""

    places: Places
    rates: Mapping[str, Mapping[int, float]]
    short: tuple[Short, ...] = ()

    def counted(self, level: str, year: int) -> int | None:
        """The year whose take-up a place has in `year`: the last one counted, before the first one that one, None without any."""
        years = sorted(self.rates.get(level, ()))
        past = [one for one in years if one <= year]
        return past[-1] if past else years[0] if years else None

    def on(self, programme: Programme, year: int) -> Programme:
        """The programme with the take-up of `year`; a place never counted keeps the one it has, who has no place none of it."""

        def share(level: str, otherwise: float) -> float:
            at = self.counted(level, year)
            return otherwise if at is None else self.rates[level][at]

        if self.places.variable is None:
            return replace(programme, take_up=share(EVERYWHERE, programme.take_up))
        shares = {level: share(level, programme.take_up) for level in self.places.levels}
        return replace(programme, take_up=share(EVERYWHERE, 0.0), take_up_by=TakeUpBy(self.places.variable, shares))


def taken_up(floor: Floor, year: int, found: Mapping[str, Calibrated]) -> Floor:
    """The floor with the take-up of `year` in each programme that has one calibrated; the others keep their own."""
    if not found.keys() & floor.programmes.keys():
        return floor
    programmes = {name: found[name].on(one, year) if name in found else one for name, one in floor.programmes.items()}
    return replace(floor, programmes=programmes)


@dataclass
class Caseloads:
    """Programmes simulated by their own rules on a survey whose weights are those of each year.

    `weights` are by year, from the base year on; an earlier year has the people of the first. `in_force` names the schemes among the
    programmes. Made by `calibrate`.
    """

    programmes: Mapping[str, Programme]
    in_force: Container[str]
    parameters: Mapping[str, DatedParameter]
    people: Prepared
    weights: Mapping[int, Floats]
    prices: Prices
    engine: str = "arrays"
    seed: int = 0
    found: dict[str, Calibrated] = field(default_factory=dict)
    _known: dict[tuple[str, int], Entitlement] = field(default_factory=dict, repr=False)

    @property
    def survey(self) -> Survey:
        """The survey."""
        return self.people.survey

    def lived_in(self, year: int) -> int:
        """The year whose people and rules stand for `year`: itself, or the base year for those before it."""
        return max(year, self.prices.base)

    def weight(self, year: int) -> Floats:
        """The weights of a year."""
        return self.weights[self.lived_in(year)]

    def simulated(self, name: str, year: int) -> Entitlement:
        """What a programme gives in a year under its own rule, with the take-up found so far; LCU a year in base-year prices."""
        if (name, year) not in self._known:
            floor = Floor("in_force", {}, self._with_needed(name), self.parameters, {})
            real = taken_up(phased(self.prices.floor(floor, year), year), year, self.found)
            date = datetime.date(year, *MIDYEAR)
            found = apply(real, self.people, date, engine=self.engine, seed=self.seed)
            self._known[name, year] = found.programmes[name]
        return self._known[name, year]

    def _with_needed(self, name: str) -> dict[str, Programme]:
        """A programme and those whose results it reads, in their order."""
        wanted, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one not in wanted:
                wanted.add(one)
                waiting += needs(self.programmes[one].eligible, self.programmes[one].amount)
        return {one: programme for one, programme in self.programmes.items() if one in wanted}

    def _meet(self, name: str) -> Calibrated:
        """The take-up that meets every caseload of a programme up to the last year of the weights."""
        programme = self.programmes[name]
        places = places_of(self.survey, programme, programme.counts.variable, programme.counts.counts)
        drawn = draws(self.survey, programme, self.seed)
        rates: dict[str, dict[int, float]] = {}
        short = []
        for year in programme.counts.years:
            if year > max(self.weights):
                continue
            entitled = self.simulated(name, self.lived_in(year)).granted.rows
            weight, counts = self.weight(year), programme.counts.caseloads(year)
            for levels, wanted in wanted_at(places, counts):
                rows = places.among(entitled, levels)
                limit = limit_that_meets(drawn[rows], weight[rows], wanted)
                there = float(weight[rows].sum())
                if wanted > there:
                    named = () if list(counts) == [EVERYWHERE] else tuple(level for level in levels if level)
                    short.append(Short(named, year, wanted, there))
                for level in levels:
                    rates.setdefault(level, {})[year] = limit
        # what was simulated on the way had another take-up
        self._known = {key: one for key, one in self._known.items() if key[0] != name}
        return Calibrated(places, rates, tuple(short))

    @property
    def silent(self) -> tuple[str, ...]:
        """The calibrated schemes in force of which the survey does not say who receives them."""
        return tuple(
            name
            for name in self.found
            if name in self.in_force
            and name not in self.survey.transfers
            and covered(self.survey, self.programmes[name].meta.get("covered_by")) is None
        )

    def kept_by(self, option: Floor) -> dict[str, Calibrated]:
        """The calibrated take-up of the programmes for which a scenario writes no take-up or phase-in of its own.

        A scheme that the option does not have keeps it too: it may be replaced.
        """
        return {
            name: one
            for name, one in self.found.items()
            if name not in option.programmes
            or (option.programmes[name].counts.meet and not DELIVERED & rewritten(option, name))
        }


def calibrate(
    schemes: Iterable[Programme],
    floor: Floor,
    survey: Survey,
    weights: Mapping[int, Floats],
    prices: Prices,
    *,
    engine: str = "arrays",
    seed: int = 0,
) -> Caseloads:
    """Find the take-up that meets the caseloads of schemes in force, and of the programmes of a floor and its scenarios.

    Only programmes whose `caseload_by` is given are calibrated. A caseload is met among those whom the rule in force entitles in its
    year, under the weights of that year; one from before the base year is met in the base year, whose people are the first known.
    One from after the last year is not used. A programme whose rule needs a variable that the survey lacks is left out. A caseload by a
    variable or level that the survey lacks, and one of a programme with `phase_in`, raise GroundfloorError. Method:
    docs/methods/take-up.md.

    >>> import numpy as np
    >>> from groundfloor.rules import floor_of
    >>> from groundfloor.survey.frame import Text
    >>> text = "programme: p\\nlabel: {en: P}\\nguarantee: old_age\\nfunction: old_age\\nstatus: existing\\nunit: person\\n"
    >>> text += "eligible: age >= 60\\namount: income\\ncaseload_by: {region: {North: 20, South: 90}}\\ncaseload_year: 2025\\n"
    >>> region = Text(np.repeat([0, 1], 4).astype(np.int32), ("North", "South"))
    >>> columns = {"age": np.full(8, 70.0), "income": np.ones(8), "region": region, "_key": np.arange(8.0)}
    >>> survey = Survey("s", "X", 2025, columns, np.arange(8), np.full(8, 10.0))
    >>> floor = floor_of([text])
    >>> found = calibrate(floor.programmes.values(), floor, survey, {2025: survey.weight}, Prices(2025, {}))
    >>> receives = found.simulated("p", 2025).receives
    >>> (10 * receives[:4].sum()).item(), (10 * receives[4:].sum()).item(), found.found["p"].short[0].entitled
    (20.0, 40.0, 40.0)
    """
    in_force = {one.name: one for one in schemes}
    options = [floor, *(scenario(floor, name) for name, patch in floor.scenarios.items() if patch.get("add"))]
    proposed = {name: one for option in reversed(options) for name, one in option.programmes.items()}
    parameters = {name: one for option in reversed(options) for name, one in option.parameters.items()}
    usable = ordered(_usable(proposed | in_force, survey))
    parameters |= parameters_of(in_force.values())
    out = Caseloads(usable, frozenset(in_force), parameters, Prepared(survey), weights, prices, engine, seed)
    for name, one in usable.items():
        if not one.counts.meet:
            continue
        if one.phase_in or one.grows_by:
            raise GroundfloorError(
                f"{name} has both phase_in and caseload_by",
                one.place,
                hint="Caseloads say themselves how a scheme grows: take phase_in away, and give a scenario one where it needs it.",
            )
        out.found[name] = out._meet(name)
    return out


def _usable(programmes: Mapping[str, Programme], survey: Survey) -> dict[str, Programme]:
    """The programmes whose rules, and those of the programmes they read, name only variables that the survey has."""
    left = {name: one for name, one in programmes.items() if of_programme(one).keys() <= survey.columns.keys()}
    while True:
        kept = {name: one for name, one in left.items() if set(needs(one.eligible, one.amount)) <= left.keys()}
        if len(kept) == len(left):
            return kept
        left = kept


def count_for(counts: Iterable[Count], year: int) -> Count | None:
    """Of the counts of one place the last one up to a year, else the first after it; one without a year is of this year."""
    ordered = sorted(counts, key=lambda one: year if one.year is None else one.year)
    past = [one for one in ordered if one.year is None or one.year <= year]
    return past[-1] if past else next(iter(ordered), None)
