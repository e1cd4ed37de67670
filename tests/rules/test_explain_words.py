"""Explanations: how conditions, expressions, reasons and amounts are worded."""

import datetime

import pytest
from tests.rules.explained import DAY, EVE, FLOOR, OTHER, lines_of, rule, said

from groundfloor.errors import Place
from groundfloor.rules import messages
from groundfloor.rules.load import floor_of
from groundfloor.rules.phrases import Phrases
from groundfloor.rules.tree import Node, Type


def test_before_the_first_value():
    lines = lines_of("age < up_to", [{"age": 3}], parameters={"up_to": {"unit": "year", "values": {DAY: 5}}}, day=EVE)
    assert lines == [
        "  age~3 < up to (not known): not known",
        "  up to: no value on this day",
        "  benefit: 10~LCU a month since 1 January 2026",
        "Not decided, because this is not known:",
        "  the value on this day of: up to",
        "What is not known gives no entitlement; the decision can be taken once it is known.",
    ]


@pytest.mark.parametrize(
    ("eligible", "person", "line", "reason"),
    [
        ("5 > age", {"age": 7}, "5 > age~7: no", "age is 7, while the rule asks for less than 5"),
        ("not age >= 5", {"age": 7}, "not (age~7 ≥ 5): no", "age is 7, while the rule asks for less than 5"),
        ("not 5 == age", {"age": 5}, "not (5 = age~5): no", "age is 5, while the rule asks for something other than 5"),
        ("age == 5", {"age": 7}, "age~7 = 5: no", "age is 7, while the rule asks for 5"),
        ("age <= 5", {"age": 7}, "age~7 ≤ 5: no", "age is 7, while the rule asks for at most 5"),
        ("age > 8", {"age": 7}, "age~7 > 8: no", "age is 7, while the rule asks for more than 8"),
        ("age >= 8", {"age": 7}, "age~7 ≥ 8: no", "age is 7, while the rule asks for at least 8"),
        (
            "relationship != 'boarder'",
            {"relationship": "boarder"},
            "relationship to the head (boarder) ≠ boarder: no",
            "relationship to the head is boarder, while the rule asks for something other than boarder",
        ),
        (
            "'female' == sex",
            {"sex": "male"},
            "female = sex (male): no",
            "sex is male, while the rule asks for female",
        ),
        (
            "relationship in ('child', 'grandchild')",
            {"relationship": "head"},
            "relationship to the head (head of household) is one of child, grandchild: no",
            "relationship to the head is head of household, while the rule asks for one of child, grandchild",
        ),
        (
            "relationship not in ('child', 'grandchild')",
            {"relationship": "child"},
            "relationship to the head (child) is none of child, grandchild: no",
            "relationship to the head is child, while the rule asks for none of child, grandchild",
        ),
        ("disability", {"disability": False}, "has a disability: no", "does not have a disability"),
        (
            "not not disability",
            {"disability": False},
            "not (does not have a disability): no",
            "does not have a disability",
        ),
        (
            "household.head.disability",
            {"relationship": "head", "disability": False},
            "has a disability (head of household): no",
            "does not have a disability (head of household)",
        ),
        (
            "other.eligible",
            {"age": 7},
            "is entitled to the other grant: no",
            "is not entitled to the other grant",
        ),
        ("not other.receives", {"age": 3}, "does not receive the other grant: no", "receives the other grant"),
        (
            "other.amount > 200",
            {"age": 3},
            "amount of the other grant (120) > 200: no",
            "amount of the other grant is 120, while the rule asks for more than 200",
        ),
        (
            "not household.any(age < 5)",
            {"age": 3},
            "not (at least one household member [age < 5]): no",
            "somebody in the household: age < 5",
        ),
        (
            "household.all(age < 5)",
            {"age": 7},
            "every household member [age < 5]: no",
            "not everybody in the household: age < 5",
        ),
        (
            "not household.all(age < 5)",
            {"age": 3},
            "not (every household member [age < 5]): no",
            "everybody in the household: age < 5",
        ),
        (
            "disability == True",
            {"disability": False},
            "disability (no) = yes: no",
            "disability is no, while the rule asks for yes",
        ),
        (
            "(age < 5) == (sex == 'male')",
            {"age": 3, "sex": "female"},
            "age < 5 (yes) = sex = male (no): no",
            "age < 5 is yes, while the rule asks for no (sex = male)",
        ),
        (
            "disability if age < 5 else pension",
            {"age": 3, "disability": False},
            "has a disability if age~3 < 5, otherwise receives an old-age pension: no",
            "has a disability if age~3 < 5, otherwise receives an old-age pension: no",
        ),
        (
            "poverty_score + adult_equivalents > 10 * household.size",
            {"poverty_score": 4, "adult_equivalents": 5},
            "poverty score~4 + adult equivalents of the household~5 (9) > 10 × number of household members (1) (10): no",
            "poverty score + adult equivalents of the household is 9, while the rule asks for more than 10 (10 × number of household members)",
        ),
        (
            "household.max(age) - (age - 1) > 3",
            {"age": 3},
            "highest in the household of age (3) − (age~3 − 1) (1) > 3: no",
            "highest in the household of age − (age − 1) is 1, while the rule asks for more than 3",
        ),
    ],
)
def test_conditions_and_reasons(eligible, person, line, reason):
    lines = lines_of(eligible, [person], others=[OTHER] if "other" in eligible else [])
    assert lines[0].strip() == line
    assert lines[lines.index("Not entitled:") + 1].strip() == reason


