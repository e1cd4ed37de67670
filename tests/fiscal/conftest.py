"""Surveys of a few persons and fiscal.yaml files written beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

import groundfloor.fiscal as tabulated
from groundfloor.fiscal import FiscalIncidence, incidence, read_fiscal
from groundfloor.survey.frame import Survey

ALL = tuple(module.TABLE for module in tabulated._modules())
HEAD = "fiscal: Example\nwelfare_is: {welfare_is}\npensions: {pensions}\n"


def in_tables(names: Collection[str], *given: Any) -> FiscalIncidence:
    """The incidence in some of its tables alone, where many are made and few are looked at."""
    modules = [module for module in tabulated._modules() if module.TABLE in names]
    with mock.patch.object(tabulated, "_modules", return_value=modules):
        return incidence(*given)


def survey_of(welfare: Any, *, sizes: Any = None, weight: Any = None, **columns: Any) -> Survey:
    """One person a household unless `sizes` says otherwise; every numeric column is money of the survey's year."""
    persons = len(welfare)
    sizes = np.ones(persons, dtype=int) if sizes is None else np.asarray(sizes)
    money = {name: np.asarray(column, dtype=float) for name, column in columns.items()}
    return Survey(
        name="by hand",
        country="XXX",
        year=2024,
        columns=dict(money),
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        weight=np.ones(persons) if weight is None else np.asarray(weight, dtype=float),
        welfare=np.asarray(welfare, dtype=float),
        amounts=dict.fromkeys(money, 2024),
    )


@pytest.fixture
def fiscal(tmp_path: Path) -> Callable[..., FiscalIncidence]:
    """The incidence of the items, a YAML text, on a survey."""

    def made(
        survey: Survey, items: str, welfare_is: str = "market", pensions: str = "PDI", more: str = "", **settings: Any
    ):
        file = tmp_path / "fiscal.yaml"
        lines = "\n".join(f"  {line}" for line in items.strip().splitlines())
        file.write_text(HEAD.format(welfare_is=welfare_is, pensions=pensions) + more + f"items:\n{lines}\n")
        return incidence(survey, read_fiscal(file, survey), **settings)

    return made


def figure(found: FiscalIncidence, table: str, measure: str, column: str = "value", **labels: Any) -> float:
    """The one figure of a table with these labels."""
    labels = {"group": "all", **labels}
    rows = [
        row
        for row in found.tables[table]
        if row["measure"] == measure and all(row[key] == value for key, value in labels.items())
    ]
    assert len(rows) == 1, (measure, labels, len(rows))
    return rows[0][column]
