"""What schemes in force give today, added up by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from groundfloor.in_force import receipts
from groundfloor.measures import measure
from groundfloor.prices import Prices
from groundfloor.rules import floor_of
from groundfloor.survey.frame import Survey

PRICES = Prices(2025, {"inflation": {2025: 0.10}})
HEAD = "label: {en: One}\nguarantee: old_age\nfunction: old_age\nstatus: existing\n"
PENSION = (
    "programme: elders\n" + HEAD + "unit: person\n"
    "parameters: {sum: {unit: LCU/month, values: {2025-01-01: 10}}}\n"
    "eligible: age >= 90\namount: sum * (2 if age >= 70 else 1)\ncovered_by: pension\n"
)
TRANSFER = (
    "programme: homes\n" + HEAD + "unit: household\n"
    "parameters: {sum: {unit: LCU/year, values: {2020-01-01: 60}}}\n"
    "eligible: household.any(age < 1)\namount: sum\ntake_up: 0.1\ncovered_by: cash_transfer\n"
)


def schemes(*texts):
    return list(floor_of(list(texts)).programmes.values())


@pytest.fixture
def people():
    # households of two and one, of 100 persons each; the second person's pension is not known
    return Survey(
        name="s",
        country="NOW",
        year=2025,
        columns={
            "age": np.array([70.0, 60.0, 80.0]),
            "pension": np.array([1.0, np.nan, 0.0]),
            "cash_transfer": np.array([0.0, 1.0, 0.0]),
            "_key": np.arange(3.0),
            "_household_key": np.array([0.0, 0, 1]),
        },
        starts=np.array([0, 2]),
        weight=np.full(3, 100.0),
        welfare=np.array([1000.0, 1000.0, 500.0]),
    )


@pytest.mark.parametrize("engine", ["arrays", "sql", "plain"])
def test_who_receives_is_what_the_survey_says_and_how_much_what_the_rule_says(people, engine):
    found = receipts(schemes(PENSION, TRANSFER), people, PRICES, engine=engine).programmes
    # the rule is for those of 90 and over; the survey says the first person, of 70, has a pension: twice 10 a month
    assert found["elders"].receives.tolist() == [1, 0, 0]
    assert found["elders"].amount.tolist() == [240, 0, 0]
    # one answer of the household is enough, and its amount stands once, on its first row; take-up is the survey's
    assert found["homes"].receives.tolist() == [1, 0, 0]
    assert found["homes"].amount.tolist() == [60, 0, 0]


def test_coverage_today_follows_by_programme(people):
    rows = measure(people, receipts(schemes(PENSION), people, PRICES), scenario="today")
    shares = {row["measure"]: row["value"] for row in rows if row["programme"] == "elders" and row["group"] == "all"}
    assert shares["coverage_direct"] == pytest.approx(1 / 3)
    assert shares["coverage"] == pytest.approx(2 / 3)
    assert shares["average_transfer"] == pytest.approx(120)


def test_a_scheme_the_survey_does_not_ask_about_is_left_out(people):
    assert list(receipts(schemes(PENSION.replace("covered_by: pension\n", "")), people, PRICES).programmes) == []
    silent = replace(people, columns={name: people.columns[name] for name in ("age", "_key", "_household_key")})
    assert list(receipts(schemes(PENSION, TRANSFER), silent, PRICES).programmes) == []


def test_an_amount_the_survey_cannot_give_is_missing_and_not_0(people):
    without = replace(people, columns={k: v for k, v in people.columns.items() if k != "age"})
    found = receipts(schemes(PENSION), without, PRICES).programmes["elders"]
    assert found.receives.tolist() == [1, 0, 0]
    np.testing.assert_array_equal(found.amount, [np.nan, 0, 0])
