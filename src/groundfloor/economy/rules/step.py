"""A series changes by the same amount each year, down to a least or up to a largest value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.country.given import Given
from groundfloor.economy.rule import Known, Rule, Start, Written, cited, of_year, plain

KEYS = ("add", "least", "most")


@dataclass(frozen=True)
class Step:
    """x(t) = x(T) + add (t - T), no lower than `least` and no higher than `most`; a value already past its bound stays."""

    add: Given
    least: Given | None
    most: Given | None
    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """The value after so many steps."""
        found = start.value + of_year(self.add, at, year) * (year - start.year)
        if self.least is not None and found < start.value:
            found = max(found, min(of_year(self.least, at, year), start.value))
        if self.most is not None and found > start.value:
            found = min(found, max(of_year(self.most, at, year), start.value))
        return found

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Nothing."""
        return ()

    def sentence(self, at: Known, start: Start) -> str:
        """The first value, the step and its bounds."""
        said = f"{plain(start.value)} in {start.year} plus {cited(self.add, at)} a year"
        if self.least is not None:
            said += f", at least {cited(self.least, at)}"
        if self.most is not None:
            said += f", at most {cited(self.most, at)}"
        return said


def read(written: Written) -> Rule:
    """`add` in the unit of the series a year, one number; bounds in the unit of the series."""
    add = written.number("add", f"{written.unit}/year", bounds=(-1e300, 1e300))
    if len(add.knots["base"].years) > 1:
        raise written.refused("add differs by year", "add", expected="one number: the same step each year")
    return Step(add, written.optional("least"), written.optional("most"))
