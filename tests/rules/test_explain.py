"""Explanations: exact texts in both languages, and the steps beneath them."""

import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules import messages
from groundfloor.rules.explain import explain
from groundfloor.rules.household import household
from groundfloor.rules.load import floor_of
from groundfloor.rules.phrases import Phrases
from groundfloor.rules.plain import evaluate_plain
from groundfloor.rules.steps import Amount, AmountTest, Conclusion, Condition, Rank, Who, steps
from groundfloor.rules.tree import Node, Type
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.variables import VARIABLES

DAY = datetime.date(2026, 7, 1)
EVE = datetime.date(2026, 6, 30)
CHILD = """
programme: child_grant
label: {en: Child grant, fr: Allocation pour enfant}
guarantee: children
function: family_child
status: proposed
unit: person
law: {en: "Children's Act, section 5", fr: "Loi sur l’enfance, article 5"}
institution: Ministry of Children
source: Gazette 12
parameters:
  grant:
    unit: LCU/month
    label: {en: grant, fr: allocation}
    source: Budget 2026
    values: {2025-01-01: 50, 2026-01-01: {value: 75.5, source: "Act 9, section 2"}}
  up_to: {unit: year, values: {2020-03-15: 5}}
eligible: age < up_to and household.count(age < up_to and relationship != 'boarder') > 0 and not pension
limit: {first: 2, per: household, by: age}
amount: grant
take_up: 0.0
"""
WORKS = """
programme: works
label: {en: Public works, fr: Travaux publics}
guarantee: working_age
function: unemployment
status: proposed
unit: household
parameters:
  wage_1: {unit: LCU/year, label: {en: wage for one, fr: salaire pour un}, values: {2026-01-01: 1000}}
  wage_2: {unit: LCU/year, label: {en: wage for two, fr: salaire pour deux}, values: {2026-01-01: 1800}}
  line: {unit: LCU/year, label: {en: poverty line, fr: seuil de pauvreté}, values: {2026-01-01: 12345.5}}
eligible: consumption < line and household.any(18 <= age < 65 and not disability)
amount: wage_1 if household.count(18 <= age < 65) == 1 else wage_2 * household.size / 2
"""
FLOOR = floor_of([CHILD, WORKS])
FAMILY = [
    {"age": 40, "sex": "female", "relationship": "head", "pension": False},
    {"age": 4, "sex": "male", "relationship": "child", "pension": False},
    {"age": 3, "sex": "female", "relationship": "child", "pension": False},
    {"age": 1, "sex": "male", "relationship": "grandchild", "pension": False},
    {},
]


def said(persons, programme="child_grant", row=0, lang="en", floor=FLOOR, day=DAY, **more):
    shared = more.pop("shared", None)
    text = explain(floor, household(persons, floor, shared), programme, row, day, lang, **more)
    return text.replace("\xa0", "~").replace("\u202f", "~").splitlines()


def test_somebody_entitled_in_english():
    assert said(FAMILY, row=2) == [
        "Child grant, on 1 July 2026",
        "Person: 3~years old, female, child of the head.",
        "The rule: age < up_to and household.count(age < up_to and relationship != 'boarder') > 0 and not pension",
        "  all of the following: yes",
        "    age~3 < up to~5: yes",
        "    number of household members [age < up to and relationship to the head ≠ boarder] (3) > 0: yes",
        "      in the household of 5~persons: 3 yes, 1 no, 1 not known",
        "    does not receive an old-age pension: yes",
        "  grant: 75.50~LCU a month since 1 January 2026. Source: Act 9, section 2",
        "  up to: 5~years since 15 March 2020",
        "  At most 2 in the household, lowest age first: this person is number 2 of 3.",
        "Entitled.",
        "Amount (grant): 75.50~LCU a month, which is 906~LCU a year.",
        "Law: Children's Act, section 5",
        "Institution: Ministry of Children",
        "Source: Gazette 12",
    ]


