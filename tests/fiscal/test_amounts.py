"""How much each way of writing an item comes to, worked by hand."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest
from tests.fiscal.conftest import figure, survey_of

from groundfloor.survey.frame import Text, Transfer

WAGES = [0.0, 3000.0, 6000.0, 20000.0]


def amount(found, name="income_tax"):
    return found.amounts[name].amount.tolist()


def test_brackets_tax_each_slice_at_its_rate(fiscal):
    items = "income_tax: {kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0}, {from: 4380, rate: 0.05}, {from: 8000, rate: 0.1}]}"
    found = fiscal(survey_of([9.0] * 4, wage=WAGES), items)
    assert amount(found) == pytest.approx([0, 0, 0.05 * 1620, 0.05 * 3620 + 0.1 * 12000])


def test_an_allowance_lowers_the_base_and_a_credit_the_tax_and_neither_gives_money_back(fiscal):
    items = """
income_tax:
  kind: direct_tax
  unit: person
  base: wage
  allowance: 0.5 * wage
  credit: relief
  brackets: [{from: 0, rate: 0.1}, {from: 2000, rate: 0.2}]
"""
    more = "parameters:\n  relief: {unit: LCU/year, values: {2020-01-01: 160}}\n"
    found = fiscal(survey_of([9.0] * 4, wage=WAGES), items, more=more)
    assert amount(found) == pytest.approx([0, 0, 200 + 200 - 160, 200 + 1600 - 160])


def test_a_negative_base_pays_nothing(fiscal):
    items = "income_tax: {kind: direct_tax, unit: person, base: profit, brackets: [{from: 0, rate: 0.1}]}"
    assert amount(fiscal(survey_of([9.0, 9.0], profit=[-500.0, 100.0]), items)) == [0.0, 10.0]


def test_brackets_are_in_the_period_of_the_base(fiscal):
    items = "income_tax: {kind: direct_tax, unit: person, base: per_month(wage), brackets: [{from: 365, rate: 0.05}]}"
    found = fiscal(survey_of([9.0] * 4, wage=WAGES), items)
    assert amount(found) == pytest.approx([0, 0, 0.05 * (6000 - 12 * 365), 0.05 * (20000 - 12 * 365)])


def test_brackets_of_the_day(fiscal):
    items = """
income_tax:
  kind: direct_tax
  unit: person
  base: wage
  brackets:
    2020-01-01: [{from: 0, rate: 0.1}]
    2024-07-02: [{from: 0, rate: 0.2}]
"""
    survey = survey_of([9.0] * 2, wage=[100.0, 200.0])
    assert amount(fiscal(survey, items)) == [10.0, 20.0]  # the middle of 2024
    assert amount(fiscal(survey, items, more="date: 2024-07-02\n")) == [20.0, 40.0]


def test_an_unknown_wage_leaves_the_household_out_of_every_figure(fiscal):
    items = "income_tax: {kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0}]}"
    found = fiscal(survey_of([9.0] * 3, sizes=[2, 1], wage=[100.0, np.nan, 50.0]), items)
    np.testing.assert_array_equal(found.concepts["market"], [np.nan, np.nan, 9.0])
    assert figure(found, "fiscal_concepts", "mean_welfare", "n", concept="disposable") == 1
    assert [(one.says, one.rows) for one in found.findings] == [("fiscal.unknown", 2)]


@pytest.mark.parametrize(("inclusive", "expected"), [("true", 115 * 0.15 / 1.15), ("false", 115 * 0.15)])
def test_a_tax_on_spending(fiscal, inclusive, expected):
    items = f"vat: {{kind: indirect_tax, unit: household, spending: food, rate: 0.15, inclusive: {inclusive}}}"
    found = fiscal(survey_of([60.0, 60.0], sizes=[2], food=[115.0, 115.0]), items, "disposable")
    assert amount(found, "vat") == pytest.approx([expected, 0.0])
    assert found.concepts["consumable"].tolist() == pytest.approx([60 - expected / 2] * 2)


def test_informal_purchases_pay_no_tax_and_taxed_inputs_add_to_it(fiscal):
    items = """
vat:
  kind: indirect_tax
  unit: household
  spending: food
  rate: 0.1
  inclusive: false
  informal: 0.2 if urban else 0.6
  cascading: 1.5
