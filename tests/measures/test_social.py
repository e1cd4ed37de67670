"""Tables of social protection: properties, the slow plain version, odd surveys, and ASPIRE's codes."""

from __future__ import annotations

import csv
import math
import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.social import protected

from groundfloor.measures import curves, measure
from groundfloor.measures.aspire import known_groups
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Survey, Text, Transfer

ALL = "all_social_protection"


def cells(rows, column="value"):
    return {(r["measure"], r["line"] or "", r["programme"] or "", r["group"]): r[column] for r in rows}


@pytest.fixture(scope="module")
def table():
    return measure(protected(), sets=("adept", "aspire"))


def test_no_row_is_given_twice(table):
    assert len(cells(table)) == len(table)


def test_every_measure_is_defined(table):
    pages = (Path(__file__).parents[2] / "docs/methods").glob("*.md")
    defined = set(re.findall(r"`(\w+)`", "\n".join(page.read_text(encoding="utf-8") for page in pages)))
    named = {re.sub(r"_without_\d+$", "_without", row["measure"]) for row in table}
    assert named - defined == set()


# ---------------------------------------------------------------------------------------------------------------- codes


def test_codes_are_those_of_the_catalogue(table):
    codes = [row["series"] for row in table if row["series"]]
    assert len(set(codes)) == len(codes) == 3588
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if folder is None:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    with (Path(folder) / "published/aspire_series.csv").open(newline="", encoding="utf-8") as file:
        known = {row["indicator"] for row in csv.DictReader(file)}
    assert len(known) == 3589
    # a mean over everybody has no ranking before transfers: the one series is another's figure
    assert known - set(codes) == {"per_allsp.avt_pop_preT_tot"}
    assert set(codes) <= known


def test_counts_of_codes_by_indicator():
    programmes = 19
    counts = {name: programmes * len(known_groups(name)) for name in ("cov", "adq", "avt", "ben", "bry")}
    assert counts == {"cov": 513, "adq": 475, "avt": 931, "ben": 456, "bry": 874}


def test_a_code_says_what_its_row_is(table):
    by_code = {row["series"]: row for row in table if row["series"]}
    row = by_code["per_sa_sp.bry_q2_preT_totfr"]
    assert (row["measure"], row["programme"], row["group"]) == (
        "recipient_incidence",
        "kind_social_pension",
        "quintile_before=2,sex=female",
    )
    assert by_code["per_allsp_p0_ep_tot"]["line"] == "international"
    assert by_code["per_si_allsi.cba_q1_rur"]["group"] == "urban=0"


def test_rules_and_surveys_without_dollars_have_no_such_codes():
    survey = replace(protected(60), dollar=None, extreme=None)
    codes = [row["series"] for row in measure(survey, sets=("aspire",)) if row["series"]]
    assert codes
    assert not [code for code in codes if ".avt_" in code or "_ep_" in code]
    assert all(row["series"] is None for row in measure(survey, Entitlements({}), sets=("aspire",)))


# ----------------------------------------------------------------------------------------------------------- properties

homes = st.lists(
    st.tuples(
        st.integers(1, 100),  # what a member has beside transfers
        st.integers(1, 9),  # weight
        st.integers(0, 1),  # urban
        st.lists(st.sampled_from([0.0, 0.0, 12.0, 30.0]), min_size=1, max_size=4),  # what each member receives of a
        st.booleans(),  # whether the household receives b
    ),
    min_size=4,
    max_size=12,
)


def surveyed(drawn):
    sizes = np.array([len(home[3]) for home in drawn])
    own, weight, urban, both = (np.repeat([float(home[k]) for home in drawn], sizes) for k in (0, 1, 2, 4))
    paid = np.concatenate([home[3] for home in drawn])
    starts = np.cumsum(sizes) - sizes
    first = np.zeros(len(own))
    first[starts] = both[starts]
    per_head = (np.add.reduceat(paid, starts) / sizes)[np.repeat(np.arange(len(sizes)), sizes)]
    other = np.repeat(20.0 / sizes, sizes) * both
    return Survey(
        name="s",
        country="X",
        year=2020,
        columns={"urban": urban, "sex": Text((np.arange(len(own)) % 2).astype(np.int32), ("male", "female"))},
        starts=starts,
        weight=weight,
        welfare=own + per_head + other,
        lines={"z": 50.0},
        transfers={
            "a": Transfer("social_pension", "person", (paid > 0).astype(float), paid),
            "b": Transfer("in_kind", "household", first, 20.0 * first),
        },
    )


