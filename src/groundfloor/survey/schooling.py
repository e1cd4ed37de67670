"""The levels of school in a country: the age at which each begins, and its grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from groundfloor.errors import GroundfloorError
from groundfloor.written import Written

LEVELS = ("primary", "lower_secondary", "upper_secondary")
EXAMPLE = "{primary: {from: 6, grades: 6}, lower_secondary: {grades: 3}, source: LAW}"
# the ages at which a level counts as completed or not: 3 to 5 years above the intended age of its last grade (SDG 4.1.2)
LATER = (3, 5)


@dataclass(frozen=True)
class Level:
    """A level of school: the official age of entry, how many grades it has, and how many grades are before it."""

    entry: int
    grades: int
    before: int

    @property
    def last_age(self) -> int:
        """The official age in the last grade.

        >>> Level(6, 6, 0).last_age, Level(6, 6, 0).completion_ages
        (11, (14, 16))
        """
        return self.entry + self.grades - 1

    @property
    def last_grade(self) -> int:
        """The last grade, counted from the first of primary school."""
        return self.before + self.grades

    @property
    def completion_ages(self) -> tuple[int, int]:
        """The ages of those of whom it is asked whether they completed the level."""
        return self.last_age + LATER[0], self.last_age + LATER[1]


@dataclass(frozen=True)
class Schooling:
    """The levels by name, from primary school up, and where they are laid down."""

    levels: Mapping[str, Level]
    source: str = ""


def schooling_of(part: Written) -> Schooling:
    """The schooling of survey.yaml: a level begins where the one before it ends, unless it says `from` itself."""
    parts = part.parts((*LEVELS, "source"), EXAMPLE)
    if LEVELS[0] not in parts:
        raise GroundfloorError("schooling has no primary school", part.place, expected=EXAMPLE)
    levels: dict[str, Level] = {}
    entry, before = None, 0
    for name in LEVELS:
        if name not in parts:
            break
        written = parts[name].parts(("from", "grades"), "{from: 6, grades: 6}")
        if "from" in written:
            entry = _whole(written["from"], (3, 25))
        if entry is None or "grades" not in written:
            raise GroundfloorError(
                f"{name} has no {'grades' if entry else 'from'}", parts[name].place, expected=EXAMPLE
            )
        grades = _whole(written["grades"], (1, 15))
        levels[name] = Level(entry, grades, before)
        entry, before = entry + grades, before + grades
    for name in LEVELS:
        if name in parts and name not in levels:
            raise GroundfloorError(f"{name} stands without the level before it", parts[name].place, expected=EXAMPLE)
    return Schooling(levels, parts["source"].word() if "source" in parts else "")


def _whole(part: Written, within: tuple[int, int]) -> int:
    value = part.number()
    if value != int(value) or not within[0] <= value <= within[1]:
        raise GroundfloorError(
            f"{part.path[-1]} is {value:g}", part.place, expected=f"a whole number from {within[0]} to {within[1]}"
        )
    return int(value)