"""
    survey = survey_of([60.0, 60.0], food=[100.0, 100.0], urban=[1.0, 0.0])
    assert amount(fiscal(survey, items), "vat") == pytest.approx([100 * 0.1 * 0.8 * 1.5, 100 * 0.1 * 0.4 * 1.5])


def test_consumption_of_a_household_is_that_of_all_its_members(fiscal):
    items = "vat: {kind: indirect_tax, unit: household, spending: household_consumption, rate: 0.25, inclusive: true}"
    survey = survey_of([50.0, 50.0, 30.0], sizes=[2, 1], consumption=[50.0, 50.0, 30.0])
    assert amount(fiscal(survey, items, "disposable"), "vat") == pytest.approx([20.0, 0.0, 6.0])
    equivalent = replace(survey, sharing=np.array([1.6, 1.6, 1.0]))
    found = fiscal(equivalent, items, "disposable")
    assert amount(found, "vat") == pytest.approx([16.0, 0.0, 6.0])
    assert found.concepts["consumable"].tolist() == pytest.approx([40.0, 40.0, 24.0])


def test_a_rate_may_be_a_parameter(fiscal):
    items = "subsidy: {kind: indirect_subsidy, unit: person, spending: fuel, rate: aid}"
    more = "parameters:\n  aid: {unit: '1', values: {2020-01-01: 0.3}}\n"
    assert amount(fiscal(survey_of([9.0], fuel=[10.0]), items, more=more), "subsidy") == pytest.approx([3.0])


def words(codes, *levels):
    return Text(np.asarray(codes, dtype=np.int32), levels)


def test_a_service_at_cost_by_condition_count_and_file(fiscal, tmp_path):
    (tmp_path / "costs.csv").write_text(
        "# of 2024\nschool_level,urban,cost\nprimary,1,100\nprimary,0,80\nsecondary,1,200\n"
    )
    survey = survey_of([9.0] * 4, in_school=[1, 1, 0, 1], visits=[0, 2, 3, 1], urban=[1, 0, 1, 0])
    columns = survey.columns | {"school_level": words([0, 0, -1, 1], "primary", "secondary")}
    survey = replace(survey, columns=columns, amounts={})
    items = """
insurance: {kind: in_kind_health, unit: person, users: in_school, cost: each}
visits_paid: {kind: in_kind_health, unit: person, users: visits, cost: each}
fees: {kind: user_fee, unit: person, users: visits, cost: 0.1 * each}
"""
    more = "parameters:\n  each: {unit: LCU/year, values: {2020-01-01: 30}}\n"
    found = fiscal(survey, items, more=more)
    assert amount(found, "insurance") == [30, 30, 0, 30]
    assert amount(found, "visits_paid") == [0, 60, 90, 30]
    assert found.concepts["final"].tolist() == pytest.approx([39, 9 + 30 + 60 - 6, 9 + 90 - 9, 9 + 30 + 30 - 3])
    found = fiscal(survey, "schools: {kind: in_kind_education, unit: person, users: in_school, costs: costs.csv}")
    # who is in a secondary school of the countryside has no row in the file
    np.testing.assert_array_equal(found.amounts["schools"].amount, [100, 80, 0, np.nan])
    assert [file.name for file in found.described.files] == ["fiscal.yaml", "costs.csv"]


def test_a_transfer_of_the_survey_and_a_total_of_the_accounts(fiscal):
    paid = Transfer("social_pension", "person", np.array([1.0, 0, 1]), np.array([10.0, 0, 30]))
    survey = replace(survey_of([9.0] * 3, weight=[1, 1, 2]), transfers={"pension": paid})
    items = "grant: {kind: direct_transfer, unit: person, transfer: pension, total: 140}"
    found = fiscal(survey, items)
    assert amount(found, "grant") == [20, 0, 60]
    assert found.amounts["grant"].factor == 2.0
    (row,) = found.tables["fiscal_items"]
    assert (row["amount_lcu"], row["payers"], row["factor"]) == (140.0, 3.0, 2.0)


def test_an_item_names_those_above_it(fiscal):
    items = """
