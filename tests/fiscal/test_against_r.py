"""The whole of examples/fiscal against R: items, concepts and figures written anew there, errors by its package survey."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.oracle import figures

import groundfloor as gf
from groundfloor.survey import read_survey

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "fiscal"
SCRIPT = Path(__file__).with_name("incidence.R")
ENDS = ("disposable", "consumable", "final")
ITEMS = ("income_tax", "family_grant", "schools", "health_fees")


@pytest.fixture(scope="module")
def r():
    return figures(SCRIPT, EXAMPLE / "survey.csv", EXAMPLE / "education_costs.csv")


@pytest.fixture(scope="module")
def ours():
    """The rows of every table by table, scenario, measure, concept, item, line and group."""
    survey = read_survey(EXAMPLE / "survey.yaml")
    found = {}
    for pensions in ("PDI", "PGT"):
        tables = gf.fiscal_incidence(survey, EXAMPLE / "fiscal.yaml", pensions=pensions).tables
        for table, rows in tables.items():
            if table != "fiscal_items":
                for row in rows:
                    labels = (row[name] for name in ("measure", "concept", "item", "line", "group"))
                    found[table.removeprefix("fiscal_"), pensions, *labels] = row
    return found


BEFORE = "market_plus_pensions"
CONCEPTS = {"market": "market", "pdi": BEFORE} | {end: end for end in ENDS}
# what R calls a figure: where it stands in our tables
AREAS = {"": "all", "North ": "region=North"}
BY_DERIVATIVE = {
    f"{area}{pensions} {measure} {end}": ("redistribution", pensions, measure, end, None, None, group)
    for area, group in AREAS.items()
    for pensions in ("PDI", "PGT")
    for measure in ("redistributive_effect", "vertical_equity", "reranking")
    for end in ENDS
} | {
    f"{area}PDI {name} {item}": (table, "PDI", measure, concept, item, None, group)
    for area, group in AREAS.items()
    for item in ITEMS
    for name, table, measure, concept in (
        ("concentration", "redistribution", "concentration", BEFORE),
        ("kakwani", "redistribution", "kakwani", BEFORE),
        ("reynolds", "redistribution", "vertical_equity", BEFORE),
        ("reranking", "redistribution", "reranking", BEFORE),
        ("mc", "contributions", "marginal_contribution_gini", "final"),
        ("ie", "contributions", "impact_effectiveness_gini", "final"),
        ("se", "contributions", "spending_effectiveness_gini", "final"),
        *(
            (slope, "contributions", f"marginal_contribution_{slope}", "final")
            for slope in (
                "gini_by_size",
                "vertical_equity_by_size",
                "reranking_by_size",
                "vertical_equity_by_progressivity",
            )
        ),
    )
}
BY_TAYLOR = (
    {
        f"{name} {concept}": ("concepts", "PDI", measure, CONCEPTS[concept], None, line, "all")
        for concept in CONCEPTS
        for name, measure, line in (
            ("mean", "mean_welfare", None),
            ("fgt0", "fgt0", "national"),
            ("fgt1", "fgt1", "national"),
        )
    }
    | {
        f"{name} {end}": ("impoverishment", "PDI", measure, end, None, "national", "all")
        for end in ENDS
        for name, measure in (
            ("fi headcount", "fiscal_impoverishment_headcount"),
            ("fi per capita", "fiscal_impoverishment_per_capita"),
            ("fi among poor", "fiscal_impoverishment_among_poor"),
            ("fgp per capita", "fiscal_gains_to_the_poor_per_capita"),
        )
    }
    | {
        f"{name} {item} {tenth}": ("incidence", "PDI", measure, BEFORE, item, None, f"{group}{tenth}")
        for item in ("income_tax", "schools")
        for tenth in (2, 10)
        for name, measure, group in (
            ("average", "average", "decile="),
            ("incidence", "incidence", "decile="),
            ("share", "share", "decile="),
            ("cumulative", "cumulative_share", "decile<="),
        )
        if (name, tenth) != ("cumulative", 10)
    }
    | {
        f"{measure} {item} North": ("incidence", "PDI", measure, BEFORE, item, None, "region=North")
        for item in ("income_tax", "schools")
        for measure in ("average", "incidence", "share")
    }
    | {
        "fi per capita final North": (
            "impoverishment",
            "PDI",
            "fiscal_impoverishment_per_capita",
            "final",
            None,
            "national",
            "region=North",
        ),
        "coverage schools North": ("coverage", "PDI", "coverage", BEFORE, "schools", None, "region=North"),
        "coverage schools": ("coverage", "PDI", "coverage", BEFORE, "schools", None, "all"),
        "coverage target schools": ("coverage", "PDI", "coverage_target", BEFORE, "schools", None, "all"),
    }
)


def test_every_figure_of_r_is_compared(r):
    plain = {f"gini {concept}" for concept in CONCEPTS}
    errors = {f"{name} error" for name in (*BY_DERIVATIVE, *BY_TAYLOR)}
    assert set(r) == {*BY_DERIVATIVE, *BY_TAYLOR, *plain, *errors}


def test_means_ratios_and_shares_with_their_errors(r, ours):
    for name, place in BY_TAYLOR.items():
        assert ours[place]["value"] == pytest.approx(r[name], rel=1e-9), name
        error = np.nan_to_num(ours[place]["se"])  # an empty error is R's 0: nothing varies
        assert error == pytest.approx(r[f"{name} error"], rel=1e-8, abs=1e-12), name


def test_gini_of_every_concept(r, ours):
    for name, concept in CONCEPTS.items():
        found = ours["concepts", "PDI", "gini", concept, None, None, "all"]
        assert found["value"] == pytest.approx(r[f"gini {name}"], rel=1e-10)


def test_redistribution_contributions_and_effectiveness_with_their_errors(r, ours):
    for name, place in BY_DERIVATIVE.items():
        assert ours[place]["value"] == pytest.approx(r[name], rel=1e-8, abs=1e-11, nan_ok=True), name
        assert ours[place]["se"] == pytest.approx(r[f"{name} error"], rel=2e-5, nan_ok=True), name
