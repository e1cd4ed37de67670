"""What holds of every shock, whatever its numbers."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.country.given import constant
from groundfloor.country.model import Country, Economy, Observation
from groundfloor.errors import Place
from groundfloor.rules.expression import expression
from groundfloor.rules.scope import Scope
from groundfloor.shocks import Shock
from groundfloor.shocks.description import Budget, Loss, Price, Recovery
from groundfloor.shocks.economy import shocked_country
from groundfloor.shocks.losses import struck
from groundfloor.survey.frame import Survey

SHARES = st.floats(0.0, 1.0)
POINTS = st.floats(-0.3, 0.3)
YEARS = range(2025, 2033)
SERIES = {"gdp_nominal": 1e12, "gdp_real_growth": 0.04, "inflation": 0.06, "debt_pct_gdp": 60.0, "interest_rate": 0.08}
ECONOMY = Economy(
    tuple(Observation(year, name, value, "", "projection", "s") for name, value in SERIES.items() for year in YEARS)
)
COUNTRY = Country("NOW", {"en": "N"}, "LCU", Path("."), 2025, Path("."), ECONOMY, (), {}, None, None, None)


def survey(welfare: list[float], urban: list[float]) -> Survey:
    n = len(welfare)
    columns = {"urban": np.array(urban), "consumption": np.array(welfare), "_household_key": np.arange(float(n))}
    columns |= {"_key": np.arange(float(n))}
    return Survey("s", "NOW", 2025, columns, np.arange(n), np.ones(n), np.array(welfare), {"z": 50.0})


def made(
    name: str, loss: float, share: float, rise: float = 0.0, economy: Any = None, passed: float | None = None
) -> Shock:
    here = Place("x.yaml")
    condition = expression("not urban", Scope())
    losses = {"one": Loss("one", {"en": "o"}, condition, constant("l", loss), constant("s", share), here)}
    budget = Budget(value=constant("b", 0.5), place=here)
    prices = (
        {"food": Price("food", {"en": "f"}, constant("r", rise, "ratio"), budget, None, None, here)} if rise else {}
    )
    return Shock(
        name, {"en": name}, {}, 2027, "s", False, economy or {}, None if passed is None else constant("e", passed, "ratio"),
        losses, prices, Recovery(2027, half_life=constant("h", 2.0, "years")), {}, here,
    )  # fmt: skip


people = st.lists(st.tuples(st.floats(0.0, 1e4), st.sampled_from([0.0, 1.0, np.nan])), min_size=1, max_size=12).map(
    lambda rows: survey([one for one, _ in rows], [where for _, where in rows])
)


@given(people, SHARES, SHARES, st.floats(0.0, 5.0))
def test_nobody_falls_below_nought_or_gains(people: Survey, loss: float, share: float, rise: float) -> None:
    left = struck(people, COUNTRY, [made("a", loss, share, rise)]).people(2027).welfare
    assert left is not None
    assert (left >= 0).all()
    assert (left <= people.welfare).all()


@given(people, SHARES, SHARES)
def test_a_larger_share_hits_the_same_and_more(people: Survey, first: float, second: float) -> None:
    low, high = sorted((first, second))
    few, many = (struck(people, COUNTRY, [made("a", 0.5, share)]).parts[0].reached for share in (low, high))
    assert (few <= many).all()


@given(people, SHARES)
def test_losses_scale(people: Survey, loss: float) -> None:
    one, half = (struck(people, COUNTRY, [made("a", size, 1.0)]).factor(2027) for size in (loss, loss / 2))
    np.testing.assert_allclose(1 - one, 2 * (1 - half), atol=1e-15)


@given(people, st.lists(st.tuples(SHARES, SHARES, POINTS), min_size=2, max_size=3))
def test_shocks_together_are_the_same_in_any_order(people: Survey, several: list[tuple[float, float, float]]) -> None:
    shocks = [
        made(f"s{i}", loss, share, economy={"gdp_real_growth": {2027: points}}, passed=0.7)
        for i, (loss, share, points) in enumerate(several)
    ]
    first = struck(people, COUNTRY, shocks).factor(2028)
    apart = np.prod([struck(people, COUNTRY, [one]).factor(2028) for one in shocks], axis=0)
    np.testing.assert_allclose(first, apart, rtol=1e-12)
    for order in itertools.permutations(shocks):
        np.testing.assert_array_equal(struck(people, COUNTRY, order).factor(2028), first)
        assert shocked_country(COUNTRY, order, 2032) == shocked_country(COUNTRY, shocks, 2032)


@given(people, SHARES)
def test_who_cannot_be_asked_is_not_hit_and_is_counted(people: Survey, share: float) -> None:
    (part,) = struck(people, COUNTRY, [made("a", 0.5, share)]).parts
    unknown = np.isnan(people.columns["urban"])
    assert part.undecided == unknown.sum()
    assert (part.reached[unknown] == 0).all()


@given(POINTS, POINTS, st.integers(2026, 2032))
def test_growth_that_comes_back_leaves_gdp_where_it_was(growth: float, prices: float, year: int) -> None:
    back = {
        series: {2026: points, 2027: (1 + rate) ** 2 / (1 + rate + points) - (1 + rate)}
        for series, points, rate in (("gdp_real_growth", growth, 0.04), ("inflation", prices, 0.06))
    }
    hit = shocked_country(COUNTRY, [made("a", 0.0, 1.0, economy=back)], 2032).economy.series("gdp_nominal")
    if year > 2026:
        np.testing.assert_allclose(hit[year], 1e12, rtol=1e-12)
    else:
        np.testing.assert_allclose(hit[year], 1e12 * (1.04 + growth) / 1.04 * (1.06 + prices) / 1.06, rtol=1e-12)
