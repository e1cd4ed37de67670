"""The numbers that were varied, as a reader names and writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from groundfloor.report.language import ABSENT
from groundfloor.report.page import Page
from groundfloor.report.results import Row
from groundfloor.report.view import present

DIGITS, CENTS = 4, 2
SHARE, MONEY = "take_up", "LCU"


@dataclass(frozen=True)
class Number:
    """One number of the floor: `name` as typed, its label in the language, and `values` in order, each once."""

    page: Page
    name: str
    label: str
    programme: str
    unit: str
    own: float | None
    values: tuple[float, ...]

    @property
    def named(self) -> str:
        """Its label with the programme it is of."""
        return self._said("named")

    @property
    def column(self) -> str:
        """What heads a column of it among those of other programmes."""
        return self._said("column")

    def curve(self, value: float) -> str:
        """What tells the curve of one of its values from those of others."""
        return self.page.language.text("grid.curve", label=self.label, value=self.amount(value))

    def _said(self, key: str) -> str:
        words = {"label": self.label, "programme": self.programme}
        return self.page.language.text(f"grid.{key if self.programme else key + '_alone'}", **words)

    @property
    def axis(self) -> str:
        """What stands below an axis of it."""
        return self._with_unit("real" if self.unit.startswith(MONEY) else "axis_of", self.label)

    def heading(self, of_programme: bool = False) -> str:
        """What heads a column of bare values, with the programme where it is to be said of which they are."""
        return self._with_unit("axis_of", self.column if of_programme else self.label)

    def bare(self, value: float) -> str:
        """A value in such a column."""
        return self.tick(value, decimals(self.values))

    def _with_unit(self, key: str, label: str) -> str:
        say, results = self.page.language, self.page.results
        if not self._known:
            return label
        unit = say.text(f"grid.axis.{self._unit}", currency=results.currency)
        return say.text(f"grid.{key}", label=label, unit=unit, base=results.year)

    def amount(self, value: float | None) -> str:
        """A value of it with its unit, written in full; one that was not asked about has two decimals at most."""
        say = self.page.language
        if value is None:
            return ABSENT
        digits = decimals([value]) if value in self.values else min(CENTS, decimals([value]))
        if self.unit == SHARE:
            return say.percent(value, max(0, decimals([*self.values, value]) - 2))
        written = say.number(value, digits)
        if not self._known:
            return written
        return say.text(f"grid.amount.{self._unit}", n=written, count=abs(value), currency=self.page.results.currency)

    def tick(self, value: float, digits: int) -> str:
        """A value on its axis, where the unit is said below."""
        return self.page.language.number(
            100 * value if self.unit == SHARE else value, max(0, digits - 2 * (self.unit == SHARE))
        )

    @property
    def _unit(self) -> str:
        return self.unit.replace("/", "_")

    @property
    def _known(self) -> bool:
        return self.page.language.has(f"grid.amount.{self._unit}")


def numbers(page: Page) -> list[Number]:
    """Every number that was varied, in the order asked."""
    rows = page.results.tables["grid"]
    return [_number(page, row, rows) for row in page.view.rows("grid_numbers")]


def _number(page: Page, row: Row, settings: Iterable[Row]) -> Number:
    name, programme = str(row["name"]), str(row["programme"])
    return Number(
        page=page,
        name=name,
        label=page.language.words(row["label"], name),
        programme=page.names.programme(programme) if programme else "",
        unit=str(row["unit"]),
        own=present(row["standing"]),
        values=tuple(sorted({float(one[name]) for one in settings})),
    )


def decimals(values: Iterable[float]) -> int:
    """How many decimals show every value in full, at most four.

    >>> decimals([1.0, 2.5, 0.25]), decimals([1 / 3])
    (2, 4)
    """
    return max(next((k for k in range(DIGITS) if round(one, k) == one), DIGITS) for one in values)
