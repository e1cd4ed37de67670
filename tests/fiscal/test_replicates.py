"""Errors of fiscal tables from replicate weights: against a plain loop over them, and beside the linearised ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.fiscal.conftest import in_tables

from groundfloor.errors import GroundfloorError
from groundfloor.fiscal import incidence, read_fiscal
from groundfloor.survey import read_survey
from groundfloor.survey.weighting.replicates import replicate

EXAMPLE = Path(__file__).parents[2] / "examples" / "fiscal"
LABELS = ("measure", "concept", "item", "line", "group")


@pytest.fixture(scope="module")
def surveys():
    """The example without its totals, whose factors would move with the weights; and with a few replicates, of whatever scale."""
    survey = read_survey(EXAMPLE / "survey.yaml")
    plain = read_fiscal(EXAMPLE / "fiscal.yaml", survey)
    items = {name: replace(one, total=None) for name, one in plain.items.items()}
    made = replicate(survey, "jackknife")
    few = replace(made.replicates, factors=made.replicates.factors[:, 2:7], rscales=made.replicates.rscales[2:7])
    return survey, replace(made, replicates=few), replace(plain, items=items)


def table_of(found, table):
    return {tuple(row[name] for name in LABELS): row for row in found.tables[table]}


def test_errors_are_those_of_a_loop_over_replicates(surveys):
    survey, made, described = surveys
    found = incidence(made, described)
    linear = incidence(made, described, errors="linearised")
    replicates = made.replicates
    tables = (
        "fiscal_contributions",
        "fiscal_redistribution",
        "fiscal_impoverishment",
        "fiscal_coverage",
        "fiscal_incidence",
    )
    seen = {table: [] for table in tables}
    for at in range(replicates.number):
        one = survey.with_weight(survey.weight * replicates.factors[replicates.unit, at])
        again = in_tables(tables, one, described)
        for table in tables:
            rows = table_of(again, table)
            seen[table].append([rows[key]["value"] if key in rows else np.nan for key in table_of(found, table)])
    for table in tables:
        values = np.array(seen[table])
        plain = np.sqrt(replicates.rscales @ (values - values.mean(axis=0)) ** 2 * replicates.scale)
        rows = table_of(found, table)
        for key, expected in zip(rows, plain.tolist(), strict=True):
            row, other = rows[key], table_of(linear, table)[key]
            assert row["value"] == pytest.approx(other["value"], nan_ok=True)
            if np.isnan(row["se"]):
                assert np.isnan(expected) or expected <= 1e-9 * max(abs(row["value"]), 1), key
            else:
                assert row["se"] == pytest.approx(expected, rel=1e-9), key
                assert row["ci_low"] < row["value"] < row["ci_high"], key


def test_measures_of_concepts_have_the_errors_of_measure(surveys):
    from groundfloor.measures import measure

    _, made, described = surveys
    found = incidence(made, described)
    welfare = found.concepts["disposable"]
    rows = measure(replace(made, welfare=welfare, transfers={}), sets=("ceq",))
    expected = {(row["measure"], "disposable", None, row["line"], row["group"]): row["se"] for row in rows}
    mine = table_of(found, "fiscal_concepts")
    assert {key: mine[key]["se"] for key in expected} == pytest.approx(expected, nan_ok=True)


def test_replicates_must_be_there_to_be_asked_for(surveys):
    survey, _, described = surveys
    with pytest.raises(GroundfloorError, match="no replicate weights"):
        incidence(survey, described, errors="replicates")
