import math

import numpy as np

from groundfloor.costing import Delivery, cost, price_index


def test_a_missing_amount_makes_the_cost_missing():
    found = cost(np.array([1.0]), np.array([1.0]), np.array([1.0]), np.array([np.nan]), index=1.0, delivery=Delivery())
    assert math.isnan(found.transfers)
    assert found.beneficiaries == 1.0


def test_nobody_reached_costs_nothing_and_has_no_mean_benefit():
    found = cost(np.array([1.0]), np.array([1.0]), np.array([0.0]), np.array([10.0]), index=1.0, delivery=Delivery(0.1))
    assert found.total == 0.0
    assert math.isnan(found.benefit)


def test_a_missing_rate_is_never_carried_on():
    assert math.isnan(price_index({2026: 0.1}, 2025, 2027))
