"""Debt and fiscal space beside published figures; what docs/validation.md says of them."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import duckdb
import numpy as np
import pytest

from groundfloor.country.model import Economy, Observation
from groundfloor.financing import Accounts, count
from groundfloor.financing.option import CASES, Option
from groundfloor.financing.options import kinds

REFERENCE = os.environ.get("GROUNDFLOOR_REFERENCE")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="GROUNDFLOOR_REFERENCE is not set")
CODES = {
    "Bangladesh": "BGD", "Burkina Faso": "BFA", "Cameroon": "CMR", "India": "IND", "Nepal": "NPL", "Pakistan": "PAK",
    "Guinea": "GIN", "Senegal": "SEN", "Tanzania": "TZA", "Viet Nam": "VNM", "Ethiopia": "ETH", "Kenya": "KEN",
}  # fmt: skip
SAID = {
    "Bangladesh": 2.1, "Burkina Faso": 4.3, "Cameroon": 3.0, "India": 5.6, "Nepal": 3.3, "Pakistan": 3.7,
    "Guinea": 4.1, "Senegal": 4.3, "Tanzania": 4.0, "Viet Nam": 4.7, "Ethiopia": 3.7, "Kenya": 4.3,
}  # fmt: skip
ROUNDING = 0.05


def outlook(query: str) -> list[tuple[float, ...]]:
    file = (Path(str(REFERENCE)) / "data" / "macro" / "weo_2025oct_wide.parquet").as_posix()
    with duckdb.connect() as connection:
        return connection.execute(query.replace("OUTLOOK", f"'{file}'")).fetchall()


def test_a_fifth_of_the_budget_agrees_with_the_paper_of_2008_in_two_countries_of_twelve():
    [way] = [way for way in kinds()["reallocation"].WAYS if way.tells == "of_expenditure"]
    option = {"one": Option("one", {case: {"of_expenditure": 0.2} for case in CASES}, 2010, way)}
    spent = dict(outlook("select iso3, GGX_NGDP from OUTLOOK where year = 2010"))
    ours = {}
    for country, code in CODES.items():
        row = Observation(2010, "expenditure_pct_gdp", spent[code], "% of GDP", "actual", "IMF")
        ours[country] = count(option, (), Accounts(2010, Economy((row,))), [2010]).brings["one"][2010]["base"]
    assert {country: round(value, 1) for country, value in ours.items()} == SAID
    file = Path(str(REFERENCE)) / "published" / "ilo2008_domestic_financing_one_fifth.csv"
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    within = {
        country
        for row in rows
        for country in row["country_or_group"].split("|")
        if country in ours and row["y2010_low"]
        if float(row["y2010_low"]) - ROUNDING <= ours[country] <= float(row["y2010_high"]) + ROUNDING
    }
    assert within == {"Pakistan", "Viet Nam"}


def test_debt_in_the_outlook_follows_the_identity_but_for_its_stock_flow_adjustments():
    rows = outlook(
        """
        with moved as (
          select iso3, year, NGDP / lag(NGDP) over w as grown, GGXWDG_NGDP as debt, lag(GGXWDG_NGDP) over w as before,
                 GGXONLB_NGDP as primary_, GGXCNL_NGDP as balance
          from OUTLOOK window w as (partition by iso3 order by year))
        select grown, debt, before, primary_, balance from moved
        where year between 2027 and 2030
          and grown is not null and debt is not null and before is not null and primary_ is not null and balance is not null
        """
    )
    grown, debt, before, primary, balance = np.array(rows).T
    interest = primary - balance  # % of GDP
    factor = 1 / grown + interest / before
    off = abs(debt - (before * factor - primary))
    assert len(off) == 708
    assert np.median(off) < 0.6
    assert 0.64 < (off < 1).mean() < 0.66
