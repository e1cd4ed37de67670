"""The ways the tables of social protection divide persons: groups, quantiles of welfare, the poor, and two of them crossed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import Atoms, Grouping, Partition, groupings
from groundfloor.measures.ranking import quantile_groups
from groundfloor.survey.frame import Floats, Ints, Survey

# beside the survey's own groups, as far as it has them or they follow from its columns
PLACES = ("region", "urban")
PERSONS = ("sex", "disability", "ethnicity", "age_group", "household_type", "head_sex")
QUINTILES, DECILES = 5, 10


@dataclass(frozen=True)
class Cut:
    """Groups that exclude each other, before they are tied to a design; `line` and `parents` as in `Partition`."""

    names: tuple[str, ...]
    code: Ints
    line: str | None = None
    parents: Ints | None = None


def constant(survey: Survey, values: Floats | Ints) -> bool:
    """Whether all members of each household have the same value."""
    return np.array_equal(values, np.repeat(values[survey.starts], survey.sizes), equal_nan=values.dtype.kind == "f")


def partitions_of(survey: Survey, cuts: Iterable[Cut], households: Atoms, persons: Atoms) -> tuple[Partition, ...]:
    """The partitions in the order of the cuts; those that part no household are summed household by household."""
    return tuple(
        Partition(cut.names, cut.code, households if constant(survey, cut.code) else persons, cut.line, cut.parents)
        for cut in cuts
    )


def cut_of(grouping: Grouping) -> Cut:
    """The cut of a grouping."""
    return Cut(*grouping)


def quantiles(survey: Survey, values: Floats, fifths: str, tenths: str) -> tuple[Cut, Cut]:
    """Fifths and tenths of persons in order of `values`, from 1, with the names of both; ties as in `quantile_groups`."""
    if constant(survey, values):
        weight = np.add.reduceat(survey.weight, survey.starts)
        tenth = np.repeat(quantile_groups(values[survey.starts], weight, DECILES), survey.sizes)
    else:
        tenth = quantile_groups(values, survey.weight, DECILES)
    # every second cut point of tenths is one of fifths
    fifth = np.where(tenth < 0, -1, tenth // (DECILES // QUINTILES))
    return Cut(_numbered(fifths, QUINTILES), fifth), Cut(_numbered(tenths, DECILES), tenth)


def _numbered(name: str, parts: int) -> tuple[str, ...]:
    return tuple(f"{name}={k + 1}" for k in range(parts))


def poor(name: str, values: Floats, lines: Mapping[str, float]) -> Iterator[Cut]:
    """The poor and the others by line."""
    for line, value in lines.items():
        code = np.where(np.isnan(values), -1, np.where(values < value, 0, 1))
        yield Cut((f"{name}=1", f"{name}=0"), code.astype(np.int64), line)


def crossed(first: Cut, second: Cut) -> Cut:
    """Each group of the first within each of the second, which are the parents: 'quintile=1,urban=0'."""
    width = len(second.names)
    code = np.where((first.code < 0) | (second.code < 0), -1, first.code * width + second.code)
    names = tuple(f"{one},{other}" for one in first.names for other in second.names)
    return Cut(names, code, parents=np.arange(len(names)) % width)


def social(survey: Survey, welfare: Floats | None, lines: Mapping[str, float], known: Iterable[str]) -> list[Cut]:
    """The cuts beside those `known` (the names of grouping variables) that do not depend on the programme."""
    have = set(known)
    found = {
        name: next((cut_of(one) for one in groupings(survey, (name,)) if one[0] != ("all",)), None)
        for name in (*PLACES, *PERSONS)
    }
    cuts = [cut for name, cut in found.items() if cut is not None and name not in have]
    sex, age, urban = found["sex"], found["age_group"], found["urban"]
    if sex is not None and age is not None:
        cuts.append(crossed(age, sex))
    if welfare is not None:
        fifths, _ = quantiles(survey, welfare, "quintile", "decile")
        cuts += [fifths, *poor("poor", welfare, lines)]
        cuts += [crossed(fifths, other) for other in (urban, sex) if other is not None]
    return cuts


def before(survey: Survey, without: Floats, lines: Mapping[str, float], sex: Cut | None) -> list[Cut]:
    """The cuts by welfare before the transfers of one programme."""
    fifths, tenths = quantiles(survey, without, "quintile_before", "decile_before")
    cuts = [fifths, tenths, *poor("poor_before", without, lines)]
    return cuts if sex is None else [*cuts, crossed(fifths, sex)]
