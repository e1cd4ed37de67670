"""Nobody and no money is lost on the way."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import groundfloor as gf
from groundfloor.contributory.cohorts import Rates, Stock, step
from groundfloor.contributory.finance import level_premium, reserves
from groundfloor.contributory.projection import project_scheme

from .conftest import number, stable, steady_money

share = st.floats(0, 1)
LEAVING = ("died", "invalid", "invalid_without", "retired", "granted", "left", "injured")


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    density=share,
    invalidity=share,
    turnover=share,
    retirement=share,
    returning=share,
    vesting=st.integers(0, 12),
    disabled=share,
    stopping=share,
)
def test_who_is_insured_stays_leaves_or_is_counted_out(
    seed, density, invalidity, turnover, retirement, returning, vesting, disabled, stopping
):
    random = np.random.default_rng(seed)
    stock = Stock(*(random.random((2, 101, 12)) for _ in range(3)))
    stock.active[:, 61:] = stock.inactive[:, 61:] = stock.wages[:, 61:] = 0
    survival, target = random.random((2, 101)), random.random((2, 101)) * 10
    target[:, 60:] = 0
    flat = np.ones((2, 101))
    survival = survival * 0.9  # some die everywhere, and a part of them at work
    rates = Rates(
        *(one * flat for one in (density, invalidity, turnover, retirement)),
        *(returning, vesting, 2.0, 60),
        *(disabled * flat, stopping * flat, 0.05 * flat),
    )
    after, events = step(stock, target, survival, rates, np.ones((2, 101, 12)), 0.1)
    out = {name: getattr(events, name).sum() for name in events.__dataclass_fields__}
    gone = sum(out[name] for name in LEAVING)
    assert after.active.sum() == pytest.approx(stock.active.sum() + out["entered"] + out["returned"] - gone)
    np.testing.assert_allclose(after.active.sum(axis=-1)[:, 1:], target[:, 1:], rtol=1e-9, atol=1e-9)
    assert out["killed"] <= out["died"]
    assert out["injured"] == pytest.approx(stopping * out["disabled"])
    former = out["former_died"] + out["former_retired"] + out["former_granted"] + out["returned"]
    assert after.inactive.sum() == pytest.approx(stock.inactive.sum() + out["left"] - former)
    assert min(after.active.min(), after.inactive.min()) >= -1e-12
    assert (after.active[:, 60:].sum(), after.inactive[:, 60:].sum()) == (0, 0)


@pytest.fixture(scope="module")
def ghana():
    return gf.project_contributory("gha", to=2045)


def test_ghana_loses_nobody_in_any_year_and_variant(ghana):
    rows = {(row["scheme"], row["variant"], row["year"]): row for row in ghana.tables["contributory_flows"]}
    assert {variant for _, variant, _ in rows} == {"base", "low", "high", "longer_work", "higher_rate"}
    for (scheme, variant, year), row in rows.items():
        after = rows.get((scheme, variant, year + 1))
        if after is None:
            continue
        out = sum(row[name] for name in LEAVING)
        assert after["insured"] == pytest.approx(row["insured"] + row["entered"] + row["returned"] - out)
        out = sum(row[name] for name in ("former_died", "former_retired", "former_granted", "returned"))
        assert after["formerly_insured"] == pytest.approx(row["formerly_insured"] + row["left"] - out)


def test_what_is_accumulated_moves_by_the_balance_and_its_interest_in_every_year_and_variant(ghana):
    before = {}
    for row in ghana.tables["contributory"]:
        held = before.get((row["scheme"], row["variant"]), 0.0)
        i = row["interest_rate"]
        assert row["accumulated_lcu"] == pytest.approx(held * (1 + i) + row["balance_lcu"] * (1 + i / 2))
        paid_in = row["contributions_lcu"] + row["levies_lcu"]
        assert row["balance_lcu"] == pytest.approx(paid_in - row["expenditure_lcu"])
        before[row["scheme"], row["variant"]] = row["accumulated_lcu"]


def test_a_reserve_is_what_there_was_and_what_is_accumulated(ghana):
    """Ghana's two schemes in force do not say what they hold; the proposal starts from nothing."""
    for row in ghana.tables["contributory"]:
        if row["scheme"] == "ssnit_informal":
            assert row["reserve_lcu"] == pytest.approx(row["accumulated_lcu"])
        else:
            assert np.isnan([row["reserve_lcu"], row["interest_lcu"], row["reserve_pct_gdp"]]).all()


