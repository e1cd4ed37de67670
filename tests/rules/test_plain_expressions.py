"""The definition of the language, expression by expression."""

import itertools
import math
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from groundfloor.errors import Place
from groundfloor.rules.expression import expression
from groundfloor.rules.operations import arithmetic, call, compare, logic, unary
from groundfloor.rules.plain import Situation
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Node, Type
from groundfloor.survey.variables import Harmonised

NAMES = {
    **{name: Harmonised("number", name) for name in ("a", "b", "c", "age")},
    **{name: Harmonised("boolean", name) for name in ("p", "q", "r")},
    **{name: Harmonised("text", name) for name in ("word", "relationship")},
}
SCOPE = Scope({"grant": ("x.grant", "LCU/month")}, NAMES, ("other",))
THREE = (True, False, None)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)


def home(*members, grant=75.0, results=None):
    full = [{**dict.fromkeys(NAMES), **member} for member in members]
    return Situation(full, range(len(full)), {"x.grant": grant}, results or {})


def value(text, *members, who=0, **other):
    return home(*(members or ({},)), **other).value(expression(text, SCOPE), who)


@pytest.mark.parametrize(("p", "q"), list(itertools.product(THREE, THREE)))
def test_and_or_not_know_three_values(p, q):
    # Kleene: False < unknown < True, and is the minimum, or the maximum, not the mirror
    rank = {False: 0, None: 1, True: 2}
    back = {rank[key]: key for key in rank}
    assert value("p and q", {"p": p, "q": q}) is back[min(rank[p], rank[q])]
    assert value("p or q", {"p": p, "q": q}) is back[max(rank[p], rank[q])]
    assert value("not p", {"p": p}) is back[2 - rank[p]]


@given(st.lists(st.sampled_from(THREE), min_size=2, max_size=6), st.sampled_from(["and", "or"]))
def test_the_order_of_terms_never_matters_and_de_morgan_holds(terms, op):
    other = "or" if op == "and" else "and"
    assert logic(op, terms) is logic(op, terms[::-1])
    assert unary("not", logic(op, terms)) is logic(other, [unary("not", term) for term in terms])


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
def test_a_comparison_with_missing_is_missing(op):
    assert value(f"a {op} b", {"a": None, "b": 1.0}) is None
    assert value(f"a {op} b", {"a": 1.0, "b": None}) is None
    assert value(f"a {op} b", {"a": None, "b": None}) is None


@given(numbers, numbers)
def test_comparisons(a, b):
    expected = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}
    assert {op: compare(op, a, b) for op in expected} == expected


def test_words_and_answers_are_equal_or_not():
    assert value("word == 'x'", {"word": "x"}) is True
    assert value("word != 'x'", {"word": "y"}) is True
    assert value("word == 'x'", {"word": None}) is None
    assert value("p == q", {"p": False, "q": False}) is True
    assert value("p != q", {"p": False, "q": True}) is True


def test_a_chain_of_comparisons_holds_when_each_link_does():
    assert [value("0 <= a < 5", {"a": a}) for a in (-1.0, 0.0, 4.0, 5.0, None)] == [False, True, True, False, None]
    # what is known decides: 7 is no smaller than 5, whatever b is
    assert value("b < a < 5", {"a": 7.0, "b": None}) is False


def test_in_is_one_of():
    assert [value("word in ('x', 'y')", {"word": word}) for word in ("x", "z", None)] == [True, False, None]
    assert [value("word not in ('x', 'y')", {"word": word}) for word in ("x", "z", None)] == [False, True, None]
    assert value("a in (1, 2)", {"a": 2.0}) is True


@pytest.mark.parametrize("op", ["+", "-", "*", "/", "//", "%", "**"])
def test_arithmetic_with_missing_is_missing(op):
    assert arithmetic(op, None, 2.0) is None
    assert arithmetic(op, 2.0, None) is None


