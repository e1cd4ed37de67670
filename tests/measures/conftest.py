"""Small surveys built by hand, and the survey whose figures were computed in R."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.survey.frame import Survey, Text


def text(codes: Any) -> Text:
    codes = np.asarray(codes)
    return Text(codes.astype(np.int32), tuple(str(code) for code in range(int(codes.max()) + 1)))


def survey_of(welfare: Any, *, sizes: Any = None, weight: Any = None, columns: Any = None, **more: Any) -> Survey:
    """One person a household unless `sizes` says otherwise; `welfare` has a value a person, or is None."""
    first = welfare if welfare is not None else next(iter(columns.values()))
    persons = len(first.codes if isinstance(first, Text) else first)
    sizes = np.ones(persons, dtype=int) if sizes is None else np.asarray(sizes)
    return Survey(
        name="by hand",
        country="XXX",
        year=2020,
        columns=columns or {},
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        weight=np.ones(persons) if weight is None else np.asarray(weight, dtype=float),
        welfare=None if welfare is None else np.asarray(welfare, dtype=float),
        **more,
    )


def programme(amount: Any, receives: Any = None) -> Entitlement:
    """A programme that pays `amount` to those in `receives`, by default to all with an amount."""
    paid = np.asarray(amount, dtype=float)
    taking = (paid > 0).astype(float) if receives is None else np.asarray(receives, dtype=float)
    return Entitlement(taking, taking, paid, paid, 0)


def entitled(**programmes: Entitlement) -> Entitlements:
    return Entitlements(programmes)


def table(rows: Any, value: str = "value") -> dict[tuple[str, str, str, str], float]:
    """One column of the measures table by (measure, line, programme, group); an empty cell is ''."""
    return {(r["measure"], r["line"] or "", r["programme"] or "", r["group"]): r[value] for r in rows}


@pytest.fixture
def make() -> Callable[..., Survey]:
    return survey_of


@pytest.fixture
def pay() -> Callable[..., Entitlement]:
    return programme


@pytest.fixture
def by() -> Callable[..., dict[tuple[str, str, str, str], float]]:
    return table


@pytest.fixture
def oracle() -> tuple[Survey, Entitlements]:
    """641 persons in 160 households, 32 primary units and 4 strata, the last with one unit; made by integer arithmetic.

    The same lines in R:
        h <- 0:159; size <- 1 + (h * 5) %% 7; house <- rep(h, size); i <- seq_along(house) - 1
        psu <- house %/% 5; stratum <- ifelse(psu < 9, 0, ifelse(psu < 20, 1, ifelse(psu < 31, 2, 3)))
        weight <- 50 + (house * 37) %% 101
        income <- 40 + (house * 7919 + 13) %% 997 + 3 * psu; income[house %% 17 == 4] <- NA
        region <- psu %% 3; female <- (i * 11) %% 5 < 2
        transfer <- ifelse((house * 13) %% 6 < 2, 60 + (house * 29) %% 41, 0)      # per member
    """
    h = np.arange(160)
    size = 1 + (h * 5) % 7
    house = np.repeat(h, size)
    psu = house // 5
    stratum = np.where(psu < 9, 0, np.where(psu < 20, 1, np.where(psu < 31, 2, 3)))
    income = 40.0 + (house * 7919 + 13) % 997 + 3 * psu
    income[house % 17 == 4] = np.nan
    female = ((np.arange(len(house)) * 11) % 5 < 2).astype(float)
    survey = survey_of(
        income,
        sizes=size,
        weight=50 + (house * 37) % 101,
        columns={"region": text(psu % 3), "female": female},
        lines={"z": 400.0},
        groups=("region", "female"),
        strata=text(stratum),
        psu=text(psu),
    )
    amount = np.zeros(len(house))
    per_member = np.where((h * 13) % 6 < 2, 60.0 + (h * 29) % 41, 0.0)
    amount[survey.starts] = per_member * size
    return survey, entitled(p=programme(amount))
