"""What must hold whatever the survey: concepts add up, contributions have their parts, nobody is impoverished by gains alone."""

from __future__ import annotations

import math
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fiscal.conftest import ALL, figure, in_tables, survey_of

from groundfloor.fiscal import read_fiscal
from groundfloor.fiscal.kinds import CONCEPTS, ENDS

FILE = """fiscal: Drawn
welfare_is: {welfare_is}
pensions: {pensions}
items:
  contribution: {{kind: pension_contribution, unit: person, amount: a}}
  retirement: {{kind: contributory_pension, unit: person, amount: b}}
  income_tax: {{kind: direct_tax, unit: person, amount: c}}
  grant: {{kind: direct_transfer, unit: household, amount: household.sum(d)}}
  vat: {{kind: indirect_tax, unit: person, amount: e}}
  school: {{kind: in_kind_education, unit: person, amount: f}}
  nothing: {{kind: indirect_subsidy, unit: person, amount: g}}
"""
BEFORE = "market_plus_pensions"
money = st.integers(0, 20)
person = st.tuples(st.integers(50, 400), *[money] * 6, st.integers(1, 9), st.booleans())


def made(drawn, welfare_is="disposable", pensions="PDI", tables=ALL, **changes):
    """The incidence of drawn persons: welfare, six amounts, weight, and whether the person begins a household."""
    welfare, *amounts, weight, begins = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    begins[0] = True
    sizes = np.diff(np.append(np.flatnonzero(begins), len(drawn)))
    first = np.repeat(np.flatnonzero(begins), sizes)
    columns = dict(zip("abcdef", amounts, strict=True)) | {"g": np.zeros(len(drawn))}
    survey = survey_of(welfare[first], sizes=sizes, weight=weight[first], **columns)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fiscal.yaml"
        file.write_text(FILE.format(welfare_is=welfare_is, pensions=pensions))
        survey = replace(survey, lines={"z": 120.0}, **changes)
        return in_tables(tables, survey, read_fiscal(file, survey))


several = settings(max_examples=15, deadline=None)
people = st.lists(person, min_size=3, max_size=12)


@several
@given(people, st.sampled_from([one for one in CONCEPTS if one != "taxable"]), st.sampled_from(("PDI", "PGT")))
def test_concepts_add_up_from_whatever_welfare_stands_for(drawn, welfare_is, pensions):
    found = made(drawn, welfare_is, pensions, tables=())
    each = {name: one.each for name, one in found.amounts.items()}
    of = found.concepts
    np.testing.assert_array_equal(of[welfare_is], found.survey.welfare)
    pension = each["retirement"] - each["contribution"]
    np.testing.assert_allclose(of["disposable"], of["market"] + pension - each["income_tax"] + each["grant"], atol=1e-9)
    np.testing.assert_allclose(of["consumable"], of["disposable"] - each["vat"], atol=1e-9)
    np.testing.assert_allclose(of["final"], of["consumable"] + each["school"], atol=1e-9)
    np.testing.assert_allclose(of[BEFORE], of["market"] + (pension if pensions == "PDI" else 0.0), atol=1e-9)
    taxed = each["retirement"] if pensions == "PGT" else 0.0
    np.testing.assert_allclose(of["taxable"], of[BEFORE] + taxed, atol=1e-9)
    gross = each["grant"] + (each["retirement"] if pensions == "PGT" else 0.0)
    np.testing.assert_allclose(of["gross"], of[BEFORE] + gross, atol=1e-9)


