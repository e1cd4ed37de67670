"""The library of templates: one file each, whose amounts are multiples of a country's poverty line until they are copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from groundfloor.country import read_country
from groundfloor.country.model import Country
from groundfloor.prices import Prices

HERE = Path(__file__).parent / "library"
DIGITS = 3


@dataclass(frozen=True)
class Template:
    """A programme that a floor may contain, as the library has it."""

    name: str
    said: Mapping[str, Any]

    @property
    def label(self) -> dict[str, str]:
        """What it is called, by language."""
        return dict(self.said["label"])

    @property
    def description(self) -> dict[str, str]:
        """What it does, by language."""
        return dict(self.said["description"])

    @property
    def guarantee(self) -> str:
        """The guarantee of Recommendation 202 it belongs to."""
        return str(self.said["guarantee"])


@cache
def library() -> dict[str, Template]:
    """All templates by name."""
    files = sorted(HERE.glob("*.yaml"))
    return {path.stem: Template(path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in files}


def line_a_month(country: Country) -> tuple[str, float]:
    """The first poverty line of a country in LCU a person and month, in prices of its base year; 1,200 LCU a year where it has none."""
    prices = Prices(country.base_year, {"inflation": country.economy.series("inflation")})
    for name, value in prices.lines(country.lines).items():
        return name, value / 12
    return "", 100.0


def adapted(template: Template, pack: Path) -> str:
    """The rule of a template with its amounts in the money of a country, each rounded to three digits with the sum it comes from."""
    country = read_country(pack)
    name, line = line_a_month(country)
    year = country.base_year
    said = dict(template.said)
    said["parameters"] = {}
    for short, one in template.said["parameters"].items():
        kept = {key: value for key, value in one.items() if key not in ("lines", "value")}
        value = one.get("value")
        if "lines" in one:
            value = rounded(one["lines"] * line)
            kept["source"] = (
                f"{one['lines']:g} times the monthly poverty line {name!r} ({line:,.0f} LCU in prices of {year}); a start, to be adapted"
            )
        said["parameters"][short] = {"unit": kept.pop("unit"), "values": {f"{year}-01-01": value}} | kept
    said["source"] = "Template of the library of options"
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
    return text.replace(f"'{year}-01-01'", f"{year}-01-01")


def rounded(value: float) -> float:
    """A value with three digits: more would claim what nobody knows."""
    found = float(f"{value:.{DIGITS}g}")
    return int(found) if found == int(found) else found
