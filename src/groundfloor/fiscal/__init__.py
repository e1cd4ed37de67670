"""Fiscal incidence: from market to final income, what taxes and benefits do to poverty and inequality, and for whom."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.fiscal import tables
from groundfloor.fiscal.amounts import Amounts, amounts_of, doubtful
from groundfloor.fiscal.case import Case, case_of, findings_of
from groundfloor.fiscal.description import Description, read_fiscal
from groundfloor.fiscal.figures import Row, values
from groundfloor.fiscal.kinds import SCENARIOS
from groundfloor.measures.replicates import Key, by_replicates, errors_of
from groundfloor.survey.frame import Finding, Floats, Survey

__all__ = ["FiscalIncidence", "incidence", "read_fiscal"]


@dataclass(frozen=True)
class FiscalIncidence:
    """What taxes and benefits do, under one scenario of pensions.

    `concepts` are LCU a year a person (or adult equivalent, as the survey's welfare), one value a person, NaN where not known;
    `amounts` what every item comes to; `tables` rows by table name, in the order of a workbook; `findings` what to know first.
    """

    survey: Survey
    described: Description
    pensions: str
    concepts: Mapping[str, Floats]
    amounts: Mapping[str, Amounts]
    tables: Mapping[str, list[dict[str, Any]]]
    findings: tuple[Finding, ...]


def incidence(
    survey: Survey,
    described: Description,
    *,
    pensions: str | None = None,
    engine: str = "arrays",
    errors: str | None = None,
) -> FiscalIncidence:
    """Concepts of income, redistribution, contributions, impoverishment, incidence and coverage of a survey's taxes and benefits.

    `pensions` is PDI (contributory pensions are deferred income) or PGT (they are transfers), that of the file when left out.
    `errors` says how standard errors are had: linearised, or by replicates, which is what a survey with replicate weights takes
    when left out. A survey without welfare, a rule it cannot answer and an unknown scenario raise GroundfloorError. Definitions and sources:
    docs/methods/fiscal-incidence.md.

    >>> import pathlib, tempfile
    >>> import numpy as np
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "fiscal.yaml"
    >>> _ = file.write_text('''
    ... fiscal: Example
    ... welfare_is: disposable
    ... pensions: PDI
    ... items:
    ...   income_tax: {kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0.1}]}
    ... ''')
    >>> survey = Survey("s", "X", 2024, {"wage": np.array([50.0, 90.0])}, np.arange(2), np.ones(2), np.array([45.0, 81.0]))
    >>> incidence(survey, read_fiscal(file, survey)).concepts["market"].tolist()
    [50.0, 90.0]
    """
    chosen = described.pensions if pensions is None else pensions
    if chosen not in SCENARIOS:
        raise GroundfloorError(
            f"There is no scenario of pensions {chosen!r}",
            expected=f"one of {', '.join(SCENARIOS)}",
            hint=nearest(chosen, SCENARIOS),
        )
    amounts = amounts_of(described, survey, engine=engine)
    case = case_of(survey, described, amounts, chosen)
    if not case.known.any():
        raise GroundfloorError(
            "Nobody has known welfare and known taxes and benefits",
            hint="Look at the variables the rules name; write coalesce(x, 0) where unknown counts as none.",
        )
    return FiscalIncidence(
        survey,
        described,
        chosen,
        case.concepts,
        amounts,
        {name: [{**row, "synthetic": survey.synthetic} for row in rows] for name, rows in _tables(case, errors)},
        (*doubtful(described, survey), *findings_of(case)),
    )


def _tables(case: Case, errors: str | None) -> Iterator[tuple[str, Iterator[Row]]]:
    """The rows of each table, with errors of the kind asked for; amounts and concepts are the same under every replicate."""
    modules = _modules()
    if by_replicates(case.survey, errors):

        def figures(survey: Survey) -> dict[Key, float]:
            one = replace(case, survey=survey, lines=survey.lines, replicate=True)
            return {key: value for module in modules for key, value in values(module.rows(one)).items()}

        case = replace(case, errors=errors_of((case.survey, figures)))
    for module in modules:
        yield module.TABLE, module.rows(case)


def _modules() -> list[ModuleType]:
    names = [found.name for found in pkgutil.iter_modules(tables.__path__)]
    found = [importlib.import_module(f"{tables.__name__}.{name}") for name in names]
    return sorted(found, key=lambda module: module.ORDER)
