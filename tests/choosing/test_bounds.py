"""The straight lines that the solver is given lie below what they stand for, and touch it where they were made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from groundfloor.choosing.menu import Block, People
from groundfloor.choosing.shortfall import Households

ROWS, PROGRAMMES, OPTIONS = 12, 3, 3
amounts = st.integers(-3, 12).map(float)


def choice(picked: tuple[int, ...]) -> np.ndarray:
    share = np.zeros(PROGRAMMES * OPTIONS)
    for programme, option in enumerate(picked):
        if option:
            share[programme * OPTIONS + option - 1] = 1.0
    return share


@given(
    arrays(float, ROWS, elements=st.integers(-2, 14).map(float)),
    arrays(float, (PROGRAMMES, ROWS, OPTIONS), elements=amounts),
    arrays(bool, (PROGRAMMES, ROWS)),
    arrays(float, ROWS, elements=st.sampled_from([0.0, 1.0, 2.5])),
    st.tuples(*[st.integers(0, OPTIONS)] * PROGRAMMES),
    st.tuples(*[st.integers(0, OPTIONS)] * PROGRAMMES),
    st.floats(0, 1),
)
def test_bounds_lie_below_and_touch(
    welfare: np.ndarray,
    money: np.ndarray,
    touched: np.ndarray,
    weight: np.ndarray,
    made: tuple[int, ...],
    asked: tuple[int, ...],
    part: float,
) -> None:
    blocks = [Block(p, np.flatnonzero(touched[p]), money[p][touched[p]]) for p in range(PROGRAMMES)]
    people = People(welfare, {2026: weight}, {2026: tuple(blocks)})
    line = 10.0
    found = Households(people, blocks, [OPTIONS] * PROGRAMMES, line)

    def lacking(share: np.ndarray) -> np.ndarray:
        total = welfare.copy()
        for p, block in enumerate(blocks):
            total[block.rows] += block.amounts @ share[p * OPTIONS : (p + 1) * OPTIONS]
        return line - total

    at, other = choice(made), choice(asked)
    between = part * at + (1 - part) * other
    for bound_of, left in (
        (found.gap_bound, lambda share: weight @ np.maximum(lacking(share), 0.0)),
        (found.poor_bound, lambda share: weight @ (lacking(share) > 0)),
    ):
        touching = bound_of(at, weight)
        assert touching.value.sum() == pytest.approx(left(at), abs=1e-9)
        assert (touching.constant + touching.coefficients @ other).sum() <= left(other) + 1e-9
        # a bound made between choices holds at both
        loose = bound_of(between, weight)
        for share in (at, other):
            assert (loose.constant + loose.coefficients @ share).sum() <= left(share) + 1e-9


def test_nobody_at_all() -> None:
    found = Households(People(np.zeros(0), {}, {}), [], [2], 10.0)
    assert found.gap_bound(np.zeros(2), np.zeros(0)).value.sum() == 0.0
