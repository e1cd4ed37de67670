"""PostgreSQL gives what the definition gives, by hand and by rules nobody chose; where it stops at a number it says so."""

from __future__ import annotations

from unittest import mock

import psycopg
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from tests.engine import generated, test_rules_by_hand
from tests.engine.conformance import DAY, floor, programme, same, survey
from tests.engine.in_postgresql import in_postgresql
from tests.engine.test_generated_rules import PERIODS, SETTINGS

from groundfloor.engine import apply

pytestmark = pytest.mark.postgresql
# numbers for which no result is too large or too small for PostgreSQL, which stops there
WILD = [*generated.TAME, 0.1, -1 / 3, 1e-9, 1e6, -1e6, 4503599627370497.5, 12345.678]
STOPS = psycopg.errors.NumericValueOutOfRange


@pytest.fixture(scope="module")
def connection(postgresql_server):
    with psycopg.connect(postgresql_server, autocommit=True) as opened:
        yield opened


def agree(connection, of, people, seed=0):
    found = in_postgresql(connection, of, people, DAY, seed)
    for name, one in apply(of, people, DAY, engine="plain", seed=seed).programmes.items():
        same(found[name], one, name)


def test_what_is_written_by_hand(connection):
    stopped = []
    for rule, x, y, _ in test_rules_by_hand.NUMBERS:
        people = survey([len(x)], x=x, y=y)
        try:
            agree(connection, floor(programme("p", "True", f"({rule}) * lcu")), people)
        except STOPS:
            stopped.append((rule, x))
    # only where a result of 1e300 and more is met
    assert all(any(abs(value or 0) >= 1e300 for value in x) for _, x in stopped)
    assert len(stopped) < 10
    for rule, x, y, _ in test_rules_by_hand.CONDITIONS:
        if "x * y" not in rule:
            agree(connection, floor(programme("p", rule)), survey([len(x)], x=x, y=y))
    for rule, t, u, _ in test_rules_by_hand.WORDS:
        agree(connection, floor(programme("p", rule)), survey([len(t)], t=t, u=u))


REMAINDERS = [
    (1, 0.1),
    (0.3, 0.1),
    (-7.25, 0.1),
    (1e15 + 0.3, 0.7),
    (5.5, -1e-9),
    (2**53, 3),
    (0.1, 1e6),
    (1 / 3, 1 / 7),
]


def test_remainders_of_broken_numbers_are_exact(connection):
    x, y = (list(column) for column in zip(*REMAINDERS, strict=True))
    of = floor(programme("p", "True", "(x % y) * lcu"), programme("q", "True", "(x // y) * lcu"))
    agree(connection, of, survey([len(x)], x=x, y=y))


@st.composite
def worlds(draw):
    headed = draw(st.booleans())
    return draw(generated.rules(headed, True)), draw(generated.tables(headed)), draw(st.integers(0, 3))


@settings(max_examples=15, **{**SETTINGS, "suppress_health_check": list(HealthCheck)})
@given(world=worlds())
def test_rules_that_nobody_chose(connection, world):
    programmes, people, seed = world
    try:
        agree(connection, floor(*programmes, **PERIODS), people, seed)
    except STOPS:
        reject()


@pytest.fixture(scope="module", autouse=True)
def _no_extremes():
    literals = [one for one in generated.LITERALS if "e300" not in one]
    with mock.patch.object(generated, "WILD", WILD), mock.patch.object(generated, "LITERALS", literals):
        yield
