"""Each method beside a slow plain version of it, year by year and age by age, and its properties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.presets.examples import SERIES, YEARS, country, people

import groundfloor as gf
from groundfloor.costing import price_index
from groundfloor.presets import Calculated, Households, Inputs, Line, calculate, parameters_of, presets

ADDING = ("cost", "gap", "path", "low", "high")
LEVELS = {  # the parameter that is the level of a programme
    "ilo_2005": {"pension_daily": "pension", "child_daily": "child_benefit", "health_each": "health"},
    "ilo_2008": {"pension_share": "pension", "child_share": "child_benefit", "health_wage": "health"},
    "spf_calculator": {"child_level": "children", "maternity_level": "maternity", "disability_level": "disability", "pension_level": "old_age"},
    "financing_gap_2019": {"child_level": "children", "pension_level": "old_age"},
    "financing_gap_2024": {"unemployed_level": "unemployment"},
    "helpage_pension": {"pension_share": "pension"},
    "rap": {"children_low_level": "children", "health_low_level": "health", "public_works_low_level": "public_works"},
}  # fmt: skip


def block_of(preset: str) -> str:
    return "low" if preset == "rap" else "cost"


def total(done: Calculated, programme: str, block: str) -> np.ndarray:
    return np.array([done.value("total_lcu", programme, year, block) for year in YEARS])


def plain_2008(at: Inputs, t: int) -> dict[str, float]:
    year = at.years[t]
    persons = [float(n) for n in at.population[t]]
    head = at.series["gdp_nominal"][year] / sum(persons)
    dollar = 3.0
    for step in range(2025, year + 1):
        dollar *= 1 + at.series["inflation"][step]
    old, working, young = 0.0, 0.0, 0.0
    for age, n in enumerate(persons):
        old += n if age >= 65 else 0
        working += n if 15 <= age <= 64 else 0
        young += n if age < 14 else 0
    level = min(0.30 * head, 365 * dollar)
    return {
        "pension": (old + 0.01 * working) * level * 1.15,
        "child_benefit": 0.464 * young * min(0.15 * head, 365 * 0.5 * dollar) * 1.15,
        "employment": 0.10 * working * level * 100 / 260 * 1.15,
        "health": sum(persons) * 0.003 * 3 * head * 1.67,
    }


def line(t: int, value: float = 1500.0) -> float:
    for step in range(2025, YEARS[t] + 1):
        value *= 1 + SERIES["inflation"][step]
    return value


def plain_calculator(at: Inputs, t: int, children: int = 4, administration: float = 0.03) -> dict[str, float]:
    z, persons = line(t), at.population[t].tolist()
    return {
        "children": sum(persons[: children + 1]) * 0.25 * z * (1 + administration),
        "maternity": float(at.births[t]) * z * 4 / 12 * (1 + administration),
        "disability": sum(persons) * 0.029 * z * (1 + administration),
        "old_age": sum(persons[65:]) * z * (1 + administration),
    }


@pytest.mark.parametrize("t", range(3))
@pytest.mark.parametrize(("preset", "plain"), [("ilo_2008", plain_2008), ("spf_calculator", plain_calculator)])
def test_the_plain_version_gives_the_same(preset: str, plain: Callable[[Inputs, int], dict[str, float]], t: int):
    at = country()
    done = calculate(preset, at)
    expected = plain(at, t)
    for programme, value in expected.items():
        assert done.value("total_lcu", programme, YEARS[t]) == pytest.approx(value, rel=1e-12), programme
    assert done.value("total_lcu", "total", YEARS[t]) == pytest.approx(sum(expected.values()), rel=1e-12)


def test_the_gap_is_what_those_not_covered_lack_and_the_way_leads_to_it():
    at = country()
    done = calculate("financing_gap_2020", at, {"universal_by": 2027})
    covered = {"children": 0.3, "maternity": 0.4, "disability": 0.1, "old_age": 0.2}
    for t, year in enumerate(YEARS):
        for programme, value in plain_calculator(at, t, 5, 0.05).items():
            lacking = value * (1 - covered[programme])
            assert done.value("total_lcu", programme, year, "cost") == pytest.approx(value)
            assert done.value("total_lcu", programme, year, "gap") == pytest.approx(lacking)
            assert done.value("total_lcu", programme, year, "path") == pytest.approx(lacking * t / 2, abs=1e-6)
        head = SERIES["gdp_nominal"][year] / at.population[t].sum()
        need = max(0.0, 271 * SERIES["exchange_rate"][year] - 0.02 * head)
        assert done.value("total_lcu", "health", year, "gap") == pytest.approx(need * at.population[t].sum())


def test_a_way_to_all_that_is_past_is_at_its_end():
    done = calculate("financing_gap_2019", country(), {"universal_by": 2020})
    assert total(done, "total", "path") == pytest.approx(total(done, "total", "gap"))


def test_the_unemployed_are_counted_from_fifteen():
    at = country()
    done = calculate("financing_gap_2024", at)
    expected = at.population[1, 15:].sum() * 0.7 * 0.06
    assert done.value("beneficiaries", "unemployment", 2026) == pytest.approx(expected)
    assert done.value("benefit_lcu", "unemployment", 2026) == pytest.approx(line(1, 3.65 * 365 * 3))


def test_the_index_by_hand():
    """Of 10 weights 1 has 900 and 2 have 1400 where the line is 1500: the gap is (0.4 × 1 + 0.0667 × 2) / 10."""
    at = country()
    done = calculate("spf_index", at, {"attended_births": 0.38})
    gap = (1 * (1 - 900 / 1500) + 2 * (1 - 1400 / 1500)) / 10
    people = at.population.sum(axis=1)
    for t, year in enumerate(YEARS):
        assert done.value("total_lcu", "income", year, "gap") == pytest.approx(gap * line(t) * people[t])
        assert done.value("beneficiaries", "income", year, "gap") == pytest.approx(0.3 * people[t])
        assert done.value("pct_gdp", "health", year, "gap") == pytest.approx(max(4.3 - 2.0, 2.0 * (0.95 - 0.38) / 0.95))
    given = calculate("spf_index", replace(at, households=None), {"poverty_gap": gap})
    assert total(given, "income", "gap") == pytest.approx(total(done, "income", "gap"))


def test_a_relative_minimum_is_at_least_its_floor():
    """The median of weights 1, 2, 3, 4 is 2000, half of it 1000: the floor of 1500 stands; at 0.9 it is 1800."""
    at = country()
    absolute, half, more = (
        calculate("spf_index", at, change)
        for change in ({}, {"criterion": "relative"}, {"criterion": "relative", "relative_share": 0.9})
    )
    assert total(half, "income", "gap") == pytest.approx(total(absolute, "income", "gap"))
    gap = (1 * (1 - 900 / 1800) + 2 * (1 - 1400 / 1800)) / 10
    assert more.value("total_lcu", "income", 2025, "gap") == pytest.approx(gap * line(0, 1800) * at.population[0].sum())


def test_the_pension_is_the_share_of_the_old():
    at = country()
    done = calculate("helpage_pension", at)
    old = at.population[:, 65:].sum(axis=1) / at.population.sum(axis=1)
    assert [row["pct_gdp"] for row in done.rows] == pytest.approx((20 * old).tolist())


def test_benefit_sheets_net_what_stands_beside_each_other():
    """Of those with disability, whoever is of the age of the pension has it and not the other: counted age by age."""
    at = country()
    done = calculate("rap", at)
    for block, first, level in (("low", 70, 0.5), ("high", 65, 1.0)):
        for t, year in enumerate(YEARS):
            reached = (t + 1) / 5
            expected = 0.0
            for age, persons in enumerate(at.population[t].tolist()):
                pension = reached if age >= first else 0.0
                expected += persons * 0.029 * reached * (1 - pension)
            assert done.value("beneficiaries", "disability", year, block) == pytest.approx(expected)
            assert done.value("benefit_lcu", "disability", year, block) == pytest.approx(level * line(t))
    assert total(done, "balance", "financing") - total(done, "balance_low", "financing") == pytest.approx(
        total(done, "total", "low")
    )
    active = at.population[:, 15:65].sum(axis=1) * 0.7
    assert [done.value("target_population", "labour_force", year, "labour") for year in YEARS] == pytest.approx(active)


@pytest.mark.parametrize("preset", sorted(presets()))
def test_programmes_add_up_to_their_total(preset: str):
    done = calculate(preset, country())
    for block in done.table.blocks:
        inside = [row for row in done.rows if row["block"] == block]
        if block not in ADDING or len({row["programme"] for row in inside}) == 1:
            assert not [row for row in inside if row["programme"] == "total"]
            continue
        for column in ("cost_lcu", "administration_lcu", "total_lcu", "pct_gdp", "pct_government_expenditure"):
            for year in YEARS:
                parts = [row[column] for row in inside if row["year"] == year and row["programme"] != "total"]
                assert done.value(column, "total", year, block) == pytest.approx(sum(parts)), (block, column)


@pytest.mark.parametrize("preset", sorted(LEVELS))
def test_a_benefit_twice_as_high_costs_twice_and_one_of_nothing_nothing(preset: str):
    block, off = block_of(preset), {"capped": 0} if preset == "ilo_2008" else {}
    before = calculate(preset, country(), off)
    for name, programme in LEVELS[preset].items():
        value = float(parameters_of(preset)[name].value)
        twice, none = (calculate(preset, country(), {**off, name: times * value}) for times in (2, 0))
        assert total(twice, programme, block) == pytest.approx(2 * total(before, programme, block))
        assert total(none, programme, block).tolist() == [0.0, 0.0, 0.0]


@settings(max_examples=40)
@given(
    st.integers(0, 1000),
    st.floats(0.0, 1.0),
    st.floats(0.0, 5.0),
    st.floats(0.0, 5.0),
    st.floats(0.1, 50.0),
)
def test_the_cap_never_makes_a_package_dearer(seed: int, share: float, pension: float, child: float, dollar: float):
    at = country(population=people(seed))
    chosen = {"pension_share": share, "pension_cap": pension, "child_cap": child, "ppp_conversion": dollar}
    on, off = (calculate("ilo_2008", at, {**chosen, "capped": capped}) for capped in (1, 0))
    for programme in ("pension", "child_benefit", "employment", "health", "total"):
        assert (total(on, programme, "cost") <= total(off, programme, "cost") * (1 + 1e-12)).all()


@settings(max_examples=20)
@given(st.sampled_from(sorted(set(presets()) - {"spf_index"})), st.floats(0.01, 100.0))
def test_shares_of_gdp_do_not_depend_on_the_unit_of_money(preset: str, unit: float):
    """All money of the country in another unit: shares of GDP, and who is reached, stay."""
    at = country()
    money = {"gdp_nominal": unit, "exchange_rate": unit, "ppp_conversion": unit}
    series = {name: {y: v * money.get(name, 1.0) for y, v in values.items()} for name, values in SERIES.items()}
    lines = {name: replace(one, value=one.value * unit) for name, one in at.lines.items()}
    other = calculate(preset, country(series, lines=lines)).rows
    for column in ("pct_gdp", "beneficiaries"):
        before = [row[column] for row in calculate(preset, at).rows]
        assert [row[column] for row in other] == pytest.approx(before, nan_ok=True)


@settings(max_examples=20)
@given(st.sampled_from(sorted(presets())), st.floats(0.1, 10.0))
def test_more_people_of_every_age_cost_as_much_more_at_a_given_line(preset: str, times: float):
    """At a fixed GDP a head and line everything is in proportion to people."""
    at = country()
    series = {**SERIES, "gdp_nominal": {year: value * times for year, value in SERIES["gdp_nominal"].items()}}
    larger = country(series, population=at.population * times, births=at.births * times)
    one, other = calculate(preset, at).rows, calculate(preset, larger).rows
    assert [row["total_lcu"] for row in other] == pytest.approx([times * row["total_lcu"] for row in one], nan_ok=True)


def test_orphans_count_where_their_share_is_known():
    done = calculate("spf_calculator", country(), {"orphan_share": 0.08})
    assert done.value("beneficiaries", "orphans", 2025) == pytest.approx(0.08 * country().people(5, 17)[0])
    assert "orphans" not in {row["programme"] for row in calculate("spf_calculator", country()).rows}


def test_a_known_wage_of_staff_moves_with_gdp_per_head():
    at = country()
    head = at.gdp_per_capita
    done = calculate("ilo_2008", at, {"health_wage_observed": 5 * head[0]})
    assert [done.value("pct_gdp", "health", year) for year in YEARS] == pytest.approx([0.003 * 5 * 1.67 * 100] * 3)


def test_what_the_budget_carries_today_is_only_there_where_it_is_given():
    at = country()
    assert "status_quo" not in {row["programme"] for row in calculate("ilo_2008", at).rows}
    done = calculate("ilo_2008", at, {"status_quo_share": 0.01})
    assert done.value("pct_gdp", "status_quo", 2025, "financing") == pytest.approx(0.2)
    lacking = done.value("total_lcu", "total", 2025) - done.value("total_lcu", "status_quo", 2025, "financing")
    assert done.value("total_lcu", "external_status_quo", 2025, "financing") == pytest.approx(lacking)


def test_the_gap_of_a_real_survey_has_its_interval(tmp_path):
    pack = gf.new(tmp_path / "nowhere")
    done = gf.preset(pack, "spf_index", to=2026, overrides={"health_expenditure_pct_gdp": 2})
    ((_, values),) = (one for one in done.rows[0]["note"] if one[0] == "sampled")
    survey, rates = gf.read_survey(pack), gf.read_country(pack).economy.series("inflation")
    own = gf.read_country(pack).lines["national"]
    national = own["value"] * 365 * price_index(rates, own["year"], survey.price_year)
    (row,) = (
        row
        for row in gf.measure(survey, groups=(), lines={"national": national})
        if (row["measure"], row["group"]) == ("fgt1", "all")
    )
    assert values["value"] == pytest.approx(row["value"], rel=1e-6)
    assert (values["low"], values["high"]) == pytest.approx((row["ci_low"], row["ci_high"]), rel=1e-6)


def test_welfare_below_nothing_lacks_the_line_and_no_more():
    people = Households(np.array([-500.0, 5000.0]), np.ones(2), 2024)
    done = calculate("spf_index", country(households=people))
    assert done.value("benefit_lcu", "income", 2025, "gap") == pytest.approx(line(0))


def plain_2005(at: Inputs, t: int, targeted: bool) -> dict[str, float]:
    year = at.years[t]
    persons = [float(n) for n in at.population[t]]
    head = at.series["gdp_nominal"][year] / sum(persons)
    dollar = 3.0
    for step in range(2025, year + 1):
        dollar *= 1 + at.series["inflation"][step]
    found = {
        "health": sum(persons) * 34 * at.series["exchange_rate"][year],
        "education": sum(persons[6:12]) * 0.9 * 0.12 * head,
    }
    if targeted:  # 1 of 10 persons in the example lives below the line, and half of the poor are helped
        return found | {"targeted": sum(persons) * 0.1 * 0.5 * 365 * 0.5 * dollar * 1.15}
    old = sum(persons[65:]) + 0.01 * sum(persons[15:65])
    return found | {
        "pension": old * 365 * dollar * 1.15,
        "child_benefit": sum(persons[:15]) * 365 * 0.5 * dollar * 1.15,
    }


@pytest.mark.parametrize("targeted", [False, True])
def test_2005_beside_the_plain_version(targeted):
    at = country()
    given = {"education_each": 0.12, "education_enrolled": 0.9} | (
        {"targeted_share": 0.5, "line": "low"} if targeted else {}
    )
    at = replace(at, lines=at.lines | {"low": Line(1000.0, 2024)})
    done = calculate("ilo_2005", at, given)
    for t, year in enumerate(at.years):
        expected = plain_2005(at, t, targeted)
        found = {row["programme"]: row["total_lcu"] for row in done.rows if row["year"] == year}
        assert found.keys() == expected.keys() | {"total"}
        for name, value in expected.items():
            assert found[name] == pytest.approx(value, rel=1e-12), (name, year)


def test_2005_without_what_the_country_has_to_give():
    programmes = {row["programme"] for row in calculate("ilo_2005", country()).rows}
    assert programmes == {"health", "pension", "child_benefit", "total"}  # a pupil's cost is not nought
    with pytest.raises(gf.GroundfloorError, match="orphan_share has no value"):
        calculate("ilo_2005", country(), {"orphans_only": 1})
    with pytest.raises(gf.GroundfloorError, match="--set poverty_headcount=SHARE"):
        calculate("ilo_2005", country(households=None), {"targeted_share": 0.2})
    orphans = calculate("ilo_2005", country(), {"orphans_only": 1, "orphan_share": 0.1})
    every = calculate("ilo_2005", country())
    year = YEARS[0]
    assert orphans.value("total_lcu", "child_benefit", year) == pytest.approx(
        0.1 * every.value("total_lcu", "child_benefit", year)
    )


def test_help_to_all_the_poor_is_at_most_a_benefit_for_everybody():
    some, everybody = (
        calculate("ilo_2005", country(), {"targeted_share": share, "poverty_headcount": 1}) for share in (0.3, 1)
    )
    for year in YEARS:
        part, whole = (one.value("total_lcu", "targeted", year) for one in (some, everybody))
        assert part == pytest.approx(0.3 * whole)
