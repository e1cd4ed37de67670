"""Each rule against values worked by hand."""

import pytest
from tests.economy.made_up import carried, number, people

APPROX = {"rel": 1e-12, "abs": 1e-12}


def after(series, values, rule, to=2035, **more):
    """The values of one series after its last given year."""
    rules = {series: rule, **more.pop("rules", {})}
    found = carried({series: values, **more.pop("given", {})}, rules, to, **more).series(series)
    return [found[year] for year in range(max(values) + 1, to + 1)] if values else found


def test_hold_keeps_the_last_value():
    assert after("debt_pct_gdp", {2025: 45.5}, "{rule: hold}", 2028) == [45.5] * 3


def test_step_adds_the_same_each_year_to_its_bound():
    rule = f"{{rule: step, add: {number(-0.5, '% of GDP/year')}, least: {number(19, '% of GDP')}}}"
    assert after("expenditure_pct_gdp", {2025: 20.25}, rule, 2030) == [19.75, 19.25, 19.0, 19.0, 19.0]
    rule = f"{{rule: step, add: {number(2, 'LCU/year')}, most: {number(7, 'LCU')}}}"
    assert after("minimum_wage", {2025: 4.0}, rule, 2028) == [6.0, 7.0, 7.0]


def test_a_value_past_its_bound_stays():
    rule = f"{{rule: step, add: {number(-0.5, '% of GDP/year')}, least: {number(25, '% of GDP')}}}"
    assert after("expenditure_pct_gdp", {2025: 20.0}, rule, 2027) == [20.0, 20.0]


def test_converge_halves_the_distance():
    """From 10 % to 2 %: 6 % after five years, 4 % after ten."""
    rule = f"{{rule: converge, to: {number(0.02)}, half_life: {number(5, 'years')}}}"
    found = after("inflation", {2024: 0.2, 2025: 0.10}, rule)
    assert (found[4], found[9]) == pytest.approx((0.06, 0.04), **APPROX)
    assert found[0] == pytest.approx(0.02 + 0.08 * 0.5**0.2, **APPROX)


def test_converge_arrives_by_equal_steps_and_stays():
    rule = f"{{rule: converge, to: {number(0.02)}, by: 2029}}"
    assert after("inflation", {2025: 0.10}, rule, 2031) == pytest.approx([0.08, 0.06, 0.04, 0.02, 0.02, 0.02], **APPROX)


def test_converge_arrives_by_equal_factors():
    rule = f"{{rule: converge, to: {number(25, 'LCU')}, by: 2027, way: geometric}}"
    assert after("minimum_wage", {2025: 100.0}, rule, 2028) == pytest.approx([50.0, 25.0, 25.0], **APPROX)


def test_wages_follow_productivity_and_prices():
    """1.02 x 1.05 x 1.01 - 1, the equation of the Rapid Assessment Protocol with a premium; wages need no value to start from."""
    given = {"productivity_growth": {2025: 0.02}}
    rules = {"inflation": "{rule: hold}", "productivity_growth": "{rule: hold}"}
    rule = f"{{rule: follow, series: [productivity_growth, inflation], above: {number(0.01)}}}"
    found = carried(given, {**rules, "wage_growth": rule}, 2027).series("wage_growth")
    assert found == pytest.approx({2026: 0.08171, 2027: 0.08171}, **APPROX)


def test_a_part_follows_its_whole_and_a_level_a_rate():
    given = {"expenditure_pct_gdp": {2025: 20.0}}
    rules = {"expenditure_pct_gdp": f"{{rule: step, add: {number(1, '% of GDP/year')}}}"}
    found = after("expenditure_education_pct_gdp", {2025: 4.0}, "{rule: follow, series: expenditure_pct_gdp}", 2027, given=given, rules=rules)  # fmt: skip
    assert found == pytest.approx([4.2, 4.4], **APPROX)
    found = after("minimum_wage", {2025: 100.0}, "{rule: follow, series: inflation}", 2027, rules={"inflation": "{rule: hold}"})  # fmt: skip
    assert found == pytest.approx([105.0, 110.25], **APPROX)


def test_nominal_gdp_grows_in_volume_and_price():
    rules = {"gdp_real_growth": "{rule: hold}", "inflation": "{rule: hold}"}
    found = after("gdp_nominal", {2025: 100e9}, "{rule: nominal}", 2027, rules=rules)
    assert found == pytest.approx([100e9 * 1.05 * 1.05, 100e9 * 1.05**4], **APPROX)
    given = {"gdp_deflator_growth": {2025: 0.10}}
    rules = {"gdp_real_growth": "{rule: hold}", "gdp_deflator_growth": "{rule: hold}"}
    found = after("gdp_nominal", {2025: 100e9}, "{rule: nominal, prices: gdp_deflator_growth}", 2026, rules=rules, given=given)  # fmt: skip
    assert found == pytest.approx([115.5e9], **APPROX)