@pytest.mark.parametrize("start", [0.0, 1e6])
def test_a_known_start_grows_with_interest_beside_what_is_accumulated(described, start):
    found = project_scheme(described({"reserve.start": number(start, "LCU")}), stable(6, 0.02), steady_money(0.05))
    grown = start * np.cumprod(1 + found.interest_rate)
    np.testing.assert_allclose(found.reserve, grown + found.accumulated, rtol=1e-12)


def test_an_unknown_start_is_no_reserve_of_nought(described):
    zero, unknown = (
        project_scheme(described({"reserve.start": one}), stable(15, 0.02), steady_money(0.05))
        for one in (number(0, "LCU"), "unknown")
    )
    assert np.isnan(unknown.reserve).all()
    assert np.isnan(unknown.interest).all()
    np.testing.assert_array_equal(unknown.accumulated, zero.accumulated)
    np.testing.assert_array_equal(unknown.scaled, zero.scaled)
    assert unknown.average_premium == zero.average_premium


def test_the_cost_rate_is_the_dependency_ratio_times_the_replacement_ratio(ghana):
    for row in ghana.tables["contributory"]:
        if row["pensioners"]:  # without pensioners there is nothing they replace
            product = row["dependency_ratio"] * row["replacement_ratio"]
            assert row["pension_cost_rate"] == pytest.approx(product)


def test_branches_and_payers_add_up(ghana):
    for table, column, whole in (
        ("contributory_branches", "benefits_lcu", "benefits_lcu"),
        ("contributory_payers", "amount_lcu", "contributions_lcu"),
    ):
        sums = {}
        for row in ghana.tables[table]:
            key = row["scheme"], row["variant"], row["year"]
            sums[key] = sums.get(key, 0.0) + row[column]
        for row in ghana.tables["contributory"]:
            other = row["levies_lcu"] if table == "contributory_payers" else 0.0
            assert sums[row["scheme"], row["variant"], row["year"]] == pytest.approx(row[whole] + other)


@given(
    start=st.floats(-1e3, 1e3),
    flows=st.lists(st.tuples(st.floats(1, 1e3), st.floats(0, 1e3), st.floats(-0.05, 0.3)), min_size=1, max_size=30),
    ratio=st.floats(0, 3),
)
def test_the_level_premium_leaves_the_reserve_it_promises(start, flows, ratio):
    wages, spent, interest = (np.array(one) for one in zip(*flows, strict=True))
    premium = level_premium(start, wages, spent, interest, ratio)
    held, _ = reserves(start, premium * wages, spent, interest)
    scale = (np.abs(spent).sum() + abs(start) + abs(premium) * wages.sum()) * np.prod(1 + np.abs(interest))
    assert held[-1] == pytest.approx(ratio * spent[-1], abs=1e-9 * (1 + scale))


def test_without_interest_the_premium_is_expenditure_over_wages():
    assert level_premium(0.0, np.array([100.0, 300.0]), np.array([10.0, 30.0]), np.zeros(2)) == pytest.approx(0.1)


def test_the_scaled_premium_of_the_first_year_is_found_again_by_trying(described):
    projection = project_scheme(described(), stable(15, 0.02), steady_money(0.05))
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        held, _ = reserves(
            projection.start,
            middle * projection.wage_bill[:10],
            projection.expenditure[:10],
            projection.interest_rate[:10],
        )
        low, high = (middle, high) if held[-1] < 0 else (low, middle)
    assert projection.scaled[0] == pytest.approx(middle, abs=1e-12)
    assert np.isnan(projection.scaled[6:]).all()
    assert not np.isnan(projection.scaled[:6]).any()