@pytest.mark.parametrize(
    ("eligible", "said_so"),
    [
        ("(age - 1) * 2 > 9", "(age~3 − 1) × 2 (4) > 9"),
        ("age - 1 - 1 > 9", "age~3 − 1 − 1 (1) > 9"),
        ("age - (1 + 1) > 9", "age~3 − (1 + 1) (1) > 9"),
        ("1 + age * 2 * 2 > 99", "1 + age~3 × 2 × 2 (13) > 99"),
        ("age / 2 // 2 > 9", "whole part of (age~3 ÷ 2) ÷ 2 (0) > 9"),
        ("age % 2 > 9", "remainder of age~3 ÷ 2 (1) > 9"),
        ("-(age + 1) > 9", "−(age~3 + 1) (−4) > 9"),
        ("+age > 9", "age~3 (3) > 9"),
        ("1 + round(age / 2) > 9", "1 + (age~3 ÷ 2, rounded) (3) > 9"),
        ("1 + age % 2 > 9", "1 + (remainder of age~3 ÷ 2) (2) > 9"),
        ("age / (2 * 3) > 9", "age~3 ÷ (2 × 3) (0.5) > 9"),
        ("(age + 1) * 2 > 9", "(age~3 + 1) × 2 (8) > 9"),
        ("poverty_score ** 2 > 9", "poverty score~2 ^ 2 (4) > 9"),
        ("max(age, 2) > 9", "highest of (age~3; 2) (3) > 9"),
        ("min(age, 2) > 9", "lowest of (age~3; 2) (2) > 9"),
        ("coalesce(age, 2) > 9", "first that is known of (age~3; 2) (3) > 9"),
        ("abs(age) > 9", "absolute value of age~3 (3) > 9"),
        ("round(age, 1) > 9", "age~3, rounded (3) > 9"),
        ("round(age) > 9", "age~3, rounded (3) > 9"),
        ("floor(age / 2) > 9", "age~3 ÷ 2, rounded down (1) > 9"),
        ("ceil(age / 2) > 9", "age~3 ÷ 2, rounded up (2) > 9"),
        ("clip(age, 0, 2) > 9", "age~3, kept between the bounds (2) > 9"),
        ("household.sum(age) > 9", "total over the household of age (3) > 9"),
        ("household.mean(age) > 9", "average over the household of age (3) > 9"),
        ("household.min(age) > 9", "lowest in the household of age (3) > 9"),
        ("household.head.age > 9", "age (head of household) (3) > 9"),
        ("household.head.sex == 'male'", "sex (head of household) (female) = male"),
        ("household.count(not (age < 5 or disability)) > 9", "number of household members [not (age < 5 or has a disability)] (0) > 9"),
        ("poverty_score > 9.125", "poverty score~2 > 9.125"),
    ],
)  # fmt: skip
def test_expressions_in_words(eligible, said_so):
    person = {"age": 3, "poverty_score": 2, "relationship": "head", "sex": "female"}
    assert lines_of(eligible, [person])[0] == f"  {said_so}: no"


def test_groups_of_conditions():
    lines = lines_of(
        "(age < 5 or disability) and not (pension and urban)", [{"age": 7, "disability": False, "pension": True}]
    )
    assert lines[:7] == [
        "  all of the following: no",
        "    at least one of the following: no",
        "      age~7 < 5: no (this decides)",
        "      has a disability: no (this decides)",
        "    not all of the following: not known",
        "      receives an old-age pension: yes",
        "      lives in an urban area: not known",
    ]
    lines = lines_of("not (pension or age < 5)", [{"age": 7, "pension": True}], lang="fr")
    assert lines[:3] == [
        "  aucune des conditions suivantes~: non",
        "    reçoit une pension de vieillesse~: oui (c’est ce qui décide)",
        "    âge~7 < 5~: non",
    ]
    assert lines[lines.index("N’a pas droit à la prestation~:") + 1] == "  reçoit une pension de vieillesse"


