"""What low and high variants cost: as if their floor were run, empty without any, in order over the years or said otherwise."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs import changed, every_form
from tests.test_growth import people
from tests.test_simulate import GRANT, PRICES

import groundfloor as gf
from groundfloor.pipeline import results_of
from groundfloor.rules import floor_of
from groundfloor.rules.variants import variant
from groundfloor.simulate import Money, years_of
from groundfloor.variants import add_ranges, findings

VARIED = GRANT + "variants: {low: {take_up: 0.5}, high: {parameters: {amount: {2025-01-01: 15}}}}\n"
SECOND = """
programme: top_up
label: {en: Top-up}
guarantee: children
function: family_child
status: proposed
unit: person
eligible: grant.receives
amount: grant.amount / 10
"""
THIRD = SECOND.replace("programme: top_up", "programme: other").replace("grant.receives", "age < 9").replace("grant.amount / 10", "per_year(fee)").replace(
    "eligible:", "parameters: {fee: {unit: LCU/month, values: {2025-01-01: 4}}}\neligible:"
)  # fmt: skip
YEARS = range(2025, 2029)


def simulated(floor, survey=None, schemes=()):
    survey = survey or people()
    weights = dict.fromkeys(YEARS, survey.weight)
    return years_of(floor, survey, weights, PRICES, Money(dict.fromkeys(YEARS, 1e6), {}), scenario="s", schemes=schemes)


def ranged(floor, **more):
    rows = [row for year in simulated(floor, **more) for row in year.costs]
    return rows, add_ranges(rows, floor, partial(simulated, **more))


def totals(floor, **more):
    return {
        (row["programme"], row["year"]): row["total_lcu"] for year in simulated(floor, **more) for row in year.costs
    }


@pytest.mark.parametrize(
    "texts", [[VARIED], [VARIED, SECOND, THIRD], [VARIED, THIRD.replace("unit: person", "unit: household")]]
)
def test_they_are_what_their_floor_costs_when_it_is_run(texts):
    floor = floor_of(texts)
    rows, sums = ranged(floor)
    for which in ("low", "high"):
        whole = totals(variant(floor, which))
        for row in rows:
            assert row[f"total_lcu_{which}"] == pytest.approx(whole[row["programme"], row["year"]])
        for year in YEARS:
            assert sums[which][year] == pytest.approx(sum(total for (_, at), total in whole.items() if at == year))
    base = {row["year"]: row for row in rows if row["programme"] == "grant"}
    # the high pays 15 in place of 10 until the law pays 20
    assert base[2027]["total_lcu_high"] == pytest.approx(1.5 * base[2027]["total_lcu"])
    if len(texts) == 3:
        top_up = next(row for row in rows if row["programme"] == "top_up" and row["year"] == 2026)
        assert top_up["total_lcu_low"] < top_up["total_lcu"] < top_up["total_lcu_high"]
        other = next(row for row in rows if row["programme"] == "other")
        assert other["total_lcu_low"] == other["total_lcu"] == other["total_lcu_high"]


def test_only_what_is_touched_is_simulated_again():
    asked = []

    def years(floor):
        asked.append(set(floor.programmes))
        return simulated(floor)

    floor = floor_of([VARIED, SECOND, THIRD])
    add_ranges([row for year in simulated(floor) for row in year.costs], floor, years)
    assert asked == [{"grant", "top_up"}] * 2


def test_without_variants_nothing_is_put_in():
    rows, sums = ranged(floor_of([GRANT, THIRD]))
    assert sums == {}
    assert "total_lcu_low" not in rows[0]
    assert findings(rows) == []


def test_overlaps_are_taken_off_in_each():
    older = THIRD.replace("programme: other", "programme: older").replace(
        "unit: person", "unit: person\ncovered_by: pension"
    )
    survey = people()
    survey.columns["pension"] = (survey.columns["age"] < 8).astype(float)
    schemes = tuple(floor_of([older]).programmes.values())
    floor = floor_of([VARIED + "replaces: [older]\n", THIRD])
    rows, _ = ranged(floor, survey=survey, schemes=schemes)
    low = totals(variant(floor, "low"), survey=survey, schemes=schemes)
    assert {row["programme"] for row in rows} == {"grant", "other", "older"}
    for row in rows:
        assert row["total_lcu_low"] == pytest.approx(low[row["programme"], row["year"]])
    ended = next(row for row in rows if row["programme"] == "older")
    assert ended["total_lcu"] < ended["total_lcu_low"] < 0


def test_an_order_that_does_not_hold_is_said():
    wrong = VARIED.replace("low: {take_up: 0.5}", "low: {eligible: age < 12}").replace(
        "{2025-01-01: 15}", "{2025-01-01: 5}"
    )
    rows, _ = ranged(floor_of([wrong]))
    said = findings(rows)
    assert [(one.severity, one.says) for one in said] == [("warning", "variants.low"), ("warning", "variants.high")]
    assert said[0].message == "grant, s: its low variant costs more over these years than the programme itself."


@settings(max_examples=20)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 30), st.integers(0, 4))
def test_low_base_and_high_are_in_order(a, b, c, amount, seed):
    low, base, high = sorted((a, b, c))
    text = (
        GRANT
        + f"take_up: {base}\nvariants: {{low: {{take_up: {low}}}, high: {{take_up: {high}, parameters: {{amount: {{2025-01-01: {amount + 20}}}}}}}}}\n"
    )
    rows, sums = ranged(floor_of([text]), survey=people(seed=seed))
    assert findings(rows) == []
    for year in YEARS:
        own = sum(row["total_lcu"] for row in rows if row["year"] == year)
        assert sums["low"][year] <= own <= sums["high"][year]


def test_an_unknown_cost_stays_unknown():
    floor = floor_of([VARIED.replace("values: {2025-01-01: 10, ", "values: {2026-01-01: 10, ")])
    rows, sums = ranged(floor)
    assert np.isnan(rows[0]["total_lcu_low"])
    assert np.isnan(sums["low"][2025])


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return results_of(every_form(tmp_path_factory.mktemp("packs") / "nowhere"), to=2030)


def test_a_run_has_them_in_costs_and_plan(results):
    costs, plan = results.tables["costs"], results.tables["plan"]
    for row in plan:
        mine = [one for one in costs if (one["scenario"], one["year"]) == (row["scenario"], row["year"])]
        gdp = 100 * sum(one["total_lcu"] for one in mine) / row["cost_pct_gdp"] if row["cost_pct_gdp"] else None
        for which in ("low", "high"):
            total = sum(one[f"total_lcu_{which}"] for one in mine)
            assert row[f"cost_pct_gdp_{which}"] == pytest.approx(100 * total / gdp)
        assert row["cost_pct_gdp_low"] <= row["cost_pct_gdp"] <= row["cost_pct_gdp_high"]
    pension = next(row for row in costs if row["programme"] == "social_pension" and row["year"] == 2030)
    assert pension["total_lcu_low"] == pension["total_lcu_high"] == pension["total_lcu"]


def test_the_variant_is_what_a_pack_costs_that_says_so_itself(results, tmp_path):
    pack = every_form(tmp_path / "low")
    file = pack / "programmes" / "maternity.yaml"
    changed(file, ("take_up: {2025: 0.4, 2030: 0.8}\n", "take_up: 0.3\n"))
    found = {(row["scenario"], row["programme"], row["year"]): row["total_lcu"] for row in gf.cost(pack, to=2030)}
    for row in results.tables["costs"]:
        assert row["total_lcu_low"] == pytest.approx(found[row["scenario"], row["programme"], row["year"]])


def test_a_pack_without_variants_has_empty_cells(tmp_path):
    rows = results_of(gf.new(tmp_path / "nowhere"), to=2026).tables
    assert all(row.get("total_lcu_low") is None for row in rows["costs"])
    assert all(row.get("cost_pct_gdp_high") is None for row in rows["plan"])
