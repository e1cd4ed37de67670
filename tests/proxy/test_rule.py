"""The rule that is written gives on every engine the scores of the fit, and its cases hold in a pack."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest
from tests.proxy.conftest import PREDICTORS

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.proxy import METHODS
from groundfloor.proxy.score import score_of
from groundfloor.rules import load_floor, run_cases
from groundfloor.survey.frame import Text

DAY = datetime.date(2026, 7, 1)


def written(test, folder):
    for name, text in test.rule.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load_floor(folder / "floors" / f"{test.rule.name}.yaml")


CHOICES = [
    {},
    {"points": 100},
    {"area": "urban", "points": 1000},
    {"area": "region"},
    {"method": "lasso", "penalty": "1se"},
    {"method": "quantile", "quantile": 0.3},
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
@pytest.mark.parametrize("engine", ["arrays", "plain", "sql"])
def test_the_written_rule_entitles_who_is_selected(people, tmp_path, choice, engine):
    test = gf.proxy_means(people, predict=PREDICTORS, **choice)
    floor = written(test, tmp_path)
    found = gf.apply(floor, people, DAY, engine=engine).programmes["pmt_grant"]
    at = people.starts
    assert (found.eligible[at] == (test.scores < test.cutoff)).all()
    paid = test.value("costs", measure="benefit_lcu")
    assert found.full_amount[at] == pytest.approx(
        np.where(test.scores < test.cutoff, round(paid, 2) * people.sizes, 0.0)
    )


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_rule_gives_the_scores_of_the_fit_on_every_engine(people, choice):
    from groundfloor.proxy.model import fitted
    from groundfloor.proxy.sample import sample_of
    from groundfloor.proxy.settings import Settings

    settings = Settings(**choice)
    sample = sample_of(people, PREDICTORS, settings)
    model = fitted(sample, settings, settings.quantile or 0.2)
    score = score_of(model, settings.points)
    first, *others = (score.of(people, engine) for engine in ("arrays", "plain", "sql"))
    assert all((first == other).all() for other in others)
    rounded = [
        np.round(one.coefficients * settings.points) if settings.points else one.coefficients for one in model.fits
    ]
    plain = model.scores(rounded)
    if settings.points:
        assert (first == plain).all()
    else:
        assert first == pytest.approx(plain, rel=1e-14)


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_cases_hold(people, tmp_path, choice):
    test = gf.proxy_means(people, predict=PREDICTORS, **choice)
    outcomes = run_cases(tmp_path / "programmes" / "cases" / "pmt_grant.yaml", written(test, tmp_path))
    assert len(outcomes) >= 2
    assert all(outcome.passed for outcome in outcomes), [str(one) for one in outcomes]
    assert {outcome.expected.split(";")[0] for outcome in outcomes} == {"eligible true", "eligible false"}


def test_a_pack_with_the_rule_is_sound_and_runs(tmp_path):
    pack = gf.new(tmp_path / "nowhere")
    test = gf.proxy_means(pack, points=100, out=tmp_path / "out", languages=["en", "fr"])
    for name in test.rule.files:
        if name.startswith("programmes/"):
            (pack / name).write_bytes((tmp_path / "out" / name).read_bytes())
    floor = pack / "floors" / "floor.yaml"
    text = floor.read_text(encoding="utf-8")
    assert "programmes: [" in text
    floor.write_text(text.replace("programmes: [", "programmes: [pmt_grant, ", 1), encoding="utf-8")
    found = gf.check(pack)
    assert found.sound, found.lines
    assert "fails" not in found.lines[-1]
    assert "pmt_grant" in gf.explain(pack, "pmt_grant", person=1) or "Grant by proxy means test" in gf.explain(
        pack, "pmt_grant", person=1
    )


def test_a_missing_answer_has_a_column_and_the_rule_decides_all_the_same(people, tmp_path):
    urban, age = people.columns["urban"].copy(), people.columns["age"].copy()
    urban[people.household_of % 11 == 3] = np.nan
    age[people.starts[::13]] = np.nan
    gaps = replace(people, columns={**people.columns, "urban": urban, "age": age})
    test = gf.proxy_means(gaps, predict=PREDICTORS, points=1000)
    labels = [row["predictor"] for row in test.tables["coefficients"]]
    assert {"urban unknown", "household.head.age unknown"} <= set(labels)
    noted = {note.values["predictor"]: note.values["count"] for note in test.notes if note.key == "missing"}
    assert noted == {"urban": len(range(3, 300, 11)), "household.head.age": len(people.starts[::13])}
    assert not np.isnan(test.scores).any()
    for engine in ("arrays", "plain", "sql"):
        found = gf.apply(written(test, tmp_path), gaps, DAY, engine=engine).programmes["pmt_grant"]
        assert found.undecided == 0
        assert (found.eligible[gaps.starts] == (test.scores < test.cutoff)).all()
    with pytest.raises(GroundfloorError, match=r"predictor 'household.head.age': 24 of 300 households have no answer"):
        gf.proxy_means(gaps, predict=PREDICTORS, missing="refuse")


def test_a_variable_of_the_survey_itself_is_declared(people, tmp_path):
    roof = np.where(people.household_of % 3 == 0, 1.0, 0.0)
    test = gf.proxy_means(
        replace(people, columns={**people.columns, "iron_roof": roof}), predict=["iron_roof", "urban"]
    )
    floor = written(test, tmp_path)
    assert "variables:\n  iron_roof: {kind: boolean}" in test.rule.files["floors/pmt_grant.yaml"]
    assert all(one.passed for one in run_cases(tmp_path / "programmes" / "cases" / "pmt_grant.yaml", floor))


def test_no_household_of_the_survey_stands_in_the_cases(people):
    text = gf.proxy_means(people, predict=PREDICTORS).rule.files["programmes/cases/pmt_grant.yaml"]
    assert "household_id" not in text
    assert "person_id" not in text


@pytest.mark.parametrize("name", ["age", "2nd", "if"])
def test_a_name_that_cannot_be_is_refused(people, name):
    with pytest.raises(GroundfloorError, match=r"name|variable|cannot"):
        gf.proxy_means(people, predict=PREDICTORS, name=name)


def test_the_command_offers_every_method():
    from groundfloor.cli.commands import pmt

    assert pmt.METHODS == METHODS


@pytest.mark.parametrize("method", METHODS)
def test_two_folds_are_enough(people, method):
    test = gf.proxy_means(people, predict=PREDICTORS, folds=2, method=method)
    assert 0 < test.value("errors", sample="cross_validated", measure="exclusion_error") < 1


def test_an_area_is_asked_of_the_head_as_the_rule_asks_it(people):
    # the first member is not always the head, and some households have none
    at = people.starts
    codes = np.ones(people.persons, dtype=np.int32)
    codes[np.where(people.sizes > 1, at + 1, at)] = 0
    codes[at[::9]] = 1
    codes[at[::9] + np.minimum(people.sizes[::9] - 1, 1)] = 1
    status = Text((np.arange(people.persons) % 3 - 1).astype(np.int32), ("it's so", "widowed"))
    others = replace(
        people,
        columns={**people.columns, "relationship": Text(codes, ("head", "other")), "marital_status": status},
    )
    test = gf.proxy_means(others, predict=PREDICTORS[:2], area="marital_status")
    wanted = np.where(np.isnan(test.scores), np.nan, test.scores < test.cutoff)
    assert np.isnan(wanted).any()
    for engine in ("arrays", "plain", "sql"):
        found = gf.apply(test.rule.floor, others, DAY, engine=engine).programmes["pmt_grant"]
        assert np.array_equal(found.eligible[at], wanted, equal_nan=True)
    assert any(note.key == "nowhere" for note in test.notes)


def test_money_and_squares_are_predictors_too(people):
    income = np.where(np.arange(people.persons) % 4 == 0, np.nan, 100.0 + people.household_of)
    rich = replace(people, columns={**people.columns, "income": income})
    predictors = [
        "household.sum(income)",
        "per_month(household.max(income))",
        "household.head.age ** 2",
        "min(household.size, 5)",
    ]
    test = gf.proxy_means(rich, predict=predictors)
    for engine in ("arrays", "plain", "sql"):
        found = gf.apply(test.rule.floor, rich, DAY, engine=engine).programmes["pmt_grant"]
        assert (found.eligible[people.starts] == (test.scores < test.cutoff)).all()
