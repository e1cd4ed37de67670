"""How past values lay in the bands of the economy that a run draws from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.country.model import Economy
from groundfloor.population.ages import Floats
from groundfloor.uncertainty.assumptions import SERIES, Assumptions
from groundfloor.uncertainty.monte_carlo import QUANTILES

EXCHANGE = "exchange_rate"
FEWEST = 5
"""Actual years up to the first year that is forecast from."""
COLUMNS = ("series", "origin", "horizon", "year", "forecast", "actual", "error", "p5", "p25", "p75", "p95", "in_50", "in_90")  # fmt: skip

Note = tuple[str, dict[str, Any]]
"""A message of messages/ and what fills it."""


def backtest(economy: Economy, known: Assumptions, base: int) -> tuple[list[dict[str, Any]], list[Note]]:
    """Rows COLUMNS: each series forecast from every earlier year with FEWEST actual values behind it, and notes on what cannot be told.

    `base` is the year the pack's people and costs start in.

    The forecast starts from the series' last value and goes to its mean up to then as fast as its shocks die away, in log(1 + rate): what
    somebody without a forecast of the day would have said. Rates are shares of one.
    """
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    for i, name in enumerate(SERIES):
        actual = _actual(economy, name)
        if not known.sd[i] and name == EXCHANGE:
            continue  # of no concern where nothing is owed or promised in foreign currency
        if not known.sd[i]:
            notes.append(("varies_not", {"series": name}))
        elif len(actual) <= FEWEST:
            notes.append(("too_few", {"series": name, "values": len(actual)}))
        else:
            rows += _forecasts(name, actual, float(known.sd[i]), float(known.persistence[i]))
    notes.append(("no_past", {"year": base}))
    return rows, notes


def _actual(economy: Economy, name: str) -> dict[int, float]:
    """Actual rates by year; of the exchange rate, how much dearer foreign currency became than home prices rose."""

    def of(series: str) -> dict[int, float]:
        return {one.year: one.value for one in economy.observations if one.series == series and one.status == "actual"}

    found = of(name)
    if name != EXCHANGE:
        return found
    prices = of("inflation")
    return {
        year: found[year] / found[year - 1] / (1 + prices[year]) - 1
        for year in found
        if year - 1 in found and year in prices
    }


def _forecasts(name: str, actual: dict[int, float], sd: float, persistence: float) -> Iterator[dict[str, Any]]:
    from scipy.special import ndtri

    years = sorted(actual)
    logs = np.log1p([actual[year] for year in years])
    at = {quantile: float(ndtri(QUANTILES[quantile])) for quantile in ("p5", "p25", "p75", "p95")}
    for origin in range(FEWEST - 1, len(years) - 1):
        mean = logs[: origin + 1].mean()
        for ahead in range(1, len(years) - origin):
            middle = mean + persistence**ahead * (logs[origin] - mean)
            spread = sd * float(np.sqrt(_variance(persistence, ahead)))
            bands = {quantile: float(np.expm1(middle + z * spread)) for quantile, z in at.items()}
            value, forecast = actual[years[origin + ahead]], float(np.expm1(middle))
            yield {
                "series": name,
                "origin": years[origin],
                "horizon": ahead,
                "year": years[origin + ahead],
                "forecast": forecast,
                "actual": value,
                "error": value - forecast,
                **bands,
                "in_50": bands["p25"] <= value <= bands["p75"],
                "in_90": bands["p5"] <= value <= bands["p95"],
            }


def _variance(persistence: float, ahead: int) -> Floats:
    """The variance of a shock's sum after some steps, its own being 1."""
    return np.asarray((persistence ** (2 * np.arange(ahead))).sum())


def summary(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """By series: forecasts, mean error, mean absolute error, and the shares of values inside the bands of 50 and 90 %."""
    found = []
    for name in dict.fromkeys(row["series"] for row in rows):
        own = [row for row in rows if row["series"] == name]
        errors = np.array([row["error"] for row in own])
        found.append(
            {
                "series": name,
                "forecasts": len(own),
                "mean_error": float(errors.mean()),
                "mean_absolute_error": float(abs(errors).mean()),
                "in_50": float(np.mean([row["in_50"] for row in own])),
                "in_90": float(np.mean([row["in_90"] for row in own])),
            }
        )
    return found
