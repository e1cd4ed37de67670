"""What shares of people allow for the share who have all at once, where nobody knows who has which."""

from __future__ import annotations


def frechet(*shares: float) -> tuple[float, float]:
    """The least and the most that may have all, of shares of one; of one share it is the share itself.

    >>> frechet(0.75, 0.5), frechet(0.25, 0.5, 0.75), frechet(0.5)
    ((0.25, 0.5), (0.0, 0.25), (0.5, 0.5))
    """
    least = sum(shares) - (len(shares) - 1)
    return min(max(0.0, least), min(shares)), min(shares)
