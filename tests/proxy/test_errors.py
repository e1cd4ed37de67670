"""Who is left out and let in: identities, ties, what a known truth must give, and input that is wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proxy.conftest import PREDICTORS, words

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.proxy import Told, language
from groundfloor.proxy.comparison import Budget
from groundfloor.proxy.ranks import auc, cut, spearman
from groundfloor.proxy.score import shortest_between
from groundfloor.survey.frame import Survey


def survey_of(welfare, **columns) -> Survey:
    n = len(welfare)
    found = {"relationship": words(np.zeros(n), "head"), **columns}
    return Survey("s", "XXX", 2020, found, np.arange(n), np.ones(n), np.asarray(welfare, dtype=float))


def figure(test, measure, sample="in_sample", column="value"):
    return test.value("errors", column, sample=sample, measure=measure)


def test_a_score_that_knows_welfare_errs_never():
    x = np.linspace(1, 5, 200)
    test = gf.proxy_means(survey_of(np.exp(x), age=x), predict=["age"])
    for sample in ("in_sample", "cross_validated"):
        assert figure(test, "exclusion_error", sample) == figure(test, "inclusion_error", sample) == 0
        assert figure(test, "auc", sample) == pytest.approx(1)
        assert figure(test, "spearman", sample) == pytest.approx(1)
        assert figure(test, "targeting_differential", sample) == 1
        assert figure(test, "cgh", sample) == pytest.approx(5)


def test_a_score_that_knows_nothing_errs_as_a_lot_does():
    rng = np.random.default_rng(1)
    n = 4000
    test = gf.proxy_means(survey_of(rng.lognormal(size=n), age=rng.integers(0, 90, n).astype(float)), predict=["age"])
    assert figure(test, "exclusion_error", "cross_validated") == pytest.approx(0.8, abs=0.05)
    assert figure(test, "auc", "cross_validated") == pytest.approx(0.5, abs=0.04)
    assert test.value("fit", sample="cross_validated", measure="r2") < 0.01


def test_tables_agree_with_each_other(people):
    test = gf.proxy_means(people, predict=PREDICTORS)
    for sample in ("in_sample", "cross_validated"):
        cells = {
            (row["poor"], row["selected"]): row["value"] for row in test.tables["confusion"] if row["sample"] == sample
        }
        assert sum(cells.values()) == pytest.approx(1)
        poor, selected = (figure(test, name, sample) for name in ("poor", "selected"))
        assert figure(test, "exclusion_error", sample) == pytest.approx(cells[True, False] / poor)
        assert figure(test, "inclusion_error", sample) == pytest.approx(cells[False, True] / selected)
        tenths = [row for row in test.tables["by_decile"] if row["sample"] == sample]
        assert sum(row["part_of_selected"] for row in tenths) == pytest.approx(1)
        curve = [row for row in test.tables["roc"] if row["sample"] == sample]
        assert (curve[0]["quota"], curve[-1]["quota"]) == (0, 1)
        assert [row["selected_of_poor"] for row in curve] == sorted(row["selected_of_poor"] for row in curve)
    pmt = {row["measure"]: row["value"] for row in test.tables["comparison"] if row["way"] == "pmt" and not row["line"]}
    assert pmt["exclusion_error"] == pytest.approx(figure(test, "exclusion_error", "cross_validated"))
    assert pmt["leakage"] == pytest.approx(figure(test, "inclusion_error", "cross_validated"))


def test_normalised_differential_is_a_line_in_the_exclusion_error_where_the_quota_is_the_share_of_the_poor(known_truth):
    equal = replace(known_truth, weight=np.ones(2000))
    test = gf.proxy_means(equal, predict=["household.head.age", "urban"])
    share = figure(test, "poor")
    assert figure(test, "selected") == pytest.approx(share, abs=0.01)
    missed = figure(test, "exclusion_error", "cross_validated")
    kept = figure(test, "selected", "cross_validated")
    wanted = ((1 - missed) - (kept - share * (1 - missed)) / (1 - share)) / kept
    assert figure(test, "normalised_targeting_differential", "cross_validated") == pytest.approx(wanted)


def test_all_tied_at_the_cut_are_in():
    yes = np.array([1.0, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    test = gf.proxy_means(survey_of(np.where(yes == 1, 10, 20) + np.arange(10), urban=yes), predict=["urban"], folds=5)
    assert test.quota == pytest.approx(0.3)
    assert (test.scores < test.cutoff).sum() == 3


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 5)), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_the_cut_reaches_the_share_and_no_lower_one_does(rows, share):
    values, weight = (np.array(one, dtype=float) for one in zip(*rows, strict=True))
    edge, following = cut(values, weight, share)
    assert weight[values <= edge].sum() >= share * weight.sum() * (1 - 1e-9)
    assert weight[values < edge].sum() < share * weight.sum()
    assert following == min(values[values > edge], default=math.inf)
    assert edge < shortest_between(edge, following) <= following


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(1, 4)), min_size=2, max_size=25))
def test_auc_counts_pairs_and_a_weight_of_two_is_two_rows(rows):
    score, poor, weight = (np.array(one) for one in zip(*rows, strict=True))
    poor = poor.astype(bool)
    value, influence = auc(score.astype(float), poor, weight.astype(float))
    one, _ = auc(np.repeat(score, weight).astype(float), np.repeat(poor, weight), np.ones(weight.sum()))
    if poor.all() or not poor.any():
        assert math.isnan(value)
    else:
        assert value == pytest.approx(one)
        assert weight @ influence == pytest.approx(0, abs=1e-12)
        assert spearman(score.astype(float), score.astype(float), weight.astype(float)) == pytest.approx(
            1 if len(set(score)) > 1 else math.nan, nan_ok=True
        )


def test_with_everybody_poor_there_is_nobody_to_let_in(people):
    test = gf.proxy_means(replace(people, lines={"high": 1e9}), predict=PREDICTORS, target="high")
    assert figure(test, "inclusion_error") == 0
    assert figure(test, "auc") is None
    assert test.share == 1
    assert "leaves out 0." in Told(test, language("en")).headline()


def test_nobody_poor_is_refused(people):
    with pytest.raises(GroundfloorError, match="Nobody lives below the line 'low'"):
        gf.proxy_means(replace(people, lines={"low": 0.01}), predict=PREDICTORS, target="low")


def test_selection_below_the_line(people):
    test = gf.proxy_means(people, predict=PREDICTORS, target="z", select="line")
    assert test.cutoff == pytest.approx(math.log(2000))
    assert figure(test, "selected") == pytest.approx(test.quota)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"target": "poorest=0"}, "The target is 0"),
        ({"target": "poorest=1"}, "The target is 1"),
        ({"target": "porest=0.2"}, "There is no target"),
        ({"quota": 0.0}, "The quota is 0"),
        ({"quota": 1.0}, "The quota is 1"),
        ({"quantile": 2.0}, "The quantile is 2"),
        ({"method": "lasoo"}, "Did you mean 'lasso'"),
        ({"area": "age"}, "no variable 'age' of areas"),
        ({"area": "county"}, "no variable 'county' of areas"),
        ({"predict": ["household_sise"]}, "Unknown name 'household_sise'"),
        ({"predict": ["electricity"]}, "The survey has no variable 'electricity'"),
        ({"predict": []}, "There is no predictor"),
        ({"predict": ["sex if age > 5 else 'male'"]}, "A predictor of words is a variable"),
        ({"predict": ["household.size > 0"]}, "No predictor varies"),
        ({"budget": -1.0}, "The budget is -1"),
        ({"budget": math.nan}, "The budget is nan"),
        ({"screening": -1.0}, "The cost of screening"),
        ({"points": 0.0}, "The number of points is 0"),
        ({"quota": 0.1, "select": "line"}, "there is no quota"),
        ({"mix": 2.0}, "The mix of the elastic net"),
        ({"categories": ["age + 1"]}, "A category is a condition"),
        ({"folds": 1}, "Cross-validation has 1 folds. Expected from 2 to 50"),
        ({"folds": 51}, "Cross-validation has 51 folds"),
    ],
)
def test_a_mistake_is_a_sentence(people, changed, said):
    with pytest.raises(GroundfloorError, match=said):
        gf.proxy_means(people, **{"predict": PREDICTORS, **changed})


def test_no_welfare_is_refused(people):
    with pytest.raises(GroundfloorError, match="has no welfare to predict"):
        gf.proxy_means(replace(people, welfare=None), predict=PREDICTORS)
    with pytest.raises(GroundfloorError, match="Nobody in 'people' has a known welfare"):
        gf.proxy_means(replace(people, welfare=np.full(people.persons, np.nan)), predict=PREDICTORS)
    with pytest.raises(GroundfloorError, match="Nobody in 'people' has a known welfare"):
        gf.proxy_means(people.with_weight(np.zeros(people.persons)), predict=PREDICTORS)


def test_a_target_that_lacks_nothing_has_no_default_budget(people):
    welfare = np.maximum(people.welfare, 2000.0)
    with pytest.raises(GroundfloorError, match="The target lacks 0 to its threshold of 2000"):
        gf.proxy_means(replace(people, welfare=welfare), predict=PREDICTORS)
    none = np.where(people.household_of % 3 == 0, 0.0, people.welfare)
    test = gf.proxy_means(replace(people, welfare=none), predict=PREDICTORS, budget=1e6)
    assert test.threshold == 0
    assert test.value("comparison", way="pmt", measure="fgt0", line="target") is None


def test_too_few_households_are_refused():
    few = survey_of([1.0, 2, 3], age=np.array([1.0, 2, 5]), urban=np.array([1.0, 0, 0]))
    with pytest.raises(GroundfloorError, match="3 households of all to fit 2 predictors"):
        gf.proxy_means(few, predict=["age", "urban"])


def test_constants_and_collinear_predictors_are_named(people):
    more = [*PREDICTORS, "household.size * 2", "household.size >= 0", "household.size + household.count(age < 6)"]
    test = gf.proxy_means(people, predict=more)
    dropped = {note.values["predictor"]: note.key for note in test.notes if note.key in ("constant", "collinear")}
    assert dropped == {
        "household.size * 2": "collinear",
        "household.size >= 0": "constant",
        "household.size + household.count(age < 6)": "collinear",
    }
    plain = gf.proxy_means(people, predict=PREDICTORS)
    assert test.scores == pytest.approx(plain.scores, rel=1e-9)


def test_welfare_of_nought_or_below_is_left_out_or_raised_and_said(people):
    welfare = people.welfare.copy()
    welfare[people.household_of == 7], welfare[people.household_of == 9] = 0.0, -5.0
    poor = replace(people, welfare=welfare)
    test = gf.proxy_means(poor, predict=PREDICTORS)
    assert {note.key: note.values for note in test.notes}["not_positive"] == {"count": 2}
    raised = gf.proxy_means(poor, predict=PREDICTORS, lowest=100.0)
    assert {note.key: note.values for note in raised.notes}["raised"] == {"count": 2}
    assert raised.value("fit", "n", measure="r2") == test.value("fit", "n", measure="r2") + 2
    # they are poor whether fitted to or not
    assert figure(test, "poor", column="n") == figure(raised, "poor", column="n")


def test_households_without_an_area_are_not_selected(people):
    urban = people.columns["urban"].copy()
    urban[people.household_of % 10 == 0] = np.nan
    test = gf.proxy_means(
        replace(people, columns={**people.columns, "urban": urban}), predict=PREDICTORS[:4], area="urban"
    )
    assert np.isnan(test.scores[::10]).all()
    assert {note.key: note.values for note in test.notes}["nowhere"] == {"variable": "urban", "count": 30}


def test_one_seed_gives_one_answer(people):
    one, other, third = (gf.proxy_means(people, predict=PREDICTORS, seed=seed) for seed in (1, 1, 2))
    assert repr(one.tables) == repr(other.tables)
    assert one.rule.files == other.rule.files
    assert figure(one, "spearman", "cross_validated") != figure(third, "spearman", "cross_validated")
    assert figure(one, "spearman") == figure(third, "spearman")


def test_a_budget_that_screening_eats_leaves_no_benefit(people):
    test = gf.proxy_means(people, predict=PREDICTORS, budget=1e6, screening=1e6)
    assert test.value("costs", measure="benefit_lcu") is None
    assert any(note.key == "no_benefit" for note in test.notes)
    assert test.value("comparison", way="universal", measure="benefit_lcu") > 0
    assert Budget(1.0).administration == 0
