"""Every draw of a Monte Carlo at once, and what each component makes of the costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population import PopulationInputs
from groundfloor.population.ages import Floats
from groundfloor.population.paths import BLOCK, Bounds, project_paths
from groundfloor.uncertainty import shocks
from groundfloor.uncertainty.assumptions import SERIES, Assumptions, Band
from groundfloor.uncertainty.central import Central
from groundfloor.uncertainty.followed import CELLS

MEDIAN, INTEREST = 2, 2
ROUNDING = 1e-24


@dataclass(frozen=True)
class Draws:
    """What is common to all scenarios. People and levels are ratios to the central run, 1 in the base year.

    `people` is [path, year, cell], its last cell everybody; None where the population does not vary. `growth`, `prices` and `exchange` (the
    real exchange rate) are levels [path, year], `interest` what the factor 1 + rate is multiplied by, `luck` the probabilities [path]
    at which options of financing come out.
    """

    paths: int
    seed: int
    width: float
    people: Floats | None
    growth: Floats
    prices: Floats
    interest: Floats
    exchange: Floats
    luck: Mapping[str, Floats]
    bands: dict[str, Band]


def draw(
    known: Assumptions,
    inputs: PopulationInputs,
    options: Iterable[str],
    years: range,
    *,
    paths: int,
    seed: int,
    width: float = 1.0,
) -> Draws:
    """Draw all components over `years`; `width` multiplies every band, 0 leaves nothing to chance."""
    errors = _errors(known, paths, len(years), seed, width)
    growth, prices, _, exchange = np.exp(np.cumsum(errors, axis=1)).transpose(2, 0, 1)
    drawn = known.financing and width > 0
    return Draws(
        paths,
        seed,
        width,
        _people(known, inputs, years, paths, seed, width),
        growth,
        prices,
        np.exp(errors[..., INTEREST]),
        exchange,
        {name: shocks.uniforms(paths, shocks.stream(seed, "financing", name)) for name in options if drawn},
        dict(known.take_up),
    )


def _errors(known: Assumptions, paths: int, years: int, seed: int, width: float) -> Floats:
    """The errors of the economy's series [path, year, series], 0 in the first year."""
    sd = known.sd * width
    found = np.zeros((paths, years, len(SERIES)))
    if sd.any():
        # the exchange rate has a stream of its own, so that to take it away moves no other
        inside = known.correlation[:-1, :-1]
        u = shocks.together(paths, years - 1, inside, shocks.stream(seed, "economy"))
        more = shocks.beside(u, known.correlation, shocks.stream(seed, "economy", SERIES[-1]))
        every = np.concatenate([u, more[..., None]], axis=2)
        found[:, 1:] = shocks.autoregressive(every, sd, known.persistence)
    return found


def _people(
    known: Assumptions, inputs: PopulationInputs, years: range, paths: int, seed: int, width: float
) -> Floats | None:
    """The people of each path over those on the path of the medians."""
    if not known.bounds or width == 0:
        return None
    to, persistence = years[-1], known.bounds_persistence
    middle = [narrowed(one, 0.0) for one in known.bounds]
    wide = [narrowed(one, width) for one in known.bounds]
    still = _by_cell(project_paths(inputs, middle, to, paths=1, persistence=persistence).values)
    moved = project_paths(inputs, wide, to, paths=paths, seed=seed, persistence=persistence).values
    ratio = np.empty((paths, len(years), CELLS))
    for start in range(0, paths, BLOCK):
        block = _by_cell(moved[start : start + BLOCK])
        ratio[start : start + BLOCK] = np.divide(block, still, out=np.ones_like(block), where=still > 0)
    return ratio


def narrowed(bounds: Bounds, width: float) -> Bounds:
    """Bounds whose distance from their median is multiplied by `width`."""
    middle = bounds.values[:, MEDIAN : MEDIAN + 1]
    values = middle + width * (bounds.values - middle)
    if bounds.var != "mig" and (values <= 0).any():
        raise GroundfloorError(
            f"Bounds of {bounds.var} {width:g} times as wide reach 0", hint="Choose a smaller width."
        )
    return replace(bounds, values=values)


def _by_cell(values: Floats) -> Floats:
    """[path, year, cell] from [path, year, sex, age], with everybody last."""
    flat = values.reshape(*values.shape[:2], -1)
    return np.concatenate([flat, flat.sum(axis=2, keepdims=True)], axis=2)


def people_factor(draws: Draws, central: Central) -> Floats:
    """[path, programme, year] what the people of each age and sex make of a programme's costs."""
    shape = draws.paths, len(central.programmes), len(central.years)
    if draws.people is None:
        return np.ones(shape)
    whole = central.by_cell.sum(axis=2)
    share = np.divide(
        central.by_cell, whole[..., None], out=np.zeros_like(central.by_cell), where=whole[..., None] != 0
    )
    # many small products, for which one thread is faster than several that wait for each other
    found = np.einsum("ntc,ptc->npt", draws.people, share)
    return np.asarray(np.where(whole == 0, 1.0, found))


def take_up_factor(draws: Draws, central: Central) -> Floats:
    """[path, programme, 1] take-up over that of the central run, for good."""
    found = np.ones((draws.paths, len(central.programmes), 1))
    for p, name in enumerate(central.programmes):
        band = draws.bands.get(name, draws.bands.get(""))
        if band is not None:
            u = shocks.uniforms(draws.paths, shocks.stream(draws.seed, "take_up", name))
            found[:, p, 0] = shocks.take_up(u, float(central.take_up[p]), band, draws.width, name)
    return found


def survey_factor(draws: Draws, central: Central) -> Floats:
    """[path, programme, 1] what another sample would have made of the costs: normal, with the linearised covariance, 0 at least."""
    shape = draws.paths, len(central.programmes), 1
    if central.covariance is None or draws.width == 0:
        return np.ones(shape)
    if not np.isfinite(central.covariance).all():
        return np.full(shape, np.nan)
    value, vector = np.linalg.eigh(central.covariance)
    # what calibration fixes has no sampling error, but for rounding
    root = (vector * np.sqrt(np.where(value > ROUNDING, value, 0.0))) @ vector.T
    z = np.column_stack(
        [
            shocks.in_pairs(shocks.stream(draws.seed, "survey", name).standard_normal, draws.paths)
            for name in central.programmes
        ]
    )
    return np.asarray(np.maximum(1 + draws.width * (z @ root), 0.0)[..., None])


def money_factors(draws: Draws, central: Central, *, growth: bool, prices: bool) -> tuple[Floats, Floats]:
    """What growth and prices make of costs in LCU [path, programme, year], and of GDP [path, year]."""
    still = np.ones((draws.paths, len(central.years)))
    real, level = draws.growth if growth else still, draws.prices if prices else still
    per_head = real if draws.people is None else real / draws.people[..., -1]
    cost = np.repeat(level[:, None, :], len(central.programmes), axis=1)
    for (series, start), slope in central.follows.items():
        # the money of a parameter is fixed in its year; what it follows moves it from there
        since = np.minimum(max(start - central.years[0], 0), np.arange(len(central.years)))
        if series is None:
            worth = 1 / level
        elif series == "inflation":
            worth = 1 / level[:, since]
        else:
            worth = per_head / (per_head[:, since] * level[:, since])
        cost = cost * worth[:, None, :] ** slope[:, None]
    return cost, real * level
