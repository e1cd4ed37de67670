"""How past values lay in the bands of the economy that a run draws from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.country.economy import STATUS
from groundfloor.country.model import Economy
from groundfloor.population.ages import Floats
from groundfloor.uncertainty.assumptions import SERIES, Assumptions
from groundfloor.uncertainty.monte_carlo import QUANTILES

EXCHANGE = "exchange_rate"
FEWEST = 5
"""Actual years up to the first year that is forecast from."""
BANDS = {name: QUANTILES[name] for name in ("p5", "p25", "p75", "p95")}
COLUMNS = ("series", "origin", "horizon", "year", "forecast", "actual", "error", *BANDS, "in_50", "in_90", "method")
MEAN, PUBLISHED = "mean", "published"
"""Forecasts that go to the mean of the past, and those published at the time."""

Note = tuple[str, dict[str, Any]]
"""A message of messages/ and what fills it."""


def backtest(
    economy: Economy, known: Assumptions, earlier: Economy | None = None
) -> tuple[list[dict[str, Any]], list[Note]]:
    """Rows COLUMNS: each series forecast from every earlier year with FEWEST actual values behind it, and notes on what cannot be told.

    The forecast starts from the series' last value and goes to its mean up to then as fast as its shocks die away, in log(1 + rate): what
    somebody without a forecast of the day would have said. With an `earlier` economy what it expected after its last actual value is held
    against what came too. Rates are shares of one.
    """
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    for i, name in enumerate(SERIES):
        actual = _rates(economy, name, ("actual",))
        sd, persistence = float(known.sd[i]), float(known.persistence[i])
        if not sd and name == EXCHANGE:
            continue  # of no concern where nothing is owed or promised in foreign currency
        if not sd:
            notes.append(("varies_not", {"series": name}))
            continue
        if len(actual) <= FEWEST:
            notes.append(("too_few", {"series": name, "values": len(actual)}))
        else:
            rows += _from_the_mean(name, actual, sd, persistence)
        if earlier is not None:
            rows += _published(name, earlier, actual, sd, persistence)
    return rows, notes


def _rates(economy: Economy, name: str, status: Sequence[str]) -> dict[int, float]:
    """Rates by year; of the exchange rate, how much dearer foreign currency became than home prices rose."""

    def of(series: str) -> dict[int, float]:
        return {one.year: one.value for one in economy.observations if one.series == series and one.status in status}

    found = of(name)
    if name != EXCHANGE:
        return found
    prices = of("inflation")
    return {
        year: found[year] / found[year - 1] / (1 + prices[year]) - 1
        for year in found
        if year - 1 in found and year in prices
    }


def _from_the_mean(name: str, actual: dict[int, float], sd: float, persistence: float) -> Iterator[dict[str, Any]]:
    years = sorted(actual)
    logs = np.log1p([actual[year] for year in years])
    for origin in range(FEWEST - 1, len(years) - 1):
        mean = logs[: origin + 1].mean()
        for ahead in range(1, len(years) - origin):
            middle = mean + persistence**ahead * (logs[origin] - mean)
            year = years[origin + ahead]
            yield _row(name, years[origin], ahead, year, middle, actual[year], sd, persistence) | {"method": MEAN}


def _published(
    name: str, earlier: Economy, actual: dict[int, float], sd: float, persistence: float
) -> Iterator[dict[str, Any]]:
    """What an earlier economy expected after its last actual value, or from its first year on where it has none."""
    every, then = (_rates(earlier, name, status) for status in (STATUS, ("actual",)))
    origin = max(then, default=min(every, default=0) - 1)
    for year in sorted(every):
        if year > origin and year in actual:
            middle = float(np.log1p(every[year]))
            yield _row(name, origin, year - origin, year, middle, actual[year], sd, persistence) | {"method": PUBLISHED}


def _row(
    name: str, origin: int, ahead: int, year: int, middle: float, value: float, sd: float, persistence: float
) -> dict[str, Any]:
    """One forecast in log(1 + rate), with its bands, and what came."""
    from scipy.special import ndtri

    spread = sd * float(np.sqrt(_variance(persistence, ahead)))
    bands = {quantile: float(np.expm1(middle + ndtri(at) * spread)) for quantile, at in BANDS.items()}
    forecast = float(np.expm1(middle))
    return {
        "series": name,
        "origin": origin,
        "horizon": ahead,
        "year": year,
        "forecast": forecast,
        "actual": value,
        "error": value - forecast,
        **within(bands, value),
    }


def within(bands: Mapping[str, float] | None, value: float) -> dict[str, Any]:
    """The ends of the bands of 50 and 90 %, and whether a value lay in them; all None where there are no bands.

    >>> within({"p5": 0.0, "p25": 1.0, "p75": 2.0, "p95": 3.0}, 2.5)
    {'p5': 0.0, 'p25': 1.0, 'p75': 2.0, 'p95': 3.0, 'in_50': False, 'in_90': True}
    """
    if bands is None:
        return dict.fromkeys((*BANDS, "in_50", "in_90"))
    return {
        **bands,
        "in_50": bands["p25"] <= value <= bands["p75"],
        "in_90": bands["p5"] <= value <= bands["p95"],
    }


def _variance(persistence: float, ahead: int) -> Floats:
    """The variance of a shock's sum after some steps, its own being 1."""
    return np.asarray((persistence ** (2 * np.arange(ahead))).sum())


def summary(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """By series, of those from the mean: forecasts, mean error, mean absolute error, and the shares of values inside the bands of 50 and 90 %."""
    found = []
    own_rows = [row for row in rows if row["method"] == MEAN]
    for name in dict.fromkeys(row["series"] for row in own_rows):
        own = [row for row in own_rows if row["series"] == name]
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
