"""What services cost households, and every standard error, against R; errors also against the bootstrap and repeated samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.measures.made_homes import made, survey_of, written
from tests.oracle import figures

from groundfloor.measures import measure
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.weighting.replicates import replicate

SCRIPT = Path(__file__).parent / "affording.R"
SETS = ("services",)
HANGS = ("societal_line", "financial_hardship_40_2025", "oop_impoverishing_2025")


def ours(survey):
    found = {}
    for row in measure(survey, sets=SETS):
        name = f"{row['measure']}.{row['group'].removeprefix('g=')}"
        found[name], found[f"{name}.se"] = row["value"], row["se"]
    return found


def test_every_figure_and_error_is_that_of_r(tmp_path):
    expected = figures(SCRIPT, written(made(), tmp_path / "homes.csv"))
    found = ours(survey_of(made()))
    assert len(expected) > 150
    # R says 0 where nothing varies, and we that the error is not known
    unknown = {name for name, value in expected.items() if name.endswith(".se") and value == 0}
    assert all(np.isnan(found[name]) for name in unknown)
    wrong = {
        name: (value, found.get(name))
        for name, value in expected.items()
        if name not in unknown
        and found.get(name) != pytest.approx(value, rel=1e-6 if name.endswith(".se") else 1e-8, abs=1e-12, nan_ok=True)
    }
    assert wrong == {}
    named = {name.partition(".")[0] for name in expected}
    # that a limit is passed by nobody says nothing
    assert {name.partition(".")[0] for name in found} - named == {"housing_over_40_consumption"}


def of_everybody(survey, **more):
    return {row["measure"]: row for row in measure(survey, sets=SETS, **more) if row["group"] == "all"}


def drawn(draw, units=110, homes=4):
    """Single persons in clusters, of whom two in three pay for health."""
    unit = np.repeat(np.arange(units), homes)
    lived = np.exp(0.3 * draw.standard_normal(units)[unit] + 0.6 * draw.standard_normal(len(unit)) + 7.1)
    paid = np.where(draw.random(len(unit)) < 0.67, lived * draw.exponential(0.15, len(unit)), 0.0)
    columns = {"consumption": lived, "health_spending": paid}
    psu = Text(unit.astype(np.int32), tuple(map(str, range(units))))
    weight = draw.uniform(1, 2, len(unit))
    many = np.arange(len(unit))
    return Survey("s", "X", 2020, columns, many, weight, lived, {}, psu=psu, dollar=0.5, vintage=2017)


def test_the_bootstrap_draws_the_societal_line_anew():
    survey = drawn(np.random.default_rng(5))
    linear, found = of_everybody(survey), of_everybody(replicate(survey, "bootstrap", number=200))
    for name in HANGS:
        assert found[name]["value"] == linear[name]["value"]
        assert found[name]["se"] == pytest.approx(linear[name]["se"], rel=0.2), name


def test_errors_are_those_of_repeated_samples():
    draw, seen = np.random.default_rng(8), {name: [] for name in HANGS}
    for _ in range(150):
        found = of_everybody(drawn(draw))
        for name, pairs in seen.items():
            pairs.append((found[name]["value"], found[name]["se"]))
    for name, pairs in seen.items():
        value, error = np.array(pairs).T
        assert error.mean() == pytest.approx(value.std(), rel=0.15), name


def test_a_line_at_its_floor_is_known():
    survey = drawn(np.random.default_rng(5))
    poor = replace(survey, dollar=20.0)
    found = of_everybody(poor)
    assert found["societal_line"]["value"] == 2.15
    assert np.isnan(found["societal_line"]["se"])
    assert found["financial_hardship_40_2025"]["se"] > 0
