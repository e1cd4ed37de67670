"""The price of foreign currency: it rises with prices at home and falls with prices abroad (relative purchasing power)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.country.given import Given
from groundfloor.economy.rule import Known, Rule, Start, Written, cited, of_year, plain

KEYS = ("abroad", "real")


@dataclass(frozen=True)
class PurchasingPower:
    """e(t) = e(t-1) (1 + inflation(t)) / (1 + abroad(t)) (1 + real(t)); `real` is depreciation beyond prices."""

    own: str
    abroad: Given
    real: Given | None
    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """The year before, moved by both prices."""
        factor = (1 + at.get("inflation", year)) / (1 + of_year(self.abroad, at, year))
        if self.real is not None:
            factor *= 1 + of_year(self.real, at, year)
        return at.get(self.own, year - 1) * factor

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Prices at home."""
        return (("inflation", year),)

    def sentence(self, at: Known, start: Start) -> str:
        """Prices here over prices there."""
        said = f"from {plain(start.value)} in {start.year}, times (1 + inflation) over (1 + inflation abroad of {cited(self.abroad, at)})"
        return said if self.real is None else f"{said}, times 1 + {cited(self.real, at)}"


def read(written: Written) -> Rule:
    """`abroad` and `real` are shares a year."""
    return PurchasingPower(
        written.series,
        written.number("abroad", "share", (-0.5, 1.0)),
        written.optional("real", "share", (-0.5, 1.0)),
    )
