"""Every field of a programme's file: what it may hold, and what is said of anything else."""

from __future__ import annotations

import datetime

import pytest
from tests.rules.marked import GOOD, PENSION, read, refusal

from groundfloor.rules import vocabulary
from groundfloor.rules.dated import INDICES
from groundfloor.rules.programme import DatedValue, Limit

LABEL = "Expected such as {en: Child grant, fr: Allocation pour enfant}, with en at least."
TABLE = "Expected lines such as 'name: value'."
NUMBER = "Expected a number such as 1234.5."
FUNCTIONS = ", ".join(vocabulary.FUNCTIONS)
KEYS = "The page on the rule language lists the keys."
DATE = "Expected a date such as 2026-01-01."
PLAIN = "Expected decimal digits without leading zero, colon or _."
UNIT = "Expected a unit such as LCU/month, year or 1."
TEXT = "Expected text, between quotes if need be."
POINT = "Write a decimal point and no thousands separator: 1234.5."

HEAD = [
    ("programme: child_grant", "▸programme:", "The key 'programme' is empty. Write what it is after programme:"),
    ("programme: child_grant", "▸program: child_grant", "Unknown key 'program'. Did you mean 'programme'?"),
    ("programme: child_grant", "programme: ▸[a]", f"programme is no text. {TEXT}"),
    ("label: {en: Child grant, fr: Allocation pour enfant}", "label: ▸Child grant", f"label is no text by language. {LABEL}"),
    ("label: {en: Child grant, fr: Allocation pour enfant}", "label: ▸{fr: Allocation}", f"label is no text by language. {LABEL}"),
    ("label: {en: Child grant, fr: Allocation pour enfant}", "label: ▸{en: ' '}", f"label is no text by language. {LABEL}"),
    ("label: {en: Child grant, fr: Allocation pour enfant}", "label: ▸{en: 12}", f"label is no text by language. {LABEL}"),
    ("guarantee: children", "guarantee: ▸childern", "guarantee is 'childern'. Expected one of health, children, working_age, old_age. Did you mean 'children'?"),
    ("guarantee: children", "guarantee: ▸[children]", "guarantee is ['children']. Expected one of health, children, working_age, old_age."),
    ("function: family_child", "function: ▸family", f"function is 'family'. Expected one of {FUNCTIONS}. Did you mean 'family_child'?"),
    ("status: proposed", "status: ▸propose", "status is 'propose'. Expected one of existing, planned, proposed. Did you mean 'proposed'?"),
    ("unit: person\n", "unit: ▸family\n", "unit is 'family'. Expected one of person, household, birth."),
    ("take_up: 0.90", "▸takeup: 0.9", "Unknown key 'takeup'. Did you mean 'take_up'?"),
    ("take_up: 0.90", "▸3: 0.9", f"Unknown key 3. {KEYS}"),
    ("amount: grant\n", "▸amount:\n", "The key 'amount' is empty. Write what it is after amount:"),
    ("amount: grant\n", "amount: ▸[grant]\n", "amount is no expression. Expected text such as age < 5."),
    ("amount: grant\n", "amount: ▸2026-01-01\n", "amount is no expression. Expected text such as age < 5."),
    ("eligible: age < 5", "eligible: ▸''", "The expression is empty. Expected an expression such as age < 5 and not pension."),
    ("eligible: age < 5", "eligible: '▸  '", "The expression is empty. Expected an expression such as age < 5 and not pension."),
    ("eligible: age < 5", "eligible: ▸5", "eligible takes a condition, not a number. Expected a condition such as age < 5."),
]  # fmt: skip

