"""Measuring a survey or a pack; what only a pack needs is imported for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, overload

from groundfloor import measures
from groundfloor.api.sources import _is_survey, read_survey
from groundfloor.report.results import Row, marked
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Survey

if TYPE_CHECKING:
    from groundfloor.pipeline import Simulation
else:
    Simulation = dict  # for who reads the signature while the program runs


@overload
def measure(
    source: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = ...,
    groups: tuple[str, ...] | None = ...,
    lines: Mapping[str, float] | None = ...,
    welfare_after: Floats | None = ...,
    outside: Sequence[str] = ...,
    sets: Sequence[str] = ...,
) -> Sequence[Row]: ...


@overload
def measure(source: str | Path, **settings: Unpack[Simulation]) -> Sequence[Row]: ...


def measure(source: Survey | str | Path, entitlements: Entitlements | None = None, **settings: Any) -> Sequence[Row]:
    """The table `measures`: poverty, inequality, coverage and more, each with its standard error.

    Of a survey.yaml, or a folder that holds one, it says what is today; of a pack, also what each scenario makes of it, with
    the settings of `results_of`. Of a survey in memory it says what `groundfloor.measures.measure` says, with the settings
    of that function. `sets` choose the measures: standard, those of adept, aspire, ceq, dasp, euromod or received, or all. Errors are those of reading. Units, formulas and sources: docs/methods.

    >>> from groundfloor import new
    >>> found = measure(new("nowhere") / "survey.yaml")
    >>> next(row["n"] for row in found if row["measure"] == "gini")
    1907
    """
    if isinstance(source, Survey):
        return marked(measures.measure(source, entitlements, **settings), source.synthetic)
    if _is_survey(Path(source)):
        return measure(read_survey(source), sets=settings.get("sets", (measures.STANDARD,)))
    from groundfloor.pipeline import results_of

    return results_of(source, **settings).tables["measures"]
