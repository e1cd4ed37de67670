"""What a standard error says to a reader: the interval that holds the true value in 95 of 100 samples."""

from __future__ import annotations

from typing import Any

from groundfloor.report.view import present

NORMAL_95 = 1.959964


def interval(value: Any, se: Any) -> tuple[float | None, float | None]:
    """Value less and plus 1.96 standard errors; (None, None) where either is absent.

    >>> [round(bound, 3) for bound in interval(-0.04, 0.01)]
    [-0.06, -0.02]
    >>> interval(-0.04, float("nan"))
    (None, None)
    """
    middle, error = present(value), present(se)
    if middle is None or error is None:
        return None, None
    return middle - NORMAL_95 * error, middle + NORMAL_95 * error


def hundred(value: float | None) -> float | None:
    """A share of one in per cent or points; None stays None.

    >>> hundred(0.25), hundred(None)
    (25.0, None)
    """
    return None if value is None else 100 * value
