"""Errors of a comparison from replicate weights: every figure is computed again under each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from groundfloor.comparison.differences import about
from groundfloor.comparison.differences import key as of_row
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.parts.dominance import span
from groundfloor.measures.replicates import Figures, Key, by_replicates, errors_of
from groundfloor.survey.frame import Survey

Parts = Callable[[Pair], Iterable[Row]]
Both = Callable[[Survey], tuple[list[Row], list[Row]]]


def asked(errors: str | None, *surveys: Survey) -> bool:
    """Whether replicates are to give the errors: where every survey has them, unless `errors` says otherwise.

    >>> asked(None, Survey("s", "X", 2020, {}, np.arange(2), np.ones(2)))
    False
    """
    return all(by_replicates(survey, errors) for survey in surveys)


def of_one(pair: Pair, survey: Survey, parts: Parts, lines: Mapping[str, float] | None, both: Both) -> Pair:
    """The pair with the errors that the replicates of its one survey give; `both` gives the measures before and after.

    `lines` are those that were given in place of the survey's own, None where none were.
    """
    fixed = replace(pair, between=span(pair))

    def figures(of: Survey) -> dict[Key, float]:
        found = _values(fixed.under(of.weight, of.lines if lines is None else None), parts)
        return found | dict(_changes(*both(of)))

    return replace(pair, errors=errors_of((survey, figures)))


def of_two(pair: Pair, surveys: tuple[Survey, Survey], parts: Parts, lines: Mapping[str, float] | None) -> Pair:
    """The pair with the errors that the replicates of both its surveys give, each while the other stays as it is."""
    fixed = replace(pair, between=span(pair))

    def moved(first: bool) -> Figures:
        def figures(of: Survey) -> dict[Key, float]:
            rest = np.zeros(pair.survey.persons - of.persons)
            weight = np.concatenate((of.weight, rest) if first else (rest, of.weight))
            under = fixed.under(weight, of.lines if lines is None else None, before=first, after=not first)
            return _values(under, parts)

        return figures

    return replace(pair, errors=errors_of((surveys[0], moved(True)), (surveys[1], moved(False))))


def _values(pair: Pair, parts: Parts) -> dict[Key, float]:
    """Every figure of a pair under replicate weights."""
    assert pair.values is not None  # noqa: S101 (it was made to keep them)
    for _ in parts(pair):
        pass
    return pair.values


def _changes(before: Iterable[Row], after: Iterable[Row]) -> Iterator[tuple[Key, float]]:
    later = {of_row(row): row["value"] for row in after}
    for row in before:
        if of_row(row) in later:
            yield about(of_row(row)), later[of_row(row)] - row["value"]
