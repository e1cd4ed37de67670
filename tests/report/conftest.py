"""The made-up run, and runs that lack each something or say something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.comparison import Comparison
from groundfloor.report.incidence import results as results_of_fiscal
from groundfloor.report.results import COLUMNS, OF_COMPARISON, Results
from groundfloor.survey.frame import Replicates

from .made_up import (
    BASE,
    FLOOR,
    FULL,
    HORIZON,
    KNOWN,
    SCENARIOS,
    costs,
    debt,
    delivered,
    gaps,
    impact,
    make_results,
    measures,
    net_incidence,
    observed,
    plan,
    population,
    schemes,
    tables,
)

FISCAL = Path(__file__).parents[2] / "examples" / "fiscal"
PENSIONS = "insured: {kind: contributory_pension, unit: person, amount: pension_amount}"
REGRESSIVE = "levy: {kind: direct_tax, unit: household, amount: 0.9 * household_consumption if household_consumption < 12000 else 0}"


@pytest.fixture(scope="session")
def results() -> Results:
    return make_results()


@pytest.fixture(scope="session")
def make() -> Callable[..., Results]:
    return make_results


@pytest.fixture(scope="session")
def without() -> Callable[..., Results]:
    """The full run with some tables emptied, or with the rows that a function keeps."""

    def take(
        *names: str, keep: Callable[[str, dict[str, Any]], bool] = lambda _name, _row: True, **changes: Any
    ) -> Results:
        left = {
            name: [row for row in rows if keep(name, row)] if name not in names else []
            for name, rows in tables().items()
        }
        return make_results(tables=left, **changes)

    return take


@pytest.fixture(scope="session")
def variants(without: Callable[..., Results]) -> list[Results]:
    """Runs that lack each in turn something another has: between them they say everything the report can say."""
    gone = ("covered", "gap", "coverage_rate", "gap_lcu")

    def blank(
        name: str, columns: tuple[str, ...], where: Callable[[dict[str, Any]], bool] = lambda _row: True
    ) -> Results:
        rows = [row | dict.fromkeys(columns) if where(row) else row for row in tables()[name]]
        return make_results(tables=tables() | {name: rows})

    def later(row: dict[str, Any]) -> bool:
        return int(row["year"]) == HORIZON

    rich = {
        name: [row | {"base": 30.0} if name == "financing" else row for row in rows] for name, rows in tables().items()
    }
    rich["plan"] = [
        row | {"financing_pct_gdp": 30.0, "gap_pct_gdp": row["cost_pct_gdp"] - 30.0} for row in rich["plan"]
    ]
    everywhere = [row | ({"coverage_rate": 0.5} if row["coverage_rate"] is not None else {}) for row in gaps()]
    short = make_results(horizon=FULL)
    alone = {FLOOR: SCENARIOS[FLOOR]}
    money, people = ("transfers_lcu", "total_lcu"), ("beneficiaries", "target_population")
    village = {
        "costs": [row | {column: row[column] / 1e7 for column in (*money, *people)} for row in costs()],
        "gaps": [
            row | {"gap": row["gap"] and row["gap"] / 1e4, "gap_lcu": row["gap_lcu"] and row["gap_lcu"] * 1e6}
            for row in gaps()
        ],
        "schemes": [row | {"law": None, "caseload_year": None} for row in schemes()],
    }
    told = {"en": "Something for everybody.", "fr": "Quelque chose pour tous."}

    def changed(measure_by: float, impact_by: float) -> dict[str, Any]:
        measures_ = [
            row | ({"value": row["value"] + measure_by} if row["scenario"] != "today" else {"value": 0.1})
            for row in measures()
        ]
        return tables() | {
            "impact": [row | {"change": impact_by, "after": row["before"] + impact_by} for row in impact()],
            "measures": measures_,
        }

    calm = {
        "debt": [row | {"debt_pct_gdp": 50.0} for row in debt()],
        "net_incidence": [
            row | {"value": 0.0 if row["measure"] == "transfers" else row["value"]} for row in net_incidence()
        ],
    }
    small = [row | {"population": row["population"] / 1e3} for row in population()]
    still = changed(0.0, 0.0) | {"measures": [row | {"value": 0.1} for row in measures()]}
    return [
        make_results(),
        make_results(programme_texts={"child_grant": told}, scenario_texts={FLOOR: told}, group_labels={"region=Oti": told}, line_phrases={"national": {"en": "the line", "fr": "le seuil"}}),
        make_results(tables=changed(0.5, 0.01)),
        make_results(tables=changed(0.5, 0.01) | {"population": []}),
        make_results(tables=changed(-0.05, -0.01) | {"population": []}),
        make_results(tables=still | {"population": small}),
        make_results(tables=tables() | {name: [dict.fromkeys(COLUMNS[name])] for name in OF_COMPARISON}),
        make_results(tables=tables() | {"plan": [row | {"gap_pct_gdp": 0.0} for row in plan()]}),
        make_results(tables=tables() | {"fit": [{"margin": "m", "cell": "age=5", "target": 0.1, "achieved": 0.2, "difference": 0.1}]}),
        make_results(tables=tables() | {"gaps": [row for row in gaps() if row["programme"] == "child_grant"]}),
        make_results(tables=tables() | gf.cost_services("gha", to=HORIZON, sector="housing").tables | gf.project_contributory("gha", to=HORIZON, scheme="ssnit_informal").tables),
        short,
        make_results(tables=tables() | {"gaps": everywhere}),
        make_results(tables=rich),
        make_results(tables=tables() | calm),
        make_results(tables={}, scenario_labels={}, synthetic=False, fingerprint="", assumptions=(), sources=()),
        without("impact", "measures", synthetic=False),
        without("undecided", "fit", "findings", "schemes", "population", "economy"),
        without(keep=lambda _name, row: row.get("group", "all") == "all", scenario_labels=alone),
        without(keep=lambda name, row: name != "costs" or row["programme"] in ("child_grant", "social_pension")),
        blank("gaps", gone),
        blank("gaps", gone, lambda row: row["programme"] in ("child_grant", "disability_grant")),
        blank("impact", ("se",)),
        blank("early_warning", ("value",)),
        blank("costs", ("pct_gdp",)),
        blank("costs", ("pct_gdp",), lambda row: row["programme"] == "child_grant"),
        make_results(tables=tables() | {"costs": [row | {"pct_gdp": row["year"] / 1e4} for row in costs()]}),
        blank("costs", ("pct_government_expenditure",)),
        blank("costs", ("total_lcu",)),
        blank("financing", ("low",)),
        blank("plan", ("debt_pct_gdp_before", "debt_pct_gdp_after")),
        blank("plan", ("debt_pct_gdp_after", "gap_pct_gdp"), later),
        make_results(tables=rich | {"plan": [row | dict.fromkeys(("debt_pct_gdp_before", "debt_pct_gdp_after")) for row in rich["plan"]]}),
        make_results(tables=tables() | village),
        make_results(tables=tables() | delivered()),
        make_results(tables=tables() | {"measures": [*measures(), KNOWN]}, survey_year=2009, price_year=2011),
        make_results(survey_year=2017, price_year=BASE),
        make_results(tables=tables() | {"measures": [*measures(), *observed()]}),
        make_results(tables=tables() | {"against_rule": [row | {"unit": "household", "exclusion_error_se": None} for row in tables()["against_rule"]]}),
        without("impact", "measures", survey_year=2009),
        make_results(tables=tables() | {"costs": [row | {"total_lcu": 1e6 * row["total_lcu"]} for row in costs()]}),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def taxed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Results]:
    """Fiscal incidence in the example's survey, of its own fiscal.yaml or of the items given."""

    def made(items: str = "", pensions: str = "PDI") -> Results:
        if not items:
            return results_of_fiscal(gf.fiscal_incidence(FISCAL, pensions=pensions))
        file = tmp_path_factory.mktemp("fiscal") / "fiscal.yaml"
        file.write_text(f"fiscal: By hand\nwelfare_is: disposable\npensions: {pensions}\nitems:\n  {items}\n")
        return results_of_fiscal(gf.fiscal_incidence(FISCAL, file))

    return made


