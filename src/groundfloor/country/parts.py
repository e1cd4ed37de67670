"""Revenue by type and expenditure by function: series in % of GDP that must add up to the whole they are parts of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groundfloor.country.model import Economy
from groundfloor.errors import GroundfloorError, Place

TOLERANCE = 0.1
"""% of GDP: ten parts rounded to two decimals are at most 0.05 off, and published tables round more roughly."""


def _series(whole: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{whole}_{name}_pct_gdp" for name in names)


@dataclass(frozen=True)
class Division:
    """A whole and its parts: those that make it up, and `rarer` ones that few countries have and count only where given."""

    whole: str
    parts: tuple[str, ...]
    rarer: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[str, ...]:
        """All the parts."""
        return (*self.parts, *self.rarer)

    def total(self, values: Mapping[str, float]) -> tuple[float, bool]:
        """The sum of the parts that `values` has, and whether none but rarer ones is missing.

        >>> Division("revenue_pct_gdp", ("a", "b"), ("c",)).total({"a": 9.0, "b": 4.0})
        (13.0, True)
        """
        return sum(values[part] for part in self.every if part in values), all(part in values for part in self.parts)


REVENUE = Division(
    "revenue_pct_gdp",
    _series(
        "revenue", "taxes_income", "taxes_property", "taxes_goods_services", "taxes_trade", "social_contributions", "grants", "other"
    ),
    _series("revenue", "taxes_payroll", "taxes_other"),
)  # fmt: skip
"""IMF, Government Finance Statistics Manual 2014, classification of revenue: 111, 113, 114, 115, 12, 13 and 14; 112 and 116."""
EXPENDITURE = Division(
    "expenditure_pct_gdp",
    _series(
        "expenditure", "public_services", "defence", "public_order", "economic_affairs", "environment", "housing_community",
        "health", "recreation_culture", "education", "social_protection",
    ),
)  # fmt: skip
"""The Classification of the Functions of Government (COFOG), divisions 701 to 710."""
DIVISIONS = (REVENUE, EXPENDITURE)


def refuse_sums(economy: Economy, lines: Mapping[tuple[str, int], int], file: str) -> None:
    """Refuse parts that are more than their whole, or all given and not the whole, by more than TOLERANCE."""
    for division in DIVISIONS:
        series = {part: economy.series(part) for part in division.every}
        for year, whole in economy.series(division.whole).items():
            values = {part: by_year[year] for part, by_year in series.items() if year in by_year}
            total, complete = division.total(values)
            if total - whole > TOLERANCE or (complete and whole - total > TOLERANCE):
                raise GroundfloorError(
                    f"The parts of {division.whole} of {year} come to {total:.6g} and the whole is {whole:.6g}",
                    Place(file, lines[division.whole, year], field="value"),
                    expected=f"parts that add up to it, within {TOLERANCE:g} % of GDP",
                    hint="Are all of them of the same level of government and the same source?",
                )
