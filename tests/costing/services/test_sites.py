"""Services by the sites at which they are given: whom each new site brings within reach, and what it costs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor import GroundfloorError
from groundfloor.costing.services.sites import read_steps
from groundfloor.errors import Place

from . import plain
from .describing import FIRST, costed, number, setting, total

STEPS = "question,step,site,share\nposts,0,,0.60\nposts,1,A,0.70\nposts,2,B,0.76\nposts,3,C,0.80\nwells,0,,0.1\n"
AT = "sectors.health.services.posts"


def posts(**more: Any) -> dict[str, Any]:
    return {
        "people": "all",
        "sites": {"path": "sites.csv", "question": "posts", "in_use": number({FIRST: 0, 2028: 3}, "sites")},
        "building": number(40_000.0, "LCU/site"),
        "lifetime": number(5, "years"),
        "maintenance": number(0.02),
        "delivery": number(0.1),
        "staff": number(3, "staff/site"),
        "wage": number(900.0, "LCU/year"),
        "overhead": number(0.2),
        "running": number(5_000.0, "LCU/site/year"),
        "subsidy": number(2.0, "LCU/person/year"),
    } | more


def of(folder, at=None, steps=STEPS, **more):
    (folder / "sites.csv").write_text(steps)
    known = {name: value for name, value in posts(**more).items() if value is not None}
    return costed(folder, {AT: known}, at)


def test_each_site_brings_its_share_within_reach(tmp_path):
    at = setting(years=6, growth=0.0)
    people = at.people.sum(axis=(1, 2))
    found = of(tmp_path, at)
    covered = total(found, "health", "covered", service="posts")
    assert covered / people == pytest.approx([0.60, 0.70, 0.76, 0.80, 0.80, 0.80])


def test_what_sites_cost_is_what_they_cost_told_year_by_year(tmp_path):
    at = setting(years=12, growth=0.03, inflation=0.05, wages=0.08)
    found = of(tmp_path, at)
    people = at.people.sum(axis=(1, 2))
    sites = dict.fromkeys(range(FIRST, FIRST + 12), 3.0) | {FIRST: 0.0, FIRST + 1: 1.0, FIRST + 2: 2.0}
    share = {0.0: 0.60, 1.0: 0.70, 2.0: 0.76, 3.0: 0.80}
    standing: list[int] = []  # the year in which each site was built
    for i, (year, wanted) in enumerate(sites.items()):
        index = plain.prices(0.05, 0.08, 0.4, FIRST, year)
        standing = [built for built in standing if year - built < 5]
        new = int(wanted) - len(standing)
        standing += [year] * new
        capital = new * 40_000 * 1.1 * index
        recurrent = (
            wanted * (3 * 900 * 1.2 + 5_000 + 0.02 * 40_000) + people[i] * (share[wanted] - 0.60) * 2.0
        ) * index
        assert total(found, "health", "capital_lcu", service="posts")[i] == pytest.approx(capital)
        assert total(found, "health", "recurrent_lcu", service="posts")[i] == pytest.approx(recurrent)
        assert total(found, "health", "additional_lcu", service="posts")[i] == pytest.approx(capital + recurrent)
    inputs = {
        (row["input"], row["year"]): row["needed"]
        for row in found.tables["services_inputs"]
        if row["service"] == "posts"
    }
    assert inputs["sites", FIRST + 2] == 2.0
    assert inputs["staff", FIRST + 5] == 9.0


@settings(max_examples=25, deadline=None)
@given(numbers=st.lists(st.floats(0, 3), min_size=2, max_size=6))
def test_no_site_costs_nothing_and_reach_lies_between_the_steps(tmp_path_factory, numbers):
    folder = tmp_path_factory.mktemp("sites")
    plan = {FIRST + i: value for i, value in enumerate(numbers)}
    at = setting(years=len(numbers), growth=0.0)
    in_use = {"path": "sites.csv", "question": "posts", "in_use": number(plan, "sites")}
    found = of(folder, at, sites=in_use)
    share = total(found, "health", "covered", service="posts") / at.people.sum(axis=(1, 2))
    assert (share >= 0.6 - 1e-12).all()
    assert (share <= 0.8 + 1e-12).all()
    nobody = of(folder, at, sites=in_use | {"in_use": number(0, "sites")})
    for column in ("total_lcu", "additional_lcu", "annualised_lcu"):
        assert (total(nobody, "health", column, service="posts") == 0).all()


def test_people_of_a_sector_with_sites_are_not_added_up(tmp_path):
    """Whom a new school brings within reach is a pupil of the level too."""
    (tmp_path / "sites.csv").write_text(STEPS)
    found = costed(tmp_path, {"sectors.education.services.schools": posts()})
    assert np.isnan(total(found, "education", "covered")).all()


@pytest.mark.parametrize(
    ("more", "steps", "said"),
    [
        ({"people": {"household_size": number(4, "persons/household")}}, STEPS, "Sites bring persons within reach"),
        ({"wage": None}, STEPS, "staff and wage go together"),
        ({"building": None, "staff": None, "wage": None, "overhead": None, "running": None, "subsidy": None,
          "lifetime": None, "maintenance": None, "delivery": None}, STEPS, "posts costs nothing"),
        ({"building": None}, STEPS, "lifetime stands without building"),
        ({"coverage": number(0.5)}, STEPS, "coverage"),
        ({"sites": {"path": "sites.csv", "question": "posts", "in_use": number({FIRST: 0, 2030: 4}, "sites")}}, STEPS,
         "4 sites are to be in use, and sites.csv has 3"),
        ({"sites": {"path": "sites.csv", "question": "post", "in_use": number(1, "sites")}}, STEPS, "no question 'post'"),
        ({"sites": {"path": "sites.csv", "in_use": number(1, "sites")}}, STEPS, "sites.csv has 2 questions"),
        ({"sites": {"path": "other.csv", "question": "posts", "in_use": number(1, "sites")}}, STEPS, "other.csv"),
        ({}, STEPS.replace("posts,1,A", "posts,2,A"), "Step 2 follows step 0"),
        ({}, STEPS.replace("posts,0,,0.60\n", ""), "Step 1 is the first"),
        ({}, STEPS.replace("0.76", "0.66"), "The share is 0.66"),
        ({}, STEPS.replace("0.80", "1.2"), "The share is 1.2"),
        ({}, STEPS.replace("0.80", "half"), "'half' is not a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_name(tmp_path, more, steps, said):
    with pytest.raises(GroundfloorError) as refused:
        of(tmp_path, steps=steps, **more)
    assert said in str(refused.value)


def test_the_share_of_today_follows_from_what_the_first_site_adds(tmp_path):
    file = tmp_path / "sites.csv"
    file.write_text("question,step,share,people_added,people_within\nposts,1,0.6,100,600\nposts,2,0.7,100,700\n")
    assert read_steps(file, "posts", Place("services.yaml")).tolist() == pytest.approx([0.5, 0.6, 0.7])


def test_the_only_question_of_a_table_needs_no_name(tmp_path):
    file = tmp_path / "one.csv"
    file.write_text("question,step,share\nposts,0,0.5\nposts,1,0.6\n")
    assert read_steps(file, "", Place("services.yaml")).tolist() == [0.5, 0.6]