def test_somebody_entitled_in_french():
    assert said(FAMILY, row=2, lang="fr", currency="GHS") == [
        "Allocation pour enfant, au 1er juillet 2026",
        "Personne~: 3~ans, sexe féminin, enfant du chef de ménage.",
        "La règle~: age < up_to and household.count(age < up_to and relationship != 'boarder') > 0 and not pension",
        "  toutes les conditions suivantes~: oui",
        "    âge~3 < up to~5~: oui",
        "    nombre de membres du ménage [âge < up to et lien avec le chef de ménage ≠ pensionnaire] (3) > 0~: oui",
        "      dans le ménage de 5~personnes~: 3 oui, 1 non, 1 non connu",
        "    ne reçoit pas de pension de vieillesse~: oui",
        "  allocation~: 75,50~GHS par mois depuis le 1er janvier 2026. Source~: Act 9, section 2",
        "  up to~: 5~ans depuis le 15 mars 2020",
        "  Au plus 2 dans le ménage, par ordre croissant (âge)~: cette personne est au rang 2 sur 3.",
        "A droit à la prestation.",
        "Montant (allocation)~: 75,50~GHS par mois, soit 906~GHS par an.",
        "Loi~: Loi sur l’enfance, article 5",
        "Institution~: Ministry of Children",
        "Source~: Gazette 12",
    ]


def test_somebody_whom_the_limit_leaves_out():
    lines = said(FAMILY, row=1)
    at = lines.index("Not entitled:")
    assert lines[at - 1] == "  At most 2 in the household, lowest age first: this person is number 3 of 3."
    assert lines[at + 1] == "  the rule is met, but others in the household come first"
    lines = said(FAMILY, row=1, lang="fr")
    at = lines.index("N’a pas droit à la prestation~:")
    assert lines[at + 1] == "  la règle est remplie, mais d’autres membres du ménage passent avant"
    assert not any(line.startswith("Montant") for line in lines)


def test_somebody_not_entitled_is_told_every_condition_that_failed():
    lines = said([{"age": 70, "pension": True}, {"age": 3}])
    assert lines[3:8] == [
        "  all of the following: no",
        "    age~70 < up to~5: no",
        "    number of household members [age < up to and relationship to the head ≠ boarder] (0) > 0: no",
        "      in the household of 2~persons: 0 yes, 1 no, 1 not known",
        "    does not receive an old-age pension: no",
    ]
    at = lines.index("Not entitled:")
    assert lines[at + 1 : at + 4] == [
        "  age is 70, while the rule asks for less than 5 (up to)",
        "  number of household members [age < up to and relationship to the head ≠ boarder] is 0, while the rule asks for more than 0",
        "  receives an old-age pension",
    ]


def test_somebody_undecided_is_told_what_is_not_known():
    lines = said(FAMILY, row=4)
    at = lines.index("Not decided, because this is not known:")
    assert lines[at + 1 : at + 4] == [
        "  age of the person",
        "  receipt of an old-age pension of the person",
        "What is not known gives no entitlement; the decision can be taken once it is known.",
    ]
    assert "Nothing is known of the person." in lines
    assert "    age (not known) < up to~5: not known (this leaves it open)" in lines
    lines = said(FAMILY, row=4, lang="fr")
    at = lines.index("Non décidé, car ceci n’est pas connu~:")
    assert lines[at + 1 : at + 4] == [
        "  âge (la personne)",
        "  perception d’une pension de vieillesse (la personne)",
        "Ce qui n’est pas connu n’ouvre pas de droit~; la décision pourra être prise dès que ce sera connu.",
    ]


def test_a_household_benefit_by_its_head():
    people = [{"age": 12}, {"age": 40, "relationship": "head", "disability": False}, {"age": 30, "disability": True}]
    assert said(people, "works", lang="fr", shared={"consumption": 9000}) == [
        "Travaux publics, au 1er juillet 2026",
        "Personne~: 12~ans.",
        "La prestation est due au ménage dans son ensemble~; la règle s’applique à son chef.",
        "La règle~: consumption < line and household.any(18 <= age < 65 and not disability)",
        "  toutes les conditions suivantes~: oui",
        "    consommation annuelle~9~000 < seuil de pauvreté~12~345,50~: oui",
        "    au moins un membre du ménage [(18 ≤ âge et âge < 65) et n’est pas en situation de handicap]~: oui",
        "      dans le ménage de 3~personnes~: 1 oui, 2 non, 0 non connu",
        "  salaire pour un~: 1~000~LCU par an depuis le 1er janvier 2026",
        "  salaire pour deux~: 1~800~LCU par an depuis le 1er janvier 2026",
        "  seuil de pauvreté~: 12~345,50~LCU par an depuis le 1er janvier 2026",
        "Le ménage a droit à la prestation.",
        "Le montant dépend de~:",
        "  nombre de membres du ménage [18 ≤ âge et âge < 65] (2) = 1~: non",
        "    dans le ménage de 3~personnes~: 2 oui, 1 non, 0 non connu",
        "Montant (salaire pour deux~1~800 × nombre de membres du ménage (3) ÷ 2)~: 2~700~LCU par an.",
    ]


