"""Values along an axis of years or classes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """A label and one value a place on the axis, None where it is not known."""

    label: str
    values: tuple[float | None, ...]
