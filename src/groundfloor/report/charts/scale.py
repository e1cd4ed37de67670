"""Linear scales with round ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass

NOTHING = 1e-9


@dataclass(frozen=True)
class Scale:
    """Numbers from `low` to `high` onto positions from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def __call__(self, value: float) -> float:
        """The position of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The round values from low to high."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 10) for i in range(count + 1)]

    @property
    def digits(self) -> int:
        """Decimals the ticks need."""
        return max(0, -math.floor(math.log10(self.step) + 1e-9))


def scale(values: list[float], start: float, end: float, ticks: int = 5, *, zero: bool = True) -> Scale:
    """A scale that holds all values and, unless `zero` is False, 0, with steps of 1, 2 or 5 times a power of ten.

    >>> scale([0.3, 4.2], 0.0, 100.0).ticks
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    >>> scale([61.0, 69.5], 0.0, 100.0, zero=False).ticks
    [60.0, 62.0, 64.0, 66.0, 68.0, 70.0]
    """
    held = [0.0, *values] if zero or not values else values
    low, high = min(held), max(held)
    if high - low < NOTHING * max(1.0, abs(high)):
        high = low + (1.0 if zero or not low else abs(low) / 10)
    rough = (high - low) / ticks
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(round(factor * power, 12) for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, start, end, step)
