"""Benefits for each birth: read, asked of infants, costed by births, paid to households; a maternity benefit by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.conformance import VARIABLES, everywhere
from tests.engine.conformance import survey as by_hand
from tests.rules.marked import GOOD, read, refusal
from tests.test_simulate import PRICES

import groundfloor as gf
from groundfloor.costing import births
from groundfloor.country.pack import find_pack
from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError
from groundfloor.rules import explain, floor_of, run_cases
from groundfloor.rules.household import household
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey

DAY = datetime.date(2026, 7, 1)
MATERNITY = """
programme: maternity
label: {en: Maternity benefit, fr: Prestation de maternité}
guarantee: working_age
function: maternity
status: proposed
unit: birth
parameters:
  grant: {unit: LCU/month, values: {2025-01-01: 100}, indexed_to: inflation}
  duration: {unit: month, values: {2025-01-01: 4}}
eligible: not household.any(contributes)
amount: grant * duration
"""


def survey(age=(30.0, 0.0, 40.0, 0.5, 25.0), contributes=(0, 0, 1, 0, 0), weight=(10.0, 10.0, 20.0, 20.0, 20.0)):
    starts = np.array([0, 2])
    columns = {"age": np.array(age), "contributes": np.array(contributes, float)}
    columns |= {"_key": np.arange(5.0), "_household_key": np.array([0.0, 0, 1, 1, 1])}
    return Survey("s", "NOW", 2025, columns, starts, np.array(weight), welfare=np.full(5, 1000.0))


def simulated(text=MATERNITY, born=None, people=None):
    people = people or survey()
    money = Money({2026: 1e6}, {})
    (year,) = years_of(
        floor_of([text]), people, {2026: people.weight}, PRICES, money, scenario="s",
        births={2026: 36.0} if born is None else born,
    )  # fmt: skip
    return year


def test_four_months_for_each_birth_by_hand():
    """Infants stand for 10 and 20 persons, births are 36: each is 1.2 births, and one household in three is insured by nobody."""
    year = simulated()
    (row,) = year.costs
    assert row["target_population"] == row["beneficiaries"] == pytest.approx(10 * 36 / 30)
    assert row["transfers_lcu"] == pytest.approx(12 * 400 * 1.1)
    assert row["benefit_lcu"] == pytest.approx(400 * 1.1)
    # the household has it in the year it is paid, in prices of the base year, shared by its two members
    assert year.cash_per_head.tolist() == pytest.approx([200, 200, 0, 0, 0])


def test_everybody_entitled_makes_the_births_of_the_year():
    (row,) = simulated(MATERNITY.replace("not household.any(contributes)", "True")).costs
    assert row["target_population"] == row["beneficiaries"] == pytest.approx(36)


@given(st.floats(0, 1e7), st.floats(0, 1))
def test_beneficiaries_never_exceed_births_and_follow_them(born, take_up):
    rows = [simulated(MATERNITY + f"take_up: {take_up}\n", {2026: one}).costs[0] for one in (born, 2 * born)]
    assert rows[0]["beneficiaries"] <= born * (1 + 1e-12)
    assert rows[1]["transfers_lcu"] == pytest.approx(2 * rows[0]["transfers_lcu"])


def test_a_survey_without_infants_and_births_not_known_are_refused():
    with pytest.raises(GroundfloorError, match=r"Nobody in 's' is under one, .* Ask another person"):
        simulated(people=survey(age=(30.0, 1.0, 40.0, 2.0, 25.0)))
    with pytest.raises(GroundfloorError, match="births of 2026 are not known"):
        simulated(born={2025: 1.0})


@pytest.mark.parametrize("eligible", ["True", "household.any(b)", "b and c", "b or c", "x > 1"])
def test_engines_agree_and_who_is_older_is_not_entitled_whatever_is_unknown(eligible):
    ages = [0, 1, None, 0.9, 0, 34, 0]
    people = by_hand(
        [3, 4],
        x=[2, None, 2, None, 0, 2, 3],
        b=[None, None, True, False, True, None, None],
        c=[True, None] * 3 + [None],
    )
    people.columns["age"] = np.array([np.nan if age is None else age for age in ages])
    grant = {"grant": {"unit": "LCU/month", "values": {datetime.date(2020, 1, 1): 10}}}
    months = {"months": {"unit": "month", "values": {datetime.date(2020, 1, 1): 4}}}
    one = {
        "programme": "p", "label": {"en": "p"}, "guarantee": "children", "function": "maternity", "status": "proposed",
        "unit": "birth", "eligible": eligible, "amount": "grant * months", "take_up": 0.6, "limit": {"first": 1, "per": "household", "by": "age"},
    }  # fmt: skip
    found = everywhere(floor_of([one], variables=VARIABLES, parameters={**grant, **months}), people)["p"]
    older = np.array([age is not None and age >= 1 for age in ages])
    assert (found.eligible[older] == 0).all()
    assert np.isnan(found.full_amount).sum() == 0
    assert set(found.full_amount.tolist()) <= {0.0, 40.0}


def test_an_amount_per_month_is_refused_with_what_to_do():
    text = GOOD.replace("unit: person", "unit: birth").replace("amount: grant", "amount: ▸grant")
    assert refusal(read, text) == (
        "amount is in LCU/month. Expected LCU, once for each birth. "
        "Multiply by how long it is paid: a parameter in month times one in LCU/month is LCU."
    )
    person = MATERNITY.replace("unit: birth", "unit: person").replace("amount: grant", "amount: ▸grant")
    assert refusal(read, person) == "amount is in LCU. Expected LCU/day, LCU/week, LCU/month or LCU/year."
    counts = MATERNITY + "▸caseload_by: {region: {North: 5}}\ncaseload_year: 2025\n"
    assert "does not meet a caseload" in refusal(read, counts)


def test_it_is_explained_in_words():
    floor = floor_of([MATERNITY])
    family = household([{"age": 30, "contributes": False}, {"age": 0, "contributes": False}], floor)
    said = explain(floor, family, "maternity", 1, DAY).replace("\N{NO-BREAK SPACE}", " ")
    assert "The benefit is paid once for each birth; the rule is asked of every child under one year." in said
    assert "age 0 < 1: yes" in said
    assert "Amount (grant 100 × duration 4): 400 LCU, once." in said
    french = explain(floor, family, "maternity", 1, DAY, "fr").replace("\N{NO-BREAK SPACE}", " ")
    assert "une fois par naissance" in french
    assert "une seule fois" in french
    assert "age is 30" in explain(floor, family, "maternity", 0, DAY)


def test_a_case_gives_the_money_of_a_birth(tmp_path):
    file = tmp_path / "maternity.yaml"
    file.write_text(
        "programme: maternity\ncases:\n  - sentence: A newborn brings four months of 100.\n    date: 2026-07-01\n"
        "    persons: [{age: 30, contributes: false}, {age: 0, contributes: false}]\n    expect: {amount: [0, 400], unit: LCU}\n"
    )
    (outcome,) = run_cases(file, floor_of([MATERNITY]))
    assert outcome.passed
    assert outcome.got == "amount 0.00, 400.00 LCU"
    file.write_text(file.read_text().replace("unit: LCU", "unit: LCU/year"))
    with pytest.raises(GroundfloorError, match="The unit is 'LCU/year'"):
        run_cases(file, floor_of([MATERNITY]))


def test_births_are_those_from_july_and_a_horizon_does_not_move_them():
    pack = find_pack("gha") / "population"
    near, far = births.births_of(pack, range(2025, 2031)), births.births_of(pack, range(2025, 2041))
    assert {year: far[year] for year in near} == near
    flows = gf.project("gha", 2031)
    np.testing.assert_allclose(list(near.values()), flows.births.sum(axis=1), rtol=0)


def test_a_pack_pays_for_its_births(tmp_path):
    pack = gf.new(tmp_path / "nowhere")
    (pack / "programmes" / "maternity.yaml").write_text(
        MATERNITY.replace("not household.any(contributes)", "True").lstrip()
    )
    floor = pack / "floors" / "floor.yaml"
    floor.write_text(floor.read_text().replace("[child_grant,", "[maternity, child_grant,"))
    rows = [row for row in gf.cost(pack, to=2030) if row["programme"] == "maternity" and row["scenario"] == "floor"]
    expected = births.births_of(pack / "population", range(2025, 2031))
    assert [row["beneficiaries"] for row in rows] == pytest.approx([expected[row["year"]] for row in rows])
    assert gf.check(pack).sound


def test_one_replaces_another_from_infant_to_infant():
    older = MATERNITY.replace("programme: maternity", "programme: older").replace(
        "unit: birth", "unit: birth\ncovered_by: pension"
    )
    people = survey()
    people.columns["pension"] = np.array([1.0, 1, 0, 1, 0])
    floor = floor_of([MATERNITY.replace("amount:", "replaces: [older]\namount:")])
    (year,) = years_of(
        floor, people, {2026: people.weight}, PRICES, Money({}, {}), scenario="s",
        schemes=floor_of([older]).programmes.values(), births={2026: 36.0},
    )  # fmt: skip
    assert [row["beneficiaries"] for row in year.costs] == pytest.approx([12, -12])
    assert year.cash_per_head.tolist() == pytest.approx([0] * 5)


def test_amounts_are_those_of_the_engine():
    floor, people = floor_of([MATERNITY]), survey()
    found = [
        apply(floor, people, DAY, engine=engine).programmes["maternity"].amount.tolist()
        for engine in ("arrays", "sql", "plain")
    ]
    assert found == [[0, 400, 0, 0, 0]] * 3
