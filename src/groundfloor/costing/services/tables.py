"""Costs of services as tidy tables: by service, by sector and together; the inputs they need; the numbers they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.costing.services.costs import Cost
from groundfloor.costing.services.description import TOTAL, Description
from groundfloor.costing.services.payers import PAYERS
from groundfloor.costing.services.setting import Setting, View
from groundfloor.country.rates import Floats

Row = dict[str, Any]
PEOPLE = ("target", "covered", "new")
MONEY = ("capital", "recurrent", "total", "additional", "annualised", *PAYERS)
MORE = ("additional_government", "replacement", "budget", "gap")
"""Further amounts of money; their columns came later and stand at the end."""
COLUMNS = {
    "services": (
        "sector", "service", "variant", "year", "target_population", "covered", "new_covered",
        *(f"{name}_lcu" for name in MONEY), *(f"{name}_pct_gdp" for name in MONEY), "assumption", "label",
        *(f"{name}_lcu" for name in MORE), *(f"{name}_pct_gdp" for name in MORE),
    ),
    "services_inputs": ("sector", "service", "variant", "year", "input", "needed"),
    "services_numbers": ("sector", "number", "unit", "assumption", "source", "file_line"),
}  # fmt: skip


def amounts(cost: Cost) -> dict[str, Floats]:
    """LCU [year] by the names of MONEY and MORE."""
    return {
        "capital": cost.capital,
        "recurrent": cost.recurrent,
        "total": cost.total,
        "additional": cost.additional,
        "annualised": cost.annualised + cost.recurrent,
        **{name: cost.paid[name] for name in PAYERS},
        "additional_government": cost.additional_of("government"),
        "replacement": cost.replacement,
        "budget": np.full_like(cost.total, np.nan),
        "gap": np.full_like(cost.total, np.nan),
    }


def people(cost: Cost) -> dict[str, Floats]:
    """People or households [year] by the names of PEOPLE."""
    return {"target": cost.target, "covered": cost.covered, "new": cost.new}


def rows(
    setting: Setting, described: Description, costs: Mapping[str, Mapping[str, Cost]], variant: str
) -> Iterator[Row]:
    """The table `services`: each service, `all` of a sector, and `all` sectors. People who may be in several are left empty there."""
    whole: list[Mapping[str, Floats]] = []
    nobody = dict.fromkeys(PEOPLE, np.full(len(setting.years), np.nan))
    for name, sector in described.sectors.items():
        own = costs[name]
        for service, cost in own.items():
            known = {"assumption": sector.assumed, "label": sector.services[service].label}
            yield from _rows(setting, (name, service, variant), people(cost), amounts(cost), known)
        money = _sum([amounts(cost) for cost in own.values()])
        if sector.budget is not None:
            has = sector.budget.money(View(setting, described.prices, sector.tradable, variant))
            money |= {"budget": has, "gap": money["total"] - has}
        whole.append(money)
        counted = _sum([people(cost) for cost in own.values()]) if sector.disjoint else nobody
        yield from _rows(setting, (name, TOTAL, variant), counted, money, {"assumption": sector.assumed, "label": None})
    assumed = any(sector.assumed for sector in described.sectors.values())
    yield from _rows(setting, (TOTAL, TOTAL, variant), nobody, _sum(whole), {"assumption": assumed, "label": None})


def _rows(
    setting: Setting,
    key: tuple[str, str, str],
    counted: Mapping[str, Floats],
    money: Mapping[str, Floats],
    known: Row,
) -> Iterator[Row]:
    sector, service, variant = key
    for i, year in enumerate(setting.years):
        yield {
            "sector": sector,
            "service": service,
            "variant": variant,
            "year": int(year),
            "target_population": float(counted["target"][i]),
            "covered": float(counted["covered"][i]),
            "new_covered": float(counted["new"][i]),
            **_amounts(setting, money, MONEY, i),
            **known,
            **_amounts(setting, money, MORE, i),
        }


def _amounts(setting: Setting, money: Mapping[str, Floats], names: Sequence[str], i: int) -> Row:
    """Amounts of one year in LCU, then in % of GDP."""
    return {f"{name}_lcu": float(money[name][i]) for name in names} | {
        f"{name}_pct_gdp": float(100 * money[name][i] / setting.gdp[i]) for name in names
    }


def _sum(parts: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    return {name: np.sum([part[name] for part in parts], axis=0) for name in parts[0]}


def input_rows(setting: Setting, costs: Mapping[str, Mapping[str, Cost]], variant: str) -> Iterator[Row]:
    """The table `services_inputs`: staff, teachers and classrooms that those covered need."""
    for sector, own in costs.items():
        for service, cost in own.items():
            for name, needed in cost.inputs.items():
                for year, number in zip(setting.years.tolist(), needed.tolist(), strict=True):
                    key = {"sector": sector, "service": service, "variant": variant, "year": year}
                    yield {**key, "input": name, "needed": number}


def number_rows(described: Description) -> Iterator[Row]:
    """The table `services_numbers`: every number of the description with its unit and source."""
    for sector, numbers in described.numbers().items():
        for one in numbers:
            yield {
                "sector": sector,
                "number": one.name.removeprefix(f"sectors.{sector}."),
                "unit": one.unit,
                "assumption": one.assumption,
                "source": one.source,
                "file_line": one.place.line,
            }
