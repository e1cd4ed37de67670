"""The pack of Ghana: it reads whole, its figures are those of its sources, its rules are those it states."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from groundfloor.costing import price_index
from groundfloor.country import Country, Economy, read_country
from groundfloor.country.economy import read_economy
from groundfloor.country.pack import find_pack
from groundfloor.economy import complete
from groundfloor.financing import read_options
from groundfloor.population import project, read_population

GHANA = find_pack("gha")
WORDS = ("label", "description", "note", "name")


@pytest.fixture(scope="module")
def ghana() -> Country:
    return read_country("gha")


@pytest.fixture(scope="module")
def reference() -> Path:
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not folder:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    return Path(folder) / "data"


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute(query.format(f"'{path.as_posix()}'")).fetchall()


def test_it_reads_whole(ghana: Country) -> None:
    assert (ghana.code, ghana.currency, ghana.base_year) == ("GHA", "GHS", 2025)
    assert len(ghana.regions) == 16
    assert {"national", "extreme", "usd_2_15", "usd_3_65"} == set(ghana.lines)
    assert {scheme.name for scheme in ghana.schemes} == {
        "leap", "nhis", "ssnit_pension", "school_feeding", "capitation_grant", "public_works_lipw"
    }  # fmt: skip
    floor = ghana.floors["ghana_floor"]
    assert {p.guarantee for p in floor.programmes.values()} == {"health", "children", "working_age", "old_age"}
    assert set(floor.scenarios) == {"start_small", "child_grant_to_18", "higher_benefits", "with_services"}
    assert len(ghana.coverage) == 33
    assert len(ghana.sources) >= 15


def test_the_base_year_is_that_of_the_population(ghana: Country) -> None:
    periods = {
        line.split(",")[4] for line in (ghana.population / "base.csv").read_text().splitlines() if ",pop," in line
    }
    assert periods == {str(ghana.base_year)}


def test_every_scheme_names_its_institution_and_source(ghana: Country) -> None:
    for scheme in ghana.schemes:
        for key in ("law", "institution", "target_group", "source"):
            assert scheme.meta[key], (scheme.name, key)


# caseload and its year, cost in LCU and its year, as published; None where no figure was at hand
PUBLISHED = {
    "leap": (350_000, 2025, 953_500_000, 2025),  # 96th cycle, June 2025; 2025 Budget Statement
    "nhis": (16_000_000, 2023, 10_100_000_000, 2025),  # 2024 Budget Statement; formula of the Fund for 2025
    "ssnit_pension": (243_575, 2023, 5_445_910_000, 2023),  # indexation for 2024
    "school_feeding": (3_801_491, 2023, 1_788_000_000, 2025),  # mid-year review of 2023; 2025 Budget Statement
    "capitation_grant": (None, None, 145_500_000, 2025),  # 2025 Budget Statement
    "public_works_lipw": (60_000, 2025, None, None),  # target of the project for 2022 to 2025
}


def test_caseloads_and_costs_are_those_published_and_empty_where_none_is(ghana: Country) -> None:
    keys = ("caseload", "caseload_year", "cost_lcu", "cost_year")
    assert {scheme.name: tuple(scheme.meta.get(key) for key in keys) for scheme in ghana.schemes} == PUBLISHED


def test_what_schemes_cost_is_of_the_size_their_benefits_and_caseloads_give(ghana: Country) -> None:
    """One line each; the cost holds more than the benefit, so it lies above and not far."""
    schemes = {scheme.name: scheme for scheme in ghana.schemes}

    def last(name: str, parameter: str) -> float:
        return schemes[name].parameters[parameter].values[-1].value

    leap = 350_000 * 12 * (last("leap", "one_member") + last("leap", "four_members")) / 2
    assert 0.9 < 953.5e6 / leap < 1.3  # 350,000 households at GHS 160 to 265 a month
    meals = 3_801_491 * last("school_feeding", "meals")
    assert 1 < 1788e6 / meals < 1.5  # meals at GHS 2.00 on 180 days
    assert (
        1 < 5_445_910_000 / (243_575 * 12 * 1527.29) < 1.3
    )  # SSNIT: the average pension of 2023; lump sums come on top
    assert last("nhis", "claims_per_member") == pytest.approx(6.56e9 / (0.686 * 35.06e6), abs=0.5)


def test_every_parameter_has_a_source(ghana: Country) -> None:
    for programme in (*ghana.schemes, *ghana.floors["ghana_floor"].programmes.values()):
        for parameter in programme.parameters.values():
            assert parameter.source or all(value.source for value in parameter.values), parameter.name


def texts(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in WORDS:
                yield f"{path}.{key}", value
            yield from texts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from texts(value, f"{path}.{i}")


@pytest.mark.parametrize(
    "file",
    [
        f
        for f in sorted(GHANA.rglob("*.yaml"))
        if "cases" not in f.parts
        and "margins" not in f.parts
        and f.stem not in ("uncertainty", "economy")  # they have numbers and sources alone
    ],
    ids=lambda f: f.stem,
)
def test_every_text_has_english_and_french(file: Path) -> None:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = list(texts(data, file.stem))
    assert found
    for place, value in found:
        assert isinstance(value, dict), place
        assert set(value) == {"en", "fr"}, place
        assert all(isinstance(text, str) and text.strip() for text in value.values()), place


def test_assumptions_and_regions_have_english_and_french() -> None:
    data = yaml.safe_load((GHANA / "country.yaml").read_text(encoding="utf-8"))
    for words in (*data["assumptions"], *data["regions"].values()):
        assert set(words) == {"en", "fr"}


@pytest.fixture(scope="module")
def carried(ghana: Country) -> Economy:
    """The economy to 2060."""
    return complete(ghana, project(read_population(ghana.population), 2060), 2060).economy


def test_to_2023_actual_then_projected_then_by_rule(carried: Economy) -> None:
    for row in carried.observations:
        if row.series not in ("participation_rate", "unemployment_rate"):
            expected = "actual" if row.year <= 2023 else "projection" if row.year <= 2030 else "rule"
            assert row.status == expected, (row.year, row.series)
    assert max(row.year for row in read_economy(GHANA / "economy.csv", 2025).observations) == 2030


# GDP as the pack held it before, written by hand and rounded to 1 cedi
GDP = {2031: 2977244647020, 2032: 3372980005502, 2033: 3819495098630, 2034: 4323057332434, 2060: 91446225262354}


def test_the_rules_give_what_the_pack_once_held_row_by_row(carried: Economy) -> None:
    for year, value in GDP.items():
        assert carried.series("gdp_nominal")[year] == pytest.approx(value, rel=1e-12)


def test_the_rules_after_2030_can_be_computed_anew(carried: Economy) -> None:
    economy = carried
    gdp, growth, inflation = (economy.series(s) for s in ("gdp_nominal", "gdp_real_growth", "inflation"))
    level = gdp[2030]
    for year in range(2031, 2061):
        assert growth[year] == pytest.approx(growth[2030] - 0.0005 * (year - 2030), abs=1e-12)
        assert inflation[year] == 0.08
        level *= (1 + growth[year]) * (1 + inflation[year])
        assert gdp[year] == pytest.approx(level, rel=1e-9)
        for name in ("expenditure_pct_gdp", "revenue_pct_gdp", "debt_pct_gdp", "interest_rate"):
            assert economy.series(name)[year] == economy.series(name)[2030]
    assert (growth[2030], growth[2050], growth[2060]) == (0.05, 0.04, 0.035)
    assert max(gdp) == 2060


def test_the_interest_rate_is_the_interest_bill_over_the_debt_of_the_year_before() -> None:
    economy = read_economy(GHANA / "economy.csv", 2025)
    gdp, debt = economy.series("gdp_nominal"), economy.series("debt_pct_gdp")
    primary, revenue, spending = (
        economy.series(f"{name}_pct_gdp") for name in ("primary_balance", "revenue", "expenditure")
    )
    for year in range(2010, 2031):
        bill = (primary[year] - (revenue[year] - spending[year])) * gdp[year]
        assert economy.series("interest_rate")[year] == pytest.approx(bill / (debt[year - 1] * gdp[year - 1]), abs=1e-5)


POPULATION = {
    "pop": ("wpp2024_pop_age5_july1.parquet", "select 'F', age_lo, year::varchar, female_k from {} where iso3 = 'GHA' union all "
            "select 'M', age_lo, year::varchar, male_k from {} where iso3 = 'GHA'"),
    "mx": ("wpp2024_mx_abridged_5yr.parquet", "select 'F', age_lo, period, mxF from {} where iso3 = 'GHA' union all "
           "select 'M', age_lo, period, mxM from {} where iso3 = 'GHA'"),
    "mig": ("wpp2024_net_migration_age5_proj.parquet", "select 'F', age_lo, period, net_mig_female_k from {} where iso3 = 'GHA' union all "
            "select 'M', age_lo, period, net_mig_male_k from {} where iso3 = 'GHA'"),
    "tfr": ("wpp2024_annual.parquet", "select '', -1, year::varchar, tfr from {} where iso3 = 'GHA'"),
    "srb": ("wpp2024_annual.parquet", "select '', -1, year::varchar, srb from {} where iso3 = 'GHA'"),
    "pasfr": ("wpp2024_asfr5_annual.parquet", "select 'F', split_part(age, '-', 1)::int, year::varchar, pasfr from {} where iso3 = 'GHA'"),
}  # fmt: skip
CELLS = {"pop": 42, "mx": 308, "mig": 294, "tfr": 36, "srb": 36, "pasfr": 72}


@pytest.mark.parametrize("variable", POPULATION)
def test_the_population_is_that_of_wpp_2024_cell_by_cell(ghana: Country, reference: Path, variable: str) -> None:
    lines = [
        line.split(",") for file in sorted(ghana.population.glob("*.csv")) for line in file.read_text().splitlines()
    ]
    found = {
        (cells[2], int(cells[3].rstrip("+").split("-")[0]) if cells[3] else -1, cells[4]): float(cells[5])
        for cells in lines
        if len(cells) == 6 and cells[1] == variable
    }
    file, query = POPULATION[variable]
    path = f"'{(reference / 'wpp' / file).as_posix()}'"
    published = {
        (sex, age, period): value for sex, age, period, value in duckdb.sql(query.replace("{}", path)).fetchall()
    }
    assert len(found) == CELLS[variable]
    for cell, value in found.items():
        assert value == pytest.approx(published[cell], rel=1e-9, abs=1e-9), cell


@pytest.mark.parametrize(
    ("series", "code", "scale"),
    [
        ("gdp_nominal", "NGDP", 1e9),
        ("gdp_real_growth", "NGDP_RPCH", 0.01),
        ("inflation", "PCPIPCH", 0.01),
        ("gdp_per_capita", "NGDPPC", 1),
        ("expenditure_pct_gdp", "GGX_NGDP", 1),
        ("revenue_pct_gdp", "GGR_NGDP", 1),
        ("primary_balance_pct_gdp", "GGXONLB_NGDP", 1),
        ("debt_pct_gdp", "GGXWDG_NGDP", 1),
    ],
)
def test_the_economy_is_that_of_the_world_economic_outlook(
    reference: Path, series: str, code: str, scale: float
) -> None:
    found = read_economy(GHANA / "economy.csv", 2025).series(series)
    published = dict(
        rows(reference / "macro/weo_2025oct_wide.parquet", f"select year, {code} from {{}} where iso3 = 'GHA'")  # noqa: S608
    )
    for year in range(2009, 2031):
        assert found[year] == pytest.approx(published[year] * scale, rel=1e-6)


def test_gdp_per_head_gives_the_population_of_the_projection() -> None:
    economy = read_economy(GHANA / "economy.csv", 2025)
    people = economy.series("gdp_nominal")[2025] / economy.series("gdp_per_capita")[2025]
    base = [line.split(",") for line in (GHANA / "population" / "base.csv").read_text().splitlines() if ",pop," in line]
    assert people == pytest.approx(1000 * sum(float(cells[5]) for cells in base), rel=0.005)


def test_coverage_is_that_of_the_sdg_database(ghana: Country, reference: Path) -> None:
    published = rows(
        reference / "social_protection/sdg_1_3_1_coverage.csv",
        "select year, series, sex, quantile, value from read_csv_auto({}) where iso3 = 'GHA'",
    )
    sexes = {"MALE": "male", "FEMALE": "female"}
    expected = {(y, s, sexes.get(sex), 1 if q == "Q1" else None): v for y, s, sex, q, v in published}
    found = {(r["year"], r["series"], r["sex"], r["quintile"]): r["coverage_pct"] for r in ghana.coverage}
    assert found == pytest.approx(expected, abs=0.005)


def test_leap_grants_of_2025_are_a_quarter_above_those_of_2024(ghana: Country) -> None:
    # GHS 320, 380, 440 and 530 per two months from the 96th cycle: 25 % more
    leap = next(scheme for scheme in ghana.schemes if scheme.name == "leap")
    for name, now in {"one_member": 320, "two_members": 380, "three_members": 440, "four_members": 530}.items():
        *_, before, last = (value.value for value in leap.parameters[name].values)
        assert last == now / 2 == 1.25 * before
        assert leap.parameters[name].indexed_to == "inflation"


def test_leap_grants_are_those_announced(ghana: Country, reference: Path) -> None:
    leap = next(scheme for scheme in ghana.schemes if scheme.name == "leap")
    names = {"1": "one_member", "2": "two_members", "3": "three_members", "4+": "four_members"}
    announced = rows(
        reference / "social_protection/ghana_leap_benefit_schedule.csv", "select * from read_csv({}, all_varchar=true)"
    )
    assert len(announced) == 12
    for since, members, per_two_months, *_ in announced:
        values = {f"{v.start:%Y-%m}": v.value for v in leap.parameters[names[members]].values}
        assert values[since] == float(per_two_months) / 2


def test_the_national_line_is_that_of_its_source(reference: Path) -> None:
    data = yaml.safe_load((GHANA / "country.yaml").read_text(encoding="utf-8"))["lines"]
    [(dollars,)] = rows(
        reference / "poverty/national_poverty_lines_jolliffe2022.csv",
        "select \"Harmonized national poverty line\" from read_csv_auto({}) where Entity = 'Ghana'",
    )
    [(ppp,)] = rows(
        reference / "poverty/pip_survey_estimates_2017ppp.csv.gz",
        "select ppp from read_csv_auto({}) where country_name = 'Ghana' and year = 2016",
    )
    assert data["national"]["value"] == pytest.approx(dollars * ppp, abs=5e-5)
    assert data["extreme"]["value"] == pytest.approx(dollars * ppp * 982.2 / 1760.8, abs=5e-5)
    assert data["usd_2_15"]["value"] == pytest.approx(2.15 * ppp, abs=5e-5)
    assert data["usd_3_65"]["value"] == pytest.approx(3.65 * ppp, abs=5e-5)


def test_lines_in_rules_are_the_packs_lines_in_prices_of_2025(ghana: Country) -> None:
    prices = price_index(ghana.economy.series("inflation"), 2017, 2025)
    a_year = {name: 365 * line["value"] * prices for name, line in ghana.lines.items()}
    works = ghana.floors["ghana_floor"].programmes["public_works"]
    schemes = {scheme.name: scheme for scheme in ghana.schemes}
    assert works.parameters["poverty_line"].values[0].value == pytest.approx(a_year["national"], abs=1)
    assert schemes["public_works_lipw"].parameters["poverty_line"].values[0].value == pytest.approx(
        a_year["national"], abs=1
    )
    assert schemes["leap"].parameters["extreme_line"].values[0].value == pytest.approx(a_year["extreme"], abs=1)


@pytest.mark.parametrize(
    ("programme", "parameter", "share"),
    [
        ("child_grant", "grant", 0.40),
        ("maternity_grant", "grant", 0.30),
        ("disability_grant", "grant", 1.0),
        ("social_pension", "benefit", 1.0),
    ],
)
def test_benefits_are_the_stated_share_of_the_line_in_2026(
    ghana: Country, programme: str, parameter: str, share: float
) -> None:
    line = 365 / 12 * ghana.lines["national"]["value"] * price_index(ghana.economy.series("inflation"), 2017, 2026)
    found = ghana.floors["ghana_floor"].programmes[programme].parameters[parameter].values[0].value
    assert found == pytest.approx(share * line, abs=1)


def test_financing_options_are_complete(ghana: Country) -> None:
    options = read_options(ghana.financing)
    assert len(options) >= 6
    assert any(option.one_off for option in options.values())
    for option in options.values():
        assert set(option.note) == set(option.label) == {"en", "fr"}
        assert 0 <= option.low <= option.base <= option.high <= 2
        assert option.source


def test_no_option_uses_money_that_the_path_of_debt_counts_on(ghana: Country) -> None:
    """The fall of the interest bill is in the IMF's debt; what is listed is an interest rate below the IMF's."""
    option = read_options(ghana.financing)["debt_service"]
    half_of_gdp = 50
    assert (option.low, option.base, option.high) == pytest.approx((0, half_of_gdp * 0.002, half_of_gdp * 0.005))
    economy = ghana.economy
    bill = {
        year: economy.series("primary_balance_pct_gdp")[year]
        - economy.series("revenue_pct_gdp")[year]
        + economy.series("expenditure_pct_gdp")[year]
        for year in (2025, 2026)
    }
    assert [round(value, 1) for value in bill.values()] == [4.2, 3.4]


CASES = sorted((GHANA / "programmes" / "cases").glob("*.yaml"))


def test_every_proposed_programme_has_at_least_three_cases() -> None:
    programmes = {file.stem for file in (GHANA / "programmes").glob("*.yaml")}
    assert {file.stem for file in CASES} == programmes
    for file in CASES:
        assert len(yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]) >= 3


@pytest.mark.parametrize("file", CASES, ids=lambda f: f.stem)
def test_cases_hold(ghana: Country, file: Path) -> None:
    from groundfloor.rules import cases

    outcomes = cases.run_cases(file, ghana.floors["ghana_floor"])
    assert len(outcomes) >= 3
    assert [str(outcome) for outcome in outcomes if not outcome.passed] == []
