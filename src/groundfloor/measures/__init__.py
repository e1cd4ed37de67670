"""Poverty, inequality, coverage, incidence, adequacy and targeting in a survey, each with its standard error."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from types import ModuleType

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.measures import curves as curve_modules
from groundfloor.measures import families
from groundfloor.measures.administrative import administrative
from groundfloor.measures.aspire import named
from groundfloor.measures.context import Row, context_of
from groundfloor.measures.receipt import per_member
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Survey

__all__ = ["administrative", "curves", "measure", "per_member", "sets_known"]

STANDARD, EVERYTHING = "standard", "all"
# the sets whose tables give more groups and programmes taken together; ASPIRE also has its kinds where they hold one programme
DETAILED = frozenset(("adept", "aspire", EVERYTHING))
SINGLE = frozenset(("aspire", EVERYTHING))


def measure(
    survey: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = "today",
    groups: tuple[str, ...] | None = None,
    lines: Mapping[str, float] | None = None,
    welfare_after: Floats | None = None,
    outside: Collection[str] = (),
    sets: Collection[str] = (STANDARD,),
) -> list[Row]:
    """Rows of the table `measures`: scenario, measure, line, programme, group, value, se, n, ci_low, ci_high.

    `groups` are grouping variables and `lines` LCU per person a year, the survey's own when left out. `entitlements` adds
    coverage, incidence, adequacy and targeting by programme, in their absence the survey's own `transfers`; `welfare_after` is
    welfare with the transfers, on which poverty, inequality and adequacy are then computed, while deciles and targeting stay
    with `survey.welfare`. `outside` are programmes that pay nothing into welfare (benefits in kind). `sets` choose the measures: those of any set named, or `all`. `n` is the persons of the survey,
    unweighted, whose values are known; `value`, `se` and the ends of the 95 % interval are NaN where they cannot be had.
    Without welfare there are no rows on poverty and inequality. A line that is not positive and an unknown set raise
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
    modules = chosen(families, sets)
    if survey.persons == 0:
        return []
    context = context_of(
        survey,
        entitlements,
        scenario=scenario,
        groups=groups,
        lines=lines,
        welfare_after=welfare_after,
        outside=outside,
        detailed=bool(DETAILED & set(sets)),
        single=bool(SINGLE & set(sets)),
    )
    rows = [row for module in modules for row in module.rows(context)]
    # what a rule would pay is not what a survey observes, which is what ASPIRE publishes
    return named(rows, survey.extreme) if context.single and entitlements is None else rows


def curves(
    survey: Survey,
    entitlements: Entitlements | None = None,
    *,
    scenario: str = "today",
    groups: tuple[str, ...] | None = None,
    lines: Mapping[str, float] | None = None,
    welfare_after: Floats | None = None,
    outside: Collection[str] = (),
    sets: Collection[str] = (STANDARD,),
) -> list[Row]:
    """Rows of the table `curves`: scenario, curve, line, programme, group, x, y, se, ci_low, ci_high. Arguments are those of `measure`.

    >>> import numpy as np
    >>> survey = Survey("s", "X", 2020, {}, np.arange(4), np.ones(4), np.array([1.0, 1.0, 3.0, 5.0]))
    >>> [row["y"] for row in curves(survey) if row["curve"] == "lorenz" and row["x"] in (0.25, 0.5)]
    [0.1, 0.2]
    """
    modules = chosen(curve_modules, sets)
    if survey.persons == 0:
        return []
    context = context_of(
        survey,
        entitlements,
        scenario=scenario,
        groups=groups,
        lines=lines,
        welfare_after=welfare_after,
        outside=outside,
        detailed=bool(DETAILED & set(sets)),
        single=bool(SINGLE & set(sets)),
    )
    return [row for module in modules for row in module.rows(context)]


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
