"""What a run of Ghana's pack says, against published figures and against costs worked out in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from groundfloor.pipeline import results_of

YEAR = 2030  # the first in which the floor is in place in full
GDP = 2_626_687_000_000  # IMF, World Economic Outlook, October 2025, NGDP of 2030
PRICES = 1.08**4  # IMF: 8 % in each of 2027 to 2030
# IMF: nominal GDP of 2030 over that of 2026; United Nations (WPP 2024): people of 2026 over those of 2030, thousand
INCOME = 2626.687 / 1595.900 * 35_698 / 38_222
# United Nations (WPP 2024), 1 July 2030, thousand persons
UNDER_FIVE, FROM_65, ALL = 4_415, 1_698, 38_222
Tables = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return results_of("gha", to=YEAR).tables  # type: ignore[return-value]


def row(tables: Tables, table: str, **where: Any) -> dict[str, Any]:
    [found] = [one for one in tables[table] if all(one[key] == value for key, value in where.items())]
    return found


@pytest.mark.parametrize(
    ("measure", "line", "published", "within"),
    [
        ("fgt0", "national", 0.234, 0.005),  # Ghana Statistical Service (2018), of 2016/17
        ("fgt0", "extreme", 0.082, 0.005),  # the same; the line is a derived one
        ("fgt0", "usd_2_15", 0.252, 0.005),  # World Bank, Poverty and Inequality Platform, 2017 PPP
        ("fgt1", "usd_2_15", 0.0934, 0.005),
        ("fgt2", "usd_2_15", 0.0488, 0.005),
        ("fgt0", "usd_3_65", 0.489, 0.01),
        ("gini", None, 0.435, 0.005),
    ],
)
def test_poverty_before_the_floor_is_that_published(
    tables: Tables, measure: str, line: str | None, published: float, within: float
) -> None:
    today = row(tables, "measures", scenario="today", measure=measure, line=line, group="all", programme=None)
    assert today["value"] == pytest.approx(published, abs=within)
    before = row(tables, "impact", scenario="ghana_floor", year=2025, measure=measure, line=line)
    assert before["before"] == pytest.approx(today["value"], rel=1e-12)


@pytest.mark.parametrize(
    ("programme", "thousands", "take_up", "a_year", "growth", "administration"),
    [
        ("child_grant", UNDER_FIVE, 0.90, 12 * 179, PRICES, 0.05),
        # 14.1 % of those of 60 and over have a pension (21.2 % of men, 7.2 % of women, ILO 2020)
        ("social_pension", FROM_65 * (1 - 0.141), 0.95, 12 * 448, PRICES, 0.05),
        # 30.9 % are not insured (2021 census, by region)
        ("essential_health", ALL * 0.309, 0.90, 300, INCOME, 0.12),
    ],
)
def test_each_cost_is_people_times_benefit_over_gdp(
    tables: Tables,
    programme: str,
    thousands: float,
    take_up: float,
    a_year: float,
    growth: float,
    administration: float,
) -> None:
    found = row(tables, "costs", scenario="ghana_floor", programme=programme, year=YEAR)
    assert found["benefit_lcu"] == pytest.approx(a_year * growth, rel=1e-3)
    assert found["administration_lcu"] == pytest.approx(administration * found["transfers_lcu"])
    in_a_line = 100 * 1000 * thousands * take_up * a_year * growth * (1 + administration) / GDP
    assert found["pct_gdp"] == pytest.approx(in_a_line, rel=0.04)  # take-up is drawn person by person


def test_old_people_are_covered_by_a_pension_or_by_leap(tables: Tables) -> None:
    """Somewhat more than the pension alone: 14.1 %, by ILO 2020; LEAP reaches 4 % of households."""
    covered = row(tables, "gaps", programme="social_pension", group="all")
    assert 0.141 < covered["coverage_rate"] < 0.20
    assert row(tables, "gaps", programme="essential_health", group="all")["coverage_rate"] == pytest.approx(
        0.686, abs=0.01
    )


def test_gaps_add_up(tables: Tables) -> None:
    for one in tables["gaps"]:
        if one["in_need"] > 0:
            assert one["covered"] + one["gap"] == pytest.approx(one["in_need"])
            assert one["covered"] == pytest.approx(one["in_need"] * one["coverage_rate"])
    people = row(tables, "gaps", programme="essential_health", group="all")["in_need"]
    assert people == pytest.approx(35_064_274, rel=1e-6)
    regions = [o for o in tables["gaps"] if o["programme"] == "social_pension" and o["group"].startswith("region=")]
    assert sum(o["in_need"] for o in regions) == pytest.approx(
        row(tables, "gaps", programme="social_pension", group="all")["in_need"]
    )
