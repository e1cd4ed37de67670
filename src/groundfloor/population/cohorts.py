"""The step of a cohort-component projection, for as many populations at once as there are leading axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats

Migrants = Literal["halves", "end"]
"""When migrants come and go: half at the start of a step and half at its end (MigCode 0 of the United Nations), or all at its end
(MigCode 9)."""

CONVENTIONS: tuple[Migrants, ...] = get_args(Migrants)
FEMALE = 0


@dataclass(frozen=True)
class Rates:
    """What happens to people in each step; leading axes broadcast against each other and against those of the population.

    `survival[..., 0]` is of the step's births, `[..., x]` from group x-1 into x. The last is of those who enter the open group and
    those in it alike, unless one more follows it: then that is of those in it.
    """

    survival: Floats  # [..., step, sex, age] or [..., step, sex, age + 1]
    fertility: Floats  # [..., step, age] births per woman in the step
    srb: Floats  # [..., step] boys per girl at birth
    migration: Floats  # [..., step, sex, age] net migrants in the step, or per person at its start
    per_person: bool = False


@dataclass(frozen=True)
class Flows:
    """People at the start and after each step, and the events of the steps, in the unit of the population."""

    values: Floats  # [..., step + 1, sex, age]
    births: Floats  # [..., step, sex]
    deaths: Floats
    migration: Floats


def carry(base: Floats, rates: Rates, migrants: Migrants = "halves") -> Flows:
    """Carry a population [..., sex, age] through the steps of `rates`; the sexes are female and male, or female alone.

    >>> nothing = Rates(np.ones((1, 2, 3)), np.zeros((1, 3)), np.ones(1), np.zeros((1, 2, 3)))
    >>> carry(np.array([[3.0, 2.0, 1.0], [3.0, 2.0, 1.0]]), nothing).values[1, 0].tolist()
    [0.0, 3.0, 3.0]
    """
    if migrants not in CONVENTIONS:
        raise GroundfloorError(f"Migrants cannot come {migrants!r}", expected="one of " + ", ".join(CONVENTIONS))
    steps = rates.srb.shape[-1]
    leading = np.broadcast_shapes(
        base.shape[:-2],
        rates.survival.shape[:-3],
        rates.fertility.shape[:-2],
        rates.srb.shape[:-1],
        rates.migration.shape[:-3],
    )
    sexes, ages = base.shape[-2:]
    values = np.empty((*leading, steps + 1, sexes, ages))
    values[..., 0, :, :] = base
    births, deaths, migration = (np.empty((*leading, steps, sexes)) for _ in range(3))
    for i in range(steps):
        now = values[..., i, :, :]
        moved = rates.migration[..., i, :, :] * (now if rates.per_person else 1.0)
        values[..., i + 1, :, :], births[..., i, :], deaths[..., i, :], migration[..., i, :] = _step(
            now, rates.survival[..., i, :, :], rates.fertility[..., i, :], rates.srb[..., i], moved, migrants
        )
    return Flows(values, births, deaths, migration)


def _step(
    now: Floats, s: Floats, fertility: Floats, srb: Floats, moved: Floats, migrants: Migrants
) -> tuple[Floats, Floats, Floats, Floats]:
    """One step: the population at its end, and its births, deaths and net migrants by sex."""
    sexes, ages = now.shape[-2:]
    first, second = (0.0, 1.0) if migrants == "end" else (0.5, 0.5)
    arriving = np.maximum(moved * first, -now)  # emigrants cannot outnumber the group they leave
    start = now + arriving
    after = np.empty(np.broadcast_shapes(start.shape, s[..., :ages].shape))
    after[..., 1:] = start[..., :-1] * s[..., 1:ages]
    after[..., -1] += start[..., -1] * s[..., -1]
    after[..., 0] = 0.0  # nobody who bears is born in the step, so births need not be known before they are counted
    leaving = np.maximum(moved * second, -after)
    women = slice(FEMALE, FEMALE + 1)
    mothers = now[..., women, :] + after[..., women, :] + leaving[..., women, :]
    born = np.einsum("...a,...a->...", fertility, mothers[..., 0, :]) / 2
    share = np.stack([1 / (1 + srb), srb / (1 + srb)], axis=-1)[..., :sexes]
    births = born[..., None] * share
    after[..., 0] = births * s[..., 0]
    leaving[..., 0] = np.maximum((moved * second)[..., 0], -after[..., 0])
    deaths = births + start.sum(axis=-1) - after.sum(axis=-1)
    return after + leaving, births, deaths, (arriving + leaving).sum(axis=-1)
