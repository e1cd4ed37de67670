"""Calibration to margins: what always holds, and what becomes of the weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.weighting.making import METHODS, WAYS, made, margins, shuffled, total

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Text
from groundfloor.survey.weighting.calibration import kish, reweight
from groundfloor.survey.weighting.replicates import replicate


@METHODS
@pytest.mark.parametrize("by", ["household", "members", "person"])
def test_every_total_is_met_and_households_keep_one_weight(method, bounds, by):
    survey = made()
    done = reweight(survey, margins(survey), method=method, bounds=bounds, by=by)
    after, columns = done.survey, survey.columns
    for row in margins(survey):
        which = np.ones(survey.persons)
        for name in ("region", "sex"):
            if name in row:
                which *= columns[name].is_(row[name])
        if "age" in row:
            low, high = {"0-14": (0, 14), "15-64": (15, 64), "65+": (65, 200)}[row["age"]]
            which *= (columns["age"] >= low) & (columns["age"] <= high)
        if row.get("of") == "households":
            which = np.zeros(survey.persons)
            which[survey.starts] = 1
        if row.get("of") == "employed":
            which = columns["employed"]
        assert after.weight @ which == pytest.approx(row["total"], rel=1e-9)
    if by != "person":
        np.testing.assert_array_equal(after.weight, after.weight[after.starts][after.household_of])
    ratio = after.weight / survey.weight
    assert done.calibration.ratios[0] == pytest.approx(ratio.min())
    assert done.calibration.ratios[-1] == pytest.approx(ratio.max())
    if bounds is not None:
        assert bounds[0] - 1e-9 <= ratio.min() <= ratio.max() <= bounds[1] + 1e-9
    if method == "raking":
        assert after.weight.min() > 0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-0.2, 0.25), way=st.sampled_from(WAYS))
def test_what_always_holds(seed, shift, way):
    survey = made(150, seed)
    method, bounds = way
    done = reweight(survey, margins(survey, shift), method=method, bounds=bounds)
    assert done.calibration.residual < 1e-9
    if method != "linear":
        assert done.survey.weight.min() >= 0
    # the order of households does not matter
    order = np.random.default_rng(seed).permutation(survey.households)
    other = reweight(shuffled(survey, order), margins(survey, shift), method=method, bounds=bounds)
    np.testing.assert_allclose(other.calibration.weight, done.calibration.weight[order], rtol=1e-7, atol=1e-9)
    # nor whether a household stands once with its weight or twice with half of it
    twice = shuffled(survey, np.repeat(np.arange(survey.households), 2))
    half = reweight(replace(twice, weight=twice.weight / 2), margins(survey, shift), method=method, bounds=bounds)
    np.testing.assert_allclose(half.calibration.weight[::2] * 2, done.calibration.weight, rtol=1e-7, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), factor=st.floats(1e-4, 1e4), way=st.sampled_from(WAYS))
def test_the_sum_of_the_old_weights_does_not_matter(seed, factor, way):
    survey, rows = made(120, seed), margins(made(120, seed))
    method, bounds = way
    one = reweight(survey, rows, method=method, bounds=bounds)
    other = reweight(survey.with_weight(survey.weight * factor), rows, method=method, bounds=bounds)
    np.testing.assert_allclose(other.survey.weight, one.survey.weight, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(other.calibration.ratios, one.calibration.ratios, rtol=1e-6, atol=1e-6)


def test_without_scaling_large_households_would_carry_the_growth():
    survey = made()
    rows = [
        {"region": region, "total": 2 * total(survey, survey.columns["region"].is_(region) == 1)}
        for region in ("North", "South")
    ]
    np.testing.assert_allclose(reweight(survey, rows).survey.weight, 2 * survey.weight, rtol=1e-9)
    unscaled = reweight(survey, rows, scale=False).calibration.weight / survey.weight[survey.starts]
    assert unscaled[survey.sizes == 5].min() > 2 > unscaled[survey.sizes == 1].max()
    # by members and by person a constant is among what margins span
    for by in ("members", "person"):
        np.testing.assert_allclose(
            reweight(survey, rows, by=by, scale=False).survey.weight, 2 * survey.weight, rtol=1e-9
        )


def test_weights_that_meet_the_totals_stay():
    survey = made()
    np.testing.assert_allclose(reweight(survey, margins(survey, 0.0)).survey.weight, survey.weight, rtol=1e-9)


def test_crossed_cells_are_post_stratification():
    """Cells that partition persons, by person: each weight is scaled by what its cell lacks."""
    survey = made()
    region, sex = survey.columns["region"], survey.columns["sex"]
    cell = region.codes * 2 + sex.codes
    goal = np.bincount(cell, survey.weight) * [1.1, 0.8, 1.3, 1.0]
    rows = [
        {"region": region.levels[at // 2], "sex": sex.levels[at % 2], "total": total} for at, total in enumerate(goal)
    ]
    expected = survey.weight * (goal / np.bincount(cell, survey.weight))[cell]
    for method, bounds in WAYS:
        found = reweight(survey, rows, method=method, bounds=bounds, by="person").survey.weight
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_who_has_no_class_keeps_a_share():
    survey = made()
    region = survey.columns["region"]
    codes = region.codes.copy()
    codes[survey.household_of < 20] = -1
    hidden = replace(survey, columns=survey.columns | {"region": Text(codes, region.levels)})
    share = total(survey, codes < 0) / survey.weight.sum()
    done = reweight(hidden, margins(survey))
    assert done.survey.weight.sum() == pytest.approx(survey.weight.sum(), rel=1e-10)
    assert total(done.survey, codes < 0) == pytest.approx(share * survey.weight.sum(), rel=1e-10)
    assert done.calibration.unknown == {"region": int((codes < 0).sum())}


def test_households_without_weight_stay_without():
    survey = made()
    weight = np.where(survey.household_of % 7 == 0, 0.0, survey.weight)
    none = survey.with_weight(weight)
    done = reweight(none, margins(none))
    assert (done.survey.weight[weight == 0] == 0).all()
    assert done.calibration.residual < 1e-9
    assert done.calibration.effective[0] <= (weight[survey.starts] > 0).sum()


def test_one_household():
    survey = made(1)
    done = reweight(survey, [{"of": "persons", "total": 1000}])
    assert done.survey.weight.sum() == pytest.approx(1000)
    assert done.calibration.design_effects == (1.0, 1.0)


def test_a_free_cell_and_a_cell_of_nobody():
    survey = made()
    rows = [{"region": "North", "total": 5000}, {"region": "South", "total": "free"}, {"region": "East", "total": 0}]
    done = reweight(survey, rows)
    assert total(done.survey, survey.columns["region"].codes == 0) == pytest.approx(5000)
    assert len(done.calibration.cells) == 1


def test_unknown_numbers_add_nothing_and_are_counted():
    survey = made()
    survey.columns["employed"][:10] = np.nan
    done = reweight(survey, [{"of": "employed", "total": 9000}])
    assert np.nansum(done.survey.weight * survey.columns["employed"]) == pytest.approx(9000)
    assert done.calibration.unknown == {"employed": 10}


def test_a_sum_of_gains_and_losses_may_be_nought():
    survey = made()
    survey.columns["gain"] = np.sin(survey.columns["age"])
    done = reweight(survey, [{"of": "gain", "total": 0}])
    assert done.survey.weight @ survey.columns["gain"] == pytest.approx(0, abs=1e-6)
    survey.columns["gain"] = np.zeros(survey.persons)
    with pytest.raises(GroundfloorError, match="has only 0 as gain in the cell gain, which should reach 5"):
        reweight(survey, [{"of": "gain", "total": 5}])


def test_amounts_and_counts_together():
    """A sum of money a million times the persons does not drown them."""
    survey = made()
    survey.columns["income"] = 1e6 * (1 + survey.columns["age"])
    rows = [*margins(survey), {"of": "income", "total": 1.05 * float(survey.weight @ survey.columns["income"])}]
    done = reweight(survey, rows)
    assert done.calibration.residual < 1e-9
    assert done.survey.weight @ survey.columns["income"] == pytest.approx(rows[-1]["total"], rel=1e-9)


def test_replicates_meet_the_totals_too():
    survey = replicate(made(), "bootstrap", number=20)
    done = reweight(survey, margins(survey)).survey
    north = margins(survey)[0]["total"]
    for at in range(20):
        weight = done.weight * done.replicates.factors[done.replicates.unit, at]
        assert weight[survey.columns["region"].codes == 0].sum() == pytest.approx(north, rel=1e-9)


def test_kish():
    weight = np.array([1.0, 2.0, 3.0, 4.0])
    assert kish(weight) == pytest.approx(1 + weight.var() / weight.mean() ** 2)
