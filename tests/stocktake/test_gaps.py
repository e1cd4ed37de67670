import math

import numpy as np
import pytest

from groundfloor.rules.entitlements import Entitlement
from groundfloor.stocktake import gaps
from groundfloor.survey.frame import Survey, Text

NO = math.nan


class Named:
    """What gaps asks of a programme."""

    def __init__(self, unit, guarantee="children"):
        self.unit, self.guarantee = unit, guarantee


def survey(**columns):
    # households of three and two persons, 10 and 20 persons each
    sex = Text(np.array([0, 1, 0, 1, 1], dtype=np.int32), ("female", "male"))
    return Survey(
        name="s",
        country="X",
        year=2020,
        columns={"sex": sex, **{name: np.array(column) for name, column in columns.items()}},
        starts=np.array([0, 3]),
        weight=np.array([10.0, 10, 10, 20, 20]),
        groups=("sex",),
    )


def gap(people, unit, eligible, full, covered_by=None):
    result = Entitlement(np.array(eligible), np.array(eligible), np.array(full), np.array(full), 0)
    rows = gaps(people, {"p": Named(unit)}, {"p": result}, {"p": covered_by})
    return {row["group"]: row for row in rows}


def test_persons():
    found = gap(survey(got=[1, 0, NO, 0, 0]), "person", [1.0, 1, 1, 1, 0], [100.0, 200, 300, 400, 999], "got")
    everybody = found["all"]
    assert everybody["in_need"] == 50
    assert everybody["coverage_rate"] == pytest.approx(10 / 40)  # the third did not say
    assert everybody["covered"] == pytest.approx(12.5)
    assert everybody["gap"] == pytest.approx(37.5)
    assert everybody["gap_lcu"] == pytest.approx(0.75 * (1000 + 2000 + 3000 + 8000))
    assert everybody["guarantee"] == "children"
    assert found["sex=male"]["in_need"] == 30
    assert found["sex=female"]["coverage_rate"] == 1


def test_a_household_programme_counts_the_members_and_its_money_once():
    found = gap(survey(got=[0.0, 0, 0, 1, 1]), "household", [1.0, 0, 0, 1, 0], [300.0, 0, 0, 500, 0], "got")
    assert found["all"]["in_need"] == 70
    assert found["all"]["covered"] == pytest.approx(40)
    assert found["all"]["gap"] == pytest.approx(30)
    # the money of the whole, 10 households of 300 and 20 of 500, times the share without cover
    assert found["all"]["gap_lcu"] == pytest.approx((3000 + 10000) * 30 / 70)
    assert found["sex=female"]["in_need"] == 20
    assert found["sex=female"]["gap_lcu"] == pytest.approx(20 * 100)


def test_coverage_nobody_asked_about_is_absent():
    for covered_by in (None, "unknown", "sex"):
        row = gap(survey(), "person", [1.0, 0, 0, 0, 0], [1.0] * 5, covered_by)["all"]
        assert row["in_need"] == 10
        assert all(math.isnan(row[name]) for name in ("covered", "gap", "coverage_rate", "gap_lcu"))


def test_one_of_several_covers():
    # the first has the one, the second the other, the third neither, of the fourth one answer is lacking, of the fifth both
    people = survey(pension=[1, 0, 0, 0, NO], transfer=[0, 1, 0, NO, NO])
    row = gap(people, "person", [1.0] * 5, [1.0] * 5, ["pension", "transfer", "unknown"])["all"]
    # of 10 + 10 + 10 + 20 known, 20 are covered; the 70 in need are taken to be like them
    assert row["coverage_rate"] == pytest.approx(20 / 50)
    assert row["covered"] == pytest.approx(28)


def test_a_group_in_which_nobody_is_decided_has_no_need_known():
    found = gap(survey(got=[0.0] * 5), "person", [NO, 0.0, NO, 1.0, 0.0], [1.0] * 5, "got")
    assert math.isnan(found["sex=female"]["in_need"])
    assert math.isnan(found["sex=female"]["gap_lcu"])
    assert found["all"]["in_need"] == 20


def test_nobody_in_need_is_nobody():
    row = gap(survey(got=[0.0] * 5), "person", [0.0] * 5, [0.0] * 5, "got")["all"]
    assert row["in_need"] == 0
    assert math.isnan(row["coverage_rate"])


def test_an_unknown_amount_makes_the_money_unknown():
    row = gap(survey(got=[0.0] * 5), "person", [1.0] * 5, [1.0, NO, 1, 1, 1], "got")["all"]
    assert row["gap"] == 70
    assert math.isnan(row["gap_lcu"])
