"""What a Monte Carlo of a pack's costs found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundfloor.country.model import Country
from groundfloor.report.results import Row, Words
from groundfloor.rules.programme import Floor
from groundfloor.uncertainty import backtest, monte_carlo, past
from groundfloor.uncertainty.assumptions import BANDS

TABLES = {
    "uncertainty": monte_carlo.COLUMNS,
    "drivers": monte_carlo.DRIVERS,
    "backtest": backtest.COLUMNS,
    "backtest_population": past.POPULATION,
    "backtest_costs": past.COSTS,
    "bands": BANDS,
}


@dataclass(frozen=True)
class Uncertainty:
    """The tables TABLES of a pack, what was asked for, what the back-test could not do, the files of an earlier projection, and what
    the services and schemes beside the programmes are called."""

    country: Country
    floor: Floor
    tables: Mapping[str, Sequence[Row]]
    notes: Sequence[backtest.Note]
    settings: Mapping[str, Any]
    synthetic: bool
    survey_name: Words | str
    files: Sequence[Path] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)
