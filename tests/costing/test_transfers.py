import math

import numpy as np

from groundfloor.costing import cost, price_index, receiving


def test_a_missing_amount_makes_the_cost_missing():
    found = cost(np.array([1.0]), np.array([1.0]), np.array([1.0]), np.array([np.nan]), index=1.0, administration=0.0)
    assert math.isnan(found.transfers)
    assert found.beneficiaries == 1.0


def test_nobody_reached_costs_nothing_and_has_no_mean_benefit():
    found = cost(np.array([1.0]), np.array([1.0]), np.array([0.0]), np.array([10.0]), index=1.0, administration=0.1)
    assert found.total == 0.0
    assert math.isnan(found.benefit)


def test_a_missing_rate_is_never_carried_on():
    assert math.isnan(price_index({2026: 0.1}, 2025, 2027))


def test_nobody_drops_out_as_a_scheme_grows():
    draw = np.random.default_rng(1).random(1000)
    eligible = np.ones(1000)
    small, large = (receiving(eligible, draw, 0.8, share) for share in (0.3, 0.6))
    assert (large >= small).all()