contribution: {kind: social_contribution, unit: person, amount: 0.1 * wage}
rent_aid: {kind: direct_transfer, unit: household, amount: household.sum(contribution)}
income_tax: {kind: direct_tax, unit: person, base: wage - contribution + rent_aid, brackets: [{from: 0, rate: 0.5}]}
"""
    found = fiscal(survey_of([9.0] * 2, sizes=[2], wage=[100.0, 200.0]), items)
    assert amount(found, "rent_aid") == [30, 0]
    assert amount(found) == [60, 105]  # what the household has, all its members know


def test_who_a_rule_cannot_decide_on_is_counted(fiscal):
    items = "income_tax: {kind: direct_tax, unit: person, eligible: formal_work, amount: 0.1 * wage}"
    found = fiscal(survey_of([9.0] * 3, wage=[10.0, 10, 10], formal_work=[1, 0, np.nan]), items)
    assert amount(found) == [1, 0, 0]
    assert [(one.says, one.rows) for one in found.findings] == [("fiscal.undecided", 1)]


def test_incomes_below_0_are_kept_and_said(fiscal):
    items = "grant: {kind: direct_transfer, unit: person, amount: paid}"
    found = fiscal(survey_of([5.0, 20, 30], paid=[9.0, 0, 0]), items, "disposable")
    assert found.concepts["market"].tolist() == [-4, 20, 30]
    assert figure(found, "fiscal_concepts", "share_negative", concept="market") == pytest.approx(1 / 3)
    said = {(one.says, one.variable) for one in found.findings}
    assert ("fiscal.negative_income", "market") in said
    assert all(one.message for one in found.findings)


def test_a_refund_is_said(fiscal):
    found = fiscal(survey_of([50.0, 20], due=[9.0, -3.0]), "income_tax: {kind: direct_tax, unit: person, amount: due}")
    assert found.concepts["disposable"].tolist() == [41, 23]
    assert ("fiscal.negative_item", "income_tax") in {(one.says, one.variable) for one in found.findings}


def test_money_of_the_head_or_counted_once_a_member_is_doubtful(fiscal):
    survey = survey_of([9.0] * 3, sizes=[2, 1], wage=[10.0, 5, 7], rent=[4.0, 4, 6])
    found = fiscal(survey, "income_tax: {kind: direct_tax, unit: household, amount: 0.1 * wage}")
    assert [(one.says, one.rows) for one in found.findings] == [("fiscal.of_head", 1)]
    found = fiscal(survey, "levy: {kind: direct_tax, unit: person, amount: 0.1 * rent}")
    assert [(one.says, one.rows) for one in found.findings] == [("fiscal.repeated", 2)]
    assert not fiscal(survey, "levy: {kind: direct_tax, unit: household, amount: 0.1 * rent}").findings


def test_who_it_is_meant_for(fiscal):
    items = "grant: {kind: direct_transfer, unit: person, amount: paid, target: age >= 65}"
    found = fiscal(survey_of([9.0] * 4, paid=[5.0, 0, 5, 5], age=[70, 70, 30, np.nan]), items)
    assert figure(found, "fiscal_coverage", "coverage_target", item="grant") == 0.5
    assert figure(found, "fiscal_coverage", "leakage_target", item="grant") == 0.5  # of whom the age is known
    assert figure(found, "fiscal_coverage", "coverage", item="grant") == 0.75


def test_untaxed_income_and_taxed_transfers(fiscal):
    items = """
own_produce: {kind: untaxed_income, unit: person, amount: grown}
grant: {kind: direct_transfer, unit: person, amount: paid, taxable: true}
"""
    found = fiscal(survey_of([50.0, 20], grown=[9.0, 0], paid=[1.0, 1]), items)
    assert found.concepts["taxable"].tolist() == [42, 21]
    assert found.concepts["disposable"].tolist() == [51, 21]
    assert {row["item"] for row in found.tables["fiscal_redistribution"]} == {None, "grant"}


def test_what_employers_contribute_is_in_market_income_and_not_in_original(fiscal):
    items = """
