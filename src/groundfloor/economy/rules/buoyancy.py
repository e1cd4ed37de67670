"""Revenue that grows faster or slower than GDP: with its elasticity to nominal GDP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.country.given import Given
from groundfloor.economy.rule import Known, Rule, Start, Written, cited, of_year, plain

KEYS = ("buoyancy", "most", "least")


@dataclass(frozen=True)
class Buoyancy:
    """r(t) = r(t-1) (1 + n(t))^(buoyancy - 1), % of GDP, with n the growth of nominal GDP; within its bounds."""

    own: str
    buoyancy: Given
    least: Given | None
    most: Given | None
    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """The share before, grown by what revenue grows beyond GDP."""
        before = at.get(self.own, year - 1)
        found = before * (1 + at.nominal_growth(year)) ** (of_year(self.buoyancy, at, year) - 1)
        if self.least is not None and found < before:
            found = max(found, min(of_year(self.least, at, year), before))
        if self.most is not None and found > before:
            found = min(found, max(of_year(self.most, at, year), before))
        return float(found)

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Nominal GDP."""
        return ("gdp_nominal", year), ("gdp_nominal", year - 1)

    def sentence(self, at: Known, start: Start) -> str:
        """The elasticity."""
        said = f"from {plain(start.value)} in {start.year}, times growth of nominal GDP to the power of buoyancy - 1, buoyancy {cited(self.buoyancy, at)}"
        if self.least is not None:
            said += f", at least {cited(self.least, at)}"
        if self.most is not None:
            said += f", at most {cited(self.most, at)}"
        return said


def read(written: Written) -> Rule:
    """`buoyancy` is a ratio: revenue grows by so many per cent where GDP grows by one."""
    if written.unit != "% of GDP":
        raise written.refused(
            f"The rule buoyancy is for shares of GDP, and {written.series} is in {written.unit}", "rule"
        )
    return Buoyancy(
        written.series,
        written.number("buoyancy", "ratio", (-10.0, 10.0)),
        written.optional("least"),
        written.optional("most"),
    )
