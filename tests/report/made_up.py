"""A made-up run in the size of a country: three options, six programmes, 2025 to 2050."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from groundfloor.country.parts import EXPENDITURE, REVENUE
from groundfloor.report.results import COLUMNS, Results

BASE, HORIZON, FULL = 2025, 2050, 2030
FLOOR = "national_floor"
SCENARIOS = {
    FLOOR: {"en": "A social protection floor for Ghana", "fr": "Un socle de protection sociale pour le Ghana"},
    "start_small": {"en": "Start small", "fr": "Commencer modestement"},
    "child_grant_to_18": {"en": "Child grant to 18", "fr": "Allocation pour enfant jusqu’à 18 ans"},
}
STRENGTH = {FLOOR: 1.0, "start_small": 0.45, "child_grant_to_18": 1.7}
# programme: English, French, guarantee, entitled, covered today (None not known), take-up, LCU a year each, lean to the poor
PROGRAMMES: dict[str, tuple[str, str, str, float, float | None, float, float, float]] = {
    "child_grant": ("Child grant", "Allocation pour enfant", "children", 4.31e6, 0.083, 0.9, 1344.0, 1.2),
    "maternity_grant": ("Maternity grant", "Allocation de maternité", "working_age", 0.93e6, 0.061, 0.8, 1080.0, 1.3),
    "disability_grant": ("Disability grant", "Allocation pour handicap", "working_age", 0.62e6, None, 0.8, 5376.0, 1.4),
    "social_pension": ("Social pension", "Pension sociale", "old_age", 1.28e6, 0.142, 0.95, 5376.0, 1.1),
    "public_works": ("Guaranteed public works", "Travaux publics garantis", "working_age", 1.07e6, 0.037, 0.5, 2200.0, 3.0),
    "essential_health": (
        "Essential health care for all", "Soins de santé essentiels pour tous", "health", 10.4e6, 0.0, 0.9, 300.0, 1.05,
    ),
}  # fmt: skip
LINES = {
    "national": {"en": "National poverty line, per person", "fr": "Seuil national de pauvreté, par personne"},
    "extreme": {
        "en": "National extreme poverty line, per person",
        "fr": "Seuil national d’extrême pauvreté, par personne",
    },
    "usd_3_65": {
        "en": "3.65 international dollars of 2017 a day",
        "fr": "3,65 dollars internationaux de 2017 par jour",
    },
}
HEADCOUNT = {"national": 0.234, "extreme": 0.082, "usd_3_65": 0.483}
REGIONS = {
    "Ahafo": 0.9, "Ashanti": 0.6, "Bono": 0.85, "Bono East": 1.2, "Central": 0.7, "Eastern": 0.65, "Greater Accra": 0.2,
    "North East": 2.6, "Northern": 2.2, "Oti": 1.7, "Savannah": 2.4, "Upper East": 2.3, "Upper West": 2.9, "Volta": 1.3,
    "Western": 0.8, "Western North": 0.95,
}  # fmt: skip
OPTIONS = {
    "tax_expenditure": ("Fewer tax exemptions and better VAT compliance", "Moins d’exonérations fiscales et meilleure collecte de la TVA", 0.4, 0.8, 1.4, 2027, 5),
    "reallocation": ("Reallocation of expenditure", "Réaffectation de dépenses", 0.2, 0.4, 0.7, 2026, 5),
    "contributions": ("Wider coverage by social insurance", "Extension de la couverture de l’assurance sociale", 0.05, 0.15, 0.3, 2028, 8),
    "grants": ("Grants of development partners", "Dons des partenaires au développement", 0.0, 0.05, 0.15, 2026, 2),
    "reserves": ("One payment from the stabilisation fund", "Versement unique du fonds de stabilisation", 0.0, 0.1, 0.2, 2026, 0),
}  # fmt: skip
YEARS = range(BASE, HORIZON + 1)


def gdp(year: int) -> float:
    return 1.409476e12 * 1.13 ** (year - BASE)


def phase(year: int) -> float:
    return min(1.0, max(0.0, 0.2 * (year - BASE)))


def in_scenario(scenario: str, programme: str) -> bool:
    return not (scenario == "start_small" and programme == "public_works")


LEFT_AWAY = {
    ("measures", "series"),
    ("financing", "kind"),
    ("financing", "payer"),
    ("financing", "left_out"),
    ("plan", "pledges_pct_gdp"),
    ("plan", "borrowed_pct_gdp"),
    ("costs", "administration_per_beneficiary_lcu"),
    ("costs", "administration_fixed_lcu"),
    ("costs", "start_up_lcu"),
    ("costs", "total_lcu_low"),
    ("costs", "total_lcu_high"),
    ("plan", "cost_pct_gdp_low"),
    ("plan", "cost_pct_gdp_high"),
}


def made(table: str, *values: Any) -> dict[str, Any]:
    later = ("synthetic", "ci_low", "ci_high")
    named = [column for column in COLUMNS[table] if column not in later and (table, column) not in LEFT_AWAY]
    return dict(zip(named, values, strict=True))


def population() -> list[dict[str, Any]]:
    ages = [34.0e6 / 2 * math.exp(-age / 24) / 24.49 for age in range(101)]
    return [
        made("population", year, sex, age, 1.018 ** (year - BASE) * people)
        for year in YEARS
        for sex in ("f", "m")
        for age, people in enumerate(ages)
    ]


def gaps() -> list[dict[str, Any]]:
    rows = []
    for name, (_, _, guarantee, need, rate, _, amount, _) in PROGRAMMES.items():
        for group, share, lean in [("all", 1.0, 1.0), *((f"region={r}", 1 / 16, x) for r, x in REGIONS.items())]:
            row: dict[str, Any] = dict.fromkeys(("covered", "gap", "coverage_rate", "gap_lcu", "se"))
            row |= {"guarantee": guarantee, "programme": name, "group": group, "in_need": need * share}
            if rate is not None:
                local = min(0.9, rate * (0.4 + 0.6 * lean))
                row |= {"covered": need * share * local, "gap": need * share * (1 - local), "coverage_rate": local}
                row["gap_lcu"] = row["gap"] * amount
                # how sure the rate is can be told for the whole country alone
                row["se"] = 0.02 if group == "all" else None
            rows.append(row)
    return rows


FUNCTIONS = (
    "any", "family_child", "maternity", "disability", "unemployment", "work_injury", "old_age", "vulnerable", "poor",
    "social_assistance", "social_insurance", "labour_market",
)  # fmt: skip


def coverage() -> list[dict[str, Any]]:
    nobody: dict[str, Any] = {"sex": None, "quintile": None, "source": "SDG database"}
    rows = [nobody | {"year": 2020, "series": f"S_{f}", "function": f, "coverage_pct": 25.3} for f in FUNCTIONS]
    one = nobody | {"series": "S_old_age", "function": "old_age"}
    rows += [one | {"year": 2016, "coverage_pct": 16.9}, one | {"year": 2021, "sex": "female", "coverage_pct": 7.2}]
    return [*rows, nobody | {"year": 2020, "series": "S_any", "function": "any", "quintile": 1, "coverage_pct": 0.0}]


def costs() -> list[dict[str, Any]]:
    rows = []
    for scenario, strength in STRENGTH.items():
        for name, (_, _, _, need, _, take_up, amount, _) in PROGRAMMES.items():
            for year in YEARS:
                if not in_scenario(scenario, name):
                    continue
                target = need * strength * (1 + 0.012 * (year - BASE))
                taking = target * take_up * phase(year)
                paid = taking * amount * 1.08 ** (year - BASE)
                total = paid * 1.07
                gdp_share = 100 * total / gdp(year)
                mean = paid / taking if taking else math.nan
                money = (mean, paid, 0.07 * paid, total, gdp_share, gdp_share / 0.19)
                rows.append(made("costs", scenario, name, year, target, taking, *money))
    return rows


def delivered() -> dict[str, list[dict[str, Any]]]:
    """Costs and plan with every cost of delivery, and a low and a high variant."""
    more = {"administration_per_beneficiary_lcu": 1e6, "administration_fixed_lcu": 2e6, "start_up_lcu": 3e6}
    spent = [
        row
        | more
        | {"administration_lcu": row["administration_lcu"] + 6e6, "total_lcu": row["total_lcu"] + 6e6}
        | {"total_lcu_low": 0.5 * row["total_lcu"], "total_lcu_high": 2 * row["total_lcu"] + 6e6}
        for row in costs()
    ]
    shares = [
        row | {"cost_pct_gdp_low": row["cost_pct_gdp"] / 2, "cost_pct_gdp_high": row["cost_pct_gdp"] * 2}
        for row in plan()
    ]
    return {"costs": spent, "plan": shares}


def impact() -> list[dict[str, Any]]:
    rows = []
    for scenario, strength in STRENGTH.items():
        for year in (2025, 2030, 2035, 2040, 2045, 2050):
            for line, share in HEADCOUNT.items():
                for power, measure in enumerate(("fgt0", "fgt1", "fgt2")):
                    before = share * 0.4**power
                    change = -before * 0.19 * strength * phase(year)
                    se = 0.0034 * 0.5**power * strength
                    rows.append(made("impact", scenario, year, line, measure, before, before + change, change, se))
            change = -0.021 * strength * phase(year)
            rows.append(made("impact", scenario, year, None, "gini", 0.435, 0.435 + change, change, 0.0011))
    return rows


def measures() -> list[dict[str, Any]]:
    def row(scenario: str, measure: str, group: str, value: float, *names: str | None) -> dict[str, Any]:
        line, programme = (*names, None, None)[:2]
        return made(
            "measures", scenario, measure, line, programme, group, value, 0.012, 14009 if group == "all" else 876
        )

    rows = []
    for scenario in ("today", *STRENGTH):
        strength = STRENGTH.get(scenario, 0.0)
        for line, share in HEADCOUNT.items():
            for group, lean in [
                ("all", 1.0),
                *((f"region={r}", x) for r, x in REGIONS.items()),
                ("sex=female", 1.02),
                ("sex=male", 0.98),
            ]:
                rows.append(row(scenario, "fgt0", group, min(0.95, share * lean) * (1 - 0.19 * strength), line))
        rows.append(row(scenario, "gini", "all", 0.435 - 0.021 * strength))
        for name, (*_, lean) in PROGRAMMES.items():
            if scenario in STRENGTH and in_scenario(scenario, name):
                parts = [math.exp(-0.18 * (lean - 0.9) * k) for k in range(10)]
                rows += [
                    row(scenario, "benefit_incidence", f"decile={k + 1}", part / sum(parts), None, name)
                    for k, part in enumerate(parts)
                ]
    return rows  # fmt: skip


def observed() -> list[dict[str, Any]]:
    """What people say they receive of a scheme in force."""

    def row(measure: str, group: str, value: float) -> dict[str, Any]:
        return made("measures", "observed", measure, None, "leap", group, value, 0.01, 3000)

    shares = {"coverage": 0.08, "coverage_direct": 0.03, "adequacy": 0.1, "average_transfer": 300.0}
    rows = [row(measure, group, value) for measure, value in shares.items() for group in ("all", "quintile=1")]
    rows += [row("benefit_incidence", f"decile={k}", 0.1) for k in range(1, 11)]
    return [*rows, row("beneficiary_incidence", "quintile=1", 0.4)]


def financing() -> list[dict[str, Any]]:
    def share(year: int, start: int, ramp: int) -> float:
        if ramp == 0:
            return float(year == start)
        return min(1.0, max(0.0, (year - start + 1) / ramp))

    why = "Revenue is 17.1 % of GDP in 2030; the base value is about one twentieth of it."
    return [
        made("financing", name, year, *(value * share(year, start, ramp) for value in cases), ramp == 0, why)
        for name, (_, _, *cases, start, ramp) in OPTIONS.items()
        for year in YEARS
    ]


def plan() -> list[dict[str, Any]]:
    cost: dict[tuple[str, int], float] = {}
    for row in costs():
        key = row["scenario"], row["year"]
        cost[key] = cost.get(key, 0.0) + row["pct_gdp"]
    brings = dict.fromkeys(YEARS, 0.0)
    for row in financing():
        brings[row["year"]] += row["base"]
    rows = []
    for scenario in STRENGTH:
        extra = 0.0
        for year in YEARS:
            gap = cost[scenario, year] - brings[year]
            extra = extra * 0.98 + gap
            before = 56.0 - 0.35 * (year - BASE)
            rows.append(made("plan", scenario, year, cost[scenario, year], brings[year], gap, before, before + extra))
    return rows


PATHS = ("baseline", "unfinanced", "financed", "stress_growth", "stress_interest", "stress_depreciation", "stress_primary_balance", "stress_combined", "stress_contingent_liability")  # fmt: skip


def payers() -> list[dict[str, Any]]:
    donor = "Invented Bank"
    parts = (
        ("external", donor, 0.1),
        ("external", None, 0.02),
        ("contributions", None, 0.08),
        ("households", None, 0.05),
    )
    more = (*parts, ("government_revenue", None, 0.55), ("borrowing", None, 0.2))
    return [
        made("payers", row["scenario"], row["year"], payer, who, row["cost_pct_gdp"] * share * 1e10, row["cost_pct_gdp"] * share, share)
        for row in plan()
        for payer, who, share in more
    ]  # fmt: skip


def pledges() -> list[dict[str, Any]]:
    who, what = "Invented Bank", "Child grant"
    return [
        made("pledges", f"{status}_money", who, what, status, 2027, "USD", 2e7, 2.6e8, 0.02, "Letter")
        for status in ("pledged", "committed", "disbursed", "withdrawn")
    ]


def debt() -> list[dict[str, Any]]:
    return [
        made("debt", s, path, year, 56.0 - 0.3 * (year - BASE) + 2 * k, 0.95, 1.0, 0.5, -1.0, 0.4, 0.3, 60.0)
        for s in STRENGTH
        for k, path in enumerate(PATHS)
        for year in YEARS
    ]


def net_incidence() -> list[dict[str, Any]]:
    rows = []
    for k in range(1, 11):
        cash, tax = 300.0 / k, 12.0 * k
        for measure, value in (("transfers", cash), ("taxes", tax), ("net", cash - tax)):
            rows.append(made("net_incidence", FLOOR, FULL, measure, None, None, f"decile={k}", value, 4.0, 1400))
    for stage, value in (("before", 0.234), ("floor", 0.19), ("floor_and_taxes", 0.2), ("change", -0.034)):
        rows.append(made("net_incidence", FLOOR, FULL, "fgt0", stage, "national", "all", value, 0.01, 14009))
    return rows


def economy() -> list[dict[str, Any]]:
    def row(year: int, series: str, value: float, unit: str) -> dict[str, Any]:
        status = "projection" if year <= 2030 else "assumption"
        return made("economy", year, series, value, unit, status, "IMF, World Economic Outlook")

    return [
        *(row(y, "gdp_nominal", gdp(y), "LCU") for y in YEARS),
        *(row(y, "gdp_real_growth", 0.048, "share") for y in YEARS),
        *(row(y, "inflation", 0.08, "share") for y in YEARS),
        *(row(y, "debt_pct_gdp", 56.0 - 0.35 * (y - BASE), "% of GDP") for y in YEARS),
        *(row(y, "exchange_rate", 12.3, "LCU/USD") for y in range(BASE, 2031)),
        *(
            row(y, part, 1.0 + i, "% of GDP")
            for i, part in enumerate((*REVENUE.parts, *EXPENDITURE.parts))
            for y in YEARS
        ),
        *(
            row(y, "participation_rate", 0.63, "share")
            | ({} if y <= 2030 else {"status": "rule", "source": "Rule hold: held at 0.63, its level of 2030"})
            for y in YEARS
        ),
    ]


def schemes() -> list[dict[str, Any]]:
    ministry, strategy = (
        "Ministry of Gender, Children and Social Protection",
        "National Social Protection Strategy; no act of its own",
    )
    authority, report = "National Health Insurance Authority", "Annual report 2023"
    return [
        made(
            "schemes",
            "leap",
            "working_age",
            "existing",
            strategy,
            ministry,
            "Extremely poor households",
            350000,
            2025,
            953500000,
            2025,
            "2025 Budget Statement",
        ),
        made(
            "schemes",
            "nhis",
            "health",
            "existing",
            "Act 852 (2012)",
            authority,
            "All residents",
            17200000,
            2023,
            None,
            None,
            report,
        ),
    ]


KNOWN = made("measures", "today", "share_welfare_known", None, None, "all", 0.707, 0.014, 14009)


def tables() -> dict[str, list[dict[str, Any]]]:
    return {
        "population": population(), "gaps": gaps(), "coverage": coverage(), "measures": measures(), "impact": impact(), "costs": costs(),
        "against_rule": [
            made("against_rule", "pension", "all", "person", 7e4, 2e4, 1e4, 5e6, 0.22, 0.02, 0.125, 0.02, 4e8, 5e8, 0.8, 5000)
        ],
        "administrative": [
            made("administrative", "pension", "all", "person", 90_000.0, 8_000.0, 100_000.0, 0.9, 5e8, 6e7, 0.95, 6e8, 0.83, 2016, "Annual report", 95_000.0, 7_000.0, 0.95, 5.5e8, 5e7, 0.92),
            made("administrative", "pension", "region=Oti", "person", None, None, 12_000.0, *[None] * 14),
        ],
        "take_up": [
            made("take_up", "pension", group, year, "person", 40_000.0, 3_000.0, 50_000.0, of, 1.25, 0.09, True, 10_000.0, 1.0, 40_000.0, 1.0, basis, 210, "Annual report")
            for group, year, of, basis in (
                ("all", 2025, 2025, "mixed"), ("region=Oti", 2025, 2025, "count"), ("region=Volta", 2025, 2023, "earlier"), ("region=Oti", 2026, None, "held"),
                ("region=Volta", 2026, None, "rest"), ("region=Ahafo", 2026, None, "later"), ("region=Bono", 2026, None, "own"),
            )
        ],
        "fiscal_items": [made("fiscal_items", "PDI", "vat", "VAT", "indirect_tax", "household", 2.1e9, 9.0e6, 1.0, 0, None)],
        **{
            name: [made(name, "PDI", "gini", "final", "vat", None, "all", 0.4, 0.01, 9000)]
            for name in COLUMNS
            if name.startswith("fiscal_") and name != "fiscal_items"
        },
        "curves": [made("curves", "today", "lorenz", None, None, "all", 0.5, 0.24, 0.01)],
        "financing": financing(), "plan": plan(), "payers": payers(), "pledges": pledges(), "debt": debt(), "net_incidence": net_incidence(),
        "findings": [
            {"severity": "note", "check": "missing", "variable": "disability", "rows": 412, "message": "412 persons have no answer on disability."},
            {"severity": "warning", "check": "heads", "variable": "relationship", "rows": 7, "message": "7 households have no head; the first person stands for it."},
        ],
        "fit": [
            {"margin": "region_age_sex", "cell": f"{r}, f, {5 * k}-{5 * k + 4}", "target": 1000.0 + 37 * k, "achieved": (1000.0 + 37 * k) * (1 + 0.002 * x * k), "difference": (1000.0 + 37 * k) * 0.002 * x * k}
            for r, x in REGIONS.items() for k in range(4)
        ],
        "economy": economy(), "schemes": schemes(),
        "early_warning": [
            {"hazard": hazard, "indicator": name, "value": value if name != "G-3" else 1e5 * value, "unit": "score", "weight": weight,
             "assumption": False, "source": "Meteorological agency", "label": None}
            for hazard, value, weight in (("flood", 0.5, 0.6), ("drought", 0.25, 0.4), ("all", 0.4, 1.0))
            for name in ("G-1", "G-2", "G-3", "G-4", "G-5", "G-6")
        ],
        "supply": [
            {"scenario": next(iter(STRENGTH)), "programme": "child_grant", "year": FULL, "service": "school", "within_minutes": 30.0, "group": group,
             "beneficiaries": people, "within_reach": people * share, "share_within_reach": share, "within_reach_low": 0.0, "within_reach_high": people,
             "out_of_reach": people * (1 - share), "transfers_lcu": people * 900.0, "transfers_out_of_reach_lcu": people * (1 - share) * 900.0,
             "label": "a school"}
            for group, people, share in (("all", 5e5, 0.7), ("region=Northern", 2e5, 0.5), ("region=Volta", 3e5, 0.83))
        ],
        "undecided": [
            {"scenario": s, "programme": p, "year": FULL, "undecided": 412 if p == "disability_grant" else 0, "share": 412 / 14009 if p == "disability_grant" else 0.0}
            for s in STRENGTH for p in PROGRAMMES if in_scenario(s, p)
        ],
    }  # fmt: skip


def make_results(**changes: Any) -> Results:
    """A full set of results; `changes` replace fields."""
    full = Results(
        country_name={"en": "Ghana", "fr": "Ghana"},
        currency="GHS",
        year=BASE,
        horizon=HORIZON,
        synthetic=True,
        survey_name="Synthetic households of Ghana, 2021 census margins",
        floor_label=SCENARIOS[FLOOR],
        scenario_labels=SCENARIOS,
        programme_labels={name: {"en": p[0], "fr": p[1]} for name, p in PROGRAMMES.items()}
        | {"leap": {"en": "Livelihood Empowerment Against Poverty (LEAP)"}, "nhis": {"en": "National Health Insurance Scheme", "fr": "Régime national d’assurance maladie"}},
        tables=tables(),
        assumptions=[
            {"en": "After 2030 prices rise by 8 % a year.", "fr": "Après 2030, les prix augmentent de 8 % par an."},
            {"en": "Cash benefits keep their purchasing power.", "fr": "Les prestations en espèces conservent leur pouvoir d’achat."},
        ],
        sources=["Ghana Statistical Service (2021), Population and Housing Census", "IMF (2025), World Economic Outlook, October"],
        fingerprint="9f2c4e7a" * 8,
        option_labels={name: {"en": o[0], "fr": o[1]} for name, o in OPTIONS.items()},
        line_labels=LINES,
    )  # fmt: skip
    return replace(full, **changes)
