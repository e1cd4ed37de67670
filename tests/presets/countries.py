"""Published tables and public data of many countries, brought to plain arrays and put through the presets."""

from __future__ import annotations

import csv
from collections.abc import Callable
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


COVERED = {
    "children": ("SI_COV_CHLD", "BOTHSEX"), "maternity": ("SI_COV_MATNL", "FEMALE"), "disability": ("SI_COV_DISAB", "BOTHSEX"),
    "old_age": ("SI_COV_PENSN", "BOTHSEX"),
}  # fmt: skip
"""The series of SDG 1.3.1 behind each guarantee."""


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
        query = "select iso3, year, age_lo, male_k + female_k from {} where year in (2010, 2015, 2020, 2025) and iso3 is not null"
        groups: dict[tuple[str, int], dict[int, float]] = {}
        for iso, year, age, thousand in self.ask("wpp/wpp2024_pop_age5_july1.parquet", query):
            groups.setdefault((iso, year), {})[int(age)] = 1000 * thousand
        return {key: five_year(found) for key, found in groups.items()}

    def world(self, year: int) -> float:
        """Millions of people."""
        query = f"select pop_midyear_implied_k from {{}} where location = 'World' and year = {int(year)}"  # noqa: S608 (a number)
        ((thousand,),) = self.ask("wpp/wpp2024_annual.parquet", query)
        return float(thousand) / 1e3

    def people_in(self, iso: str, year: int) -> np.ndarray:
        """People of a year, on a straight line between those of every fifth year."""
        before = year - year % 5
        share = (year - before) / 5
        return (1 - share) * self.people[iso, before] + share * self.people[iso, before + 5]

    @cached_property
    def born(self) -> dict[tuple[str, int], float]:
        query = "select iso3, year, births_k from {} where year in (2015, 2018, 2024) and iso3 is not null and births_k is not null"
        return {(iso, year): 1000 * thousand for iso, year, thousand in self.ask("wpp/wpp2024_annual.parquet", query)}

    @cached_property
    def births(self) -> dict[str, float]:
        return {iso: value for (iso, year), value in self.born.items() if year == 2015}

    @cached_property
    def groups(self) -> dict[str, str]:
        return dict(
            self.ask("countries/countries.csv", "select iso3, wb_income_group_gapminder from read_csv_auto({})")
        )

    @cached_property
    def economy(self) -> dict[tuple[str, int], dict[str, float]]:
        names = ("NGDP", "NGDPD", "PPPEX", "PPPPC", "NGDPRPC", "GGX_NGDP", "GGR_NGDP")
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
        """Cost of the calculator's benefits in % of GDP, without administration, and GDP in US dollars, by poor country."""
        found = {iso: self.floor(iso) for iso in self.in_groups(POOR)}
        return {iso: (one["total"], one["gdp"]) for iso, one in found.items() if one}

    def floor(self, iso: str) -> dict[str, float]:
        """Each of the calculator's benefits in % of GDP, without administration, and GDP in US dollars; nothing where data lack.

        Line and GDP a head are in international dollars of 2017, so that no currency is mistaken for an older one; people are
        those of 2015.
        """
        of = self.economy.get((iso, 2017), {})
        if iso not in self.lines or (iso, 2015) not in self.people or not of.get("PPPPC") or not of.get("NGDPD"):
            return {}
        people = self.people[iso, 2015]
        at = Inputs(
            (2017,),
            people[None, :],
            {"gdp_nominal": {2017: of["PPPPC"] * people.sum()}},
            births=np.array([self.births[iso]]),
            lines={"national": Line(self.lines[iso], 2017)},
        )
        done = calculate("spf_calculator", at, {"administration": 0})
        return {row["programme"]: row["pct_gdp"] for row in done.rows} | {"gdp": of["NGDPD"]}

    @cached_property
    def coverage(self) -> dict[str, dict[str, float]]:
        """The latest share covered (SDG 1.3.1) by guarantee and country; of those not known it is the mean of the income group."""
        found: dict[str, dict[str, float]] = {}
        for name, (series, sex) in COVERED.items():
            query = (
                "select iso3, max_by(value, year) from read_csv_auto({}) "  # noqa: S608 (our own names)
                f"where series = '{series}' and sex = '{sex}' and value is not null group by iso3"
            )
            known = {
                iso: float(value) / 100 for iso, value in self.ask("social_protection/sdg_1_3_1_coverage.csv", query)
            }
            for group in MIDDLE:
                inside = [known[iso] for iso in self.in_groups((group,)) if iso in known]
                for iso in self.in_groups((group,)):
                    found.setdefault(iso, {})[name] = known.get(iso, sum(inside) / len(inside))
        return found

    def gaps(self, year: int, line: Callable[[str], float | None]) -> dict[str, tuple[float, float, float]]:
        """Cost and gap of four guarantees in % of GDP, and GDP in US dollars, by country; `line` in international dollars of 2017 a day."""
        found = {}
        for iso in self.in_groups(MIDDLE):
            then, now = self.economy.get((iso, 2017), {}), self.economy.get((iso, year), {})
            level = line(iso)
            parts = (then.get("PPPPC"), then.get("NGDPRPC"), now.get("NGDPRPC"), now.get("NGDPD"), level)
            if (iso, 2020) not in self.people or (iso, year) not in self.born or not all(parts):
                continue
            people = self.people_in(iso, year)
            head = then["PPPPC"] * now["NGDPRPC"] / then["NGDPRPC"]
            at = Inputs(
                (year,),
                people[None, :],
                {"gdp_nominal": {year: head * people.sum()}},
                births=np.array([self.born[iso, year]]),
                lines={"given": Line(365 * level, year)},
            )
            covered = {f"coverage_{name}": share for name, share in self.coverage[iso].items()}
            done = calculate("financing_gap_2019", at, {"line": "given", **covered})
            cost, gap = (done.value("pct_gdp", "total", year, block) for block in ("cost", "gap"))
            found[iso] = (cost, gap, now["NGDPD"])
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
