"""Cases a lawyer can read: those that hold, those that fail, and files that cannot be run."""

import datetime

import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.rules.cases import run_cases
from groundfloor.rules.household import household
from groundfloor.rules.load import floor_of

CHILD = """
programme: child_grant
label: {en: Child grant}
guarantee: children
function: family_child
status: proposed
unit: person
parameters: {grant: {unit: LCU/month, values: {2026-01-01: 75}}}
eligible: age < 5 and region != 'South'
limit: {first: 2, per: household, by: age}
amount: grant
take_up: 0.0
"""
HOME = """
programme: home_grant
label: {en: Home grant}
guarantee: children
function: family_child
status: proposed
unit: household
parameters: {grant: {unit: LCU/year, values: {2026-01-01: 100}}}
eligible: household.any(child_grant.receives)
amount: grant * household_size
"""
FLOOR = floor_of([CHILD, HOME])
GOOD = """programme: child_grant
cases:
  - sentence: A child of three receives the grant, her mother does not.
    date: 2026-07-01
    persons:
      - {age: 30, sex: female, relationship: head}
      - {age: 3, sex: female}
    household: {region: North, urban: true}
    expect: {eligible: [false, true], amount: [0, 900]}
    source: Act 1, section 2.
"""


@pytest.fixture
def run(tmp_path):
    def of(text, floor=FLOOR):
        file = tmp_path / "cases.yaml"
        file.write_text(text, encoding="utf-8")
        return run_cases(file, floor)

    return of


def refused(run, text):
    with pytest.raises(GroundfloorError) as caught:
        run(text)
    _file, _, rest = str(caught.value).partition("cases.yaml")
    return rest


def test_a_case_that_holds_says_so(run):
    (outcome,) = run(GOOD)
    assert outcome.passed
    assert str(outcome) == (
        "child_grant: A child of three receives the grant, her mother does not. "
        "It holds: eligible false, true; amount 0.00, 900.00 LCU/year."
    )
    assert outcome.source == "Act 1, section 2."


def test_a_case_that_fails_says_where_and_how(run):
    (outcome,) = run(
        GOOD.replace("[false, true], amount: [0, 900]", "[unknown, true], amount: [0, 74.99], unit: LCU/month")
    )
    assert not outcome.passed
    assert str(outcome).partition("cases.yaml")[2] == (
        ":3:5: child_grant: A child of three receives the grant, her mother does not. Expected eligible unknown, true; "
        "amount 0.00, 74.99 LCU/month; got eligible false, true; amount 0.00, 75.00 LCU/month. Source: Act 1, section 2."
    )


@pytest.mark.parametrize(
    ("expect", "passed"),
    [
        ("{eligible: [false, true]}", True),
        ("{amount: [0, 900]}", True),
        ("{amount: [0, 900.004]}", True),
        ("{amount: [0, 900.006]}", False),
        ("{amount: [0, 75], unit: LCU/month}", True),
        ("{amount: [0, 2.4657534], unit: LCU/day}", True),
        ("{amount: [0, 17.2602739], unit: LCU/week}", True),
        ("{amount: [0, unknown]}", False),
        ("{eligible: [false, null]}", False),
        ("{eligible: [true, true]}", False),
        ("{eligible: [false, true], amount: [0, 0]}", False),
    ],
)
def test_eligibility_and_amounts_are_compared(run, expect, passed):
    (outcome,) = run(GOOD.replace("{eligible: [false, true], amount: [0, 900]}", expect))
    assert outcome.passed is passed


def test_what_nobody_says_is_missing(run):
    text = GOOD.replace("    household: {region: North, urban: true}\n", "").replace(
        "[false, true]", "[false, unknown]"
    )
    (outcome,) = run(text.replace("900", "0"))
    assert outcome.passed
    assert outcome.got == "eligible false, unknown; amount 0.00, 0.00 LCU/year"


def test_a_person_has_the_last_word_over_the_household(run):
    text = GOOD.replace("{age: 3, sex: female}", "{age: 3, region: South}")
    assert not run(text)[0].passed
    assert run(text.replace("true], amount: [0, 900]", "false]"))[0].passed
    # an empty value is said to be unknown
    assert run(text.replace("region: South", "region: ").replace("true], amount: [0, 900]", "unknown]"))[0].passed


def test_a_limit_and_a_day(run):
    text = """programme: child_grant
cases:
  - sentence: The two youngest.
    date: "2026-01-01"
    household: {region: North}
    persons: [{age: 4}, {age: 3}, {age: 2.0}]
    expect: {eligible: [false, true, true], amount: [0, 75, 75], unit: LCU/month}
  - sentence: Before the first value the amount is not known.
    date: 2025-12-31
    household: {region: North}
    persons: [{age: 4}]
    expect: {eligible: true, amount: unknown}
"""
    assert [outcome.passed for outcome in run(text)] == [True, True]


def test_a_household_programme_is_asked_as_if_everybody_came_forward(run):
    text = """programme: home_grant
cases:
  - sentence: One value for the household, or one a person.
    date: 2026-07-01
    household: {region: North}
    persons: [{age: 30}, {age: 3}]
    expect: {eligible: %s, amount: %s}
"""
    assert run(text % ("true", "[200, 0]"))[0].passed
    assert run(text % ("[true, false]", "200"))[0].passed
    assert "amount has 3 values. Expected 2, one a person, or one for the household." in refused(
        run, text % ("true", "[1, 2, 3]")
    )


def test_the_household_size_is_that_of_the_case_unless_it_says_otherwise():
    def sizes(*args):
        return household(*args).columns["household_size"].tolist()

    assert sizes([{}, {}], FLOOR) == [2, 2]
    assert sizes([{}, {}], FLOOR, {"household_size": 5}) == [5, 5]


