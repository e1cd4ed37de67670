"""What an expression is made into: its kind, its unit, and a tree whose depth does not grow with its length."""

from __future__ import annotations

import pytest
from tests.rules.marked import read, refusal, with_eligible

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.expression import DEEPEST_TREE, expression
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Arithmetic, Compare, Literal_, Logic, Member, Unary
from groundfloor.rules.walk import depth

SCOPE = Scope(
    {
        "grant": ("x.grant", "LCU/month"),
        "line": ("x.line", "LCU/year"),
        "fee": ("x.fee", "LCU"),
        "part": ("x.part", "1"),
        "months": ("x.months", "month"),
        "road": ("x.road", "km"),
    },
    programmes=("other",),
)
UNITS = [
    ("age", "year"),
    ("household_size", "1"),
    ("facility_minutes", "minute"),
    ("5", "1"),
    ("-grant", "LCU/month"),
    ("+grant", "LCU/month"),
    ("grant + 5", "LCU/month"),
    ("5 - grant", "LCU/month"),
    ("grant + grant - 2 - grant", "LCU/month"),
    ("grant * 12", "LCU/month"),
    ("grant * household_size * part", "LCU/month"),
    ("grant * months", "LCU"),
    ("months * grant * 2 * part", "LCU"),
    ("fee / months", "LCU/month"),
    ("grant / grant", "1"),
    ("line / grant", "month/year"),
    ("1 / age", "1/year"),
    ("age * age", "year*year"),
    ("age ** 2", "year*year"),
    ("age ** -1", "1/year"),
    ("age ** 0", "1"),
    ("road * road ** 2", "km*km*km"),
    ("part ** 0.5", "1"),
    ("part ** part", "1"),
    ("grant // 10", "LCU/month"),
    ("grant // grant", "1"),
    ("grant % 10", "LCU/month"),
    ("grant % grant", "LCU/month"),
    ("10 * (grant // 10) + grant % 10", "LCU/month"),
    ("per_day(grant)", "LCU/day"),
    ("per_week(grant)", "LCU/week"),
    ("per_month(line)", "LCU/month"),
    ("per_year(grant)", "LCU/year"),
    ("per_year(grant) + line + other.amount", "LCU/year"),
    ("min(grant, 5, 2 * grant)", "LCU/month"),
    ("max(5, grant)", "LCU/month"),
    ("abs(age)", "year"),
    ("round(grant, 2)", "LCU/month"),
    ("round(grant, -2)", "LCU/month"),
    ("floor(age)", "year"),
    ("ceil(age)", "year"),
    ("clip(grant, 0, 100)", "LCU/month"),
    ("coalesce(income, 0)", "LCU/year"),
    ("grant if urban else 0", "LCU/month"),
    ("0 if urban else grant", "LCU/month"),
    ("1 if urban else 2", "1"),
    ("household.size", "1"),
    ("household.count(urban)", "1"),
    ("household.sum(income)", "LCU/year"),
    ("household.mean(age)", "year"),
    ("household.min(age)", "year"),
    ("household.max(other.amount)", "LCU/year"),
    ("household.head.age", "year"),
    ("household.sum(grant)", "LCU/month"),
]
CONDITIONS = [
    "True",
    "urban",
    "not urban",
    "age < 5",
    "0 <= age < 5 <= 7",
    "urban and pension and not disability",
    "urban or pension",
    "sex == 'female'",
    'sex != "male"',
    "sex in ('male', 'female')",
    "sex in ['male']",
    "sex in {'male'}",
    "sex not in ('male',)",
    "age in (1, 2.5, -3)",
    "urban == pension",
    "urban != (age < 5)",
    "sex == household.head.sex",
    "urban if age < 5 else pension",
    "coalesce(urban, False)",
    "household.any(urban)",
    "household.all(age < 5)",
    "household.head.urban",
    "household.count(age < household.head.age) > 1",
    "other.eligible or other.receives",
    "per_month(line) < grant",
    "((((urban))))",
    "urban # a remark with ' and ( in it",
    "age\n<\n5",
    "age < 5.",
    "age < .5 and age < 5e-1",
]


