"""Schemes in force against their own rules, and take-up that meets a caseload."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.against_rule import against_rule
from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.rules import floor_of
from groundfloor.rules.take_up import calibrated
from groundfloor.survey.frame import Survey, Text, Transfer

DAY = datetime.date(2025, 7, 1)
PRICES = Prices(2025, {"inflation": {2025: 0.10}})
HEAD = "label: {en: One}\nguarantee: old_age\nfunction: old_age\nstatus: existing\n"
PENSION = (
    "programme: elders\n" + HEAD + "unit: person\nparameters: {sum: {unit: LCU/month, values: {2025-01-01: 10}}}\n"
    "eligible: age >= 60\namount: sum\ncovered_by: pension\n"
)


def people(n=8, **more):
    return Survey(
        name="s",
        country="NOW",
        year=2025,
        columns={
            "age": np.where(np.arange(n) % 2 == 0, 70.0, 30.0),
            "pension": np.where(np.arange(n) % 4 < 2, 1.0, 0.0),
            "region": Text((np.arange(n) // (n // 2)).astype(np.int32), ("North", "South")),
            "_key": np.arange(float(n)),
            "_household_key": np.arange(float(n)),
        },
        starts=np.arange(n),
        weight=np.full(n, 10.0),
        **more,
    )


def scheme(text=PENSION):
    return floor_of([text]).programmes["elders"]


def test_who_is_left_out_and_who_is_not_entitled():
    (row,) = against_rule([scheme()], people(), PRICES)
    cells = ("entitled_receiving", "entitled_not_receiving", "not_entitled_receiving", "neither")
    assert [row[name] for name in cells] == [20, 20, 20, 20]
    assert (row["exclusion_error"], row["inclusion_error"], row["n"]) == (0.5, 0.5, 8)
    # shares of one half in 8 units of equal weight: sqrt(8/7 sum ((u - v/2)/40)^2 * 100)
    assert row["exclusion_error_se"] == pytest.approx(math.sqrt(8 / 7 * 4 * (5 / 40) ** 2))
    assert math.isnan(row["amount_received"])


def test_amounts_are_compared_where_both_are_known():
    receives = np.array([1.0, 0, 1, 0, np.nan, 0, 1, 0])
    amount = np.array([90.0, 0, np.nan, 0, np.nan, 0, 120, 0])
    survey = people(transfers={"elders": Transfer("social_pension", "person", receives, amount)})
    (row,) = against_rule([scheme()], survey, PRICES)
    assert (row["amount_received"], row["amount_due"], row["n"]) == (2100, 2400, 7)
    assert row["amount_ratio"] == 0.875


def test_a_scheme_the_survey_does_not_ask_about_has_no_row():
    assert against_rule([scheme(PENSION.replace("covered_by: pension\n", ""))], people(), PRICES) == []


@pytest.fixture
def entitled():
    survey = people(400)
    floor = floor_of([PENSION])
    return survey, floor, apply(floor, survey, DAY).programmes["elders"]


@given(st.integers(0, 2000), st.integers(0, 5))
def test_recipients_meet_the_caseload(caseload, seed):
    survey = people(400)
    found = apply(floor_of([PENSION]), survey, DAY).programmes["elders"]
    met = calibrated(survey, scheme(), found, caseload=caseload, seed=seed)
    assert abs(survey.weight @ met.entitlement.receives - caseload) <= 5
    assert met.lacking["all"] == 0
    # the take-up found, written into the rule, gives the same recipients on the engine
    written = floor_of([PENSION + f"take_up: {met.rate['all']!r}\n"])
    again = apply(written, survey, DAY, seed=seed).programmes["elders"]
    assert again.receives.tolist() == met.entitlement.receives.tolist()


def test_by_region_and_beyond_those_entitled(entitled):
    survey, _, found = entitled
    text = PENSION + "caseload_by: {region: {North: 300, South: 1400}}\ncaseload_year: 2025\n"
    met = calibrated(survey, scheme(text), found)
    north = survey.columns["region"].is_("North") == 1.0
    assert survey.weight[north] @ met.entitlement.receives[north] == 300
    assert met.rate["region=South"] == 1
    assert met.lacking == {"region=North": 0, "region=South": 400}
    assert met.entitlement.amount.sum() == 120 * met.entitlement.receives.sum()


def test_a_larger_caseload_keeps_the_recipients_of_a_smaller_one(entitled):
    survey, _, found = entitled
    few, many = (calibrated(survey, scheme(), found, caseload=n).entitlement.receives for n in (500, 900))
    assert (few <= many).all()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "Nothing says how many receive elders"),
        ("caseload_by: {regoin: {North: 1}}\ncaseload_year: 2025\n", "by 'regoin'"),
        ("caseload_by: {region: {Norht: 1}}\ncaseload_year: 2025\n", "names region 'Norht'"),
    ],
)
def test_a_caseload_that_cannot_be_met_is_refused(entitled, more, said):
    with pytest.raises(GroundfloorError, match=said):
        calibrated(entitled[0], scheme(PENSION + more), entitled[2])