def test_the_exchange_rate_moves_with_prices_here_over_prices_there():
    rules = {"inflation": "{rule: hold}"}
    rule = f"{{rule: ppp, abroad: {number(0.02)}, real: {number(0.01)}}}"
    found = after("exchange_rate", {2025: 10.0}, rule, 2027, rules=rules)
    assert found == pytest.approx([10 * 1.05 / 1.02 * 1.01, 10 * (1.05 / 1.02 * 1.01) ** 2], **APPROX)


def test_revenue_grows_with_its_buoyancy():
    """GDP grows by 21 %: with a buoyancy of 1.5 revenue in LCU grows by 1.21^1.5 = 1.331, and its share by 1.1."""
    given = {"gdp_nominal": {2025: 100e9, 2026: 121e9}, "gdp_real_growth": {2025: 0.1, 2026: 0.1}, "inflation": {2025: 0.1, 2026: 0.1}}  # fmt: skip
    rule = f"{{rule: buoyancy, buoyancy: {number(1.5, 'ratio')}}}"
    assert after("revenue_taxes_income_pct_gdp", {2025: 5.0}, rule, 2026, given=given) == pytest.approx([5.5], **APPROX)
    rule = f"{{rule: buoyancy, buoyancy: {number(1.5, 'ratio')}, most: {number(5.2, '% of GDP')}}}"
    assert after("revenue_taxes_income_pct_gdp", {2025: 5.0}, rule, 2026, given=given) == [5.2]


PARTS = (
    "taxes_income",
    "taxes_property",
    "taxes_goods_services",
    "taxes_trade",
    "social_contributions",
    "grants",
    "other",
)


def test_a_whole_is_the_sum_of_its_parts():
    given = {f"revenue_{part}_pct_gdp": {2025: 1.0 + i} for i, part in enumerate(PARTS)}
    rules = dict.fromkeys(given, "{rule: hold}") | {"revenue_pct_gdp": "{rule: total}"}
    assert carried(given, rules, 2026).series("revenue_pct_gdp") == {2026: 28.0}
    given["revenue_taxes_payroll_pct_gdp"] = {2025: 0.5}
    rules["revenue_taxes_payroll_pct_gdp"] = "{rule: hold}"
    assert carried(given, rules, 2026).series("revenue_pct_gdp") == {2026: 28.5}


def test_the_primary_balance_is_revenue_less_expenditure_without_interest():
    """Nominal growth 1.05 x 1.05 - 1 = 10.25 %, interest 8 % on 44.1: 8 % x 44.1 / 1.1025 = 3.2; 17 - 21 + 3.2 = -0.8."""
    given = {name: {2025: value} for name, value in (("revenue_pct_gdp", 17.0), ("expenditure_pct_gdp", 21.0), ("interest_rate", 0.08), ("debt_pct_gdp", 44.1))}  # fmt: skip
    rules = dict.fromkeys(("gdp_real_growth", "inflation", *given), "{rule: hold}") | {"gdp_nominal": "{rule: nominal}"}
    found = carried(given, rules | {"primary_balance_pct_gdp": "{rule: balance}"}, 2026)
    assert found.series("primary_balance_pct_gdp") == pytest.approx({2026: -0.8}, **APPROX)


def test_debt_is_that_of_the_published_example():
    """d = 50, i = 8 %, g = 5 %, p = 4 %, a primary deficit of 1.5: the worked example of the debt identity."""
    given = {
        "debt_pct_gdp": {2025: 50.0}, "interest_rate": {2025: 0.08}, "primary_balance_pct_gdp": {2025: -1.5}, "inflation": {2025: 0.04},
    }  # fmt: skip
    rules = dict.fromkeys(("gdp_real_growth", "inflation", "interest_rate", "primary_balance_pct_gdp"), "{rule: hold}")
    rules |= {"gdp_nominal": "{rule: nominal}", "debt_pct_gdp": "{rule: debt}"}
    found = carried(given, rules, 2030).series("debt_pct_gdp")
    assert [round(found[year], 6) for year in range(2026, 2031)] == [
        50.950549,
        51.890653,
        52.820426,
        53.739982,
        54.649433,
    ]


def test_growth_is_that_of_workers_and_of_what_each_produces():
    """Adults grow by 2 %, unemployment rises from 10 to 11.8 %: employed x 1.02 x 0.882 / 0.9 = 0.9996."""
    given = {"participation_rate": {2025: 0.6, 2026: 0.6}, "unemployment_rate": {2025: 0.1, 2026: 0.118}, "productivity_growth": {2025: 0.03}}  # fmt: skip
    rules = {"gdp_real_growth": "{rule: productivity}", "productivity_growth": "{rule: hold}"}
    found = carried(given, rules, 2026).series("gdp_real_growth")
    assert found[2026] == pytest.approx(0.9996 * 1.03 - 1, **APPROX)


