"""Coverage, incidence, adequacy and targeting against a slow version written from the definitions of ASPIRE."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.measures import measure
from groundfloor.measures.ranking import quantile_groups
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.survey.frame import Survey, Text

LINE = 50.0


def plain(survey, paid, living):
    """Every measure of one programme by the definitions, person by person."""
    home = survey.household_of
    persons = range(survey.persons)
    size = np.bincount(home)
    amount = [sum(paid[j] for j in persons if home[j] == home[i]) / size[home[i]] for i in persons]
    reached = [any(paid[j] > 0 for j in persons if home[j] == home[i]) for i in persons]
    direct = [paid[i] > 0 for i in persons]
    before, w = survey.welfare, survey.weight
    decile = quantile_groups(before, w, 10)
    region = survey.columns["region"].codes
    groups = {"all": [True] * survey.persons}
    groups |= {f"region={k}": [region[i] == k for i in persons] for k in range(2)}
    deciles = {f"decile={k + 1}": [decile[i] == k for i in persons] for k in range(10)}

    def over(above, below):
        bottom = sum(w[i] * below(i) for i in persons)
        return sum(w[i] * above(i) for i in persons) / bottom if bottom > 0 else math.nan

    out = {}
    for name, inside in (groups | deciles).items():
        out["coverage", "", name] = over(lambda i, g=inside: g[i] and reached[i], lambda i, g=inside: g[i])
        out["coverage_direct", "", name] = over(lambda i, g=inside: g[i] and direct[i], lambda i, g=inside: g[i])
        out["average_transfer", "", name] = over(
            lambda i, g=inside: amount[i] if g[i] and reached[i] else 0, lambda i, g=inside: g[i] and reached[i]
        )
        known = [inside[i] and reached[i] and not math.isnan(living[i]) for i in persons]
        out["adequacy", "", name] = over(
            lambda i, k=known: amount[i] if k[i] else 0, lambda i, k=known: living[i] if k[i] else 0
        )
        if name == "all":
            continue
        family = [any(g[i] for g in (deciles if name in deciles else groups).values()) for i in persons]
        out["beneficiary_incidence", "", name] = over(
            lambda i, g=inside: g[i] and reached[i], lambda i, f=family: f[i] and reached[i]
        )
        out["benefit_incidence", "", name] = over(
            lambda i, g=inside: amount[i] if g[i] else 0, lambda i, f=family: amount[i] if f[i] else 0
        )
    for name, inside in groups.items():
        poor = [inside[i] and before[i] < LINE for i in persons]
        rich = [inside[i] and before[i] >= LINE for i in persons]
        cover = [over(lambda i, k=k: k[i] and reached[i], lambda i, k=k: k[i]) for k in (poor, rich)]
        out["generosity", "z", name] = out["average_transfer", "", name] / LINE
        out["undercoverage", "z", name] = 1 - cover[0]
        out["targeting_differential", "z", name] = cover[0] - cover[1]
        either = [poor[i] or rich[i] for i in persons]
        out["leakage", "z", name] = over(lambda i, r=rich: r[i] and reached[i], lambda i, e=either: e[i] and reached[i])
        out["leakage_benefits", "z", name] = over(
            lambda i, r=rich: amount[i] if r[i] else 0, lambda i, e=either: amount[i] if e[i] else 0
        )
    return out


homes = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 100).map(float), st.just(math.nan)),  # welfare
        st.integers(1, 9),  # weight
        st.integers(0, 1),  # region
        st.lists(st.sampled_from([0.0, 0.0, 12.0, 30.0]), min_size=1, max_size=4),  # what each member receives
    ),
    min_size=3,
    max_size=15,
)


@given(homes)
def test_every_measure_of_a_programme(drawn):
    sizes = np.array([len(home[3]) for home in drawn])
    columns = [np.repeat([home[k] for home in drawn], sizes) for k in range(3)]
    paid = np.concatenate([home[3] for home in drawn])
    survey = Survey(
        name="s",
        country="X",
        year=2020,
        columns={"region": Text(columns[2].astype(np.int32), ("0", "1"))},
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        weight=columns[1].astype(float),
        welfare=columns[0],
        lines={"z": LINE},
        groups=("region",),
    )
    living = survey.welfare + 7
    taking = (paid > 0).astype(float)
    rows = measure(survey, Entitlements({"p": Entitlement(taking, taking, paid, paid, 0)}), welfare_after=living)
    found = {(r["measure"], r["line"] or "", r["group"]): r["value"] for r in rows if r["programme"] == "p"}
    expected = plain(survey, paid, living)
    assert {key for key in expected if key not in found} <= {key for key in expected if "region" in key[2]}
    for key, value in found.items():
        assert value == pytest.approx(expected[key], abs=1e-9, nan_ok=True), key


def test_household_programme_reaches_all_members(make, pay, by):
    # two households of three and one; the first receives 90 a year at its first row
    survey = make([10, 10, 10, 40], sizes=[3, 1], lines={"z": 20.0})
    value = by(measure(survey, Entitlements({"p": pay([90, 0, 0, 0])})))
    assert value["coverage", "", "p", "all"] == 0.75
    assert value["coverage_direct", "", "p", "all"] == 0.25
    assert value["average_transfer", "", "p", "all"] == 30
    assert value["adequacy", "", "p", "all"] == 3
    assert value["generosity", "z", "p", "all"] == 1.5
    assert value["undercoverage", "z", "p", "all"] == value["leakage", "z", "p", "all"] == 0


def test_poverty_is_measured_after_and_deciles_stay_before(make, pay, by):
    before = np.arange(1.0, 11)
    after = before[::-1].copy()
    paid = np.where(before == 1, 9.0, 0.0)
    value = by(measure(make(before, lines={"z": 1.5}), Entitlements({"p": pay(paid)}), welfare_after=after))
    assert value["coverage", "", "p", "decile=1"] == 1
    assert value["benefit_incidence", "", "p", "decile=1"] == 1
    assert value["adequacy", "", "p", "all"] == 0.9
    assert value["fgt0", "z", "", "all"] == 0.1
    assert value["undercoverage", "z", "p", "all"] == 0


def test_an_unknown_amount_is_left_out_not_nothing(make, pay, by):
    survey = make([10, 20, 30, 40], lines={"z": 25.0})
    rows = measure(survey, Entitlements({"p": pay([5, np.nan, 0, 15], receives=[1, 1, 0, 1])}))
    value, n = by(rows), by(rows, "n")
    assert value["coverage", "", "p", "all"] == 0.75
    assert value["average_transfer", "", "p", "all"] == 10
    assert n["average_transfer", "", "p", "all"] == 2
    assert value["leakage_benefits", "z", "p", "all"] == 0.75


def test_nobody_receives(make, pay, by):
    survey = make([10, 20, 30, 40], lines={"z": 25.0})
    rows = measure(survey, Entitlements({"p": pay([0, 0, 0, 0])}))
    value, se = by(rows), by(rows, "se")
    assert value["coverage", "", "p", "all"] == 0
    assert math.isnan(se["coverage", "", "p", "all"])
    for name, line in (("adequacy", ""), ("average_transfer", ""), ("generosity", "z"), ("leakage", "z")):
        assert math.isnan(value[name, line, "p", "all"])
    assert math.isnan(value["benefit_incidence", "", "p", "decile=3"])


def test_a_survey_without_welfare_has_coverage_and_no_deciles(make, pay):
    survey = make(None, columns={"age": np.array([3.0, 30.0])})
    rows = measure(survey, Entitlements({"p": pay([10, 0])}))
    assert {row["measure"] for row in rows if row["programme"]} == {"coverage", "coverage_direct", "average_transfer"}
    assert {row["group"] for row in rows} == {"all"}
