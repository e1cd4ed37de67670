"""The presets beside what was published: the tables of docs/validation.md are computed here, agreements and disagreements both."""

from __future__ import annotations

import math
import os
import re
from pathlib import Path

import numpy as np
import pytest
from tests.presets.countries import MIDDLE, TWELVE, Countries

from groundfloor.presets import Inputs, calculate, five_year
from groundfloor.presets.entry import Entry, Table

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
LOW, LOWER = ("low_income",), ("lower_middle_income",)


@pytest.fixture(scope="module")
def countries() -> Countries:
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not folder:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    return Countries(Path(folder))


def ours(heading: str) -> dict[str, str]:
    """The third column of the table under a heading of the page, by the first."""
    section = PAGE.read_text(encoding="utf-8").partition(f"### {heading}\n")[2].partition("\n### ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return {row[0]: row[2] for row in cells[2:]}


def said(heading: str, found: dict[str, float | str], digits: int = 2) -> None:
    """The page says what is found, row by row, and nothing else."""
    page = ours(heading)
    assert page == {name: one if isinstance(one, str) else f"{one:.{digits}f}" for name, one in found.items()}


def span(values: list[float], digits: int = 2) -> str:
    return f"{min(values):.{digits}f}–{max(values):.{digits}f}"


def shares(row: dict[str, str]) -> Inputs:
    """A country of whom the shares of three age groups are known, to two decimals of a per cent."""
    year, people = int(row["year"]), np.zeros((1, 101))
    old, working, young = (float(row[f"share{name}_pct"]) for name in ("65plus", "15_64", "0_13"))
    people[0, [5, 14, 40, 70]] = young, 100 - old - working - young, working, old
    return Inputs((year,), people, {"gdp_nominal": {year: 1e12}})


def test_health_at_the_least_wage_is_a_fixed_share_of_gdp():
    people = np.random.default_rng(1).uniform(1, 9, (1, 101))
    done = calculate("ilo_2008", Inputs((2010,), people, {"gdp_nominal": {2010: 1e9}}), {"capped": 0})
    assert done.value("pct_gdp", "health", 2010) == pytest.approx(0.003 * 3 * 1.67 * 100) == pytest.approx(1.503)


def test_2008_without_its_cap_is_the_independent_reconstruction(countries):
    """All 36 rows, from the shares printed in them: the formulas agree to the last digit printed."""
    columns = {
        "pension_uncapped_pct_gdp": ("pension", {}),
        "child_all_uncapped_pct_gdp": ("child_benefit", {"child_eligible": 1}),
        "employment_100of260_pct_gdp": ("employment", {}),
        "employment_100of365_pct_gdp": ("employment", {"employed_year": 365}),
    }
    rows = countries.table("ilo2008_uncapped_reconstruction.csv")
    assert len(rows) == 36
    for row in rows:
        for column, (programme, more) in columns.items():
            done = calculate("ilo_2008", shares(row), {"capped": 0, **more})
            value = done.value("pct_gdp", programme, int(row["year"]))
            assert value == pytest.approx(float(row[column]), abs=0.0006), (row["country"], row["year"], column)


def test_children_of_ten_to_thirteen_in_senegal(countries):
    """Of those of 10 to 14, 0.81 are younger than 14 by the United Nations' single ages and by ours, 0.76 in the reconstruction."""
    groups: dict[int, float] = {}
    for row in countries.table("ccm_wpp2012_inputs.csv"):
        if row["var"] == "pop" and row["country"] == "Senegal" and row["period"] == "2010":
            age = int(re.match(r"\d+", row["age"]).group())
            groups[age] = groups.get(age, 0) + float(row["value"])
    people = five_year(groups)
    query = "select age, female_k + male_k from read_csv_auto({}) where iso3 = 'SEN' and year = 2010 and age between 10 and 14"
    single = dict(countries.ask("wpp/wpp2019_pop_age1_22countries.csv.gz", query))
    published = (sum(single.values()) - single[14]) / sum(single.values())
    assert people[10:14].sum() / people[10:15].sum() == pytest.approx(published, abs=0.005)
    (there,) = (
        float(row["share0_13_pct"]) / 100
        for row in countries.table("ilo2008_uncapped_reconstruction.csv")
        if (row["country"], row["year"]) == ("Senegal", "2010")
    )
    assert (there * people.sum() - groups[0] - groups[5]) / groups[10] == pytest.approx(0.764, abs=0.001)
    at = Inputs((2010,), people[None, :], {"gdp_nominal": {2010: 1e9}})
    value = calculate("ilo_2008", at, {"capped": 0, "child_eligible": 1}).value("pct_gdp", "child_benefit", 2010)
    assert (round(value, 2), round(0.15 * 1.15 * 100 * there, 2)) == (7.12, 7.03)


def test_one_fifth_of_the_budget(countries):
    """The budgets of 2010 as the IMF knows them today, over GDP that was revised since: below what was foreseen in most."""
    found = {name: countries.package_2010[iso]["one_fifth"] for iso, name in TWELVE.items()}
    said("One fifth of the budget, % of GDP in 2010", found)
    order = sorted(found, key=found.get)
    assert order[0] == "Bangladesh"  # the lowest in the paper too


def test_2008_with_its_cap_in_2010(countries):
    package = countries.package_2010.values()
    names = {
        "Pension": "pension",
        "Child benefit": "child_benefit",
        "Employment scheme": "employment",
        "Total": "total",
    }
    found = {name: span([one[programme] for one in package]) for name, programme in names.items()}
    said("The package of 2008 with its cap, % of GDP in 2010", found)
    for one in package:
        assert one["health"] == pytest.approx(1.503)


def test_what_floors_cost_in_poor_countries(countries):
    found = countries.floors
    costs, gdp = np.array(list(found.values())).T
    people = sum(countries.people[iso, 2015] for iso in countries.in_groups(("low_income", "lower_middle_income")) if (iso, 2015) in countries.people)  # fmt: skip
    births = sum(countries.births.get(iso, 0) for iso in countries.in_groups(("low_income", "lower_middle_income")))
    scale = 702e6 / 0.22 / people.sum() / 1e6  # to the people of the 57 countries, in millions
    rows = {
        "Older persons, million": f"{scale * people[65:].sum():.0f}",
        "Mothers of newborns, million": f"{scale * births:.0f}",
        "Children, million": f"{scale * people[:5].sum():.0f}",
        "Severe disabilities, million": f"{scale * 0.029 * people.sum():.0f}",
        "Cost over the GDP of all countries, %": f"{np.average(costs, weights=gdp):.1f}",
        "Mean of the countries' costs, % of GDP": f"{costs.mean():.1f}",
        "Least": f"{costs.min():.1f}",
        "Most": f"{costs.max():.1f}",
        "Mongolia": f"{found['MNG'][0]:.1f}",
        "Sierra Leone": f"{found['SLE'][0]:.1f}",
    }
    assert len(found) == 61
    said("The Social Protection Floors Calculator in poor countries", rows)
    assert np.average(costs, weights=gdp) < costs.mean()  # which one is meant has to be said


def test_other_headline_figures(countries):
    floors = {name: countries.floors[iso][0] for iso, name in (("BEN", "Benin"), ("SLV", "El Salvador"), ("MOZ", "Mozambique"), ("VNM", "Viet Nam"))}  # fmt: skip
    zambia, brazil = countries.floor("ZMB"), countries.floor("BRA")
    others = {
        "Brazil, maternity": brazil["maternity"],
        "Zambia, pension and children": zambia["old_age"] + zambia["children"],
    }
    import groundfloor as gf

    maternity = gf.preset("gha", "spf_calculator", to=2025).value("pct_gdp", "maternity", 2025)
    assert 0.076 < maternity < 0.28
    said("Other headline figures, % of GDP", {"Ghana, maternity": maternity} | others | floors)


def test_published_gaps_agree_with_the_gdp_they_are_shares_of(countries):
    """Amount over share is the GDP that was meant; beside it the GDP of the income group in the IMF's data."""
    found = {
        "2019, low income: 27 billion USD, 5.6 %": (27 / 0.056, LOW, 2018),
        "2019, lower middle income: 136 billion USD, 1.9 %": (136 / 0.019, LOWER, 2018),
        "2020, low income: 80 billion USD, 16 %": (80 / 0.16, LOW, 2020),
        "2020, all: 1.2 trillion USD, 3.8 %": (1200 / 0.038, MIDDLE, 2020),
        "2024, all: 1.4 trillion USD, 3.3 %": (1400 / 0.033, MIDDLE, 2024),
    }
    for meant, groups, year in found.values():
        assert meant == pytest.approx(countries.gdp(groups, year), rel=0.06)
    page = ours("Financing gaps and the GDP behind them, billion USD")
    assert page == {name: f"{countries.gdp(groups, year):,.0f}" for name, (_, groups, year) in found.items()}


def test_the_gaps_of_2020_add_up_over_income_groups(countries):
    """Recalled and not read: the three amounts make the whole, and the GDP that they imply makes that of the whole."""
    rows = {(row["paper"], row["group"], row["measure"], row["unit"], row["source"]): float(row["value"]) for row in countries.table("ilo_financing_gap_2019_2020.csv")}  # fmt: skip
    groups = ("Low income", "Lower-middle", "Upper-middle")
    amounts = [rows["WP14 2020", one, "gap", "USD billion", "memory"] for one in groups]
    shares = [rows["WP14 2020", one, "gap", "% GDP", "memory"] / 100 for one in groups]
    whole = sum(amount / share for amount, share in zip(amounts, shares, strict=True))
    assert sum(amounts) == pytest.approx(1200, rel=0.01)
    assert 100 * sum(amounts) / whole == pytest.approx(3.8, abs=0.06)
    for amount, share, group in zip(amounts, shares, MIDDLE, strict=True):
        assert amount / share == pytest.approx(countries.gdp((group,), 2020), rel=0.08)


def averaged(found: dict[str, tuple[float, float, float]], within: list[str], what: int) -> float:
    """Over the GDP of the countries together."""
    rows = [found[iso] for iso in within if iso in found]
    return float(np.average([row[what] for row in rows], weights=[row[2] for row in rows]))


COST_OF, GAP_OF = 0, 1
INTERNATIONAL = {"low_income": 2.15, "lower_middle_income": 3.65, "upper_middle_income": 6.85}


def test_gaps_by_income_group_from_public_inputs(countries):
    national = countries.gaps(2018, lambda iso: countries.lines.get(iso, 0) / 365)
    international = countries.gaps(2024, lambda iso: INTERNATIONAL[countries.groups[iso]])
    low, lower, every = (countries.in_groups(one) for one in (LOW, LOWER, MIDDLE))
    mean = [row[COST_OF] for row in national.values()]
    found = {
        "2019, gap of low-income countries": averaged(national, low, GAP_OF),
        "2019, gap of lower-middle-income countries": averaged(national, lower, GAP_OF),
        "2019, gap of all": averaged(national, every, GAP_OF),
        "2019, cost of all": averaged(national, every, COST_OF),
        "2019, cost, mean of countries": float(np.mean(mean)),
        "2024, cash gap of all": averaged(international, every, GAP_OF),
        "2024, cash gap of low-income countries": averaged(international, low, GAP_OF),
        "2024, the same without South Sudan": averaged({iso: one for iso, one in international.items() if iso != "SSD"}, low, GAP_OF),
        "2024, South Sudan": international["SSD"][GAP_OF],
        "2024, Sudan": international["SDN"][GAP_OF],
    }  # fmt: skip
    said("Financing gaps by income group, % of GDP", found, 1)
    assert (len(national), len(international)) == (102, 130)


def test_who_is_covered_by_income_group(countries):
    def shares(guarantee: str, ages: slice, groups: tuple[str, ...]) -> str:
        isos = [iso for iso in countries.in_groups(groups) if (iso, 2020) in countries.people]
        values = [100 * countries.coverage[iso][guarantee] for iso in isos]
        people = [countries.people_in(iso, 2018)[ages].sum() for iso in isos]
        return f"{np.average(values, weights=people):.0f} ({np.mean(values):.0f})"

    upper = ("upper_middle_income",)
    found = {
        "Children, low income": shares("children", slice(0, 15), LOW),
        "Older persons, low income": shares("old_age", slice(65, 101), LOW),
        "Children, upper middle income": shares("children", slice(0, 15), upper),
        "Older persons, upper middle income": shares("old_age", slice(65, 101), upper),
    }
    said("Who is covered today, %", found)


def test_the_calculator_s_totals_hang_together(countries):
    rows = {row["item"]: row["value"] for row in countries.table("ilo_ess58_57_countries_aggregate.csv")}
    number = {name: float(value) for name, value in rows.items()}
    parts = ("children", "pregnant women / mothers", "persons with severe disabilities", "older persons")
    assert sum(number[part] for part in parts) == pytest.approx(number["direct beneficiaries"], abs=2)
    assert number["children"] + number["pregnant women / mothers"] == number["children incl. unborn of mothers covered"]
    world = countries.world(2015)
    poor = countries.gdp(("low_income", "lower_middle_income"), 2015)
    everybody = countries.gdp(("low_income", "lower_middle_income", "upper_middle_income", "high_income"), 2015)
    found = {
        "People of the world, million": f"{world:,.0f}",
        "GDP of the countries over that of the world, %": f"{100 * poor / everybody:.1f}",
    }
    said("The totals of the 57 countries", found)
    assert f"{number['direct beneficiaries'] / number['share of world population'] * 100:,.0f}" == "7,389"


def test_the_gaps_of_2024_hang_together(countries):
    rows = {(row["group"], row["measure"], row["unit"]): float(row["value"]) for row in countries.table("ilo_financing_gap_2024_wp113.csv")}  # fmt: skip
    every, low = "All LMIC", "Low income"
    assert rows[every, "gap essential health care", "% GDP"] + rows[every, "gap five cash benefits", "% GDP"] == pytest.approx(rows[every, "gap total", "% GDP"])  # fmt: skip
    # expenditure in % of GDP that the shares imply
    assert rows[every, "gap total", "% GDP"] / rows[every, "gap / government expenditure", "%"] == pytest.approx(0.311, abs=0.001)  # fmt: skip
    assert rows[low, "gap total", "% GDP"] / rows[low, "gap / government expenditure", "%"] == pytest.approx(0.169, abs=0.001)  # fmt: skip
    # 52.3 % of GDP is 3.1 times the expenditure it is compared with, and "four times" in the paper's summary: expenditure with the gap
    assert rows[low, "gap / government expenditure", "%"] / 100 == pytest.approx(3.1)


def test_pensions_of_helpage_in_2010(countries):
    found = countries.pensions_2010
    under = {iso: one for iso, one in found.items() if one[0] < 1.8}
    known = [share for _, share in under.values() if not math.isnan(share)]
    rows = {
        "Countries": f"{len(found)}",
        "below 1.8 % of GDP": f"{len(under)}",
        "of these at most 8 % of public expenditure": f"{sum(share <= 8 for share in known)} of {len(known)}",
    }
    said("HelpAge's pension in 2010", rows)
    assert not set(found) - set(under) & set(TWELVE)


def components(countries: Countries, block: str) -> dict[str, np.ndarray]:
    years = [str(year) for year in range(2012, 2023)]
    return {
        row["programme"]: np.array([float(row[year] or 0) for year in years])
        for row in countries.table("mozambique_ess41_table4_5_scenario_c1.csv")
        if row["block"] == block
    }


def test_mozambique_adds_up_to_its_totals_but_not_its_shares(countries):
    cost, households, printed = (components(countries, one) for one in ("cost_MT_million", "hh_thousand", "cost_pct_gdp"))  # fmt: skip
    total, gdp = cost.pop("Total"), cost.pop("Total", None)
    gdp = total * 1e6 / (printed["Total"] / 100)
    years = tuple(range(2012, 2023))
    people = np.ones((len(years), 101))
    at = Inputs(years, people, {"gdp_nominal": dict(zip(years, gdp, strict=True))})
    entries = [Entry(name, 1e6 * values, target=1e3 * households[name]) for name, values in cost.items()]
    rows = {(row["programme"], row["year"]): row for row in Table("mozambique", at, entries).rows()}
    for i, year in enumerate(years):
        assert rows["total", year]["total_lcu"] / 1e6 == pytest.approx(total[i], abs=1.01)
        assert sum(households[name][i] for name in cost) == pytest.approx(households["Total"][i], abs=2.01)
        assert rows["total", year]["pct_gdp"] == pytest.approx(printed["Total"][i], abs=0.001)
    sums = max(abs(rows["total", year]["total_lcu"] / 1e6 - total[i]) for i, year in enumerate(years))
    crowd = max(abs(sum(households[name][i] for name in cost) - households["Total"][i]) for i in range(len(years)))
    found = {
        "Total less the sum of the rows, at most": f"{sums:.0f} million MT",
        "Households less the sum of the rows, at most": f"{crowd:.0f} thousand",
        "2022, pension in % of GDP": f"{rows['PSSB_then_SP', 2022]['pct_gdp']:.2f}",
        "2022, child benefit in % of GDP": f"{rows['Child_Benefit', 2022]['pct_gdp']:.2f}",
        "GDP of 2012, billion MT": f"{countries.economy['MOZ', 2012]['NGDP']:.0f}",
    }
    said("Mozambique, scenario C.1 (2012 to 2022)", found)


def test_mozambique_s_fiscal_space_is_public_revenue(countries):
    """What the paper calls the total fiscal space, as the IMF foresaw it in 2013, beside public revenue as it was."""
    foreseen = {int(row["year"]): float(row["total_fiscal_space_pct_gdp"]) for row in countries.table("mozambique_ess41_table4_2_fiscal_space.csv")}  # fmt: skip
    revenue = {year: countries.economy["MOZ", year]["GGR_NGDP"] for year in foreseen}
    away = [abs(foreseen[year] - revenue[year]) for year in foreseen]
    found = {
        "2011": revenue[2011], "2014": revenue[2014], "2017": revenue[2017], "2022": revenue[2022],
        "Mean of 2011 to 2022": float(np.mean(list(revenue.values()))), "Mean distance": float(np.mean(away)),
    }  # fmt: skip
    said("Mozambique, total fiscal space, % of GDP", found, 1)
    printed = components(countries, "cost_pct_gdp")["Total"]
    assert 100 * printed[-1] / foreseen[2022] == pytest.approx(5.05, abs=0.01)  # scenario C.1 takes a twentieth of it


def test_world_poverty_is_of_so_many_people(countries):
    """Rate and number of the poor of the world imply how many people there are."""
    rows = {(row["group"], row["year"], row["measure"]): row for row in countries.table("pip_june2025_poverty.csv")}
    found = {
        column: float(rows["World", "2022", "million"][name]) / float(rows["World", "2022", "rate_pct"][name]) * 100
        for column, name in (("2017 dollars", "sept2024_vintage_2017PPP"), ("2021 dollars", "june2025_vintage_2021PPP"))
    }
    said("World poverty", found | {"as the United Nations have them": countries.world(2022)}, 0)
    for implied in list(found.values()):
        assert implied == pytest.approx(countries.world(2022), rel=0.02)


COVERED_BY = {
    "aspire_series.csv": "../tests/measures/test_social.py",
    "ccm_burkina_faso_females_wheldon.csv": "Burkina Faso, women, 1960–2005",
    "ccm_wpp2012_inputs.csv": "World Population Prospects 2012, five-year groups to 2050",
    "ccm_wpp2012_published_medium.csv": "World Population Prospects 2012, five-year groups to 2050",
    "ccm_wpp2012_reproduction_errors.csv": "World Population Prospects 2012, five-year groups to 2050",
    "country_costing_headlines.csv": "Other headline figures, % of GDP",
    "datt1998_results.csv": "../tests/grouped/test_published.py",
    "datt1998_rural_india_1983_input.csv": "../tests/grouped/test_published.py",
    "debt_dynamics_test_vector.csv": "../tests/financing/test_debt.py",
    "ilo2008_domestic_financing_one_fifth.csv": "One fifth of the budget, % of GDP in 2010",
    "ilo2008_uncapped_reconstruction.csv": "What can be proved",
    "ilo_ess58_57_countries_aggregate.csv": "The Social Protection Floors Calculator in poor countries",
    "ilo_financing_gap_2019_2020.csv": "Financing gaps by income group, % of GDP",
    "ilo_financing_gap_2024_wp113.csv": "Financing gaps by income group, % of GDP",
    "indonesia_abnd_rap_2020.csv": "Indonesia, rapid assessment for 2020",
    "mozambique_ess41_table4_2_fiscal_space.csv": "Mozambique, total fiscal space, % of GDP",
    "mozambique_ess41_table4_5_scenario_c1.csv": "Mozambique, scenario C.1 (2012 to 2022)",
    "pip_june2025_poverty.csv": "World poverty",
    "sector_costing_published.csv": "../tests/costing/services/test_published.py",
}
"""Where each published table is dealt with: a heading of docs/validation.md, or a test."""


def test_every_published_table_is_dealt_with(countries):
    assert {file.name for file in countries.published.glob("*.csv")} == set(COVERED_BY)
    page = PAGE.read_text(encoding="utf-8")
    for name, where in COVERED_BY.items():
        there = (PAGE.parent / where).is_file() if where.startswith("..") else f"### {where}\n" in page
        assert there, (name, where)


def test_what_the_page_says_was_published_is_what_the_tables_say(countries):
    """The second column of the tables whose rows have a published table behind them."""
    rows = {(row["country_or_group"]): row for row in countries.table("ilo2008_domestic_financing_one_fifth.csv")}
    section = (
        PAGE.read_text(encoding="utf-8")
        .partition("### One fifth of the budget, % of GDP in 2010\n")[2]
        .partition("\n### ")[0]
    )
    page = {
        cells[1].strip(): cells[2].strip()
        for cells in (line.split("|") for line in section.splitlines())
        if len(cells) == 5
    }
    for group, row in rows.items():
        if not row["y2010_low"]:
            continue
        low, high = float(row["y2010_low"]), float(row["y2010_high"])
        for country in group.split("|"):
            named = "United Republic of Tanzania" if country == "Tanzania" else country
            if named in page:
                assert page[named] == (f"{low:g}" if low == high else f"{low:g}–{high:g}"), named


def test_indonesia_has_room_for_what_was_not_read(countries):
    rows = {row["guarantee"]: (float(row["low_pct_gdp_2020"]), float(row["high_pct_gdp_2020"])) for row in countries.table("indonesia_abnd_rap_2020.csv")}  # fmt: skip
    low, high = np.array(list(rows.values())).T
    assert (low <= high).all()
    assert low[1:].sum() == pytest.approx(low[0])
    assert high[1:].sum() == pytest.approx(high[0])