def test_a_levy_is_a_share_of_output_and_lowers_the_premium(described):
    levy = {"levies.tax": number({2025: 0.001, 2035: 0.002}, "share of GDP")}
    with_levy, without = (project_scheme(described(one), stable(12, 0.02), steady_money(0.05)) for one in (levy, {}))
    share = np.interp(with_levy.years, [2025, 2035], [0.001, 0.002])
    np.testing.assert_allclose(with_levy.levies["tax"], share * with_levy.gdp, rtol=1e-12)
    np.testing.assert_allclose(with_levy.revenue, without.revenue + with_levy.levies["tax"], rtol=1e-12)
    assert with_levy.scaled[0] < without.scaled[0]
    held, _ = reserves(
        0.0,
        with_levy.scaled[0] * with_levy.wage_bill[:10] + with_levy.levied[:10],
        with_levy.expenditure[:10],
        with_levy.interest_rate[:10],
    )
    assert held[-1] == pytest.approx(0, abs=1e-9 * with_levy.wage_bill[0])


def test_premiums_are_paid_by_heads(described):
    premium = number(24, "LCU/year", year=2025, indexed_to="none")
    health = {"per_insured": number(1, "ratio"), "cost": number(30, "LCU/year", year=2025, indexed_to="none")}
    changes = {
        "branches": {"health": health}, "groups.all.wage": None, "groups.all.contributions": None,
        "groups.all.premium": premium, "groups.all.collected": number(0.5), "groups.all.past_service": "new",
    }  # fmt: skip
    found = project_scheme(described(changes), stable(3, 0.01), steady_money())
    assert found.contributions.keys() == {("all", "premium")}
    np.testing.assert_allclose(found.revenue, 12 * found.insured["all"])
    np.testing.assert_allclose(found.expenditure, 30 * found.insured["all"])
    assert np.isnan(found.average_premium)


def test_nobody_covered_costs_nothing(described):
    projection = project_scheme(described({"groups.all.insured.coverage": number(0.0)}), stable(5), steady_money())
    assert projection.expenditure.sum() == projection.revenue.sum() == projection.rights.sum() == 0
    assert np.isnan(projection.average_premium)


def test_twice_the_rate_brings_twice_the_revenue(described):
    once, twice = (
        project_scheme(described({"groups.all.contributions.worker": number(rate)}), stable(5), steady_money())
        for rate in (0.07, 0.14)
    )
    np.testing.assert_allclose(twice.revenue, 2 * once.revenue, rtol=1e-12)
    np.testing.assert_allclose(twice.expenditure, once.expenditure, rtol=1e-12)


def test_money_in_other_units_changes_nothing_else(described):
    once, scaled = (
        project_scheme(
            described({"groups.all.wage.average": number(wage, "LCU/year", year=2025)}), stable(5), steady_money()
        )
        for wage in (1.0, 1e6)
    )
    np.testing.assert_allclose(scaled.expenditure, 1e6 * once.expenditure, rtol=1e-12)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(subsidy=share, collected=share)
def test_a_subsidy_moves_who_pays_and_not_how_much(described, subsidy, collected):
    changes = {"groups.all.subsidy": number(subsidy), "groups.all.collected": number(collected)}
    found = project_scheme(described(changes), stable(2), steady_money())
    worker = found.contributions["all", "worker"]
    government = found.contributions.get(("all", "government"), np.zeros(2))
    np.testing.assert_allclose(worker + government, 0.1 * collected * found.wage_bill, atol=1e-9)
    np.testing.assert_allclose(government, subsidy * 0.1 * collected * found.wage_bill, atol=1e-9)
