"""Long and deep rules: hundreds of terms, as deep as may be written, programmes in long chains; equal results, no end of Python's stack."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.engine.conformance import DAY, PARAMETERS, VARIABLES, WORDS, everywhere, floor, in_sqlite, programme, survey

from groundfloor.engine import apply
from groundfloor.errors import GroundfloorError
from groundfloor.rules.load import floor_of

TERMS = 500
# a caller of the library has used some of the stack already
CALLERS = 150


def people():
    random = np.random.default_rng(5)
    sizes = random.integers(1, 6, 12).tolist()
    persons = sum(sizes)
    numbers = {name: [None if v > 7 else v for v in random.integers(-4, 9, persons).tolist()] for name in "xyz"}
    words = [WORDS[code] for code in random.integers(0, 4, persons)]
    relations = [("head", "child")[code] for code in random.integers(0, 2, persons)]
    return survey(sizes, **numbers, b=random.integers(0, 2, persons).tolist(), t=words, relationship=relations)


def each(write: Callable[[int, str], str], joint: str, count: int = TERMS) -> str:
    return joint.join(write(i, "xyz"[i % 3]) for i in range(count))


def called_from_afar(work: Callable[[], None], callers: int = CALLERS) -> None:
    if callers:
        called_from_afar(work, callers - 1)
    else:
        work()


LONG_NUMBERS = {
    "sum": each(lambda i, v: f"{i} * {v}", " + "),
    "differences": each(lambda i, v: f"{v}", " - "),
    "product": each(lambda i, v: v, " * "),
    "least": f"min({each(lambda i, v: f'{v} + {i}', ', ')})",
    "coalesce": f"coalesce({', '.join(['x'] * TERMS)}, 7)",
}
LONG_CONDITIONS = {
    "and": each(lambda i, v: f"{v} > -{i}", " and "),
    "or": each(lambda i, v: f"{v} > {i + 5}", " or "),
    "in": f"x in ({each(lambda i, v: str(i * 0.5 - 3), ', ')})",
    "not in": f"x not in ({each(lambda i, v: str(i), ', ')})",
    "in words": f"t in ({each(lambda i, v: repr(f'w{i}'), ', ')}, 'north')",
    "chain": " <= ".join(["x"] * TERMS),
    "proxy means score": each(lambda i, v: f"({i % 17 / 4} if {v} > {i % 7} else {i % 5 / 8})", " + ", 240) + " < 500",
}


@pytest.mark.parametrize("name", LONG_NUMBERS)
def test_hundreds_of_terms_make_a_number(name):
    everywhere(floor(programme("p", "True", f"lcu * ({LONG_NUMBERS[name]})")), people())


@pytest.mark.parametrize("name", LONG_CONDITIONS)
def test_hundreds_of_terms_make_a_condition(name):
    everywhere(floor(programme("p", LONG_CONDITIONS[name])), people())


DEEP_NUMBERS: dict[str, Callable[[str, int], str]] = {
    "else": lambda inner, i: f"{i} if x == {i} else {inner}",
    "then": lambda inner, i: f"({inner} if x > {i % 4} else y)",
    "min": lambda inner, i: f"min({inner}, x + {i})",
    "clip": lambda inner, i: f"clip({inner}, x, {i})",
    "coalesce": lambda inner, i: f"coalesce({inner}, x)",
    "minus": lambda inner, i: f"(x - {inner})",
    "divided": lambda inner, i: f"{inner} / 2",
    "power": lambda inner, i: f"x ** {inner}",
    "sign": lambda inner, i: f"-{inner}",
}
DEEP_CONDITIONS: dict[str, Callable[[str, int], str]] = {
    "test": lambda inner, i: f"(b if {inner} else x > {i % 7})",
    "not": lambda inner, i: f"not {inner}",
    "and or": lambda inner, i: f"({inner} {('and', 'or')[i % 2]} x > {i % 7})",
}


def nested(write: Callable[[str, int], str], inner: str, levels: int) -> str:
    for i in range(levels):
        inner = write(inner, i)
    return inner


@pytest.mark.parametrize("name", DEEP_NUMBERS)
def test_numbers_nest_a_hundred_deep(name):
    of = floor(programme("p", "True", f"lcu * ({nested(DEEP_NUMBERS[name], 'y', 100)})"))
    called_from_afar(lambda: everywhere(of, people()))


@pytest.mark.parametrize("name", DEEP_CONDITIONS)
def test_conditions_nest_a_hundred_deep(name):
    of = floor(programme("p", nested(DEEP_CONDITIONS[name], "b", 100)))
    called_from_afar(lambda: everywhere(of, people()))


@pytest.mark.parametrize("name", [*DEEP_NUMBERS, *DEEP_CONDITIONS])
@pytest.mark.parametrize("levels", [125, 2_000])
def test_what_is_deeper_is_refused_in_words(name, levels):
    number = name in DEEP_NUMBERS
    deep = nested(DEEP_NUMBERS[name] if number else DEEP_CONDITIONS[name], "y" if number else "b", levels)
    rule = ("True", f"lcu * ({deep})") if number else (deep,)
    with pytest.raises(GroundfloorError, match=r"nested too deeply|characters"):
        floor(programme("p", *rule))


def test_sixty_programmes_read_each_other():
    chain = [programme(f"p{i}", f"p{i - 1}.eligible or y > {i}", f"p{i - 1}.amount + lcu") for i in range(1, 60)]
    everywhere(floor(programme("p0", "x > 1", "lcu * x"), *chain), people())


def households_in_a_chain(length):
    chain = [
        programme(
            f"p{i}", f"household.any(p{i - 1}.eligible)", f"household.sum(p{i - 1}.amount) + lcu", unit="household"
        )
        for i in range(1, length)
    ]
    return floor(programme("p0", "x > 1", "lcu * x", unit="household"), *chain)


def test_what_sqlite_cannot_follow_is_refused_in_words_and_duckdb_can():
    everywhere(households_in_a_chain(10), people())
    everywhere(households_in_a_chain(20), people(), sqlite=False)
    with pytest.raises(GroundfloorError, match="than SQLite can follow"):
        in_sqlite(households_in_a_chain(20), people(), DAY, 0)


def test_a_test_that_stands_twice_at_each_level_is_not_written_out_each_time():
    of = floor(
        programme("p", nested(DEEP_CONDITIONS["test"], "b", 100), limit={"first": 1, "per": "household", "by": "x"})
    )
    apply(of, people(), DAY, engine="sql")


def test_names_that_differ_in_capitals_only_are_refused():
    with pytest.raises(GroundfloorError, match="'p' and 'P' differ in capitals only"):
        floor(programme("p", "b"), programme("P", "b"))
    with pytest.raises(GroundfloorError, match="'age' and 'Age' differ in capitals only"):
        floor_of([programme("p", "b")], variables={**VARIABLES, "Age": {"kind": "number"}}, parameters=PARAMETERS)
