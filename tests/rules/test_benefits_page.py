"""The templates of the page on forms of benefit are read, run over the years and cost what they say."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import numpy as np
import pytest
from tests.engine.conformance import everywhere
from tests.test_simulate import PRICES

from groundfloor.costing.phase import phased
from groundfloor.rules import explain, floor_of, run_cases
from groundfloor.rules.household import household
from groundfloor.rules.variants import variant
from groundfloor.rules.vocabulary import FORMS, UNITS
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey, Text

PAGE = (Path(__file__).parents[2] / "docs" / "benefits.md").read_text(encoding="utf-8")
TEMPLATES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
YEARS = range(2025, 2032)
DAY = datetime.date(2026, 7, 1)


def people(homes=120, seed=5):
    random = np.random.default_rng(seed)
    persons = 4 * homes

    def yes(share):
        return (random.random(persons) < share).astype(float)

    def per_home(values):
        return np.repeat(values, 4)

    columns = {
        "age": random.integers(0, 70, persons).astype(float),
        "disability": yes(0.2),
        "in_school": yes(0.5),
        "contributes": yes(0.1),
        "urban": per_home((random.random(homes) < 0.5).astype(float)),
        "consumption": per_home(random.uniform(1000, 9000, homes)),
        "school_cost": random.uniform(0, 300, persons),
        "region": Text(per_home(random.integers(0, 2, homes)).astype(np.int32), ("North", "South")),
        "relationship": Text(np.tile([0, 1, 2, 2], homes).astype(np.int32), ("head", "spouse", "child")),
        "_key": random.integers(0, 2**32, persons).astype(float),
        "_household_key": per_home(random.integers(0, 2**32, homes).astype(float)),
    }
    columns["age"][::4] = random.integers(20, 60, homes)
    return Survey(
        "s", "NOW", 2025, columns, np.arange(0, persons, 4), np.full(persons, 50.0), welfare=columns["consumption"]
    )


@pytest.fixture(scope="module")
def floor():
    return floor_of(TEMPLATES)


@pytest.fixture(scope="module")
def years(floor):
    survey = people()
    weights = dict.fromkeys(YEARS, survey.weight)
    found = years_of(floor, survey, weights, PRICES, Money({}, {}), scenario="s", births=dict.fromkeys(YEARS, 500.0))
    return {one.year: one for one in found}


def test_every_unit_and_form_has_one(floor):
    programmes = floor.programmes.values()
    assert {one.unit for one in programmes} == set(UNITS)
    assert {one.form.kind for one in programmes} == set(FORMS)
    assert {"low", "high"} == set(floor.programmes["child_grant"].variants)
    assert variant(floor, "low").programmes["child_grant"].texts["eligible"] == "age < 2"


def test_they_cost_what_they_say(years):
    costs = {(row["programme"], year): row for year, one in years.items() for row in one.costs}
    # in 2026: wages grew 12 % since 2025 but the wage is of 2026; 100 days of 22
    assert costs["public_works", 2026]["benefit_lcu"] == pytest.approx(2200)
    assert costs["school_lunch", 2026]["benefit_lcu"] == pytest.approx(360)
    assert costs["maternity_benefit", 2026]["benefit_lcu"] == pytest.approx(1200)
    assert costs["maternity_benefit", 2026]["target_population"] <= 500
    assert costs["child_grant", 2025]["total_lcu"] == pytest.approx(9_000_000)
    assert costs["farm_voucher", 2026]["transfers_lcu"] > 0


def test_one_worker_of_a_household_is_paid(years):
    survey, paid = people(), years[2026].receives["public_works"]
    by_home = np.add.reduceat(paid, survey.starts)
    assert set(by_home.tolist()) <= {0.0, 1.0}
    assert by_home.sum() > 0


def test_a_top_up_follows_what_it_tops_up_through_take_up_and_phase_in(years):
    disabled = people().columns["disability"] == 1
    for one in years.values():
        assert (one.receives["disability_top_up"] == one.receives["child_grant"] * disabled).all()
    reached = [one.receives["disability_top_up"].sum() for one in years.values()]
    assert reached[0] == 0
    assert reached == sorted(reached)
    assert reached[-1] > 0
    row = next(row for row in years[2030].costs if row["programme"] == "disability_top_up")
    assert row["transfers_lcu"] == pytest.approx(50 * reached[5] * 360 * 1.1**4)


@pytest.mark.parametrize("year", [2026, 2028])
def test_engines_agree(floor, year):
    everywhere(phased(floor, year), people(homes=30), DAY)


def test_a_day_worked_is_explained_and_has_a_case(floor, tmp_path):
    person = {"age": 30, "disability": False, "consumption": 2000, "relationship": "head", "sex": "male"}
    said = explain(floor, household([person], floor), "public_works", 0, DAY).replace("\N{NO-BREAK SPACE}", " ")
    assert "wage: 22 LCU a day since 1 January 2026" in said
    assert "days worked: 100 days a year since 1 January 2026" in said
    assert "At most 1 in the household, lowest age first: this person is number 1 of 1." in said
    assert "Amount (wage 22 × days worked 100): 2,200 LCU a year." in said
    french = explain(floor, household([person], floor), "public_works", 0, DAY, "fr").replace("\N{NO-BREAK SPACE}", " ")
    assert "jours de travail : 100 jours par an" in french
    file = tmp_path / "public_works.yaml"
    file.write_text(
        "programme: public_works\ncases:\n  - sentence: Of two adults the younger works 100 days at 22.\n    date: 2026-07-01\n"
        "    household: {consumption: 2000}\n    persons: [{age: 40, disability: false}, {age: 35, disability: false}]\n"
        "    expect: {eligible: [false, true], amount: [0, 2200]}\n"
    )
    (outcome,) = run_cases(file, floor)
    assert outcome.passed


def test_a_wage_without_days_is_a_year_of_work():
    text = next(one for one in TEMPLATES if "public_works" in one).replace(
        "amount: daily_wage * days", "amount: daily_wage"
    )
    floor = floor_of([text])
    person = {"age": 30, "disability": False, "consumption": 2000}
    assert "22 LCU a day, which is 8,030 LCU a year" in explain(
        floor, household([person], floor), "public_works", 0, DAY
    ).replace("\N{NO-BREAK SPACE}", " ")
