"""One scenario over the years, on a survey small enough to add up by hand."""

from __future__ import annotations

import numpy as np
import pytest

from groundfloor.prices import Prices
from groundfloor.rules import floor_of
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey, Text

RATES = {
    "inflation": dict.fromkeys(range(2020, 2040), 0.10),
    "wages": dict.fromkeys(range(2020, 2040), 0.12),
    "gdp_per_capita": dict.fromkeys(range(2020, 2040), 0.11),
}
PRICES = Prices(2025, RATES)
GRANT = """
programme: grant
label: {en: Grant}
guarantee: children
function: family_child
status: proposed
unit: person
parameters:
  amount: {unit: LCU/month, values: {2025-01-01: 10, 2028-01-01: 20}, indexed_to: inflation}
  oldest: {unit: year, values: {2025-01-01: 5, 2027-01-01: 10}}
eligible: age < oldest
amount: amount
administration: 0.25
"""


def survey(persons=6):
    age = np.array([30.0, 3.0, 7.0, 40.0, 1.0, 12.0])[:persons]
    return Survey(
        name="s",
        country="NOW",
        year=2025,
        columns={"age": age, "_key": np.arange(6.0), "_household_key": np.array([0.0, 0, 0, 1, 1, 1])},
        starts=np.array([0, 3]),
        weight=np.full(6, 100.0),
        welfare=np.full(6, 200.0),
    )


def run(text=GRANT, years=range(2025, 2031), **replaced):
    floor = floor_of([text])
    people = survey()
    weights = {year: people.weight * (1 + (year - 2025) / 10) for year in years}
    money = Money(dict.fromkeys(years, 1000000.0), dict.fromkeys(years, 200000.0))
    return {one.year: one for one in years_of(floor, people, weights, PRICES, money, scenario="s", **replaced)}


def test_cost_follows_persons_prices_and_dated_values():
    found = {year: one.costs[0] for year, one in run().items()}
    # 2025: two children under five, 100 persons each, 10 a month
    assert found[2025]["transfers_lcu"] == pytest.approx(2 * 100 * 120)
    assert found[2025]["total_lcu"] == pytest.approx(2 * 100 * 120 * 1.25)
    assert found[2025]["pct_gdp"] == pytest.approx(100 * 30_000 / 1e6)
    assert found[2025]["pct_government_expenditure"] == pytest.approx(100 * 30_000 / 2e5)
    # 2026: prices a tenth higher, a tenth more persons, indexed to inflation
    assert found[2026]["transfers_lcu"] == pytest.approx(2 * 110 * 120 * 1.1)
    # 2027: up to ten years of age, three children
    assert found[2027]["target_population"] == pytest.approx(3 * 120)
    assert found[2027]["transfers_lcu"] == pytest.approx(3 * 120 * 120 * 1.1**2)
    # 2028: 20 a month in money of 2028
    assert found[2028]["transfers_lcu"] == pytest.approx(3 * 130 * 240)
    assert found[2029]["transfers_lcu"] == pytest.approx(3 * 140 * 240 * 1.1)


def test_amounts_are_in_prices_of_the_base_year():
    found = run()
    assert found[2026].amounts["grant"].tolist() == pytest.approx([0, 120, 0, 0, 120, 0])
    assert found[2028].amounts["grant"][1] == pytest.approx(240 / 1.1**3)


def test_cash_is_shared_by_the_household_and_care_is_not_cash():
    assert run()[2025].cash_per_head.tolist() == pytest.approx([40.0] * 6)
    in_kind = GRANT.replace("status: proposed", "status: proposed\nform: in_kind")
    assert run(in_kind)[2025].cash_per_head.tolist() == [0.0] * 6


def test_nobody_drops_out_while_a_programme_grows():
    text = GRANT + "take_up: 0.9\nphase_in: {2025: 0.2, 2026: 0.5, 2028: 1.0}\n"
    found = run(text)
    before = np.zeros(6)
    for year in (2025, 2026):
        now = found[year].receives["grant"]
        assert (now >= before).all()
        before = now


def test_before_its_first_step_a_programme_reaches_nobody():
    found = run(GRANT + "phase_in: {2027: 1.0}\n")[2026].costs[0]
    assert found["beneficiaries"] == 0
    assert found["transfers_lcu"] == 0
    assert np.isnan(found["benefit_lcu"])
    assert found["target_population"] > 0


def test_without_gdp_the_shares_are_empty():
    floor, people = floor_of([GRANT]), survey()
    one = next(iter(years_of(floor, people, {2025: people.weight}, PRICES, Money({}, {}), scenario="s")))
    assert np.isnan(one.costs[0]["pct_gdp"])
    assert np.isnan(one.costs[0]["pct_government_expenditure"])


def test_an_amount_that_is_not_known_makes_the_cost_empty():
    text = GRANT.replace("amount: amount\n", "amount: amount * household.sum(age) / age\n")
    floor, people = floor_of([text.replace("age < oldest", "True")]), survey()
    people.columns["age"][1] = 0.0
    one = next(iter(years_of(floor, people, {2025: people.weight}, PRICES, Money({}, {}), scenario="s")))
    assert np.isnan(one.costs[0]["transfers_lcu"])


def test_an_empty_floor_costs_nothing():
    floor, people = floor_of([]), survey()
    one = next(iter(years_of(floor, people, {2025: people.weight}, PRICES, Money({}, {}), scenario="s")))
    assert one.costs == []
    assert one.cash_per_head.tolist() == [0.0] * 6


def test_words_do_not_move_with_prices():
    people = survey()
    people.columns["region"] = Text(np.zeros(6, dtype=np.int32), ("a",))
    assert PRICES.survey(people).columns["region"] is people.columns["region"]


SECOND = """
programme: top_up
label: {en: Top-up}
guarantee: children
function: family_child
status: proposed
unit: person
eligible: grant.receives
amount: grant.amount / 10
"""


@pytest.mark.parametrize("engine", ["arrays", "plain"])
def test_a_rule_that_reads_another_programme_sees_it_as_phased_in(engine):
    """Who does not receive the grant yet has no top-up of it either."""
    text = GRANT + "take_up: 0.9\nphase_in: {2026: 0.4, 2027: 1.0}\n"
    people = survey()
    years = range(2025, 2028)
    weights, money = dict.fromkeys(years, people.weight), Money({}, {})
    floor = floor_of([text, SECOND])
    found = {one.year: one for one in years_of(floor, people, weights, PRICES, money, scenario="s", engine=engine)}
    assert found[2025].receives["grant"].sum() == found[2025].receives["top_up"].sum() == 0
    for year in years:
        assert found[year].receives["top_up"].tolist() == found[year].receives["grant"].tolist()
        np.testing.assert_allclose(found[year].amounts["top_up"], found[year].amounts["grant"] / 10)
    assert 0 < found[2026].receives["grant"].sum() <= found[2027].receives["grant"].sum()


def test_nobody_drops_out_as_a_scheme_grows():
    found = run(GRANT + "take_up: 0.8\nphase_in: {2025: 0.1, 2026: 0.3, 2027: 0.6, 2028: 1.0}\n")
    for year in range(2026, 2031):
        kept = found[year - 1].receives["grant"] <= found[year].receives["grant"]
        assert kept.all()
