"""What a file of a shock says: where the economy leaves its path, who loses what, and what answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from groundfloor.country.given import Given
from groundfloor.errors import Place
from groundfloor.rules.fields import Fields
from groundfloor.rules.tree import Node

Words = Mapping[str, str]


@dataclass(frozen=True)
class Basis:
    """A number of a shock's file: of which part, its unit, what it rests on, and its year where it has one."""

    part: str
    quantity: str
    value: float
    unit: str
    source: str
    assumption: bool
    year: int | None = None


@dataclass(frozen=True)
class Loss:
    """Households of which `condition` is true; a `share` of them, drawn, lose `loss` of what they live on."""

    name: str
    label: Words
    condition: Node
    loss: Given
    share: Given | None
    place: Place = field(repr=False)


@dataclass(frozen=True)
class Budget:
    """The share of a good in what a household lives on: one for all, by fifth, a survey variable, or spending on it.

    Exactly one of the four is there.
    """

    value: Given | None = None
    fifths: tuple[float, ...] = ()
    variable: str = ""
    spending: str = ""
    source: str = ""
    assumption: bool = False
    place: Place = field(default=Place(""), repr=False)


@dataclass(frozen=True)
class Producers:
    """Households that sell the good: of what they live on the share `sales` is from selling it."""

    condition: Node
    sales: Given


@dataclass(frozen=True)
class Price:
    """A good whose price rises by `rise` (0.3 for 30 %) relative to what people earn and to other prices.

    `substitution` is the share of the rise that households escape by buying something else.
    """

    name: str
    label: Words
    rise: Given
    budget: Budget
    substitution: Given | None
    producers: Producers | None
    place: Place = field(repr=False)


@dataclass(frozen=True)
class Response:
    """A patch of a floor, as a scenario is, in force from the start of the shock to the year `until`; None: to the end.

    `floor` is the floor it patches, empty for any.
    """

    patch: Fields
    until: int | None = None
    floor: str = ""


@dataclass(frozen=True)
class Recovery:
    """How much of the losses is left by year: halved every `half_life` years from `start` on, or the shares `remaining`."""

    start: int
    half_life: Given | None = None
    remaining: Given | None = None

    def left(self, year: int, variant: str = "base") -> float:
        """The share of the losses that is left in a year; 0 before the start.

        >>> from groundfloor.country.given import constant
        >>> [Recovery(2026, half_life=constant("h", 2.0, "years")).left(year) for year in (2025, 2026, 2028, 2030)]
        [0.0, 1.0, 0.5, 0.25]
        """
        if year < self.start:
            return 0.0
        if self.half_life is not None:
            years = float(self.half_life.by_year(np.array([year]), variant)[0])
            return float(0.5 ** ((year - self.start) / years))
        if self.remaining is not None:
            return float(self.remaining.by_year(np.array([year]), variant)[0])
        return 0.0


@dataclass(frozen=True)
class Shock:
    """One shock. `economy` holds deviations from the pack's path by series and year; `responses` patches of the floor by name.

    Growth, inflation, wages and interest are points added to the rate (shares of one), revenue and expenditure points of GDP added,
    `exchange_rate` the share by which foreign money becomes dearer in the year beside what it does anyway.
    """

    name: str
    label: Words
    description: Words
    start: int
    source: str
    assumption: bool
    economy: Mapping[str, Mapping[int, float]]
    pass_through: Given | None
    losses: Mapping[str, Loss]
    prices: Mapping[str, Price]
    recovery: Recovery
    responses: Mapping[str, Response]
    place: Place = field(repr=False)
    sources: Mapping[str, Basis] = field(default_factory=dict)

    def basis(self) -> Iterator[Basis]:
        """Each number of the file with what it rests on; one of the economy without a source of its own on that of the shock."""
        for series, years in self.economy.items():
            own = self.sources.get(series)
            for year, value in years.items():
                source, assumption = (own.source, own.assumption) if own else (self.source, self.assumption)
                unit = "% of GDP" if series.endswith("pct_gdp") else "share"
                yield Basis("economy", series, value, unit, source, assumption, year)
        if self.pass_through is not None:
            yield from _of_given("economy", "pass_through", self.pass_through)
        for loss in self.losses.values():
            yield from _of_given(loss.name, "loss", loss.loss)
            if loss.share is not None:
                yield from _of_given(loss.name, "share", loss.share)
        for price in self.prices.values():
            yield from _of_price(price)
        for name, one in (("half_life", self.recovery.half_life), ("remaining", self.recovery.remaining)):
            if one is not None:
                yield from _of_given("recovery", name, one)


def _of_price(price: Price) -> Iterator[Basis]:
    yield from _of_given(price.name, "rise", price.rise)
    budget = price.budget
    if budget.value is not None:
        yield from _of_given(price.name, "budget_share", budget.value)
    for fifth, share in enumerate(budget.fifths, start=1):
        yield Basis(price.name, f"budget_share_{fifth}", share, "share", budget.source, budget.assumption)
    if price.substitution is not None:
        yield from _of_given(price.name, "substitution", price.substitution)
    if price.producers is not None:
        yield from _of_given(price.name, "sales", price.producers.sales)


def _of_given(part: str, quantity: str, one: Given) -> Iterator[Basis]:
    """Each value of a number by year, and its variants under the same name with low or high behind it."""
    for variant, knots in one.knots.items():
        for year, value in zip(knots.years, knots.values, strict=True):
            name = quantity if variant == "base" else f"{quantity}_{variant}"
            yield Basis(part, name, float(value), one.unit, one.source, one.assumption, int(year) or None)