def test_a_household_without_a_head():
    lines = said([{"age": 12, "disability": False}], "works", shared={"consumption": 20000})
    assert lines[2] == (
        "The benefit is for the household as a whole; it has no head, and the rule is asked of its first person."
    )
    at = lines.index("The household is not entitled:")
    assert lines[at + 1 :] == [
        "  yearly consumption is 20,000, while the rule asks for less than 12,345.50 (poverty line)",
        "  nobody in the household: (18 ≤ age and age < 65) and does not have a disability",
    ]
    lines = said([{"age": 12, "disability": False}, {"age": 30}], "works")
    at = lines.index("Not decided for the household, because this is not known:")
    assert lines[at + 1 : at + 3] == [
        "  yearly consumption of the person asked for the household",
        "  disability of 1~person in the household",
    ]


def rule(eligible, amount="benefit", unit="person", **more):
    return {
        "programme": "one",
        "label": {"en": "One"},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": unit,
        "parameters": {"benefit": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 10}}},
        "eligible": eligible,
        "amount": amount,
        **more,
    }


def lines_of(eligible, persons, amount="benefit", lang="en", others=(), day=DAY, parameters=None):
    floor = floor_of([rule(eligible, amount), *others], parameters=parameters)
    lines = said(persons, "one", 0, lang, floor, day)
    start = next(i for i, line in enumerate(lines) if line.startswith(("The rule", "La règle")))
    return lines[start + 1 :]


OTHER = rule("age < 5") | {"programme": "other", "label": {"en": "the other grant", "fr": "autre aide"}}


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


def test_steps_are_in_no_language():
    found = steps(FLOOR, household(FAMILY, FLOOR), "child_grant", 1, DAY)
    who, conclusion, rank = found[0], *(next(s for s in found if isinstance(s, kind)) for kind in (Conclusion, Rank))
    assert who == Who({"age": 4.0, "sex": "male", "relationship": "child"})
    assert (conclusion.entitled, conclusion.beyond_limit, conclusion.against) == (False, True, ())
    assert (rank.rank, rank.entitled, rank.limit.first) == (3, 3, 2)
    assert [step.term.answer for step in found if isinstance(step, Condition)] == [True, True, True, True]
    assert not any(isinstance(step, Amount | AmountTest) for step in found)


def test_no_identifier_is_shown():
    people = household(FAMILY, FLOOR)
    people.columns["household_id"] = people.columns["person_id"] = Text(np.zeros(5, dtype=np.int32), ("SECRET-7",))
    for row, lang in itertools.product(range(5), messages.languages()):
        assert "SECRET" not in explain(FLOOR, people, "child_grant", row, DAY, lang)


def whole_survey(homes):
    everybody = [member for home in homes for member in home]
    one = household(everybody, FLOOR)
    one.columns["household_size"] = np.repeat([float(len(home)) for home in homes], [len(home) for home in homes])
    starts = np.cumsum([0, *(len(home) for home in homes)])[:-1]
    return Survey("all", "", 2026, one.columns, starts, np.ones(len(everybody)))


members = st.fixed_dictionaries(
    {
        "age": st.one_of(st.none(), st.integers(0, 70)),
        "pension": st.sampled_from([None, False, True]),
        "relationship": st.sampled_from([None, "head", "child", "boarder"]),
        "disability": st.sampled_from([None, False, True]),
        "consumption": st.sampled_from([None, 100, 20000]),
    }
)


