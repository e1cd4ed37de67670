"""Calibration and replicate weights as survey.yaml asks for them."""

from __future__ import annotations

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.measures import measure
from groundfloor.survey import data_files, read_survey
from groundfloor.survey.sentences import english
from groundfloor.survey.weighting.replicates import replicate, scales

HOMES = 24


def rows(change=lambda row: row) -> str:
    """Two members a household, three replicate weights: the survey's weight times 0.5, 1 and 1.5 in turn."""
    lines = ["home,person,sex,years,area,cluster,weight,food,wr_1,wr_2,wr_10"]
    for home in range(HOMES):
        weight = 10 + home % 5
        wr = [weight * factor for factor in ((0.5, 1, 1.5), (1.5, 1, 0.5))[home % 2]]
        for person, sex in ((1, home % 2 + 1), (2, home % 3 % 2 + 1)):
            row = [
                home,
                person,
                sex,
                20 + home + 30 * person,
                "NS"[home % 4 > 1],
                home // 4,
                weight,
                50 + 7 * home,
                *wr,
            ]
            lines.append(",".join(str(one) for one in change(row)))
    return "\n".join(lines) + "\n"


DESCRIPTION = """\
survey: Example
country: NOW
year: 2024
files: {persons: persons.csv}
variables:
  household_id: home
  person_id: person
  sex: {from: sex, codes: {1: male, 2: female}}
  age: years
  region: area
  weight: weight
  consumption: {from: food, unit: LCU/household/month}
welfare: {from: consumption, per: capita}
design: {psu: cluster}
lines: {half: {share: 0.6, of: median}}
"""
MARGINS = "region,sex,total\nN,,260\nS,,340\n,male,310\n,female,290\n"


@pytest.fixture
def described(tmp_path):
    (tmp_path / "persons.csv").write_text(rows(), encoding="utf-8")
    (tmp_path / "margins.csv").write_text(MARGINS, encoding="utf-8")

    def read(more: str = ""):
        (tmp_path / "survey.yaml").write_text(DESCRIPTION + more, encoding="utf-8")
        return read_survey(tmp_path / "survey.yaml")

    read.folder = tmp_path
    return read


def test_the_weights_meet_the_totals_at_reading(described):
    survey = described("calibrate: {margins: margins.csv, method: logit, bounds: [0.3, 3]}\n")
    region, sex = survey.columns["region"], survey.columns["sex"]
    assert survey.weight @ region.is_("N") == pytest.approx(260)
    assert survey.weight @ sex.is_("female") == pytest.approx(290)
    done = next(one for one in survey.findings if one.says == "calibration.done")
    assert "calibrated to 4 totals of margins.csv (logit)" in done.message
    assert "persons become 600" in done.message
    # the population told of is that after calibration
    assert next(one for one in survey.findings if one.check == "population").values["total"] == 600
    assert data_files(described.folder / "survey.yaml")[-1].name == "margins.csv"


def test_lines_of_the_median_follow_the_new_weights(described):
    def line(more: str) -> float:
        return described(more).lines["half"]

    (described.folder / "poor.csv").write_text("consumption,total\n0-1500,900\n1501+,10\n", encoding="utf-8")
    assert line("calibrate: {margins: poor.csv}\n") < line("")


def test_replicates_of_a_survey_are_read_by_pattern_and_give_the_errors(described):
    survey = described("replicates: {columns: 'wr_*', method: other, scale: 0.25, mse: true}\n")
    made = survey.replicates
    assert made.number == 3
    assert made.factors[0].tolist() == [0.5, 1.0, 1.5]
    assert made.factors[1].tolist() == [1.5, 1.0, 0.5]
    found = {row["measure"]: row for row in measure(survey) if row["group"] == "all"}
    means = [np.average(survey.welfare, weights=survey.weight * made.factors[made.unit, at]) for at in range(3)]
    centre = found["mean_welfare"]["value"]
    expected = np.sqrt(0.25 * sum((one - centre) ** 2 for one in means))
    assert found["mean_welfare"]["se"] == pytest.approx(expected)
    told = next(one.message for one in survey.findings if one.check == "replicates")
    assert told == "3 sets of replicate weights (other) give the standard errors."


def test_factors_are_not_divided_again(described):
    survey = described("replicates: {columns: [wr_1, wr_2], method: brr, combined: false}\n")
    assert survey.replicates.factors[1].tolist() == [16.5, 11.0]


def test_replicates_are_made_and_calibrated(described):
    survey = described("replicates: {make: bootstrap, number: 25, seed: 3}\ncalibrate: {margins: margins.csv}\n")
    assert survey.replicates.number == 25
    north = survey.columns["region"].is_("N")
    for at in range(25):
        factor = survey.replicates.factors[survey.replicates.unit, at]
        assert (survey.weight * factor) @ north == pytest.approx(260)
    other = described("replicates: {make: bootstrap, number: 25, seed: 3}\n").replicates
    np.testing.assert_array_equal(other.factors, replicate(described(), number=25, seed=3).replicates.factors)


