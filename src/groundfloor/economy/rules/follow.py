"""A series moves with others: wages with productivity and prices, a part of the budget with the whole."""

from __future__ import annotations

import math
from dataclasses import dataclass

from groundfloor.country.given import Given
from groundfloor.economy.rule import PROJECTION, RATES, Known, Rule, Start, Written, cited, moved, of_year, plain

KEYS = ("series", "above")


@dataclass(frozen=True)
class Follow:
    """M(t) = product of the movements of `series` x (1 + above); x(t) = x(t-1) M(t), or M(t) - 1 where x is a rate of growth."""

    own: str
    series: tuple[str, ...]
    above: Given | None

    @property
    def anchored(self) -> bool:
        """A rate of growth needs no value to start from."""
        return self.own not in RATES

    def value(self, at: Known, start: Start, year: int) -> float:
        """The value before, moved; or the movement itself."""
        factor = math.prod(moved(at, one, year) for one in self.series)
        if self.above is not None:
            factor *= 1 + of_year(self.above, at, year)
        return at.get(self.own, year - 1) * factor if self.anchored else factor - 1

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """What it follows; of levels the year before too."""
        now = tuple((one, year) for one in self.series)
        return now + tuple((one, year - 1) for one in self.series if one not in RATES)

    def sentence(self, at: Known, start: Start) -> str:
        """What it follows and by how much more."""
        what = " and ".join(self.series)
        more = "" if self.above is None else f", and {cited(self.above, at)} a year above it"
        since = f" from {plain(start.value)} in {start.year}" if self.anchored else ""
        return f"moves with {what}{since}{more}"


def read(written: Written) -> Rule:
    """`series` is a name or a list of them; `above` a share a year."""
    path = (PROJECTION, written.series, "series")
    one = written.fields.get(*path)
    names = (one,) if isinstance(one, str) else written.fields.names(*path)
    if not names:
        raise written.refused(f"{written.series} follows nothing", expected="series: such as [inflation]")
    if written.series in names:
        raise written.refused(f"{written.series} follows itself", "series", hint="Name another series.")
    return Follow(written.series, names, written.optional("above", "share", (-1.0, 1.0)))
