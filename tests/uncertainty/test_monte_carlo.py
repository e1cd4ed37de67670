"""The model on costs made up: it equals the slow plain version, and keeps what every Monte Carlo must."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.uncertainty.plain import one_path

from groundfloor.country.pack import find_pack
from groundfloor.population import read_population
from groundfloor.population.paths import read_bounds
from groundfloor.uncertainty.assumptions import Assumptions, Band
from groundfloor.uncertainty.central import CELLS, Central
from groundfloor.uncertainty.draws import draw
from groundfloor.uncertainty.monte_carlo import ALL, COMPONENTS, QUANTILES, Model, Public, driver_rows, quantile_rows

YEARS = range(2025, 2031)
INPUTS = read_population("gha")
BOUNDS = tuple(read_bounds(find_pack("gha") / "bounds.csv"))
KNOWN = Assumptions(
    BOUNDS,
    1.0,
    np.array([0.03, 0.06, 0.02]),
    np.array([0.4, 0.5, 0.1]),
    np.array([[1, -0.3, -0.2], [-0.3, 1, 0.1], [-0.2, 0.1, 1]]),
    {"": Band("beta", sd=0.05), "b": Band("triangle", below=0.3, above=0.1)},
    survey=True,
    financing=True,
)
GROWN = {2025: 0.0, 2026: 1 / 3, 2027: 2 / 3}
OPTION = {
    "tax": {
        year: {case: GROWN.get(year, 1.0) * full for case, full in (("low", 0.1), ("base", 0.2), ("high", 0.5))}
        for year in YEARS
    }
}
PUBLIC = Public(
    np.linspace(0.05, 0.08, 6),
    np.array([np.nan, 0.1, 0.11, 0.12, 0.1, 0.09]),
    np.array([OPTION["tax"][year]["base"] for year in YEARS]),
)


def costs(seed=0, scale=1.0):
    random = np.random.default_rng(seed)
    by_cell = random.random((3, 6, CELLS)) * (random.random((3, 6, CELLS)) < 0.2)
    by_cell[:, 0] = 0
    lcu = scale * 1e6 * by_cell.sum(axis=2) * 1.07
    follows = {
        (None, 2025): np.array([1.0, 0.0, 0.0]),
        ("inflation", 2026): np.array([0.0, 0.4, 0.0]),
        ("gdp_per_capita", 2027): np.array([0.0, 0.5, 1.0]),
    }
    root = random.standard_normal((3, 3)) * 0.03
    pct = lcu / (1e9 * 1.1 ** np.arange(6)) * 100
    return Central(
        "s", ("a", "b", "c"), YEARS, 2028, lcu, pct, by_cell * scale, follows, np.array([0.9, 0.6, 0.8]), root @ root.T
    )


@cache
def of_width(width):
    return drawn(paths=200, width=width)


def drawn(known=KNOWN, paths=60, seed=0, width=1.0):
    return draw(known, INPUTS, OPTION, YEARS, paths=paths, seed=seed, width=width)


DRAWN = drawn()


def test_it_is_the_slow_plain_version():
    central = costs()
    found = Model(central, DRAWN, PUBLIC).paths()
    for i in (0, 7, 59):
        lcu, pct, gap, debt = one_path(central, DRAWN, PUBLIC, i)
        for t, year in enumerate(YEARS):
            for p, name in enumerate(central.programmes):
                assert found.total_lcu[i, p, t] == pytest.approx(lcu[name, year], rel=1e-11)
                assert found.pct_gdp[i, p, t] == pytest.approx(pct[name, year], rel=1e-11)
            assert found.gap_pct_gdp[i, t] == pytest.approx(gap[year], rel=1e-10, abs=1e-13)
            assert found.added_debt_pct_gdp[i, t] == pytest.approx(debt[year], rel=1e-10, abs=1e-13)


def test_without_shocks_every_path_is_the_central_run_exactly():
    central = costs()
    unsampled = replace(central, covariance=None)
    said_nothing = drawn(Assumptions())
    for own, draws, play in (
        (central, drawn(width=0.0), COMPONENTS),
        (unsampled, said_nothing, COMPONENTS),
        (central, DRAWN, ()),
    ):
        found = Model(own, draws, PUBLIC).paths(play)
        assert (found.total_lcu[:, :-1] == central.total_lcu).all()
        assert (found.pct_gdp[:, :-1] == central.pct_gdp).all()
        assert (found.gap_pct_gdp == central.pct_gdp.sum(axis=0) - PUBLIC.financing).all()


def test_added_debt_of_the_central_run_is_that_of_the_plan():
    from groundfloor.financing.plan import plan

    central = costs()
    found = Model(central, DRAWN, PUBLIC).paths(())
    by_year = lambda values: dict(zip(YEARS, values.tolist(), strict=True))  # noqa: E731
    rows = plan(
        "s",
        by_year(central.pct_gdp.sum(axis=0)),
        by_year(PUBLIC.financing),
        dict.fromkeys(YEARS, 50.0),
        by_year((1 + PUBLIC.interest) / (1 + PUBLIC.nominal_growth)),
    )
    assert [row["debt_pct_gdp_after"] - 50 for row in rows] == pytest.approx(found.added_debt_pct_gdp[0].tolist())


def test_a_floor_that_costs_nothing_costs_nothing_on_every_path():
    found = Model(costs(scale=0.0), DRAWN, PUBLIC).paths()
    assert (found.total_lcu == 0).all()
    assert (found.pct_gdp == 0).all()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_quantiles_are_in_order_and_a_seed_gives_one_answer(seed):
    central = costs(seed)
    rows = list(quantile_rows(Model(central, drawn(paths=30, seed=seed), PUBLIC)))
    for row in rows:
        values = [row[name] for name in QUANTILES]
        assert values == sorted(values)
    assert rows == list(quantile_rows(Model(central, drawn(paths=30, seed=seed), PUBLIC)))


def test_another_seed_gives_other_paths():
    central = costs()
    one, other = (Model(central, drawn(seed=seed), PUBLIC).paths().total_lcu for seed in (0, 1))
    assert (one[:, :, 1:] != other[:, :, 1:]).all()


@pytest.mark.parametrize("component", COMPONENTS)
def test_more_width_never_narrows(component):
    """Each component alone moves every path further from the middle; those without an effect on a quantity leave it."""
    central = costs()
    before = None
    for width in (0.0, 0.25, 0.5, 1.0, 1.25):
        model = Model(central, of_width(width), PUBLIC)
        swings = {
            name: np.subtract(*np.quantile(values[:, -1], (0.95, 0.05), axis=0))
            for name, values in model.paths((component,)).quantities()
        }
        if before is not None:
            for name, swing in swings.items():
                assert (swing >= before[name] * (1 - 1e-9) - 1e-12).all()
        before = swings


def test_one_component_moves_no_other():
    """Each has random numbers of its own: without the bounds of the population, growth is drawn as before."""
    without = drawn(replace(KNOWN, bounds=(), take_up={}))
    assert (without.growth == DRAWN.growth).all()
    assert (without.financing == DRAWN.financing).all()


def test_the_order_and_company_of_programmes_do_not_move_their_take_up():
    from groundfloor.uncertainty.draws import take_up_factor

    central = costs()
    turned = replace(central, programmes=("c", "b", "a"), take_up=central.take_up[::-1])
    assert (take_up_factor(DRAWN, turned)[:, ::-1] == take_up_factor(DRAWN, central)).all()


def test_drivers_are_one_at_a_time_and_the_largest_first():
    rows = list(driver_rows(Model(costs(), DRAWN, PUBLIC), (2030,)))
    own = {row["component"]: row for row in rows if row["quantity"] == "pct_gdp"}
    assert own.keys() == {*COMPONENTS, ALL}
    assert own[ALL]["share_of_variance"] == pytest.approx(1)
    assert own["interest"]["swing"] == own["financing"]["share_of_variance"] == 0
    swings = [row["swing"] for row in rows if row["quantity"] == "pct_gdp"]
    assert swings == sorted(swings, reverse=True)
    debt = {row["component"]: row for row in rows if row["quantity"] == "added_debt_pct_gdp"}
    assert debt["interest"]["swing"] > 0


def test_prices_alone_leave_an_indexed_benefit_in_real_terms():
    """Indexed since the base year, a benefit costs in % of GDP what it costs whatever prices do."""
    central = replace(costs(), follows={})
    found = Model(central, DRAWN, PUBLIC).paths(("inflation",))
    np.testing.assert_allclose(
        found.pct_gdp[:, :-1], np.broadcast_to(central.pct_gdp, found.pct_gdp[:, :-1].shape), rtol=1e-12
    )


def test_a_missing_cost_stays_missing():
    central = costs()
    central.total_lcu[0, 2] = central.by_cell[0, 2, 5] = np.nan
    row = next(r for r in quantile_rows(Model(central, DRAWN, PUBLIC)) if r["programme"] == "a" and r["year"] == 2027)
    assert np.isnan(row["p50"])
    assert np.isnan(row["mean"])