PARAMETERS = [
    ("unit: LCU/month", "unit: ▸GHS/month", f"Unknown unit 'GHS' in 'GHS/month'. {UNIT} Write LCU for the country's own currency."),
    ("unit: LCU/month", "unit: ▸LCU/fortnight", f"Unknown unit 'fortnight' in 'LCU/fortnight'. {UNIT}"),
    ("unit: LCU/month", "unit: ▸lcu/Month", f"Unknown unit 'lcu' in 'lcu/Month'. {UNIT} Did you mean 'LCU'?"),
    ("unit: LCU/month", "unit: ▸'%'", f"Unknown unit '%' in '%'. {UNIT} Write share, and 0.1 for 10 %."),
    ("unit: LCU/month", "▸unit:", "The key 'unit' is empty in grant. Write what it is after unit:"),
    ("unit: LCU/month", "unit: ▸[LCU]", f"unit is no text. {TEXT}"),
    ("indexed_to: inflation", "indexed_to: ▸prices", "indexed_to is 'prices'. Expected one of inflation, wages, gdp_per_capita."),
    ("indexed_to: inflation", "▸index_to: inflation", "Unknown key 'index_to'. Expected one of unit, values, indexed_to, source, label. Did you mean 'indexed_to'?"),
    ("unit: share, ", "indexed_to: ▸wages, unit: share, ", "child_grant.part is in 1 and indexed to wages. Only money is indexed: take indexed_to away."),
    ("source: Budget 2026", "source: ▸{en: Budget}", f"source is no text. {TEXT}"),
    ("source: Budget 2026", "label: ▸Grant", f"label is no text by language. {LABEL}"),
    ("part: {unit: share, values: {2026-01-01: 0.5}}", "part: ▸0.5", f"part is no table of entries. {TABLE}"),
    ("part: {unit: share, values: {2026-01-01: 0.5}}", "part: ▸{unit: share}", "The key 'values' is missing in part. Add values: ..."),
]  # fmt: skip

VALUES = [
    ("▸75", f"values is no table of entries. {TABLE}"),
    ("▸{}", "The parameter 'child_grant.grant' has no value. Expected such as {2026-01-01: 75}."),
    ("{▸2026: 75}", f"2026 is not a date. {DATE}"),
    ("{▸2026-1-1: 75}", f"'2026-1-1' is not a date. {DATE}"),
    ("{▸2026-13-01: 75}", f"The file holds a value that is none: '2026-13-01'. {DATE}"),
    ("{▸2026-01-01T10:00:00: 75}", f"'2026-01-01 10:00:00' is not a date. {DATE}"),
    ("{▸2026-W01-4: 75}", f"'2026-W01-4' is not a date. {DATE}"),
    ("{▸soon: 75}", f"'soon' is not a date. {DATE}"),
    ("{2026-01-01: 75,▸5}", f"5 is not a date. {DATE} A decimal sign is a point: 75.5."),
    ("{2026-01-01: 75, ▸2026-01-01: 80}", "'2026-01-01' stands twice. It stands on line 10 already; keep one of them."),
    ("{2026-01-01: 75, ▸'2026-01-01': 80}", "'2026-01-01' stands twice. It stands on line 10 already; keep one of them."),
    ("{▸20260101: 75}", f"20260101 is not a date. {DATE}"),
    ("{2026-01-01:▸ }", f"2026-01-01 is empty. {NUMBER}"),
    ("{2026-01-01: ▸[75]}", f"2026-01-01 is no number. {NUMBER}"),
    ("{2026-01-01: ▸plenty}", f"'plenty' is not a number. {NUMBER}"),
    ("{2026-01-01: ▸75 GHS}", f"'75 GHS' is not a number. {NUMBER}"),
    ("{2026-01-01: ▸'75,5'}", f"'75,5' is not a number. {NUMBER} {POINT}"),
    ("{2026-01-01: ▸'75'}", "2026-01-01 is the text '75'. Write 75 without quotes."),
    ("{2026-01-01: ▸true}", f"True is not a number. {NUMBER}"),
    ("{2026-01-01: ▸075}", f"075 would be read as 61. {PLAIN}"),
    ("{2026-01-01: ▸1:30}", f"1:30 would be read as 90. {PLAIN}"),
    ("{2026-01-01: ▸1_000}", f"1_000 would be read as 1000. {PLAIN}"),
    ("{2026-01-01: ▸0x10}", f"0x10 would be read as 16. {PLAIN}"),
    ("{2026-01-01: ▸.inf}", "inf is not a finite number. Leave the row out when the value is not known."),
    ("{2026-01-01: ▸1e400}", "'1e400' is not a finite number. Leave the row out when the value is not known."),
    (f"{{2026-01-01: ▸1{'0' * 400}}}", "2026-01-01 is too large a number. Expected a finite number."),
    ("{2026-01-01: ▸{source: x}}", "The key 'value' is missing in 2026-01-01. Add value: ..."),
    ("{2026-01-01: {value: 75, ▸sorce: x}}", "Unknown key 'sorce'. Expected one of value, source. Did you mean 'source'?"),
    ("{2026-01-01: {value: ▸much}}", f"'much' is not a number. {NUMBER}"),
]  # fmt: skip

