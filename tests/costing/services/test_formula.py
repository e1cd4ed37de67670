"""What holds of any cost of services, and the formula told plainly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.costing.services import annuity
from groundfloor.costing.services.annuity import annualised
from groundfloor.costing.services.stock import stock_of
from groundfloor.costing.services.tables import MONEY

from . import plain
from .describing import FIRST, changed, costed, number, setting, total

MONIES = [f"{name}_lcu" for name in MONEY]


@pytest.mark.parametrize(
    ("rate", "years", "factor"), [(0.05, 20, 0.0802), (0.08, 10, 0.1490), (0.10, 5, 0.2638), (0.12, 30, 0.1241), (0.0, 4, 0.25)]
)  # fmt: skip
def test_annuities_are_those_of_tables_of_capital_recovery(rate, years, factor):
    assert annuity(rate, years) == pytest.approx(factor, abs=5e-5)


@given(rate=st.floats(1e-9, 0.5), years=st.integers(1, 60), capital=st.floats(1, 1e9))
def test_payments_are_worth_the_capital(rate, years, capital):
    assert sum(annuity(rate, years) * capital / (1 + rate) ** k for k in range(1, years + 1)) == pytest.approx(capital)
    paid = annualised(np.append(capital, np.zeros(years)), np.full(years + 1, rate), np.full(years + 1, float(years)))
    assert (paid[:years] == paid[0]).all()
    assert paid[years] == 0


def test_an_annuity_at_no_interest_is_the_limit():
    assert annuity(1e-12, 20) == pytest.approx(annuity(0.0, 20))


def test_what_nobody_is_to_have_costs_nothing(tmp_path):
    nobody = {
        f"sectors.{path}.coverage": number(0.0)
        for path in ("health.services.package", "health.services.staffing", "education.services.primary",
                     "water_sanitation.services.water", "nutrition.services.supplements",
                     "housing.services.upgrading", "information.services.warning")
    }  # fmt: skip
    found = costed(tmp_path, nobody)
    for column in MONIES:
        assert (total(found, "all", column) == 0).all()


def test_a_coverage_that_stays_adds_only_the_growth_of_people(tmp_path):
    same = {"sectors.water_sanitation.services.water.coverage": number(0.5)}
    still = costed(tmp_path, same, setting(growth=0.0))
    rebuilt = total(still, "water_sanitation", "replacement_lcu")
    assert total(still, "water_sanitation", "capital_lcu") == pytest.approx(rebuilt)
    assert rebuilt == pytest.approx(rebuilt[0])
    assert total(still, "water_sanitation", "additional_lcu") == pytest.approx(0.0, abs=1e-6)
    growing = costed(tmp_path, same, setting(growth=0.02))
    covered, new = (total(growing, "water_sanitation", name) for name in ("covered", "new_covered"))
    assert new[1:] == pytest.approx(np.diff(covered))
    assert new[0] == 0


def test_those_already_served_are_not_new_and_those_lost_and_regained_are_not_new_again(tmp_path):
    path = {"sectors.water_sanitation.services.water.coverage": number({2025: 0.5, 2026: 0.3, 2027: 0.5, 2028: 0.6})}
    found = costed(tmp_path, path, setting(years=4, growth=0.0))
    covered, new = (total(found, "water_sanitation", name) for name in ("covered", "new_covered"))
    assert new == pytest.approx([0, 0, 0, covered[3] - covered[0]])


needs = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)


@given(needed=needs, lifetime=st.floats(1, 30))
def test_the_stock_never_falls_short_and_is_beyond_need_only_while_what_stands_lasts(needed, lifetime):
    wanted = np.array(needed)
    found = stock_of(wanted, np.full(len(wanted), lifetime))
    close = 1e-9 * (1 + wanted.max())
    assert (found.standing >= wanted).all()
    assert (found.new >= 0).all()
    assert (found.replaced >= -close).all()
    # whatever is built is needed: in a year of building the stock is what is needed
    assert found.standing[1:][found.built[1:] > close] == pytest.approx(wanted[1:][found.built[1:] > close], abs=close)
    # what stands is what stood, and what was built, less what ended; and nothing ends that has not been built or stood
    ended = found.standing[:-1] + found.built[1:] - found.standing[1:]
    assert (ended >= -close).all()
    assert ended.sum() <= wanted[0] + found.built.sum() + close


@given(level=st.floats(1, 1e6), lifetime=st.integers(1, 30), years=st.integers(1, 70))
def test_a_stock_that_stays_is_rebuilt_evenly(level, lifetime, years):
    found = stock_of(np.full(years, level), np.full(years, float(lifetime)))
    assert found.replaced == pytest.approx(level / lifetime)
    assert (found.new == 0).all()


def test_what_is_built_ends_after_its_lifetime_and_is_built_again():
    """10 more in the third year, which last 3 years: they come again in the sixth. Of the 6 that stood 2 end a year."""
    found = stock_of(np.array([6.0, 6.0, 16.0, 16.0, 16.0, 16.0, 16.0]), np.full(7, 3.0))
    assert found.new.tolist() == [0, 0, 10, 0, 0, 0, 0]
    assert found.replaced == pytest.approx([2, 2, 2, 2, 2, 12, 2])


def test_what_is_not_needed_any_more_is_not_rebuilt():
    """12 that last 4 years, of which none is needed after the first: they are gone after four, and nothing is spent."""
    found = stock_of(np.array([12.0, 0.0, 0.0, 0.0, 0.0, 5.0]), np.full(6, 4.0))
    assert found.standing == pytest.approx([12, 9, 6, 3, 0, 5])
    assert found.built == pytest.approx([3, 0, 0, 0, 0, 5])
    assert found.new == pytest.approx([0, 0, 0, 0, 0, 5])


def test_a_stock_that_is_not_known_stays_so():
    found = stock_of(np.array([1.0, np.nan, 2.0]), np.full(3, 5.0))
    assert np.isnan(found.standing).tolist() == [False, True, True]


def test_what_stands_today_is_no_cost_of_a_floor_and_what_is_built_is_replaced_in_it(tmp_path):
    """Additional is new users, then their replacement: with people as they are, those of the base year take nothing from it."""
    path = {
        "sectors.water_sanitation.services.water.coverage": number({FIRST: 0.5, FIRST + 1: 0.6}),
        "sectors.water_sanitation.services.water.lifetime": number(5, "years"),
    }
    found = costed(tmp_path, path, setting(years=12, growth=0.0))
    users = total(found, "water_sanitation", "target_population")[0] * 0.1
    yearly = users * (3.0 + 60.0 * 0.02)
    expected = np.full(12, yearly)
    expected[0] = 0.0
    expected[[1, 6, 11]] += users * 60.0 * 1.1
    assert total(found, "water_sanitation", "additional_lcu") == pytest.approx(expected, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(unit=st.floats(0.01, 1e4), times=st.floats(0.1, 10))
def test_a_cost_is_in_proportion_to_its_unit_costs(tmp_path_factory, unit, times):
    folder = tmp_path_factory.mktemp("pack")
    water = "sectors.water_sanitation.services.water."

    def of(factor):
        prices = {
            f"{water}capital": number(unit * factor, "LCU/person"),
            f"{water}running": number(3 * factor, "LCU/person/year"),
        }
        return costed(folder, prices, setting(years=4))

    once, more = of(1.0), of(times)
    for column in MONIES:
        assert total(more, "water_sanitation", column) == pytest.approx(times * total(once, "water_sanitation", column))


def test_doubling_the_price_level_doubles_all_but_what_follows_gdp(tmp_path):
    at = setting(inflation=0.1, wages=0.1)
    plain_, earlier = costed(tmp_path, at=at), costed(tmp_path, {"prices.year": FIRST - 1}, at)
    for sector in ("education", "water_sanitation", "nutrition", "housing", "information"):
        assert total(earlier, sector) == pytest.approx(1.1 * total(plain_, sector))
    staff = total(earlier, "health", service="staffing")
    assert staff == pytest.approx(total(plain_, "health", service="staffing"))


def test_sectors_add_up_and_so_do_those_who_pay(tmp_path):
    found = costed(tmp_path, at=setting(inflation=0.04, wages=0.07))
    sectors = list(found.description.sectors)
    for variant in ("base", "low", "high"):
        for column in [*MONIES, "total_pct_gdp"]:
            whole = sum(total(found, name, column, variant) for name in sectors)
            assert total(found, "all", column, variant) == pytest.approx(whole)
        paid = sum(total(found, "all", f"{one}_lcu", variant) for one in ("government", "households", "external"))
        assert paid == pytest.approx(total(found, "all", "total_lcu", variant))
        split = total(found, "all", "capital_lcu", variant) + total(found, "all", "recurrent_lcu", variant)
        assert split == pytest.approx(total(found, "all", "total_lcu", variant))
    low, base, high = (total(found, "health", variant=variant) for variant in ("low", "base", "high"))
    assert (low < base).all()
    assert (base < high).all()
    assert np.isnan(total(found, "all", "covered")).all()


def test_one_sector_alone_costs_what_it_costs_among_others(tmp_path):
    whole = costed(tmp_path)
    alone = costed(tmp_path, {"sectors": {"housing": changed({})["sectors"]["housing"]}})
    assert total(alone, "all") == pytest.approx(total(whole, "housing"))


def test_dollars_are_of_their_year(tmp_path):
    dollars = {"sectors.information.services.warning.running": number(0.05, "USD/person/year", year=FIRST - 1)}
    at = setting(inflation=0.2, wages=0.2)
    found, plain_ = costed(tmp_path, dollars, at), costed(tmp_path, at=at)
    assert total(found, "information") == pytest.approx(total(plain_, "information") * 0.05 * 9 * 1.2 / 0.5)


def test_a_number_may_have_a_mix_of_its_own(tmp_path):
    own = {"sectors.information.services.warning.running": number(0.5, "LCU/person/year", tradable=number(1.0))}
    found, flat = costed(tmp_path, own, setting(wages=0.3)), costed(tmp_path, at=setting())
    assert total(found, "information") == pytest.approx(total(flat, "information"))


def test_traded_prices_may_follow_the_exchange_rate(tmp_path):
    traded = {
        "prices": {"year": FIRST - 2, "tradable": "exchange_rate", "non_tradable": "wages", "foreign_inflation": number(0.02)},
        "sectors.information.tradable": number(1.0),
    }  # fmt: skip
    found = costed(
        tmp_path, {**traded, "sectors": {"information": changed(traded)["sectors"]["information"]}}, setting(years=1)
    )
    flat = costed(tmp_path, at=setting(years=1))
    assert total(found, "information") == pytest.approx(total(flat, "information") * 10 / 8 * 1.02**2)


@pytest.mark.parametrize(("inflation", "wages"), [(0.0, 0.0), (0.06, 0.09)])
def test_water_schooling_and_housing_as_told_plainly(tmp_path, inflation, wages):
    at = setting(years=32, inflation=inflation, wages=wages)
    found = costed(tmp_path, at=at)
    years = at.years.tolist()
    index = {year: plain.prices(inflation, wages, 0.4, FIRST, year) for year in years}

    def people(year, first, last, share=1.0):
        return share * sum(float(at.people[year - FIRST, sex, age]) for sex in (0, 1) for age in range(first, last + 1))

    common = {"rate": 0.05, "index": index}
    pupils = {FIRST: 50, 2030: 40}
    told = {
        "water_sanitation": plain.service(
            {year: people(year, 0, 100, 0.6) for year in years}, {FIRST: 0.5, 2030: 1.0}, unit=60.0,
            of_unit=dict.fromkeys(years, 1.0), running=dict.fromkeys(years, 3.0), upkeep=0.02, delivery=0.1,
            contribution=0.0, lifetime=20, **common,
        ),
        "education": plain.service(
            {year: people(year, 6, 11) for year in years}, {FIRST: 0.8, 2030: 1.0}, unit=5000.0,
            of_unit={year: 1 / plain.between({FIRST: 60, 2030: 40}, year) for year in years},
            running={year: 900 / plain.between(pupils, year) / 0.75 * 1.06 for year in years}, upkeep=0.02,
            delivery=0.1, contribution=0.0, lifetime=20, **common,
        ),
        "housing": plain.service(
            {year: people(year, 0, 100, 0.2) / 4 for year in years}, {FIRST: 0.0, 2035: 0.5}, unit=1000.0,
            of_unit=dict.fromkeys(years, 1.0), running=dict.fromkeys(years, 0.0), upkeep=0.0, delivery=0.0,
            contribution=0.25, lifetime=30, **common,
        ),
    }  # fmt: skip
    for sector, rows in told.items():
        base = next(row["total_lcu"] for row in rows)
        for column in rows[0]:
            expected = [row[column] for row in rows]
            if column == "additional_lcu" and sector == "education":  # the pupils and ratios of the base year
                assert expected[0] == pytest.approx(0.0, abs=1e-6 * base)
            assert total(found, sector, column) == pytest.approx(expected, abs=1e-6 * max(base, 1.0)), (sector, column)


def test_teachers_and_classrooms_are_those_the_pupils_need(tmp_path):
    rows = costed(tmp_path).tables["services_inputs"]
    needed = {
        (row["input"], row["year"]): row["needed"]
        for row in rows
        if row["sector"] == "education" and row["variant"] == "base"
    }
    pupils = total(costed(tmp_path), "education", "covered")
    assert needed["teachers", FIRST] == pytest.approx(pupils[0] / 50)
    assert needed["teachers", 2030] == pytest.approx(pupils[5] / 40)
    assert needed["classrooms", 2030] == pytest.approx(pupils[5] / 40)


def test_gross_enrolment_may_pass_one(tmp_path):
    gross = {"sectors.education.services.primary.coverage": number(1.1, "ratio")}
    found = costed(tmp_path, gross)
    assert total(found, "education", "covered") == pytest.approx(1.1 * total(found, "education", "target_population"))


def test_births_that_are_not_known_leave_the_cost_empty(tmp_path):
    at = setting(years=3)
    at.births[-1] = np.nan
    cost = total(costed(tmp_path, at=at), "nutrition")
    assert np.isfinite(cost[:-1]).all()
    assert np.isnan(cost[-1])


def test_the_gap_is_the_cost_less_what_the_budget_has(tmp_path):
    """GDP times 15 % of it in revenue times 20 % of that for schools is 3 % of GDP; no other sector has a budget."""
    budget = {"sectors.education.budget": {"revenue": number(0.15), "share": number(0.2, low=0.1)}}
    at = setting()
    found = costed(tmp_path, budget, at)
    assert total(found, "education", "budget_lcu") == pytest.approx(0.03 * at.gdp)
    gap = total(found, "education") - 0.03 * at.gdp
    assert total(found, "education", "gap_lcu") == pytest.approx(gap)
    assert total(found, "education", "gap_pct_gdp") == pytest.approx(100 * gap / at.gdp)
    assert total(found, "education", "budget_pct_gdp", "low") == pytest.approx(1.5)
    for sector, service in (("education", "primary"), ("housing", "all"), ("all", "all")):
        for column in ("budget_lcu", "gap_lcu"):
            assert np.isnan(total(found, sector, column, service=service)).all()
    direct = costed(tmp_path, {"sectors.education.budget": {"of_gdp": number(0.03)}}, at)
    assert total(direct, "education", "gap_lcu") == pytest.approx(gap)
    everywhere = {f"sectors.{sector}.budget": {"of_gdp": number(0.01)} for sector in found.description.sectors}
    assert total(costed(tmp_path, everywhere, at), "all", "budget_pct_gdp") == pytest.approx(6.0)