def test_participation_by_sex_and_age():
    """Women of 30 work at 40 %, later 50 %, men at 80 %: employed 1000 x 0.6 and 1020 x 0.65; nobody else counts."""
    table = "sex,age,year,value\n" + "".join(
        f"{sex},{age},{year},{value}\n"
        for sex, year, value in (("f", 2025, 0.4), ("f", 2026, 0.5), ("m", 2025, 0.8), ("m", 2026, 0.8))
        for age in ("15-100",)
    )
    given = {"unemployment_rate": {2025: 0.1}, "productivity_growth": {2025: 0.0}}
    rules = {"gdp_real_growth": "{rule: productivity}", "productivity_growth": "{rule: hold}", "unemployment_rate": "{rule: hold}"}  # fmt: skip
    text = "employment:\n  participation: {table: lfs.csv, unit: share, source: Survey}\n"
    found = carried(given, rules, 2026, employment=text, files={"lfs.csv": table}).series("gdp_real_growth")
    assert found[2026] == pytest.approx(1020 * 0.65 / 600 - 1, **APPROX)


def test_productivity_starts_from_what_the_last_official_year_implies():
    """Real growth of 7.1 % in 2026 with 2 % more workers is 5 % a worker; with a half-life of one year to 1 % it is 3 %, then 2 %."""
    given = {
        "gdp_nominal": {2025: 100e9, 2026: 110e9}, "gdp_real_growth": {2025: 0.05, 2026: 0.071}, "inflation": {2025: 0.05, 2026: 0.05},
        "participation_rate": {2022: 0.6}, "unemployment_rate": {2022: 0.1},
    }  # fmt: skip
    rules = {
        "gdp_real_growth": "{rule: productivity}", "participation_rate": "{rule: hold}", "unemployment_rate": "{rule: hold}",
        "productivity_growth": f"{{rule: converge, to: {number(0.01)}, half_life: {number(1, 'years')}}}",
    }  # fmt: skip
    found = carried(given, rules, 2028)
    assert found.series("productivity_growth") == pytest.approx({2027: 0.03, 2028: 0.02}, **APPROX)
    assert found.series("gdp_real_growth")[2028] == pytest.approx(1.02 * 1.02 - 1, **APPROX)


def test_the_variant_chooses_the_number_and_the_sentence_says_it():
    rule = f"{{rule: converge, to: {number(0.02, low=0.01, high=0.04)}, by: 2026}}"
    for variant, value in (("low", 0.01), ("base", 0.02), ("high", 0.04)):
        last = carried({}, {"inflation": rule}, 2026, variant=variant).observations[-1]
        assert (last.value, last.status) == (value, "rule")
        assert last.source == f"Rule converge: from 0.05 in 2025 by equal steps to {value} (Somebody) in 2026 and on"


def test_a_source_says_what_rule_and_numbers():
    rule = f"{{rule: step, add: {number(-0.001, 'share/year', assumption='true')}, source: As agreed}}"
    last = carried({}, {"inflation": rule}, 2026).observations[-1]
    assert last.source == "Rule step: 0.05 in 2025 plus -0.001 (assumption: Somebody) a year. As agreed"


def test_numbers_by_year_are_linear_between_the_years_given():
    rule = "{rule: ppp, abroad: {values: {2026: 0.02, 2028: 0.04}, unit: share, source: Somebody}}"
    found = after("exchange_rate", {2025: 10.0}, rule, 2029, rules={"inflation": "{rule: hold}"})
    rates = [0.02, 0.03, 0.04, 0.04]
    level = 10.0
    for value, abroad in zip(found, rates, strict=True):
        level *= 1.05 / (1 + abroad)
        assert value == pytest.approx(level, **APPROX)


def test_rows_given_win_and_the_rule_starts_after_the_last():
    found = carried({"inflation": {2025: 0.05, 2026: 0.07, 2027: 0.09}}, {"inflation": "{rule: hold}"}, 2028)
    assert found.series("inflation") == {2025: 0.05, 2026: 0.07, 2027: 0.09, 2028: 0.09}


def test_a_series_without_a_rule_ends():
    found = carried({"debt_pct_gdp": {2025: 40.0}}, {"inflation": "{rule: hold}"}, 2030)
    assert max(found.series("debt_pct_gdp")) == 2025
    assert max(found.series("inflation")) == 2030


def test_no_old_people_and_no_adults_at_all():
    """Nobody of working age: growth cannot be told and is refused, not nought."""
    given = {"participation_rate": {2025: 0.6}, "unemployment_rate": {2025: 0.1}, "productivity_growth": {2025: 0.03}}
    rules = dict.fromkeys(("participation_rate", "unemployment_rate", "productivity_growth"), "{rule: hold}")
    rules["gdp_real_growth"] = "{rule: productivity}"
    with pytest.raises(Exception, match="The rule productivity gives gdp_real_growth the value"):
        carried(given, rules, 2026, population=people(adults=0.0))
