"""The Uganda National Panel Survey of 2009/10: a test on real households does what the literature says such tests do."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf

SURVEY = Path(__file__).parents[2] / "examples" / "uganda_2009" / "survey.yaml"


@pytest.fixture(scope="module")
def uganda():
    if not os.environ.get("GROUNDFLOOR_REFERENCE"):
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    return gf.read_survey(SURVEY)


def test_the_usual_predictors_leave_out_about_half_of_the_poorest_fifth(uganda):
    test = gf.proxy_means(uganda)
    # Brown, Ravallion, van de Walle (2018) find for nine African countries R2 from 0.3 to 0.6 and exclusion errors of 0.4 to 0.7
    # for the poorest fifth; few predictors are to be had in this extract
    assert 0.25 < test.value("fit", sample="cross_validated", measure="r2") < 0.5
    missed = test.value("errors", sample="cross_validated", measure="exclusion_error")
    assert 0.4 < missed < 0.7
    assert test.value("errors", sample="in_sample", measure="exclusion_error") <= missed + 0.02
    tenths = [test.value("by_decile", sample="cross_validated", decile=k) for k in range(1, 11)]
    assert tenths[0] > tenths[4] > tenths[9]


@pytest.mark.parametrize("choice", [{"points": 1000}, {"area": "region"}, {"method": "quantile"}], ids=str)
def test_engines_agree_on_real_households(uganda, choice):
    import datetime

    test = gf.proxy_means(uganda, **choice)
    given = [gf.apply(test.rule.floor, uganda, datetime.date(2026, 1, 1), engine=one) for one in ("arrays", "sql")]
    selected = np.where(np.isnan(test.scores), np.nan, test.scores < test.cutoff)
    for one in given:
        assert np.array_equal(one.programmes["pmt_grant"].eligible[uganda.starts], selected, equal_nan=True)


def test_a_quantile_regression_at_the_poverty_rate_leaves_out_no_more(uganda):
    plain, quantile = gf.proxy_means(uganda, quota=0.2), gf.proxy_means(uganda, method="quantile", quantile=0.2)
    one, other = (
        test.value("errors", sample="cross_validated", measure="exclusion_error") for test in (plain, quantile)
    )
    assert abs(one - other) < 0.1


def test_the_error_of_the_exclusion_error_is_that_of_cutting_anew(uganda):
    test = gf.proxy_means(uganda)
    # 0.0320 and 0.0319: a rescaled bootstrap of primary units, 1,000 draws, each with its own threshold and cut-off for the same score
    for measure in ("exclusion_error", "inclusion_error"):
        assert test.value("errors", "se", sample="in_sample", measure=measure) == pytest.approx(0.032, rel=0.05)
