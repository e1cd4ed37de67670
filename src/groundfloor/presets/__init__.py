"""The standard methods of the field by name: what each fixes is data, and any of them runs on any country."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.population.ages import split_to_last
from groundfloor.presets import methods
from groundfloor.presets.entry import COLUMNS, Table
from groundfloor.presets.inputs import Floats, Households, Inputs, Line
from groundfloor.presets.parameter import Parameter, Settled

__all__ = [
    "COLUMNS",
    "Calculated",
    "Households",
    "Inputs",
    "Line",
    "calculate",
    "five_year",
    "parameters_of",
    "presets",
]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Calculated:
    """What a preset gives of some inputs: its rows (columns `COLUMNS`), the values it used and which of them are the user's.

    In `rows` a note is a tuple of message keys with their values; amounts are LCU of the year, absent is NaN.
    """

    preset: str
    source: str
    table: Table
    given: Settled
    rows: tuple[Row, ...]

    def value(self, column: str, programme: str, year: int, block: str = "cost") -> float:
        """One cell of the table; a row that is not there raises GroundfloorError."""
        for row in self.rows:
            if (row["programme"], row["year"], row["block"]) == (programme, year, block):
                return float(row[column])
        raise GroundfloorError(f"{self.preset} has no row {block} {programme} {year}")


def presets() -> dict[str, str]:
    """The presets there are, by name, each with the publication it follows.

    >>> sorted(presets())[:3]
    ['financing_gap_2019', 'financing_gap_2020', 'financing_gap_2024']
    """
    names = sorted(found.name for found in pkgutil.iter_modules(methods.__path__))
    return {name: str(_method(name).SOURCE) for name in names}


def _method(name: str) -> ModuleType:
    return import_module(f"{methods.__name__}.{name}")


def _known(name: str) -> ModuleType:
    known = [found.name for found in pkgutil.iter_modules(methods.__path__)]
    if name not in known:
        raise GroundfloorError(
            f"There is no preset {name!r}", expected=f"one of {', '.join(sorted(known))}", hint=nearest(name, known)
        )
    return _method(name)


def parameters_of(name: str, overrides: Mapping[str, object] | None = None) -> dict[str, Parameter]:
    """The parameters of a preset, by name: value, unit, and whether it is published, reconstructed or unverified.

    `overrides` matter where one of them names a file with more of them (`sheets` of `rap`).

    >>> parameters_of("helpage_pension")["pension_share"]
    Parameter(value=0.2, unit='of_gdp_per_head', mark='unverified', low=0.0, high=inf, name=False)
    """
    method = _known(name)
    if hasattr(method, "parameters") and not hasattr(method, "PARAMETERS"):
        return dict(method.parameters(overrides or {}))
    return dict(method.PARAMETERS)


def needs_of(name: str) -> tuple[str, ...]:
    """What a preset reads of a country: series of economy.csv, births, lines, coverage or survey."""
    return tuple(_known(name).NEEDS)


def asks_households(name: str, overrides: Mapping[str, object]) -> bool:
    """Whether a preset needs what households live on: where it measures poverty and the figure is not given.

    >>> asks_households("spf_index", {}), asks_households("spf_index", {"poverty_gap": 0.1})
    (True, False)
    """
    asks = getattr(_known(name), "asks_households", None)
    return asks is not None and bool(asks(overrides))


def calculate(name: str, inputs: Inputs, overrides: Mapping[str, object] | None = None) -> Calculated:
    """Run a preset on inputs in memory. `overrides` are values by parameter that stand in place of the method's.

    A preset, a parameter or a series that is not there raises GroundfloorError with its name. Formulas: docs/methods/presets.md.

    >>> people = np.zeros((1, 101))
    >>> people[0, [0, 70]] = 96.0, 4.0
    >>> found = calculate("helpage_pension", Inputs((2010,), people, {"gdp_nominal": {2010: 1000.0}}))
    >>> round(found.value("pct_gdp", "pension", 2010), 4)
    0.8
    """
    method = _known(name)
    given = Settled(parameters_of(name, overrides), overrides or {})
    table = Table(name, inputs, tuple(method.entries(inputs, given)))
    return Calculated(name, str(method.SOURCE), table, given, tuple(table.rows()))


def five_year(groups: Mapping[int, float]) -> Floats:
    """Persons by single age 0 ... 100+ of age groups by their lower bound, the last one open at 100 (or closed below it).

    Groups keep their totals; between their bounds ages are interpolated as in a projection (docs/methods/population.md).

    >>> round(float(five_year({0: 10.0, 5: 10.0, 100: 1.0}).sum()), 6)
    21.0
    """
    lower = np.array(sorted(groups), dtype=np.int64)
    counts = np.array([float(groups[int(age)]) for age in lower])
    if lower[-1] < 100:
        lower, counts = np.append(lower, 100), np.append(counts, 0.0)
    if not (counts >= 0).all():
        raise GroundfloorError("An age group is absent or negative", expected="persons by age group")
    return np.maximum(0.0, split_to_last(lower, counts))  # a group of nobody is nobody at every age, not nearly so
