"""Surveys that can be drawn again and again, to see how far figures vary."""

from __future__ import annotations

import numpy as np
from tests.proxy.conftest import words

from groundfloor.survey.frame import Survey

MOST_OFF = 0.15  # of a standard error by some hundred draws


def chance(h: np.ndarray, k: int) -> np.ndarray:
    """Numbers between 0 and 1 that follow no order, the same on every machine (SplitMix64)."""
    with np.errstate(over="ignore"):
        z = (h.astype(np.uint64) * np.uint64(64) + np.uint64(k + 1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z >> np.uint64(11)) / 2.0**53


def survey_of(units: int, seed: int = 0, strata: int = 4) -> tuple[Survey, np.ndarray]:
    """Five households in each primary unit, and a score that knows something of their welfare."""
    h = np.arange(units * 5) + 1_000_000 * seed
    unit = np.arange(len(h)) // 5
    size = 1 + (7 * chance(h, 0)).astype(int)
    seen = 0.8 * chance(h, 1) - 0.09 * size + 0.4 * chance(unit + 1_000_000 * seed, 2)
    welfare = np.exp(7.5 + seen + 0.8 * chance(h, 3) + 0.3 * chance(unit + 1_000_000 * seed, 4))
    weight = 50.0 + np.floor(101 * chance(h, 5))
    home = np.repeat(np.arange(len(h)), size)
    survey = Survey(
        name="drawn",
        country="XXX",
        year=2020,
        columns={},
        starts=np.concatenate(([0], np.cumsum(size)[:-1])),
        weight=weight[home],
        welfare=welfare[home],
        strata=words((unit % strata)[home], *map(str, range(strata))),
        psu=words(unit[home], *map(str, range(units))),
    )
    return survey, 7.9 + seen
