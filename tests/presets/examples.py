"""A country in memory with everything that any preset needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from groundfloor.presets import Households, Inputs, Line

YEARS = (2025, 2026, 2027)
SERIES = {
    "gdp_nominal": {2025: 9e9, 2026: 1.0e10, 2027: 1.2e10},
    "inflation": {2024: 0.2, 2025: 0.1, 2026: 0.1, 2027: 0.05},
    "wage_growth": {2026: 0.12, 2027: 0.08},
    "expenditure_pct_gdp": {2025: 20.0, 2026: 21.0, 2027: 22.0},
    "revenue_pct_gdp": {2025: 18.0, 2026: 18.0, 2027: 18.5},
    "ppp_conversion": {2024: 3.0},
    "exchange_rate": {2025: 8.0, 2026: 9.0, 2027: 9.5},
    "health_expenditure_pct_gdp": {2024: 2.0},
    "participation_rate": {2024: 0.7},
    "unemployment_rate": {2023: 0.06},
}


def people(seed: int = 3) -> np.ndarray:
    """Three years of a young population of about 1.5 million."""
    age = np.arange(101)
    return 4e4 * np.exp(-age / 35) * np.random.default_rng(seed).uniform(0.9, 1.1, (3, 101))


def country(series: Mapping[str, Mapping[int, float]] = SERIES, **changes: Any) -> Inputs:
    given: dict[str, Any] = {
        "years": YEARS,
        "population": people(),
        "series": series,
        "births": np.array([4.1e4, 4.2e4, 4.3e4]),
        "lines": {"national": Line(1500.0, 2024), "usd_3_65": Line(3.65 * 365 * 3.0, 2024)},
        "coverage": {
            "family_child": (0.3, 2020),
            "maternity": (0.4, 2019),
            "disability": (0.1, 2020),
            "unemployment": (0.0, 2020),
            "old_age": (0.2, 2021),
        },
        "households": Households(np.array([900.0, 1400.0, 2000.0, 8000.0]), np.array([1.0, 2.0, 3.0, 4.0]), 2024),
        "country": "Nowhere",
    }
    return Inputs(**{**given, **changes})
