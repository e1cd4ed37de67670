"""Standard errors from replicate weights: against R's survey, against what is known of their mean, and on hard input."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests import oracle as of_r

from groundfloor.errors import GroundfloorError
from groundfloor.measures import curves, measure
from groundfloor.measures.replicates import standard_errors
from groundfloor.survey.frame import Replicates, Survey
from groundfloor.survey.table import coded
from groundfloor.survey.weighting.calibration import reweight
from groundfloor.survey.weighting.replicates import degrees, replicate, units_of

SCRIPT = Path(__file__).with_name("replicates.R")
REGIONS = [{"region": str(at), "total": total} for at, total in enumerate((20000, 22000, 19000))]
figures = cache(of_r.figures)


def paired(survey: Survey) -> Survey:
    return replace(survey, strata=coded([str(int(word) // 2) for word in words(survey.psu)]))


def words(text) -> list[str]:
    return [text.levels[code] for code in text.codes]


def drawn_by_r(survey: Survey) -> Survey:
    """The replicates that R drew, by primary unit and replicate."""
    factors = np.zeros((32, 40))
    for name, value in figures(SCRIPT).items():
        if name.startswith("draw:"):
            _, unit, at = name.split(":")
            factors[int(unit), int(at)] = value
    unit = np.array([int(word) for word in words(survey.psu)])
    return replace(survey, replicates=Replicates("bootstrap", factors, unit, 1 / 39, np.ones(40)))


MADE = {
    "jkn": lambda s: replicate(s, "jackknife"),
    "jkn_mse": lambda s: replace(s, replicates=replace(replicate(s, "jackknife").replicates, mse=True)),
    "jk1": lambda s: replicate(replace(s, strata=None), "jackknife"),
    "brr": lambda s: replicate(paired(s), "brr"),
    "fay": lambda s: replicate(paired(s), "fay", fay=0.3),
    "bootstrap": drawn_by_r,
    "recalibrated": lambda s: reweight(replicate(s, "jackknife"), REGIONS, by="person").survey,
}


@pytest.mark.parametrize("name", MADE)
def test_errors_are_those_of_r(name, oracle, by):
    survey, entitlements = oracle
    made = MADE[name](survey)
    rows = measure(made, entitlements)
    value, se = by(rows), by(rows, "se")
    expected = {key.partition(":")[2]: one for key, one in figures(SCRIPT).items() if key.startswith(f"{name}:")}
    assert degrees(made.replicates) == expected.pop("df")
    for key, one in expected.items():
        measured, group, error = (*key.split(":"), "")[:3]
        line = "z" if measured in ("fgt0", "leakage") else ""
        programme = "p" if measured in ("coverage", "leakage") else ""
        found = (se if error else value)[measured, line, programme, group]
        assert found == pytest.approx(one, rel=1e-8), key


def test_the_bootstrap_has_the_mean_and_the_variance_of_the_design(oracle, by):
    """Over many draws the factors of a unit have the mean 1, and totals the variance of the linearised design."""
    survey, _ = oracle
    kept = replace(survey, strata=coded([str(min(int(word), 2)) for word in words(survey.strata)]))
    units = units_of(kept)
    made = replicate(kept, "bootstrap", number=20_000).replicates
    n = units.units_in[units.stratum]
    assert made.factors.mean(axis=1) == pytest.approx(np.ones(units.number), abs=0.05)
    # a count of n - 1 draws among n has the variance (n - 1)/n (1 - 1/n), scaled by (n / (n - 1))²: 1
    assert made.factors.var(axis=1) == pytest.approx(np.ones(units.number), abs=0.06)
    for stratum in range(len(units.strata)):
        inside = units.stratum == stratum
        assert made.factors[inside].sum(axis=0) == pytest.approx(np.full(20_000, n[inside][0]))
    totals = np.bincount(units.unit, kept.weight, units.number)
    linearised = sum(
        len(t) / (len(t) - 1) * ((t - t.mean()) ** 2).sum()
        for t in (totals[units.stratum == at] for at in range(len(units.strata)))
    )
    assert made.scale * ((totals @ made.factors - totals.sum()) ** 2).sum() == pytest.approx(linearised, rel=0.04)


def test_brr_gives_a_total_the_error_of_the_design(oracle):
    """Balanced half samples and the jackknife give a linear figure the linearised variance exactly."""
    survey = paired(oracle[0])
    units = units_of(survey)
    totals = np.bincount(units.unit, survey.weight, units.number)
    expected = np.sqrt(sum(np.ptp(totals[units.stratum == at]) ** 2 for at in range(16)))
    for method in ("brr", "fay", "jackknife"):
        made = replicate(survey, method).replicates
        found = standard_errors(made, (totals @ made.factors)[:, None], np.array([totals.sum()]))
        assert found.item() == pytest.approx(expected, rel=1e-10), method


def shuffled(survey: Survey, seed: int) -> Survey:
    order = np.random.default_rng(seed).permutation(survey.households)
    rows = np.concatenate([np.arange(s, s + n) for s, n in zip(survey.starts[order], survey.sizes[order], strict=True)])

    def moved(text):
        return coded([words(text)[row] for row in rows])

    return replace(
        survey,
        columns={name: moved(one) if hasattr(one, "codes") else one[rows] for name, one in survey.columns.items()},
        starts=np.append(0, np.cumsum(survey.sizes[order])[:-1]),
        weight=survey.weight[rows],
        welfare=survey.welfare[rows],
        strata=moved(survey.strata),
        psu=None if survey.psu is None else moved(survey.psu),
    )


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
@pytest.mark.parametrize("units", [True, False])
def test_the_order_of_households_does_not_matter(method, units, oracle, by):
    survey, _ = oracle
    names = np.repeat([f"h{at:03d}" for at in range(survey.households)], survey.sizes)
    survey = replace(survey, columns=survey.columns | {"household_id": coded(list(names))})
    if not units:
        survey = replace(survey, psu=None)
    one = by(measure(replicate(survey, method, number=30, seed=5)), "se")
    other = by(measure(replicate(shuffled(survey, 3), method, number=30, seed=5)), "se")
    for key, se in one.items():
        assert other[key] == pytest.approx(se, rel=1e-9, nan_ok=True), key


def test_a_seed_draws_again_and_another_draws_others(oracle):
    factors = [replicate(oracle[0], "bootstrap", seed=seed).replicates.factors for seed in (1, 1, 2)]
    np.testing.assert_array_equal(factors[0], factors[1])
    assert (factors[0] != factors[2]).any()


def test_the_draws_of_a_stratum_are_its_own(oracle):
    survey, _ = oracle
    kept = survey.strata.codes < 2
    fewer = replace(
        survey,
        columns={},
        welfare=None,
        starts=survey.starts[kept[survey.starts]],
        weight=survey.weight[kept],
        strata=replace(survey.strata, codes=survey.strata.codes[kept]),
        psu=replace(survey.psu, codes=survey.psu.codes[kept]),
    )
    survey = replace(survey, strata=coded([str(min(int(word), 2)) for word in words(survey.strata)]))
    part, whole = replicate(fewer).replicates, replicate(survey).replicates
    np.testing.assert_array_equal(part.factors, whole.factors[:20])


def test_intervals_have_the_degrees_of_freedom_of_the_replicates(oracle):
    made = replicate(oracle[0], "jackknife")
    rows = {(row["measure"], row["group"]): row for row in measure(made)}
    t = stats.t.ppf(0.975, degrees(made.replicates))
    mean = rows["mean_welfare", "all"]
    assert mean["ci_high"] == pytest.approx(mean["value"] + t * mean["se"])
    # a share keeps its interval between 0 and 1
    poor = rows["fgt0", "all"]
    odds = np.log(poor["value"] / (1 - poor["value"])) - t * poor["se"] / (poor["value"] * (1 - poor["value"]))
    assert poor["ci_low"] == pytest.approx(1 / (1 + np.exp(-odds)))


def test_points_of_curves_have_them_too(oracle):
    survey, _ = oracle
    made = replicate(survey, "jackknife")
    points = [row for row in curves(made) if row["curve"] == "lorenz" and row["group"] == "all"]
    linearised = [row for row in curves(survey) if row["curve"] == "lorenz" and row["group"] == "all"]
    assert [row["y"] for row in points] == [row["y"] for row in linearised]
    for one, other in zip(points, linearised, strict=True):
        assert one["se"] == pytest.approx(other["se"], rel=0.15)
        assert one["se"] != other["se"]


def test_linearised_errors_can_still_be_had(oracle, by):
    made = replicate(oracle[0], "jackknife")
    assert by(measure(made, errors="linearised"), "se") == pytest.approx(by(measure(oracle[0]), "se"), nan_ok=True)
    assert by(measure(made, errors="replicates"), "se") == pytest.approx(by(measure(made), "se"), nan_ok=True)
    assert by(measure(made)) == pytest.approx(by(measure(oracle[0])), nan_ok=True)


def test_weights_of_another_year_take_their_replicates_along(oracle, by):
    made = replicate(oracle[0], "jackknife")
    doubled = by(measure(made.with_weight(made.weight * 2)), "se")
    assert doubled == pytest.approx(by(measure(made), "se"), nan_ok=True)


def test_a_group_of_one_unit_has_no_error(oracle, by):
    survey, _ = oracle
    alone = coded(["here" if word == "3" else "elsewhere" for word in words(survey.psu)])
    survey = replace(survey, columns={"group": alone}, groups=("group",))
    for method in ("jackknife", "bootstrap"):
        se = by(measure(replicate(survey, method)), "se")
        assert np.isnan(se["mean_welfare", "", "", "group=here"])
        assert se["mean_welfare", "", "", "group=elsewhere"] > 0


def test_a_figure_that_few_draws_lack_has_the_error_of_the_others():
    made = Replicates("bootstrap", np.ones((1, 20)), np.zeros(1, dtype=int), 1 / 19, np.ones(20))
    figures = np.random.default_rng(0).normal(10, 2, (20, 3))
    figures[:2, 1] = np.nan
    figures[:3, 2] = np.nan
    se = standard_errors(made, figures, np.full(3, 10.0))
    assert se[0] == pytest.approx(figures[:, 0].std(ddof=1))
    assert se[1] == pytest.approx(figures[2:, 1].std() * np.sqrt(20 / 19))
    assert np.isnan(se[2])
    assert np.isnan(standard_errors(replace(made, method="jackknife"), figures, np.full(3, 10.0))[1])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda s: replicate(s, "bootstap"), "cannot be made by 'bootstap'.*Did you mean 'bootstrap'"),
        (lambda s: replicate(s, "bootstrap", number=1), "1 replicates say nothing"),
        (lambda s: replicate(s, "brr"), "4 strata do not have two primary units.*the first has 9.*jackknife"),
        (lambda s: replicate(paired(s), "fay", fay=1.0), "fay is 1"),
        (lambda s: replicate(replace(s, psu=coded(["a"] * s.persons), strata=None)), "has one primary unit"),
        (lambda s: measure(s, errors="replicates"), "has no replicate weights"),
        (lambda s: measure(s, errors="linear"), "errors is 'linear'.*Did you mean 'linearised'"),
    ],
)
def test_what_cannot_be_is_said(make, message, oracle):
    with pytest.raises(GroundfloorError, match=message):
        make(oracle[0])


def test_a_jackknife_too_large_for_memory_is_refused():
    households = 12_000
    survey = Survey("large", "XXX", 2020, {}, np.arange(households), np.ones(households))
    with pytest.raises(GroundfloorError, match=r"12,000 replicates of 12,000 primary units.*bootstrap"):
        replicate(survey, "jackknife")


def test_strata_of_one_unit_are_drawn_together(oracle):
    """The bootstrap lets the lonely stratum vary with the first of the others; with several, they vary together."""
    survey, _ = oracle
    made = replicate(survey, "bootstrap").replicates
    assert made.factors[31].std() > 0
    alone = replace(
        survey,
        strata=coded([f"s{min(int(word) // 10, 3)}" if int(word) < 28 else f"z{word}" for word in words(survey.psu)]),
    )
    factors = replicate(alone, "bootstrap").replicates.factors
    lonely = np.array([factors[at] for at in range(28, 32)])
    np.testing.assert_allclose(lonely.sum(axis=0), 4.0)
