"""What the tables say, person by person: a slow plain version, and what must hold whatever the figures."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.financing.plan import plan
from groundfloor.impact import changes
from groundfloor.scenarios import phased_in
from groundfloor.shocks import Shocked, tables
from groundfloor.shocks.tables import shortfall, worst
from groundfloor.survey.frame import Survey

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def made(found: Shocked) -> dict[str, Rows]:
    return tables(found)


def only(rows: Rows, **where: Any) -> dict[str, Any]:
    (row,) = [row for row in rows if all(row[name] == value for name, value in where.items())]
    return row


def test_a_shock_of_nothing_is_the_baseline_to_the_last_bit(found: Shocked, made: dict[str, Rows]) -> None:
    case = found.cases["nothing"]
    assert case.at is found.at
    for scenario in ("today", "floor"):
        for year in found.years:
            one, without = case.lived[scenario][year], found.base[scenario][year]
            np.testing.assert_array_equal(one.welfare, without.welfare)
            assert repr(one.costs) == repr(without.costs)  # NaN is not itself
    for table, rows in made.items():
        for row in rows:
            if row["shock"] == "nothing" and row.get("scenario") in (None, "today", "floor"):
                for column in [name for name in row if name.endswith("_baseline")]:
                    other = row[column.replace("_baseline", "_shocked")]
                    assert row[column] == other or (math.isnan(row[column]) and math.isnan(other)), (table, row)
    assert {
        row["change"] for row in made["shock_need"] if row["shock"] == "nothing" and row["scenario"] != "start_small"
    } == {0}
    assert not [row for row in made["shock_economy"] if row["shock"] == "nothing"]


@pytest.mark.parametrize(
    ("case", "scenario"), [("drought", "today"), ("drought", "doubled"), ("slump", "earlier"), ("dear", "floor")]
)
def test_need_counted_person_by_person(found: Shocked, made: dict[str, Rows], case: str, scenario: str) -> None:
    year, survey = 2028, found.at.survey
    z = survey.lines["national"]
    one = found.cases[case].lived[scenario][year]
    without = found.base["today" if scenario == "today" else "floor"][year]
    was = now = newly = gap = before = total = 0.0
    for person in range(survey.persons):
        w, y0, y1 = one.weight[person], without.welfare[person], one.welfare[person]
        if math.isnan(y0) or math.isnan(y1):
            continue
        total += w
        was, now = was + w * (y0 < z), now + w * (y1 < z)
        newly += w * (y1 < z <= y0)
        before, gap = before + w * max(0.0, z - y0), gap + w * max(0.0, z - y1)
    where = {"shock": case, "scenario": scenario, "year": year, "line": "national"}
    people = only(made["shock_people"], **where, group="all")
    for name, value in (("poor_baseline", was), ("poor_shocked", now), ("newly_poor", newly)):
        assert people[name] == pytest.approx(value)
    assert people["gap_lcu_baseline"] == pytest.approx(before * one.level)
    assert people["gap_lcu_shocked"] == pytest.approx(gap * one.level)
    need = only(made["shock_need"], **where, measure="fgt0")
    assert (need["baseline"], need["shocked"]) == pytest.approx((was / total, now / total))
    assert only(made["shock_need"], **where, measure="fgt1")["change"] == pytest.approx((gap - before) / total / z)


def test_a_small_loss_of_everybody_moves_the_gap_as_its_elasticity_says(found: Shocked) -> None:
    """Kakwani (1993): the elasticity of the gap PG to the mean is -(H - PG) / PG."""
    survey, z = found.at.survey, found.at.survey.lines["national"]
    assert survey.welfare is not None
    rows = changes(survey, survey.weight, survey.welfare, survey.welfare * (1 - 1e-6))
    head, gap = (only(rows, line="national", measure=measure) for measure in ("fgt0", "fgt1"))
    assert z > 0
    assert gap["change"] / 1e-6 == pytest.approx(head["before"] - gap["before"], rel=1e-4)


def test_groups_add_up(made: dict[str, Rows]) -> None:
    where = {"shock": "drought", "scenario": "floor", "year": 2027, "line": "national"}
    rows = [row for row in made["shock_people"] if all(row[name] == value for name, value in where.items())]
    for column in ("poor_baseline", "poor_shocked", "newly_poor", "gap_lcu_shocked"):
        for variable in ("region=", "sex=", "age_group=", "quintile="):
            parts = [row[column] for row in rows if row["group"].startswith(variable)]
            assert sum(parts) == pytest.approx(rows[0][column]), (column, variable)


def test_what_is_absorbed_is_the_share_of_the_rise_that_does_not_happen(found: Shocked, made: dict[str, Rows]) -> None:
    people = made["shock_people"]
    for row in made["shock_absorbed"]:
        where = {name: row[name] for name in ("shock", "year", "line")} | {"group": "all"}
        today, own = only(people, scenario="today", **where), only(people, scenario=row["scenario"], **where)
        rise = today["gap_lcu_shocked"] - today["gap_lcu_baseline"]
        left = own["gap_lcu_shocked"] - own["gap_lcu_baseline"]
        assert row["rise_today_lcu"] == pytest.approx(rise, rel=1e-6, abs=1e-3)
        if rise > 1:
            assert row["absorbed"] == pytest.approx(1 - left / rise, abs=1e-9)
            assert row["se"] > 0
        elif rise == 0:
            assert math.isnan(row["absorbed"])


def test_the_error_of_what_is_absorbed_is_that_of_a_ratio(found: Shocked, made: dict[str, Rows]) -> None:
    """By strata and primary units, from the linearised totals of 1 - u / v, summed unit by unit."""
    survey, year = found.at.survey, 2027
    z, case = survey.lines["national"], found.cases["drought"]

    def short(one: Any) -> Any:
        return np.maximum(0.0, z - one.welfare)

    v = short(case.lived["today"][year]) - short(found.base["today"][year])
    u = short(case.lived["floor"][year]) - short(found.base["floor"][year])
    w = found.at.weights[year]
    ratio = (w @ u) / (w @ v)
    score = w * (u - ratio * v) / (w @ v)
    assert survey.strata is not None
    assert survey.psu is not None
    variance = 0.0
    for stratum in range(len(survey.strata.levels)):
        inside = survey.strata.codes == stratum
        totals = [score[inside & (survey.psu.codes == unit)].sum() for unit in np.unique(survey.psu.codes[inside])]
        m = len(totals)
        variance += m / (m - 1) * sum((one - sum(totals) / m) ** 2 for one in totals)
    row = only(made["shock_absorbed"], shock="drought", scenario="floor", year=year, line="national")
    assert row["absorbed"] == pytest.approx(1 - ratio)
    assert row["se"] == pytest.approx(math.sqrt(variance))


def test_a_response_is_in_force_in_its_years_only(found: Shocked, made: dict[str, Rows]) -> None:
    rows = {
        row["year"]: row for row in made["shock_absorbed"] if (row["shock"], row["scenario"]) == ("drought", "doubled")
    }
    assert rows[2027]["added_cost_lcu"] > 0
    assert rows[2028]["added_cost_lcu"] > 0
    assert rows[2029]["added_cost_lcu"] == rows[2029]["mended_lcu"] == 0
    assert 0 < rows[2027]["mended_per_cost"] < 1
    assert rows[2027]["price_level"] == pytest.approx(1.06**2)
    floor = only(made["shock_absorbed"], shock="drought", scenario="floor", year=2027, line="national")
    assert rows[2027]["absorbed"] > floor["absorbed"]
    case = found.cases["drought"]
    assert case.lived["doubled"][2026] is case.lived["floor"][2026]


def test_the_grant_of_those_hit_is_doubled_for_them_alone(found: Shocked) -> None:
    case, year = found.cases["drought"], 2027
    hit = case.struck.people(year).columns["hit"] == 1
    more = case.lived["doubled"][year].welfare - case.lived["floor"][year].welfare
    assert (more[~hit] == 0).all()
    assert (more[hit] > 0).any()


def test_a_scenario_of_the_floor_can_answer_and_stands_beside_the_floor(found: Shocked, made: dict[str, Rows]) -> None:
    row = only(made["shock_need"], shock="drought", scenario="start_small", year=2026, line="national", measure="fgt0")
    floor = only(made["shock_need"], shock="drought", scenario="floor", year=2027, line="national", measure="fgt0")
    own = only(made["shock_need"], shock="drought", scenario="start_small", year=2027, line="national", measure="fgt0")
    assert row["change"] == 0  # before the shock it is the floor
    assert own["baseline"] == floor["baseline"]
    assert own["shocked"] >= floor["shocked"]


def test_costs_are_those_of_a_run_where_nothing_is_shocked(found: Shocked, made: dict[str, Rows], pack: Path) -> None:
    run = {(row["programme"], row["year"]): row for row in gf.cost(pack, to=2030) if row["scenario"] == "floor"}
    for row in made["shock_costs"]:
        if row["scenario"] == "floor" and row["programme"] != "all":
            of_run = run[row["programme"], row["year"]]
            assert row["total_lcu_baseline"] == of_run["total_lcu"]
            assert row["pct_gdp_baseline"] == of_run["pct_gdp"]
            assert row["beneficiaries_baseline"] == of_run["beneficiaries"]


def test_cost_is_a_larger_share_of_a_smaller_gdp(found: Shocked, made: dict[str, Rows]) -> None:
    for year in (2027, 2030):
        row = only(made["shock_costs"], shock="slump", scenario="floor", programme="all", year=year)
        gdp = only(made["shock_economy"], shock="slump", series="gdp_nominal", year=year)
        assert row["pct_gdp_shocked"] == pytest.approx(100 * row["total_lcu_shocked"] / gdp["shocked"])
        assert row["pct_gdp_shocked"] > row["pct_gdp_baseline"]
    # benefits indexed to prices cost the same in real terms; 2027 has prices 1.09 / 1.06 above
    assert row["total_lcu_shocked"] == pytest.approx(row["total_lcu_baseline"] * 1.09 / 1.06)


def test_newly_entitled_are_those_whom_only_the_shocked_rule_entitles(found: Shocked, made: dict[str, Rows]) -> None:
    row = only(made["shock_costs"], shock="slump", scenario="earlier", programme="social_pension", year=2028)
    ages = found.at.survey.columns["age"]
    pension = found.at.survey.columns["pension"]
    wanted = found.at.weights[2028][(ages >= 60) & (ages < 65) & (pension == 0)].sum()
    assert row["newly_entitled"] == pytest.approx(wanted)
    floor = only(made["shock_costs"], shock="slump", scenario="floor", programme="social_pension", year=2028)
    assert floor["newly_entitled"] == 0


def test_gap_and_debt_are_those_of_the_plan(found: Shocked, made: dict[str, Rows]) -> None:
    case, at = found.cases["slump"], found.cases["slump"].at
    rows = [row for row in made["shock_finance"] if (row["shock"], row["scenario"]) == ("slump", "floor")]
    flows = {row["year"]: row for row in made["shock_finance"] if (row["shock"], row["scenario"]) == ("slump", "today")}
    gdp = at.country.economy.series("gdp_nominal")
    cost = {year: 100 * one.total / gdp[year] for year, one in case.lived["floor"].items()}
    brings = {row["year"]: row["financing_pct_gdp_shocked"] for row in rows}
    interest, growth = (at.country.economy.series(name) for name in ("interest_rate", "gdp_nominal"))
    factors = {
        year: (1 + interest[year]) / (growth[year] / growth[year - 1]) for year in found.years if year - 1 in growth
    }
    before = {year: row["debt_pct_gdp_shocked"] for year, row in flows.items()}
    for row, wanted in zip(rows, plan("floor", cost, brings, before, factors), strict=True):
        assert row["cost_pct_gdp_shocked"] == pytest.approx(wanted["cost_pct_gdp"])
        assert row["gap_pct_gdp_shocked"] == pytest.approx(wanted["gap_pct_gdp"])
        assert row["debt_pct_gdp_shocked"] == pytest.approx(wanted["debt_pct_gdp_after"])
    assert rows[-1]["debt_pct_gdp_shocked"] > rows[-1]["debt_pct_gdp_baseline"]
    today = flows[2030]
    assert today["cost_pct_gdp_shocked"] == 0
    assert math.isnan(today["gap_pct_gdp_shocked"])


def test_two_shocks_strike_together_as_products_and_sums(found: Shocked, made: dict[str, Rows]) -> None:
    both, drought, slump = (found.cases[name].struck for name in ("drought+slump", "drought", "slump"))
    for year in (2027, 2028, 2030):
        np.testing.assert_allclose(both.factor(year), drought.factor(year) * slump.factor(year), rtol=1e-15)
    assert found.cases["drought+slump"].at.country == found.cases["slump"].at.country
    assert set(found.cases["drought+slump"].responses) == {"start_small", "doubled", "earlier"}
    assert {row["loss"] for row in made["shock_hit"] if row["shock"] == "drought+slump"} == {"all", "drought.hills"}


def test_who_is_hit_is_counted_with_its_error(found: Shocked, made: dict[str, Rows]) -> None:
    case, survey = found.cases["drought"], found.at.survey
    year = worst(found, case)
    assert year == 2027
    hit = case.struck.people(year).columns["hit"]
    weight = found.at.weights[year]
    row = only(made["shock_hit"], shock="drought", loss="hills", group="all")
    assert row["hit"] == pytest.approx(float(weight @ hit))
    assert row["lost"] == pytest.approx(float((weight * hit * 0.3) @ survey.welfare / (weight @ survey.welfare)))
    assert 0 < row["share_hit_se"] < row["share_hit"]
    assert row["undecided"] == 0
    elsewhere = only(made["shock_hit"], shock="drought", loss="hills", group="region=Coast")
    assert elsewhere["share_hit"] == elsewhere["lost"] == 0
    assert math.isnan(elsewhere["share_hit_se"])


def test_losses_fade(made: dict[str, Rows]) -> None:
    rows = {row["year"]: row for row in made["shock_need"]
            if (row["shock"], row["scenario"], row["measure"]) == ("drought", "today", "fgt1")}  # fmt: skip
    assert rows[2026]["change"] == 0
    assert rows[2027]["change"] > rows[2028]["change"] > 0
    assert rows[2029]["change"] == rows[2030]["change"] == 0


def test_the_summary_is_of_the_worst_year_and_the_last_debt(found: Shocked, made: dict[str, Rows]) -> None:
    row = only(made["shocks"], shock="slump", scenario="floor", line="national")
    assert (row["year"], row["last_year"]) == (2027, 2030)
    assert phased_in(found.floor, found.at.base) == 2028
    finance = only(made["shock_finance"], shock="slump", scenario="floor", year=2030)
    assert row["debt_pct_gdp_shocked"] == finance["debt_pct_gdp_shocked"]
    need = only(made["shock_need"], shock="slump", scenario="floor", line="national", measure="fgt0", year=2027)
    assert (row["headcount_shocked"], row["se"]) == (need["shocked"], need["se"])


def test_every_number_of_the_file_has_its_source(made: dict[str, Rows]) -> None:
    rows = {
        (row["part"], row["quantity"], row["year"]): row for row in made["shock_sources"] if row["shock"] == "slump"
    }
    growth, prices = rows["economy", "gdp_real_growth", 2027], rows["economy", "inflation", 2027]
    assert (growth["value"], growth["source"], growth["assumption"]) == (-0.08, "own", True)
    assert (prices["source"], prices["assumption"]) == ("by hand", False)
    assert rows["economy", "pass_through", None]["assumption"] is True
    assert all(row["source"] for row in made["shock_sources"])


def test_what_a_person_lacks_is_shared_in_the_household() -> None:
    """Two adult equivalents among four: each lives on 60 of the 100 of an equivalent, and the household lacks 2 x 40."""
    people = Survey(
        "s", "X", 2025, {}, np.array([0]), np.ones(4), np.full(4, 60.0), {"z": 100.0}, sharing=np.full(4, 2.0)
    )
    assert shortfall(people, np.full(4, 60.0), 100.0).sum() == pytest.approx(80.0)
    each = shortfall(replace(people, sharing=None), np.array([60.0, 100.0, 120.0, np.nan]), 100.0)
    np.testing.assert_allclose(each, [40.0, 0.0, 0.0, np.nan])


def test_the_same_seed_gives_the_same_tables(pack: Path, made: dict[str, Rows]) -> None:
    again = tables(gf.simulate_shocks(pack, ["drought"], to=2030, responses=["start_small"]))
    for name, rows in again.items():
        assert repr(rows) == repr([row for row in made[name] if row["shock"] == "drought"]), name
