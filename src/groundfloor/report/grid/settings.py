"""The settings of a grid as its page asks about them: along the first number, by values of the second, the others held."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import escape

from groundfloor.report.grid.numbers import DIGITS, Number, numbers
from groundfloor.report.language import ABSENT
from groundfloor.report.page import Page
from groundfloor.report.results import Row
from groundfloor.report.view import present

COST, GDP = "transfers_lcu", "transfers_pct_gdp"
SIZES = ((1e9, "billion"), (1e6, "million"), (1.0, "one"))
SEEN = 20
"""Into how many parts a range of figures is told apart."""
FEW = 0.3


@dataclass(frozen=True)
class Settings:
    """The settings of a page."""

    page: Page

    @cached_property
    def numbers(self) -> list[Number]:
        """Every number that was varied."""
        return numbers(self.page)

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The settings, in the order asked."""
        return self.page.results.tables["grid"]

    @cached_property
    def line(self) -> str | None:
        """The line in whose terms the page speaks of poverty: the first whose figures are known."""
        found = [column.partition(".")[2] for column in self.rows[0] if column.startswith("fgt0.")]
        return next((one for one in found if any(present(row[f"fgt0.{one}"]) is not None for row in self.rows)), None)

    @property
    def poor(self) -> str:
        """The column of the share of people below that line."""
        return f"fgt0.{self.line}"

    @cached_property
    def moving(self) -> list[Number]:
        """The numbers that have more than one value."""
        return [one for one in self.numbers if len(one.values) > 1]

    @property
    def along(self) -> Number | None:
        """The number along which pictures run."""
        return self.moving[0] if self.moving else None

    @property
    def across(self) -> Number | None:
        """The number that tells curves apart."""
        return self.moving[1] if len(self.moving) > 1 else None

    @cached_property
    def held(self) -> dict[str, float]:
        """What the numbers other than the first are held at: the value nearest to the floor as it stands, else the lowest."""
        return {
            one.name: one.values[0]
            if one.own is None
            else min(one.values, key=lambda value: abs(value - (one.own or 0.0)))
            for one in self.numbers
            if one is not self.along
        }

    @property
    def aside(self) -> list[Number]:
        """The numbers that neither run along pictures nor tell curves apart."""
        return [one for one in self.numbers if one is not self.along and one is not self.across]

    def run(self, **others: float) -> list[Row]:
        """The settings along the first number in its order, with the other numbers held, or at what is given."""
        at = self.held | others
        found = [row for row in self.rows if all(row[name] == value for name, value in at.items())]
        along = self.along
        unique = {row[along.name]: row for row in found} if along else {}
        return [unique[value] for value in sorted(unique)] if along else found[:1]

    @property
    def headings(self) -> list[str]:
        """What heads the columns of the numbers: the programme is named where they are of several."""
        several = len({one.programme for one in self.numbers}) > 1
        return [one.heading(several) for one in self.numbers]

    def cells(self, row: Row) -> list[str]:
        """The numbers of a setting in these columns."""
        return [one.bare(row[one.name]) for one in self.numbers]

    def values(self, column: str) -> list[float]:
        """The known values of a column."""
        return [value for row in self.rows if (value := present(row.get(column))) is not None]

    def standing(self, scenario: str) -> Row:
        """The figures of the floor as it stands, or of `today`, without it."""
        return self.page.view.rows("grid_standing", scenario=scenario)[0]

    def told(self, values: Mapping[str, Any]) -> str:
        """Numbers with their values as a sentence lists them."""
        return self._listed(values, self.page.language.text)

    def strong(self, values: Mapping[str, Any]) -> str:
        """The same as HTML, with the values in bold."""
        return self._listed(values, self.page.language.strong)

    def _listed(self, values: Mapping[str, Any], form: Callable[..., str]) -> str:
        known = [one for one in self.numbers if present(values.get(one.name)) is not None]
        said = [form("grid.at", number=escape(one.named), value=one.amount(values[one.name])) for one in known]
        return self.page.language.listed(said)

    @cached_property
    def size(self) -> tuple[float, str]:
        """In what money is written on the page: what it is divided by, and what that is called."""
        largest = max(map(abs, self.values(COST)), default=0.0)
        return next((one for one in SIZES if largest >= one[0]), SIZES[-1])

    @cached_property
    def money_digits(self) -> int:
        """Decimals of money that tell the settings apart."""
        return digits([value / self.size[0] for value in self.values(COST)], 0 if self.size[0] == 1 else 1)

    def cost(self, value: float | None) -> str:
        """An amount of money as sentences write it."""
        say, (size, name) = self.page.language, self.size
        if value is None:
            return ABSENT
        shown = round(value / size, self.money_digits)
        written = say.number(shown, self.money_digits)
        currency = self.page.results.currency
        if name == "one":
            return say.text("money.plain", n=written, currency=currency, count=abs(shown))
        scaled = say.text(f"number.{name}", n=written, count=abs(shown))
        return say.text("money.scaled", n=scaled, currency=currency)

    def bare(self, value: float | None) -> str:
        """An amount of money in a column whose heading says in what."""
        return self.page.language.number(None if value is None else value / self.size[0], self.money_digits)

    @property
    def money(self) -> str:
        """What stands at an axis of money."""
        return self._money("axis")

    @property
    def spent(self) -> str:
        """What heads a column of cost."""
        return self._money("column")

    def _money(self, of: str) -> str:
        results = self.page.results
        unit = self.page.language.text(f"grid.money.{self.size[1]}", currency=results.currency)
        return self.page.language.text(f"grid.money.{of}", unit=unit, year=results.horizon)

    @cached_property
    def share_digits(self) -> int:
        """Decimals of a percentage that tell the settings apart."""
        return digits([100 * value for value in self.values(self.poor)], 1)

    def share(self, value: float | None) -> str:
        """A share of people as the page writes it."""
        return self.page.language.percent(value, self.share_digits)

    def gdp(self, value: float | None) -> str:
        """A share of GDP in a column whose heading says so."""
        return self.page.language.number(value, digits(self.values(GDP), 2))


def digits(values: list[float], least: int) -> int:
    """Decimals with which values tell their range apart, at least `least` and at most two more than that.

    >>> digits([14.2, 19.3], 1), digits([14.21, 14.29], 1), digits([3.0], 1)
    (1, 2, 1)
    """
    spread = max(values, default=0.0) - min(values, default=0.0)
    if spread <= 0:
        return least
    return min(max(least, math.ceil(-math.log10(spread / SEEN) - 0.5)), least + 2, DIGITS)


def few(items: Sequence[Any], most: int) -> list[Any]:
    """At most so many items, evenly taken, with both ends.

    >>> few("abcdefg", 3), few("ab", 3)
    (['a', 'd', 'g'], ['a', 'b'])
    """
    if len(items) <= most:
        return list(items)
    return [items[round(k * (len(items) - 1) / (most - 1))] for k in range(most)]


def from_zero(values: list[float]) -> bool:
    """Whether a scale of such values may begin at 0 and still show how they differ."""
    largest = max(map(abs, values), default=0.0)
    return not values or max(values) - min(values) >= FEW * largest
