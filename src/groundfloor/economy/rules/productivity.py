"""Real growth from people: more who work, and more that each of them produces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.economy.rule import Known, Rule, Start, Written

KEYS = ()


@dataclass(frozen=True)
class Productivity:
    """1 + g(t) = employed(t) / employed(t-1) x (1 + productivity_growth(t))."""

    anchored: ClassVar[bool] = False

    def value(self, at: Known, start: Start, year: int) -> float:
        """Growth of the employed times growth of output a worker."""
        grown = at.employment.employed(at.get, year) / at.employment.employed(at.get, year - 1)
        return grown * (1 + at.get("productivity_growth", year)) - 1

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Output a worker, and what the employed are counted from."""
        return ("productivity_growth", year), ("employed", year), ("employed", year - 1)

    def sentence(self, at: Known, start: Start) -> str:
        """Both factors."""
        return (
            "(1 + growth of the employed) times (1 + productivity_growth) - 1; employed: projected population by sex and age times "
            "participation times (1 - unemployment_rate)"
        )


def read(written: Written) -> Rule:
    """No numbers: participation, unemployment_rate and productivity_growth stand elsewhere."""
    if written.series != "gdp_real_growth":
        raise written.refused(f"The rule productivity is for gdp_real_growth, not {written.series}", "rule")
    return Productivity()
