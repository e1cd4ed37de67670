"""Two real surveys as an analyst takes them through everything: Uganda's pack whole, Ghana's measures.

The figures were had outside the library: with pandas and NumPy from the data files, and with R 4.2.2, survey 4.1-1 and
laeken 0.5.2. For Uganda, d holds the rows of members (residency_code not 5, 6 or 7) with
    y = hh_consumption_week_ugx_2011prices * (365 / 7) / members of the household
    psu = comm, or the household where it is missing; st = stratum, or "none"; w = wgt09, or 0
    options(survey.lonely.psu = "adjust"); des <- svydesign(ids = ~psu, strata = ~st, weights = ~w, data = d, nest = TRUE)
and for Ghana all rows, with the household's region, urban, ea and hh_weight, st = region/urban and psu = ea.
"""

from __future__ import annotations

import csv
import json
import math
import os
from collections import defaultdict
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import groundfloor as gf
from groundfloor.country import read_country
from groundfloor.country.economy import read_economy
from groundfloor.measures import measure
from groundfloor.prices import Prices
from groundfloor.report.results import COLUMNS
from groundfloor.survey import read_survey

EXAMPLES = Path(__file__).parents[1] / "examples"
UGANDA = EXAMPLES / "uganda_2009"
CONTRACT = ("population", "gaps", "measures", "impact", "costs", "financing", "plan")
PROGRAMMES = ("child_grant", "social_pension")
SCENARIOS = ("floor", "start_small")
YEARS = range(2025, 2051)

# svymean and svyby of f0, f1, f2 and y; laeken's gini; its error from the derivative of Gini by each person's weight
UGANDA_MEASURES = {
    ("fgt0", "all"): (0.05335649423688, 0.01041598735625),
    ("fgt1", "all"): (0.01035375694508, 0.00208054986516),
    ("fgt2", "all"): (0.00321446679653, 0.00069228235704),
    ("fgt0", "region=Kampala"): (0.0235294496809, 0.01669117818235),
    ("fgt0", "region=Central"): (0.0907238512381, 0.03219484285409),
    ("fgt0", "region=Eastern"): (0.0281544240274, 0.00813408666127),
    ("fgt0", "region=Northern"): (0.0631848763489, 0.01959295402516),
    ("fgt0", "region=Western"): (0.0368583367289, 0.01065098922405),
    ("mean_welfare", "all"): (1054316.72591, 21564.85134),
    ("gini", "all"): (0.306067699449, 0.006816109741),
}
# svymean(~ins), svyby(~ins, ~region), and so for dis: 1 where one of adl_carry_20m and adl_bathe is 3, missing where one is
# unknown and the other not 3
GHANA_MEASURES = {
    "share_health_insurance": {
        "all": (0.34849231185, 0.01228861315),
        "region=Ashanti": (0.403958530997, 0.0288066479631),
        "region=Brong Ahafo": (0.578641010511, 0.0418706060215),
        "region=Central": (0.195315613771, 0.0379249591867),
        "region=Eastern": (0.413074655603, 0.0317408252443),
        "region=Greater Accra": (0.297518017342, 0.0294456261242),
        "region=Northern": (0.270301586660, 0.0388294982522),
        "region=Upper East": (0.399608952015, 0.0847018432839),
        "region=Upper West": (0.288838843749, 0.0520903675998),
        "region=Volta": (0.258990778127, 0.0240823425697),
        "region=Western": (0.318233799485, 0.0392451249655),
    },
    "share_disability": {
        "all": (0.08345669859, 0.00471477359),
        "region=Ashanti": (0.0859029723084, 0.01124374541803),
        "region=Brong Ahafo": (0.0849041868238, 0.01313543135599),
        "region=Central": (0.1681317190209, 0.02957518686656),
        "region=Eastern": (0.1180786572100, 0.01510468449016),
        "region=Greater Accra": (0.0647401012347, 0.01035385788900),
        "region=Northern": (0.0476077313804, 0.00994412944973),
        "region=Upper East": (0.0370749832639, 0.00637072544025),
        "region=Upper West": (0.0514508922048, 0.00737690317223),
        "region=Volta": (0.0864449914737, 0.01323840545358),
        "region=Western": (0.0611441987283, 0.00757474912584),
    },
}


@pytest.fixture(scope="module")
def reference() -> Path:
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not folder:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    return Path(folder) / "data"


