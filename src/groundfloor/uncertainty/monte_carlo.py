"""A floor's costs along every path, their quantiles by year, and which assumption they hang on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.population.ages import Floats
from groundfloor.uncertainty.beside import Beside
from groundfloor.uncertainty.central import Central
from groundfloor.uncertainty.draws import Draws, money_factors, people_factor, survey_factor, take_up_factor
from groundfloor.uncertainty.purse import Economy, Purse, plan

COMPONENTS = (
    "population",
    "growth",
    "inflation",
    "interest",
    "exchange_rate",
    "take_up",
    "survey",
    "services",
    "financing",
)
QUANTILES = {"p5": 0.05, "p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95}
ALL = "all"
LABELS = ("scenario", "programme", "year", "quantity")
COLUMNS = (*LABELS, "central", "mean", *QUANTILES, "synthetic", "share_above_zero")
DRIVERS = (*LABELS, "component", "central", "p5", "p95", "swing", "share_of_variance", "synthetic")


@dataclass(frozen=True)
class Paths:
    """[path, programme, year] costs, their sum last; and [path, year] gap and debt that the floor adds, where it is financed."""

    total_lcu: Floats
    pct_gdp: Floats
    gap_pct_gdp: Floats | None
    added_debt_pct_gdp: Floats | None

    def quantities(self) -> Iterator[tuple[str, Floats]]:
        """Each quantity as [path, programme, year]; of gap and debt there is the sum alone."""
        yield "total_lcu", self.total_lcu
        yield "pct_gdp", self.pct_gdp
        for name, found in (("gap_pct_gdp", self.gap_pct_gdp), ("added_debt_pct_gdp", self.added_debt_pct_gdp)):
            if found is not None:
                yield name, found[:, None, :]


class Model:
    """A scenario under the draws: its costs along all paths with any of the components at play, the others as in the central run."""

    def __init__(self, central: Central, draws: Draws, purse: Purse, beside: Beside | None = None) -> None:
        self.central, self.draws, self.purse = central, draws, purse
        self.beside = beside
        self.programmes = (*central.programmes, *(() if beside is None else beside.names))
        self._people, self._take_up, self._survey = (
            of(draws, central) for of in (people_factor, take_up_factor, survey_factor)
        )

    def paths(self, play: Collection[str] = COMPONENTS) -> Paths:
        """Costs, gap and debt with the components of `play`."""
        central, draws = self.central, self.draws
        still = draws if "population" in play else replace(draws, people=None)
        money, gdp = money_factors(still, central, growth="growth" in play, prices="inflation" in play)
        factor = money
        for name, own in (("population", self._people), ("take_up", self._take_up), ("survey", self._survey)):
            if name in play:
                factor = factor * own
        if central.unmoved is not None:
            factor = central.unmoved * money + (1.0 - central.unmoved) * factor
        more = np.zeros_like(factor[:, :0]) if self.beside is None else self.beside.paths(play)
        lcu = _with_sum(np.concatenate([central.total_lcu * factor, more], axis=1))
        # the sum is taken in money, as the plan does
        of_gdp = 100 * np.concatenate([more, lcu[:, -1:]], axis=1) / (self.purse.gdp * gdp)[:, None, :]
        pct = np.concatenate([central.pct_gdp * factor / gdp[:, None, :], of_gdp], axis=1)
        if not self.purse.financed:
            return Paths(lcu, pct, None, None)
        luck = draws.luck if "financing" in play else {}
        return Paths(lcu, pct, *plan(self.purse, pct[:, -1], self._economy(gdp, play), luck, draws.width))

    def _economy(self, gdp: Floats, play: Collection[str]) -> Economy:
        """What moves the purse: abroad, home prices are taken to move the exchange rate as much, beside its own errors."""
        draws, still = self.draws, np.ones_like(gdp)
        exchange = draws.exchange if "exchange_rate" in play else still
        return Economy(
            gdp,
            exchange * draws.prices if "inflation" in play else exchange,
            draws.interest if "interest" in play else still,
        )


def _with_sum(values: Floats) -> Floats:
    return np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)


def _labelled(model: Model, quantity: str, rows: int) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Place and labels of each programme and year of a quantity; those with one row are of the whole floor."""
    names = (*model.programmes, ALL)[-rows:]
    for p, name in enumerate(names):
        for t, year in enumerate(model.central.years):
            labels = {"scenario": model.central.scenario, "programme": name, "year": year, "quantity": quantity}
            yield p, t, labels


def quantile_rows(model: Model) -> Iterator[dict[str, Any]]:
    """The table COLUMNS of a scenario."""
    still = dict(model.paths(()).quantities())
    for quantity, values in model.paths().quantities():
        mean, at = values.mean(axis=0), np.quantile(values, list(QUANTILES.values()), axis=0)
        above = np.where(np.isnan(mean), np.nan, (values > 0).mean(axis=0))
        for p, t, labels in _labelled(model, quantity, values.shape[1]):
            found = dict(zip(QUANTILES, at[:, p, t].tolist(), strict=True))
            middle = {"central": still[quantity][0, p, t].item(), "mean": mean[p, t].item()}
            yield labels | middle | found | {"share_above_zero": above[p, t].item()}


def driver_rows(model: Model, years: Collection[int]) -> Iterator[dict[str, Any]]:
    """The table DRIVERS: each component alone, the others as in the central run; then all together.

    `swing` is p95 less p5, `share_of_variance` the variance of one alone over that of all together: what is missing to 1, or beyond it, is
    what they do to each other.
    """
    still = _whole(model.paths(()))
    alone = {name: _whole(model.paths((name,))) for name in COMPONENTS} | {ALL: _whole(model.paths())}
    for quantity, values in alone[ALL].items():
        together = values.var(axis=0)
        for year in years:
            t = year - model.central.years[0]
            rows = []
            for component, found in alone.items():
                low, high = np.quantile(found[quantity][:, t], (0.05, 0.95)).tolist()
                moved = found[quantity][:, t].var() if np.ptp(found[quantity][:, t]) else 0.0
                share = moved / together[t] if together[t] > 0 else np.nan
                rows.append(
                    {
                        "scenario": model.central.scenario,
                        "programme": ALL,
                        "year": year,
                        "quantity": quantity,
                        "component": component,
                        "central": still[quantity][0, t].item(),
                        "p5": low,
                        "p95": high,
                        "swing": high - low,
                        "share_of_variance": float(share),
                    }
                )
            yield from sorted(rows, key=lambda row: -row["swing"])


def _whole(paths: Paths) -> Mapping[str, Floats]:
    """The whole floor's quantities [path, year]."""
    return {name: values[:, -1] for name, values in paths.quantities()}
