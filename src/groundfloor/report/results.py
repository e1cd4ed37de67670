"""What a run leaves for its readers: tidy tables and the words that go with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Words = Mapping[str, str]

FISCAL = (
    "pensions",
    "measure",
    "concept",
    "item",
    "line",
    "group",
    "value",
    "se",
    "n",
    "synthetic",
    "ci_low",
    "ci_high",
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "population": ("year", "sex", "age", "population"),
    "gaps": (
        "guarantee",
        "programme",
        "group",
        "in_need",
        "covered",
        "gap",
        "coverage_rate",
        "gap_lcu",
        "se",
        "n",
        "synthetic",
    ),
    "measures": (
        "scenario",
        "measure",
        "line",
        "programme",
        "group",
        "value",
        "se",
        "n",
        "synthetic",
        "ci_low",
        "ci_high",
        "series",
    ),
    "curves": (
        "scenario",
        "curve",
        "line",
        "programme",
        "group",
        "x",
        "y",
        "se",
        "ci_low",
        "ci_high",
        "synthetic",
    ),
    "impact": ("scenario", "year", "line", "measure", "before", "after", "change", "se", "synthetic"),
    "costs": (
        "scenario",
        "programme",
        "year",
        "target_population",
        "beneficiaries",
        "benefit_lcu",
        "transfers_lcu",
        "administration_lcu",
        "total_lcu",
        "pct_gdp",
        "pct_government_expenditure",
        "synthetic",
        "administration_per_beneficiary_lcu",
        "administration_fixed_lcu",
        "start_up_lcu",
        "total_lcu_low",
        "total_lcu_high",
    ),
    "financing": ("option", "year", "low", "base", "high", "one_off", "note", "kind", "payer", "left_out"),
    "plan": (
        "scenario",
        "year",
        "cost_pct_gdp",
        "financing_pct_gdp",
        "gap_pct_gdp",
        "debt_pct_gdp_before",
        "debt_pct_gdp_after",
        "synthetic",
        "pledges_pct_gdp",
        "borrowed_pct_gdp",
        "cost_pct_gdp_low",
        "cost_pct_gdp_high",
    ),
    "payers": ("scenario", "year", "payer", "donor", "amount_lcu", "pct_gdp", "share", "synthetic"),
    "pledges": (
        "pledge",
        "donor",
        "purpose",
        "status",
        "year",
        "currency",
        "amount",
        "amount_lcu",
        "pct_gdp",
        "source",
    ),
    "debt": (
        "scenario",
        "path",
        "year",
        "debt_pct_gdp",
        "debt_factor",
        "primary_balance_pct_gdp",
        "stock_flow_pct_gdp",
        "stabilising_balance_pct_gdp",
        "target_balance_pct_gdp",
        "room_pct_gdp",
        "ceiling_pct_gdp",
        "synthetic",
    ),
    "net_incidence": ("scenario", "year", "measure", "stage", "line", "group", "value", "se", "n", "synthetic"),
    "findings": ("severity", "check", "variable", "rows", "message"),
    "fit": ("margin", "cell", "target", "achieved", "difference"),
    "economy": ("year", "series", "value", "unit", "status", "source"),
    "schemes": (
        "programme",
        "guarantee",
        "status",
        "law",
        "institution",
        "target_group",
        "caseload",
        "caseload_year",
        "cost_lcu",
        "cost_year",
        "source",
    ),
    "coverage": ("year", "series", "function", "sex", "quintile", "coverage_pct", "source"),
    "against_rule": (
        "programme",
        "group",
        "unit",
        "entitled_receiving",
        "entitled_not_receiving",
        "not_entitled_receiving",
        "neither",
        "exclusion_error",
        "exclusion_error_se",
        "inclusion_error",
        "inclusion_error_se",
        "amount_received",
        "amount_due",
        "amount_ratio",
        "n",
        "synthetic",
    ),
    "administrative": (
        "programme",
        "group",
        "unit",
        "survey_recipients",
        "survey_recipients_se",
        "administrative_recipients",
        "recipients_ratio",
        "survey_amount",
        "survey_amount_se",
        "amount_known",
        "administrative_amount",
        "amount_ratio",
        "year",
        "source",
        "synthetic",
        "simulated_recipients",
        "simulated_recipients_se",
        "simulated_ratio",
        "simulated_amount",
        "simulated_amount_se",
        "simulated_amount_ratio",
    ),
    "take_up": (
        "programme",
        "group",
        "year",
        "unit",
        "eligible",
        "eligible_se",
        "caseload",
        "caseload_year",
        "implied",
        "implied_se",
        "capped",
        "lacking",
        "take_up",
        "recipients",
        "drawn_below",
        "basis",
        "n",
        "source",
        "synthetic",
    ),
    "supply": (
        "scenario",
        "programme",
        "year",
        "service",
        "within_minutes",
        "group",
        "beneficiaries",
        "within_reach",
        "share_within_reach",
        "within_reach_low",
        "within_reach_high",
        "out_of_reach",
        "transfers_lcu",
        "transfers_out_of_reach_lcu",
        "synthetic",
        "label",
    ),
    "early_warning": ("hazard", "indicator", "value", "unit", "weight", "assumption", "source", "label"),
    "undecided": ("scenario", "programme", "year", "undecided", "share", "synthetic"),
    "differences": (
        "measure",
        "line",
        "programme",
        "group",
        "before",
        "after",
        "change",
        "se",
        "t",
        "p_value",
        "n_before",
        "n_after",
        "ci_low",
        "ci_high",
        "synthetic",
    ),
    "decomposition": (
        "method",
        "index",
        "line",
        "group",
        "component",
        "value",
        "se",
        "ci_low",
        "ci_high",
        "synthetic",
    ),
    "dominance": (
        "criterion",
        "order",
        "scope",
        "finding",
        "x_low",
        "x_high",
        "t",
        "p_value",
        "points",
        "synthetic",
    ),
    "growth": ("measure", "index", "line", "value", "se", "ci_low", "ci_high", "reason", "synthetic"),
    "winners": ("measure", "line", "group", "value", "se", "n", "ci_low", "ci_high", "synthetic"),
    "transitions": ("measure", "line", "from", "to", "value", "se", "n", "ci_low", "ci_high", "synthetic"),
    "fiscal_items": (
        "pensions",
        "item",
        "item_label",
        "kind",
        "item_unit",
        "amount_lcu",
        "payers",
        "factor",
        "undecided",
        "progressivity",
        "synthetic",
    ),
    "fiscal_concepts": FISCAL,
    "fiscal_impoverishment": FISCAL,
    "fiscal_contributions": FISCAL,
    "fiscal_incidence": FISCAL,
    "fiscal_redistribution": FISCAL,
    "fiscal_coverage": FISCAL,
    "fiscal_euromod": FISCAL,
}

# the tables that `groundfloor compare` gives and no run writes
OF_COMPARISON = ("differences", "decomposition", "dominance", "growth", "winners", "transitions")


# the tables whose figures come from households: each row says whether these are synthetic
OF_HOUSEHOLDS = tuple(name for name, columns in COLUMNS.items() if "synthetic" in columns)


def marked(rows: Iterable[Row], synthetic: bool) -> list[Row]:
    """Rows that say whether the households behind them are synthetic; one that says so already stays as it is.

    >>> marked([{"year": 2025}], True)
    [{'year': 2025, 'synthetic': True}]
    """
    return [{**row, "synthetic": row.get("synthetic", synthetic)} for row in rows]


@dataclass(frozen=True)
class Results:
    """Everything a report or workbook shows. A cell that is None or NaN is absent and is left empty; one may be words by language.

    `tables` holds rows by table name with at least the columns of `COLUMNS`; `scenario_labels` begins with the floor itself.
    `assumptions` and `sources` are sentences by language and plain citations. `scenario_texts` and `programme_texts` say in a
    sentence what each is, `line_phrases` what a line is called inside one, `group_labels` what a group ("region=Oti") is called, `shapes` the rings of its
    area in degrees. `survey_year` is
    when households were asked and `price_year` the year in whose prices they said what they live on, None where they did not.
    `shock_labels` are the names of shocks and, as "drought.farmers", of what they take. `title` is that of a workbook about something else than a floor, `kind` that of a comparison.
    """

    country_name: Words
    currency: str
    year: int
    horizon: int
    synthetic: bool
    survey_name: Words | str
    floor_label: Words
    scenario_labels: Mapping[str, Words]
    programme_labels: Mapping[str, Words]
    tables: Mapping[str, Sequence[Row]]
    assumptions: Sequence[Words] = ()
    sources: Sequence[str] = ()
    fingerprint: str = ""
    seed: int = 0
    engine: str = "arrays"
    option_labels: Mapping[str, Words] = field(default_factory=dict)
    line_labels: Mapping[str, Words] = field(default_factory=dict)
    line_phrases: Mapping[str, Words] = field(default_factory=dict)
    group_labels: Mapping[str, Words] = field(default_factory=dict)
    scenario_texts: Mapping[str, Words] = field(default_factory=dict)
    programme_texts: Mapping[str, Words] = field(default_factory=dict)
    title: Words | None = None
    kind: str = ""
    shapes: Mapping[str, Sequence[Sequence[tuple[float, float]]]] = field(default_factory=dict)
    survey_year: int | None = None
    price_year: int | None = None
    shock_labels: Mapping[str, Words] = field(default_factory=dict)
