"""Synthetic persons whose groups are those published: a distribution within each class from a fitted Lorenz curve."""

from __future__ import annotations

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.grouped.curve import Curve
from groundfloor.grouped.groups import Groups
from groundfloor.survey.frame import Floats, Ints


def ungrouped(groups: Groups, curve: Curve, persons: int) -> tuple[Floats, Floats]:
    """Welfare over the mean of `persons` persons in order, and their weights, which sum to `persons`.

    Each class is cut into equal parts of its persons; a part has what the curve gives it. Then welfare of a class is stretched
    towards one of its limits until its mean is the published one, which keeps the order of persons within and between
    classes, as in the second stage of Shorrocks and Wan (2008).
    """
    counts = _counts(groups.population, persons)
    classes = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    inside = np.arange(persons) - first[classes]
    start = np.append(0.0, groups.p[:-1])
    width = groups.population / counts
    edges = curve.value(np.minimum(start[classes] + (inside + 1.0) * width[classes], 1.0))
    begin = np.where(inside > 0, np.append(0.0, edges[:-1]), _value(curve, start)[classes])
    # what a curve gives that is not convex, or gives nothing, is put in order before it is stretched
    raw = np.maximum((edges - begin) / width[classes], 0.0)
    raw = raw[np.lexsort((raw, classes))]
    limits = _limits(groups, curve)
    welfare = np.empty(persons)
    for k, count in enumerate(counts):
        part = slice(first[k], first[k] + count)
        welfare[part] = _stretched(raw[part], float(limits[k]), float(limits[k + 1]), float(groups.means[k]))
    return welfare, np.repeat(groups.population / counts, counts) * persons


def _value(curve: Curve, p: Floats) -> Floats:
    return np.where(p > 0.0, curve.value(p), 0.0)


def _counts(population: Floats, persons: int) -> Ints:
    """Persons by class, as near to its share as whole persons can be and at least one."""
    if persons < len(population):
        raise GroundfloorError(
            f"{persons} persons cannot stand for {len(population)} classes", expected=f"{len(population)} or more"
        )
    exact = population * persons
    counts = np.maximum(np.floor(exact), 1.0).astype(np.int64)
    missing = persons - int(counts.sum())
    if missing > 0:
        counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    while missing < 0:
        counts[int(np.argmax(counts - exact - (counts == 1) * persons))] -= 1
        missing += 1
    return counts


def _limits(groups: Groups, curve: Curve) -> Floats:
    """Where one class ends and the next begins: as published, else as the curve has it, between the means of the two."""
    means = groups.means
    inner = np.clip(np.nan_to_num(curve.slope(groups.p[:-1]), nan=0.0), means[:-1], means[1:])
    published = np.fmin(groups.upper[:-1], groups.lower[1:])
    inner = np.where(np.isnan(published), inner, np.clip(published, means[:-1], means[1:]))
    first, last = groups.lower[0], groups.upper[-1]
    return np.concatenate(
        ([0.0 if np.isnan(first) else min(first, means[0])], inner, [np.inf if np.isnan(last) else last])
    )


def _stretched(values: Floats, least: float, most: float, mean: float) -> Floats:
    """Values in order, moved into the limits of their class and so that their mean is `mean`."""
    top = most if np.isfinite(most) else max(float(values[-1]), mean, least)
    if not top > least:
        return np.full(len(values), mean)
    inside = np.clip((values - least) / (top - least), 0.0, 1.0)
    target, found = (mean - least) / (top - least), float(inside.mean())
    if np.isinf(most):
        # without a limit above, the distance from the lower one is scaled
        inside = inside * (target / found) if found > 0.0 else np.full(len(values), target)
    elif found > target:
        inside = inside * (target / found)
    elif found < target:
        inside = 1.0 - (1.0 - inside) * ((1.0 - target) / (1.0 - found))
    return least + (top - least) * inside