def plain(survey, names):
    """Figures of the programmes `names` together by the definitions, household by household and person by person."""
    home, w, y = survey.household_of, survey.weight, survey.welfare
    persons, size = range(survey.persons), np.bincount(survey.household_of)
    each = [sum(survey.transfers[name].amount[i] for name in names) for i in persons]
    b = [sum(each[j] for j in persons if home[j] == home[i]) / size[home[i]] for i in persons]
    d = [
        any(survey.transfers[name].receives[j] > 0 for name in names for j in persons if home[j] == home[i])
        for i in persons
    ]
    y0 = [round(y[i] - b[i], 9) for i in persons]

    def total(of, who=lambda i: True):
        return sum(w[i] * of(i) for i in persons if who(i))

    def over(above, below):
        return above / below if below > 0 else math.nan

    def gini(of):
        pairs = sum(w[i] * w[j] * abs(of[i] - of[j]) for i in persons for j in persons)
        return over(pairs, 2 * total(lambda i: 1) * total(lambda i: of[i]))

    def spread(of, order):
        rank = [sum(w[j] * ((order[j] < order[i]) + (order[j] == order[i]) / 2) for j in persons) for i in persons]
        return 2 * over(total(lambda i: of[i] * rank[i]), total(lambda i: 1) * total(lambda i: of[i])) - 1

    z, everyone = survey.lines["z"], total(lambda i: 1)
    gap = [[max(z - max(of[i], 0), 0) for i in persons] for of in (y0, y)]
    closed, spent = total(lambda i: gap[0][i] - gap[1][i]), total(lambda i: b[i])
    needed = total(lambda i: b[i], lambda i: y0[i] < z)
    heads = [total(lambda i, of=of: of[i] < z) for of in (y0, y)]
    mean = total(lambda i: y[i]) / everyone
    poor = [
        over(total(lambda i: b[i], who), total(lambda i: 1, who)) for who in (lambda i: y[i] < z, lambda i: y[i] >= z)
    ]
    urban = survey.columns["urban"]
    g, g0, c, c0 = gini(y), gini(y0), spread(b, y), spread(b, y0)
    return {
        ("coverage", "", "all"): total(lambda i: d[i]) / everyone,
        ("transfer_per_capita", "", "all"): spent / everyone,
        ("relative_incidence", "", "urban=1"): over(
            total(lambda i: b[i], lambda i: urban[i] == 1), total(lambda i: y[i], lambda i: urban[i] == 1)
        ),
        ("cgh_benefits", "", "urban=1"): over(
            over(total(lambda i: b[i], lambda i: urban[i] == 1), spent),
            total(lambda i: 1, lambda i: urban[i] == 1) / everyone,
        ),
        ("targeting_differential_normalised", "z", "all"): over(poor[0] - poor[1], spent / everyone),
        ("distributional_characteristic_2", "", "all"): over(total(lambda i: b[i] * (mean / y[i]) ** 2), spent),
        ("concentration", "", "all"): c,
        ("kakwani", "", "all"): c0 - g0,
        ("reynolds_smolensky", "", "all"): g0 - spread(y, y0),
        ("reranking", "", "all"): g - spread(y, y0),
        ("gini_marginal", "", "all"): spent / total(lambda i: y[i]) * (c - g),
        ("gini_without", "", "all"): g0,
        ("gini_reduction", "", "all"): over(g0 - g, g0),
        ("fgt0_without", "z", "all"): heads[0] / everyone,
        ("fgt0_reduction", "z", "all"): over(heads[0] - heads[1], heads[0]),
        ("fgt1_reduction", "z", "all"): over(closed, total(lambda i: gap[0][i])),
        ("benefit_cost_ratio", "z", "all"): over(closed, spent),
        ("vertical_efficiency", "z", "all"): over(needed, spent),
        ("spillover", "z", "all"): over(needed - closed, needed),
        ("cost_per_point", "z", "all"): over(spent, 100 * (heads[0] - heads[1]) / everyone),
    }


