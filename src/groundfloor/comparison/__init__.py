"""Two distributions side by side: differences, decompositions, dominance, growth incidence, winners and losers, with errors."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundfloor.comparison import parts
from groundfloor.comparison.differences import apart, differences, keeping, together, together_in
from groundfloor.comparison.pair import Pair, Row, of_same_persons, of_those_in_both, of_two_groups, of_two_samples
from groundfloor.comparison.panel import linked, matched, units_of
from groundfloor.comparison.parts.dominance import span
from groundfloor.comparison.replicated import asked, of_one, of_two
from groundfloor.errors import GroundfloorError
from groundfloor.measures import STANDARD, depth_of, families_of, measure
from groundfloor.measures.context import Context, context_of
from groundfloor.measures.replicates import LINEARISED, REPLICATES
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Survey
from groundfloor.survey.revalued import revalued

__all__ = ["TABLES", "Comparison", "Pair", "compare_groups", "compare_persons", "compare_surveys"]

TABLES = ("differences", "decomposition", "dominance", "curves", "growth", "winners", "transitions")
Receipts = Entitlements | None


@dataclass(frozen=True)
class Comparison:
    """Two distributions compared. `tables` holds the rows of each of `TABLES`.

    `kind` is two samples, same persons, two groups or panel, `names` what both are called, `deflator` what an amount before was
    multiplied by, `notes` keys of what a reader must know, `line_labels`, `name_labels` and `programme_labels` what lines, the two and programmes are called by language, `span`
    the poverty lines between which dominance was tested, `persons` those of the survey on each side and `in_both` those in both of a panel, `threshold` the share of
    welfare before above which a change counts, `country` and `year` those of the second (of a pack, the year compared).
    """

    kind: str
    names: tuple[str, str]
    deflator: float
    tables: Mapping[str, Sequence[Row]]
    span: tuple[float, float]
    persons: tuple[int, int]
    threshold: float
    synthetic: bool = False
    notes: tuple[str, ...] = ()
    in_both: int | None = None
    line_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    name_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    programme_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    country: str = ""
    year: int = 0


def compare_surveys(
    before: Survey,
    after: Survey,
    *,
    deflator: float = 1.0,
    sets: Collection[str] = (STANDARD,),
    errors: str | None = None,
    panel: Sequence[str] = (),
    **settings: Any,
) -> Comparison:
    """Two surveys drawn apart from each other: two years, or two regions as two surveys.

    Amounts of `before` are multiplied by `deflator`, what a unit of its money is worth in the prices of `after`. Other settings
    are `by`, `lines`, `between`, `names` (docs/compare.md). Errors of both add up as variances; they are linearised, or by
    replicates where both have them and `errors` does not say otherwise. `panel` are columns by which persons or households of one
    are found in the other: errors then know whom both have in common, and those in both are compared with themselves. Methods and sources: docs/methods/comparison.md.

    >>> import numpy as np
    >>> poor = Survey("a", "X", 2020, {}, np.arange(4), np.ones(4), np.array([1.0, 2.0, 3.0, 6.0]), {"z": 2.5})
    >>> rich = Survey("b", "X", 2022, {}, np.arange(4), np.ones(4), np.array([2.0, 4.0, 6.0, 12.0]), {"z": 2.5})
    >>> found = compare_surveys(poor, rich).tables["decomposition"]
    >>> [(row["component"], row["value"]) for row in found if row["method"] == "shapley" and row["index"] == "fgt0"]
    [('growth', -0.25), ('redistribution', 0.0), ('total', -0.25)]
    """
    if not 0 < deflator < float("inf"):
        raise GroundfloorError(
            f"The deflator is {deflator:g}", expected="a positive number: prices of AFTER over those of BEFORE"
        )
    real = before if deflator == 1 else revalued(before, lambda _: deflator, after.price_year)
    unlike = ("shared_otherwise",) if (before.sharing is None) != (after.sharing is None) else ()
    if panel:
        return _of_panel(real, after, panel, deflator, sets, errors, settings, unlike)
    pair = of_two_samples(real, after, **settings)
    groups, lines = _groups(pair, before, after), settings.get("lines")
    if asked(errors, real, after):
        pair = of_two(pair, (real, after), _parts, lines)
    first, second = (measure(one, groups=groups, lines=lines, sets=sets, errors=errors) for one in (real, after))
    found = list(differences(pair, first, second, apart(first, second)))
    notes = (*unlike, *_errors_told(errors, before, after))
    return _compared(pair, found, (before, after), deflator, notes=notes, name_labels=_called(pair, before, after))


def _called(pair: Pair, *surveys: Survey) -> dict[str, Mapping[str, str]]:
    """What the two surveys are called by language, where they go by their own names."""
    return {name: one.names for name, one in zip(pair.names, surveys, strict=True) if name == one.name}


def _of_panel(
    before: Survey,
    after: Survey,
    panel: Sequence[str],
    deflator: float,
    sets: Collection[str],
    errors: str | None,
    settings: Mapping[str, Any],
    unlike: tuple[str, ...],
) -> Comparison:
    """Two surveys with persons or households in both: everybody of each, in one design, and those in both beside themselves."""
    if errors == REPLICATES:
        raise GroundfloorError(
            "Errors of a panel are linearised: the replicate weights of two surveys do not know whom both have in common",
            hint="Leave --errors out, or --panel.",
        )
    found = matched(before, after, panel)
    sides = linked(before, after, found)
    pair = of_two_samples(*sides, linked=True, **settings)
    assert before.welfare is not None  # noqa: S101 (a pair has been made)
    same = of_those_in_both(before, sides[1], found.of(before.welfare), **settings)
    groups, lines = _groups(pair, before, after), settings.get("lines")
    contexts = [keeping(_context(side, sets, groups=groups, lines=lines)) for side in sides]
    first, second = ([row for module in families_of(sets) for row in module.rows(one)] for one in contexts)
    error = together_in(pair, contexts[0].kept, contexts[1].kept, units_of(pair, *sides))
    rows = list(differences(pair, first, second, error))
    replicated = any(one.replicates is not None for one in sides)
    notes = (*unlike, *(("panel_linearised",) if replicated else ()))
    return _compared(
        pair, rows, (before, after), deflator, same=same, notes=notes, name_labels=_called(pair, before, after)
    )


def compare_persons(
    survey: Survey,
    before: Floats,
    after: Floats,
    *,
    entitlements: tuple[Receipts, Receipts] = (None, None),
    sets: Collection[str] = (STANDARD,),
    errors: str | None = None,
    **settings: Any,
) -> Comparison:
    """The same persons with two values of welfare each: before and after a transfer, or under two scenarios.

    `entitlements` are what they receive before and after. Settings are those of `compare_surveys` and `threshold`, the share of
    welfare before above which a change counts as a gain or a loss. Errors are of the differences person by person. Deciles of receipts are those of `survey.welfare`.

    >>> import numpy as np
    >>> people = Survey("s", "X", 2020, {}, np.arange(4), np.ones(4), np.array([1.0, 2.0, 3.0, 6.0]), {"z": 2.5})
    >>> found = compare_persons(people, people.welfare, people.welfare + np.array([2.0, 0.0, 0.0, -1.0])).tables
    >>> [(row["measure"], row["value"]) for row in found["winners"] if row["measure"].startswith("share")][:3]
    [('share_winners', 0.25), ('share_losers', 0.25), ('share_unchanged', 0.5)]
    """
    pair = of_same_persons(survey, before, after, **settings)
    families, lines = families_of(sets), settings.get("lines")

    def context(of: Survey, side: int) -> Context:
        welfare = (pair.before, pair.after)[side].welfare
        groups = _groups(pair, survey)
        return _context(of, sets, entitlements[side], groups=groups, lines=lines, welfare_after=welfare)

    def rows(of: Context) -> list[Row]:
        return [row for module in families for row in module.rows(of)]

    if asked(errors, survey):
        pair = of_one(pair, survey, _parts, lines, lambda of: (rows(context(of, 0)), rows(context(of, 1))))
    first, second = (keeping(context(survey, side)) for side in (0, 1))
    found = list(differences(pair, rows(first), rows(second), together(pair, first.kept, second.kept)))
    notes = _errors_told(errors, survey)
    return _compared(pair, found, (survey,), notes=notes)


def compare_groups(
    survey: Survey,
    groups: tuple[str, str],
    *,
    sets: Collection[str] = (STANDARD,),
    errors: str | None = None,
    **settings: Any,
) -> Comparison:
    """Two groups of one survey, such as region=North and region=South; what both have in common in the sample is in the errors.

    Settings are those of `compare_surveys`.

    >>> import numpy as np
    >>> sex = {"woman": np.array([1.0, 0.0, 1.0, 0.0])}
    >>> people = Survey("s", "X", 2020, sex, np.arange(4), np.ones(4), np.array([1.0, 2.0, 3.0, 6.0]), {"z": 2.5})
    >>> rows = compare_groups(people, ("woman=0", "woman=1")).tables["differences"]
    >>> [row["change"] for row in rows if row["measure"] == "mean_welfare"]
    [-2.0]
    """
    pair = of_two_groups(survey, groups, **settings)
    families, lines = families_of(sets), settings.get("lines")
    variables = tuple(dict.fromkeys(group.partition("=")[0] for group in groups))

    def context(of: Survey) -> Context:
        return _context(of, sets, groups=variables, lines=lines)

    def rows(of: Context) -> list[Row]:
        return [row for module in families for row in module.rows(of)]

    def both(of: Survey) -> tuple[list[Row], list[Row]]:
        found = rows(context(of))
        first, second = ([row for row in found if row["group"] == group] for group in groups)
        return first, [row | {"group": groups[0]} for row in second]

    if asked(errors, survey):
        pair = of_one(pair, survey, _parts, lines, both)
    kept = keeping(context(survey))
    measured = rows(kept)
    found = list(differences(pair, measured, measured, together(pair, kept.kept, kept.kept), groups))
    notes = _errors_told(errors, survey)
    return _compared(pair, found, (survey,), notes=notes)


def _context(
    survey: Survey,
    sets: Collection[str],
    entitlements: Receipts = None,
    *,
    groups: tuple[str, ...] | None,
    lines: Mapping[str, float] | None,
    welfare_after: Floats | None = None,
) -> Context:
    """What the measures of the sets work from."""
    return context_of(
        survey,
        entitlements,
        scenario="",
        groups=groups,
        lines=lines,
        welfare_after=welfare_after,
        **depth_of(sets),
    )


def _groups(pair: Pair, *surveys: Survey) -> tuple[str, ...] | None:
    """The grouping variables of the pair; None where they are those of each survey, which then also has others in detail."""
    groups = tuple(pair.survey.groups)
    return None if all(survey.groups == groups for survey in surveys) else groups


def _errors_told(errors: str | None, *surveys: Survey) -> tuple[str, ...]:
    """What a reader must know of errors that are linearised in spite of replicate weights."""
    have = [survey.replicates is not None for survey in surveys]
    if errors == LINEARISED:
        return ("linearised",) if any(have) else ()
    return ("replicates_in_one",) if any(have) and not all(have) else ()


def _compared(
    pair: Pair,
    found: Sequence[Row],
    surveys: Sequence[Survey],
    deflator: float = 1.0,
    *,
    same: Pair | None = None,
    **more: Any,
) -> Comparison:
    """All tables of a pair; `same` is the pair of those in both, of a panel."""
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    tables["differences"] = list(found)
    for module in _modules():
        if of := _whom(module, pair, same):
            tables[module.TABLE] += module.rows(of)
    marked = {name: [{**row, "synthetic": pair.survey.synthetic} for row in rows] for name, rows in tables.items()}
    return Comparison(
        kind=pair.kind,
        names=pair.names,
        deflator=deflator,
        tables=marked,
        span=span(pair),
        persons=(pair.before.n, pair.after.n),
        in_both=None if same is None else same.after.n,
        threshold=pair.threshold,
        synthetic=pair.survey.synthetic,
        line_labels={name: label for one in surveys for name, label in one.line_labels.items()},
        programme_labels={name: it.label for one in surveys for name, it in one.transfers.items() if it.label},
        country=pair.survey.country,
        year=pair.survey.year,
        **more,
    )


def _parts(pair: Pair) -> Iterator[Row]:
    """The rows of all parts of a comparison."""
    for module in _modules():
        if _whom(module, pair) is not None:
            yield from module.rows(pair)


def _whom(module: Any, pair: Pair, same: Pair | None = None) -> Pair | None:
    """The pair that a part is about: those in both, as far as there are any, where it says something of the same persons."""
    if getattr(module, "SAME_PERSONS", False):
        return pair if pair.same else same
    return pair


def _modules() -> Iterator[Any]:
    for name in sorted(found.name for found in pkgutil.iter_modules(parts.__path__)):
        yield importlib.import_module(f"{parts.__name__}.{name}")
