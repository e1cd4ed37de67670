"""What delivering a programme costs over the years: added up by hand, and what must hold of any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_simulate import GRANT, PRICES, RATES, run, survey

from groundfloor.checking import set_up_early
from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.rules import floor_of
from groundfloor.simulate import Money, years_of

RUNNING = """
  card: {unit: LCU/month, values: {2025-01-01: 2}, indexed_to: wages}
  offices: {unit: LCU/year, values: {2026-01-01: 5000, 2028-01-01: 9000}}
eligible:"""
DELIVERED = GRANT.replace("\neligible:", RUNNING, 1).replace(
    "administration: 0.25", "administration: {share: 0.25, per_beneficiary: card, fixed: offices}"
)
UP = "start_up: {prices: 2024, values: {2025: 1000, 2026: 500}}\n"
PARTS = ("administration_per_beneficiary_lcu", "administration_fixed_lcu", "start_up_lcu")


def test_the_parts_by_hand():
    found = {year: one.costs[0] for year, one in run(DELIVERED + "phase_in: {2026: 1}\n" + UP).items()}
    # 2025: nobody is paid yet and no office is open; the start-up is in prices of 2024, a tenth lower
    assert [found[2025][part] for part in PARTS] == pytest.approx([0, 0, 1000 * 1.1])
    assert found[2025]["total_lcu"] == found[2025]["administration_lcu"] == pytest.approx(1100)
    assert found[2025]["pct_gdp"] == pytest.approx(100 * 1100 / 1e6)
    # 2026: two children of 110 persons; 2 a month with wages 12 % up; offices as the law has it, 500 with two years of prices
    transfers = 2 * 110 * 120 * 1.1
    parts = [220 * 24 * 1.12, 5000, 500 * 1.1**2]
    assert [found[2026][part] for part in PARTS] == pytest.approx(parts)
    assert found[2026]["administration_lcu"] == pytest.approx(0.25 * transfers + sum(parts))
    assert found[2026]["total_lcu"] == pytest.approx(1.25 * transfers + sum(parts))
    # 2029: the offices of 2028 are indexed to nothing
    assert found[2029]["administration_fixed_lcu"] == pytest.approx(9000)
    assert found[2029]["start_up_lcu"] == 0


def test_zero_benefits_cost_what_is_fixed_alone():
    nothing = DELIVERED.replace("eligible: age < oldest", "eligible: age > 200")
    one = run(nothing + UP)[2026].costs[0]
    assert (one["transfers_lcu"], one["administration_per_beneficiary_lcu"]) == (0, 0)
    assert one["total_lcu"] == pytest.approx(5000 + 500 * 1.1**2)


def test_an_office_without_a_value_yet_makes_the_cost_of_a_year_in_place_empty():
    assert np.isnan(run(DELIVERED)[2025].costs[0]["total_lcu"])
    assert run(DELIVERED + "phase_in: {2026: 1}\n")[2025].costs[0]["total_lcu"] == 0


def test_a_start_up_whose_prices_do_not_reach_is_refused():
    floor, people = floor_of([DELIVERED + UP.replace("2024", "2010")]), survey()
    with pytest.raises(GroundfloorError, match="inflation"):
        list(years_of(floor, people, {2025: people.weight}, PRICES, Money({}, {}), scenario="s"))


def test_a_start_up_before_the_base_year_is_said():
    floor = floor_of([DELIVERED + UP.replace("2025: 1000", "2023: 7, 2024: 1000")])
    (said,) = set_up_early(floor, 2025)
    assert said == "  Note: grant: the start-up of 2023, 2024 lies before 2025 and is not in the costs."
    assert list(set_up_early(floor, 2023)) == []


def test_of_a_scheme_that_ends_the_share_and_the_part_by_head_are_saved():
    older = DELIVERED.replace("programme: grant", "programme: older").replace(
        "unit: person", "unit: person\ncovered_by: pension"
    )
    newer = GRANT.replace("administration: 0.25", "replaces: [older]")
    floor, people = floor_of([newer]), survey()
    people.columns["pension"] = np.array([1.0, 1, 0, 0, 0, 1])
    schemes = floor_of([older + UP]).programmes.values()
    weights, money = {2026: people.weight}, Money({}, {})
    (year,) = years_of(floor, people, weights, PRICES, money, scenario="s", schemes=schemes)
    _, saved = year.costs
    # of those who have it today only the child of three receives the new one
    assert saved["beneficiaries"] == -100
    assert saved["administration_per_beneficiary_lcu"] == pytest.approx(-100 * 24 * 1.12)
    assert (saved["administration_fixed_lcu"], saved["start_up_lcu"]) == (0, 0)
    assert saved["total_lcu"] == pytest.approx(-100 * (120 * 1.1 * 1.25 + 24 * 1.12))


@given(
    st.lists(st.floats(0, 1e3), min_size=3, max_size=3),
    st.floats(0, 1),
    st.floats(0, 1e4),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_costs_add_up_and_never_fall_when_delivery_costs_more(values, share, once, inflation):
    each, offices, more = values
    prices = Prices(2025, RATES | {"inflation": dict.fromkeys(range(2020, 2040), inflation)})

    def costs(fixed):
        text = DELIVERED.replace("{2025-01-01: 2}", f"{{2025-01-01: {each}}}")
        text = text.replace("{2026-01-01: 5000, 2028-01-01: 9000}", f"{{2020-01-01: {fixed}}}")
        text = text.replace("share: 0.25", f"share: {share}")
        floor, people = (
            floor_of([text + f"take_up: 0.6\nstart_up: {{prices: 2025, values: {{2026: {once}}}}}\n"]),
            survey(),
        )
        weights = dict.fromkeys((2025, 2026), people.weight)
        return [one.costs[0] for one in years_of(floor, people, weights, prices, Money({}, {}), scenario="s")]

    for row, dearer in zip(costs(offices), costs(offices + more), strict=True):
        parts = share * row["transfers_lcu"] + sum(row[part] for part in PARTS)
        assert row["administration_lcu"] == pytest.approx(parts)
        assert row["total_lcu"] == pytest.approx(row["transfers_lcu"] + row["administration_lcu"])
        assert dearer["total_lcu"] == pytest.approx(row["total_lcu"] + more)
        assert row["transfers_lcu"] == dearer["transfers_lcu"]
