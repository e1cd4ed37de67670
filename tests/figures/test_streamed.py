"""Figures in passes over pieces are those of the definition, however the table is cut and whatever is missing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.figures import Given, Homes, plain
from groundfloor.figures.streamed import streamed

LINES = {"poor": 100.0, "extreme": 40.0}


class Cut:
    """A table of households in pieces."""

    def __init__(self, homes: Homes, ends: list[int]) -> None:
        self.homes, self.ends, self.asked = homes, ends, 0

    def pieces(self):
        for low, high in zip([0, *self.ends], [*self.ends, len(self.homes.weight)], strict=True):
            yield part(self.homes, slice(low, high))

    def between(self, what, low, high):
        self.asked += 1
        x, people = getattr(self.homes, what), self.homes.weight * self.homes.members
        kept = (x >= low) & (x < high) & (self.homes.weight > 0)
        return x[kept], people[kept], ~np.isnan(self.homes.after[kept])


def part(homes, rows):
    def cut(one):
        return Given(one.entitled[rows], one.undecided[rows], one.receives[rows], one.paid[rows], one.worth)

    welfare = None if homes.welfare is None else homes.welfare[rows]
    programmes = {name: cut(one) for name, one in homes.programmes.items()}
    return Homes(homes.weight[rows], homes.members[rows], welfare, homes.sharing[rows], programmes)


def same(found, expected):
    assert len(found) == len(expected)
    for got, want in zip(found, expected, strict=True):
        assert {**got, "value": 0} == {**want, "value": 0}
        assert math.isclose(got["value"], want["value"], rel_tol=1e-9, abs_tol=1e-9) or (
            math.isnan(got["value"]) and math.isnan(want["value"])
        ), (got, want)


@st.composite
def tables(draw):
    number = draw(st.integers(1, 30))

    def column(*values):
        return np.array(draw(st.lists(st.sampled_from(values), min_size=number, max_size=number)), dtype=float)

    def programme(worth):
        return Given(column(0, 1, 2), column(0, 1), column(0, 1, 2), column(0, 0, 12.5, 100, math.nan), worth)

    welfare = draw(st.sampled_from([None, column(0, 10, 39.5, 40, 100, 150, 1e4, math.nan)]))
    programmes = {"one": programme(1.0), "kind": programme(0.8), "service": programme(0.0)}
    homes = Homes(column(0, 1, 1, 2.5, 100), column(1, 2, 5), welfare, column(1, 1.6, 3), programmes)
    ends = draw(st.lists(st.integers(0, number), max_size=3).map(sorted))
    return Cut(homes, ends)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([1, 5, 1000]))
@pytest.mark.filterwarnings("ignore:invalid value")
def test_pieces_and_stretches_change_no_figure(table, at_a_time):
    from unittest import mock

    with mock.patch("groundfloor.figures.streamed.SAMPLED", 1):
        same(streamed(table, LINES, at_a_time=at_a_time), plain(table.homes, LINES))


def test_many_households_are_sorted_in_stretches():
    random = np.random.default_rng(3)
    n = 50_000
    one = Given(*(random.integers(0, 3, n).astype(float) for _ in range(3)), random.integers(0, 3, n) * 33.3)
    homes = Homes(
        random.uniform(1, 9, n), random.integers(1, 9, n) * 1.0, random.lognormal(4, 1, n), np.ones(n), {"p": one}
    )
    table = Cut(homes, [10_000, 10_001])
    same(streamed(table, LINES, at_a_time=9_000), plain(homes, LINES))
    assert table.asked > 10
