"""The economy and public debt under shocks, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.country.model import Country, Economy, Observation
from groundfloor.errors import GroundfloorError
from groundfloor.financing import Accounts
from groundfloor.financing.flows import baseline
from groundfloor.shocks import Shock
from groundfloor.shocks.economy import shocked_country, together

Read = Callable[..., Shock]
SERIES = {
    "gdp_nominal": (100e9, 110e9, 121e9, 133.1e9),
    "gdp_real_growth": (0.05, 0.05, 0.05, 0.05),
    "inflation": (0.04, 0.04, 0.04, 0.04),
    "interest_rate": (0.08, 0.08, 0.08, 0.08),
    "debt_pct_gdp": (50.0, 50.0, 50.0, 50.0),
    "primary_balance_pct_gdp": (-1.0, -1.0, -1.0, -1.0),
    "revenue_pct_gdp": (17.0, 17.0, 17.0, 17.0),
    "exchange_rate": (10.0, 10.0, 10.0, 10.0),
}


@pytest.fixture(scope="module")
def country(pack: Path) -> Country:
    rows = [
        Observation(2025 + i, name, value, "", "projection", "s")
        for name, values in SERIES.items()
        for i, value in enumerate(values)
    ]
    return replace(gf.read_country(pack), economy=Economy(tuple(rows)))


def test_gdp_follows_growth_and_prices_and_does_not_come_back(country: Country, shock: Read) -> None:
    text = "economy: {gdp_real_growth: {2027: -0.0525}, inflation: {2027: 0.052}, exchange_rate: {2027: 0.3, 2028: -0.1}}\n"
    economy = shocked_country(country, [shock(text)], 2028).economy
    # 0.9975 / 1.05 = 0.95 of real GDP at 1.092 / 1.04 = 1.05 times the prices
    assert economy.series("gdp_nominal") == pytest.approx(
        {2025: 100e9, 2026: 110e9, 2027: 121e9 * 0.95 * 1.05, 2028: 133.1e9 * 0.95 * 1.05}
    )
    assert economy.series("gdp_real_growth")[2027] == pytest.approx(-0.0025)
    assert economy.series("inflation")[2028] == 0.04
    assert economy.series("exchange_rate") == pytest.approx({2025: 10, 2026: 10, 2027: 13, 2028: 11.7})


def test_debt_follows_by_its_equation(country: Country, shock: Read) -> None:
    text = "economy: {gdp_real_growth: {2027: -0.0525}, interest_rate: {2027: 0.01}, revenue_pct_gdp: {2027: -2}}\n"
    flows = baseline(Accounts(2025, shocked_country(country, [shock(text)], 2028).economy), range(2025, 2029))
    # without the shock the factor is 1.08 / 1.1, so that 50 stays 50 by an adjustment of 50 - 50 x 1.08 / 1.1 - 1
    adjustment = 50 - 50 * 1.08 / 1.1 - 1
    first = 50 * 1.09 / (1.1 * 0.95) + 1 + 2 + adjustment
    assert flows[2026].debt == 50.0
    assert flows[2027].debt == pytest.approx(first)
    assert flows[2028].debt == pytest.approx(first * 1.08 / 1.1 + 1 + adjustment)


def test_debt_without_a_primary_balance_follows_too(country: Country, shock: Read) -> None:
    rows = tuple(row for row in country.economy.observations if row.series != "primary_balance_pct_gdp")
    pack = replace(country, economy=Economy(rows))
    hit = shocked_country(pack, [shock("economy: {revenue_pct_gdp: {2027: -2}}\n")], 2028)
    flows = baseline(Accounts(2025, hit.economy), range(2025, 2029))
    assert flows[2027].debt == pytest.approx(52.0)
    assert flows[2028].debt == pytest.approx(50 + 2 * 1.08 / 1.1)


def test_what_does_not_move_is_the_same_country(country: Country, shock: Read) -> None:
    assert shocked_country(country, [shock("economy: {inflation: {2027: 0.0}}\n")], 2028) is country


def test_deviations_after_the_last_year_are_not_met(country: Country, shock: Read) -> None:
    hit = shocked_country(country, [shock("economy: {inflation: {2027: 0.1, 2040: 0.1}}\n")], 2028)
    assert hit.economy.series("inflation") == pytest.approx({2025: 0.04, 2026: 0.04, 2027: 0.14, 2028: 0.04})


def test_rates_of_several_shocks_add_up_in_any_order(country: Country, shock: Read) -> None:
    values = (0.1, 0.2, 0.3)
    three = [shock(f"economy: {{inflation: {{2027: {value}}}}}\n", f"s{i}") for i, value in enumerate(values)]
    assert together(three) == together(reversed(three))
    assert together(three)["inflation"][2027] == pytest.approx(0.6)
    assert shocked_country(country, three, 2028) == shocked_country(country, three[::-1], 2028)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("economy: {wage_growth: {2027: -0.1}}\n", "no series wage_growth"),
        ("economy: {inflation: {2029: 0.1}}\n", "no value for 2029"),
        ("economy: {revenue_pct_gdp: {2027: -20}}\n", "revenue_pct_gdp of 2027 would be -3"),
        ("economy: {inflation: {2027: 0.9}, gdp_real_growth: {2027: -0.99}}\n", None),
    ],
)
def test_a_deviation_from_nothing_is_refused(country: Country, shock: Read, text: str, said: str | None) -> None:
    if said is None:
        assert shocked_country(country, [shock(text)], 2028).economy.series("gdp_nominal")[2027] > 0
        return
    with pytest.raises(GroundfloorError, match=said):
        shocked_country(country, [shock(text)], 2030)
