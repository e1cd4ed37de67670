"""The shocks of Ghana against the figures they cite, and a real survey of Uganda under one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.shocks import Shock, shocks_of, tables

UGANDA = Path(__file__).parents[2] / "examples" / "uganda_2009"


@pytest.fixture(scope="module")
def ghana() -> dict[str, Shock]:
    return shocks_of(gf.read_country("gha"))


def test_the_recession_is_that_of_2020(ghana: dict[str, Shock]) -> None:
    economy = gf.read_country("gha").economy
    for name in ("gdp_real_growth", "revenue_pct_gdp"):
        actual = economy.series(name)
        assert ghana["recession"].economy[name] == {2030: pytest.approx(actual[2020] - actual[2019])}


def test_the_price_spike_is_that_of_2022(ghana: dict[str, Shock]) -> None:
    actual = gf.read_country("gha").economy.series("inflation")
    spike = ghana["price_spike"]
    assert spike.economy["inflation"] == {2030 + i: pytest.approx(actual[2022 + i] - actual[2021]) for i in range(2)}
    # consumer prices of December 2022: food 59.7 % over a year, all else 49.9 %
    assert spike.prices["food"].rise.by_year(np.array([2030]))[0] == pytest.approx(1.597 / 1.499 - 1, abs=5e-4)


def test_the_price_spike_beside_the_world_bank() -> None:
    """Docs/validation.md: nearly 850,000 people pushed into poverty in 2022 there."""
    rows = tables(gf.simulate_shocks("gha", ["price_spike"], to=2030))["shocks"]
    newly = {row["line"]: row["newly_poor"] for row in rows if row["scenario"] == "today"}
    assert newly["national"] == pytest.approx(470_000, rel=0.01)
    assert newly["usd_3_65"] == pytest.approx(602_000, rel=0.01)


def test_a_recession_entitles_anew_where_the_rule_reads_consumption() -> None:
    rows = tables(gf.simulate_shocks("gha", ["recession"], to=2030))["shock_costs"]
    newly = {row["programme"]: row for row in rows if (row["scenario"], row["year"]) == ("ghana_floor", 2030)}
    works = newly["public_works"]
    assert works["newly_entitled"] > 0
    assert works["total_lcu_shocked"] > works["total_lcu_baseline"]
    for name in ("child_grant", "social_pension", "maternity_grant", "disability_grant"):
        assert newly[name]["newly_entitled"] == 0
        assert newly[name]["total_lcu_shocked"] == newly[name]["total_lcu_baseline"]


def test_the_drought_has_the_share_of_land_affected(ghana: dict[str, Shock]) -> None:
    share = ghana["drought"].losses["farmers"].share
    assert share is not None
    assert share.by_year(np.array([2030]))[0] == pytest.approx(871_745 / 1_810_139, abs=2e-3)
    assert not share.assumption
    assert ghana["drought"].losses["farmers"].loss.assumption


def test_an_extension_reaches_the_older_children_of_those_hit() -> None:
    found = gf.simulate_shocks("gha", ["drought"], to=2030)
    rows = {row["scenario"]: row for row in tables(found)["shock_costs"]
            if (row["programme"], row["year"]) == ("child_grant", 2030)}  # fmt: skip
    case, age = found.cases["drought"], found.at.survey.columns["age"]
    hit = case.struck.people(2030).columns["hit"] == 1
    wanted = found.at.weights[2030][hit & (age >= 5) & (age < 18)].sum()
    assert rows["extended"]["newly_entitled"] == pytest.approx(wanted)
    assert rows["doubled"]["newly_entitled"] == 0
    absorbed = {row["scenario"]: row["absorbed"] for row in tables(found)["shocks"] if row["line"] == "national"}
    assert absorbed["extended"] > absorbed["ghana_floor"]


@pytest.mark.skipif(
    "GROUNDFLOOR_REFERENCE" not in os.environ, reason="needs GROUNDFLOOR_REFERENCE: the survey of Uganda"
)
def test_a_real_survey_under_a_drought() -> None:
    found = gf.simulate_shocks(UGANDA, ["drought"], to=2030)
    made = tables(found)
    whole = [row for row in made["shock_hit"] if row["loss"] == "farmers"]
    by_group = {row["group"]: row for row in whole}
    assert by_group["region=Western"]["share_hit"] == 0
    # half of the rural households of the region, up to its towns and the draw
    assert 0.35 < by_group["region=Northern"]["share_hit"] < 0.5
    # the consumption of 818 of 2,975 households is not known
    assert next(row["undecided"] for row in made["shock_hit"] if (row["loss"], row["group"]) == ("food", "all")) == 818
    national = {row["scenario"]: row for row in made["shocks"] if row["line"] == "national"}
    assert national["today"]["change"] > 2 * national["today"]["se"] > 0
    assert 0 < national["floor"]["absorbed"] < national["doubled"]["absorbed"] < 1
