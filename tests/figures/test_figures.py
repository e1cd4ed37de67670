"""Figures in memory, compiled and not, are those of the plain definition; and those of the measures and the table of impact."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine import generated
from tests.engine.conformance import DAY, EARLY, WORDS, floor, programme, survey
from tests.engine.test_generated_rules import PERIODS, SETTINGS

from groundfloor import compiled
from groundfloor.engine import apply, block
from groundfloor.engine.block import Prepared
from groundfloor.errors import GroundfloorError
from groundfloor.figures import homes_of, plain
from groundfloor.figures.memory import COUNTED, Scene
from groundfloor.figures.warming import ready, warm
from groundfloor.impact import changes
from groundfloor.measures import measure
from groundfloor.rules.programme import DatedParameter, DatedValue
from groundfloor.survey.frame import Text

LINES = {"low": 30.0, "high": 80.0}


def people(households: int, seed: int = 0, missing: float = 0.1) -> Any:
    """Households with welfare and weights, of which some are not known, or weigh nothing."""
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 7, households).tolist()
    persons = sum(sizes)
    columns = {name: random.choice([None, *range(20)], persons).tolist() for name in "xyz"}
    columns |= {name: random.choice([True, False, None], persons).tolist() for name in "bc"}
    columns |= {name: random.choice([*WORDS, None], persons).tolist() for name in "tu"}
    found = survey(sizes, seed, **columns)
    welfare = np.round(random.lognormal(4, 0.8, households), 1)
    welfare[random.random(households) < missing] = np.nan
    weight = np.where(random.random(households) < missing / 2, 0.0, random.uniform(1, 9, households))
    return replace(found, welfare=np.repeat(welfare, sizes), weight=np.repeat(weight, sizes))


OF = floor(
    programme("children", "x < three", limit={"first": 2, "per": "household", "by": "x"}, take_up=0.6),
    programme("homes", "household.sum(z) < 20 * three and t != 'north'", "y * lcu", unit="household", take_up=0.9),
    programme("kind", "b and children.receives == False", "lcu * z", form="in_kind"),
)


def law(grant: float = 10.5, three: float = 3.0, take_up: float = 0.6) -> Any:
    given = {"grant": ("LCU/month", grant), "three": ("1", three)}
    changed = {f"floor.{k}": DatedParameter(f"floor.{k}", u, (DatedValue(EARLY, v),)) for k, (u, v) in given.items()}
    children = replace(OF.programmes["children"], take_up=take_up)
    return replace(OF, parameters={**OF.parameters, **changed}, programmes={**OF.programmes, "children": children})


def alike(found: Any, expected: Any) -> None:
    assert list(found.keys) == [
        tuple(row[one] for one in ("scenario", "measure", "line", "programme", "group")) for row in expected
    ]
    values = [row["value"] for row in expected]
    np.testing.assert_allclose(found.values, values, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("way", [True, False])
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_one_law_after_another_gives_what_each_gives_alone(way, missing, monkeypatch):
    monkeypatch.setattr(block, "PERSONS_A_BLOCK", 500)
    who = people(600, missing=missing)
    scene = Scene(who, LINES, compiled=way)
    for of in (law(), law(grant=20.0), law(three=7.0), law(), law(take_up=0.3), law(grant=0.0, three=19.0)):
        alike(scene.figures(of, DAY), plain(homes_of(who, of, apply(of, who, DAY, engine="plain")), LINES))


@settings(max_examples=60, **SETTINGS)
@given(st.data())
def test_rules_that_nobody_chose_under_changing_laws(data):
    of = floor(*data.draw(generated.rules(headed=False, anysum=False)), **PERIODS)
    who = data.draw(generated.tables(headed=False))
    scene = Scene(who, {}, compiled=True)
    for three in (3.0, 1.0, 3.0):
        changed = DatedParameter("floor.three", "1", (DatedValue(EARLY, three),))
        one = replace(of, parameters={**of.parameters, "floor.three": changed})
        with np.errstate(all="ignore"):
            alike(scene.figures(one, DAY), plain(homes_of(who, one, apply(one, who, DAY)), {}))


def test_the_bits_do_not_hang_on_the_number_of_threads(monkeypatch):
    monkeypatch.setattr(block, "PERSONS_A_BLOCK", 1000)
    monkeypatch.setattr("groundfloor.figures.order.PART", 256)
    found = []
    for threads in (1, 2, 3):
        monkeypatch.setattr(compiled, "THREADS", threads)
        scene = Scene(Prepared(people(5000, missing=0.0)), LINES, compiled=True)
        found.append([scene.figures(of, DAY).values.tobytes() for of in (law(), law(grant=11.0))])
    assert found[0] == found[1] == found[2]


def test_they_are_those_of_the_measures_and_of_the_impact():
    who = replace(people(800, missing=0.0), lines=LINES)
    # of the table `impact` today is over those of whom the amounts are known too, of `measures` over all
    who.columns.update({name: np.nan_to_num(who.columns[name]) for name in "yz"})  # type: ignore[arg-type]
    given = apply(law(), who, DAY)
    figures = dict(zip(*_figures(who), strict=True))
    rows = [*measure(who), *measure(who, given, scenario="floor", welfare_after=who.welfare + _per_head(who, given))]
    shared = 0
    for row in rows:
        key = (row["scenario"], row["measure"], row["line"] or "", row["programme"] or "", row["group"])
        if key in figures:
            shared += 1
            assert figures[key] == pytest.approx(row["value"], rel=1e-9, nan_ok=True), key
    assert shared > 20
    after = who.welfare + _per_head(who, given)
    for row in changes(who, who.weight, who.welfare, after):
        key = ("floor", row["measure"], row["line"] or "", "", "all")
        assert figures[key] == pytest.approx(row["after"], rel=1e-9)


def _figures(who: Any) -> Any:
    found = Scene(who, compiled=True).figures(law(), DAY)
    return found.keys, found.values.tolist()


def _per_head(who: Any, given: Any) -> Any:
    from groundfloor.measures import per_member

    return per_member(who, sum(given.programmes[name].amount for name in ("children", "homes")))


def test_awkward_distributions():
    who = people(300, missing=0.0)
    for values in (
        np.zeros(300),
        np.full(300, 70.0),
        np.where(np.arange(300) % 3, 1e-300, 1e300),
        np.arange(300) - 150,
    ):
        one = replace(who, welfare=np.repeat(values.astype(float), who.sizes))
        of = law()
        alike(
            Scene(one, LINES, compiled=True).figures(of, DAY),
            plain(homes_of(one, of, apply(of, one, DAY)), LINES),
        )


def test_without_welfare_there_are_no_figures_that_need_it():
    who = replace(people(50), welfare=None)
    found = Scene(who, LINES, compiled=True).figures(law(), DAY)
    assert {key[1] for key in found.keys} == {*COUNTED, "transfers_lcu"}


def test_welfare_that_differs_within_a_household_is_refused():
    who = people(50, missing=0.0)
    with pytest.raises(GroundfloorError, match="Welfare differs within"):
        Scene(replace(who, welfare=np.arange(who.persons, dtype=float)))


def test_compiled_code_is_loaded_while_numpy_answers():
    warm(wait=True)
    assert ready()
    who = people(50, missing=0.0)
    assert not Scene(who, LINES, compiled=False).compiled
    assert Scene(who, LINES).compiled


@pytest.mark.parametrize("way", [True, False])
def test_nobody_and_no_programme(way):
    of, nobody = law(), replace(people(3, missing=0.0), weight=np.zeros(0), starts=np.zeros(0, dtype=np.int64))
    columns = {
        name: replace(one, codes=one.codes[:0]) if isinstance(one, Text) else one[:0]
        for name, one in nobody.columns.items()
    }
    nobody = replace(nobody, columns=columns, welfare=np.zeros(0))
    found = Scene(nobody, LINES, compiled=way).figures(of, DAY)
    assert {key[1]: value for key, value in zip(found.keys, found.values, strict=True)}["beneficiaries"] == 0
    none = replace(OF, programmes={})
    who = people(60)
    alike(Scene(who, LINES, compiled=way).figures(none, DAY), plain(homes_of(who, none, apply(none, who, DAY)), LINES))


def test_a_home_of_thousands_and_words_of_hundreds():
    sizes = [1, 5000, 3, 2100, 1]
    persons, random = sum(sizes), np.random.default_rng(5)
    who = survey(sizes, 1, x=random.integers(0, 9, persons).tolist(), z=(random.integers(0, 4, persons) * 1e3).tolist())
    words = Text(random.integers(-1, 300, persons).astype(np.int32), (*tuple(f"w{k:03}" for k in range(299)), "north"))
    who.columns["t"] = words
    who = replace(who, welfare=np.repeat([10.0, 20.0, 50.0, 90.0, 200.0], sizes))
    of = law()
    with np.errstate(all="ignore"):
        alike(
            Scene(who, LINES, compiled=True).figures(of, DAY),
            plain(homes_of(who, of, apply(of, who, DAY, engine="plain")), LINES),
        )


def test_several_threads_may_ask_at_once(monkeypatch):
    monkeypatch.setattr(compiled, "THREADS", 4)
    who = people(2000, missing=0.0)
    laws = [law(grant=float(k), three=float(k % 5)) for k in range(40)]
    alone = [Scene(who, LINES, compiled=False).figures(of, DAY).values for of in laws]
    for _ in range(3):
        scene = Scene(who, LINES, compiled=True)
        found = compiled.in_threads(lambda of, scene=scene: scene.figures(of, DAY).values, laws)
        np.testing.assert_allclose(found, alone, rtol=1e-9, atol=1e-12)