DELIVERY = [
    ("limit: {first: 2, per: household, by: age}", "limit: ▸2", f"limit is no table of entries. {TABLE}"),
    ("limit: {first: 2, per: household, by: age}", "limit: ▸{}", "The key 'first' is missing in limit. Add first: ..."),
    ("first: 2", "first: ▸0", "first is 0. Expected a whole number from 1."),
    ("first: 2", "first: ▸1.5", "first is 1.5. Expected a whole number from 1."),
    ("first: 2", "first: ▸true", "first is True. Expected a whole number from 1."),
    ("first: 2", "first: ▸02", f"02 would be read as 2. {PLAIN}"),
    ("per: household", "per: ▸family", "per is 'family'. Expected one of household."),
    ("by: age", "by: ▸agee", "by is 'agee'. Expected a numeric survey variable. Did you mean 'age'?"),
    ("by: age", "by: ▸sex", "by is 'sex'. Expected a numeric survey variable."),
    ("by: age", "by: age, ▸then: sex", f"Unknown key 'then'. Expected one of first, per, by. {KEYS}"),
    ("take_up: 0.90", "take_up: ▸90", "take_up is 90. Expected a share from 0 to 1. Write 0.9 for 90 %."),
    ("take_up: 0.90", "take_up: ▸90 %", "take_up is 90 %. Expected a share. Write 0.9 for 90 %."),
    ("take_up: 0.90", "take_up: ▸-0.1", "take_up is -0.1. Expected a share from 0 to 1."),
    ("take_up: 0.90", "take_up: ▸0,9", f"'0,9' is not a number. {NUMBER} {POINT}"),
    ("take_up: 0.90", "take_up: ▸'0.9'", "take_up is the text '0.9'. Write 0.9 without quotes."),
    ("take_up: 0.90", "▸take_up:", "take_up is empty. Write a number, or take the line away."),
    ("administration: 0.10", "administration: ▸10", "administration is 10. Expected a share from 0 to 1. Write 0.1 for 10 %."),
    ("administration: 0.10", "administration: ▸12.5%", "administration is 12.5%. Expected a share. Write 0.125 for 12.5 %."),
    ("administration: 0.10", "administration: ▸-1", "administration is -1. Expected a share from 0 to 1."),
    ("administration: 0.10", "▸administration: null", "administration is empty. Write a number, or take the line away."),
    ("{2026: 0.3,", "{2026: ▸30,", "2026 is 30. Expected a share from 0 to 1. Write 0.3 for 30 %."),
    ("{2026: 0.3,", "{2026:▸ ,", f"2026 is empty. {NUMBER}"),
    ("{2026: 0.3,", "{▸26: 0.3,", "phase_in is 26, which is not a year. Expected a year such as 2025."),
    ("{2026: 0.3,", "{▸'2026': 0.3,", "'2026' is not a year. Expected such as {2026: 0.3, 2028: 1.0}."),
    ("{2026: 0.3,", "{▸2026-01-01: 0.3,", "'2026-01-01' is not a year. Expected such as {2026: 0.3, 2028: 1.0}."),
    ("{2026: 0.3,", "{2028: 0.3,▸ 2027: 0.5} #".replace("▸ 2027", " ▸2027"), "The year 2027 stands after 2028. Expected years in ascending order."),
    ("{2026: 0.3,", "{2026: 0.1, ▸2026: 0.3,", "'2026' stands twice. It stands on line 19 already; keep one of them."),
    ("{2026: 0.3,", "{2026: 0.1, ▸0x7EA: 0.3,", "0x7EA is no plain whole number. Expected decimal digits."),
    ("{2026: 0.3, 2027: 0.6, 2028: 1.0}", "▸0.3", f"phase_in is no table of entries. {TABLE}"),
    ("replaces: [leap]", "replaces: ▸leap", "replaces is no list of names. Expected such as [child_grant, leap]."),
    ("replaces: [leap]", "replaces: ▸[3]", "replaces is no list of names. Expected such as [child_grant, leap]."),
    ("replaces: [leap]", "replaces: [leap, ▸leap]", "'leap' stands twice in replaces. Keep one of them."),
    ("replaces: [leap]", "replaces: [▸child_grant]", "child_grant replaces itself. Take it away."),
]  # fmt: skip

