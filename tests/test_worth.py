"""Forms of benefits: what of them counts as money of the household, in the measures, the impact and the explanation."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import changed
from tests.rules.marked import GOOD, read, refusal
from tests.test_simulate import PRICES

import groundfloor as gf
from groundfloor.costing.worth import differing, spendable
from groundfloor.measures import measure
from groundfloor.rules import difference, explain, floor_of, patched, printable, run_cases
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.rules.household import household
from groundfloor.rules.programme import Form
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey

OWN = {
    "fees": {"kind": "number", "unit": "LCU/month", "meaning": "school fees paid"},
    "home_fees": {"kind": "number", "unit": "LCU/year", "meaning": "fees the household pays"},
}
PUPIL = """
programme: schooling
label: {en: Schooling, fr: Scolarité}
guarantee: children
function: education
status: proposed
unit: person
parameters:
  meal: {unit: LCU/day, values: {2025-01-01: 2}}
  days: {unit: day/year, values: {2025-01-01: 180}}
eligible: in_school
amount: meal * days
"""
DAY = datetime.date(2026, 7, 1)


def people(fees=(1.0, 50.0, np.nan, 0.0), school=(1, 1, 0, 1)):
    columns = {"in_school": np.array(school, float), "fees": np.array(fees), "_key": np.arange(4.0)}
    columns |= {"home_fees": np.array([500.0, 500, 100, 100]), "_household_key": np.array([0.0, 0, 1, 1])}
    return Survey(
        "s", "NOW", 2025, columns, np.array([0, 2]), np.ones(4), welfare=np.full(4, 1000.0), lines={"line": 1100.0}
    )


def gained(form, unit="person", survey=None, more=""):
    floor = floor_of([PUPIL.replace("unit: person", f"unit: {unit}\n{form}{more}")], variables=OWN)
    survey = survey or people()
    (year,) = years_of(floor, survey, {2025: survey.weight}, PRICES, Money({}, {}), scenario="s")
    return year


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        # three pupils at 2 a day for 180 days; two persons in each household
        ("form: cash\n", [360, 360, 180, 180]),
        ("form: voucher\n", [360, 360, 180, 180]),
        ("form: voucher\nworth: 0.75\n", [270, 270, 135, 135]),
        ("form: in_kind\n", [0, 0, 0, 0]),
        ("form: school_meals\n", [0, 0, 0, 0]),
        ("form: school_meals\nworth: 0.5\n", [180, 180, 90, 90]),
        ("form: fee_waiver\n", [0, 0, 0, 0]),
        # fees of 12, 600 and 0 a year: 12 + 360 in the first household
        ("form: fee_waiver\nwaives: fees\n", [186, 186, 0, 0]),
        ("form: fee_waiver\nwaives: fees\nworth: 0.5\n", [93, 93, 0, 0]),
    ],
)
def test_what_the_household_can_spend_by_hand(form, expected):
    year = gained(form)
    assert year.cash_per_head.tolist() == pytest.approx(expected)
    # whatever it is worth, it costs what it is
    assert year.costs[0]["transfers_lcu"] == pytest.approx(3 * 360)


def test_fees_of_the_household_are_shared_by_those_for_whom_they_are_waived():
    survey = people()
    one = floor_of(
        [PUPIL.replace("unit: person", "unit: person\nform: fee_waiver\nwaives: home_fees")], variables=OWN
    ).programmes["schooling"]
    object.__setattr__(one.form.waives, "level", "household")
    # 720 together but the household pays 500; the second pays 100
    assert spendable(survey, one, np.array([360.0, 360, 0, 360])).tolist() == [500, 0, 100, 0]


def test_a_household_s_waiver_meets_what_its_members_pay():
    # one amount a household, on its first row; its members pay 612 and, unknown, something
    year = gained("form: fee_waiver\nwaives: fees\n", unit="household", survey=people(school=(1, 1, 1, 1)))
    assert year.cash_per_head[:2].tolist() == pytest.approx([180, 180])
    assert np.isnan(year.cash_per_head[2:]).all()


def test_an_unknown_fee_is_an_unknown_gain_and_not_nought():
    year = gained("form: fee_waiver\nwaives: fees\n", survey=people(school=(1, 1, 1, 1)))
    assert np.isnan(year.cash_per_head).tolist() == [False, False, True, True]
    assert (
        np.isnan(gained("form: fee_waiver\nwaives: fees\n").cash_per_head).sum() == 0
    )  # nobody is paid for whom it is not known


def test_a_survey_that_does_not_know_the_fee_does_not_know_the_gain():
    one = floor_of([PUPIL.replace("unit: person", "unit: person\nform: fee_waiver\nwaives: school_cost")]).programmes[
        "schooling"
    ]
    assert spendable(people(), one, np.array([360.0, 0, 0, 0])).tolist()[1:] == [0, 0, 0]
    assert np.isnan(spendable(people(), one, np.array([360.0, 0, 0, 0]))[0])


@given(st.lists(st.floats(0, 500), min_size=4, max_size=4), st.floats(0, 1))
def test_a_waiver_is_worth_no_more_than_the_fee_nor_than_its_amount(fees, worth):
    survey = people(fees=fees, school=(1, 1, 1, 1))
    year = gained(f"form: fee_waiver\nwaives: fees\nworth: {worth}\n", survey=survey)
    together = 2 * year.cash_per_head[[0, 2]]
    paid = 12 * np.add.reduceat(np.array(fees), [0, 2])
    assert (together <= worth * np.minimum(paid, 720) + 1e-6).all()
    assert (together >= 0).all()


def test_measures_count_what_can_be_spent():
    survey = people(fees=(1.0, 50.0, 0.0, 0.0))
    programme = floor_of(
        [PUPIL.replace("unit: person", "unit: person\nform: fee_waiver\nwaives: fees")], variables=OWN
    ).programmes["schooling"]
    amount = np.array([360.0, 360, 0, 360])
    receives = (amount > 0).astype(float)
    found = Entitlements({"schooling": Entitlement(receives, receives, amount, amount, 0)})
    part = differing(survey, [programme], {"schooling": amount})
    assert part["schooling"].tolist() == [12, 360, 0, 0]
    after = survey.welfare + np.array([186.0, 186, 0, 0])

    def rows(**more):
        return {
            (row["measure"], row["programme"], row["group"], row["line"]): row["value"]
            for row in measure(survey, found, welfare_after=after, groups=(), sets=("all",), **more)
        }

    whole, own = rows(), rows(spendable=part)
    differ = {key for key in whole if not np.isclose(whole[key], own[key], rtol=1e-12, atol=0, equal_nan=True)}
    assert {"adequacy", "benefit_cost_ratio"} <= {measure for measure, *_ in differ}
    # who receives, and how many are poor once it is paid, do not hang on it
    assert not {key for key in differ if key[0] in ("coverage", "fgt0") and key[2] == "all"}


REFUSED = [
    ("form: ▸meals\n", "form is 'meals'. Expected one of cash, voucher, in_kind, school_meals, fee_waiver."),
    ("worth: ▸80\n", "worth is 80. Expected a share from 0 to 1. Write 0.8 for 80 %."),
    (
        "▸waives: consumption\n",
        "A benefit in the form cash waives no fee. Write form: fee_waiver, or take waives away.",
    ),
    (
        "form: fee_waiver\nwaives: ▸age\n",
        "waives is 'age'. Expected a survey variable in money per period. Did you mean 'wage'?",
    ),
    (
        "form: fee_waiver\nwaives: ▸incme\n",
        "waives is 'incme'. Expected a survey variable in money per period. Did you mean 'income'?",
    ),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_wrong_is_refused_where_it_stands(text, said):
    assert refusal(read, GOOD + text) == said


SAID = {
    "form: voucher\n": "In the form of a voucher, which counts as money of the household.",
    "form: school_meals\n": "In the form of school meals, which costs money but is none that the household can spend.",
    "form: school_meals\nworth: 0.5\n": "In the form of school meals, of which 50% counts as money of the household.",
    "form: fee_waiver\nwaives: fees\n": "In the form of a fee that is waived, up to what is paid (fees), which counts as money of the household.",
}


@pytest.mark.parametrize("form", SAID)
def test_it_is_explained_in_words(form):
    floor = floor_of([PUPIL.replace("unit: person", f"unit: person\n{form}")], variables=OWN)
    family = household([{"in_school": True} | ({"fees": 3} if "fees" in form else {})], floor)
    said = explain(floor, family, "schooling", 0, DAY).replace("\N{NO-BREAK SPACE}", " ")
    assert SAID[form] in said
    assert "days: 180 days a year since 1 January 2025" in said
    assert "Amount (meal 2 × days 180): 360 LCU a year." in said.replace("2.00", "2")
    french = explain(floor, family, "schooling", 0, DAY, "fr")
    assert "Sous la forme suivante" in french
    assert "180\N{NO-BREAK SPACE}jours par an" in french
    assert "In the form of" not in explain(floor_of([PUPIL]), family, "schooling", 0, DAY)


def test_a_scenario_turns_cash_into_a_voucher():
    floor = floor_of([PUPIL], scenarios={"x": {"programmes": {"schooling": {"form": "voucher", "worth": 0.8}}}})
    assert printable(floor, "x") == (
        "Schooling, form: a voucher, of which 80% counts as money of the household instead of cash, which counts as money of the household"
    )
    assert patched(floor, {"programmes": {"schooling": {"form": "in_kind"}}}).programmes["schooling"].form == Form(
        "in_kind", 0.0
    )


def test_what_is_taken_away_is_a_patch_that_reads_back():
    part = PUPIL.replace("unit: person", "unit: person\nform: voucher\nworth: 0.8")
    before, after = (floor_of([text]) for text in (part, PUPIL))
    found = difference(before, after)
    assert found == {"programmes": {"schooling": {"form": None, "worth": None}}}
    assert patched(before, found).programmes["schooling"].form == Form()


def test_a_case_of_school_meals(tmp_path):
    file = tmp_path / "schooling.yaml"
    file.write_text(
        "programme: schooling\ncases:\n  - sentence: A pupil eats for 2 on each of 180 days.\n    date: 2026-07-01\n"
        "    persons: [{in_school: true}, {in_school: false}]\n    expect: {amount: [360, 0]}\n"
    )
    (outcome,) = run_cases(file, floor_of([PUPIL.replace("unit: person", "unit: person\nform: school_meals")]))
    assert outcome.passed


def test_a_pack_whose_grant_becomes_a_voucher_halves_its_effect(tmp_path):
    pack, other = gf.new(tmp_path / "cash"), gf.new(tmp_path / "voucher")
    changed(
        other / "programmes" / "child_grant.yaml",
        ("unit: person                       # person | household | birth", "unit: person\nform: voucher\nworth: 0.5"),
    )
    changed(other / "programmes" / "social_pension.yaml", ("unit: person", "unit: person\nform: in_kind"))
    tables = [gf.run(one, out=tmp_path / one.name / "out", to=2028).results.tables for one in (pack, other)]
    assert [row["total_lcu"] for row in tables[0]["costs"]] == [row["total_lcu"] for row in tables[1]["costs"]]
    changes = [
        next(
            row["change"]
            for row in one["impact"]
            if (row["scenario"], row["year"], row["measure"]) == ("floor", 2028, "fgt1")
        )
        for one in tables
    ]
    assert changes[0] < changes[1] < 0