def test_what_decides_is_marked_only_where_something_does_not():
    assert not any("decides" in line for line in lines_of("age < 5 and not pension", [{"age": 7, "pension": True}]))
    lines = lines_of("age < 5 or pension", [{"age": 3, "pension": False}])
    assert lines[:3] == [
        "  at least one of the following: yes",
        "    age~3 < 5: yes (this decides)",
        "    receives an old-age pension: no",
    ]


@pytest.mark.parametrize(
    ("eligible", "persons", "unknown"),
    [
        ("household.head.age > 3", [{"age": 5}], ["who is the head of household"]),
        ("household.head.age > 3", [{"relationship": "head"}], ["age of the head of household"]),
        ("household.sum(income) > 3", [{}, {}], ["yearly income of 2~persons in the household"]),
        ("household.any(household_size / 0 > 1)", [{}], ["household size ÷ 0 of 1~person in the household"]),
        ("age / 0 > 1", [{"age": 1}], ["a value that cannot be computed: age ÷ 0"]),
        ("household.sum(income) > 1", [{"income": 1e308}, {"income": 1e308}], ["a value that cannot be computed: total over the household of yearly income"]),
        ("other.eligible", [{}], ["the outcome of: entitlement to the other grant"]),
        ("age > 3 and age < 9", [{}], ["age of the person"]),
        ("max(age, household.head.age) > 3", [{"relationship": "head"}], ["age of the person", "age of the head of household"]),
        ("pension if disability else urban", [{"pension": True}], ["disability of the person"]),
        ("pension if disability else urban", [{"pension": True, "disability": False}], ["urban area of the person"]),
        ("max(age, 2) + round(age / 2) > 3", [{}], ["age of the person"]),
        ("pension if disability else urban", [{"urban": True, "disability": True}], ["receipt of an old-age pension of the person"]),
    ],
)  # fmt: skip
def test_what_is_not_known(eligible, persons, unknown):
    lines = lines_of(eligible, persons, others=[OTHER] if "other" in eligible else [])
    at = lines.index("Not decided, because this is not known:")
    end = lines.index("What is not known gives no entitlement; the decision can be taken once it is known.")
    assert [line.strip() for line in lines[at + 1 : end]] == unknown


def test_an_amount_that_cannot_be_computed():
    lines = lines_of("age < 5", [{"age": 3}], "min(benefit, per_month(wage) / household.size)")
    assert lines[-2:] == [
        "The amount cannot be computed, because this is not known:",
        "  yearly earnings of the person",
    ]


def test_amounts_and_what_they_depend_on():
    lines = lines_of(
        "age < 5", [{"age": 3, "wage": 600}], "benefit if wage < 100 else per_month(wage) / 2 if age > 1 else benefit"
    )
    at = lines.index("The amount depends on:")
    assert lines[at + 1 :] == [
        "  yearly earnings~600 < 100: no",
        "  age~3 > 1: yes",
        "Amount (yearly earnings~600 × 0.083333 ÷ 2): 25~LCU a month, which is 300~LCU a year.",
    ]


def test_parameters_with_their_units():
    values = {"values": {datetime.date(2026, 1, 1): 1}}
    units = ("1", "year", "minute", "km", "LCU", "LCU/day", "LCU/hour")
    found = {f"p{i}": {"unit": unit, **values} for i, unit in enumerate(units)}
    asked = " and ".join(f"{name} > 0" for name in found)
    lines = lines_of(asked, [{}], parameters=found)
    said_so = ("1", "1~year", "1~minute", "1~km", "1~LCU", "1~LCU a day", "1 LCU/hour")
    for name, said_of_it in zip(found, said_so, strict=True):
        assert f"  {name}: {said_of_it} since 1 January 2026" in lines


def test_an_expression_that_is_no_part_of_the_language():
    class Strange(Node):
        pass

    phrases = Phrases(messages.Messages("en"), FLOOR)
    with pytest.raises(TypeError, match="Strange is no node"):
        phrases.name(Strange(Type("number"), Place("x")))


def test_a_floors_own_variable_and_a_label_in_one_language():
    floor = floor_of(
        [rule("herd_size > 3 and orphan")], variables={"herd_size": {"kind": "number"}, "orphan": {"kind": "boolean"}}
    )
    lines = said([{"herd_size": 2, "orphan": False}], "one", 0, "fr", floor)
    assert lines[0] == "One, au 1er juillet 2026"
    assert lines[4:6] == ["    herd size~2 > 3~: non", "    orphan~: non"]
    assert lines[-2:] == ["  herd size~: 2, alors que la règle demande plus de 3", "  non (orphan)"]
