"""Debt: the published vector, the closed forms, and what must hold of every path."""

import csv
import math
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.financing.accounts import BASE, YEARS, accounts

from groundfloor.financing import (
    balance_to_reach,
    debt_factor,
    debt_path,
    debt_table,
    room_under,
    stabilising_primary_balance,
)
from groundfloor.financing.debt import rolled
from groundfloor.financing.file import DebtRules
from groundfloor.financing.flows import baseline, factor
from groundfloor.financing.plan import plan
from groundfloor.financing.stress import Shocks

REFERENCE = os.environ.get("GROUNDFLOOR_REFERENCE")
RATE = st.floats(-0.05, 0.5)
PERCENT = st.floats(-10, 10)


def test_debt_follows_the_published_vector():
    path = debt_path(50.0, [0.08] * 5, [0.05] * 5, [0.04] * 5, [-1.5] * 5)
    assert path == pytest.approx([50.950549, 51.890653, 52.820426, 53.739982, 54.649433], abs=5e-7)
    assert stabilising_primary_balance(50, 0.08, 0.05, 0.04) == pytest.approx(-0.549451, abs=5e-7)


@pytest.mark.skipif(not REFERENCE, reason="GROUNDFLOOR_REFERENCE is not set")
def test_debt_reproduces_the_reference_table():
    file = Path(str(REFERENCE)) / "published" / "debt_dynamics_test_vector.csv"
    with file.open() as lines:
        published = [float(row["debt_pct_gdp"]) for row in csv.DictReader(line for line in lines if line[0] != "#")]
    years = len(published)
    path = debt_path(50.0, [0.08] * years, [0.05] * years, [0.04] * years, [-1.5] * years)
    assert path == pytest.approx(published, abs=5e-7)


def test_a_packs_debt_follows_the_published_vector():
    at = accounts(interest_rate=0.08, primary_balance_pct_gdp=-1.5, debt_pct_gdp={BASE: 50.0})
    found = baseline(at, range(BASE, BASE + 6))
    assert [found[year].debt for year in found][1:] == pytest.approx(
        [50.950549, 51.890653, 52.820426, 53.739982, 54.649433], abs=5e-7
    )


def test_holding_the_stabilising_balance_holds_debt():
    balance = stabilising_primary_balance(60.0, 0.09, 0.03, 0.05)
    assert debt_path(60.0, [0.09], [0.03], [0.05], [balance]) == pytest.approx([60.0])


@given(debt=st.floats(0, 300), target=st.floats(0, 300), lam=st.floats(0.8, 1.3), years=st.integers(1, 40))
def test_the_balance_for_a_target_is_the_closed_form_and_reaches_it(debt, target, lam, years):
    balance = balance_to_reach(target, debt, [lam] * years)
    reached = rolled(debt, [lam] * years, [balance] * years)[-1]
    assert reached == pytest.approx(target, abs=1e-6)
    if abs(lam - 1) > 1e-3:
        closed = (debt * lam**years - target) * (lam - 1) / (lam**years - 1)
        assert balance == pytest.approx(closed, rel=1e-7, abs=1e-7)
    assert balance_to_reach(target, debt, [1.0] * years) == pytest.approx((debt - target) / years)


@given(factors=st.lists(st.floats(0.8, 1.3), min_size=1, max_size=20), ceiling=st.floats(0, 200))
def test_borrowing_the_room_ends_at_the_ceiling(factors, ceiling):
    end = rolled(50.0, factors, [0.0] * len(factors))[-1]
    more = room_under(ceiling, end, factors)
    assert rolled(50.0, factors, [-more] * len(factors))[-1] == pytest.approx(ceiling, abs=1e-6)


@given(
    i=RATE,
    g=st.floats(-0.2, 0.5),
    p=st.floats(-0.1, 30),
    f=st.floats(0, 1),
    e=st.floats(-0.5, 30),
    more=st.floats(1e-3, 1),
)
def test_debt_rises_with_interest_and_depreciation_and_falls_with_growth(i, g, p, f, e, more):
    def of(**changes: float) -> float:
        given = {"interest": i, "growth": g, "inflation": p, "foreign_share": f, "depreciation": e} | changes
        return debt_factor(**given)

    slack = 1e-12 * of()
    assert of(interest=i + more) > of()
    assert of(growth=g + more) < of()
    assert of(inflation=p + more) < of()
    assert of(depreciation=e + more) >= of() - slack


def test_debt_all_at_home_or_all_abroad_is_the_plain_factor():
    assert debt_factor(0.1, 0.05, 0.04, foreign_share=0, interest_foreign=0.5, depreciation=3) == debt_factor(
        0.1, 0.05, 0.04
    )
    abroad = debt_factor(9, 0.05, 0.04, foreign_share=1, interest_foreign=0.03, depreciation=0.2)
    assert abroad == pytest.approx(1.03 * 1.2 / (1.05 * 1.04))


def scenario(at, cost, financing=0.0, borrowed=0.0):
    flows = baseline(at, YEARS)
    return plan(
        "s",
        dict(zip(YEARS, cost, strict=True)),
        dict.fromkeys(YEARS, financing),
        {year: flow.debt for year, flow in flows.items()},
        {year: flow.rates.factor for year, flow in flows.items()},
        borrowed=dict.fromkeys(YEARS, borrowed),
    )


COSTS = st.lists(st.floats(0, 5), min_size=len(YEARS), max_size=len(YEARS))
WHOLE = DebtRules(ceiling=60.0, target=45.0, years=5)