@pytest.mark.parametrize(
    ("a", "op", "b", "expected"),
    [
        (1.0, "/", 0.0, None),
        (0.0, "/", 0.0, None),
        (1.0, "//", 0.0, None),
        (1.0, "%", 0.0, None),
        (1.0, "/", -0.0, None),
        (0.0, "**", -1.0, None),
        (-8.0, "**", 1 / 3, None),
        (10.0, "**", 400.0, None),
        (1e308, "*", 10.0, None),
        (1e308, "+", 1e308, None),
        (-1e308, "-", 1e308, None),
        (1e308, "/", 1e-10, None),
        (1e308, "//", 1e-10, None),
        (-7.0, "//", 2.0, -4.0),
        (-7.0, "%", 2.0, 1.0),
        (7.0, "//", -2.0, -4.0),
        (7.0, "%", -2.0, -1.0),
        (-7.5, "%", 2.0, 0.5),
        (0.0, "**", 0.0, 1.0),
        (-2.0, "**", 3.0, -8.0),
        (2.0, "**", -1.0, 0.5),
        (0.1, "+", 0.2, 0.30000000000000004),
    ],
)
def test_arithmetic(a, op, b, expected):
    assert arithmetic(op, a, b) == expected


@given(st.integers(-(10**9), 10**9), st.integers(-(10**6), 10**6).filter(bool))
def test_floor_division_and_remainder_make_the_number_again(a, b):
    # eighths are exact in binary, so the numbers agree to the last digit
    quotient, remainder = arithmetic("//", a / 8, b / 8), arithmetic("%", a / 8, b / 8)
    assert quotient == a // b
    assert remainder == (a % b) / 8


def test_signs():
    assert value("-a", {"a": 3.0}) == -3.0
    assert value("+a", {"a": 3.0}) == 3.0
    assert value("-a", {"a": None}) is None
    assert value("not p", {"p": None}) is None


def test_a_choice_looks_at_the_branch_it_takes_only():
    assert value("a if p else b", {"p": True, "a": 1.0}) == 1.0
    assert value("a if p else b", {"p": False, "a": 1.0}) is None
    assert value("a if p else b", {"p": None, "a": 1.0, "b": 1.0}) is None


@pytest.mark.parametrize("name", ["min", "max"])
def test_min_and_max_need_all_their_arguments(name):
    extreme = {"min": min, "max": max}[name]
    assert value(f"{name}(a, b, 2)", {"a": 3.0, "b": 1.0}) == extreme(3, 1, 2)
    assert value(f"{name}(a, b, 2)", {"a": 3.0, "b": None}) is None


def test_coalesce_is_the_first_that_is_known():
    assert value("coalesce(a, b, 9)", {"b": 0.0}) == 0.0
    assert value("coalesce(a, b, 9)", {}) == 9.0
    assert value("coalesce(a, b)", {}) is None
    assert value("coalesce(p, False)", {}) is False
    assert value("coalesce(word, 'x')", {}) == "x"


def test_abs_floor_ceil_and_clip():
    assert value("abs(a)", {"a": -2.5}) == 2.5
    assert value("floor(a)", {"a": -2.5}) == -3.0
    assert value("ceil(a)", {"a": -2.5}) == -2.0
    assert [value("clip(a, 0, 10)", {"a": a}) for a in (-1.0, 5.0, 11.0, None)] == [0.0, 5.0, 10.0, None]
    # the upper bound has the last word
    assert value("clip(a, 10, 0)", {"a": 5.0}) == 0.0
    assert value("clip(a, b, 10)", {"a": 5.0, "b": None}) is None


@pytest.mark.parametrize(
    ("x", "digits", "expected"),
    [
        (0.5, 0, 0.0),
        (1.5, 0, 2.0),
        (2.5, 0, 2.0),
        (-0.5, 0, 0.0),
        (-1.5, 0, -2.0),
        (0.125, 2, 0.12),
        (0.375, 2, 0.38),
        # 2.675 is a little less than its decimals, but times 100 it is a tie
        (2.675, 2, 2.68),
        (1.005, 2, 1.0),
        (250.0, -2, 200.0),
        (350.0, -2, 400.0),
        (1234.5678, -3, 1000.0),
    ],
)
def test_round_goes_to_the_even_neighbour(x, digits, expected):
    assert call("round", [x, float(digits)]) == expected
    assert value(f"round(a, {digits})", {"a": x}) == expected
    if digits == 0:
        assert value("round(a)", {"a": x}) == expected


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
@example(25, 1)
def test_round_agrees_with_decimals_where_doubles_are_exact(eighths, digits):
    # eighths are exact in binary, and so are eighths times 10, 100 or 1000
    x = eighths / 8
    exact = Decimal(eighths) / 8
    unit = Decimal(1).scaleb(-digits)
    assert call("round", [x, float(digits)]) == float(exact.quantize(unit, rounding=ROUND_HALF_EVEN))