INVENTORY = [
    ("covered_by: ▸cash_transfr", "covered_by is 'cash_transfr'. Expected a true-or-false survey variable. Did you mean 'cash_transfer'?"),
    ("covered_by: ▸age", "covered_by is 'age'. Expected a true-or-false survey variable."),
    ("covered_by: ▸{pension: 1}", "covered_by is {'pension': 1}. Expected a true-or-false survey variable."),
    ("covered_by: [pension, ▸cash_transfr]", "covered_by names 'cash_transfr'. Expected a true-or-false survey variable. Did you mean 'cash_transfer'?"),
    ("covered_by: [pension, ▸pension]", "'pension' stands twice in covered_by. Keep one of them."),
    ("covered_by: ▸[3]", "covered_by is no list of names. Expected such as [child_grant, leap]."),
    ("caseload: ▸3 million", f"'3 million' is not a number. {NUMBER}"),
    ("caseload: ▸-5", "caseload is -5. Expected at least 0."),
    ("cost_lcu: ▸1,000", f"'1,000' is not a number. {NUMBER} {POINT}"),
    ("caseload_year: ▸20255", "caseload_year is 20255, which is not a year. Expected a year such as 2025."),
    ("cost_year: ▸2025-06", "cost_year is '2025-06', which is not a year. Expected a year such as 2025."),
    ("form: ▸gold", "form is 'gold'. Expected one of cash, voucher, in_kind, school_meals, fee_waiver."),
    ("law: ▸[Act 9]", f"law is no text. {TEXT}"),
    ("law: ▸no", f"law is no text. {TEXT}"),
    ("law: ▸{fr: Loi}", f"law is no text by language. {LABEL}"),
    ("description: ▸Money", f"description is no text by language. {LABEL}"),
    ("target: ▸age", "target takes a condition, not a number. Expected a condition such as age < 5."),
    ("target: ▸agee < 5", "Unknown name 'agee'. Did you mean 'age'?"),
    ("law: {en: Act, ▸en: Act 9}", "'en' stands twice. It stands on line 22 already; keep one of them."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), [*HEAD, *PARAMETERS, *DELIVERY])
def test_a_field_is_refused(old, new, said):
    assert old in GOOD
    assert refusal(read, GOOD.replace(old, new, 1)) == said


@pytest.mark.parametrize(("values", "said"), VALUES)
def test_dated_values_are_refused(values, said):
    assert refusal(read, GOOD.replace("{2026-01-01: 75}", values, 1)) == said


@pytest.mark.parametrize(("line", "said"), INVENTORY)
def test_what_the_inventory_needs_is_refused(line, said):
    assert refusal(read, GOOD.replace("covered_by: cash_transfer", line, 1)) == said


@pytest.mark.parametrize("key", vocabulary.REQUIRED)
def test_a_field_that_every_programme_has(key):
    lines = [line for line in GOOD.splitlines(keepends=True) if not line.startswith(f"{key}:")]
    assert refusal(read, "▸" + "".join(lines)) == f"The key {key!r} is missing. Add {key}: ..."


def test_a_benefit_for_the_household_has_no_limit():
    assert refusal(read, GOOD.replace("unit: person", "unit: household").replace("limit:", "▸limit:")) == (
        "A household's benefit has no limit per household. Take the limit away."
    )