@pytest.fixture(scope="module")
def out(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uganda") / "report"
    gf.run(UGANDA, out=folder, languages=["en", "fr"])
    return folder


Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables(out: Path) -> dict[str, Rows]:
    found = {}
    for file in (out / "tables").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            found[file.stem] = list(csv.DictReader(opened))
    return found


def taken(rows: Rows, **where: object) -> Rows:
    return [row for row in rows if all(row[name] == str(value) for name, value in where.items())]


def one(rows: Rows, **where: object) -> dict[str, str]:
    (row,) = taken(rows, **where)
    return row


def total(rows: Rows, column: str) -> float:
    return math.fsum(float(row[column]) for row in rows)


# measures of the surveys as they are


def test_uganda_is_as_pandas_and_r_have_it(reference: Path) -> None:
    rows = measure(read_survey(UGANDA / "survey.yaml"))
    found = {(row["measure"], row["group"]): row for row in rows if row["line"] in (None, "national")}
    for key, (value, error) in UGANDA_MEASURES.items():
        assert found[key]["value"] == pytest.approx(value, rel=1e-9), key
        assert found[key]["se"] == pytest.approx(error, rel=1e-8), key
        assert found[key]["n"] <= 13_553
    # 1 - sum of w where consumption is known over sum of w, in pandas: 29.33 % are unknown
    assert found["share_welfare_known", "all"]["value"] == pytest.approx(1 - 0.293335900624511, rel=1e-9)
    assert found["share_welfare_known", "all"]["n"] == 17_678


@pytest.mark.parametrize("name", GHANA_MEASURES)
def test_ghana_is_as_pandas_and_r_have_it(reference: Path, name: str) -> None:
    rows = measure(read_survey(EXAMPLES / "ghana_2009" / "survey.yaml"), groups=("region",))
    found = {row["group"]: row for row in rows if row["measure"] == name}
    assert set(found) == set(GHANA_MEASURES[name])
    for group, (value, error) in GHANA_MEASURES[name].items():
        assert found[group]["value"] == pytest.approx(value, rel=1e-9), group
        assert found[group]["se"] == pytest.approx(error, rel=1e-8), group


def test_without_welfare_nothing_is_said_of_poverty(reference: Path) -> None:
    rows = measure(read_survey(EXAMPLES / "ghana_2009" / "survey.yaml"))
    measures = {row["measure"] for row in rows}
    assert {"share_facility_60_minutes", "share_basic_water", "share_in_school_6_17"} <= measures
    assert not measures & {"fgt0", "gini", "mean_welfare", "share_welfare_known"}
    # the files hold work for pay alone, which is not whether people work
    assert "share_employed_15_64" not in measures


# the pack of Uganda, run


def test_every_table_of_the_contract_is_there_whole(tables: dict[str, Rows]) -> None:
    for name in CONTRACT:
        assert tables[name], name
        assert tuple(tables[name][0])[: len(COLUMNS[name])] == COLUMNS[name]
    cells = {(row["scenario"], row["programme"], int(row["year"])) for row in tables["costs"]}
    assert cells == {(s, p, y) for s in SCENARIOS for p in PROGRAMMES for y in YEARS}
    assert {(row["scenario"], int(row["year"])) for row in tables["plan"]} == {(s, y) for s in SCENARIOS for y in YEARS}
    assert {int(row["year"]) for row in tables["financing"]} == set(YEARS)
    assert len(tables["population"]) == len(YEARS) * 2 * 101
    assert {row["line"] for row in tables["impact"]} == {"national", "usd_2_15", "half_median", ""}


def test_costs_are_made_of_their_parts(tables: dict[str, Rows]) -> None:
    for row in tables["costs"]:
        number = {name: float(row[name] or "nan") for name in COLUMNS["costs"][3:] if name != "synthetic"}
        assert number["total_lcu"] == pytest.approx(number["transfers_lcu"] + number["administration_lcu"])
        assert number["administration_lcu"] == pytest.approx(0.10 * number["transfers_lcu"])
        assert 0 <= number["beneficiaries"] <= number["target_population"] * (1 + 1e-12)
        if number["beneficiaries"] == 0:
            assert row["benefit_lcu"] == ""  # nobody receives: no mean, not 0
        else:
            assert number["transfers_lcu"] == pytest.approx(number["benefit_lcu"] * number["beneficiaries"])


def test_shares_are_of_the_gdp_and_expenditure_of_the_year(tables: dict[str, Rows]) -> None:
    series = read_economy(UGANDA / "economy.csv", 2025).series
    gdp, spending = series("gdp_nominal"), series("expenditure_pct_gdp")
    for row in tables["costs"]:
        year, cost = int(row["year"]), float(row["total_lcu"])
        assert float(row["pct_gdp"]) == pytest.approx(100 * cost / gdp[year])
        assert float(row["pct_government_expenditure"]) == pytest.approx(1e4 * cost / (gdp[year] * spending[year]))


def test_the_plan_is_cost_less_financing(tables: dict[str, Rows]) -> None:
    for row in tables["plan"]:
        costs = taken(tables["costs"], scenario=row["scenario"], year=row["year"])
        assert float(row["cost_pct_gdp"]) == pytest.approx(total(costs, "pct_gdp"))
        raised = total(taken(tables["financing"], year=row["year"]), "base")
        assert float(row["financing_pct_gdp"]) == pytest.approx(raised)
        assert float(row["gap_pct_gdp"]) == pytest.approx(total(costs, "pct_gdp") - raised, abs=1e-12)
        assert "" not in (row["debt_pct_gdp_before"], row["debt_pct_gdp_after"])


def test_the_children_of_the_base_year_and_their_grant(tables: dict[str, Rows]) -> None:
    """World Population Prospects 2024 has 4,130,780 boys and 4,042,286 girls under five on 1 July 2025.

    The 11 persons whose age is not known stand for 0.05 % of the people, of whom no rule on age can say anything.
    """
    children = 4_130_780 + 4_042_286
    target = float(one(tables["costs"], scenario="floor", programme="child_grant", year=2025)["target_population"])
    assert target == pytest.approx(children, rel=1e-3)
    gap = one(tables["gaps"], programme="child_grant", group="all")
    assert float(gap["in_need"]) == pytest.approx(children, rel=1e-3)


def test_the_grant_in_its_first_year_is_children_times_amount(tables: dict[str, Rows]) -> None:
    """A quarter of the children under five of 2026 (by the draw), UGX 25,000 a month, and a tenth for administration."""
    row = one(tables["costs"], scenario="floor", programme="child_grant", year=2026)
    assert float(row["benefit_lcu"]) == pytest.approx(300_000)
    assert float(row["beneficiaries"]) == pytest.approx(0.25 * float(row["target_population"]), rel=0.02)
    full = one(tables["costs"], scenario="floor", programme="child_grant", year=2029)
    people = taken(tables["population"], year=2029)
    under_five = math.fsum(float(row["population"]) for row in people if int(row["age"]) < 5)
    # indexed to the inflation of 2027, 2028 and 2029: 4.796 %, 5 % and 5 %
    expected = under_five * 300_000 * 1.04796 * 1.05 * 1.05 * 1.10
    assert float(full["total_lcu"]) == pytest.approx(expected, rel=1e-3)
    assert float(full["pct_gdp"]) == pytest.approx(100 * expected / 377_520.685e9, rel=1e-3)  # GDP of 2029: IMF


def test_the_population_is_that_of_the_united_nations(tables: dict[str, Rows], reference: Path) -> None:
    import duckdb

    people: dict[int, float] = defaultdict(float)
    for row in tables["population"]:
        people[int(row["year"])] += float(row["population"])
    file = reference / "wpp" / "wpp2024_pop_age5_july1.parquet"
    with duckdb.connect() as database:
        query = "select year, 1000 * sum(female_k + male_k) from read_parquet(?) where iso3 = 'UGA' group by year"
        published = dict(database.execute(query, [str(file)]).fetchall())
    for year in range(2025, 2051, 5):
        assert people[year] == pytest.approx(published[year], rel=0.003)


def test_the_economy_is_that_of_the_world_economic_outlook(reference: Path) -> None:
    import duckdb

    codes = {
        "gdp_nominal": ("NGDP", 1e9), "gdp_real_growth": ("NGDP_RPCH", 0.01), "inflation": ("PCPIPCH", 0.01),
        "expenditure_pct_gdp": ("GGX_NGDP", 1), "debt_pct_gdp": ("GGXWDG_NGDP", 1),
    }  # fmt: skip
    economy = read_economy(UGANDA / "economy.csv", 2025)
    file = reference / "macro" / "weo_2025oct_wide.parquet"
    for name, (code, scale) in codes.items():
        with duckdb.connect() as database:
            query = f"select year, {code} from read_parquet(?) where iso3 = 'UGA'"  # noqa: S608
            published = dict(database.execute(query, [str(file)]).fetchall())
        for year, value in economy.series(name).items():
            if year <= 2030:
                assert value == pytest.approx(published[year] * scale, abs=5e-6 if scale == 0.01 else 1e-3 * scale)
    assert min(economy.series("inflation")) == 2010
    series = economy.series
    for year in range(2031, 2061):
        assert series("gdp_real_growth")[year] == pytest.approx(
            series("gdp_real_growth")[2030] - 0.0005 * (year - 2030)
        )
        growth = (1 + series("gdp_real_growth")[year]) * (1 + series("inflation")[year])
        assert series("gdp_nominal")[year] == pytest.approx(series("gdp_nominal")[year - 1] * growth, rel=1e-9)


def test_consumption_goes_from_prices_of_2011_to_those_of_the_base_year(reference: Path) -> None:
    """The IMF's index of consumer prices is 71.160 in 2011 and 136.878 in 2025."""
    survey = read_survey(UGANDA / "survey.yaml")
    assert (survey.year, survey.price_year) == (2009, 2011)
    moved = Prices(2025, {"inflation": read_economy(UGANDA / "economy.csv", 2025).series("inflation")}).survey(survey)
    known = ~np.isnan(survey.welfare)
    ratio = 136.878 / 71.160
    assert moved.welfare[known] / survey.welfare[known] == pytest.approx(np.full(known.sum(), ratio), rel=1e-4)
    assert moved.lines["national"] == pytest.approx(1071.3 * 365 * ratio, rel=1e-4)


def test_the_international_line_is_that_of_its_source(reference: Path) -> None:
    import duckdb

    with duckdb.connect() as database:
        file = str(reference / "poverty" / "pip_survey_estimates_2017ppp.csv.gz")
        query = "select ppp from read_csv_auto(?) where country_name = 'Uganda' and year = 2009"
        [(ppp,)] = database.execute(query, [file]).fetchall()
    assert read_country(UGANDA).lines["usd_2_15"]["value"] == pytest.approx(2.15 * ppp, abs=5e-5)


def test_coverage_is_recipients_over_people(tables: dict[str, Rows]) -> None:
    people = total(taken(tables["population"], year=2029), "population")
    for name in PROGRAMMES:
        row = one(tables["measures"], scenario="floor", measure="coverage_direct", programme=name, group="all")
        recipients = float(one(tables["costs"], scenario="floor", programme=name, year=2029)["beneficiaries"])
        assert float(row["value"]) == pytest.approx(recipients / people, rel=1e-9)


def test_what_is_not_known_stays_empty(tables: dict[str, Rows]) -> None:
    for row in tables["gaps"]:
        assert row["in_need"]
        assert [row[name] for name in ("covered", "gap", "coverage_rate", "gap_lcu")] == [""] * 4


def test_a_floor_lowers_poverty_and_a_smaller_one_less(tables: dict[str, Rows]) -> None:
    for line in ("national", "usd_2_15"):
        change = {
            s: float(one(tables["impact"], scenario=s, year=2030, line=line, measure="fgt1")["change"])
            for s in SCENARIOS
        }
        assert change["floor"] < change["start_small"] < 0


def test_the_report_is_of_a_real_survey(out: Path) -> None:
    for name in ("report.html", "report.fr.html"):
        page = (out / name).read_text(encoding="utf-8")
        assert "Uganda National Panel Survey 2009/10" in page
        assert 'class="badge"' not in page
        assert "synthetic" not in page.lower()
        assert "synthétique" not in page.lower()
    english = (out / "report.html").read_text(encoding="utf-8").replace("\xa0", " ")
    assert "What households live on is that of 2009, carried from prices of 2011 to prices of 2025" in english
    assert "<strong>31 %</strong> of the people live on is not known" in english


def test_the_workbook_says_so_too_and_has_the_same_figures(out: Path, tables: dict[str, Rows]) -> None:
    book = openpyxl.load_workbook(out / "workbook.xlsx", read_only=True)
    words = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "SYNTHETIC" not in words.upper()
    rows = list(book["Costs"].iter_rows(values_only=True))
    assert len(rows) - 2 == len(tables["costs"])
    book.close()


def test_the_record_knows_the_data(out: Path) -> None:
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert set(record["data"]) == {"uga_unps2009_persons.csv.gz"}


@pytest.mark.parametrize("engine", ["sql", "plain"])
def test_every_engine_gives_the_same_costs(tables: dict[str, Rows], reference: Path, engine: str) -> None:
    for row in gf.cost(UGANDA, to=2027, engine=engine):
        same = one(tables["costs"], scenario=row["scenario"], programme=row["programme"], year=row["year"])
        assert float(same["total_lcu"]) == pytest.approx(row["total_lcu"], rel=1e-9)
