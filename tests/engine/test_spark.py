"""The rules on Spark: awkward, long and generated ones, many in a query, since each query takes Spark about a second to plan."""

from __future__ import annotations

import re
from dataclasses import replace

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine import generated
from tests.engine.conformance import DAY, WORDS, floor, programme, survey, text
from tests.engine.in_spark import agree, in_spark, spark, written
from tests.engine.test_generated_rules import PERIODS, SETTINGS
from tests.engine.test_large_rules import (
    DEEP_CONDITIONS,
    DEEP_NUMBERS,
    LONG_CONDITIONS,
    LONG_NUMBERS,
    households_in_a_chain,
    nested,
    people,
)
from tests.engine.test_rules_by_hand import CONDITIONS, HOMES, NUMBERS, RELATIONS, X
from tests.engine.test_rules_by_hand import WORDS as OF_WORDS

from groundfloor.census import entitle
from groundfloor.engine import apply
from groundfloor.engine.spark import evaluate, session, told
from groundfloor.errors import GroundfloorError
from groundfloor.figures import homes_of, plain
from groundfloor.figures.spark import figures_of
from groundfloor.rules.programme import TakeUpBy


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("spark")


def side_by_side(cases, first, second):
    """Each case's persons as a household of one survey."""
    columns = {name: [v for case in cases for v in case[i + 1]] for i, name in enumerate((first, second))}
    return survey([len(case[1]) for case in cases], **columns)


@pytest.mark.parametrize("part", range(3))
def test_numbers(folder, part):
    rules = NUMBERS[part::3]
    of = floor(*(programme(f"n{i}", "True", f"({case[0]}) * lcu") for i, case in enumerate(rules)))
    agree(of, side_by_side(NUMBERS, "x", "y"), folder / "numbers")


@pytest.mark.parametrize("part", range(2))
def test_conditions(folder, part):
    of = floor(*(programme(f"c{i}", case[0]) for i, case in enumerate(CONDITIONS[part::2])))
    agree(of, side_by_side(CONDITIONS, "x", "y"), folder / "conditions")


def test_words_and_minus_zero_in_a_long_list(folder):
    whole = side_by_side(OF_WORDS, "t", "u")
    x = np.where(np.arange(whole.persons) % 2, -0.0, 3.0)
    of = floor(
        *(programme(f"w{i}", case[0]) for i, case in enumerate(OF_WORDS)),
        programme("zero", "x in (0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)"),
    )
    agree(of, replace(whole, columns=whole.columns | {"x": x}), folder / "words")


def test_households_heads_limits_and_results(folder):
    some = survey(
        HOMES, relationship=RELATIONS, x=[1, 2, 3, 4, 5, X, 7, 8], b=[1, 0, X, 1, 1, 1, 0, X], t=[*WORDS, *WORDS]
    )
    of = floor(
        programme("head", "household.head.t == 'north' or household.head.x < 3"),
        programme("home", "x > 1", "grant * household.sum(x)", unit="household", take_up=0.5),
        programme("first", "b", limit={"first": 1, "per": "household", "by": "x"}),
        programme("two", "coalesce(first.eligible, False) or home.eligible", "first.amount + home.amount + lcu"),
        programme("three", "first.amount > 0", "household.sum(two.amount)", unit="household"),
        programme("placed", "True", take_up=0.4),
    )
    placed = replace(of.programmes["placed"], take_up_by=TakeUpBy("t", {"north": 0.9, "éast": 0.1}))
    agree(replace(of, programmes={**of.programmes, "placed": placed}), some, folder / "households", seed=1)