insurance: {kind: social_contribution, unit: person, amount: a}
by_employer: {kind: social_contribution, unit: person, paid_by: employer, amount: b}
"""
    found = fiscal(survey_of([50.0, 20], a=[5.0, 2], b=[8.0, 3]), items, "disposable")
    assert found.concepts["market"].tolist() == [63, 25]
    total = {row["item"]: row["value"] for row in found.tables["fiscal_euromod"] if row["measure"] == "total"}
    assert total == {
        "original": 77.0,
        "original_with_pensions": 77.0,
        "original_after_tax": 70.0,
        "disposable": 70.0,
        "employee_contributions": 7.0,
        "employer_contributions": 11.0,
    }


def test_concepts_without_an_item_of_their_own_are_left_out(fiscal):
    found = fiscal(survey_of([50.0, 20], paid=[1.0, 2]), "income_tax: {kind: direct_tax, unit: person, amount: paid}")
    shown = {row["concept"] for row in found.tables["fiscal_concepts"]}
    assert shown == {"market", "market_plus_pensions", "net_market", "gross", "taxable", "disposable"}


def test_the_law_of_another_day(fiscal):
    items = "grant: {kind: direct_transfer, unit: person, amount: each}"
    more = "date: 2026-01-01\nparameters:\n  each: {unit: LCU/month, values: {2024-01-01: 1, 2025-12-31: 2}}\n"
    found = fiscal(survey_of([9.0]), items, more=more)
    assert amount(found, "grant") == [24.0]
    assert found.described.date == datetime.date(2026, 1, 1)


def test_what_both_concepts_count_makes_nobody_a_payer(fiscal):
    # 0.1 + 0.2 - 0.2 is not 0.1 to the last digit
    items = """
old_age: {kind: contributory_pension, unit: person, amount: a}
grant: {kind: direct_transfer, unit: person, amount: b}
levy: {kind: direct_tax, unit: person, amount: b}
"""
    found = fiscal(survey_of([0.1, 0.3], a=[0.2, 0.1], b=[0.7, 0.0]), items, "disposable")
    for measure in ("net_payers", "net_receivers"):
        assert figure(found, "fiscal_incidence", measure, concept="disposable") == 0.0


def test_progressivity_is_not_said_where_its_error_is_not_known(fiscal):
    items = """
flat: {kind: direct_tax, unit: person, amount: 0.1 * wage}
rising: {kind: direct_tax, unit: person, amount: due}
"""
    found = fiscal(survey_of([10.0, 20, 30], sizes=[3], wage=[10.0, 20, 30], due=[0.0, 1, 9]), items)
    assert [row["progressivity"] for row in found.tables["fiscal_items"]] == [None, None]
    found = fiscal(survey_of([10.0, 20, 30], wage=[10.0, 20, 30], due=[0.0, 1, 9]), items)
    assert found.tables["fiscal_items"][0]["progressivity"] == "neutral"


PROGRAMME = """programme: child_grant
label: {en: Child grant}
guarantee: children
function: family_child
status: proposed
unit: person
parameters: {grant: {unit: LCU/month, values: {2024-01-01: 2}}}
eligible: age < 5
amount: grant
limit: {first: 1, per: household, by: age}
"""


def test_the_rule_of_a_programme_is_written_once(fiscal, tmp_path):
    (tmp_path / "child_grant.yaml").write_text(PROGRAMME)
    items = "child_grant: {kind: direct_transfer, unit: person, programme: child_grant.yaml}"
    survey = survey_of([9.0] * 4, sizes=[3, 1], age=[30, 4, 1, 2])
    found = fiscal(survey, items)
    assert amount(found, "child_grant") == [0, 0, 24, 24]
    assert found.concepts["disposable"].tolist() == [17, 17, 17, 33]
    (tmp_path / "child_grant.yaml").write_text(PROGRAMME + "take_up: 0.0\n")
    keys = survey.columns | {
        "household_id": words([0, 0, 0, 1], "A", "B"),
        "person_id": words([0, 1, 2, 0], "1", "2", "3"),
    }
    assert amount(fiscal(replace(survey, columns=keys), items), "child_grant") == [0] * 4


def test_an_unknown_amount_of_household_consumption_stays_unknown(fiscal):
    items = "vat: {kind: indirect_tax, unit: household, spending: household_consumption, rate: 0.25, inclusive: true}"
    survey = survey_of([50.0, 50.0, 30.0], sizes=[2, 1], consumption=[np.nan, np.nan, 30.0])
    np.testing.assert_array_equal(amount(fiscal(survey, items, "disposable"), "vat"), [np.nan, 0.0, 6.0])
