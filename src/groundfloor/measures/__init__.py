"""Poverty, inequality, coverage, incidence, adequacy and targeting in a survey, each with its standard error."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import MappingProxyType, ModuleType
from typing import Any, TypedDict

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.measures import curves as curve_modules
from groundfloor.measures import families
from groundfloor.measures.administrative import administrative
from groundfloor.measures.aspire import named
from groundfloor.measures.context import Context, Row, context_of
from groundfloor.measures.receipt import per_member
from groundfloor.measures.replicates import Errors, by_replicates, replicated
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Survey

__all__ = ["administrative", "curves", "families_of", "measure", "per_member", "sets_known"]

STANDARD, RECEIVED, EVERYTHING = "standard", "received", "all"
# the sets whose tables give more groups and programmes taken together; ASPIRE also has its kinds where they hold one programme
DETAILED = frozenset(("adept", "aspire", RECEIVED, EVERYTHING))
SINGLE = frozenset(("aspire", EVERYTHING))
LARGE = 100_000  # rows from which more than one processor pays


def measure(
    survey: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = "today",
    groups: tuple[str, ...] | None = None,
    lines: Mapping[str, float] | None = None,
    welfare_after: Floats | None = None,
    outside: Collection[str] = (),
    spendable: Mapping[str, Floats] = MappingProxyType({}),
    sets: Collection[str] = (STANDARD,),
    errors: str | None = None,
) -> list[Row]:
    """Rows of the table `measures`: scenario, measure, line, programme, group, value, se, n, ci_low, ci_high.

    `groups` are grouping variables and `lines` LCU per person a year, the survey's own when left out. `entitlements` adds
    coverage, incidence, adequacy and targeting by programme, in their absence the survey's own `transfers`; `welfare_after` is
    welfare with the transfers, on which poverty, inequality and adequacy are then computed, while deciles and targeting stay
    with `survey.welfare`. `outside` are programmes that pay nothing into welfare (benefits in kind), `spendable` what others
    pay into it, a value a person, where that is not their amount. `sets` choose the measures: those of any set named, or `all`. `n` is the persons of the survey,
    unweighted, whose values are known; `value`, `se` and the ends of the 95 % interval are NaN where they cannot be had.
    Without welfare there are no rows on poverty and inequality. `errors` says how errors are had: linearised, or by replicates,
    which is what a survey with replicate weights takes when left out. A line that is not positive and an unknown set raise
    `GroundfloorError`.

    Methods and sources: docs/methods.

    >>> import numpy as np
    >>> survey = Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(4), np.array([5.0, 5.0, 20.0, 30.0]), {"ten": 10.0})
    >>> for row in measure(survey):
    ...     if row["line"] == "ten":
    ...         print(row["measure"], row["value"], row["n"])
    fgt0 0.5 4
    fgt1 0.25 4
    fgt2 0.125 4
    """
    settings = _settings(sets, scenario, groups, lines, welfare_after, outside, spendable)
    rows = _rows(chosen(families, sets), survey, entitlements, errors, settings)
    # what a rule would pay is not what a survey observes, which is what ASPIRE publishes
    return named(rows, survey.extreme) if settings["single"] and entitlements is None else rows


def curves(
    survey: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = "today",
    groups: tuple[str, ...] | None = None,
    lines: Mapping[str, float] | None = None,
    welfare_after: Floats | None = None,
    outside: Collection[str] = (),
    spendable: Mapping[str, Floats] = MappingProxyType({}),
    sets: Collection[str] = (STANDARD,),
    errors: str | None = None,
) -> list[Row]:
    """Rows of the table `curves`: scenario, curve, line, programme, group, x, y, se, ci_low, ci_high. Arguments are those of `measure`.

    >>> import numpy as np
    >>> survey = Survey("s", "X", 2020, {}, np.arange(4), np.ones(4), np.array([1.0, 1.0, 3.0, 5.0]))
    >>> [row["y"] for row in curves(survey) if row["curve"] == "lorenz" and row["x"] in (0.25, 0.5)]
    [0.1, 0.2]
    """
    settings = _settings(sets, scenario, groups, lines, welfare_after, outside, spendable)
    return _rows(chosen(curve_modules, sets), survey, entitlements, errors, settings)


def _settings(
    sets: Collection[str],
    scenario: str,
    groups: tuple[str, ...] | None,
    lines: Mapping[str, float] | None,
    welfare_after: Floats | None,
    outside: Collection[str],
    spendable: Mapping[str, Floats],
) -> dict[str, Any]:
    """What a context is asked for."""
    asked = {"scenario": scenario, "groups": groups, "lines": lines, "welfare_after": welfare_after}
    return {**asked, "outside": outside, "spendable": spendable, **depth_of(sets)}


class Depth(TypedDict):
    """What sets ask of a context beyond the survey's own groups and programmes."""

    detailed: bool
    single: bool


def depth_of(sets: Collection[str]) -> Depth:
    """Whether sets ask a context for more groups and programmes taken together (`detailed`), also of one programme (`single`).

    >>> depth_of(["standard"]), depth_of(["adept"])
    ({'detailed': False, 'single': False}, {'detailed': True, 'single': False})
    """
    return {"detailed": bool(DETAILED & set(sets)), "single": bool(SINGLE & set(sets))}


def _rows(
    modules: Iterable[ModuleType],
    survey: Survey,
    entitlements: Entitlements | None,
    errors: str | None,
    settings: Mapping[str, Any],
) -> list[Row]:
    """The rows of the modules chosen, with errors of the kind asked for."""
    if survey.persons == 0:
        return []

    def rows(of: Survey, found: Errors | None = None) -> list[Row]:
        context = replace(context_of(of, entitlements, **settings), errors=found)
        return _together(list(modules), context)

    return replicated(survey, rows) if by_replicates(survey, errors) else rows(survey)


def _together(modules: Sequence[ModuleType], context: Context) -> list[Row]:
    """The rows of all modules in their order, of a large survey from all processors: NumPy lets go of Python's lock on long columns."""
    if context.view.rows < LARGE:
        return [row for module in modules for row in module.rows(context)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda module: list(module.rows(context)), modules)
        return [row for rows in found for row in rows]


def families_of(sets: Collection[str]) -> list[ModuleType]:
    """The families of measures that belong to any of the `sets`; an unknown set raises `GroundfloorError`.

    >>> "poverty" in [module.__name__.rpartition(".")[2] for module in families_of(["euromod"])]
    True
    """
    return chosen(families, sets)


def sets_known() -> tuple[str, ...]:
    """The names of all sets, `standard` first and `all` last.

    >>> sets_known()[0], sets_known()[-1], "adept" in sets_known()
    ('standard', 'all', True)
    """
    named = {name for package in (families, curve_modules) for module in _modules(package) for name in module.SETS}
    return (STANDARD, *sorted(named - {STANDARD}), EVERYTHING)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for name in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
        yield importlib.import_module(f"{package.__name__}.{name}")


def chosen(package: ModuleType, sets: Collection[str]) -> list[ModuleType]:
    known = sets_known()
    for name in sets:
        if name not in known:
            raise GroundfloorError(
                f"There is no set of measures {name!r}",
                expected=f"one of {', '.join(known)}",
                hint=nearest(name, known),
            )
    wanted = set(sets)
    return [module for module in _modules(package) if EVERYTHING in wanted or wanted & set(module.SETS)]
