"""Who receives in a given year: take-up times phase-in, drawn once a person so that nobody drops out as a scheme grows."""

from __future__ import annotations

from groundfloor.survey.frame import Floats


def phase_in_share(steps: dict[int, float], year: int) -> float:
    """The share of the target group reached in `year`: the latest step at or before it, 1 where none is given.

    >>> phase_in_share({2026: 0.3, 2028: 1.0}, 2027)
    0.3
    >>> phase_in_share({2026: 0.3}, 2025)
    0.0
    >>> phase_in_share({}, 2025)
    1.0
    """
    if not steps:
        return 1.0
    past = [step for step in steps if step <= year]
    return steps[max(past)] if past else 0.0


def receiving(eligible: Floats, draw: Floats, take_up: float, share: float) -> Floats:
    """1 for the entitled persons whose draw in [0, 1) falls below take-up times phase-in, else 0.

    >>> import numpy as np
    >>> receiving(np.array([1.0, 1.0, 0.0, np.nan]), np.array([0.1, 0.8, 0.1, 0.1]), 0.9, 0.5).tolist()
    [1.0, 0.0, 0.0, 0.0]
    """
    taking: Floats = ((eligible == 1.0) & (draw < take_up * share)).astype(float)
    return taking
