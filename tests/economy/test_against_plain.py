"""A whole economy of rules that feed each other, against loops that know nothing of rules; and properties of all of them."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.economy.made_up import BASE, carried, number, pack, people

from groundfloor.economy import complete
from groundfloor.economy.identities import findings, identities

HOLD = "{rule: hold}"
TO = 2060
rates = st.floats(-0.08, 0.3)


def whole(a):
    """Values of the base year and the rules of everything."""
    given = {
        "gdp_nominal": {2024: 100e9, 2025: 100e9 * (1 + a["growth"]) * (1 + a["inflation"])},
        "gdp_real_growth": {2025: a["growth"]}, "inflation": {2025: a["inflation"]},
        "productivity_growth": {2025: a["productivity"]}, "participation_rate": {2022: 0.6}, "unemployment_rate": {2025: 0.1},
        "exchange_rate": {2025: 12.0}, "interest_rate": {2025: 0.08}, "debt_pct_gdp": {2025: 55.0},
        "revenue_taxes_income_pct_gdp": {2025: 5.0}, "revenue_pct_gdp": {2025: 17.0}, "expenditure_pct_gdp": {2025: 20.0},
    }  # fmt: skip
    rules = {
        "participation_rate": HOLD,
        "unemployment_rate": f"{{rule: converge, to: {number(0.05)}, by: 2035}}",
        "productivity_growth": f"{{rule: converge, to: {number(a['long_run'])}, half_life: {number(7, 'years')}}}",
        "gdp_real_growth": "{rule: productivity}",
        "inflation": f"{{rule: converge, to: {number(0.05)}, half_life: {number(3, 'years')}}}",
        "gdp_nominal": "{rule: nominal}",
        "wage_growth": "{rule: follow, series: [productivity_growth, inflation]}",
        "exchange_rate": f"{{rule: ppp, abroad: {number(0.02)}}}",
        "interest_rate": HOLD,
        "revenue_taxes_income_pct_gdp": f"{{rule: buoyancy, buoyancy: {number(1.1, 'ratio')}}}",
        "revenue_pct_gdp": f"{{rule: step, add: {number(0.1, '% of GDP/year')}, most: {number(20, '% of GDP')}}}",
        "expenditure_pct_gdp": HOLD,
        "primary_balance_pct_gdp": "{rule: balance}",
        "debt_pct_gdp": "{rule: debt}",
    }
    return given, rules


def plainly(a, adults=0.02):
    """The same economy year by year in plain arithmetic."""
    gdp, rate, debt, tax, revenue, jobless = (
        100e9 * (1 + a["growth"]) * (1 + a["inflation"]),
        12.0,
        55.0,
        5.0,
        17.0,
        0.1,
    )
    rows = {}
    for k, year in enumerate(range(BASE + 1, TO + 1), 1):
        productivity = a["long_run"] + (a["productivity"] - a["long_run"]) * 0.5 ** (k / 7)
        inflation = 0.05 + (a["inflation"] - 0.05) * 0.5 ** (k / 3)
        before, jobless = jobless, max(0.1 - 0.005 * k, 0.05)
        growth = (1 + adults) * (1 - jobless) / (1 - before) * (1 + productivity) - 1
        nominal = (1 + growth) * (1 + inflation)
        gdp *= nominal
        rate *= (1 + inflation) / 1.02
        tax *= nominal**0.1
        revenue = min(revenue + 0.1, 20.0)
        interest = 0.08 * debt / nominal
        primary = revenue - (20.0 - interest)
        debt = debt + interest - primary - debt * (1 - 1 / nominal)
        rows[year] = {
            "gdp_real_growth": growth, "inflation": inflation, "gdp_nominal": gdp, "exchange_rate": rate,
            "wage_growth": (1 + productivity) * (1 + inflation) - 1, "revenue_taxes_income_pct_gdp": tax, "revenue_pct_gdp": revenue,
            "primary_balance_pct_gdp": primary, "debt_pct_gdp": debt,
        }  # fmt: skip
    return rows


economies = st.fixed_dictionaries(
    {"growth": rates, "inflation": st.floats(-0.05, 8.0), "productivity": rates, "long_run": st.floats(-0.05, 0.05)}
)


@settings(max_examples=25)
@given(economies)
def test_it_is_what_plain_loops_give(a):
    """Under hyperinflation of 800 %, falling prices and shrinking economies too."""
    found = carried(*whole(a), TO)
    for year, row in plainly(a).items():
        for name, value in row.items():
            assert found.series(name)[year] == pytest.approx(value, rel=1e-9, abs=1e-9), (name, year)


@settings(max_examples=15)
@given(economies)
def test_identities_hold_in_every_year_by_rule(tmp_path_factory, a):
    given, rules = whole(a)
    del rules["revenue_taxes_income_pct_gdp"]
    text = "projection:\n" + "".join(f"  {name}: {rule}\n" for name, rule in rules.items())
    country = complete(pack(tmp_path_factory.mktemp("pack"), given, text), people(), TO)
    compared = identities(country, TO)
    assert {one.of.name for one in compared} == {"nominal_growth", "primary_balance", "debt"}
    assert all(one.holds for one in compared if one.year > BASE)
    assert list(findings(compared)) == []


@given(start=st.floats(-0.5, 3.0), to=st.floats(-0.5, 0.9), half=st.floats(0.5, 50))
def test_converging_is_monotone_joins_on_and_never_overshoots(start, to, half):
    rule = f"{{rule: converge, to: {number(repr(to))}, half_life: {number(repr(half), 'years')}}}"
    gdp = {2024: 100e9, 2025: 100e9 * (1 + max(start, 0))}
    path = [
        *carried({"inflation": {2025: start}, "gdp_nominal": gdp}, {"inflation": rule}, 2065)
        .series("inflation")
        .values()
    ]
    assert path[0] == start
    gaps = [abs(value - to) for value in path]
    assert all(later <= sooner + 1e-15 for sooner, later in pairwise(gaps))
    assert all(min(start, to) - 1e-12 <= value <= max(start, to) + 1e-12 for value in path)
    assert abs(path[1] - path[0]) <= abs(start - to) * (1 - 0.5 ** (1 / half)) + 1e-12


@given(start=st.floats(0.01, 500), to=st.floats(0.01, 500), years=st.integers(1, 30), way=st.sampled_from(("linear", "geometric")))  # fmt: skip
def test_arriving_ends_where_and_when_it_says(start, to, years, way):
    rule = f"{{rule: converge, to: {number(repr(to), '% of GDP')}, by: {2025 + years}, way: {way}}}"
    path = carried({"debt_pct_gdp": {2025: start}}, {"debt_pct_gdp": rule}, 2060).series("debt_pct_gdp")
    assert all(path[year] == to for year in range(2025 + years, 2061))
    steps = [path[year] - path[year - 1] for year in range(2026, 2025 + years)]
    assert all(math.copysign(1, step) == math.copysign(1, to - start) or abs(step) < 1e-9 for step in steps)


@given(economies, st.integers(2026, 2059))
def test_a_longer_horizon_changes_nothing_before_it(a, to):
    given, rules = whole(a)
    short, long = (carried(given, rules, last) for last in (to, TO))
    for name in short.names:
        assert {year: value for year, value in long.series(name).items() if year <= to} == short.series(name)


@settings(max_examples=15)
@given(economies)
def test_completing_again_changes_nothing(tmp_path_factory, a):
    given, rules = whole(a)
    text = "projection:\n" + "".join(f"  {name}: {rule}\n" for name, rule in rules.items())
    once = complete(pack(tmp_path_factory.mktemp("pack"), given, text), people(), 2040)
    assert complete(once, people(), 2040).economy == once.economy


def test_the_order_of_the_file_does_not_matter():
    a = {"growth": 0.05, "inflation": 0.1, "productivity": 0.03, "long_run": 0.02}
    given, rules = whole(a)
    turned = dict(reversed(rules.items()))
    one, other = carried(given, rules, TO), carried(given, turned, TO)
    assert {name: one.series(name) for name in one.names} == {name: other.series(name) for name in one.names}
