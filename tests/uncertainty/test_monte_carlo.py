"""The model on costs made up: it equals the slow plain version, and keeps what every Monte Carlo must."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.financing.accounts import accounts
from tests.uncertainty.plain import one_path

from groundfloor.country.pack import find_pack
from groundfloor.financing import count, read_financing
from groundfloor.financing.flows import factor
from groundfloor.financing.plan import plan
from groundfloor.financing.table import by_payer
from groundfloor.paying import Paying
from groundfloor.population import read_population
from groundfloor.population.paths import read_bounds
from groundfloor.uncertainty.assumptions import Assumptions, Band
from groundfloor.uncertainty.central import Central
from groundfloor.uncertainty.draws import draw
from groundfloor.uncertainty.followed import CELLS
from groundfloor.uncertainty.monte_carlo import ALL, COMPONENTS, QUANTILES, Model, driver_rows, quantile_rows
from groundfloor.uncertainty.purse import purse_of

YEARS = range(2025, 2031)
INPUTS = read_population("gha")
BOUNDS = tuple(read_bounds(find_pack("gha") / "bounds.csv"))
KNOWN = Assumptions(
    BOUNDS,
    1.0,
    np.array([0.03, 0.06, 0.02, 0.08]),
    np.array([0.4, 0.5, 0.1, 0.2]),
    np.array([[1, -0.3, -0.2, -0.4], [-0.3, 1, 0.1, 0.2], [-0.2, 0.1, 1, 0.3], [-0.4, 0.2, 0.3, 1]]),
    {"": Band("beta", sd=0.05), "b": Band("triangle", below=0.3, above=0.1)},
    survey=True,
    financing=True,
)
GDP = dict(zip(range(2024, 2031), 1e9 * 1.1 ** np.arange(-1, 6), strict=True))
ACCOUNTS = accounts(
    years=YEARS,
    gdp_nominal=GDP,
    interest_rate=dict(zip(YEARS, np.linspace(0.05, 0.08, 6), strict=True)),
    interest_rate_foreign=0.03,
    foreign_debt_share=0.4,
    exchange_rate={year: 10 * 1.05 ** (year - 2025) for year in range(2024, 2031)},
    debt_pct_gdp=[50.0, 50.5, 49.0, 48.0, 48.5, 47.0],
    primary_balance_pct_gdp=-1.0,
)
PLEDGES = """
pledges:
  bank: {donor: Bank, purpose: {en: x}, status: committed, currency: USD, amounts: {2026: 60000, 2027: 90000, 2028: 9000000}}
  fund: {donor: Fund, purpose: {en: x}, status: pledged, currency: USD, exchange_rate: 11, amounts: {2027: 50000, 2030: 20000}}
  home: {donor: Home, purpose: {en: x}, status: pledged, currency: LCU, amounts: {2028: 400000, 2029: 900000}}
  gone: {donor: Gone, purpose: {en: x}, status: withdrawn, currency: USD, amounts: {2026: 60000}}
"""
OPTIONS = """
options:
  tax: {low: 0.1, base: 0.2, high: 0.5, start: 2026, ramp_years: 3}
"""
BORROWING = """
  room: {kind: borrowing, ceiling_pct_gdp: {low: 50, base: 52, high: 55}, until: 2029, start: 2027}
  wider: {kind: macro_framework, deficit_allowed_pct_gdp: 3.1, deficit_pct_gdp: 3, start: 2026}
