"""What households are left with, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError
from groundfloor.rules.draw import draw, salt
from groundfloor.shocks import Shock
from groundfloor.shocks.losses import struck
from groundfloor.survey.frame import Survey

Read = Callable[..., Shock]
HALF = "recovery: {half_life: {value: 2, unit: years, source: s}}\n"


@pytest.fixture(scope="module")
def country(pack: Path) -> Country:
    return gf.read_country(pack)


def loss(condition: str, share: float = 1.0) -> str:
    given = f"share: {{value: {share}, unit: share, source: s}}"
    return f"households: {{one: {{hit: {condition}, {given}, loss: {{value: 0.2, unit: share, source: s}}}}}}\n{HALF}"


def food(budget: str, more: str = "") -> str:
    return f"prices: {{food: {{rise: {{value: 0.3, unit: ratio, source: s}}, budget_share: {budget}{more}}}}}\n{HALF}"


def test_a_loss_takes_its_share_and_fades(people: Survey, country: Country, shock: Read) -> None:
    hit = struck(people, country, [shock(loss("region == 'North'"))])
    # a fifth of what the two households of the north live on, half of that two years later; of the third nothing is known
    assert hit.people(2027).welfare is not None
    np.testing.assert_allclose(hit.people(2027).welfare, [80, 80, 240, 80, 150, 150, np.nan])
    np.testing.assert_allclose(hit.people(2029).welfare, [90, 90, 270, 80, 150, 150, np.nan])
    np.testing.assert_allclose(hit.people(2028).welfare[0], 100 * (1 - 0.2 * 0.5**0.5))
    np.testing.assert_array_equal(hit.people(2026).welfare, people.welfare)
    np.testing.assert_allclose(hit.people(2027).columns["consumption"], [80, 80, 240, 80, 150, 150, np.nan])
    assert [part.undecided for part in hit.parts] == [1]


def test_responses_can_read_who_is_hit_and_what_is_lost(people: Survey, country: Country, shock: Read) -> None:
    columns = struck(people, country, [shock(loss("region == 'North'"))]).people(2029).columns
    np.testing.assert_array_equal(columns["hit"], [1, 1, 1, 0, 0, 0, 0])
    np.testing.assert_allclose(columns["lost"], [0.1, 0.1, 0.1, 0, 0, 0, 0])


def test_who_is_hit_is_drawn_by_household(people: Survey, country: Country, shock: Read) -> None:
    hit = struck(people, country, [shock(loss("True", 0.5))], seed=3)
    drawn = draw(np.arange(5), salt("one_one", 3)) < 0.5
    np.testing.assert_array_equal(hit.parts[0].reached, drawn.astype(float))
    assert 0 < drawn.sum() < 5


def test_a_condition_is_asked_of_the_household_through_its_head(people: Survey, country: Country, shock: Read) -> None:
    of_head = struck(people, country, [shock(loss("age < 5"))])
    of_any = struck(people, country, [shock(loss("household.any(age < 5)"))])
    np.testing.assert_array_equal(of_head.parts[0].reached, np.zeros(5))
    np.testing.assert_array_equal(of_any.parts[0].reached, [1, 0, 0, 1, 0])


@pytest.mark.parametrize("engine", ["arrays", "sql", "plain"])
def test_every_engine_hits_the_same_households(people: Survey, country: Country, shock: Read, engine: str) -> None:
    hit = struck(people, country, [shock(loss("not urban", 0.7))], engine=engine, seed=1)
    np.testing.assert_array_equal(
        hit.parts[0].reached, struck(people, country, [shock(loss("not urban", 0.7))], seed=1).parts[0].reached
    )


@pytest.mark.parametrize(
    ("budget", "left", "undecided"),
    [
        # one for all: 1 - 0.3 x 0.5; a budget is known of who is asked for it, whatever they live on
        ("{value: 0.5, unit: share, source: s}", [0.85, 0.85, 0.85, 0.85, 0.85], 0),
        # of six persons in order of welfare 80 | 100 100 | 150 150 | 300 fifths end at 1.2, 2.4, 3.6 and 4.8 persons
        (
            "{fifths: {1: 0.6, 2: 0.5, 3: 0.4, 4: 0.3, 5: 0.1}, source: s}",
            [1 - 0.3 * 0.6, 1 - 0.3 * 0.1, 1 - 0.3 * 0.6, 1 - 0.3 * 0.4, 1.0],
            1,
        ),
        ("{variable: food_share}", [0.82, 0.91, 0.85, 1.0, 0.88], 1),
        # 120 of 200, 90 of 300, 40 of 80, 150 of 300, and of the last it is not known what it lives on
        ("{spending: food_consumption}", [0.82, 0.91, 0.85, 0.85, 1.0], 1),
    ],
)
def test_a_price_takes_what_is_spent_on_it(
    people: Survey, country: Country, shock: Read, budget: str, left: list[float], undecided: int
) -> None:
    hit = struck(people, country, [shock(food(budget))])
    np.testing.assert_allclose(hit.factor(2027), left)
    assert hit.parts[0].undecided == undecided


def test_producers_gain_and_buyers_turn_elsewhere(people: Survey, country: Country, shock: Read) -> None:
    more = ", substitution: {value: 0.2, unit: share, source: s}, producers: {who: not urban, sales: {value: 0.6, unit: share, source: s}}"
    hit = struck(people, country, [shock(food("{value: 0.5, unit: share, source: s}", more))])
    # 0.3 x (0.5 x 0.8 - 0.6) is a gain of 6 %; the urban household has nothing to sell
    np.testing.assert_allclose(hit.factor(2027), [1.06, 0.88, 1.06, 1.06, 1.06])
    np.testing.assert_allclose(hit.factor(2029), [1.03, 0.94, 1.03, 1.03, 1.03])


def test_who_is_doubtful_twice_is_counted_once(people: Survey, country: Country, shock: Read) -> None:
    more = ", producers: {who: region == 'North', sales: {value: 0.6, unit: share, source: s}}"
    (part,) = struck(people, country, [shock(food("{variable: food_share}", more))]).parts
    # the third household may sell or not and pays the price; of the fourth the budget share is not known
    np.testing.assert_allclose(part.loss, [0.3 * 0.6 - 0.18, 0.3 * 0.3 - 0.18, 0.15, 0, 0.12], atol=1e-15)
    assert part.undecided == 2
    unsure = replace(people, columns={**people.columns, "food_share": np.full(7, np.nan)})
    assert struck(unsure, country, [shock(food("{variable: food_share}", more))]).parts[0].undecided == 5


def test_growth_reaches_households_only_by_its_pass_through(people: Survey, country: Country, shock: Read) -> None:
    slump = "economy: {gdp_real_growth: {2027: -0.05, 2028: 0.02}}\n"
    assert struck(people, country, [shock(slump)]).people(2027).welfare is not None
    np.testing.assert_array_equal(struck(people, country, [shock(slump)]).factor(2027), np.ones(5))
    passed = struck(people, country, [shock(slump + "pass_through: {value: 0.5, unit: ratio, source: s}\n")])
    # growth of the pack is 5 % a year: GDP is down by 1.00 / 1.05, then up by 1.07 / 1.05
    np.testing.assert_allclose(passed.factor(2027), np.full(5, (1.00 / 1.05) ** 0.5))
    np.testing.assert_allclose(passed.factor(2030), np.full(5, (1.00 / 1.05 * 1.07 / 1.05) ** 0.5))


def test_a_variant_takes_its_numbers(people: Survey, country: Country, shock: Read) -> None:
    text = "households: {one: {hit: True, loss: {value: 0.3, low: 0.1, high: 0.5, unit: share, source: s}}}\n" + HALF
    left = [struck(people, country, [shock(text)], variant=one).factor(2027)[0] for one in ("low", "base", "high")]
    np.testing.assert_allclose(left, [0.9, 0.7, 0.5])


def test_welfare_below_nought_does_not_rise(people: Survey, country: Country, shock: Read) -> None:
    welfare = np.array([-5.0, -5, 0, 80, 150, 150, np.nan])
    left = struck(replace(people, welfare=welfare), country, [shock(loss("True"))]).people(2027).welfare
    assert left is not None
    np.testing.assert_allclose(left, [-5, -5, 0, 64, 120, 120, np.nan])


def test_a_budget_share_that_the_survey_does_not_have_is_refused(people: Survey, country: Country, shock: Read) -> None:
    with pytest.raises(GroundfloorError, match=r"one\.yaml:5.*no number 'food_shar'.*Did you mean 'food_share'"):
        struck(people, country, [shock(food("{variable: food_shar}"))])
    with pytest.raises(GroundfloorError, match="consumption goes from 80 to 300"):
        struck(people, country, [shock(food("{variable: consumption}"))])


def test_a_survey_with_a_variable_of_the_name_is_refused(people: Survey, country: Country, shock: Read) -> None:
    taken = replace(people, columns={**people.columns, "hit": np.zeros(7)})
    with pytest.raises(GroundfloorError, match="variable 'hit'"):
        struck(taken, country, [shock(loss("True"))])
