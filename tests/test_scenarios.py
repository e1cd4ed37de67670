"""What is the same in every scenario: the rates that benefits and debt follow."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from groundfloor.country.model import Economy, Observation
from groundfloor.scenarios import nominal_growth, rates


def country(**series):
    rows = [
        Observation(year, name, value, "", "assumption", "made for a test")
        for name, values in series.items()
        for year, value in values.items()
    ]
    return SimpleNamespace(economy=Economy(tuple(rows)))


MADE = country(
    gdp_nominal={2024: 800.0, 2025: 1000.0, 2026: 1120.0, 2028: 1300.0},
    # consumer prices rise faster than those of GDP: (1.05)(1.10) - 1 = 15.5 % is not the 12 % by which GDP grows
    gdp_real_growth={2025: 0.05, 2026: 0.05},
    inflation={2025: 0.10, 2026: 0.10},
)


def test_nominal_growth_is_that_of_nominal_gdp() -> None:
    # 1000 / 800, 1120 / 1000; of 2027 nothing is known, and so not of the step to 2028 either
    assert nominal_growth(MADE) == {2025: pytest.approx(0.25), 2026: pytest.approx(0.12)}


def test_gdp_per_head_grows_with_nominal_gdp_over_people() -> None:
    # 2026: 1.12 over a population that grows from 50 to 51.2, 1.024 times: 1.12 / 1.024 - 1 = 9.375 %
    found = rates(MADE, {2025: 50.0, 2026: 51.2, 2027: 52.0})
    assert found["gdp_per_capita"] == {2026: pytest.approx(0.09375)}
    assert found["wages"] == found["gdp_per_capita"]
    assert found["inflation"] == {2025: 0.10, 2026: 0.10}


def test_wages_of_the_pack_come_first() -> None:
    made = country(gdp_nominal={2025: 100.0, 2026: 110.0}, wage_growth={2026: 0.2})
    assert rates(made, {2025: 1.0, 2026: 1.0})["wages"] == {2026: 0.2}
