"""Published tables and public data of many countries, brought to plain arrays and put through the presets."""

from __future__ import annotations

import csv
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from groundfloor.presets import Inputs, Line, calculate, five_year

POOR = ("low_income", "lower_middle_income")
MIDDLE = (*POOR, "upper_middle_income")
TWELVE = {
    "BFA": "Burkina Faso", "CMR": "Cameroon", "ETH": "Ethiopia", "GIN": "Guinea", "KEN": "Kenya", "SEN": "Senegal",
    "TZA": "United Republic of Tanzania", "BGD": "Bangladesh", "IND": "India", "NPL": "Nepal", "PAK": "Pakistan",
    "VNM": "Viet Nam",
}  # fmt: skip
"""The countries of the paper of 2008."""


class Countries:
    """Population (WPP 2024), economy (IMF, October 2025), lines (Jolliffe and others 2022) and income groups by ISO code."""

    def __init__(self, folder: Path) -> None:
        self.published, self.data = folder / "published", folder / "data"

    def table(self, name: str) -> list[dict[str, str]]:
        """A published table, without its comments."""
        with (self.published / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(line for line in file if not line.startswith("#")))

    def ask(self, file: str, query: str) -> list[tuple[Any, ...]]:
        return duckdb.connect().execute(query.format(f"'{(self.data / file).as_posix()}'")).fetchall()

    @cached_property
    def people(self) -> dict[tuple[str, int], np.ndarray]:
        query = "select iso3, year, age_lo, male_k + female_k from {} where year in (2010, 2015) and iso3 is not null"
        groups: dict[tuple[str, int], dict[int, float]] = {}
        for iso, year, age, thousand in self.ask("wpp/wpp2024_pop_age5_july1.parquet", query):
            groups.setdefault((iso, year), {})[int(age)] = 1000 * thousand
        return {key: five_year(found) for key, found in groups.items()}

    @cached_property
    def births(self) -> dict[str, float]:
        query = "select iso3, births_k from {} where year = 2015 and iso3 is not null and births_k is not null"
        return {iso: 1000 * thousand for iso, thousand in self.ask("wpp/wpp2024_annual.parquet", query)}

    @cached_property
    def groups(self) -> dict[str, str]:
        return dict(
            self.ask("countries/countries.csv", "select iso3, wb_income_group_gapminder from read_csv_auto({})")
        )

    @cached_property
    def economy(self) -> dict[tuple[str, int], dict[str, float]]:
        names = ("NGDP", "NGDPD", "PPPEX", "PPPPC", "GGX_NGDP")
        rows = self.ask("macro/weo_2025oct_wide.parquet", f"select iso3, year, {', '.join(names)} from {{}}")  # noqa: S608 (our own names)
        return {(iso, year): dict(zip(names, values, strict=True)) for iso, year, *values in rows}

    @cached_property
    def lines(self) -> dict[str, float]:
        names = dict(self.ask("poverty/pip_survey_estimates_2017ppp.csv.gz", "select distinct country_name, country_code from read_csv_auto({})"))  # fmt: skip
        query = 'select Entity, "Harmonized national poverty line" from read_csv_auto({})'
        found = self.ask("poverty/national_poverty_lines_jolliffe2022.csv", query)
        return {names[name]: 365 * value for name, value in found if name in names}

    def in_groups(self, groups: tuple[str, ...]) -> list[str]:
        return [iso for iso, group in self.groups.items() if group in groups]

    def gdp(self, groups: tuple[str, ...], year: int) -> float:
        """GDP of the countries together, billion US dollars."""
        values = [self.economy.get((iso, year), {}).get("NGDPD") for iso in self.in_groups(groups)]
        return sum(value for value in values if value)

    def inputs(self, iso: str, year: int = 2010) -> Inputs:
        """A country in one year, in LCU of the year."""
        of = self.economy[iso, year]
        series = {
            "gdp_nominal": {year: of["NGDP"] * 1e9},
            "ppp_conversion": {year: of["PPPEX"]},
            "expenditure_pct_gdp": {} if of["GGX_NGDP"] is None else {year: of["GGX_NGDP"]},
        }
        return Inputs((year,), self.people[iso, year][None, :], series)

    @cached_property
    def floors(self) -> dict[str, tuple[float, float]]:
        """Cost of the calculator's benefits in % of GDP, without administration, and GDP in US dollars, by country.

        Line and GDP a head are in international dollars of 2017, so that no currency is mistaken for an older one; people are
        those of 2015.
        """
        found = {}
        for iso in self.in_groups(POOR):
            of = self.economy.get((iso, 2017), {})
            if iso not in self.lines or (iso, 2015) not in self.people or not of.get("PPPPC") or not of.get("NGDPD"):
                continue
            people = self.people[iso, 2015]
            at = Inputs(
                (2017,),
                people[None, :],
                {"gdp_nominal": {2017: of["PPPPC"] * people.sum()}},
                births=np.array([self.births[iso]]),
                lines={"national": Line(self.lines[iso], 2017)},
            )
            done = calculate("spf_calculator", at, {"administration": 0})
            found[iso] = (done.value("pct_gdp", "total", 2017), of["NGDPD"])
        return found

    @cached_property
    def package_2010(self) -> dict[str, dict[str, float]]:
        """The package of 2008 in 2010 for the twelve countries: each programme in % of GDP."""
        found = {}
        for iso in TWELVE:
            done = calculate("ilo_2008", self.inputs(iso))
            found[iso] = {row["programme"]: row["pct_gdp"] for row in done.rows}
        return found

    @cached_property
    def pensions_2010(self) -> dict[str, tuple[float, float]]:
        """HelpAge's pension in % of GDP and in % of public expenditure for low- and middle-income countries in 2010."""
        found = {}
        for iso in self.in_groups(MIDDLE):
            if (iso, 2010) in self.people and self.economy.get((iso, 2010), {}).get("NGDP"):
                (row,) = calculate("helpage_pension", self.inputs(iso)).rows
                found[iso] = (row["pct_gdp"], row["pct_government_expenditure"])
        return found