@settings(max_examples=40)
@given(
    cost=COSTS,
    financing=st.floats(0, 5),
    borrowed=st.floats(0, 2),
    debt=st.lists(st.floats(0, 150), min_size=len(YEARS), max_size=len(YEARS)),
    primary=st.one_of(st.none(), PERCENT),
    interest=RATE,
    share=st.one_of(st.none(), st.floats(0, 1)),
)
def test_stocks_and_flows_balance_in_every_year_of_every_path(
    cost, financing, borrowed, debt, primary, interest, share
):
    series = {"interest_rate": interest, "debt_pct_gdp": debt}
    series |= {} if primary is None else {"primary_balance_pct_gdp": primary}
    if share is not None:
        series |= {"foreign_debt_share": share, "exchange_rate": [10 * 1.05**k for k in range(len(YEARS))]}
    at = accounts(**series)
    planned = scenario(at, cost, financing, borrowed)
    rows = debt_table("s", planned, at, WHOLE)
    paths = {row["path"]: [one for one in rows if one["path"] == row["path"]] for row in rows}
    assert {"baseline", "unfinanced", "financed", "stress_combined"} <= set(paths)
    assert ("stress_depreciation" in paths) == bool(share)
    for path, found in paths.items():
        assert [row["year"] for row in found] == list(YEARS)
        for before, row in pairwise(found):
            made = (
                before["debt_pct_gdp"] * row["debt_factor"] - row["primary_balance_pct_gdp"] + row["stock_flow_pct_gdp"]
            )
            assert row["debt_pct_gdp"] == pytest.approx(made, rel=1e-9, abs=1e-8), path
    after = [row["debt_pct_gdp_after"] for row in planned]
    assert [row["debt_pct_gdp"] for row in paths["financed"]] == after
    assert [row["debt_pct_gdp"] for row in paths["baseline"]] == debt


def test_a_floor_that_costs_nothing_leaves_debt_unchanged():
    at = accounts(interest_rate=0.08, debt_pct_gdp=50.0, primary_balance_pct_gdp=-1.0)
    planned = scenario(at, [0.0] * len(YEARS))
    rows = debt_table("s", planned, at, DebtRules())
    for path in ("baseline", "unfinanced", "financed"):
        assert [row["debt_pct_gdp"] for row in rows if row["path"] == path] == [50.0] * len(YEARS)


@settings(max_examples=30)
@given(cost=COSTS, size=st.floats(0.001, 0.05), more=st.floats(0.001, 0.05))
def test_a_larger_shock_raises_debt_more(cost, size, more):
    at = accounts(interest_rate=0.08, debt_pct_gdp=50.0, foreign_debt_share=0.4)
    planned = scenario(at, cost)

    def end(shocks: Shocks, path: str) -> float:
        rows = debt_table("s", planned, at, DebtRules(shocks=shocks))
        return [row["debt_pct_gdp"] for row in rows if row["path"] == path][-1]

    for name in ("growth", "interest", "depreciation", "primary_balance", "contingent_liability"):
        small, large = (end(Shocks(**{name: value}), f"stress_{name}") for value in (size, size + more))
        assert end(Shocks(), "financed") < small < large, name


def test_the_room_and_the_balance_of_a_path_do_what_they_say():
    at = accounts(interest_rate=0.10, debt_pct_gdp=[50.0 + k for k in range(len(YEARS))], primary_balance_pct_gdp=0.5)
    rows = debt_table("s", scenario(at, [0.0] * len(YEARS)), at, WHOLE)
    first = rows[0]
    factors = [factor(at, year) for year in range(BASE + 1, BASE + 6)]
    moved = [row["stock_flow_pct_gdp"] for row in rows[1:6]]
    assert rolled(50.0, factors, [first["target_balance_pct_gdp"]] * 5, moved)[-1] == pytest.approx(45.0)
    assert rolled(50.0, factors, [0.5 - first["room_pct_gdp"]] * 5, moved)[-1] == pytest.approx(60.0)
    assert math.isnan(rows[8]["room_pct_gdp"])


def test_without_debt_in_the_base_year_there_is_no_path():
    at = accounts(interest_rate=0.08)
    assert debt_table("s", scenario(at, [1.0] * len(YEARS)), at, DebtRules()) == []


def test_a_missing_rate_leaves_what_depends_on_it_empty():
    at = accounts(interest_rate={year: 0.08 for year in YEARS if year != BASE + 3}, debt_pct_gdp=50.0)
    rows = debt_table("s", scenario(at, [1.0] * len(YEARS)), at, DebtRules())
    debt = [row["debt_pct_gdp"] for row in rows if row["path"] == "unfinanced"]
    assert not any(map(math.isnan, debt[:3]))
    assert all(map(math.isnan, debt[3:]))
    assert [row["debt_pct_gdp"] for row in rows if row["path"] == "baseline"] == [50.0] * len(YEARS)


def test_hyperinflation_melts_debt_at_home_and_not_abroad():
    home = accounts(
        growth=-0.1, prices=20.0, interest_rate=5.0, debt_pct_gdp={BASE: 80.0}, primary_balance_pct_gdp=-2.0
    )
    assert baseline(home, YEARS)[BASE + 1].debt == pytest.approx(80 * 6 / (0.9 * 21) + 2)
    abroad = accounts(
        growth=-0.1,
        prices=20.0,
        interest_rate=0.05,
        foreign_debt_share=1.0,
        exchange_rate=[21.0**k for k in range(len(YEARS))],
        debt_pct_gdp={BASE: 80.0},
        primary_balance_pct_gdp=0.0,
    )
    assert baseline(abroad, YEARS)[BASE + 1].debt == pytest.approx(80 * 1.05 / 0.9)
