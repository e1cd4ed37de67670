"""A series goes from its last value to another: half of the way in so many years, or all of it by a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.country.given import Given
from groundfloor.economy.rule import PROJECTION, Known, Rule, Start, Written, cited, of_year, plain

KEYS = ("to", "half_life", "by", "way")
LINEAR, GEOMETRIC = "linear", "geometric"


@dataclass(frozen=True)
class Halving:
    """x(t) = to + (x(T) - to) 2^(-(t - T) / half_life)."""

    to: Given
    half_life: Given
    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """What is left of the distance after so many years."""
        to = of_year(self.to, at, year)
        return float(to + (start.value - to) * 2.0 ** (-(year - start.year) / of_year(self.half_life, at, year)))

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Nothing."""
        return ()

    def sentence(self, at: Known, start: Start) -> str:
        """Both ends and how fast."""
        return (
            f"from {plain(start.value)} in {start.year} towards {cited(self.to, at)}, half of the distance in each "
            f"{cited(self.half_life, at)} years"
        )


@dataclass(frozen=True)
class Arriving:
    """From x(T) to `to` in the year `by` and on: by equal steps, or by equal factors where it is geometric."""

    to: Given
    by: int
    way: str
    written: Written
    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """The part of the way that lies behind."""
        to = of_year(self.to, at, self.by)
        self._refuse(start, to)
        if year >= self.by:
            return to
        share = (year - start.year) / (self.by - start.year)
        if self.way == GEOMETRIC:
            return float(start.value * (to / start.value) ** share)
        return start.value + (to - start.value) * share

    def _refuse(self, start: Start, to: float) -> None:
        if self.by <= start.year:
            raise self.written.refused(
                f"{self.written.series} is given to {start.year} and is to arrive by {self.by}", "by",
                expected="a year after the last one given",
            )  # fmt: skip
        if self.way == GEOMETRIC and not start.value * to > 0:
            raise self.written.refused(
                f"No equal factors lead from {plain(start.value)} to {plain(to)}", "way",
                expected="both above 0, or both below", hint="Write way: linear.",
            )  # fmt: skip

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Nothing."""
        return ()

    def sentence(self, at: Known, start: Start) -> str:
        """Both ends and how."""
        how = "equal steps" if self.way == LINEAR else "equal factors"
        return f"from {plain(start.value)} in {start.year} by {how} to {cited(self.to, at)} in {self.by} and on"


def read(written: Written) -> Rule:
    """`to` in the unit of the series; `half_life` in years, or `by` a year and the `way`, linear unless it says geometric."""
    if written.has("half_life") == written.has("by"):
        both = "both half_life and by" if written.has("by") else "neither half_life nor by"
        raise written.refused(f"{written.series} has {both}", expected="one of them")
    to = written.number("to")
    if written.has("half_life"):
        if written.has("way"):
            raise written.refused("way goes with by", "way", expected="half_life alone: its way is geometric")
        life = written.number("half_life", "years", bounds=(0.01, 1000.0))
        return Halving(to, life)
    way = written.fields.word((LINEAR, GEOMETRIC), PROJECTION, written.series, "way") if written.has("way") else LINEAR
    return Arriving(to, written.fields.year(PROJECTION, written.series, "by") or 0, way, written)
