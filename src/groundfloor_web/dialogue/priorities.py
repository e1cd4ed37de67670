"""Priorities by several criteria: a weighted sum that people can follow, for each constituency and for all of them.

With s(i, c) the score of item i by criterion c (0 to 100) and w(g, c) the mean of the weights that the seats of constituency g give c, the
value of i to g is Σ_c w s / Σ_c w over the criteria for which i has a score. All constituencies count alike in the value to all, whatever their
seats. Where a constituency gave no weight, or an item lacks the score of a criterion that matters to it, the value is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from groundfloor_web.dialogue.models import Criterion, Item, Score, Weight
from groundfloor_web.stakeholders.models import Constituency

ByCriterion = Mapping[int, float]


def value(weights: ByCriterion, scores: ByCriterion) -> float | None:
    """The weighted mean of scores; None where nothing weighs or a score that weighs is missing.

    >>> value({1: 3, 2: 1}, {1: 80, 2: 40}), value({1: 3, 2: 1}, {1: 80}), value({1: 0}, {1: 80})
    (70.0, None, None)
    """
    weighing = {one: weight for one, weight in weights.items() if weight > 0}
    if not weighing or not set(weighing) <= set(scores):
        return None
    return sum(weight * scores[one] for one, weight in weighing.items()) / sum(weighing.values())


@dataclass(frozen=True)
class Priority:
    """An item with its value to each constituency, in the order of `Priorities.constituencies`, and to all."""

    item: Item
    values: tuple[float | None, ...]
    overall: float | None


@dataclass(frozen=True)
class Priorities:
    """Items in order of their value to all; those whose value is not known come last."""

    constituencies: tuple[str, ...]
    weights: tuple[tuple[Criterion, tuple[float | None, ...]], ...]
    items: tuple[Priority, ...]


def priorities(
    items: Iterable[Item], criteria: Iterable[Criterion], scores: Iterable[Score], weights: Iterable[Weight]
) -> Priorities:
    """The priorities of a round."""
    given: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in weights:
        given[one.seat.organisation.constituency][one.criterion_id].append(one.value)
    mean = {name: {key: fmean(values) for key, values in found.items()} for name, found in given.items()}
    named = [one for one in Constituency if one in mean]
    by_item: dict[int, dict[int, float]] = defaultdict(dict)
    for score in scores:
        by_item[score.item_id][score.criterion_id] = score.value
    found = []
    for item in items:
        values = tuple(value(mean[name], by_item[item.pk]) for name in named)
        known = [one for one in values if one is not None]
        found.append(Priority(item, values, fmean(known) if known and len(known) == len(values) else None))
    found.sort(key=lambda one: (one.overall is None, -(one.overall or 0.0), one.item.order, one.item.pk))
    table = tuple((one, tuple(mean[name].get(one.pk) for name in named)) for one in criteria)
    return Priorities(tuple(str(one.label) for one in named), table, tuple(found))
