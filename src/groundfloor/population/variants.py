"""The variants of a projection that the United Nations publish, each made from the medium's inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.population.ages import Floats
from groundfloor.population.fertility import net_reproduction, total
from groundfloor.population.inputs import PopulationInputs

FIRST, SECOND, THEN = 0.25, 0.40, 0.50
"""Children per woman that the low and high variants take or add in the first five years, the next five, and after."""


def of_variant(inputs: PopulationInputs, name: str, since: int | None = None) -> PopulationInputs:
    """The inputs of a variant by its name, one of VARIANTS.

    `since` is the first calendar year in which the low and high variants leave the medium: the year of the base unless it is said
    (the World Population Prospects 2024 leave in 2024).

    >>> from groundfloor.population import project, read_population
    >>> gha = read_population("gha")
    >>> [round(project(of_variant(gha, name, 2024), 2060).total()[2060] / 1e6, 1) for name in ("low", "medium", "high")]
    [49.4, 55.7, 62.3]
    """
    if name not in VARIANTS:
        raise GroundfloorError(
            f"There is no variant {name!r}", expected="one of " + ", ".join(VARIANTS), hint=nearest(name, VARIANTS)
        )
    return VARIANTS[name](inputs, inputs.base_year if since is None else since)


def with_total_fertility(inputs: PopulationInputs, tfr: Floats) -> PopulationInputs:
    """The same with the total fertility rates `tfr` [..., step]; the pattern by age of each step stays. Less than 0 is taken as 0."""
    now = total(inputs)
    if ((now <= 0) & (tfr > 0)).any():
        raise GroundfloorError(f"{inputs.country} has a year without births, and so no pattern by age to scale")
    scale = np.maximum(tfr, 0.0) / np.where(now > 0, now, 1.0)
    return replace(inputs, fertility=inputs.fertility * scale[..., None])


def shifted(inputs: PopulationInputs, sign: int, since: int) -> PopulationInputs:
    """Total fertility from the calendar year `since` a quarter, then two fifths, then half a child below or above the medium's."""
    years = np.arange(inputs.base_year, inputs.last_year + 1)
    by_year = np.select([years < since, years < since + 5, years < since + 10], [0.0, FIRST, SECOND], THEN)
    by_step = (by_year[:-1] + by_year[1:]) / 2  # twelve months from 1 July lie across two calendar years
    return with_total_fertility(inputs, total(inputs) + sign * by_step.reshape(-1, inputs.width).mean(axis=-1))


def constant_fertility(inputs: PopulationInputs) -> PopulationInputs:
    """The fertility by age of the first step in every step."""
    return replace(inputs, fertility=_first(inputs.fertility, 1))


def constant_mortality(inputs: PopulationInputs) -> PopulationInputs:
    """The death rates of the first step in every step."""
    return replace(inputs, mx=_first(inputs.mx, 2))


def zero_migration(inputs: PopulationInputs) -> PopulationInputs:
    """Nobody comes or goes."""
    return replace(inputs, migration=np.zeros_like(inputs.migration))


def instant_replacement(inputs: PopulationInputs) -> PopulationInputs:
    """Fertility by age scaled so that in every step a girl born would bear one daughter (net reproduction of 1)."""
    now = net_reproduction(inputs)
    if (now <= 0).any():
        raise GroundfloorError(f"{inputs.country} has a year without births, and so no pattern by age to scale")
    return replace(inputs, fertility=inputs.fertility / now[..., None])


def _first(values: Floats, axes: int) -> Floats:
    """The first step of values [..., step, and so many axes] in every step."""
    step = values.ndim - 1 - axes
    return np.repeat(values.take([0], axis=step), values.shape[step], axis=step)


VARIANTS: dict[str, Callable[[PopulationInputs, int], PopulationInputs]] = {
    "medium": lambda inputs, since: inputs,
    "low": lambda inputs, since: shifted(inputs, -1, since),
    "high": lambda inputs, since: shifted(inputs, +1, since),
    "constant_fertility": lambda inputs, since: constant_fertility(inputs),
    "constant_mortality": lambda inputs, since: constant_mortality(inputs),
    "no_change": lambda inputs, since: constant_fertility(constant_mortality(inputs)),
    "zero_migration": lambda inputs, since: zero_migration(inputs),
    "instant_replacement": lambda inputs, since: instant_replacement(inputs),
    "instant_replacement_zero_migration": lambda inputs, since: instant_replacement(zero_migration(inputs)),
    "momentum": lambda inputs, since: instant_replacement(constant_mortality(zero_migration(inputs))),
}
"""Every variant by name; momentum is replacement from now on under constant mortality, without migration."""
