"""Mistakes in fiscal.yaml are said where they stand, and what a survey lacks is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.fiscal.conftest import figure, survey_of

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.fiscal import read_fiscal

TAX = "income_tax: {kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0.1}]}"
VAT = "vat: {kind: indirect_tax, unit: household, spending: food, rate: 0.15, inclusive: true}"


def survey():
    return survey_of([50.0, 20.0], wage=[10.0, 30.0], food=[5.0, 6.0], consumption=[50.0, 20.0])


WRONG = {
    "an unknown variable": (TAX.replace("base: wage", "base: wagee"), "Did you mean 'wage'"),
    "an unknown kind": (TAX.replace("direct_tax", "income_tax"), "kind is 'income_tax'"),
    "no kind": (TAX.replace("kind: direct_tax, ", ""), "income_tax has no kind"),
    "no unit": (TAX.replace("unit: person, ", ""), "income_tax has no unit"),
    "an unknown key": (TAX.replace("base:", "basis:"), "Did you mean 'base'"),
    "brackets that do not rise": (
        TAX.replace("[{from: 0, rate: 0.1}]", "[{from: 9, rate: 0.1}, {from: 9, rate: 0.2}]"),
        "stands after",
    ),
    "a rate above 1": (TAX.replace("0.1", "10"), "Write 0.1 for 10 %"),
    "a negative bracket": (TAX.replace("from: 0", "from: -1"), "at least 0"),
    "a bracket without a rate": (TAX.replace(", rate: 0.1", ""), "'rate' is missing"),
    "brackets that are no list": (TAX.replace("[{from: 0, rate: 0.1}]", "0.1"), "no list"),
    "no brackets": (TAX.replace(", brackets: [{from: 0, rate: 0.1}]", ""), "has no brackets"),
    "brackets of later days": (
        TAX.replace("[{from: 0, rate: 0.1}]", "{2030-01-01: [{from: 0, rate: 0.1}]}"),
        "No brackets are in force",
    ),
    "an allowance of another period": (TAX.replace("base: wage", "base: wage, allowance: per_month(wage)"), "per_year"),
    "no amount": ("x: {kind: direct_tax, unit: person}", "x has no amount"),
    "two amounts": ("x: {kind: direct_tax, unit: person, amount: wage, transfer: grant}", "its amount twice"),
    "a bare number": ("x: {kind: direct_tax, unit: person, amount: 75}", "a pure number"),
    "a condition as an amount": ("x: {kind: direct_tax, unit: person, amount: wage > 5}", "takes a number"),
    "a rate of VAT above 1": (VAT.replace("0.15", "15"), "Write 0.15 for 15 %"),
    "a rate in money": (VAT.replace("0.15", "wage"), "rate is in LCU/year"),
    "no rate": (VAT.replace("rate: 0.15, ", ""), "vat has no rate"),
    "VAT that does not say whether prices hold it": (VAT.replace(", inclusive: true", ""), "whether spending includes"),
    "a subsidy with inclusive": (VAT.replace("indirect_tax", "indirect_subsidy"), "no inclusive"),
    "a share above 1": (VAT.replace("inclusive: true", "inclusive: true, informal: 1.2"), "informal is 1.2"),
    "cascading below 1": (VAT.replace("inclusive: true", "inclusive: true, cascading: 0.5"), "at least 1"),
    "spending of a direct tax": (VAT.replace("indirect_tax", "direct_tax"), "not taken from spending"),
    "a household's consumption per head": (VAT.replace("food", "consumption"), "household_consumption"),
    "a household's consumption less something": (VAT.replace("food", "consumption - food"), "household_consumption"),
    "the whole household's consumption of each": (
        VAT.replace("food", "household_consumption").replace("unit: household", "unit: person"),
        "of the whole household",
    ),
    "an unknown transfer": ("x: {kind: direct_transfer, unit: person, transfer: grant}", "no transfer 'grant'"),
    "a programme that is not there": ("x: {kind: direct_transfer, unit: person, programme: no.yaml}", "no.yaml is missing"),
    "users of a tax": ("x: {kind: direct_tax, unit: person, users: in_school, cost: wage}", "has no users"),
    "a service without a cost": ("x: {kind: in_kind_health, unit: person, users: in_school}", "no unit cost"),
    "costs from nowhere": ("x: {kind: in_kind_health, unit: person, users: wage > 1, costs: no.csv}", "no.csv is missing"),
    "users that are money": ("x: {kind: in_kind_health, unit: person, users: wage, cost: wage}", "neither a condition"),
    "a key of another form": (TAX.replace("base: wage", "base: wage, rate: 0.1"), "rate belongs to spending"),
    "a total of 0": (TAX.replace("base: wage", "total: 0, base: wage"), "total is 0"),
    "who pays a tax": (TAX.replace("base: wage", "paid_by: employer, base: wage"), "has no paid_by"),
    "a name of a sum": (TAX.replace("income_tax:", "all_taxes:"), "begins with all_"),
    "a name of a variable": (TAX.replace("income_tax:", "wage:"), "is a survey variable"),
    "an item that is no table": ("x: 5", "x is no table"),
    "an item below": ("x: {kind: direct_tax, unit: person, amount: y}\n  y: {kind: direct_tax, unit: person, amount: wage}", "Unknown name 'y'"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_mistake_is_said_where_it_stands(what, tmp_path):
    item, says = WRONG[what]
    file = tmp_path / "fiscal.yaml"
    file.write_text(f"fiscal: Example\nwelfare_is: market\npensions: PDI\nitems:\n  {item}\n")
    with pytest.raises(GroundfloorError) as wrong:
        read_fiscal(file, survey())
    assert says in str(wrong.value)
    assert wrong.value.place.file == str(file)
    assert wrong.value.place.line == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fiscal: x\npensions: PDI\nitems: {}\n", "'welfare_is' is missing"),
        ("fiscal: x\nwelfare_is: taxable\npensions: PDI\nitems: {x: 1}\n", "welfare_is is 'taxable'"),
        ("fiscal: x\nwelfare_is: market\npensions: PDG\nitems:\n  " + TAX, "Did you mean"),
        ("fiscal: x\nwelfare_is: market\npensions: PDI\ndate: soon\nitems:\n  " + TAX, "is not a date"),
        ("fiscal: x\nwelfare_is: market\npensions: PDI\nvariables: {herd: {kind: number}}\nitems:\n  " + TAX, "'herd'"),
        ("fiscal: x\nwelfare_is: market\npensions: PDI\nitems:\n", "'items' is empty"),
    ],
)
def test_the_head_of_the_file_is_checked(text, says, tmp_path):
    file = tmp_path / "fiscal.yaml"
    file.write_text(text)
    with pytest.raises(GroundfloorError, match=says):
        read_fiscal(file, survey())


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("urban,cost\n", "no rows"),
        ("cost\n5\n", "names no variable"),
        ("regionn,cost\nNorth,5\n", "no variable of the survey"),
        ("urban,cost\n1,-5\n", "The cost is -5"),
        ("urban,cost\n1,5\n1,6\n", "stands twice"),
        ("urban,cost\none,5\n", "not a number"),
        ("urban,price\n1,5\n", "'price'"),
    ],
)
def test_a_file_of_unit_costs_is_checked(rows, says, tmp_path):
    (tmp_path / "costs.csv").write_text(rows)
    file = tmp_path / "fiscal.yaml"
    item = "x: {kind: in_kind_health, unit: person, users: wage > 1, costs: costs.csv}"
    file.write_text(f"fiscal: x\nwelfare_is: market\npensions: PDI\nitems:\n  {item}\n")
    urban = replace(survey(), columns=survey().columns | {"urban": np.array([1.0, 0.0])})
    with pytest.raises(GroundfloorError, match=says):
        read_fiscal(file, urban)


def test_what_the_survey_cannot_answer(fiscal):
    with pytest.raises(GroundfloorError, match="has no welfare"):
        fiscal(replace(survey(), welfare=None), TAX)
    with pytest.raises(GroundfloorError, match="cannot be scaled to a total"):
        fiscal(survey_of([5.0], wage=[0.0]), TAX.replace("base: wage", "total: 9, base: wage"))
    with pytest.raises(GroundfloorError, match="in prices of 2020"):
        fiscal(replace(survey(), amounts={"wage": 2020}), TAX)
    with pytest.raises(GroundfloorError, match="needs the variable 'pension_amount'"):
        fiscal(survey(), "x: {kind: contributory_pension, unit: person, amount: pension_amount}")
    with pytest.raises(GroundfloorError, match="Nobody has known welfare"):
        fiscal(survey_of([5.0], wage=[np.nan]), TAX)
    later = "parameters:\n  rate_now: {unit: '1', values: {2030-01-01: 0.1}}\n"
    with pytest.raises(GroundfloorError, match="rate_now has no value on 2024-07-01"):
        fiscal(survey(), "x: {kind: direct_tax, unit: person, amount: rate_now * wage}", more=later)
    with pytest.raises(GroundfloorError, match="no scenario of pensions 'pgt'"):
        gf.fiscal_incidence(survey(), fiscal(survey(), TAX).described, pensions="pgt")


def test_consumption_is_read_at_its_own_level(fiscal):
    per_person = "vat: {kind: indirect_tax, unit: person, spending: consumption, rate: 0.1, inclusive: false}"
    assert fiscal(survey(), per_person).amounts["vat"].amount.tolist() == [5.0, 2.0]
    equivalent = replace(survey(), sharing=np.ones(2))
    with pytest.raises(GroundfloorError, match="per adult equivalent"):
        fiscal(equivalent, per_person)
    # in a condition it may stand
    aid = "aid: {kind: direct_transfer, unit: household, amount: wage if consumption < wage else 0 * wage}"
    assert fiscal(survey(), aid).amounts["aid"].amount.tolist() == [0.0, 30.0]
    with pytest.raises(GroundfloorError, match="household_consumption with unit: household"):
        fiscal(survey(), "levy: {kind: direct_tax, unit: household, amount: 0.1 * consumption}")


def test_users_of_a_household_are_not_its_head_alone(fiscal):
    family = replace(survey_of([9.0] * 3, sizes=[3], pupils=[1, 1, 1], in_school=[0, 1, 1]), amounts={})
    more = "parameters:\n  each: {unit: LCU/year, values: {2020-01-01: 30}}\n"
    item = "x: {kind: in_kind_education, unit: household, users: USERS, cost: each}"
    with pytest.raises(GroundfloorError, match=r"household.count\(in_school\)"):
        fiscal(family, item.replace("USERS", "in_school"), more=more)
    found = fiscal(family, item.replace("USERS", "household.count(in_school)"), more=more)
    assert found.amounts["x"].amount.tolist() == [60.0, 0, 0]


def test_a_rate_that_is_a_parameter_is_a_share(fiscal):
    more = "parameters:\n  vat_rate: {unit: '1', values: {2020-01-01: 15}}\n"
    with pytest.raises(GroundfloorError, match="rate is 15 on 2024-07-01"):
        fiscal(survey(), VAT.replace("0.15", "vat_rate"), more=more)


def test_no_market_income_has_no_inequality(fiscal):
    found = fiscal(survey_of([0.0, 0.0], paid=[5.0, 5.0]), "grant: {kind: direct_transfer, unit: person, amount: paid}")
    assert np.isnan(figure(found, "fiscal_concepts", "gini", concept="market"))
    assert np.isnan(figure(found, "fiscal_redistribution", "redistributive_effect", item=None))
    assert figure(found, "fiscal_concepts", "gini", concept="disposable") == 0.0


def test_taxes_above_income_leave_income_below_0(fiscal):
    found = fiscal(survey_of([10.0, 20.0], due=[15.0, 5.0]), "levy: {kind: direct_tax, unit: person, amount: due}")
    assert found.concepts["disposable"].tolist() == [-5.0, 15.0]
    assert "fiscal.negative_income" in {one.says for one in found.findings}


@pytest.mark.parametrize("weight", [[1.0], [5.0]])
def test_one_person(fiscal, weight):
    found = fiscal(survey_of([10.0], weight=weight, wage=[10.0]), TAX)
    rows = [row for rows in found.tables.values() for row in rows if "se" in row]
    assert all(np.isnan(row["se"]) for row in rows)
    assert figure(found, "fiscal_redistribution", "average_rate", item="income_tax") == pytest.approx(0.1)


def test_persons_without_weight_are_in_no_figure(fiscal):
    one = fiscal(survey_of([10.0, 30, 99], weight=[1, 1, 0], wage=[10.0, 30, 99]), TAX)
    other = fiscal(survey_of([10.0, 30], wage=[10.0, 30]), TAX)
    for table in ("fiscal_redistribution", "fiscal_contributions", "fiscal_items"):
        for ours, theirs in zip(one.tables[table], other.tables[table], strict=True):
            assert ours.get("value") == pytest.approx(theirs.get("value"), nan_ok=True)
    assert figure(one, "fiscal_redistribution", "average_rate", "n", item="income_tax") == 2


def test_all_equal(fiscal):
    found = fiscal(survey_of([10.0] * 5, wage=[10.0] * 5), TAX)
    assert figure(found, "fiscal_redistribution", "redistributive_effect", item=None) == pytest.approx(0.0)
    assert np.isnan(figure(found, "fiscal_contributions", "spending_effectiveness_gini", concept="disposable"))
