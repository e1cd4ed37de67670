"""Two distributions side by side: differences, decompositions, dominance, growth incidence, winners and losers, with errors."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from groundfloor.comparison import parts
from groundfloor.comparison.differences import apart, differences, keeping, together
from groundfloor.comparison.pair import Pair, Row, of_same_persons, of_two_groups, of_two_samples
from groundfloor.comparison.parts.dominance import span
from groundfloor.errors import GroundfloorError
from groundfloor.measures import STANDARD, depth_of, families_of, measure
from groundfloor.measures.context import context_of
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Survey
from groundfloor.survey.revalued import revalued

__all__ = ["TABLES", "Comparison", "Pair", "compare_groups", "compare_persons", "compare_surveys"]

TABLES = ("differences", "decomposition", "dominance", "curves", "growth", "winners", "transitions")
Receipts = Entitlements | None


@dataclass(frozen=True)
class Comparison:
    """Two distributions compared. `tables` holds the rows of each of `TABLES`.

    `kind` is two samples, same persons or two groups, `names` what both are called, `deflator` what an amount before was
    multiplied by, `notes` keys of what a reader must know, `line_labels`, `name_labels` and `programme_labels` what lines, the two and programmes are called by language, `span`
    the poverty lines between which dominance was tested, `persons` those of the survey on each side, `threshold` the share of welfare before above which
    a change counts, `country` and `year` those of the second (of a pack, the year compared).
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
    **settings: Any,
) -> Comparison:
    """Two surveys drawn apart from each other: two years, or two regions as two surveys.

    Amounts of `before` are multiplied by `deflator`, what a unit of its money is worth in the prices of `after`. Other settings
    are `by`, `lines`, `between`, `names` (docs/compare.md). Errors of both add up as variances. Methods and
    sources: docs/methods/comparison.md.

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
    pair = of_two_samples(real, after, **settings)
    groups = _groups(pair, before, after)
    first, second = (measure(one, groups=groups, lines=settings.get("lines"), sets=sets) for one in (real, after))
    found = list(differences(pair, first, second, apart(first, second)))
    unlike = (before.sharing is None) != (after.sharing is None)
    notes = (*(("shared_otherwise",) if unlike else ()), *_replicates(before, after))
    called = {name: one.names for name, one in zip(pair.names, (before, after), strict=True) if name == one.name}
    return _compared(pair, found, (before, after), deflator, notes=notes, name_labels=called)


def compare_persons(
    survey: Survey,
    before: Floats,
    after: Floats,
    *,
    entitlements: tuple[Receipts, Receipts] = (None, None),
    sets: Collection[str] = (STANDARD,),
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
    families = families_of(sets)
    rows: list[list[Row]] = []
    kept = []
    for side, received in zip((pair.before, pair.after), entitlements, strict=True):
        context = keeping(
            context_of(
                survey,
                received,
                scenario="",
                groups=_groups(pair, survey),
                lines=settings.get("lines"),
                welfare_after=side.welfare,
                **depth_of(sets),
            )
        )
        rows.append([row for module in families for row in module.rows(context)])
        kept.append(context.kept)
    found = list(differences(pair, rows[0], rows[1], together(pair, kept[0], kept[1])))
    return _compared(pair, found, (survey,), notes=_replicates(survey))


def compare_groups(
    survey: Survey, groups: tuple[str, str], *, sets: Collection[str] = (STANDARD,), **settings: Any
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
    variables = tuple(dict.fromkeys(group.partition("=")[0] for group in groups))
    context = keeping(
        context_of(
            survey,
            None,
            scenario="",
            groups=variables,
            lines=settings.get("lines"),
            welfare_after=None,
            **depth_of(sets),
        )
    )
    rows = [row for module in families_of(sets) for row in module.rows(context)]
    found = list(differences(pair, rows, rows, together(pair, context.kept, context.kept), groups))
    return _compared(pair, found, (survey,), notes=_replicates(survey))


def _groups(pair: Pair, *surveys: Survey) -> tuple[str, ...] | None:
    """The grouping variables of the pair; None where they are those of each survey, which then also has others in detail."""
    groups = tuple(pair.survey.groups)
    return None if all(survey.groups == groups for survey in surveys) else groups


def _replicates(*surveys: Survey) -> tuple[str, ...]:
    """Errors of what is more than a measure are linearised, also where there are replicate weights: a reader must know."""
    return ("linearised",) if any(survey.replicates is not None for survey in surveys) else ()


def _compared(
    pair: Pair, found: Sequence[Row], surveys: Sequence[Survey], deflator: float = 1.0, **more: Any
) -> Comparison:
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    tables["differences"] = list(found)
    for module in _modules():
        tables[module.TABLE] += module.rows(pair)
    marked = {name: [{**row, "synthetic": pair.survey.synthetic} for row in rows] for name, rows in tables.items()}
    return Comparison(
        kind=pair.kind,
        names=pair.names,
        deflator=deflator,
        tables=marked,
        span=span(pair),
        persons=(pair.before.n, pair.after.n),
        threshold=pair.threshold,
        synthetic=pair.survey.synthetic,
        line_labels={name: label for one in surveys for name, label in one.line_labels.items()},
        programme_labels={name: it.label for one in surveys for name, it in one.transfers.items() if it.label},
        country=pair.survey.country,
        year=pair.survey.year,
        **more,
    )


def _modules() -> Iterator[Any]:
    for name in sorted(found.name for found in pkgutil.iter_modules(parts.__path__)):
        yield importlib.import_module(f"{parts.__name__}.{name}")