def test_an_unknown_weight_stays_unknown_and_is_said(described):
    (described.folder / "persons.csv").write_text(
        rows(
            lambda row: [
                *row[:6],
                "" if row[0] == 3 else row[6],
                *row[7:8],
                *(["", "", ""] if row[0] == 3 else row[8:]),
            ]
        ),
        encoding="utf-8",
    )
    survey = described("calibrate: {margins: margins.csv}\nreplicates: {columns: 'wr_*', method: bootstrap}\n")
    assert survey.weight[survey.household_of == 3].tolist() == [0.0, 0.0]
    assert survey.weight.sum() == pytest.approx(600)
    assert any(one.says == "weights.missing" for one in survey.findings)


WRONG = {
    "calibrate: {method: raking}": ("survey.yaml:16", "names no margins"),
    "calibrate: {margins: margin.csv}": ("margin.csv", "missing"),
    "calibrate: {margins: margins.csv, method: rake}": ("survey.yaml:16", "'rake'", "raking"),
    "calibrate: {margins: margins.csv, method: logit}": ("survey.yaml:16", "no bounds"),
    "calibrate: {margins: margins.csv, bounds: [2, 3]}": ("survey.yaml:16", "do not hold 1"),
    "calibrate: {margins: margins.csv, bounds: low}": ("survey.yaml:16", "'low' is not a number"),
    "calibrate: {margins: margins.csv, boundaries: 3}": ("survey.yaml:16", "'boundaries'", "'bounds'"),
    "replicates: {method: brr}": ("survey.yaml:16", "either columns or make"),
    "replicates: {columns: 'wr_*'}": ("survey.yaml:16", "no method"),
    "replicates: {columns: 'wr_*', method: balanced}": ("survey.yaml:16", "'balanced'", "brr"),
    "replicates: {columns: 'wt_*', method: brr}": ("survey.yaml:16", "no column 'wt_*'"),
    "replicates: {columns: 'wr_*', file: weights, method: brr}": ("survey.yaml:16", "no file 'weights'", "persons"),
    "replicates: {columns: wr_1, method: brr}": ("survey.yaml:16", "one column of replicate weights"),
    "replicates: {columns: 'wr_*', method: fay}": ("survey.yaml:16", "no fay"),
    "replicates: {columns: 'wr_*', method: brr, fay: 0.5}": ("survey.yaml:16", "fay is of the method fay"),
    "replicates: {columns: 'wr_*', method: jkn}": ("survey.yaml:16", "no rscales"),
    "replicates: {columns: 'wr_*', method: jkn, rscales: [1, 2]}": ("survey.yaml:16", "rscales has 2 numbers"),
    "replicates: {columns: 'wr_*', method: other}": ("survey.yaml:16", "no scale"),
    "replicates: {columns: 'wr_*', method: brr, seed: 3}": ("survey.yaml:16", "'seed' does not go with columns"),
    "replicates: {columns: [area, wr_1], method: brr}": ("persons.csv, row 2, column 'area'", "'N' is not a number"),
    "replicates: {make: brr}": ("survey.yaml:16", "do not have two primary units"),
    "replicates: {make: bootstrap, number: 2.5}": ("survey.yaml:16", "number is 2.5"),
    "replicates: {make: bootstrap, columns: wr_1}": ("survey.yaml:16", "either columns or make"),
}


@pytest.mark.parametrize("line", WRONG)
def test_a_mistake_is_said_with_its_place(line, described):
    with pytest.raises(GroundfloorError) as raised:
        described(line + "\n")
    for fragment in WRONG[line]:
        assert fragment in str(raised.value), str(raised.value)


@pytest.mark.parametrize(("cell", "said"), [("", "is missing"), ("-3", "is -3")])
def test_a_replicate_weight_that_is_none_is_refused_with_its_row(cell, said, described):
    (described.folder / "persons.csv").write_text(
        rows(lambda row: [*row[:10], cell if row[0] == 2 else row[10]]), encoding="utf-8"
    )
    with pytest.raises(GroundfloorError, match=rf"row 6, column 'wr_10'.*{said} where the weight is 12"):
        described("replicates: {columns: 'wr_*', method: brr}\n")


def test_scales_of_every_method():
    assert scales("brr", 80)[0] == 1 / 80
    assert scales("jackknife", 10)[0] == 0.9
    assert scales("jk2", 10)[0] == 1.0
    assert scales("jkn", 3, rscales=(0.5, 0.5, 0.9))[1].tolist() == [0.5, 0.5, 0.9]
    assert scales("bootstrap", 100, scale=0.02)[0] == 0.02


def test_every_sentence_of_a_calibration_can_be_told():
    assert english("calibration.joined", {"count": 2, "names": "a; b"}).startswith("2 cells have nobody")
    assert "without a class" in english("calibration.unknown", {"count": 1, "margin": "region"})
