"""Poverty below a share of the median or mean, with the line's own error: against R, replicates, repeated samples."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.measures.test_indices_against_r import compare, made, survey_of, written
from tests.oracle import figures, r_is_there, run
from tests.oracle import rows as rows_of_r

from groundfloor.measures import measure
from groundfloor.survey import read_survey
from groundfloor.survey.frame import Relative, Survey, Text
from groundfloor.survey.relative import middle
from groundfloor.survey.revalued import revalued
from groundfloor.survey.weighting.replicates import replicate

HERE = Path(__file__).parent
SCRIPT = HERE / "relative.R"
SETS = ("dasp", "euromod")
SHARES = {"half": (0.5, "mean"), "sixty": (0.6, "median")}


def relative(survey, shares=SHARES):
    """The survey with lines that are shares of its mean and median."""
    found = {name: Relative(share, of, survey.welfare, survey.weight) for name, (share, of) in shares.items()}
    lines = {name: one.share * middle(one.welfare, one.weight, one.of) for name, one in found.items()}
    return replace(survey, lines=lines, relative=found)


def rows_of(survey, **more):
    return {(row["measure"], row["line"], row["group"]): row for row in measure(survey, sets=SETS, **more)}


def ours(survey):
    out = {}
    for (name, line, group), row in rows_of(survey).items():
        place = f"{line}.{name}.{group.removeprefix('g=')}"
        out[place], out[f"{place}.se"] = row["value"], row["se"]
    return out


def test_the_survey_made_here(tmp_path):
    compare(figures(SCRIPT, written(made(), tmp_path / "made.csv")), ours(relative(survey_of(made(), 330.0))))


if r_is_there():  # the data lie in packages of R

    def test_a_survey_of_r(tmp_path):
        rows = rows_of_r(HERE / "surveys_of_r.R", "apistrat")
        compare(run(SCRIPT, written(rows, tmp_path / "survey.csv")), ours(relative(survey_of(rows, 420.0))))


def test_sixty_per_cent_of_the_median_is_at_risk_of_poverty():
    found = rows_of(relative(survey_of(made(), 330.0)))
    for group in ("all", "g=a", "g=b", "g=c"):
        for mine, theirs in (("fgt0", "arop_60"), ("median_gap_ratio", "median_gap_60")):
            one, other = found[mine, "sixty", group], found[theirs, None, group]
            for column in ("value", "se", "ci_low", "ci_high", "n"):
                assert one[column] == pytest.approx(other[column], nan_ok=True), (mine, group, column)


def test_the_figures_are_those_of_the_line_as_a_number():
    survey = relative(survey_of(made(), 330.0))
    moved, fixed = rows_of(survey), rows_of(replace(survey, relative={}))
    assert moved.keys() == fixed.keys()
    hang = {
        "fgt0",
        "fgt1",
        "fgt2",
        "fgt0_5",
        "fgt1_5",
        "fgt3",
        "watts",
        "sen",
        "sst",
        "poor_persons",
        "poverty_gap_total",
    }
    hang |= {"income_gap_ratio", "median_gap_ratio", "share_of_poor", "share_of_gap"}
    for key, row in moved.items():
        assert row["value"] == pytest.approx(fixed[key]["value"], rel=1e-12, nan_ok=True), key
        assert row["n"] == fixed[key]["n"], key
        same = row["se"] == pytest.approx(fixed[key]["se"], rel=1e-6, nan_ok=True)
        assert same != (key[1] in SHARES and key[0] in hang), key


def test_another_value_is_a_number_like_any_other():
    survey = relative(survey_of(made(), 330.0))
    given = {"sixty": survey.lines["sixty"] * 1.01}
    assert (
        rows_of(survey, lines=given)["fgt1", "sixty", "all"]
        == rows_of(replace(survey, relative={}), lines=given)["fgt1", "sixty", "all"]
    )


def test_prices_weights_and_transfers_leave_the_line_where_it_is():
    survey = relative(survey_of(made(), 330.0))
    expected = rows_of(survey)["fgt1", "sixty", "all"]
    dear = rows_of(revalued(survey, lambda _: 1.7, 2021))["fgt1", "sixty", "all"]
    for column in ("value", "se"):
        assert dear[column] == pytest.approx(expected[column])
    # under other weights the line keeps its value and the error that it had under its own
    other = survey.with_weight(survey.weight * (1 + np.arange(survey.persons) % 3))
    fixed = rows_of(replace(other, relative={}))["fgt1", "half", "all"]
    assert rows_of(other)["fgt1", "half", "all"]["value"] == pytest.approx(fixed["value"])
    assert rows_of(other)["fgt1", "half", "all"]["se"] != pytest.approx(fixed["se"], rel=1e-3)
    # after a transfer that ends all poverty nothing moves with the line
    rich = np.where(np.isnan(survey.welfare), np.nan, 1e6)
    assert rows_of(survey, welfare_after=rich)["fgt1", "half", "all"]["value"] == 0


def test_a_survey_file_says_which_lines_move(tmp_path):
    (tmp_path / "p.csv").write_text("home,person,food\n" + "".join(f"{h},1,{10 + h * h % 37}\n" for h in range(60)))
    (tmp_path / "survey.yaml").write_text(
        "survey: S\ncountry: GHA\nyear: 2024\nfiles: {persons: p.csv}\n"
        "variables:\n  household_id: home\n  person_id: person\n"
        "  consumption: {from: food, unit: LCU/household/year}\nwelfare: {from: consumption, per: capita}\n"
        "lines:\n  low: {value: 20, unit: LCU/person/year}\n  sixty: {share: 0.6, of: median}\n"
    )
    survey = read_survey(tmp_path / "survey.yaml")
    assert list(survey.relative) == ["sixty"]
    found = rows_of(survey)
    assert found["fgt0", "sixty", "all"]["se"] == pytest.approx(found["arop_60", None, "all"]["se"])


@pytest.mark.parametrize("line", ["half", "sixty"])
def test_replicates_draw_the_line_anew(line):
    draw = np.random.default_rng(3)
    unit = np.repeat(np.arange(90), 4)
    welfare = np.exp(0.4 * draw.standard_normal(90)[unit] + 0.5 * draw.standard_normal(360))
    psu = Text(unit.astype(np.int32), tuple(map(str, range(90))))
    survey = relative(Survey("s", "X", 2020, {}, np.arange(360), draw.uniform(1, 2, 360), welfare, psu=psu))
    linear = rows_of(survey)
    # the jackknife serves a line that hangs on the mean, the bootstrap also one that hangs on a quantile
    found = rows_of(replicate(survey, "jackknife" if line == "half" else "bootstrap", number=300))
    for name in ("fgt1", "fgt2", "watts", "sst", "poverty_gap_total"):
        tolerance = 0.05 if line == "half" else 0.2
        assert found[name, line, "all"]["se"] == pytest.approx(linear[name, line, "all"]["se"], rel=tolerance), name


def test_errors_are_those_of_repeated_samples():
    draw = np.random.default_rng(77)
    unit = np.repeat(np.arange(120), 5)
    psu = Text(unit.astype(np.int32), tuple(map(str, range(120))))
    asked = [("fgt0", "sixty"), ("fgt1", "sixty"), ("fgt2", "sixty"), ("fgt1", "half"), ("fgt0", "half")]
    seen = {key: [] for key in asked}
    for _ in range(300):
        welfare = np.exp(0.4 * draw.standard_normal(120)[unit] + 0.5 * draw.standard_normal(600))
        survey = relative(Survey("s", "X", 2020, {}, np.arange(600), draw.uniform(1, 2, 600), welfare, psu=psu))
        for row in measure(survey):
            if (row["measure"], row["line"]) in seen:
                seen[row["measure"], row["line"]].append((row["value"], row["se"]))
    for key, pairs in seen.items():
        value, error = np.array(pairs).T
        assert error.mean() == pytest.approx(value.std(), rel=0.12), key


@pytest.mark.parametrize(
    "welfare",
    [[5.0] * 4, [5.0], [0.0, 0, 0, 9], [-5.0, -4, 1, 2], [math.nan] * 3, [0.0] * 3],
    ids=["all equal", "one person", "a median of nothing", "debts", "no answer", "nothing"],
)
def test_odd_surveys(welfare):
    welfare = np.array(welfare)
    survey = relative(Survey("s", "X", 2020, {}, np.arange(len(welfare)), np.ones(len(welfare)), welfare))
    survey = replace(survey, lines={name: line if line > 0 else 1.0 for name, line in survey.lines.items()})
    for row in measure(survey, sets=("all",)):
        assert not any(math.isinf(row[name]) for name in ("value", "se", "ci_low", "ci_high"))
        assert not row["se"] <= 0
