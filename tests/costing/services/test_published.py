"""Costs beside what others published; docs/validation.md tells what cannot be put beside them."""

import os
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.documents import read_rows

from .describing import costed, number, setting, total

STAFFING = "sectors.health.services.staffing."


def test_three_hundred_staff_at_three_times_gdp_per_head_cost_what_the_ilo_says(tmp_path):
    """ILO, Social Security Policy Briefings 3 (2008): essential health care costs 1.5 % of GDP at least, where the wage is the floor."""
    found = costed(tmp_path, {f"{STAFFING}coverage": number(1.0)})
    share = total(found, "health", "total_pct_gdp", service="staffing")
    assert share == pytest.approx(1.503)
    assert np.round(share, 1) == pytest.approx(1.5)


def test_staff_cost_what_the_preset_of_the_ilo_says(tmp_path):
    preset = gf.preset("gha", "ilo_2008", to=2030)
    found = costed(tmp_path, {f"{STAFFING}coverage": number(1.0)}, gf.cost_services("gha", to=2030).setting)
    cost = total(found, "health", "total_lcu", service="staffing")
    assert cost == pytest.approx([preset.value("total_lcu", "health", year) for year in range(2025, 2031)])


PUBLISHED = {
    ("health", "additional annual cost ambitious, 2030"): 371,
    ("health", "idem per person 2030"): 58,
    ("wash", "basic WASH capital per year (range 13.8-46.7)"): 28.4,
    ("wash", "capital cost 6.1+6.2 safely managed per year"): 114,
    ("wash", "basic WASH share of GP of 140"): 0.1,
    ("wash", "safely managed share of GP"): 0.39,
    ("nutrition", "additional over 10 years for 4 WHA targets"): 70,
    ("nutrition", "per child under five per year about"): 10,
}
"""Stenberg and others (2017); Hutton and Varughese (2016); Shekar and others (2017). USD billion, USD a head and % of product."""


def test_the_published_figures_are_those_of_the_reference():
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if folder is None:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    rows = read_rows(
        Path(folder) / "published" / "sector_costing_published.csv",
        ("sector", "item", "value"),
        ("study", "unit", "source"),
    )
    there = {(row.cells["sector"], row.cells["item"]): row.cells["value"] for row in rows}
    for key, value in PUBLISHED.items():
        assert float(there[key]) == value


def test_a_cost_a_head_of_the_price_tag_is_its_total_for_the_people_it_implies(tmp_path):
    """371 billion at 58 a head are 6.3 to 6.5 billion people: a consistency of the source, and of the formula for that many."""
    at = setting(years=2, growth=0.0)
    people = (
        PUBLISHED["health", "additional annual cost ambitious, 2030"]
        * 1e9
        / PUBLISHED["health", "idem per person 2030"]
    )
    at.people[:] *= people / at.people[0].sum()
    head = {"sectors.information.services.warning.running": number(58.0, "LCU/person/year"),
            "sectors.information.services.warning.coverage": number({2025: 0.0, 2026: 1.0})}  # fmt: skip
    assert total(costed(tmp_path, head, at), "information", "additional_lcu")[1] == pytest.approx(371e9)
    assert 6.3e9 < people < 6.5e9


def test_the_two_shares_of_water_and_sanitation_are_of_one_product():
    """28.4 billion as 0.10 % (0.095 to 0.105) and 114 billion as 0.39 % (0.385 to 0.395) of the product of 140 countries."""
    low, high = 28.4 / 0.00105, 28.4 / 0.00095
    assert low < 114 / 0.00395
    assert high > 114 / 0.00385
