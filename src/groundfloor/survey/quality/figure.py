"""A figure of a survey's quality, and the population it is held against."""

from __future__ import annotations

from dataclasses import dataclass

from groundfloor.survey.frame import Floats


@dataclass(frozen=True)
class Figure:
    """One figure: the part of the report it stands in, its name, of whom it is, its value, and what is expected of it.

    What is expected is a number, or None where nothing is.
    """

    part: str
    name: str
    of: str
    value: float
    expected: float | None = None


@dataclass(frozen=True)
class Known:
    """A population in persons on 1 July of `year`, by sex (women, men) and single age; the last age stands for all above."""

    year: int
    persons: Floats
