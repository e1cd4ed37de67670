"""Small economies for the tests: values by series and year in a folder of their own, and the text of economy.yaml beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from groundfloor.country.economy import SERIES, read_economy
from groundfloor.country.model import Country, Economy
from groundfloor.economy import complete
from groundfloor.population import Population

BASE = 2025
CSV = "year,series,value,unit,status,source\n"
NEEDED: Mapping[str, Mapping[int, float]] = {
    "gdp_nominal": {2024: 100e9, 2025: 110e9},
    "gdp_real_growth": {2024: 0.04, 2025: 0.05},
    "inflation": {2024: 0.06, 2025: 0.05},
}


def number(value: object, unit: str = "share", **more: object) -> str:
    """A number of a rule as it is written."""
    others = "".join(f", {key}: {one}" for key, one in more.items())
    return f"{{value: {value}, unit: '{unit}', source: Somebody{others}}}"


def people(
    years: range = range(BASE, 2101), adults: float = 1000.0, growth: float = 0.02, children: float = 500.0
) -> Population:
    """Women and men of 30, as many of each, who become more each year, and as many children each year."""
    values = np.zeros((len(years), 2, 101))
    values[:, :, 30] = (adults / 2 * (1 + growth) ** np.arange(len(years)))[:, None]
    values[:, :, 5] = children / 2
    none = np.zeros((len(years) - 1, 2))
    return Population("Nowhere", np.array(years), values, none, none, none)


def pack(folder: Path, values: Mapping[str, Mapping[int, float]], text: str | None) -> Country:
    """The country of a folder with such an economy; what a run needs and `values` lacks is NEEDED."""
    rows = [
        f"{year},{name},{value!r},{SERIES[name].unit if name in SERIES else 'LCU'},actual,Somebody\n"
        for name, by_year in {**NEEDED, **values}.items()
        for year, value in by_year.items()
    ]
    (folder / "economy.csv").write_text(CSV + "".join(rows), encoding="utf-8")
    if text is not None:
        (folder / "economy.yaml").write_text(text, encoding="utf-8")
    economy = read_economy(folder / "economy.csv", BASE)
    return Country(
        code="NOW", name={"en": "Nowhere"}, currency="NOD", path=folder, base_year=BASE, population=folder, economy=economy,
        schemes=(), floors={}, financing=None, survey=None, margins=None,
    )  # fmt: skip


def carried(
    values: Mapping[str, Mapping[int, float]], rules: Mapping[str, str], to: int = 2035, *,
    population: Population | None = None, employment: str = "", variant: str = "base", files: Mapping[str, str] | None = None,
) -> Economy:  # fmt: skip
    """The economy that rules, each `{rule: ..., ...}` in YAML, carry on to a year."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, content in (files or {}).items():
            (folder / name).write_text(content, encoding="utf-8")
        text = "projection:\n" + "".join(f"  {name}: {rule}\n" for name, rule in rules.items()) + employment
        return complete(pack(folder, values, text), population or people(), to, variant).economy
