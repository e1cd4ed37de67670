"""Debt beside published figures; what docs/validation.md says of it."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pytest

from groundfloor.country.economy import REFORM
from groundfloor.financing import debt_factor

REFERENCE = os.environ.get("GROUNDFLOOR_REFERENCE")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="GROUNDFLOOR_REFERENCE is not set")


def outlook(query: str) -> list[tuple[float, ...]]:
    file = (Path(str(REFERENCE)) / "data" / "macro" / "weo_2025oct_wide.parquet").as_posix()
    with duckdb.connect() as connection:
        return connection.execute(query.replace("OUTLOOK", f"'{file}'")).fetchall()


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
    rate = (primary - balance) * grown / before  # the interest bill over the debt of the year before
    off = abs(debt - (before * debt_factor(rate, grown - 1, 0.0) - primary))
    assert len(off) == 708
    assert np.median(off) < 0.6
    assert 0.64 < (off < 1).mean() < 0.66


def test_one_year_of_one_country_looks_like_a_currency_reform():
    rows = outlook(
        """
        with moved as (
          select iso3, year, NGDP / lag(NGDP) over w / (1 + NGDP_RPCH / 100) / (1 + PCPIPCH / 100) as ratio
          from OUTLOOK window w as (partition by iso3 order by year))
        select iso3, year, ratio from moved where ratio > 0 and (ratio < 0.27 or ratio > 3.8)
        """
    )
    assert [(code, year) for code, year, _ in rows] == [("NIC", 1991)]
    assert rows[0][2] > REFORM
