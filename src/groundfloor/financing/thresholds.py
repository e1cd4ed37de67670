"""Thresholds of the debt sustainability framework of the IMF and World Bank for low-income countries, by carrying capacity.

They are on present values, which for concessional debt are below the face value that `debt_pct_gdp` is.
"""

from __future__ import annotations

from collections.abc import Mapping

CAPACITIES = ("weak", "medium", "strong")
THRESHOLDS: Mapping[str, tuple[float, float, float]] = {
    "pv_public_debt_pct_gdp": (35.0, 55.0, 70.0),
    "pv_external_debt_pct_gdp": (30.0, 40.0, 55.0),
    "pv_external_debt_pct_exports": (140.0, 180.0, 240.0),
    "debt_service_pct_exports": (10.0, 15.0, 21.0),
    "debt_service_pct_revenue": (14.0, 18.0, 23.0),
}


def threshold(name: str, capacity: str) -> float:
    """One threshold, per cent.

    >>> threshold("pv_public_debt_pct_gdp", "medium")
    55.0
    """
    return THRESHOLDS[name][CAPACITIES.index(capacity)]