"""


def paying_of(text, at=ACCOUNTS, years=YEARS):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "financing.yaml"
        file.write_text(text, encoding="utf-8")
        means = read_financing(file)
    return Paying(means, count(means.options, means.pledges.values(), at, years), at, years, None, ())


PAYING = paying_of(OPTIONS + BORROWING + PLEDGES)
PURSE = purse_of(PAYING, YEARS)


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
    return draw(known, INPUTS, PURSE.brings, YEARS, paths=paths, seed=seed, width=width)


DRAWN = drawn()


@pytest.mark.parametrize(
    "text", [OPTIONS, OPTIONS + BORROWING, OPTIONS + PLEDGES, PLEDGES, OPTIONS + BORROWING + PLEDGES]
)
def test_it_is_the_slow_plain_version(text):
    central, paying = costs(), paying_of(text)
    found = Model(central, DRAWN, purse_of(paying, YEARS)).paths()
    for i in (0, 7, 59):
        lcu, pct, gap, debt = one_path(central, DRAWN, paying, i)
        for t, year in enumerate(YEARS):
            for p, name in enumerate(central.programmes):
                assert found.total_lcu[i, p, t] == pytest.approx(lcu[name, year], rel=1e-11)
                assert found.pct_gdp[i, p, t] == pytest.approx(pct[name, year], rel=1e-11)
            assert found.gap_pct_gdp[i, t] == pytest.approx(gap[year], rel=1e-9, abs=1e-12)
            assert found.added_debt_pct_gdp[i, t] == pytest.approx(debt[year], rel=1e-9, abs=1e-12)


def test_a_room_that_ends_after_the_run_follows_the_factors_of_the_run_there():
    years = range(2024, 2034)
    long = accounts(
        years=years,
        gdp_nominal={year: 1e9 * 1.1 ** (year - 2025) for year in range(2023, 2034)},
        interest_rate=0.07,
        interest_rate_domestic=0.09,
        foreign_debt_share=0.3,
        exchange_rate=12.0,
        debt_pct_gdp=[49.0 + t for t in range(10)],
        primary_balance_pct_gdp=0.5,
    )
    paying = paying_of(OPTIONS + "  room: {kind: borrowing, ceiling_pct_gdp: 62, until: 2033, start: 2024}\n", long)
    central = costs()
    found = Model(central, DRAWN, purse_of(paying, YEARS)).paths()
    room = np.std(found.gap_pct_gdp[:, 2] - found.pct_gdp[:, -1, 2])
    assert room > 0
    for i in (3, 31):
        _, _, gap, debt = one_path(central, DRAWN, paying, i)
        assert found.gap_pct_gdp[i].tolist() == pytest.approx(list(gap.values()), rel=1e-9, abs=1e-12)
        assert found.added_debt_pct_gdp[i].tolist() == pytest.approx(list(debt.values()), rel=1e-9, abs=1e-12)


def test_without_shocks_every_path_is_the_central_run_exactly():
    central = costs()
    unsampled = replace(central, covariance=None)
    said_nothing = drawn(Assumptions())
    for own, draws, play in (
        (central, drawn(width=0.0), COMPONENTS),
        (unsampled, said_nothing, COMPONENTS),
        (central, DRAWN, ()),
    ):
        found = Model(own, draws, PURSE).paths(play)
        assert (found.total_lcu[:, :-1] == central.total_lcu).all()
        assert (found.pct_gdp[:, :-1] == central.pct_gdp).all()
        rows = plan_of_the_run(central)
        assert (found.pct_gdp[:, -1] == [row["cost_pct_gdp"] for row in rows]).all()
        assert (found.gap_pct_gdp == [row["gap_pct_gdp"] for row in rows]).all()
        without = plan_of_the_run(central, debt=0.0)
        assert (found.added_debt_pct_gdp == [row["debt_pct_gdp_after"] for row in without]).all()


def plan_of_the_run(central, debt=None):
    """The plan as a run makes it, to the last digit; with another debt before it where one is given."""
    tables = PAYING.tables()
    lcu = {year: sum(row[t] for row in central.total_lcu.tolist()) for t, year in enumerate(YEARS)}
    if debt is None:
        PAYING.add(tables, "s", lcu)
        return tables["plan"]
    brings = by_payer(PAYING.means.options, PAYING.counted)
    promised = PAYING.means.pledges.values()
    gdp = {year: ACCOUNTS.get("gdp_nominal", year) for year in YEARS}
    return plan(
        "s",
        {year: 100 * lcu[year] / gdp[year] for year in YEARS},
        {year: sum(one.get(year, 0.0) for one in brings.values()) for year in YEARS},
        dict.fromkeys(YEARS, debt),
        {year: factor(ACCOUNTS, year) for year in YEARS},
        pledged={year: 100 * sum(one.counted(year, ACCOUNTS) for one in promised) / gdp[year] for year in YEARS},
        borrowed=brings["borrowing"],
    )


def test_pledges_count_up_to_the_cost_of_each_path():
    central = costs(scale=1e-3)
    found = Model(central, DRAWN, purse_of(paying_of(PLEDGES), YEARS)).paths()
    assert (found.gap_pct_gdp >= 0).all()
    assert (found.gap_pct_gdp[:, 3] == 0).all()  # 9 million dollars are more than it costs
    assert (found.gap_pct_gdp[:, 5] < found.pct_gdp[:, -1, 5]).all()


def test_a_weaker_currency_makes_pledges_worth_more_and_foreign_debt_dearer():
    central, alone = costs(), ("exchange_rate",)
    found = Model(central, DRAWN, purse_of(paying_of(PLEDGES), YEARS)).paths(alone)
    weaker = DRAWN.exchange[:, 1] > 1
    run = Model(central, DRAWN, purse_of(paying_of(PLEDGES), YEARS)).paths(())
    assert (found.gap_pct_gdp[weaker, 1] < run.gap_pct_gdp[weaker, 1]).all()
    assert (found.gap_pct_gdp[~weaker, 1] > run.gap_pct_gdp[~weaker, 1]).all()
    owing = Model(
        central, DRAWN, purse_of(paying_of("options:\n  tax: {low: 0, base: 0, high: 0, start: 2026}\n"), YEARS)
    )
    more, still = owing.paths(alone).added_debt_pct_gdp, owing.paths(()).added_debt_pct_gdp
    dearer = DRAWN.exchange[:, 2] > DRAWN.exchange[:, 1]
    assert (more[:, 1] == still[:, 1]).all()  # nothing was owed before
    first = DRAWN.exchange[:, 2] / DRAWN.exchange[:, 1] > 1
    assert (more[dearer & first, 2] > still[dearer & first, 2]).all()


def test_home_prices_alone_move_neither_pledges_in_dollars_nor_foreign_debt_in_real_terms():
    """The exchange rate keeps pace with home prices but for its own errors."""
    at = accounts(
        years=YEARS, interest_rate=0.07, foreign_debt_share=1.0, exchange_rate=12.0, debt_pct_gdp=[50.0] * 6
    )  # fmt: skip
    dollars = "pledges:\n  bank: {donor: B, purpose: {en: x}, status: committed, currency: USD, amounts: {2026: 6000000000, 2029: 700000000}}\n"
    central = replace(costs(scale=1e5), follows={})
    model = Model(central, DRAWN, purse_of(paying_of(dollars, at), YEARS))
    found, still = model.paths(("inflation",)), model.paths(())
    np.testing.assert_allclose(found.gap_pct_gdp, still.gap_pct_gdp, rtol=1e-9)
    np.testing.assert_allclose(found.added_debt_pct_gdp, still.added_debt_pct_gdp, rtol=1e-9)


def test_less_room_is_left_where_debt_grows_faster():
    paying = paying_of("options:\n  room: {kind: borrowing, ceiling_pct_gdp: 52, until: 2029, start: 2027}\n")
    central = costs()
    found = Model(central, DRAWN, purse_of(paying, YEARS)).paths(("growth",))
    room = found.pct_gdp[:, -1] - found.gap_pct_gdp
    assert (room[:, :2] == 0).all()
    assert (room[:, 5] == 0).all()
    np.testing.assert_array_equal(room[:, 2].round(9), room[:, 4].round(9))
    assert np.corrcoef(DRAWN.growth[:, 4], room[:, 3])[0, 1] > 0.7
    assert room.min() >= 0


def test_a_floor_that_costs_nothing_costs_nothing_on_every_path():
    found = Model(costs(scale=0.0), DRAWN, PURSE).paths()
    assert (found.total_lcu == 0).all()
    assert (found.pct_gdp == 0).all()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_quantiles_are_in_order_and_a_seed_gives_one_answer(seed):
    central = costs(seed)
    rows = list(quantile_rows(Model(central, drawn(paths=30, seed=seed), PURSE)))
    for row in rows:
        values = [row[name] for name in QUANTILES]
        assert values == sorted(values)
    assert rows == list(quantile_rows(Model(central, drawn(paths=30, seed=seed), PURSE)))


def test_another_seed_gives_other_paths():
    central = costs()
    one, other = (Model(central, drawn(seed=seed), PURSE).paths().total_lcu for seed in (0, 1))
    assert (one[:, :, 1:] != other[:, :, 1:]).all()


@pytest.mark.parametrize("component", COMPONENTS)
def test_more_width_never_narrows(component):
    """Each component alone moves every path further from the middle; those without an effect on a quantity leave it."""
    central = costs()
    before = None
    for width in (0.0, 0.25, 0.5, 1.0, 1.25):
        model = Model(central, of_width(width), PURSE)
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
    assert all((without.luck[name] == DRAWN.luck[name]).all() for name in DRAWN.luck)
    alone = np.diag([1.0] * 4)
    alone[:3, :3] = KNOWN.correlation[:3, :3]
    for correlation in (KNOWN.correlation, alone):
        known = replace(KNOWN, sd=KNOWN.sd * [1, 1, 1, 0], correlation=correlation)
        for name in ("growth", "prices", "interest"):
            assert (getattr(drawn(known), name) == getattr(DRAWN, name)).all()
        assert (drawn(known).exchange == 1).all()


def test_the_order_and_company_of_programmes_do_not_move_their_take_up():
    from groundfloor.uncertainty.draws import take_up_factor

    central = costs()
    turned = replace(central, programmes=("c", "b", "a"), take_up=central.take_up[::-1])
    assert (take_up_factor(DRAWN, turned)[:, ::-1] == take_up_factor(DRAWN, central)).all()


def test_drivers_are_one_at_a_time_and_the_largest_first():
    rows = list(driver_rows(Model(costs(), DRAWN, PURSE), (2030,)))
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
    found = Model(central, DRAWN, PURSE).paths(("inflation",))
    np.testing.assert_allclose(
        found.pct_gdp[:, :-1], np.broadcast_to(central.pct_gdp, found.pct_gdp[:, :-1].shape), rtol=1e-12
    )


def test_a_missing_cost_stays_missing():
    central = costs()
    central.total_lcu[0, 2] = central.by_cell[0, 2, 5] = np.nan
    row = next(r for r in quantile_rows(Model(central, DRAWN, PURSE)) if r["programme"] == "a" and r["year"] == 2027)
    assert np.isnan(row["p50"])
    assert np.isnan(row["mean"])