@pytest.fixture(scope="session")
def fiscal_variants(taxed: Callable[..., Results]) -> list[Results]:
    """Between them they say everything that the report on taxes and benefits can say."""
    return [taxed(), taxed(pensions="PGT"), taxed(PENSIONS), taxed(REGRESSIVE)]


@pytest.fixture(scope="session")
def comparisons(tmp_path_factory: pytest.TempPathFactory) -> list[Comparison]:
    """Between them they say everything that the report on two distributions can say."""
    survey = gf.read_survey(gf.new(tmp_path_factory.mktemp("packs") / "nowhere"))
    survey = replace(survey, lines={"national": 6000.0, "low": 3000.0}, line_labels={"national": {"en": "National"}})
    assert survey.welfare is not None
    richer = replace(survey, name="later", year=survey.year + 5, welfare=survey.welfare * 1.3)
    welfare = survey.welfare
    grown = replace(richer, welfare=welfare * (1 + np.where(survey.columns["age"] < 30, 0.5, 0.0)))
    tilted = replace(richer, welfare=np.median(welfare) * (welfare / np.median(welfare)) ** 1.6)
    lower = welfare < np.median(welfare)
    leveled = np.where(lower, welfare[lower].mean(), np.where(welfare > np.quantile(welfare, 0.9), 1.6, 1.0) * welfare)
    leveled = replace(richer, welfare=leveled)
    shared = replace(richer, sharing=np.ones(survey.persons))
    moved = replace(richer, lines={"national": 7000.0, "low": 3000.0})
    weighted = replace(
        survey, replicates=Replicates("jk1", np.ones((survey.households, 2)), survey.household_of, 0.5, np.ones(2))
    )
    return [
        gf.compare(survey, richer, deflator=1.1),
        gf.compare(richer, survey),
        gf.compare(survey, moved),
        gf.compare(survey, shared),
        gf.compare(survey, grown),
        gf.compare(survey, tilted),
        gf.compare(tilted, survey),
        gf.compare(survey, leveled),
        gf.compare(replace(survey, lines={}, synthetic=True), replace(richer, lines={})),
        gf.compare(survey, groups=("sex=female", "sex=male"), by=["region"]),
        gf.compare(survey, welfare * np.where(survey.columns["age"] < 30, 1.2, 0.7)),
        gf.compare(survey, welfare + 500.0),
        gf.compare(survey, welfare),
        gf.compare(weighted, welfare * 1.1),
        gf.compare(weighted, welfare * 1.1, errors="linearised"),
        gf.compare(weighted, richer),
        gf.compare(weighted, richer, panel=["_key"]),
    ]