@settings(deadline=None, max_examples=40)
@given(homes)
def test_against_the_plain_version(drawn):
    survey = surveyed(drawn)
    found = cells(measure(survey, sets=("adept",)))
    for programme, names in (("a", "a"), ("b", "b"), (ALL, "ab")):
        for (name, line, group), value in plain(survey, names).items():
            if (name, line, programme, group) in found or group == "all":
                assert found[name, line, programme, group] == pytest.approx(value, abs=1e-8, nan_ok=True), name


@settings(deadline=None, max_examples=20)
@given(homes)
def test_shares_add_up_and_identities_hold(drawn):
    rows = measure(surveyed(drawn), sets=("adept",))
    found = cells(rows)
    for name in ("beneficiary_incidence", "benefit_incidence", "recipient_incidence"):
        for prefix in ("quintile", "quintile_before", "decile_before", "sex"):
            shares = [
                v
                for (m, _, p, g), v in found.items()
                if m == name and p == ALL and g.split("=")[0] == prefix and "," not in g
            ]
            if shares and not any(map(math.isnan, shares)):
                assert sum(shares) == pytest.approx(1)
    change = {name: found[name, "", ALL, "all"] for name in ("redistribution", "reynolds_smolensky", "reranking")}
    assert change["redistribution"] == pytest.approx(change["reynolds_smolensky"] - change["reranking"], abs=1e-9)
    assert change["reranking"] >= -1e-9
    assert found["fgt0_without_0", "z", ALL, "all"] == pytest.approx(found["fgt0", "z", "", "all"])
    assert found["fgt1_without_100", "z", ALL, "all"] == pytest.approx(found["fgt1_without", "z", ALL, "all"])
    classes = [v for (m, _, p, g), v in found.items() if m.startswith("overlap_") and g == "all"]
    assert sum(classes) == pytest.approx(1)
    assert found["overlap", "", "a+a", "all"] == pytest.approx(found["coverage", "", "a", "all"])


@given(st.lists(st.integers(1, 50), min_size=3, max_size=20))
def test_equal_money_for_everybody_is_neutral(own):
    paid = np.full(len(own), 5.0)
    survey = Survey(
        name="s",
        country="X",
        year=2020,
        columns={"urban": (np.arange(len(own)) % 2).astype(float)},
        starts=np.arange(len(own)),
        weight=np.ones(len(own)),
        welfare=np.array(own) + paid,
        lines={"z": 20.0},
        transfers={"a": Transfer("unconditional_cash", "person", np.ones(len(own)), paid)},
    )
    rows = measure(survey, sets=("adept",))
    found, se = cells(rows), cells(rows, "se")
    for name in ("cgh_beneficiaries", "cgh_benefits"):
        assert found[name, "", "a", "urban=1"] == pytest.approx(1)
        assert math.isnan(se[name, "", "a", "urban=1"])
    assert found["concentration", "", "a", "all"] == pytest.approx(0, abs=1e-12)
    assert found["kakwani", "", "a", "all"] == pytest.approx(-found["gini_without", "", "a", "all"])
    points = [
        row for row in curves(survey, sets=("adept",)) if row["curve"] == "concentration" and row["group"] == "all"
    ]
    assert [row["y"] for row in points] == pytest.approx([row["x"] for row in points])


# ----------------------------------------------------------------------------------------------------------- odd surveys


def small(receives, amount, welfare, **more):
    receives, amount = np.array(receives, dtype=float), np.array(amount, dtype=float)
    return Survey(
        "s",
        "X",
        2020,
        {},
        np.arange(len(receives)),
        more.pop("weight", np.ones(len(receives))),
        None if welfare is None else np.array(welfare, dtype=float),
        {"z": 10.0},
        transfers={"a": Transfer("social_pension", "person", receives, amount)},
        **more,
    )