@several
@given(people)
def test_the_figures_agree_with_each_other(drawn):
    of = "fiscal_contributions"
    found = made(drawn, tables=("fiscal_concepts", "fiscal_redistribution", "fiscal_impoverishment", of))
    for end in ENDS:
        move = {
            name: figure(found, "fiscal_redistribution", name, concept=end, item=None)
            for name in ("redistributive_effect", "vertical_equity", "reranking")
        }
        assert move["redistributive_effect"] == pytest.approx(move["vertical_equity"] - move["reranking"], abs=1e-12)
        assert move["reranking"] >= -1e-12
        before, after = (figure(found, "fiscal_concepts", "gini", concept=one) for one in (BEFORE, end))
        assert move["redistributive_effect"] == pytest.approx(before - after, abs=1e-12)
        gap = [figure(found, "fiscal_concepts", "fgt1", concept=one, line="z") for one in (BEFORE, end)]
        if found.concepts[BEFORE].min() >= 0:
            lost, won = (
                figure(found, "fiscal_impoverishment", f"{name}_gap", concept=end, line="z")
                for name in ("fiscal_impoverishment", "fiscal_gains_to_the_poor")
            )
            assert gap[1] - gap[0] == pytest.approx(lost - won, abs=1e-12)
    for item in ("income_tax", "grant"):
        parts = [
            figure(found, of, f"marginal_contribution_{name}", concept="final", item=item)
            for name in ("gini", "vertical_equity", "reranking")
        ]
        if not np.isnan(parts[0]):
            assert parts[0] == pytest.approx(parts[1] - parts[2], abs=1e-12)


@several
@given(people)
def test_an_item_of_nothing_does_nothing(drawn):
    found = made(drawn, tables=("fiscal_contributions", "fiscal_redistribution", "fiscal_incidence"))
    for name in ("gini", "vertical_equity", "reranking"):
        zero = figure(found, "fiscal_contributions", f"marginal_contribution_{name}", concept="final", item="nothing")
        assert zero == pytest.approx(0.0, abs=1e-12)
    assert np.isnan(figure(found, "fiscal_redistribution", "kakwani", item="nothing"))
    assert figure(found, "fiscal_incidence", "average", concept=BEFORE, item="nothing") == 0.0


@several
@given(people)
def test_who_only_gains_is_not_impoverished(drawn):
    gainers = [(welfare, 0, 0, 0, d, 0, f, weight, begins) for welfare, _, _, _, d, _, f, weight, begins in drawn]
    found = made(gainers, tables=("fiscal_impoverishment", "fiscal_incidence"))
    for end in ENDS:
        assert figure(found, "fiscal_impoverishment", "fiscal_impoverishment_total", concept=end, line="z") == 0.0
        assert figure(found, "fiscal_incidence", "net_payers", concept=end) == 0.0


@several
@given(people, st.randoms(use_true_random=False))
def test_the_order_of_households_does_not_matter(drawn, random):
    homes = []
    for i, one in enumerate(drawn):
        if i == 0 or one[-1]:
            homes.append([(*one[:-1], True)])
        else:
            homes[-1].append(one)
    mixed = random.sample(homes, len(homes))
    tables = ("fiscal_redistribution", "fiscal_contributions", "fiscal_impoverishment", "fiscal_euromod")
    one, other = (made(each, tables=tables) for each in (drawn, [each for home in mixed for each in home]))
    for table in tables:
        for ours, theirs in zip(one.tables[table], other.tables[table], strict=True):
            for column in ("value", "se"):
                assert ours[column] == pytest.approx(theirs[column], rel=1e-6, abs=1e-7, nan_ok=True), ours


def test_deciles_share_everything_out(fiscal):
    found = made([(50 + i, 1, 2, 3, 4, 5, 6, 1 + i % 3, True) for i in range(40)])
    rows = [
        row["value"]
        for row in found.tables["fiscal_incidence"]
        if row["measure"] == "share" and row["item"] == "vat" and row["concept"] == BEFORE
    ]
    assert len(rows) == 10
    assert sum(rows) == pytest.approx(1.0)