def test_the_draw_is_that_of_identifiers_in_files_in_their_order(folder):
    count = 400
    sizes = [2] * (count // 2)
    some = survey(sizes)
    del some.columns["_key"], some.columns["_household_key"]
    of = floor(programme("p", "True", take_up=0.5), programme("q", "True", take_up=0.3, unit="household"))
    some.columns["household_id"] = np.repeat(np.arange(len(sizes)) - 7.0, 2)
    some.columns["person_id"] = np.arange(count) * 1e11
    agree(of, some, folder / "whole", keys=False, files=3)
    words = tuple(f"é{i}" for i in range(len(sizes)))
    some.columns["household_id"] = text([word for word in words for _ in range(2)], words)
    agree(of, some, folder / "words", keys=False)
    some.columns["household_id"] = np.repeat(np.arange(len(sizes)) + 0.5, 2)
    source = written(some, folder / "broken", keys=False)
    with pytest.raises(GroundfloorError, match="household_id is a number that is not whole"):
        told(lambda: in_spark(of, source))


LONG = {name: ("True", f"lcu * ({LONG_NUMBERS[name]})") for name in ("sum", "product", "coalesce")}
LONG |= {name: (LONG_CONDITIONS[name],) for name in ("or", "in", "chain", "proxy means score")}


def test_hundreds_of_terms(folder):
    of = floor(*(programme(f"p{i}", *rule) for i, rule in enumerate(LONG.values())))
    agree(of, people(), folder / "long")


def test_depths(folder):
    of = floor(
        *(
            programme(f"p{i}", "True", f"lcu * ({nested(write, 'y', 12)})")
            for i, write in enumerate(DEEP_NUMBERS.values())
        ),
        *(programme(f"q{i}", nested(write, "b", 12)) for i, write in enumerate(DEEP_CONDITIONS.values())),
    )
    agree(of, people(), folder / "deep")


def test_programmes_for_households_that_read_each_other(folder):
    agree(households_in_a_chain(5), people(), folder / "chain")


@st.composite
def worlds(draw):
    """Two floors as one, on one survey."""
    headed = draw(st.booleans())
    rules = []
    for i in range(2):
        for one in draw(generated.rules(headed, True)):
            renamed = {key: re.sub(r"\b([pqrs])\.", rf"\g<1>{i}.", one[key]) for key in ("eligible", "amount")}
            rules.append({**one, **renamed, "programme": f"{one['programme']}{i}"})
    return rules, draw(generated.tables(headed)), draw(st.integers(0, 3))


@settings(max_examples=3, **SETTINGS)
@given(world=worlds())
def test_rules_that_nobody_chose(folder, world):
    rules, some, seed = world
    agree(floor(*rules, **PERIODS), some, folder / "generated", seed)


def test_figures_are_those_of_the_definition(folder):
    random = np.random.default_rng(2)
    sizes = random.integers(1, 7, 300).tolist()
    home = np.repeat(np.arange(300), sizes)
    some = survey(sizes, x=random.integers(0, 90, len(home)).tolist(), b=random.integers(0, 2, len(home)).tolist())
    welfare = np.exp(random.normal(6, 1, 300))
    welfare[random.random(300) < 0.02] = np.nan
    some = replace(some, weight=random.uniform(1, 9, 300)[home], welfare=welfare[home])
    some.columns.update(weight=some.weight, welfare=some.welfare)
    of = floor(
        programme("child", "x < 18", "grant", take_up=0.8),
        programme("home", "household.any(b)", "grant * household.size", unit="household"),
        programme("kind", "x > 70", "lcu * 100", limit={"first": 1, "per": "household", "by": "x"}),
    )

    lines = {"line": 400.0}
    expected = {
        tuple(row[name] for name in ("scenario", "measure", "line", "programme", "group")): row["value"]
        for row in plain(homes_of(some, of, apply(of, some, DAY)), lines, of.name)
    }
    spark()
    households = evaluate(of, written(some, folder / "figures"), DAY).households.persist()
    for row in figures_of(households, of, lines):
        value = expected.pop(tuple(row[name] for name in ("scenario", "measure", "line", "programme", "group")))
        if row["measure"] == "gini":
            assert row["low"] <= value <= row["high"]
        else:
            np.testing.assert_allclose(row["value"], value, rtol=1e-9, atol=1e-12)
    assert not expected
    households.unpersist()


def test_what_is_wrong_is_told_in_words(folder):
    some = survey([1], x=[1])
    source = written(some, folder / "wrong")
    spark()
    with pytest.raises(GroundfloorError, match="needs the variable 'relationship'"):
        evaluate(floor(programme("p", "relationship == 'head'")), source, DAY)
    with pytest.raises(GroundfloorError, match="PATH_NOT_FOUND"):
        evaluate(floor(programme("p", "b")), str(folder / "nowhere"), DAY)
    some.columns["t"] = np.ones(1)
    with pytest.raises(GroundfloorError, match="'t' is double in the table of persons"):
        evaluate(floor(programme("p", "t == 'north'")), written(some, folder / "kinds"), DAY)


def test_what_is_written_is_a_result_once_its_figures_are_there(folder):
    some = survey([2, 1], x=[1, 2, 3])
    some.columns.update(
        welfare=np.array([5.0, 5.0, 9.0]), household_id=np.array([7.0, 7.0, 8.0]), person_id=np.arange(3.0)
    )
    of, source, out = floor(programme("p", "x > 1")), written(some, folder / "source"), str(folder / "out")
    spark()
    (folder / "out" / "persons" / "_temporary").mkdir(parents=True)
    rows = entitle(of, source, out=out, date=DAY, lines={"line": 8.0}, master="local[2]").figures
    found = {row["measure"]: row["value"] for row in rows if row["scenario"] == of.name}
    assert (found["beneficiaries"], found["fgt0"]) == (2, 0)
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["figures", "households", "persons"]
    (figures,) = (folder / "out" / "figures").glob("*.csv")
    assert figures.read_text(encoding="utf-8").startswith("scenario,measure,line,programme,group,value,low,high\n")
    asked = f"SELECT household_id, person_id, \"p.amount\" FROM '{folder}/out/persons/*.parquet' ORDER BY 1, 2"  # noqa: S608
    assert duckdb.execute(asked).fetchall() == [(7.0, 0.0, 0.0), (7.0, 1.0, 126.0), (8.0, 2.0, 126.0)]
    with pytest.raises(GroundfloorError, match="holds a result already"):
        entitle(of, source, out=out, date=DAY, master="local[2]")
    with pytest.raises(GroundfloorError, match="not read by Spark"):
        entitle(of, source, out=out, date=DAY, master="local[2]", table="persons")


def test_one_session_is_kept():
    assert session("local[2]") is spark()
