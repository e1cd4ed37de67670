"""A whole that is the sum of its parts: revenue of its types, expenditure of its functions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from groundfloor.country.parts import DIVISIONS, Division
from groundfloor.economy.rule import Known, Rule, Start, Written

KEYS = ()


@dataclass(frozen=True)
class Total:
    """x(t) = sum of its parts; a part that few countries have counts where it is known."""

    division: Division
    anchored: ClassVar[bool] = False

    def value(self, at: Known, start: Start, year: int) -> float:
        """The sum; NaN where a part is missing."""
        values = {part: at.get(part, year) for part in self.division.every}
        total, complete = self.division.total({part: value for part, value in values.items() if not math.isnan(value)})
        return total if complete else math.nan

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """The parts that every country has."""
        return tuple((part, year) for part in self.division.parts)

    def sentence(self, at: Known, start: Start) -> str:
        """That it is the sum."""
        return f"the sum of its {len(self.division.parts)} parts, and of those that few countries have where they are known"


def read(written: Written) -> Rule:
    """No numbers."""
    for division in DIVISIONS:
        if division.whole == written.series:
            return Total(division)
    wholes = " and ".join(division.whole for division in DIVISIONS)
    raise written.refused(f"{written.series} has no parts", "rule", expected=f"the rule total for {wholes}")