def test_what_is_too_large_to_round_is_missing():
    assert call("round", [1e308, 2.0]) is None
    assert call("round", [1e308, 0.0]) == 1e308


def test_parameters_and_results():
    assert value("grant") == 75.0
    assert value("grant", grant=math.nan) is None
    results = {
        ("other", "amount"): [None, 1200.0],
        ("other", "eligible"): [None, True],
        ("other", "receives"): [False, True],
    }
    for who, expected in enumerate(((None, None, False), (1200.0, True, True))):
        found = [
            value(f"other.{what}", {}, {}, who=who, results=results) for what in ("amount", "eligible", "receives")
        ]
        assert tuple(found) == expected
    assert value("household.sum(other.amount)", {}, {}, results=results) == 1200.0


PEOPLE = ({"age": 3.0, "p": True}, {"age": None, "p": None}, {"age": 40.0, "p": False})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("household.size", 3.0),
        ("household.count(p)", 1.0),
        ("household.count(age < 50)", 2.0),
        ("household.count(not p)", 1.0),
        ("household.any(p)", True),
        ("household.any(age > 50)", None),
        ("household.all(p)", False),
        ("household.all(age < 50)", None),
        ("household.sum(age)", 43.0),
        ("household.mean(age)", 21.5),
        ("household.min(age)", 3.0),
        ("household.max(age)", 40.0),
        ("household.sum(b)", None),
        ("household.mean(b)", None),
        ("household.min(b)", None),
        ("household.max(b)", None),
        ("household.count(b > 0)", 0.0),
        ("household.any(b > 0)", None),
        ("household.all(b > 0)", None),
        ("household.head.age", None),
    ],
)
def test_household_words_with_missing_values(text, expected):
    found = [value(text, *PEOPLE, who=who) for who in range(3)]
    assert found == [expected] * 3


def test_any_and_all_of_known_members():
    young, old = {"age": 3.0}, {"age": 40.0}
    assert value("household.any(age < 5)", young, old) is True
    assert value("household.any(age < 5)", old, old) is False
    assert value("household.all(age < 5)", young, young) is True
    # one who is known to be grown up decides, whatever the others are
    assert value("household.all(age < 5)", young, {}, old) is False


def test_a_sum_is_added_in_the_order_of_the_rows():
    amounts = [0.1, 0.2, 0.3, 1e16, 1.0, -1e16]
    total = 0.0
    for amount in amounts:
        total += amount
    members = [{"a": amount} for amount in amounts]
    assert value("household.sum(a)", *members) == total
    assert value("household.mean(a)", *members) == total / 6
    assert value("household.sum(a)", {"a": 1e308}, {"a": 1e308}) is None


def test_the_head_is_the_first_whose_relationship_says_so():
    child, head, second = (
        {"relationship": word, "age": age} for word, age in (("child", 3.0), ("head", 40.0), ("head", 70.0))
    )
    assert value("household.head.age", child, head) == 40.0
    assert value("household.head.age", child, head, second) == 40.0
    assert value("household.head.age", child, {"relationship": None, "age": 50.0}) is None
    assert value("household.head.age", {"relationship": "head", "age": None}, second) is None


def test_five_hundred_terms():
    text = " + ".join(["a"] * 500)
    assert value(text, {"a": 1.0}) == 500.0
    assert value(" or ".join(["a > 1"] * 500), {"a": 1.0}) is False


def test_a_stranger_to_the_language_is_refused():
    class Strange(Node):
        pass

    with pytest.raises(TypeError, match="Strange is no node"):
        home({}).value(Strange(Type("number"), Place("x")), 0)
