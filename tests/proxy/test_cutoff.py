"""Errors whose limits follow the sample: linearised, against R's survey package, and against drawing again and again."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.oracle import figures
from tests.proxy.drawing import MOST_OFF, survey_of

from groundfloor.proxy.cutoff import Cutoff
from groundfloor.proxy.errors import Examined, truth_of
from groundfloor.proxy.joint import Inside
from groundfloor.proxy.settings import Settings

SCRIPT = Path(__file__).with_name("against_cutoff.R")
CASES = {
    "quota": ({"share": 0.2}, {"quota": 0.2}),
    "larger_quota": ({"share": 0.2}, {"quota": 0.35}),
    "share_of_poor": ({"line": 2000.0}, {}),
    "by_line": ({"share": 0.5}, {"select": "line"}),
}
MEASURES = (
    "exclusion_error",
    "inclusion_error",
    "selected_of_others",
    "excluded_of_all",
    "correctly_placed",
    "targeting_differential",
    "cgh",
)


@pytest.fixture(scope="module")
def drawn():
    return survey_of(240)


@pytest.fixture(scope="module")
def r(drawn, tmp_path_factory):
    survey, score = drawn
    file = tmp_path_factory.mktemp("cutoff") / "households.csv"
    at = survey.starts
    columns = {
        "psu": survey.psu.codes[at],
        "stratum": survey.strata.codes[at],
        "w": survey.weight[at] * survey.sizes,
        "welfare": survey.welfare[at],
        "score": score,
    }
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(map(repr, row) for row in zip(*(one.tolist() for one in columns.values()), strict=True))
    return figures(SCRIPT, file)


def examined(survey, score, case):
    target, chosen = CASES[case]
    persons = survey.weight[survey.starts] * survey.sizes
    truth = truth_of(survey.welfare[survey.starts], persons, target.get("share"), target.get("line"))
    return Examined(survey, truth, "s", score, Cutoff(truth, persons, Settings(**chosen), 1.0).of(score)[1])


def errors_of(survey, score, case):
    return {row["measure"]: row for row in examined(survey, score, case).rows()}


@pytest.mark.parametrize("case", CASES)
def test_errors_are_those_of_r(drawn, r, case):
    found = errors_of(*drawn, case)
    for measure in MEASURES:
        assert found[measure]["value"] == pytest.approx(r[f"{case}.{measure}"], rel=1e-10), measure
        assert found[measure]["se"] == pytest.approx(r[f"{case}.{measure}.se"], rel=1e-6), measure
        assert found[measure]["se"] == pytest.approx(r[f"{case}.{measure}.bootstrap"], rel=MOST_OFF), measure


@pytest.mark.parametrize("case", CASES)
def test_errors_are_those_of_drawing_again(case):
    found = [errors_of(*survey_of(120, seed, strata=1), case) for seed in range(1, 201)]
    for measure in (*MEASURES, "auc"):
        spread = np.std([one[measure]["value"] for one in found])
        said = np.sqrt(np.mean([one[measure]["se"] ** 2 for one in found]))
        assert said == pytest.approx(spread, rel=MOST_OFF), measure


def test_tenths_move_as_drawing_again_says():
    drawn = [list(examined(*survey_of(120, seed, strata=1), "quota").deciles()) for seed in range(1, 101)]
    for k in range(5):  # beyond, hardly anybody is selected
        spread = np.std([one[k]["value"] for one in drawn])
        assert np.sqrt(np.mean([one[k]["se"] ** 2 for one in drawn])) == pytest.approx(spread, rel=0.25), k


def test_counts_are_shares_times_persons(drawn):
    found = examined(*drawn, "share_of_poor")
    persons = found.persons[found.truth.known].sum()
    for row in found.confusion():
        assert row["persons"] == pytest.approx(row["value"] * persons)
        assert row["persons_se"] > 0


def test_a_quota_holds_in_every_sample(drawn):
    found = errors_of(*drawn, "quota")
    plain = {row["measure"]: row for row in fixed(*drawn, "quota").rows()}
    for measure in ("selected", "poor"):
        assert found[measure]["se"] < 0.1 * plain[measure]["se"]
    for measure in ("exclusion_error", "inclusion_error"):
        assert found[measure]["value"] == pytest.approx(plain[measure]["value"])
        assert found[measure]["se"] < plain[measure]["se"]


def fixed(survey, score, case):
    """The same selection with limits that stand still."""
    found = examined(survey, score, case)
    truth = replace(found.truth, wanted=None)
    return Examined(survey, truth, "s", score, Inside(found.inside.mask))


def test_a_cut_among_many_equals_stands_still(drawn):
    survey, score = drawn
    # half of all have the lowest score, and a fifth is asked for: no other sample would cut elsewhere
    tied = np.where(score < np.median(score), 0.0, score)
    persons = survey.weight[survey.starts] * survey.sizes
    truth = truth_of(survey.welfare[survey.starts], persons, None, 2000.0)
    _, inside = Cutoff(truth, persons, Settings(quota=0.2), 1.0).of(tied)
    rows = list(Examined(survey, truth, "s", tied, inside).rows())
    plain = list(Examined(survey, truth, "s", tied, Inside(inside.mask)).rows())
    assert repr(rows) == repr(plain)
    assert {row["measure"]: row["value"] for row in rows}["selected"] > 0.4
