"""A series keeps its last value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from groundfloor.economy.rule import Known, Rule, Start, Written, plain

KEYS = ()


@dataclass(frozen=True)
class Hold:
    """x(t) = x(T), with T the last year given."""

    anchored: ClassVar[bool] = True

    def value(self, at: Known, start: Start, year: int) -> float:
        """The last value given."""
        return start.value

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """Nothing."""
        return ()

    def sentence(self, at: Known, start: Start) -> str:
        """Which value is kept."""
        return f"held at {plain(start.value)}, its level of {start.year}"


def read(written: Written) -> Rule:
    """No numbers."""
    return Hold()
