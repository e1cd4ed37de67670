"""What must be refused with a sentence, and what must come back empty rather than wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import groundfloor as gf
from groundfloor import GroundfloorError
from groundfloor.comparison import compare_groups, compare_persons, compare_surveys
from groundfloor.report.comparison import told

from .conftest import plain, text

RICH = plain([1.0, 2.0, 3.0, 8.0], lines={"z": 2.5})
POOR = plain([0.5, 1.0, 2.0, 3.0], lines={"z": 2.5})


@pytest.mark.parametrize("deflator", [0.0, -1.0, math.nan, math.inf])
def test_a_deflator_is_a_positive_number(deflator):
    with pytest.raises(GroundfloorError, match="The deflator is"):
        compare_surveys(RICH, POOR, deflator=deflator)


def test_lines_that_share_no_name():
    with pytest.raises(GroundfloorError, match="No poverty line has the same name in both: z before, u after"):
        compare_surveys(RICH, replace(POOR, lines={"u": 2.0}))
    assert compare_surveys(RICH, replace(POOR, lines={"u": 2.0}), lines={"w": 2.0}).tables["decomposition"]


def test_without_any_line_there_is_still_dominance():
    found = compare_surveys(replace(RICH, lines={}), replace(POOR, lines={}))
    assert found.tables["decomposition"] == []
    assert {row["criterion"] for row in found.tables["dominance"]} >= {"fgt0", "lorenz"}
    assert "poverty is compared only along" in "\n".join(told(found))


def test_no_welfare():
    with pytest.raises(GroundfloorError, match="has no welfare"):
        compare_surveys(replace(RICH, welfare=None), POOR)
    with pytest.raises(GroundfloorError, match="has no welfare"):
        gf.compare(replace(RICH, welfare=None), np.ones(4))


def test_nobody_known():
    with pytest.raises(GroundfloorError, match="Nobody of 'after'"):
        compare_surveys(RICH, replace(POOR, welfare=np.full(4, np.nan)))
    with pytest.raises(GroundfloorError, match="Nobody of 'before'"):
        compare_surveys(replace(RICH, weight=np.zeros(4)), POOR)


def test_welfare_after_has_a_value_a_person():
    with pytest.raises(GroundfloorError, match="3 values of welfare and 4 persons"):
        compare_persons(RICH, RICH.welfare, np.ones(3))


def test_groups_that_are_not_there_or_overlap():
    people = replace(RICH, columns={"woman": np.array([1.0, 0.0, 1.0, 0.0]), "old": np.array([1.0, 1.0, 0.0, 0.0])})
    with pytest.raises(GroundfloorError, match=r"no group 'woman=2'.*woman=0, woman=1"):
        compare_groups(people, ("woman=0", "woman=2"))
    with pytest.raises(GroundfloorError, match="no group 'womn=1'"):
        compare_groups(people, ("woman=0", "womn=1"))
    with pytest.raises(GroundfloorError, match="of both 'woman=1' and 'old=1'"):
        compare_groups(people, ("woman=1", "old=1"))
    with pytest.raises(GroundfloorError, match=r"no variable 'womn'.*Did you mean 'woman'"):
        compare_groups(people, ("old=0", "old=1"), by=("womn",))
    with pytest.raises(GroundfloorError, match="two of one survey"):
        gf.compare(people, POOR, groups=("woman=0", "woman=1"))


def test_a_grouping_that_is_words_here_and_numbers_there():
    words, numbers = replace(RICH, columns={"g": text([0, 1, 0, 1])}), replace(POOR, columns={"g": np.ones(4)})
    with pytest.raises(GroundfloorError, match="words in one survey and numbers in the other"):
        compare_surveys(words, numbers, by=("g",))


def test_what_has_nothing_beside_it():
    with pytest.raises(GroundfloorError, match="nothing to compare the survey with"):
        gf.compare(RICH)
    with pytest.raises(GroundfloorError, match="A deflator is for two surveys"):
        gf.compare("gha", deflator=1.2)
    with pytest.raises(GroundfloorError, match=r"no scenario 'ghana_flor'.*Did you mean 'ghana_floor'"):
        gf.compare("gha", "ghana_flor")
    with pytest.raises(GroundfloorError, match="lies before the base year"):
        gf.compare("gha", year=1990)
    with pytest.raises(GroundfloorError, match="no range"):
        gf.compare(RICH, POOR, between=(3.0, 2.0))
    with pytest.raises(GroundfloorError, match="threshold"):
        gf.compare(RICH, RICH.welfare, threshold=-0.1)
    with pytest.raises(GroundfloorError, match="no set of measures"):
        gf.compare(RICH, POOR, sets=("dsap",))


def test_a_group_that_only_one_has_adds_its_population():
    first = plain([1.0, 1.0, 3.0, 3.0], lines={"z": 2.0}, columns={"g": text([0, 0, 1, 1])}, groups=("g",))
    second = plain([1.0, 3.0, 3.0, 1.0], lines={"z": 2.0}, columns={"g": text([0, 0, 0, 0])}, groups=("g",))
    rows = [row for row in compare_surveys(first, second).tables["decomposition"] if row["method"] == "shapley_groups"]
    fgt0 = {(row["group"], row["component"]): row["value"] for row in rows if row["index"] == "fgt0"}
    # group 0: poverty from 1 to 1/2, share from 1/2 to 1; group 1 had nobody poor
    assert fgt0["g=0", "within"] == pytest.approx(-0.5 * 0.75)
    assert fgt0["g=0", "population"] == pytest.approx(0.5 * 0.75)
    assert fgt0["g=1", "within"] == fgt0["g=1", "population"] == 0
    assert fgt0["g", "total"] == pytest.approx(0)


ODD = {
    "one person": [5.0],
    "all equal": [3.0, 3.0, 3.0],
    "all at the line": [2.5, 2.5],
    "nothing": [0.0, 0.0, 0.0],
    "below nought": [-4.0, 1.0, 2.0],
    "some unknown": [np.nan, 1.0, 6.0],
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("other", ODD)
def test_odd_distributions_give_numbers_or_nothing_and_no_warning(name, other):
    first, second = (plain(ODD[one], lines={"z": 2.5}) for one in (name, other))
    found = [compare_surveys(first, second, sets=("all",))]
    if len(ODD[name]) == len(ODD[other]):
        found.append(compare_persons(first, first.welfare, second.welfare, sets=("all",)))
    for one in found:
        for rows in one.tables.values():
            assert not any(isinstance(cell, float) and math.isinf(cell) for row in rows for cell in row.values())
        assert list(told(one))


def test_welfare_that_is_shared_otherwise_is_said():
    found = compare_surveys(replace(RICH, sharing=np.ones(4)), POOR)
    assert any("adult equivalents" in line for line in told(found))


def test_watts_is_empty_where_somebody_has_nothing():
    rows = compare_surveys(plain([0.0, 1.0, 4.0], lines={"z": 2.0}), RICH, lines={"z": 2.0}).tables
    watts = [row["value"] for row in rows["decomposition"] if row["index"] == "watts" and row["method"] == "shapley"]
    assert all(math.isnan(value) for value in watts)
    (chen,) = (row for row in rows["growth"] if row["measure"] == "ravallion_chen")
    assert math.isnan(chen["value"])
    assert chen["reason"] == "welfare_not_positive"
