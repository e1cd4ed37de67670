"""What a name stands for, and which names a file may give."""

from __future__ import annotations

import datetime

import pytest
from tests.rules.marked import GOOD, PENSION, read, refusal, with_amount, with_eligible

from groundfloor.rules.load import floor_of
from groundfloor.rules.tree import Compare, Node, Parameter, Result, Variable
from groundfloor.rules.walk import walk

SINCE = datetime.date(2026, 1, 1)


def leaves(node: Node) -> list[object]:
    return [
        one.name if isinstance(one, Variable | Parameter) else (one.programme, one.what)
        for one in walk(node)
        if isinstance(one, Variable | Parameter | Result)
    ]


def test_a_name_is_the_programmes_parameter_then_the_floors_then_a_variable():
    floor = read(with_eligible("income < line and wage < cap_a_year and old_age_pension.amount > line"), parameters={
        "line": {"unit": "LCU/year", "values": {SINCE: 2}},
        "cap_a_year": {"unit": "LCU/year", "values": {SINCE: 3}},
    })  # fmt: skip
    assert leaves(floor.programmes["child_grant"].eligible) == [
        "income", "child_grant.line", "wage", "floor.cap_a_year", ("old_age_pension", "amount"), "child_grant.line",
    ]  # fmt: skip
    assert floor.values(SINCE)["child_grant.line"] == 1000
    assert floor.values(SINCE)["floor.line"] == 2


def test_another_programmes_parameter_is_out_of_reach():
    assert refusal(read, with_eligible("▸benefit > 5")).startswith("Unknown name 'benefit'.")


def test_a_floors_own_variable():
    own = {
        "herd": {"kind": "number", "unit": "1", "meaning": "animals kept"},
        "clan": {"kind": "text", "levels": ["a", "b"]},
    }
    floor = read(with_eligible("herd < 5 and household.head.clan == 'a'"), variables=own)
    assert "herd" in leaves(floor.programmes["child_grant"].eligible)
    said = refusal(lambda text: read(text, variables=own), with_eligible("clan == ▸'c'"))
    assert said == "The word 'c' never occurs here. Expected one of a, b."


def test_letters_that_look_alike():
    # full-width letters and digits, a long s and a ligature are the same to a reader, and to us
    for text in ("ａｇｅ < ５", "ſex == 'male'", "oﬃce > 1"):
        read(with_eligible(text), variables={"office": {"kind": "number"}})
    said = refusal(read, with_eligible("▸аge < 5"))
    assert said == "Unknown name 'аge'. The letter 'а' in it is cyrillic small letter a: type it anew."
    said = refusal(read, with_eligible("urban and sex == 'male' and ▸pensiοn"))
    assert said == "Unknown name 'pensiοn'. The letter 'ο' in it is greek small letter omicron: type it anew."


def test_accents_written_in_two_ways_are_one():
    own = {"été": {"kind": "boolean"}}
    assert "\u0301" not in "été"
    floor = read(with_eligible("e\u0301te\u0301"), variables=own)
    assert leaves(floor.programmes["child_grant"].eligible) == ["été"]
    # what follows keeps its column
    assert refusal(lambda text: read(text, variables=own), with_eligible("e\u0301te\u0301 and ▸agee < 5"))
    # a word keeps its form but for accents: a ligature in a name of a place is not ours to change
    node = read(with_eligible("region == 'Cﬁe\u0301'")).programmes["child_grant"].eligible
    assert isinstance(node, Compare)
    assert getattr(node.right, "value", None) == "Cﬁé"


TAKEN = "Give the parameter another."
SHAPE = "Expected letters, digits and _, not beginning with a digit, and no word of the language such as if."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("age", "'age' is a survey variable (completed years). Expected another name for the parameter, such as age_limit. A reader could not tell the two apart."),
        ("min", f"The name 'min' has a meaning of its own. {TAKEN}"),
        ("per_year", f"The name 'per_year' has a meaning of its own. {TAKEN}"),
        ("household", f"The name 'household' has a meaning of its own. {TAKEN}"),
        ("floor", f"The name 'floor' has a meaning of its own. {TAKEN}"),
        ("_x", "The name '_x' begins with _. Such names are kept for the program."),
        ("if", f"'if' cannot be the name of a parameter. {SHAPE}"),
        ("1", f"'1' cannot be the name of a parameter. {SHAPE}"),
        ("two words", f"'two words' cannot be the name of a parameter. {SHAPE}"),
        ("child-age", f"'child-age' cannot be the name of a parameter. {SHAPE}"),
        ("ﬁrst", f"'ﬁrst' cannot be the name of a parameter. {SHAPE}"),
        ("__class__", "The name '__class__' begins with _. Such names are kept for the program."),
    ],
)  # fmt: skip
def test_a_name_that_a_parameter_cannot_have(name, said):
    assert refusal(read, GOOD.replace("  part:", f"  ▸{name}:")) == said


def test_a_name_that_a_programme_cannot_have():
    assert refusal(read, GOOD.replace("child_grant\n", "▸age\n", 1)) == (
        "'age' is a survey variable (completed years). Expected another name for the programme. A reader could not tell the two apart."
    )
    assert refusal(read, GOOD.replace("child_grant\n", "▸household\n", 1)) == (
        "The name 'household' has a meaning of its own. Give the programme another."
    )
    assert refusal(read, GOOD.replace("child_grant\n", "▸child-grant\n", 1)).startswith(
        "'child-grant' cannot be the name"
    )


def test_a_floors_own_variables_do_not_hide_a_programme():
    said = refusal(lambda text: read(text, variables={"old": {"kind": "boolean", "meaning": "is old"}}), GOOD.replace("child_grant\n", "▸old\n", 1))  # fmt: skip
    assert said.startswith("'old' is a survey variable (is old).")


def test_the_same_programme_twice():
    assert refusal(lambda text: floor_of([PENSION, text]), PENSION.replace("old_age_pension", "▸old_age_pension")) == (
        "The programme 'old_age_pension' is given twice."
    )


def test_every_result_of_another_programme_may_be_read():
    floor = read(
        with_amount(
            "per_month(old_age_pension.amount) if old_age_pension.eligible or old_age_pension.receives else grant"
        )
    )
    assert list(floor.programmes) == ["old_age_pension", "child_grant"]
