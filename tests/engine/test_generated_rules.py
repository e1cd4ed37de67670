"""Rules and tables that nobody chose: every engine must give what the plain interpreter gives."""

from __future__ import annotations

from typing import Any
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine import generated
from tests.engine.conformance import DAY, EARLY, everywhere, floor, same

from groundfloor.engine import apply, block

DEEP = {
    "daily": {"unit": "LCU/day", "values": {EARLY: 0.25}},
    "weekly": {"unit": "LCU/week", "values": {EARLY: 4.5}},
}


@st.composite
def worlds(draw: Any, anysum: bool) -> Any:
    """A floor, a survey and a seed."""
    headed = draw(st.booleans())
    return draw(generated.rules(headed, anysum)), draw(generated.tables(headed)), draw(st.integers(0, 3))


def agree(world: Any, *, sqlite: bool) -> None:
    programmes, people, seed = world
    of = floor(*programmes, **DEEP)
    plain = everywhere(of, people, DAY, seed, sqlite=sqlite)
    # blocks of a household or two, to see what happens at their edges
    with mock.patch.object(block, "PERSONS_A_BLOCK", 2):
        found = apply(of, people, DAY, seed=seed).programmes
    for name, one in found.items():
        same(one, plain[name], f"blocks: {name}")


RARE = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=250, **RARE)
@given(worlds(anysum=False))
def test_every_engine_agrees(world):
    agree(world, sqlite=True)


@settings(max_examples=150, **RARE)
@given(worlds(anysum=True))
def test_engines_that_add_in_the_order_of_the_rows_agree_on_broken_sums(world):
    agree(world, sqlite=False)
