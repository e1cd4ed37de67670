"""The numbers a standard method fixes, each with what is known of it; and those that a user puts in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.documents import number
from groundfloor.errors import GroundfloorError, Place, nearest

PUBLISHED = "published"
"""Read in the publication named, or in a page that quotes it."""
RECONSTRUCTED = "reconstructed"
"""Put together by this project where the publication leaves the form open."""
UNVERIFIED = "unverified"
"""Held to be the publication's, but not read in it."""
MARKS = (PUBLISHED, RECONSTRUCTED, UNVERIFIED)

WHOLE = ("years", "year", "year_or_0", "switch")

Value = float | str | None


@dataclass(frozen=True)
class Parameter:
    """One number (or name) of a method: its standard value, unit, mark and the bounds outside which it is a mistake.

    None is a value that the method leaves to the country. What it means stands in the messages.
    """

    value: Value
    unit: str
    mark: str
    low: float = 0.0
    high: float = np.inf
    name: bool = False

    def read(self, name: str, given: object) -> Value:
        """`given` as a value of this parameter; a wrong one is refused."""
        place = Place(f"--set {name}")
        if self.name:
            return str(given)
        return self.checked(name, given if isinstance(given, float | int) else number(given, place), place)

    @property
    def _unit(self) -> str:
        return self.unit.replace("_", " ")

    def checked(self, name: str, value: float, place: Place) -> float:
        """`value` where it lies within the bounds and is whole where it counts years; else it is refused."""
        if not self.low <= value <= self.high:
            bounds = f"{self.low:g} or more" if np.isinf(self.high) else f"{self.low:g} to {self.high:g}"
            raise GroundfloorError(f"{name} is {value:g}", place, expected=f"{bounds} ({self._unit})")
        if self.unit in WHOLE and value != int(value):
            raise GroundfloorError(f"{name} is {value:g}", place, expected=f"a whole number ({self._unit})")
        return float(value)


def share(value: Value, mark: str) -> Parameter:
    """A parameter that is a share of one.

    >>> share(0.3, PUBLISHED).unit
    'share'
    """
    return Parameter(value, "share", mark, high=1.0)


class Settled(Mapping[str, Value]):
    """The values that a calculation uses, by parameter.

    >>> given = Settled({"rate": share(0.3, PUBLISHED)}, {"rate": "0.25"})
    >>> given.number("rate"), given.overridden
    (0.25, ('rate',))
    """

    def __init__(self, parameters: Mapping[str, Parameter], overrides: Mapping[str, object]) -> None:
        for name in overrides:
            if name not in parameters:
                raise GroundfloorError(
                    f"There is no parameter {name!r}",
                    expected=f"one of {', '.join(parameters)}",
                    hint=nearest(name, parameters),
                )
        self.parameters = parameters
        self.values_given = {name: parameters[name].read(name, value) for name, value in overrides.items()}

    def __getitem__(self, name: str) -> Value:
        return self.values_given.get(name, self.parameters[name].value)

    def __iter__(self) -> Iterator[str]:
        return iter(self.parameters)

    def __len__(self) -> int:
        return len(self.parameters)

    @property
    def overridden(self) -> tuple[str, ...]:
        """The parameters whose value is the user's."""
        return tuple(name for name in self.parameters if name in self.values_given)

    def given(self, name: str) -> bool:
        """Whether there is a value."""
        return self[name] is not None

    def number(self, name: str) -> float:
        """The value of a parameter that is a number; one that the country has to give and did not is refused."""
        value = self[name]
        if value is None:
            raise GroundfloorError(f"The parameter {name} has no value", hint=f"Give one: --set {name}=VALUE.")
        return float(value)

    def text(self, name: str) -> str:
        """The value of a parameter that is a name."""
        return str(self[name] or "")
