"""Invented persons in households for timing, the same in every environment: NumPy only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Columns = dict[str, Array]
LINE = 3_000.0
SEED = 7
AT_ONCE = (
    500_000  # what is made of all persons is made of so many at once: temporary columns cost as much as those that stay
)


def people(persons: int, seed: int = SEED) -> tuple[Columns, Columns, Array]:
    """Columns by person, columns by household and the household of each person, sorted by household (4.5 persons each)."""
    rng = np.random.default_rng(seed)
    sizes = 1 + rng.poisson(3.5, size=max(1, int(persons / 4.5)))
    households = len(sizes)
    home = np.repeat(np.arange(households), sizes)
    count = len(home)
    head = np.append(True, home[1:] != home[:-1])
    age: Array = np.empty(count)
    female, disability, pregnant = (np.empty(count, dtype=np.bool_) for _ in range(3))
    for here in _slices(count):
        age[here] = np.minimum(rng.exponential(24, size=len(age[here])), 99).round()
    age[head] = rng.integers(20, 85, size=households)
    for here in _slices(count):
        female[here] = rng.random(len(age[here])) < 0.51
    for here in _slices(count):
        disability[here] = rng.random(len(age[here])) < 0.01 + 0.0015 * age[here]
    for here in _slices(count):
        may = female[here] & (age[here] >= 15) & (age[here] < 50)
        pregnant[here] = may & (rng.random(len(may)) < 0.11)
    person = {"age": age, "female": female, "disability": disability, "pregnant": pregnant, "head": head}
    household = {
        "urban": rng.random(households) < 0.45,
        "electricity": rng.random(households) < 0.7,
        "television": rng.random(households) < 0.5,
        "telephone": rng.random(households) < 0.8,
        "iron_roof": rng.random(households) < 0.6,
        "rooms": rng.integers(1, 7, size=households).astype(np.float64),
        "region": rng.integers(0, 10, size=households),
        "consumption": np.exp(rng.normal(8.3, 0.7, size=households)),
        "weight": rng.uniform(50, 150, size=households),
    }
    return person, household, home


def _slices(count: int) -> Iterator[slice]:
    """All of `count`, in order: the generator then gives the same numbers as at once."""
    return (slice(start, min(start + AT_ONCE, count)) for start in range(0, count, AT_ONCE))
