"""From the years a pack gives to any year: each series by its rule, every value with the rule as its source."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from groundfloor.country.model import Country, Economy, Observation
from groundfloor.economy.description import Carried, Projection, read_projection
from groundfloor.economy.employment import EMPLOYED, PRODUCTIVITY, Employment
from groundfloor.economy.rule import Start
from groundfloor.errors import GroundfloorError
from groundfloor.population import Population

RULE = "rule"
"""The status of a value that a rule gives."""
GROWTH = "gdp_real_growth"
PARTS = ("participation_rate", "unemployment_rate", "foreign_debt_share")
"""Series from nought to one; other shares are above -1."""


def complete(country: Country, population: Population, to: int, variant: str = "base", *, ahead: int = 0) -> Country:
    """The country with its economy carried on to `to` by the rules of its economy.yaml; the same country where it has none.

    Rows of economy.csv are kept as they are, and a rule starts after the last of its series. `population` reaches `to` where a rule counts
    people; `variant` is base, low or high; `ahead` years more are carried on as far as rules can. A value that a rule cannot give raises GroundfloorError. Method: docs/methods/economy.md.

    >>> from groundfloor import project, read_country
    >>> ghana = complete(read_country("gha"), project("gha", 2040), 2040)
    >>> round(ghana.economy.series("gdp_real_growth")[2040], 6), ghana.economy.observations[-1].status
    (0.045, 'rule')
    """
    projection = read_projection(country)
    if projection is None:
        return country
    course = Course(country.economy, projection, population, country.base_year, variant)
    return replace(country, economy=carried_on(course, to, ahead))


def carried_on(course: Course, to: int, ahead: int = 0) -> Economy:
    """An economy with the values that its rules give to the year `to` and `ahead`, each after the rows of its series."""
    economy = course.economy
    made = {name: list(course.rows(name, to)) for name in course.projection.rules}
    for name, rows_of in made.items():
        rows_of += course.further(name, to, to + ahead)
    last = {row.series: i for i, row in enumerate(economy.observations)}
    rows: list[Observation] = []
    for i, row in enumerate(economy.observations):
        rows.append(row)
        if last[row.series] == i:
            rows += made.pop(row.series, [])
    return Economy((*rows, *(row for more in made.values() for row in more)))


def held_since(economy: Economy) -> dict[str, int]:
    """The last year given of each series that rules carry on without any change, so that what uses it can say how old it is.

    >>> from groundfloor import project, read_country
    >>> held_since(complete(read_country("gha"), project("gha", 2031), 2031).economy)["participation_rate"]
    2022
    """
    found: dict[str, int] = {}
    for name in {row.series for row in economy.observations if row.status == RULE}:
        rows = [row for row in economy.observations if row.series == name]
        given = [row for row in rows if row.status != RULE]
        if given and all(row.value == given[-1].value for row in rows if row.status == RULE):
            found[name] = given[-1].year
    return found


@dataclass
class Course:
    """An economy while its rules carry it on: each value is computed once, when it is first asked for."""

    economy: Economy
    projection: Projection
    population: Population
    base: int
    variant: str = "base"
    employment: Employment = field(init=False)
    _known: dict[str, dict[int, float]] = field(init=False)
    _starts: dict[str, Start] = field(init=False, default_factory=dict)
    _asked: list[tuple[str, int]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.employment = Employment(self.population, self.projection.participation, self.variant)
        self._known = {name: self.economy.series(name) for name in self.economy.names}

    def get(self, series: str, year: int) -> float:
        """The value of a series in a year: given, by its rule, or implied by others; NaN where there is none."""
        known = self._known.setdefault(series, {})
        if year in known:
            return known[year]
        carried = self.projection.rules.get(series)
        if carried is not None and year > self.start(series).year:
            known[year] = self._by(carried, series, year)
            return known[year]
        if series == EMPLOYED:
            return self.employment.employed(self.get, year)
        if series == PRODUCTIVITY and not self._grows_by_productivity(year):
            return self.employment.productivity_growth(self.get, year)
        return math.nan

    def _grows_by_productivity(self, year: int) -> bool:
        """Whether growth of the year follows from productivity, which then cannot follow from growth."""
        carried = self.projection.rules.get(GROWTH)
        needs = () if carried is None else carried.rule.needs(self.start(GROWTH), year)
        return (PRODUCTIVITY, year) in needs and year > self.start(GROWTH).year

    def nominal_growth(self, year: int) -> float:
        """Growth of nominal GDP over the year before, a share of one."""
        return self.get("gdp_nominal", year) / self.get("gdp_nominal", year - 1) - 1

    def start(self, series: str) -> Start:
        """The last year given; of output a worker without one the last of real growth, of others without one the base year."""
        if series not in self._starts:
            given = self.economy.series(series)
            if given:
                year = max(given)
            elif series == PRODUCTIVITY:
                year = self.start(GROWTH).year
            else:
                year = self.base
            self._starts[series] = Start(series, year, self._value(given, series, year))
        return self._starts[series]

    def _value(self, given: dict[int, float], series: str, year: int) -> float:
        if year in given or series != PRODUCTIVITY:
            return given.get(year, math.nan)
        return self.employment.productivity_growth(self.get, year)

    def further(self, series: str, since: int, to: int) -> Iterator[Observation]:
        """The years after `since`, up to the first in which a rule lacks something or gives what cannot be."""
        try:
            yield from self.rows(series, to, since)
        except GroundfloorError:
            return

    def rows(self, series: str, to: int, since: int = 0) -> Iterator[Observation]:
        """The years after the last one given, and after `since`, to `to`."""
        carried, start = self.projection.rules[series], self.start(series)
        said = carried.rule.sentence(self, start)
        source = f"Rule {carried.name}: {said}" + (f". {carried.source}" if carried.source else "")
        for year in range(max(start.year, since) + 1, to + 1):
            yield Observation(year, series, self.get(series, year), carried.unit, RULE, source)

    def _by(self, carried: Carried, series: str, year: int) -> float:
        """One value; what it needs and lacks, a ring of rules and a value that the series cannot have are refused."""
        if (series, year) in self._asked:
            ring = dict.fromkeys(name for name, _ in self._asked[self._asked.index((series, year)) :])
            raise GroundfloorError(
                f"The rules of {', '.join(ring)} need each other in the same year", carried.place,
                hint="Let one of them follow something else, or keep its value.",
            )  # fmt: skip
        self._asked.append((series, year))
        try:
            start = self.start(series)
            if carried.rule.anchored and math.isnan(start.value):
                raise self._unstarted(carried, series, start.year)
            for name, when in carried.rule.needs(start, year):
                if math.isnan(self.get(name, when)):
                    raise self._lacking(carried, series, year, name, when)
            value = carried.rule.value(self, start, year)
        except (OverflowError, ZeroDivisionError):
            value = math.inf
        finally:
            self._asked.pop()
        if not self._possible(carried, series, value):
            raise GroundfloorError(
                f"The rule {carried.name} gives {series} the value {value:g} in {year}",
                carried.place,
                expected="a share from 0 to 1" if series in PARTS else "a finite number, above -1 where it is a share",
                hint="Bound the rule, or let it end nearer.",
            )
        return value

    def _possible(self, carried: Carried, series: str, value: float) -> bool:
        if series in PARTS:
            return 0 <= value <= 1
        return math.isfinite(value) and (carried.unit != "share" or value > -1)

    def _unstarted(self, carried: Carried, series: str, year: int) -> GroundfloorError:
        return GroundfloorError(
            f"The rule {carried.name} of {series} has no value of {year} to start from",
            carried.place,
            expected=f"a row {year},{series},... in economy.csv; or {GROWTH}, participation_rate and unemployment_rate, from which it "
            f"follows in years after {self.base}, for which people are known",
        )

    def _lacking(self, carried: Carried, series: str, year: int, name: str, when: int) -> GroundfloorError:
        if name == EMPLOYED:
            return GroundfloorError(
                f"The rule {carried.name} of {series} needs the employed of {when}", carried.place,
                expected=f"people, participation and unemployment_rate of {when}",
                hint="participation_rate and unemployment_rate need a row or a rule (hold) in every year; people are known from the base year on.",
            )  # fmt: skip
        return GroundfloorError(
            f"The rule {carried.name} of {series} needs {name} of {when}, which has neither a row nor a rule",
            carried.place,
            expected=f"a row {when},{name},... in economy.csv, or a rule for {name}",
        )