@pytest.mark.parametrize(("text", "unit"), UNITS)
def test_a_number_has_a_unit(text, unit):
    node = expression(text, SCOPE)
    assert (node.type.kind, node.type.unit) == ("number", unit)


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition(text):
    assert expression(text, SCOPE).type.kind == "boolean"


@pytest.mark.parametrize(
    "text", ["sex", "'x'", "region if urban else 'none'", "coalesce(region, 'x')", "household.head.sex"]
)
def test_a_word(text):
    assert expression(text, SCOPE).type.kind == "text"


def test_a_conversion_is_a_multiplication_by_the_periods_in_a_year():
    for text, factor in (
        ("per_year(grant)", 12.0),
        ("per_month(line)", 1 / 12),
        ("per_day(line)", 1 / 365),
        ("per_week(grant)", 12 * 7 / 365),
    ):
        node = expression(text, SCOPE)
        assert isinstance(node, Arithmetic)
        assert isinstance(node.right, Literal_)
        assert node.right.value == pytest.approx(factor, rel=1e-15)


def test_a_chain_of_comparisons_is_their_conjunction():
    node = expression("0 <= age < 5", SCOPE)
    assert isinstance(node, Logic)
    assert [(term.op, term.left, term.right) for term in node.terms if isinstance(term, Compare)] == [
        ("<=", expression("0", SCOPE), node.terms[0].right),
        ("<", node.terms[0].right, node.terms[1].right),
    ]


def test_not_in_is_not_of_in_and_a_sign_before_a_number_is_part_of_it():
    assert isinstance(expression("sex not in ('male',)", SCOPE), Unary)
    member = expression("age in (-1, +2)", SCOPE)
    assert isinstance(member, Member)
    assert [option.value for option in member.options if isinstance(option, Literal_)] == [-1.0, 2.0]


@pytest.mark.parametrize("op", [" + ", " - ", " * ", " and ", " or "])
def test_five_hundred_terms_are_a_few_levels(op):
    term = "urban" if op.strip() in ("and", "or") else "part"
    assert depth(expression(op.join([term] * 500), SCOPE)) <= 12


def test_a_place_is_given_to_a_bare_text():
    with pytest.raises(GroundfloorError, match=r"^here\.yaml:7:24: Unknown name 'agee'"):
        expression("urban and agee < 5", SCOPE, Place("here.yaml", 7, 14))
    with pytest.raises(GroundfloorError, match=r"^expression:1:1: Unknown name 'agee'"):
        expression("agee < 5", SCOPE)
    with pytest.raises(GroundfloorError, match=r"^expression: The expression is empty"):
        expression("", SCOPE)


DEEP = "Expected at most 120 levels. Write parts of it as programmes of their own."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(" * 120 + "▸" + "(" + "urban" + ")" * 121, DEEP),
        ("not " * 121 + "▸urban", DEEP),
        ("(urban if pension else " * 119 + "urban" + ")" * 119, None),
        ("age < " + "-" * 118 + "1", None),
        ("age < " + "-" * 5000 + "1", DEEP),
        ("age < " + "2 ** " * 5000 + "1", DEEP),
    ],
)
def test_depth_is_bounded(text, said):
    if said is None:
        read(with_eligible(text))
        return
    if "▸" in text:
        assert refusal(read, with_eligible(text)) == f"The expression is nested too deeply. {said}"
        return
    with pytest.raises(GroundfloorError, match="nested too deeply"):
        read(with_eligible(text))


def test_a_tree_deeper_than_its_text_is_refused():
    # a level of the text is a function and a chain of eight terms, which become four levels of the tree
    level = "abs(part + part + part + part + part + part + part + "
    assert depth(expression(level * 49 + "1" + ")" * 49, SCOPE)) <= DEEPEST_TREE
    with pytest.raises(
        GroundfloorError, match=r"^expression:1:1: The expression is nested too deeply. Expected at most 200"
    ):
        expression(level * 55 + "1" + ")" * 55, SCOPE)
