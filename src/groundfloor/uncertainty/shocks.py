"""Draws of what is not known: shocks to the economy, take-up, financing. One seed gives one set; each has a stream of its own."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats
from groundfloor.uncertainty.assumptions import Band

# what options bring by year in the low, base and high case, % of GDP
Brings = Mapping[str, Mapping[int, Mapping[str, float]]]

STREAMS = ("economy", "take_up", "financing", "survey")


def stream(seed: int, component: str, name: str = "") -> np.random.Generator:
    """The random numbers of one component and name, which no other moves."""
    return np.random.default_rng([seed, STREAMS.index(component), zlib.crc32(name.encode())])


def in_pairs(half: Callable[[int], Floats], paths: int) -> Floats:
    """Draws of which the second half is the first turned round, so that few paths are centred."""
    drawn = half(-(-paths // 2))
    return np.asarray(np.concatenate([drawn, -drawn])[:paths])


def autoregressive(
    paths: int, steps: int, sd: Floats, persistence: Floats, correlation: Floats, random: np.random.Generator
) -> Floats:
    """Errors [path, step, series] of e(t) = persistence e(t-1) + sd u(t), u normal with `correlation`; e is 0 before the first step.

    >>> alone = np.eye(1)
    >>> e = autoregressive(20_000, 3, np.array([0.1]), np.array([0.5]), alone, np.random.default_rng(0))
    >>> (e[..., 0].std(axis=0) / np.sqrt([1, 1 + 0.25, 1 + 0.25 + 0.0625])).round(2)
    array([0.1, 0.1, 0.1])
    """
    value, vector = np.linalg.eigh(correlation)
    root = vector * np.sqrt(np.maximum(value, 0.0))
    u = in_pairs(lambda half: random.standard_normal((half, steps, len(sd))), paths) @ root.T
    e: Floats = np.empty_like(u)
    before = np.zeros((paths, len(sd)))
    for t in range(steps):
        before = persistence * before + sd * u[:, t]
        e[:, t] = before
    return e


def triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    """Quantiles of the triangle from low to high with its peak at mode, at the probabilities `u`.

    >>> triangular(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    if high <= low:
        return np.full(u.shape, mode)
    below = (mode - low) / (high - low)
    rise = low + np.sqrt(u * (high - low) * (mode - low))
    fall = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.asarray(np.where(u < below, rise, fall))


def uniforms(paths: int, random: np.random.Generator) -> Floats:
    """Numbers between 0 and 1, in pairs about one half."""
    return 0.5 + in_pairs(lambda half: random.random(half) - 0.5, paths)


def take_up(u: Floats, central: float, band: Band, width: float, programme: str) -> Floats:
    """Take-up over that of the central run, at the probabilities `u`; 1 throughout where nobody takes up or nothing varies."""
    if central <= 0 or width == 0:
        return np.ones(u.shape)
    if band.kind == "triangle":
        low, high = max(0.0, central - width * band.below), min(1.0, central + width * band.above)
        return triangular(u, low, central, high) / central
    if band.sd == 0:
        return np.ones(u.shape)
    spread = central * (1 - central) / (width * band.sd) ** 2 - 1
    if spread <= 0:
        raise GroundfloorError(
            f"No beta with the mean {central:g}, the take-up of {programme}, has the standard deviation {width * band.sd:g}",
            hint="Make it narrower, or give below and above in uncertainty.yaml.",
        )
    from scipy.special import betaincinv

    return np.asarray(betaincinv(central * spread, (1 - central) * spread, u)) / central


def financing(options: Brings, years: range, paths: int, width: float, seed: int) -> Floats:
    """What the options bring [path, year], % of GDP: each a triangle from its low to its high with its peak at its base.

    `options` has what each brings by year in the three cases. A path that is lucky with an option is so in every year.
    """
    total = np.zeros((paths, len(years)))
    for name, by_year in options.items():
        u = uniforms(paths, stream(seed, "financing", name))
        for t, year in enumerate(years):
            cases = by_year[year]
            low, high = (cases["base"] + width * (cases[case] - cases["base"]) for case in ("low", "high"))
            total[:, t] += triangular(u, low, cases["base"], high)
    return total
