"""Programmes, dated parameters and floors: what a rule file says, frozen after checking."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from groundfloor.errors import Place
from groundfloor.rules.counts import Counts
from groundfloor.rules.growth import Ages, ByCohort, ByPlace
from groundfloor.rules.tree import Node

Unit = Literal["person", "household", "birth"]
Asked = Literal["person", "household"]
Words = Mapping[str, str]


@dataclass(frozen=True)
class DatedValue:
    """A value in force from `start` until the next one, with its source where it has its own."""

    start: datetime.date
    value: float
    source: str = ""


@dataclass(frozen=True)
class DatedParameter:
    """A parameter of a programme or floor: its unit and its values by the day they came into force.

    >>> at = datetime.date
    >>> grant = DatedParameter("leap.grant", "LCU/month", (DatedValue(at(2022, 4, 1), 64), DatedValue(at(2023, 6, 1), 128)))
    >>> grant.at(at(2023, 1, 1)), grant.at(at(2020, 1, 1))
    (64, nan)
    """

    name: str
    unit: str
    values: tuple[DatedValue, ...]
    indexed_to: str | None = None
    source: str = ""
    label: Words = field(default_factory=dict)

    def dated(self, date: datetime.date) -> DatedValue | None:
        """The value in force on `date`, None before the first one."""
        past = [value for value in self.values if value.start <= date]
        return past[-1] if past else None

    def at(self, date: datetime.date) -> float:
        """The number in force on `date`, NaN before the first one."""
        found = self.dated(date)
        return math.nan if found is None else found.value


@dataclass(frozen=True)
class Limit:
    """At most `first` of those entitled in each household, smallest value of the variable `by` first, ties by row."""

    first: int
    per: Literal["household"]
    by: str


@dataclass(frozen=True)
class TakeUpBy:
    """Take-up by level of a survey variable of words; who has none of these levels has the programme's own."""

    variable: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Fee:
    """A survey variable of what is paid for something: its unit, and whether the survey knows it of persons or of households."""

    variable: str
    unit: str
    level: Asked


@dataclass(frozen=True)
class Form:
    """In what a benefit is given, which share of its value can be spent (`worth`), and the fee that it takes the place of."""

    kind: str = "cash"
    worth: float = 1.0
    waives: Fee | None = None


@dataclass(frozen=True)
class Overheads:
    """What running a programme costs beside a share of benefits: full names of parameters in money per period.

    `per_beneficiary` is paid for each who receives, `fixed` once for the whole programme in each year in which it is in place.
    """

    per_beneficiary: str | None = None
    fixed: str | None = None


@dataclass(frozen=True)
class StartUp:
    """Money spent to set a programme up: LCU by year, in `prices` of one year."""

    prices: int
    values: Mapping[int, float]
    source: str = ""


@dataclass(frozen=True)
class Condition:
    """What a programme asks of those who receive it: that they use a service, which they can where it is within so many minutes."""

    service: str
    within: float
    label: Words = field(default_factory=dict)
    place: Place = field(default_factory=lambda: Place(""), compare=False)


@dataclass(frozen=True)
class Programme:
    """One programme, checked: who is entitled, to how much, and how it is delivered.

    `eligible` is a boolean tree, `amount` a number in LCU/day, LCU/week, LCU/month or LCU/year, for each birth in LCU. In a household
    programme both are evaluated for the household as a whole; for each birth `eligible` holds that the person is under one. `texts` keeps the source text of eligible and amount, and of target where the
    programme names a wider group whose coverage is asked about when stock is taken.
    `counts` is what its administration counts, `take_up_by` the take-up that differs from place to place. `administration` is a
    share of benefits, `overheads` what running it costs beside that, `start_up` what setting it up costs. `take_up_path` is take-up by
    year where it is not one number (`take_up` is then its last), `condition` the service that it asks people to use, `grows_by` a phase-in by place or cohort in place of `phase_in`. `variants` is what it says of its low and high
    variant, `form` in what it is given. `ages` are those that a phase-in by cohort has reached, None where it is not by cohort, or no year has been asked about.
    `meta` holds what the engine does not need: law, institution, target_group, caseload, cost, covered_by, description.
    """

    name: str
    label: Words
    guarantee: str
    function: str
    status: str
    unit: Unit
    parameters: Mapping[str, DatedParameter]
    eligible: Node
    amount: Node
    limit: Limit | None
    take_up: float
    phase_in: Mapping[int, float]
    administration: float
    replaces: tuple[str, ...]
    meta: Mapping[str, Any]
    texts: Mapping[str, str]
    place: Place
    take_up_by: TakeUpBy | None = None
    counts: Counts = field(default_factory=Counts)
    overheads: Overheads = field(default_factory=Overheads)
    start_up: StartUp | None = None
    take_up_path: Mapping[int, float] = field(default_factory=dict)
    grows_by: ByPlace | ByCohort | None = None
    ages: Ages | None = None
    variants: Mapping[str, Any] = field(default_factory=dict)
    form: Form = field(default_factory=Form)
    condition: Condition | None = None

    @property
    def asked(self) -> Asked:
        """Who is asked: each person (for a birth the infant), or the household as a whole."""
        return "household" if self.unit == "household" else "person"

    @property
    def drawn(self) -> bool:
        """Whether a draw decides who of those entitled receives: somewhere fewer than all come forward."""
        return (
            self.take_up < 1.0
            or self.ages is not None
            or (self.take_up_by is not None and min(self.take_up_by.shares.values()) < 1.0)
        )


@dataclass(frozen=True)
class Provision:
    """A sector of essential services in a floor: all of its services, or those named.

    `beside` are programmes in kind of the same guarantee that pay for something else, so that nothing is counted twice. `place` is where
    the sector is named.
    """

    sector: str
    services: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    place: Place = field(default_factory=lambda: Place(""), compare=False)

    @property
    def written(self) -> str | dict[str, Any]:
        """The entry as it stands in a floor's file."""
        named = {"services": list(self.services), "beside": list(self.beside)}
        more = {key: names for key, names in named.items() if names}
        return {"sector": self.sector, **more} if more else self.sector


@dataclass(frozen=True)
class Floor:
    """Programmes that together make a floor, in an order in which each needs only those before it.

    `parameters` holds every parameter by full name ('child_grant.grant', or 'floor.minimum_wage' for the floor's own).
    `scenarios` are patches by name; `rules.scenario(floor, name)` gives the patched floor. `services` are the essential services it names, by sector,
    `contributory` the contributory schemes, whose contributions government may pay a part of.
    """

    name: str
    label: Words
    programmes: Mapping[str, Programme]
    parameters: Mapping[str, DatedParameter]
    scenarios: Mapping[str, Mapping[str, Any]]
    description: Words = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    services: Mapping[str, Provision] = field(default_factory=dict)
    contributory: tuple[str, ...] = ()

    def values(self, date: datetime.date) -> dict[str, float]:
        """Every parameter's number on `date`, by full name; NaN before its first value."""
        return {name: parameter.at(date) for name, parameter in self.parameters.items()}
