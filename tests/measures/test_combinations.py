"""Combinations of programmes against a count by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from groundfloor.measures import measure
from groundfloor.rules.entitlements import Entitlements


def combined(rows):
    return {row["programme"]: row["value"] for row in rows if row["measure"] == "combination"}


def test_each_person_is_in_one_combination(make, pay):
    sizes = [2, 1, 1, 1]
    a, b = pay([5.0, 0, 3, 0, 0]), pay([0.0, 2, 0, 1, 0])
    survey = make([1.0] * 5, sizes=sizes, weight=[1, 1, 2, 3, 4])
    found = combined(measure(survey, Entitlements({"a": a, "b": b}), sets=("adept",)))
    assert found == {"none": 4 / 11, "b": 3 / 11, "a+b": 2 / 11, "a": 2 / 11}


def test_after_the_largest_comes_the_rest_and_all_add_up(make, pay):
    patterns = np.array(list(itertools.product((0.0, 1.0), repeat=4)))
    survey = make([1.0] * 16, weight=np.arange(1.0, 17.0))
    programmes = {name: pay(patterns[:, k]) for k, name in enumerate("abcd")}
    found = combined(measure(survey, Entitlements(programmes), sets=("adept",)))
    assert len(found) == 13
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["other"] == pytest.approx((1 + 2 + 3 + 4) / 136)


def test_one_programme_combines_with_none(make, pay):
    assert not combined(measure(make([1.0, 2.0]), Entitlements({"a": pay([1.0, 0.0])}), sets=("adept",)))