@settings(deadline=None)
@given(
    st.lists(st.lists(members, min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(["child_grant", "works"]),
)
def test_an_explanation_concludes_what_the_rule_gives(homes, programme):
    people = whole_survey(homes)
    result = evaluate_plain(FLOOR, people, DAY).programmes[programme]
    first = np.repeat(people.starts, people.sizes)
    for row in range(people.persons):
        at = first[row] if programme == "works" else row
        found = steps(FLOOR, people, programme, row, DAY)
        (conclusion,) = (step for step in found if isinstance(step, Conclusion))
        assert conclusion.entitled is {0.0: False, 1.0: True}.get(result.eligible[at])
        # nobody is turned away without a reason
        assert bool(conclusion.against or conclusion.beyond_limit) == (conclusion.entitled is False)
        assert bool(conclusion.unknown) == (conclusion.entitled is None)
        for step in found:
            if isinstance(step, Amount):
                assert step.yearly == result.full_amount[at]
        for lang in messages.languages():
            assert explain(FLOOR, people, programme, row, DAY, lang)


def test_mistakes():
    people = household(FAMILY, FLOOR)
    with pytest.raises(GroundfloorError, match=r"no programme 'child_gant'.* Did you mean 'child_grant'"):
        explain(FLOOR, people, "child_gant", 0, DAY)
    with pytest.raises(GroundfloorError, match=r"no person in row 5\. Expected a row from 0 to 4"):
        explain(FLOOR, people, "child_grant", 5, DAY)
    with pytest.raises(GroundfloorError, match="no person in row -1"):
        explain(FLOOR, people, "child_grant", -1, DAY)
    with pytest.raises(GroundfloorError, match=r"no language 'frr'.* Did you mean 'fr'"):
        explain(FLOOR, people, "child_grant", 0, DAY, "frr")
    del people.columns["pension"]
    with pytest.raises(GroundfloorError, match="has no variable 'pension'"):
        explain(FLOOR, people, "child_grant", 0, DAY)


def test_a_survey_without_facts_about_persons():
    floor = floor_of([rule("urban")])
    people = household([{"urban": True}], floor)
    for name in ("age", "sex", "relationship"):
        del people.columns[name]
    assert explain(floor, people, "one", 0, DAY).splitlines()[1] == "Nothing is known of the person."


def keys(entry, path=()):
    if isinstance(entry, dict):
        forms = set(entry) <= {"one", "many", "other"} and "other" in entry
        return {path} if forms else {key for name, one in entry.items() for key in keys(one, (*path, name))}
    return {path}


def test_every_language_has_every_text():
    texts = {code: keys(dict(messages.sentences(code))) for code in messages.languages()}
    assert texts["en"] == texts["fr"]


@pytest.mark.parametrize("code", messages.languages())
def test_every_variable_and_word_of_a_closed_list_is_named(code):
    texts = messages.sentences(code)
    assert set(texts["variables"]) == set(VARIABLES)
    for name, variable in VARIABLES.items():
        assert isinstance(texts["variables"][name], dict) == (variable.kind == "boolean")
        if variable.levels:
            assert set(texts["levels"][name]) == set(variable.levels)


def test_numbers_and_days():
    en, fr = messages.Messages("en"), messages.Messages("fr")
    assert [en.number(x) for x in (-0.0, -3.0, 1234567.0, 0.1 + 0.2, 2 / 3)] == [
        "0",
        "−3",
        "1,234,567",
        "0.3",
        "0.666667",
    ]
    assert [en.number(x, money=True) for x in (75.0, 75.5, 1e6 + 0.25)] == ["75", "75.50", "1,000,000.25"]
    assert fr.number(1234.5) == "1\u202f234,5"
    assert fr.date(datetime.date(2026, 8, 1)) == "1er août 2026"
    assert fr.date(datetime.date(2026, 8, 2)) == "2 août 2026"
    assert en.date(datetime.date(2026, 8, 1)) == "1 August 2026"


def test_children_in_their_first_year():
    assert said([{"age": 0}])[1] == "Person: 0~years old."
    assert said([{"age": 1}])[1] == "Person: 1~year old."
    assert said([{"age": 0}], lang="fr")[1] == "Personne~: 0~an."
