"""The functions of the language: how many arguments each takes, and how it is written."""

from __future__ import annotations

FUNCTIONS: dict[str, tuple[int, int | None, str]] = {
    "min": (2, None, "min(a, b)"),
    "max": (2, None, "max(a, b)"),
    "abs": (1, 1, "abs(x)"),
    "round": (1, 2, "round(x) or round(x, digits)"),
    "floor": (1, 1, "floor(x)"),
    "ceil": (1, 1, "ceil(x)"),
    "clip": (3, 3, "clip(x, lowest, highest)"),
    "coalesce": (2, None, "coalesce(x, otherwise)"),
}
CONVERSIONS = {"per_day": "LCU/day", "per_week": "LCU/week", "per_month": "LCU/month", "per_year": "LCU/year"}
AGGREGATES = ("count", "any", "all", "sum", "max", "min", "mean")
