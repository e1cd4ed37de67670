"""The take-up draw: a number in [0, 1) from an identifier and a seed, the same on every engine and machine."""

from __future__ import annotations

import zlib

from groundfloor.survey.frame import Floats, Ints

MASK = 0xFFFFFFFF
MULTIPLIER = 0x45D9F3B
ROUNDS = 2


def salt(programme: str, seed: int) -> int:
    """The 32-bit number that sets one programme's draws apart from another's."""
    return zlib.crc32(f"{programme}:{seed}".encode())


def draw(key: Ints, salt: int) -> Floats:
    """A 32-bit mix of multiply, xor, shift and mask on 64-bit integers, which SQL can write too.

    >>> import numpy as np
    >>> draw(np.array([1, 2]), salt("child_grant", 0)).round(6).tolist()
    [0.693904, 0.720592]
    """
    h = (key ^ salt) & MASK
    for _ in range(ROUNDS):
        # 32-bit h times a 27-bit number stays below 2**63, so int64 never overflows
        h = ((h ^ (h >> 16)) * MULTIPLIER) & MASK
    return ((h ^ (h >> 16)) & MASK) / float(MASK + 1)