def test_a_programme_in_full():
    one = read(GOOD).programmes["child_grant"]
    assert (one.name, one.guarantee, one.function, one.status, one.unit) == (
        "child_grant", "children", "family_child", "proposed", "person",
    )  # fmt: skip
    assert one.label == {"en": "Child grant", "fr": "Allocation pour enfant"}
    assert one.limit == Limit(2, "household", "age")
    assert (one.take_up, one.administration, one.replaces) == (0.9, 0.1, ("leap",))
    assert one.phase_in == {2026: 0.3, 2027: 0.6, 2028: 1.0}
    assert one.texts == {"eligible": "age < 5", "amount": "grant"}
    assert one.meta == {"covered_by": "cash_transfer"}
    assert (one.place.file, one.place.line) == ("programme 1", 1)


def test_a_programme_in_its_shortest_form():
    one = read(PENSION.replace("old_age_pension", "other")).programmes["other"]
    assert (one.limit, one.take_up, one.administration, one.replaces, one.phase_in, one.meta) == (
        None,
        1.0,
        0.0,
        (),
        {},
        {},
    )


@pytest.mark.parametrize(
    "empty", ["limit:", "phase_in:", "replaces:", "replaces: []", "covered_by:", "target:", "law:"]
)
def test_what_is_left_empty_is_absent(empty):
    key = empty.partition(":")[0]
    text = "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    assert read(f"{text}{empty}\n").programmes["child_grant"].meta.get(key) is None


def test_any_of_several_things_may_cover():
    text = GOOD.replace("covered_by: cash_transfer", "covered_by: [pension, cash_transfer]")
    assert read(text).programmes["child_grant"].meta["covered_by"] == ["pension", "cash_transfer"]


def test_everything_about_a_scheme_is_kept_as_it_is_written():
    lines = """\
law: {en: "Act 10.10", fr: Loi}
institution: 10.10
target_group: All
source: 2026-01-01
note: Said in passing
caseload: 350000
caseload_year: 2025
cost_lcu: 9.5e8
cost_year: 2025
description: {en: Money}
form: in_kind
target: age < 18
"""
    one = read(GOOD + lines).programmes["child_grant"]
    assert one.meta == {
        "law": {"en": "Act 10.10", "fr": "Loi"},
        "institution": "10.10",
        "target_group": "All",
        "source": "2026-01-01",
        "note": "Said in passing",
        "caseload": 350000,
        "caseload_year": 2025,
        "cost_lcu": 9.5e8,
        "cost_year": 2025,
        "description": {"en": "Money"},
        "form": "in_kind",
        "covered_by": "cash_transfer",
    }
    assert one.texts["target"] == "age < 18"


@pytest.mark.parametrize("index", INDICES)
def test_a_parameter_may_follow_an_index(index):
    floor = read(GOOD.replace("indexed_to: inflation", f"indexed_to: {index}"))
    assert floor.parameters["child_grant.grant"].indexed_to == index


def test_dated_values_with_their_sources_are_put_in_order():
    values = "{2027-01-01: {value: 90, source: Budget 2027}, 2025-07-01: 7.0e1, '2026-01-01': -.5}"
    floor = read(GOOD.replace("{2026-01-01: 75}", values))
    grant, at = floor.parameters["child_grant.grant"], datetime.date
    assert grant.values == (
        DatedValue(at(2025, 7, 1), 70.0),
        DatedValue(at(2026, 1, 1), -0.5),
        DatedValue(at(2027, 1, 1), 90.0, "Budget 2027"),
    )
    assert (grant.unit, grant.source, floor.parameters["child_grant.part"].unit) == ("LCU/month", "Budget 2026", "1")
    # the day itself is the first on which a value is in force
    days = [at(2025, 6, 30), at(2025, 7, 1), at(2025, 12, 31), at(2026, 1, 1), at(2026, 12, 31), at(2027, 1, 1)]
    assert str([floor.values(day)["child_grant.grant"] for day in days]) == "[nan, 70.0, 70.0, -0.5, -0.5, 90.0]"


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("LCU/person/month", "LCU/month"),
        ("LCU / month", "LCU/month"),
        ("person", "1"),
        ("share", "1"),
        ("1", "1"),
        ("1/year", "1/year"),
        ("LCU*km/month", "LCU*km/month"),
        ("km * LCU/month/km", "LCU/month"),
    ],
)
def test_a_unit_has_one_spelling(written, unit):
    text = GOOD.replace("unit: share,", f"unit: {written!r},".replace("'", '"'))
    assert read(text).parameters["child_grant.part"].unit == unit
