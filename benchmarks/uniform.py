"""The take-up draw of Groundfloor, written again for the environments that do not have it."""

from __future__ import annotations

import zlib

import numpy as np

MASK = 0xFFFFFFFF


def draws(households: int, programme: str, seed: int = 0) -> np.ndarray:
    """One number in [0, 1) a household whose key is its position."""
    h = (np.arange(households, dtype=np.int64) ^ zlib.crc32(f"{programme}:{seed}".encode())) & MASK
    for _ in range(2):
        h = ((h ^ (h >> 16)) * 0x45D9F3B) & MASK
    return ((h ^ (h >> 16)) & MASK) / float(MASK + 1)
