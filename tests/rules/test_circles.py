"""Programmes that read each other's results, and programmes that replace each other."""

from __future__ import annotations

import pytest
from tests.rules.marked import PENSION, refusal

from groundfloor.errors import GroundfloorError
from groundfloor.rules.load import floor_of


def programme(name: str, eligible: str = "age < 5", amount: str = "benefit", **more: str) -> str:
    text = PENSION.replace("old_age_pension", name).replace("age >= 60", f'"{eligible}"')
    text = text.replace("amount: benefit", f'amount: "{amount}"')
    return text + "".join(f"{key}: {value}\n" for key, value in more.items())


def test_programmes_come_after_those_they_read():
    texts = [
        programme("a", eligible="b.eligible and c.receives"),
        programme("b", amount="benefit - per_month(d.amount)"),
        programme("c"),
        programme("d"),
    ]
    assert list(floor_of(texts).programmes) == ["d", "b", "c", "a"]


@pytest.mark.parametrize(
    ("rules", "circle"),
    [
        ({"a": "▸b.eligible", "b": "a.eligible"}, "a -> b -> a"),
        ({"a": "age < 5", "b": "▸c.receives", "c": "d.receives", "d": "b.receives"}, "b -> c -> d -> b"),
        ({"a": "b.receives", "b": "age < 5 and ▸c.amount > 0", "c": "household.any(b.eligible)"}, "b -> c -> b"),
    ],
)
def test_a_circle_is_named(rules, circle):
    marked = next(name for name, rule in rules.items() if "▸" in rule)

    def read(text: str) -> object:
        return floor_of([text if name == marked else programme(name, rule) for name, rule in rules.items()])

    said = refusal(read, programme(marked, rules[marked]))
    assert said == f"The programmes need each other in a circle: {circle}. Take one of them out of the other's rule."


def test_a_circle_may_run_through_an_amount():
    said = refusal(
        lambda text: floor_of([text, programme("b", "a.eligible")]),
        programme("a", amount="benefit if ▸b.eligible else 2 * benefit"),
    )
    assert "a -> b -> a" in said


def test_a_chain_longer_than_the_stack():
    texts = [programme(f"p{i}", f"p{i + 1}.eligible") for i in range(1100)]
    assert next(iter(floor_of([*texts, programme("p1100")]).programmes)) == "p1100"


@pytest.mark.parametrize(
    ("replaced", "circle"),
    [({"a": "[x, ▸b]", "b": "[a]"}, "a -> b -> a"), ({"a": "[▸b]", "b": "[c]", "c": "[a]"}, "a -> b -> c -> a")],
)
def test_programmes_cannot_replace_each_other(replaced, circle):
    def read(text: str) -> object:
        others = [programme(name, replaces=names) for name, names in replaced.items() if name != "a"]
        return floor_of([text, *others])

    assert refusal(read, programme("a", replaces=replaced["a"])) == (
        f"The programmes replace each other in a circle: {circle}. "
        "Keep the one that is to stay, and take it out of the other's `replaces`."
    )


def test_one_may_replace_several_and_several_may_replace_one():
    texts = [programme("a", replaces="[b, old]"), programme("b", replaces="[old]"), programme("c", replaces="[b]")]
    assert floor_of(texts).programmes["a"].replaces == ("b", "old")


def test_a_scenario_may_not_make_a_circle():
    patch = {"programmes": {"a": {"eligible": "b.eligible"}}}
    with pytest.raises(
        GroundfloorError, match=r"^floor:\d+:\d+: The programmes need each other in a circle: a -> b -> a"
    ):
        floor_of([programme("a"), programme("b", "a.eligible")], scenarios={"other": patch})
