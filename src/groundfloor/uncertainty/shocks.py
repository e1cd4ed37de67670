"""Draws of what is not known: shocks to the economy, take-up, financing. One seed gives one set; each has a stream of its own."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats
from groundfloor.uncertainty.assumptions import Band

STREAMS = ("economy", "take_up", "financing", "survey", "services")


def stream(seed: int, component: str, name: str = "") -> np.random.Generator:
    """The random numbers of one component and name, which no other moves."""
    return np.random.default_rng([seed, STREAMS.index(component), zlib.crc32(name.encode())])


def in_pairs(half: Callable[[int], Floats], paths: int) -> Floats:
    """Draws of which the second half is the first turned round, so that few paths are centred."""
    drawn = half(-(-paths // 2))
    return np.asarray(np.concatenate([drawn, -drawn])[:paths])


def together(paths: int, steps: int, correlation: Floats, random: np.random.Generator) -> Floats:
    """Normal draws [path, step, series] that are correlated within a step."""
    value, vector = np.linalg.eigh(correlation)
    root = vector * np.sqrt(np.maximum(value, 0.0))
    return np.asarray(in_pairs(lambda half: random.standard_normal((half, steps, len(correlation))), paths) @ root.T)


def beside(u: Floats, correlation: Floats, random: np.random.Generator) -> Floats:
    """Normal draws [path, step] of one more series, given those of the others, which stay as they are.

    `correlation` is that of all with the new one last. What the others do not say of it is drawn from `random`.

    >>> alike = np.array([[1.0, 0.8], [0.8, 1.0]])
    >>> u = together(20_000, 1, np.eye(1), np.random.default_rng(0))
    >>> more = beside(u, alike, np.random.default_rng(1))
    >>> float(np.corrcoef(u[:, 0, 0], more[:, 0])[0, 1].round(2)), float(more.std().round(2))
    (0.8, 1.0)
    """
    others, own = correlation[:-1, :-1], correlation[-1, :-1]
    weights = np.linalg.lstsq(others, own, rcond=None)[0]
    left = np.sqrt(max(0.0, 1.0 - float(own @ weights)))
    return np.asarray(u @ weights + left * in_pairs(lambda half: random.standard_normal((half, u.shape[1])), len(u)))


def autoregressive(u: Floats, sd: Floats, persistence: Floats) -> Floats:
    """Errors [path, step, series] of e(t) = persistence e(t-1) + sd u(t) from normal draws of the same shape; e is 0 before the first step.

    >>> u = together(20_000, 3, np.eye(1), np.random.default_rng(0))
    >>> e = autoregressive(u, np.array([0.1]), np.array([0.5]))
    >>> (e[..., 0].std(axis=0) / np.sqrt([1, 1 + 0.25, 1 + 0.25 + 0.0625])).round(2)
    array([0.1, 0.1, 0.1])
    """
    e: Floats = np.empty_like(u)
    before = np.zeros((len(u), len(sd)))
    for t in range(u.shape[1]):
        before = persistence * before + sd * u[:, t]
        e[:, t] = before
    return e


def triangular(u: Floats, low: Floats | float, mode: Floats | float, high: Floats | float) -> Floats:
    """Quantiles of the triangle from low to high with its peak at mode, at the probabilities `u`; all may be arrays that go together.

    >>> triangular(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    u, low, mode, high = np.broadcast_arrays(u, low, mode, high)
    whole = np.asarray(high - low)
    below = np.divide(mode - low, whole, out=np.zeros(whole.shape), where=whole > 0)
    rise = low + np.sqrt(np.maximum(u * whole * (mode - low), 0.0))
    fall = high - np.sqrt(np.maximum((1 - u) * whole * (high - mode), 0.0))
    return np.asarray(np.where(whole <= 0, mode, np.where(u < below, rise, fall)))


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
