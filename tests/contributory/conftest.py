import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from groundfloor.contributory.cohorts import Demography
from groundfloor.contributory.description import Scheme, read_scheme
from groundfloor.contributory.money import Money

FIRST = 2025


def number(value: Any, unit: str = "share", **more: Any) -> dict[str, Any]:
    form = "values" if isinstance(value, Mapping) else "table" if isinstance(value, str) else "value"
    return {form: value, "unit": unit, "source": "test", **more}


def plain_scheme() -> dict[str, Any]:
    """Everybody from 20 to 59 is insured; 1 % of the last wage for each year, at 60, whatever the service."""
    return {
        "contributory": "plain",
        "label": {"en": "Plain"},
        "groups": {
            "all": {
                "ages": [20, 59],
                "insured": {"coverage": number(1.0)},
                "past_service": "steady",
                "wage": {"average": number(1000.0, "LCU/year", year=FIRST)},
                "contributions": {"worker": number(0.1)},
            }
        },
        "branches": {
            "old_age": {
                "formula": {"accrual": {0: 0.01}, "years": 1, "source": "test"},
                "minimum_service": number(0, "years"),
                "retirement": number(60, "years"),
                "indexation": "wages",
            }
        },
        "administration": number(0.0, "share of benefits"),
        "reserve": {"start": number(0, "LCU"), "interest": number(0.03)},
        "debt": {"discount": number(0.02, "share above indexation")},
        "scaled_premium": {"years": 10},
    }


@pytest.fixture
def described(tmp_path: Path) -> Callable[..., Scheme]:
    """A scheme written to a file and read from there, with changes by dotted path; None takes an entry away."""

    def describe(changes: Mapping[str, Any] | None = None) -> Scheme:
        data = plain_scheme()
        for path, value in (changes or {}).items():
            *above, last = path.split(".")
            part = data
            for key in above:
                part = part.setdefault(key, {})
            if value is None:
                part.pop(last, None)
            else:
                part[last] = value
        file = tmp_path / "plain.yaml"
        file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        return read_scheme(file)

    return describe


def survival_of(level: float = 0.0002, slope: float = 0.09) -> np.ndarray:
    """[sex, age] shares that live another year, by Gompertz; men die half as often again."""
    ages = np.arange(101)
    hazard = np.stack([level * np.exp(slope * ages), 1.5 * level * np.exp(slope * ages)])
    return np.exp(-hazard)


def living(survival: np.ndarray) -> np.ndarray:
    """[sex, age] alive of 1000 born, the last age open."""
    alive = 1000 * np.concatenate([np.ones((2, 1)), np.cumprod(survival[:, :-1], axis=1)], axis=1)
    alive[:, -1] = alive[:, -1] / (1 - survival[:, -1])
    return alive


def stable(years: int, growth: float = 0.0, survival: np.ndarray | None = None) -> Demography:
    """A population that has always grown at this rate."""
    one = survival_of() if survival is None else survival
    ages = np.arange(101)
    first = living(one) * (1 + growth) ** -ages
    first[:, -1] = first[:, -2] * one[:, -2] / (1 + growth) / (1 - one[:, -1] / (1 + growth))
    people = np.stack([first * (1 + growth) ** t for t in range(years)])
    return Demography(
        np.arange(FIRST, FIRST + years), people, np.broadcast_to(one, people.shape), np.full((years, 101), 0.05)
    )


def steady_money(wages: float = 0.0, prices: float = 0.0, years: int = 200) -> Money:
    span = range(FIRST - years, FIRST + years)
    gdp = {year: 1e9 * math.pow(1 + wages, year - FIRST) for year in span}
    return Money(dict.fromkeys(span, prices), dict.fromkeys(span, wages), gdp)
