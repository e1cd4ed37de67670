"""Every figure and standard error against R 4.2.2: survey 4.1-1 and laeken 0.5.2, on the survey of the fixture `oracle`.

In R, with the columns of that fixture in `d`:
    library(survey); library(laeken); options(survey.lonely.psu = "adjust"); z <- 400
    d$f0 <- as.numeric(d$income < z); d$f1 <- d$f0 * (z - d$income) / z; d$f2 <- d$f1^2; d$got <- as.numeric(d$transfer > 0)
    des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
    known <- subset(des, !is.na(income))
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from groundfloor.measures import measure

# svymean(~f0, des, na.rm = TRUE), svyby(~f0, ~region, des, svymean, na.rm = TRUE), and so for f1, f2, income and by ~female
MEANS = {
    ("fgt0", "all"): (0.284980935246, 0.067868816077),
    ("fgt0", "region=0"): (0.362133699634, 0.109800377366),
    ("fgt0", "region=1"): (0.232782754759, 0.102151678258),
    ("fgt0", "region=2"): (0.252267344463, 0.121578440837),
    ("fgt0", "female=0"): (0.286277668231, 0.0710142238108),
    ("fgt0", "female=1"): (0.283081054688, 0.0646160242417),
    ("fgt1", "all"): (0.103581986696, 0.0259868695798),
    ("fgt1", "region=1"): (0.0884046052632, 0.0382468836676),
    ("fgt1", "female=1"): (0.0990315755208, 0.0221789316080),
    ("fgt2", "all"): (0.0490611486514, 0.0127236983691),
    ("fgt2", "region=2"): (0.0367838715268, 0.0198389804864),
    ("fgt2", "female=0"): (0.0514063354001, 0.0149325460666),
    ("mean_welfare", "all"): (598.245497912, 36.8773440299),
    ("mean_welfare", "region=0"): (557.182509158, 62.1247035716),
    ("mean_welfare", "region=2"): (562.705043036, 52.3274336415),
    ("mean_welfare", "female=1"): (599.118041992, 34.9981069165),
    # weightedMedian(income, weight); error: e <- qnorm(.975) * SE(svymean(~I(income <= median), known));
    # diff(weightedQuantile(income, weight, c(.5 - e, .5 + e))) / (2 * qnorm(.975))
    ("median_welfare", "all"): (600, 62.5011484733),
    ("median_welfare", "region=0"): (509, 138.778060284),
    ("median_welfare", "region=1"): (677, 101.022264471),
    ("median_welfare", "region=2"): (580, 85.7158607633),
}
PROGRAMME = {
    # b <- subset(des, got == 1 & !is.na(income)); svyratio(~transfer, ~income, b), svyby(..., ~region, denominator = ~income)
    ("adequacy", "", "all"): (0.132237580338, 0.01334018391),
    ("adequacy", "", "region=0"): (0.130673195097, 0.0210203425446),
    ("adequacy", "", "region=2"): (0.164484200683, 0.0278610614086),
    # svymean(~transfer, subset(des, got == 1))
    ("average_transfer", "", "all"): (81.1540417559, 1.6927367928),
    ("generosity", "z", "all"): (81.1540417559 / 400, 1.6927367928 / 400),
    # d$tr <- d$transfer * (d$region == 0); svyratio(~tr, ~transfer, des)
    ("benefit_incidence", "", "region=0"): (0.480785246288, 0.105809502684),
    ("benefit_incidence", "", "region=1"): (0.282942188903, 0.0875945318018),
    ("benefit_incidence", "", "region=2"): (0.236272564809, 0.0825452001106),
    # d$tr <- d$got * d$female; svyratio(~tr, ~got, des)
    ("beneficiary_incidence", "", "female=1"): (0.398331548894, 0.0182584639708),
    # m <- svyby(~got, ~f0, known, svymean, covmat = TRUE); svycontrast(m, c(-1, 1))
    ("undercoverage", "z", "all"): (1 - 0.415348971908, 0.0695183084596),
    ("targeting_differential", "z", "all"): (0.0807536535651, 0.0986147460666),
    # svyratio(~I(got * (1 - f0)), ~got, known); the same with transfer
    ("leakage", "z", "all"): (0.669005308101, 0.0997982641006),
    ("leakage_benefits", "z", "all"): (0.670214307309, 0.100321315054),
}
# gini(income, weights = weight)$value / 100 of laeken
GINI = {
    "all": 0.27005359066944,
    "region=0": 0.29876238457371,
    "region=1": 0.25125170883876,
    "region=2": 0.23218656725428,
}


def test_poverty_means_and_medians(oracle, by):
    survey, _ = oracle
    rows = measure(survey)
    value, se = by(rows), by(rows, "se")
    for (name, group), (expected, error) in MEANS.items():
        key = (name, "z" if name.startswith("fgt") else "", "", group)
        assert value[key] == pytest.approx(expected, rel=1e-10)
        assert se[key] == pytest.approx(error, rel=1e-10)


def test_programmes(oracle, by):
    rows = measure(*oracle)
    value, se = by(rows), by(rows, "se")
    for (name, line, group), (expected, error) in PROGRAMME.items():
        assert value[name, line, "p", group] == pytest.approx(expected, rel=1e-10)
        assert se[name, line, "p", group] == pytest.approx(error, rel=1e-9)


def test_gini(oracle, by):
    value = by(measure(oracle[0]))
    for group, expected in GINI.items():
        assert value["gini", "", "", group] == pytest.approx(expected, rel=1e-12)


def test_without_a_design_households_are_the_primary_units(oracle, by):
    # dn <- svydesign(ids = ~house, weights = ~weight, data = d); svymean(~f0, dn, na.rm = TRUE); svyby(~income, ~female, ...)
    rows = measure(replace(oracle[0], psu=None, strata=None))
    se = by(rows, "se")
    assert se["fgt0", "z", "", "all"] == pytest.approx(0.0416945487176, rel=1e-10)
    assert se["mean_welfare", "", "", "female=0"] == pytest.approx(27.2735560660, rel=1e-10)
    assert se["mean_welfare", "", "", "female=1"] == pytest.approx(27.8919147731, rel=1e-10)


# as.svrepdesign(des without stratum 3, type = "JKn"); withReplicates(...): delete-one-unit jackknife of R's survey
JACKKNIFE = {
    ("gini", "all"): (0.2647731838, 0.02812),
    ("bottom40_share", "all"): (0.2105102018, 0.02078),
    ("palma", "all"): (0.823632127, 0.11546),
    ("gini", "region=0"): (0.2987623846, 0.04001),
    ("gini", "region=1"): (0.2367539009, 0.05324),
    ("gini", "region=2"): (0.2321865673, 0.051),
}


def test_inequality_errors_are_near_the_jackknife(oracle, by):
    survey, _ = oracle
    kept = survey.strata.codes < 3
    fewer = replace(
        survey,
        starts=survey.starts[kept[survey.starts]],
        weight=survey.weight[kept],
        welfare=survey.welfare[kept],
        columns={"region": replace(survey.columns["region"], codes=survey.columns["region"].codes[kept])},
        strata=replace(survey.strata, codes=survey.strata.codes[kept]),
        psu=replace(survey.psu, codes=survey.psu.codes[kept]),
    )
    rows = measure(fewer)
    value, se = by(rows), by(rows, "se")
    for (name, group), (expected, error) in JACKKNIFE.items():
        assert value[name, "", "", group] == pytest.approx(expected, rel=1e-9)
        # in ten units the jackknife lies a little above linearisation, which leaves out terms of second order
        assert se[name, "", "", group] == pytest.approx(error, rel=0.04 if group == "all" else 0.11)


def test_numbers_of_persons_are_those_known(oracle, by):
    n = by(measure(*oracle), "n")
    income = oracle[0].welfare
    assert n["fgt0", "z", "", "all"] == np.isfinite(income).sum() == 603
    assert n["coverage", "", "p", "all"] == len(income) == 641
    assert n["adequacy", "", "p", "all"] == 205
