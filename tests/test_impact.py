"""The change a scenario brings: figures of R on the survey of `oracle`, and what must hold for any."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groundfloor.impact import impact
from groundfloor.measures import per_member
from groundfloor.rules.entitlements import Entitlements
from groundfloor.simulate import Year
from groundfloor.survey.frame import Survey, Text


def year(weight, people, **amounts):
    cash = per_member(people, sum((np.asarray(a, dtype=float) for a in amounts.values()), np.zeros(people.persons)))
    return Year(2030, weight, Entitlements({}), {}, {}, cash, [])


def survey():
    """The survey of tests/measures/conftest.py, without its columns."""
    h = np.arange(160)
    size = 1 + (h * 5) % 7
    house = np.repeat(h, size)
    psu = house // 5
    stratum = np.where(psu < 9, 0, np.where(psu < 20, 1, np.where(psu < 31, 2, 3)))
    income = 40.0 + (house * 7919 + 13) % 997 + 3 * psu
    income[house % 17 == 4] = np.nan
    people = Survey(
        name="s",
        country="X",
        year=2020,
        columns={},
        starts=np.concatenate(([0], np.cumsum(size)[:-1])),
        weight=50.0 + (house * 37) % 101,
        welfare=income,
        lines={"z": 400.0},
        strata=Text(stratum.astype(np.int32), tuple("0123")),
        psu=Text(psu.astype(np.int32), tuple(map(str, range(32)))),
    )
    amount = np.zeros(len(house))
    amount[people.starts] = np.where((h * 13) % 6 < 2, 60.0 + (h * 29) % 41, 0.0) * size
    return people, amount


def test_change_in_poverty_as_in_r():
    # g <- function(y) ifelse(y < z, ((z - y) / z)^p, 0); d$ch <- g(income + transfer) - g(income); svymean(~ch, des, na.rm = TRUE)
    expected = {
        "fgt0": (-0.024974002608, 0.0128903001443),
        "fgt1": (-0.0218052093822, 0.00718644822039),
        "fgt2": (-0.0106031811729, 0.00379138483023),
    }
    people, amount = survey()
    rows = {row["measure"]: row for row in impact(people, "floor", year(people.weight, people, p=amount))}
    for measure, (change, se) in expected.items():
        assert rows[measure]["change"] == pytest.approx(change, rel=1e-9)
        assert rows[measure]["se"] == pytest.approx(se, rel=1e-9)
        assert rows[measure]["after"] - rows[measure]["before"] == pytest.approx(change, rel=1e-9)
    # fgt0 and Gini before, as in tests/measures/test_against_r.py
    assert rows["fgt0"]["before"] == pytest.approx(0.284980935246)
    assert rows["gini"]["before"] == pytest.approx(0.27005359066944)
    assert rows["gini"]["line"] is None
    assert {row["year"] for row in rows.values()} == {2030}


def test_error_of_the_change_in_gini_is_near_the_jackknife():
    people, amount = survey()
    row = impact(people, "floor", year(people.weight, people, p=amount))[-1]
    strata, psu = people.strata.codes, people.psu.codes
    variance = 0.0
    for stratum in range(3):  # the jackknife has no answer for a stratum of one unit
        units = np.unique(psu[strata == stratum])
        changes = []
        for unit in units:
            weight = np.where(psu == unit, 0.0, people.weight)
            weight = np.where((strata == stratum) & (psu != unit), weight * len(units) / (len(units) - 1), weight)
            changes.append(impact(people, "floor", year(weight, people, p=amount))[-1]["change"])
        variance += (len(units) - 1) / len(units) * sum((change - np.mean(changes)) ** 2 for change in changes)
    assert row["se"] == pytest.approx(math.sqrt(variance), rel=0.05)
    assert row["change"] < 0


def test_weights_are_those_of_the_year():
    people = Survey("s", "X", 2020, {}, np.arange(2), np.ones(2), np.array([1.0, 3.0]), {"z": 2.0})
    rows = impact(people, "floor", year(np.array([3.0, 1.0]), people, p=[5, 0]))
    assert rows[0]["before"] == 0.75
    assert rows[0]["after"] == 0


def test_changing_nothing_is_certain():
    people, amount = survey()
    for row in impact(people, "floor", year(people.weight, people, p=amount * 0)):
        assert row["change"] == 0
        assert row["se"] == 0


def test_a_change_that_crosses_no_line_has_no_error_there():
    people = Survey("s", "X", 2020, {}, np.arange(3), np.ones(3), np.array([1.0, 3.0, 9.0]), {"z": 2.0})
    rows = {row["measure"]: row for row in impact(people, "floor", year(people.weight, people, p=[0, 0, 5]))}
    assert rows["fgt0"]["change"] == 0
    assert math.isnan(rows["fgt0"]["se"])
    assert rows["gini"]["se"] > 0


def test_unknown_receipts_leave_the_household_out_before_and_after():
    people = Survey("s", "X", 2020, {}, np.arange(3), np.ones(3), np.array([1.0, 1.0, 9.0]), {"z": 2.0})
    rows = impact(people, "floor", year(people.weight, people, p=[np.nan, 4, 0]))
    assert rows[0]["before"] == 0.5
    assert rows[0]["after"] == 0


def test_no_welfare_no_rows():
    people = Survey("s", "X", 2020, {}, np.arange(2), np.ones(2))
    assert impact(people, "floor", year(people.weight, people)) == []


def test_nobody_known():
    people = Survey("s", "X", 2020, {}, np.arange(2), np.ones(2), np.full(2, np.nan), {"z": 2.0})
    assert all(
        math.isnan(row["before"]) and math.isnan(row["change"])
        for row in impact(people, "floor", year(people.weight, people))
    )