def test_a_floors_own_variables_may_be_given():
    text = CHILD.replace("age < 5 and region != 'South'", "orphan and herd > 1 and clan == 'x'")
    own = {"orphan": {"kind": "boolean"}, "herd": {"kind": "number"}, "clan": {"kind": "text"}}
    floor = floor_of([text], variables=own)
    columns = household([{"orphan": True, "herd": 2, "clan": "x"}, {"clan": "a"}], floor).columns
    assert columns["clan"].levels == ("a", "x")
    assert columns["clan"].codes.tolist() == [1, 0]
    assert columns["orphan"].tolist()[0] == 1.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("programme: child_grant", "programme: child_grnt", ":1:12: The floor has no programme 'child_grnt'."),
        ("programme: child_grant", "programme: child_grnt", "Did you mean 'child_grant'?"),
        ("programme: child_grant\n", "", ": The file names no programme. Add programme: ..."),
        ("programme: child_grant", "programme: child_grant\nprogramme: x", ":2:1: 'programme' stands twice."),
        ("programme: child_grant", "programme: child_grant\ncase: x", "Unknown key 'case'. Expected one of programme, cases. Did you mean 'cases'?"),
        ("cases:", "cases: []\nold:", "Unknown key 'old'"),
        ("sentence: A child of three receives the grant, her mother does not.", "sentense: x", ":3:15: Unknown key 'sentense'."),
        ("sentence: A child of three receives the grant, her mother does not.", "sentence: ", ":3:5: The case has no sentence."),
        ("sentence: A child of three receives the grant, her mother does not.", "sentence: 3", ":3:15: The sentence is 3. Expected a sentence."),
        ("    date: 2026-07-01\n", "", ":3:5: The case has no date. Add date: ..."),
        ("2026-07-01", "2026-07", ":4:11: '2026-07' is not a date. Expected a date such as 2026-07-01."),
        ("2026-07-01", "2026-07-01 10:00:00", "'2026-07-01 10:00:00' is not a date."),
        ("2026-07-01", "soon", "'soon' is not a date."),
        ("age: 30", "agee: 30", ":6:16: Unknown variable 'agee'. Did you mean 'age'?"),
        ("age: 30", "person_id: 30", "Unknown variable 'person_id'."),
        ("age: 30", "age: thirty", ":6:15: age is 'thirty'. Expected a number."),
        ("age: 30", "age: true", "age is True. Expected a number."),
        ("age: 30", "age: .inf", "is not a finite number"),
        ("sex: female, relationship", "sex: femal, relationship", "sex is 'femal'. Expected one of male, female. Did you mean 'female'?"),
        ("urban: true", "urban: 1", "urban is 1. Expected true or false."),
        ("region: North", "region: [North]", ":8:25: region is ['North']. Expected a word."),
        ("region: North", "regio: North", "Unknown variable 'regio'. Did you mean 'region'?"),
        ("household: {region: North, urban: true}", "household: North", ":8:16: household is no table."),
        ("{eligible: [false, true], amount: [0, 900]}", "true", ":9:13: expect is no table. Expected the keys eligible, amount, unit."),
        ("eligible: [false, true], amount: [0, 900]", "unit: LCU/year", "expect is empty. Expected eligible, amount or both."),
        ("eligible: [false, true]", "eligble: [false, true]", "Unknown key 'eligble'."),
        ("[false, true]", "[false]", ":9:24: eligible has 1 value. Expected 2, one a person."),
        ("[false, true]", "true", "eligible has 1 value. Expected 2, one a person."),
        ("[false, true]", "[false, maybe]", "eligible is 'maybe'. Expected true, false or unknown."),
        ("[false, true]", "[0, 1]", "eligible is 0. Expected true, false or unknown."),
        ("[0, 900]", "[0, much]", "'much' is not a number."),
        ("[0, 900]", "[0, [900]]", "[900] is not a number."),
        ("[0, 900]", "[0, 75], unit: LCU/mnth", ":9:62: The unit is 'LCU/mnth'."),
        ("[0, 900]", "[0, 75], unit: LCU/mnth", "Did you mean 'LCU/month'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_place(run, old, new, said):
    assert old in GOOD
    assert said in refused(run, GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty"),
        ("programme: child_grant\n", "There are no cases. Expected a list of cases, each with a sentence, a date, persons and what to expect."),
        ("programme: child_grant\ncases: {}\n", "There are no cases"),
        ("programme: child_grant\ncases: [x]\n", "The case is no table"),
        ("- a\n", "not a table of keys and values"),
        ("programme: child_grant\ncases: [{sentence: x, date: 2026-01-01, persons: {age: 3}, expect: {eligible: true}}]\n", "persons is no list of persons"),
        ("programme: child_grant\ncases: [{sentence: x, date: 2026-01-01, persons: [3], expect: {eligible: true}}]\n", "persons is no list of persons"),
        ("programme: child_grant\ncases: [{sentence: x, date: 2026-01-01, persons: [], expect: {eligible: true}}]\n", "The case has no persons"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_cases(run, text, said):
    assert said in refused(run, text)


def test_a_form_says_where_without_a_file():
    with pytest.raises(GroundfloorError, match=r"^persons\.2\.age: age is 'x'"):
        household([{}, {"age": "x"}], FLOOR)


def test_dates_are_no_words():
    with pytest.raises(GroundfloorError, match="Expected a word"):
        household([{"region": datetime.date(2026, 1, 1)}], FLOOR)
