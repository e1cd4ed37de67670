"""Rules and tables that nobody chose: every engine must give what the plain interpreter gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine import generated
from tests.engine.conformance import DAY, EARLY, everywhere, floor, same

from groundfloor.engine import apply, block
from groundfloor.rules.programme import DatedParameter, DatedValue

PERIODS = {
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
    of = floor(*programmes, **PERIODS)
    plain = everywhere(of, people, DAY, seed, sqlite=sqlite)
    # blocks of a household or two, to see what happens at their edges, and what another law before has left behind
    with mock.patch.object(block, "PERSONS_A_BLOCK", 2):
        prepared = block.Prepared(people)
        apply(replace(of, parameters={**of.parameters, **OTHER}), prepared, DAY, seed=seed + 1)
        for again in ("at first", "again"):
            for name, one in apply(of, prepared, DAY, seed=seed).programmes.items():
                same(one, plain[name], f"prepared, {again}: {name}")


# another law
OTHER = {
    f"floor.{name}": DatedParameter(f"floor.{name}", unit, (DatedValue(EARLY, value),))
    for name, unit, value in (("three", "1", -2.0), ("late", "1", 2.0), ("grant", "LCU/month", 0.25))
}
SETTINGS = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=160, **SETTINGS)
@given(worlds(anysum=False))
def test_every_engine_agrees(world):
    agree(world, sqlite=True)


@settings(max_examples=80, **SETTINGS)
@given(worlds(anysum=True))
def test_engines_that_add_in_the_order_of_the_rows_agree_on_broken_sums(world):
    agree(world, sqlite=False)
