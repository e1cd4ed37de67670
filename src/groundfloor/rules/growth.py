"""How a programme grows other than by the same share everywhere: place by place, or birth cohort by birth cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Ages = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ByPlace:
    """Shares reached by year in each level of a survey variable of words, and those of all other places; None: nobody there."""

    variable: str
    places: Mapping[str, Mapping[int, float]]
    other: Mapping[int, float] | None = None


@dataclass(frozen=True)
class ByCohort:
    """Who is reached by age: from each year on the ages from low to high, and whoever was once reached.

    >>> grown = ByCohort({2026: (0, 1), 2028: (0, 4)})
    >>> [grown.ages(year) for year in (2025, 2026, 2027, 2028, 2029)]
    [(), ((0, 1),), ((0, 2),), ((0, 4),), ((0, 5),)]
    """

    steps: Mapping[int, tuple[int, int]]
    born_from: int | None = None

    def ages(self, year: int) -> Ages:
        """The ages reached in `year`, each pair with both its ends; none before the first year.

        A step that holds from s to e has reached, by then, everybody aged low + (year - e) to high + (year - s).
        """
        starts = [start for start in sorted(self.steps) if start <= year]
        found: list[tuple[int, int]] = []
        ranges = []
        for i, start in enumerate(starts):
            low, high = self.steps[start]
            end = starts[i + 1] - 1 if i + 1 < len(starts) else year
            ranges.append((low + year - end, high + year - start))
        for low, high in sorted(ranges):
            if found and low <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(found[-1][1], high))
            else:
                found.append((low, high))
        return tuple(found)


def born_from(year: int) -> ByCohort:
    """Those born in `year` or later, the year of birth being the year less the age.

    >>> born_from(2024).ages(2026)
    ((0, 2),)
    """
    return ByCohort({year: (0, 0)}, year)