def test_of_euromod_the_parts_lead_from_original_to_disposable():
    found = made([(50 + 3 * i, 1, 2, 3, 4, 5, 6, 1, True) for i in range(20)])
    total = {row["item"]: row["value"] for row in found.tables["fiscal_euromod"] if row["measure"] == "total"}
    parts = total["pensions"] + total["transfers_other"] - total["direct_taxes"] - total["employee_contributions"]
    assert total["original"] + parts == pytest.approx(total["disposable"])
    rate = figure(found, "fiscal_euromod", "net_tax_rate")
    assert rate == pytest.approx(1 - total["disposable"] / total["original"])


@several
@given(people, st.integers(0, 2**12 - 1))
def test_a_group_has_the_figures_of_a_survey_of_its_own(drawn, which):
    inside = (which >> np.arange(len(drawn)) & 1).astype(float)
    kept = {
        "fiscal_impoverishment",
        "fiscal_contributions",
        "fiscal_redistribution",
        "fiscal_incidence",
        "fiscal_coverage",
    }
    whole = made(drawn, tables=())
    # a household is of one group
    inside = np.repeat(inside[whole.survey.starts], whole.survey.sizes)
    columns = {**whole.survey.columns, "north": inside}
    found = made(drawn, tables=kept, columns=columns, groups=("north",))
    for code in set(inside):
        alone = made(drawn, tables=kept, columns=columns, weight=np.where(inside == code, found.survey.weight, 0.0))
        for table in kept:
            names = ("measure", "concept", "item", "line")
            own = {tuple(row[n] for n in names): row for row in alone.tables[table] if row["group"] == "all"}
            rows = [
                row for row in found.tables[table] if row["group"] == f"north={code:g}" and row["measure"] != "share"
            ]
            assert rows
            for row in rows:
                other = own[tuple(row[n] for n in names)]
                assert row["value"] == pytest.approx(other["value"], rel=1e-9, abs=1e-9, nan_ok=True), row
                assert row["n"] == other["n"]
    for table in kept:
        for row in found.tables[table]:
            if row["measure"] == "share" and row["group"].startswith("north="):
                assert math.isnan(row["value"]) or -1e-9 <= row["value"] <= 1 + 1e-9


@several
@given(people)
def test_derivatives_of_contributions_are_those_of_a_small_change(drawn):
    tables = ("fiscal_contributions",)
    found, step = made(drawn, tables=tables), 1e-5
    weight, each = found.survey.weight, found.amounts["income_tax"].each
    rate = (weight * each).sum() / (weight * found.concepts[BEFORE]).sum()

    def with_tax(times):
        survey = replace(found.survey, columns={**found.survey.columns, "c": found.survey.columns["c"] * times})
        before = found.concepts["market"]
        return made(drawn, "market", tables=tables, columns=survey.columns, welfare=before)

    if not rate > 0:
        return
    more, less = (with_tax(1 + side * step) for side in (1, -1))
    measure, labels = "marginal_contribution_vertical_equity", {"concept": "disposable", "item": "income_tax"}
    up, down = (figure(one, "fiscal_contributions", measure, **labels) for one in (more, less))
    slope = figure(found, "fiscal_contributions", f"{measure}_by_size", **labels)
    assert slope == pytest.approx((up - down) / (2 * step * rate), rel=1e-4, abs=1e-4)


def test_types_of_household_follow_from_ages_where_the_survey_does_not_tell_them(fiscal):
    survey = survey_of([90.0, 90.0, 45.0], sizes=[2, 1], wage=[100.0, 0.0, 50.0])
    survey = replace(survey, columns={**survey.columns, "age": np.array([30.0, 5.0, 70.0])})
    found = fiscal(survey, "levy: {kind: direct_tax, unit: person, amount: 0.1 * per_year(wage)}", "disposable")
    groups = {row["group"] for row in found.tables["fiscal_euromod"] if row["measure"] == "mean"}
    assert {"household_type=one_adult_with_children", "household_type=older_only"} <= groups
    assert {"age=0-15", "age=25-49", "age=65+"} <= groups
    assert not {group for group in groups if group.startswith("age_group")}
