"""What a floor replaces is taken off its cost and out of what households have, added up by hand."""

from __future__ import annotations

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.rules import floor_of
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey

PRICES = Prices(2025, {"inflation": {2025: 0.10, 2026: 0.25}})
MONEY = Money({2025: 1e6, 2026: 1e6}, {2025: 2e5, 2026: 2e5})
HEAD = "label: {en: One}\nguarantee: children\nfunction: family_child\n"
OLDER = (
    "programme: older\n" + HEAD + "status: existing\nunit: household\n"
    "parameters: {sum: {unit: LCU/month, values: {2025-01-01: 60}}}\n"
    "eligible: household.any(age >= 90)\namount: sum\nadministration: 0.5\ncovered_by: cash_transfer\n"
)
GRANT = (
    "programme: grant\n" + HEAD + "status: proposed\nunit: person\n"
    "parameters: {sum: {unit: LCU/month, values: {2025-01-01: 10}}}\n"
    "eligible: age < 2\namount: sum\nadministration: 0.1\nreplaces: [older]\n"
)
PERSONAL = OLDER.replace("unit: household", "unit: person").replace("household.any(age >= 90)", "age >= 90")
AT_HOME = GRANT.replace("unit: person", "unit: household").replace("age < 2", "household.any(age < 2)")


def people(receiving=(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)):
    # three households of two, of 100 each: a child of one in the second and the third
    return Survey(
        name="s",
        country="NOW",
        year=2025,
        columns={
            "age": np.array([30.0, 3.0, 40.0, 1.0, 50.0, 1.0]),
            "cash_transfer": np.array(receiving),
            "_key": np.arange(6.0),
            "_household_key": np.array([0.0, 0, 1, 1, 2, 2]),
        },
        starts=np.array([0, 2, 4]),
        weight=np.full(6, 100.0),
        welfare=np.full(6, 5000.0),
    )


def simulated(floor, schemes=(), survey=None, year=2025, engine="arrays"):
    survey = survey or people()
    inforce = floor_of(list(schemes)).programmes.values()
    weights = {year: survey.weight}
    [one] = years_of(floor_of(floor), survey, weights, PRICES, MONEY, scenario="s", schemes=inforce, engine=engine)
    return one, {row["programme"]: row for row in one.costs}


@pytest.mark.parametrize("engine", ["arrays", "plain"])
def test_who_receives_in_its_place_loses_the_older_benefit(engine):
    # the first and the second household receive the older benefit today, though its rule would give it to nobody
    one, costs = simulated([GRANT], [OLDER], people([1.0, 1.0, 1.0, 1.0, 0.0, np.nan]), engine=engine)
    # both children receive 120 a year; of the two households only the second gives up 720
    assert costs["grant"]["total_lcu"] == pytest.approx(2 * 100 * 120 * 1.1)
    older = costs["older"]
    assert older["target_population"] == 200  # households that receive it today
    assert older["beneficiaries"] == -100
    assert older["benefit_lcu"] == pytest.approx(720)
    assert older["transfers_lcu"] == pytest.approx(-100 * 720)
    assert older["administration_lcu"] == pytest.approx(-100 * 360)
    assert older["pct_gdp"] == pytest.approx(-100 * 108_000 / 1e6)
    assert older["pct_government_expenditure"] == pytest.approx(-100 * 108_000 / 2e5)
    # among two: nothing; 120 less 720; 120
    assert one.cash_per_head.tolist() == pytest.approx([0, 0, -300, -300, 60, 60])


def test_the_saving_is_in_money_of_the_year():
    # 720 that nothing indexes stay 720 in 2026, though 100 of 2026 buy what 80 bought in 2025
    one, costs = simulated([GRANT], [OLDER], year=2026)
    assert costs["older"]["transfers_lcu"] == pytest.approx(-2 * 100 * 720)
    assert one.amounts["older"].tolist() == pytest.approx([0, 0, -576, 0, -576, 0])


def test_nobody_loses_before_the_new_programme_begins():
    _, costs = simulated([GRANT + "phase_in: {2027: 1.0}\n"], [OLDER])
    assert costs["older"]["total_lcu"] == 0
    assert str(costs["older"]["beneficiaries"]) == "0.0"
    assert np.isnan(costs["older"]["benefit_lcu"])


@pytest.mark.parametrize(
    ("grant", "lost"),
    [
        (GRANT, [0, 0, 0, -720, 0, -720]),  # from person to person: the child's own benefit ends
        (AT_HOME, [0, 0, -720, -720, -720, -720]),  # the household's new benefit ends those of all its members
    ],
)
def test_a_benefit_of_persons_ends_for_the_person_or_with_the_household(grant, lost):
    one, costs = simulated([grant], [PERSONAL])
    assert one.amounts["older"].tolist() == pytest.approx(lost)
    assert costs["older"]["target_population"] == 600


def test_within_a_floor_nobody_receives_both():
    older = OLDER.replace("household.any(age >= 90)", "True")
    _, costs = simulated([older, GRANT])
    assert costs["older"]["beneficiaries"] == 100  # the first household; the two others receive the grant
    assert costs["grant"]["beneficiaries"] == 200


def test_what_is_not_replaced_is_not_counted():
    _, costs = simulated([GRANT.replace("replaces: [older]", "replaces: []")], [OLDER])
    assert list(costs) == ["grant"]


def test_a_saving_that_cannot_be_known_is_refused():
    with pytest.raises(GroundfloorError, match="nothing says who receives it today"):
        simulated([GRANT], [OLDER.replace("covered_by: cash_transfer\n", "")])
    survey = people()
    del survey.columns["cash_transfer"]
    with pytest.raises(GroundfloorError, match="covered_by: a true-or-false variable that the survey has"):
        simulated([GRANT], [OLDER], survey)


def test_an_older_amount_that_hangs_on_another_scheme_is_refused():
    other = PERSONAL.replace("programme: older", "programme: another")
    hanging = PERSONAL.replace("amount: sum", "amount: sum if another.eligible else 2 * sum")
    with pytest.raises(GroundfloorError, match="depends on another, which the floor does not have"):
        simulated([GRANT], [other, hanging])
