"""The limits of a choice in numbers: money and debt by year, commitments of the law, and what the administration can enrol."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from groundfloor.choosing.debt import Debt
from groundfloor.choosing.model import CAPACITY, COMMITMENT, ENVELOPE, Decisions, Limit
from groundfloor.choosing.settings import ALL, Settings
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.scenarios import Setting
from groundfloor.survey.frame import Floats


def limits(at: Setting, asked: Settings, decisions: Decisions, money: Sequence[float]) -> tuple[Limit, ...]:
    """Every limit of the settings, in the order envelope, debt, commitments, capacity; `money` is the envelope in LCU by year."""
    return (
        *_envelope(at, decisions, money),
        *_debt(at, asked, decisions),
        *_commitments(asked, decisions),
        *_capacity(asked, decisions),
    )


def _envelope(at: Setting, decisions: Decisions, money: Sequence[float]) -> Iterator[Limit]:
    for t, year in enumerate(decisions.menu.years):
        scale = at.money.gdp.get(year, math.nan) / 100
        yield Limit(ENVELOPE, year, None, decisions.costs(t), money[t], scale if scale > 0 else max(money[t], 1.0))


def _debt(at: Setting, asked: Settings, decisions: Decisions) -> Iterator[Limit]:
    if asked.debt_ceiling is not None:
        debt = Debt(at, asked.debt_ceiling, decisions)
        for year in decisions.menu.years:
            yield debt.limit(year, debt.pledged.keys())


def _commitments(asked: Settings, decisions: Decisions) -> Iterator[Limit]:
    years = decisions.menu.years
    for name, shares in asked.commitments.items():
        p = _programme(name, decisions, "commitments")
        steps = decisions.menu.offers[p].grid.steps
        for year, share in shares.items():
            at = years[-1] if year is None else year
            if at not in years:
                raise GroundfloorError(
                    f"{name} is committed in {at}, outside the years of the choice",
                    expected=f"a year from {years[0]} to {years[-1]}",
                )
            reached = next((k for k, step in enumerate(steps) if step >= share - 1e-12), None)
            if reached is None:
                raise GroundfloorError(
                    f"{name} is committed to cover {share:g} in {at}, and the highest step is {steps[-1]:g}",
                    hint="Add the share to `steps`.",
                )
            covered = np.broadcast_to(np.array(steps)[None, :, None], decisions.shapes[p])
            values: list[Floats | None] = [covered if q == p else None for q in range(len(decisions.shapes))]
            row = decisions.row(values, years.index(at))
            yield Limit(COMMITMENT, at, name, row, steps[reached], 1.0, least=True)


def _capacity(asked: Settings, decisions: Decisions) -> Iterator[Limit]:
    offers, years = decisions.menu.offers, decisions.menu.years
    for name, most in asked.capacity.items():
        only = None if name == ALL else _programme(name, decisions, "capacity")
        values: list[Floats | None] = [o.beneficiaries if only in (None, p) else None for p, o in enumerate(offers)]
        for t, year in enumerate(years):
            row = decisions.row(values, t)
            if t:
                row = row - decisions.row(values, t - 1)
            yield Limit(CAPACITY, year, None if only is None else name, row, most, max(most, 1.0))


def _programme(name: str, decisions: Decisions, key: str) -> int:
    names = decisions.menu.names
    if name not in names:
        raise GroundfloorError(
            f"{key} names {name!r}, which may not be chosen",
            expected=f"one of {', '.join(names)}",
            hint=nearest(name, names),
        )
    return names.index(name)


def room(limit: Limit, chosen: Floats) -> float:
    """What is left of a limit under whole decisions, in its own unit; below nought where it is broken."""
    used = float(limit.row @ chosen)
    return used - limit.bound if limit.least else limit.bound - used


def widened(found: Sequence[Limit], money: Mapping[int, float]) -> tuple[Limit, ...]:
    """The same limits with another envelope, LCU by year."""
    return tuple(replace(one, bound=money[one.year]) if one.kind == ENVELOPE else one for one in found)
