"""The surveys in examples/, read from the reference folder: what is known of them and what the checks must say."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundfloor.measures import measure
from groundfloor.survey import read_survey
from groundfloor.survey.frame import Survey

EXAMPLES = Path(__file__).parents[2] / "examples"


def read(name: str) -> Survey:
    if not os.environ.get("GROUNDFLOOR_REFERENCE"):
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    return read_survey(EXAMPLES / name / "survey.yaml")


def mean(survey: Survey, values: np.ndarray) -> float:
    known = ~np.isnan(values)
    return float(np.average(values[known], weights=survey.weight[known]))


def said(survey: Survey, check: str, variable: str | None = None) -> str:
    return " ".join(one.message for one in survey.findings if one.check == check and variable in (None, one.variable))


def test_uganda_has_its_persons_and_the_roster_without_those_who_left():
    survey = read("uganda_2009")
    assert survey.households == 2975
    assert survey.persons == 18_734 - 1056
    assert "1,056 rows" in said(survey, "members")
    # the share of women and the mean size of households in the census of 2014: 51 %, 4.7 persons
    assert mean(survey, survey.columns["sex"].is_("female")) == pytest.approx(0.51, abs=0.015)
    assert np.isnan(survey.columns["age"]).sum() == 11
    head = survey.columns["relationship"].is_("head")
    assert (np.add.reduceat(head, survey.starts) == 1).all()


def test_uganda_headcount_is_far_from_the_official_one_and_why_is_said():
    survey = read("uganda_2009")
    assert survey.lines["national"] == pytest.approx(1071.3 * 365)
    poor = np.where(np.isnan(survey.welfare), np.nan, survey.welfare < survey.lines["national"])
    # 24.5 % officially: this aggregate covers 2,157 households and is far more equal than that of the Bureau of Statistics
    assert mean(survey, poor) == pytest.approx(0.0534, abs=0.0005)
    assert "29.3% of the population" in said(survey, "welfare")
    assert "45.7% of region=Kampala and for 19.9% of region=Northern" in said(survey, "welfare")
    assert "565 households have no primary sampling unit" in said(survey, "design", "psu")
    assert "9 persons have no weight" in said(survey, "weights")


def test_ghana_joins_its_two_files():
    survey = read("ghana_2009")
    assert (survey.persons, survey.households) == (18_889, 5009)
    assert survey.weight.sum() == pytest.approx(24.19e6, rel=1e-3)
    assert said(survey, "join") == ""
    assert survey.columns["urban"].shape == (18_889,)
    assert len(survey.strata.levels) == 20
    assert len(survey.psu.levels) == 334
    assert survey.welfare is None
    assert "nothing of consumption or income" in said(survey, "welfare")
    assert "Upper West/1" in said(survey, "design", "strata")


def test_ghana_variables_of_several_columns_and_skipped_questions():
    survey = read("ghana_2009")
    columns = survey.columns
    # asked of persons of about seven years and more, so that it is unknown for the young and not false
    asked = ~np.isnan(columns["disability"])
    assert mean(survey, np.where(asked, np.nan, columns["age"] < 10)) > 0.85
    assert mean(survey, columns["disability"]) == pytest.approx(0.08, abs=0.02)
    # who never went to school is out of school, not unknown
    assert np.isnan(columns["in_school"]).sum() == 1906
    assert mean(survey, columns["formal_work"]) < mean(survey, columns["paid_employee"]) < 0.1
    assert "'other' (10), 'occasional' (7), 'once' (1)" in said(survey, "codes", "wage")


def test_ghana_says_what_care_and_school_cost_and_nothing_of_hardship():
    rows = measure(read("ghana_2009"), sets=("services",))
    found = {(row["measure"], row["group"]): row["value"] for row in rows}
    names = {name for name, _ in found}
    assert {"ill_consulted", "school_cost_mean", "water_at_least_basic"} <= names
    assert not [name for name in names if name.startswith(("oop_", "financial_hardship"))]
    assert found["ill_consulted", "all"] == pytest.approx(0.550, abs=5e-4)
    assert found["ill_consulted", "urban=0"] < found["ill_consulted", "urban=1"]
    places = ("all", "urban=0", "urban=1")
    assert [round(found["school_cost_mean", place]) for place in places] == [284, 149, 412]


def test_ghana_with_the_weight_of_persons_is_found_out(tmp_path):
    read("ghana_2009")
    text = (EXAMPLES / "ghana_2009" / "survey.yaml").read_text(encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(text.replace("weight: hh_weight", "weight: pop_weight"), encoding="utf-8")
    survey = read_survey(tmp_path / "survey.yaml")
    assert survey.weight.sum() > 100e6
    assert "proportional to the size of the household" in said(survey, "weights")


def test_the_examples_name_no_path_of_a_machine():
    for file in EXAMPLES.glob("*/survey.yaml"):
        assert "path: /" not in file.read_text(encoding="utf-8")


def test_malawi_takes_its_design_from_the_number_of_the_household():
    survey = read("malawi_2010")
    assert (survey.persons, survey.households) == (56_218, 12_271)
    # the sample as published: 768 enumeration areas in 31 districts, 24 in each but for two with 36
    assert len(survey.psu.levels) == 768
    assert len(survey.strata.levels) == 31
    pairs = np.unique(np.column_stack([survey.strata.codes, survey.psu.codes]), axis=0)
    assert sorted(np.bincount(pairs[:, 0]).tolist()) == [24] * 29 + [36] * 2
    assert survey.weight.sum() == pytest.approx(14.04e6, rel=1e-3)


def test_malawi_counts_the_poor_that_its_producers_flagged():
    from groundfloor import measure

    survey = read("malawi_2010")
    found = {row["group"]: row for row in measure(survey) if row["measure"] == "share_poor"}
    assert found["all"]["value"] == pytest.approx(0.541, abs=0.0005)
    assert found["all"]["n"] == 56_218
    # the official report has 17.3 % in urban areas and 56.6 % in rural ones, by another line
    assert found["urban=1"]["value"] == pytest.approx(0.183, abs=0.001)
    assert found["urban=0"]["value"] == pytest.approx(0.593, abs=0.001)
    clusters = found["all"]["se"]
    one_by_one = {
        row["group"]: row for row in measure(replace(survey, psu=None, strata=None)) if row["measure"] == "share_poor"
    }
    assert one_by_one["all"]["se"] < 0.75 * clusters


def test_ghana_of_2018_has_the_design_of_its_first_wave_and_sums_thirty_two_columns():
    survey = read("ghana_2018")
    assert (survey.persons, survey.households) == (19_006, 5669)
    assert len(survey.psu.levels) == 334
    assert "3,099 persons have no weight" in said(survey, "weights")
    spending = survey.columns["nonfood_spending"][survey.starts]
    assert np.isnan(spending).sum() == 93
    assert np.nanmedian(spending) == 940
    parents = survey.columns["relationship"].is_("parent") == 1.0
    assert np.nanmedian(survey.columns["age"][parents]) == 74
