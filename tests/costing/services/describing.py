"""Descriptions of services and settings that tests change."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from groundfloor.costing.services import Description, Services, Setting, cost_sectors, read_services

FIRST = 2025


def number(value: Any, unit: str = "share", **more: Any) -> dict[str, Any]:
    return {"values" if isinstance(value, Mapping) else "value": value, "unit": unit, "source": "test", **more}


def data() -> dict[str, Any]:
    """Every sector once, in prices that do not move unless told."""
    built = {
        "lifetime": number(20, "years"),
        "maintenance": number(0.02),
        "delivery": number(0.1),
    }
    return {
        "prices": {"year": FIRST, "tradable": "inflation", "non_tradable": "wages"},
        "discount": number(0.05),
        "sectors": {
            "health": _sector(
                package={
                    "people": {"ages": [0, 4]},
                    "need": number(0.2),
                    "coverage": number({FIRST: 0.5, 2030: 0.9}),
                    "running": number(12.0, "LCU/person/year", low=10.0, high=15.0),
                },
                staffing={
                    "people": "all",
                    "coverage": number({FIRST: 0.4, 2035: 1.0}),
                    "staff": number(300, "staff/100000 persons"),
                    "wage": number(3.0, "GDP per head"),
                    "overhead": number(0.67),
                },
            ),
            "education": _sector(
                primary={
                    "people": {"ages": [6, 11]},
                    "coverage": number({FIRST: 0.8, 2030: 1.0}),
                    "pupils_per_teacher": number({FIRST: 50, 2030: 40}, "pupils/teacher"),
                    "wage": number(900.0, "LCU/year"),
                    "non_salary": number(0.25),
                    "marginalised": number(0.3),
                    "markup": number(0.2, "ratio"),
                    "classroom": number(5000.0, "LCU/classroom"),
                    "pupils_per_classroom": number({FIRST: 60, 2030: 40}, "pupils/classroom"),
                    **built,
                }
            ),
            "water_sanitation": _sector(
                water={
                    "people": {"share": number(0.6)},
                    "coverage": number({FIRST: 0.5, 2030: 1.0}),
                    "capital": number(60.0, "LCU/person"),
                    "running": number(3.0, "LCU/person/year"),
                    **built,
                }
            ),
            "nutrition": _sector(
                supplements={
                    "people": "births",
                    "need": number(0.9),
                    "coverage": number({FIRST: 0.2, 2030: 0.8}),
                    "running": number(1.5, "LCU/person/year"),
                    "overhead": number(0.11),
                }
            ),
            "housing": _sector(
                upgrading={
                    "people": {"share": number(0.2), "household_size": number(4, "persons/household")},
                    "coverage": number({FIRST: 0.0, 2035: 0.5}),
                    "capital": number(1000.0, "LCU/household"),
                    "contribution": number(0.25),
                    "lifetime": number(30, "years"),
                }
            ),
            "information": _sector(
                warning={
                    "people": "all",
                    "coverage": number({FIRST: 0.5, 2030: 1.0}),
                    "running": number(0.5, "LCU/person/year"),
                }
            ),
        },
    }


def _sector(**services: Any) -> dict[str, Any]:
    payers = {"government": number(0.6), "external": number(0.1), "households": "rest"}
    return {"tradable": number(0.4), "payers": payers, "services": services}


def changed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The data with changes by dotted path; None takes an entry away."""
    found = deepcopy(data())
    for path, value in changes.items():
        *above, last = path.split(".")
        part: Any = found
        for key in above:
            part = part.setdefault(key, {})
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return found


def described(folder: Path, changes: Mapping[str, Any] | None = None) -> Description:
    file = folder / "services.yaml"
    file.write_text(yaml.safe_dump(changed(changes or {}), sort_keys=False), encoding="utf-8")
    return read_services(file)


def setting(years: int = 12, growth: float = 0.02, inflation: float = 0.0, wages: float = 0.0) -> Setting:
    """A population that grows evenly, and whatever prices."""
    span = np.arange(FIRST, FIRST + years)
    grown = (1 + growth) ** np.arange(years)
    people = grown[:, None, None] * np.linspace(200.0, 2.0, 101)[None, None, :] * np.array([1.0, 0.98])[None, :, None]
    steps = range(FIRST - 10, FIRST + years)
    return Setting(
        years=span,
        people=people,
        births=people[:, :, 0].sum(axis=1),
        gdp=people.sum(axis=(1, 2)) * 2000.0 * 1.05 ** np.arange(years),
        rates={
            "inflation": dict.fromkeys(steps, inflation),
            "wages": dict.fromkeys(steps, wages),
            "gdp_per_capita": {},
        },
        exchange_rate={FIRST - 2: 8.0, FIRST - 1: 9.0, FIRST: 10.0},
    )


def costed(folder: Path, changes: Mapping[str, Any] | None = None, at: Setting | None = None) -> Services:
    return cost_sectors(described(folder, changes), at or setting())


def total(found: Services, sector: str, column: str = "total_lcu", variant: str = "base", service: str = "all") -> Any:
    """A column by year."""
    return np.array(
        [
            row[column]
            for row in found.tables["services"]
            if (row["sector"], row["service"], row["variant"]) == (sector, service, variant)
        ]
    )
