"""Projections agree with those the United Nations publish."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest
from scipy.interpolate import CubicSpline
from tests.population.published import COUNTRIES, Cells, asked, lines, reference, wpp_2012

from groundfloor.cli.main import main
from groundfloor.population import Population, project, read_population

GHANA = Path(__file__).parents[2] / "src" / "groundfloor" / "countries" / "gha" / "population"


@cache
def ghana() -> Population:
    return project(read_population(GHANA, "GHA"), 2050)


YEARS = range(2025, 2051)
BROAD = {"0-14": (0, 15), "15-64": (15, 65), "65+": (65, 200)}


def test_ghana_is_that_of_wpp_2024_in_every_year() -> None:
    # births over the crude birth rate: the population of 1 July of each year
    implied = "select year, 1000 * pop_midyear_implied_k from read_parquet(?) where iso3 = 'GHA'"
    published = dict(asked(reference("data/wpp/wpp2024_annual.parquet"), implied))
    ours = ghana().total()
    assert set(YEARS) <= set(published)
    for year in YEARS:
        assert ours[year] == pytest.approx(published[year], rel=0.001), year  # asked: 0.5 %; measured: 0.074 %


@pytest.mark.parametrize("group", BROAD)
def test_ghana_has_the_ages_of_wpp_2024_in_every_year(group: str) -> None:
    """The United Nations' table has every fifth year; a smooth curve through its points stands for those between."""
    low, high = BROAD[group]
    by_year = (
        "select year, sum(1000 * (female_k + male_k)) from read_parquet(?) where iso3 = 'GHA' "  # noqa: S608
        f"and age_lo >= {low} and age_lo < {high} and year between 2010 and 2070 group by year order by year"
    )
    points = dict(asked(reference("data/wpp/wpp2024_pop_age5_july1.parquet"), by_year))
    curve = CubicSpline(list(points), list(points.values()))
    for year, persons in zip(YEARS, ghana().by_age_group()[group], strict=True):
        if year in points:
            assert persons == pytest.approx(points[year], rel=0.0025), year  # asked: 1 %; measured: 0.14 %
        assert persons == pytest.approx(float(curve(year)), rel=0.005), year  # asked: 1 %; measured: 0.25 %


@pytest.mark.parametrize("year", [2025, 2030, 2040, 2049])
def test_ghana_births_and_deaths_are_those_of_wpp_2024(year: int) -> None:
    file = reference("data/wpp/wpp2024_annual.parquet")
    mean = "select 1000 * avg(births_k), 1000 * avg(deaths_k) from read_parquet(?) where iso3 = 'GHA' and year in (?, ? + 1)"
    births, deaths = asked(file, mean, year, year)[0]  # calendar years: twelve months from 1 July lie across two
    assert ghana().births[year - 2025].sum() == pytest.approx(births, rel=0.01)
    assert ghana().deaths[year - 2025].sum() == pytest.approx(deaths, rel=0.01)


def printed(capsys: pytest.CaptureFixture[str], country: str) -> Cells:
    """What `groundfloor population FILE --country NAME --to 2050 --format csv` prints, in groups of five years."""
    inputs = reference("published/ccm_wpp2012_inputs.csv")
    assert main(["population", str(inputs), "--country", country, "--to", "2050", "--format", "csv"]) == 0
    cells: Cells = {}
    for row in csv.DictReader(io.StringIO(capsys.readouterr().out)):
        key = (int(row["year"]), row["sex"], int(row["age"]) // 5 * 5)
        cells[key] = cells.get(key, 0.0) + float(row["population"])
    return cells


def test_every_country_of_the_file_has_a_published_projection() -> None:
    rows = lines("published/ccm_wpp2012_inputs.csv")
    assert {row["country"] for row in rows} == set(wpp_2012()) == set(COUNTRIES)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_command_projects_the_countries_of_wpp_2012(country: str, capsys: pytest.CaptureFixture[str]) -> None:
    ours, published = printed(capsys, country), wpp_2012()[country]
    years = sorted({year for year, _, _ in published})
    assert years == list(range(2015, 2051, 5))
    for year in years:
        for low, high, bound in ((0, 200, 0.003), *((*ages, 0.007) for ages in BROAD.values())):
            one, other = (
                sum(v for (when, _, age), v in cells.items() if when == year and low <= age < high)
                for cells in (ours, published)
            )
            assert one == pytest.approx(other, rel=bound), (
                year,
                low,
            )  # measured: 0.21 % of the total, 0.59 % of a group
    for key, persons in published.items():
        if key[2] < 80:
            assert ours[key] == pytest.approx(persons, rel=0.012), key  # measured: 1.08 %