def test_without_amounts_there_is_coverage_and_no_money():
    rows = measure(small([1, 0, 0, 1], [np.nan, 0, 0, np.nan], [5, 6, 7, 8]), sets=("adept", "aspire"))
    named = {row["measure"] for row in rows if row["programme"] == "a"}
    assert {"coverage", "beneficiary_incidence", "recipient_incidence", "cgh_beneficiaries"} <= named
    assert not {"fgt0_without", "concentration", "transfer_per_capita", "benefit_cost_ratio"} & named


def test_a_total_with_a_programme_of_unknown_amounts_is_unknown():
    survey = small([1, 0, 0, 0], [4, 0, 0, 0], [5, 6, 7, 8])
    meals = Transfer("school_feeding", "person", np.array([0.0, 1, 0, 0]), np.array([0, np.nan, 0, 0]))
    survey = replace(survey, transfers=survey.transfers | {"m": meals})
    found = cells(measure(survey, sets=("adept",)))
    assert found["coverage", "", ALL, "all"] == 0.5
    assert math.isnan(found["average_transfer", "", ALL, "all"])
    assert ("fgt0_without", "z", ALL, "all") not in found
    assert found["fgt0_without", "z", "a", "all"] == 1


def test_who_may_receive_another_is_unknown_and_who_receives_one_is_not():
    survey = small([1, 0, 0, np.nan], [4, 0, 0, np.nan], [5, 6, 7, 8])
    other = Transfer("in_kind", "person", np.array([np.nan, 0, 0, 0]), np.array([np.nan, 0, 0, 0]))
    rows = measure(replace(survey, transfers=survey.transfers | {"o": other}), sets=("adept",))
    assert cells(rows)["coverage", "", ALL, "all"] == pytest.approx(1 / 3)
    assert cells(rows, "n")["coverage", "", ALL, "all"] == 3


@pytest.mark.parametrize(
    "survey",
    [
        small([1], [4], [5]),
        small([0, 0, 0], [0, 0, 0], [5, 5, 5]),
        small([1, 1, 1], [4, 4, 4], [5, 5, 5]),
        small([1, 0, 1], [4, 0, 9], [3, 6, 2]),
        small([1, 0, 1], [4, 0, 9], [np.nan, np.nan, np.nan]),
        small([1, 0, 1], [4, 0, 9], [-3, 0, 0]),
        small([np.nan] * 3, [np.nan] * 3, [5, 6, 7]),
        small([1, 0, 1], [4, 0, 9], None),
        small([1, 0, 1], [4, 0, 9], [3, 6, 2], weight=np.array([0.0, 0, 0])),
        small([1, 0, 1], [4, 0, 9], [3, 6, 2], weight=np.array([0.0, 1, 0])),
    ],
)
def test_odd_surveys_give_numbers_or_nothing(survey):
    for row in measure(survey, sets=("all",)):
        assert not math.isinf(row["value"]), row
        assert math.isnan(row["se"]) or row["se"] > 0, row
    curves(survey, sets=("all",))


def test_a_programme_outside_welfare_changes_none():
    survey = small([1, 0, 0, 1], [4, 0, 0, 9], [5, 16, 27, 8])
    rows = measure(survey, outside=("a",), sets=("adept",))
    assert "fgt0_without" not in {row["measure"] for row in rows if row["programme"] == "a"}
    assert cells(rows)["benefit_incidence", "", "a", "quintile=1"] == pytest.approx(4 / 13)


def test_a_floor_is_compared_with_welfare_before_it(pay):
    survey = replace(small([0, 0, 0, 0], [0, 0, 0, 0], [5, 16, 27, 8]), transfers={})
    programmes = {"g": pay([7, 0, 0, 7]), "k": pay([0, 0, 3, 0])}
    rows = measure(
        survey, Entitlements(programmes), welfare_after=survey.welfare + np.array([7.0, 0, 3, 7]), sets=("adept",)
    )
    found = cells(rows)
    assert found["fgt0_without", "z", ALL, "all"] == 0.5
    assert found["fgt0_reduction", "z", ALL, "all"] == 1
    assert found["fgt0_reduction", "z", "g", "all"] == 1
    assert math.isnan(found["fgt0_reduction", "z", "k", "all"])
    assert found["coverage", "", "g", "quintile_after=1"] == 1
