"""What an explanation tells one person is what the simulation gave that person: ten thousand persons, drawn at random."""

from __future__ import annotations

import datetime
import math
from collections import Counter

import numpy as np
import pytest
from tests.engine.conformance import WORDS, floor, programme, survey

import groundfloor as gf
from groundfloor.country import read_country
from groundfloor.country.pack import find_pack
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.rules.explain import spoken
from groundfloor.rules.messages import Messages
from groundfloor.rules.order import needs
from groundfloor.rules.phrases import Phrases
from groundfloor.rules.plain import by_law
from groundfloor.rules.steps import Amount, Conclusion, steps
from groundfloor.survey.variables import RELATIONSHIP

DAY = datetime.date(2026, 7, 1)
PERSONS = 5_000
WORDED = 5  # of every fifth the text itself
ANSWERS = {1.0: True, 0.0: False}
FLOOR = floor(
    programme(
        "first", "x < 40 and (t == 'north' or b)", limit={"first": 2, "per": "household", "by": "z"}, take_up=0.5
    ),
    programme(
        "home",
        "household.count(x > 50) >= 1 and household.head.t != 'éast'",
        "lcu * household.sum(z) + first.amount",
        unit="household",
        take_up=0.3,
    ),
    programme("beside", "not first.receives and household.any(c)", "max(first.amount, lcu * household.mean(x) / y)"),
    programme("ratio", "x / y > 2 or household.min(z) in (0, 2.5)", "per_day(grant) if c else daily * z"),
    programme("later", "u in ('north', '') and (z > late or x >= 60)", "lcu * (x - household.head.x)"),
    programme("sisters", "beside.eligible and household.sum(beside.amount) > 100 * lcu", "beside.amount * 0.5"),
    daily={"unit": "LCU/day", "values": {datetime.date(2020, 1, 1): 0.5}},
)


def generated():
    """Households of one to nine with gaps in every column, and with no head, one or several."""
    random = np.random.default_rng(11)
    sizes = (1 + random.integers(0, 9, 1_500)).tolist()

    def column(values):
        return [values[i] for i in random.integers(0, len(values), sum(sizes))]

    numbers = {
        "x": [None, *range(0, 100, 3)],
        "y": [None, 0.0, 1.0, -2.0, 10.0, 25.0],
        "z": [None, 0.0, 0.25, 2.5, 3.0],
    }
    conditions = {name: [True, False, None] for name in "bc"}
    words = {"t": [*WORDS, None], "u": [*WORDS, None], "relationship": ["head", *RELATIONSHIP, None]}
    columns = {name: column(values) for name, values in {**numbers, **conditions, **words}.items()}
    return FLOOR, survey(sizes, 5, **columns)


def ghana():
    """The floor of Ghana's pack on its own synthetic households."""
    country = read_country(find_pack("gha"))
    return floor_of_pack(country), survey_of(country)[0]


def concluded(found):
    """The conclusion of an explanation, and LCU a year: 0 for nothing, NaN for not known."""
    conclusion = next(step for step in found if isinstance(step, Conclusion))
    amount = next((step for step in found if isinstance(step, Amount)), None)
    return conclusion, 0.0 if amount is None else math.nan if amount.yearly is None else amount.yearly


def equal(one, other):
    return math.isclose(one, other, rel_tol=1e-9) or (math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize("of", [generated, ghana])
def test_an_explanation_agrees_with_the_simulation(of):
    floor, people = of()
    law = gf.apply(by_law(floor), people, DAY).programmes
    simulated = gf.apply(floor, people, DAY).programmes
    phrases = Phrases(Messages("en"), floor, "LCU")
    names = list(floor.programmes)
    answers = Counter()
    for turn, row in enumerate(np.random.default_rng(7).choice(people.persons, PERSONS, replace=False).tolist()):
        name = names[turn % len(names)]
        one = floor.programmes[name]
        found = steps(floor, people, name, row, DAY)
        conclusion, yearly = concluded(found)
        # a household's answer stands on its first row
        at = row if one.unit != "household" else int(people.starts[people.household_of[row]])
        # where no other programme's take-up is read, the simulation itself says the same
        for given in [law] if needs(one.eligible, one.amount) else [law, simulated]:
            assert conclusion.entitled is ANSWERS.get(given[name].eligible[at]), (name, row)
            assert equal(yearly, given[name].full_amount[at]), (name, row)
        if turn % WORDED == 0:
            word = {True: "entitled", False: "not_entitled", None: "undecided"}[conclusion.entitled]
            said = phrases.messages.text(f"household_{word}" if conclusion.household else word)
            assert said in list(spoken(found, phrases)), (name, row)
        answers[name, conclusion.entitled] += 1
    if of is generated:
        assert all(answers[name, answer] > 5 for name in names for answer in (True, False, None)), answers
