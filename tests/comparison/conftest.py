"""The surveys of comparison.R, made by the same integer arithmetic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundfloor.survey.frame import Survey, Text


def text(codes: Any) -> Text:
    codes = np.asarray(codes)
    return Text(codes.astype(np.int32), tuple(str(code) for code in range(int(codes.max()) + 1)))


def plain(welfare: Any, weight: Any = None, **more: Any) -> Survey:
    """One person a household."""
    welfare = np.asarray(welfare, dtype=float)
    weight = np.ones(len(welfare)) if weight is None else np.asarray(weight, dtype=float)
    more = {"name": "by hand", "country": "XXX", "year": 2020, "columns": {}} | more
    return Survey(starts=np.arange(len(welfare)), weight=weight, welfare=welfare, **more)


def made(last: int, step: int, add: int, moved: int) -> tuple[Survey, np.ndarray]:
    """A survey of `last` + 1 households, and what each person gains or loses."""
    h = np.arange(last + 1)
    size = 1 + (h * 5) % 7
    house = np.repeat(h, size)
    psu = house // 5
    income = 40.0 + (house * step + add) % 997 + 3 * psu
    income[house % 17 == 4] = np.nan
    got = np.where((house * 13) % 6 < 2, 60.0 + (house * 29) % 41, np.where((house * 11) % 9 == 0, -30.0, 0.0))
    survey = Survey(
        name="by arithmetic",
        country="XXX",
        year=2020,
        columns={"region": text((psu + moved) % 3), "even": (house % 2).astype(float)},
        starts=np.concatenate(([0], np.cumsum(size)[:-1])),
        weight=50.0 + (house * 37) % 101,
        welfare=income,
        lines={"z": 380.0},
        groups=("region",),
        strata=text(np.where(psu < 9, 0, np.where(psu < 20, 1, 2))),
        psu=text(psu),
    )
    return survey, got


@pytest.fixture
def surveys() -> tuple[Survey, Survey, np.ndarray]:
    """The two of comparison.R, and what persons of the second gain or lose."""
    from dataclasses import replace

    first, _ = made(129, 7919, 13, 0)
    second, got = made(159, 6007, 90, 1)
    even = second.psu.codes % 2 == 0
    second = replace(second, welfare=second.welfare * np.where(even, 1.25, 1.0), lines={"z": 400.0}, year=2022)
    return first, second, got
