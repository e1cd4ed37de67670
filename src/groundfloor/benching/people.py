"""Invented persons in households for timing, the same in every environment: NumPy only."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Columns = dict[str, Array]


def people(persons: int, seed: int = 7) -> tuple[Columns, Columns, Array]:
    """Columns by person, columns by household and the household of each person, sorted by household (4.5 persons each)."""
    rng = np.random.default_rng(seed)
    sizes = 1 + rng.poisson(3.5, size=max(1, int(persons / 4.5)))
    households = len(sizes)
    home = np.repeat(np.arange(households), sizes)
    count = len(home)
    age = np.minimum(rng.exponential(24, size=count), 99).astype(np.float64).round()
    head = np.append(True, home[1:] != home[:-1])
    age[head] = rng.integers(20, 85, size=households)
    female = rng.random(count) < 0.51
    person = {
        "age": age,
        "female": female,
        "disability": rng.random(count) < 0.01 + 0.0015 * age,
        "pregnant": female & (age >= 15) & (age < 50) & (rng.random(count) < 0.11),
        "head": head,
    }
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


LINE = 3_000.0
