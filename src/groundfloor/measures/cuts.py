"""The ways the tables of social protection divide persons: groups, quantiles of welfare, the poor, and two of them crossed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from groundfloor.measures.design import ALL as EVERYONE
from groundfloor.measures.design import groupings
from groundfloor.measures.ranking import quantile_groups
from groundfloor.measures.view import Cut, View
from groundfloor.survey.frame import Floats, Ints

# beside the survey's own groups, as far as it has them or they follow from its columns
PLACES = ("region", "urban")
PERSONS = ("sex", "disability", "ethnicity", "age_group", "household_type", "head_sex")
QUINTILES, DECILES = 5, 10


def quantiles(view: View, values: Floats, order: Ints, fifths: str, tenths: str) -> tuple[Cut, Cut]:
    """Fifths and tenths of persons in order of `values`, from 1, with the names of both; ties as in `quantile_groups`."""
    tenth = quantile_groups(values, view.weight, DECILES, order)
    # every second cut point of tenths is one of fifths
    fifth = np.where(tenth < 0, -1, tenth // (DECILES // QUINTILES))
    return Cut(_numbered(fifths, QUINTILES), fifth, view.atoms), Cut(_numbered(tenths, DECILES), tenth, view.atoms)


def _numbered(name: str, parts: int) -> tuple[str, ...]:
    return tuple(f"{name}={k + 1}" for k in range(parts))


def poor(view: View, name: str, values: Floats, lines: Mapping[str, float]) -> Iterator[Cut]:
    """The poor and the others by line."""
    unknown = np.isnan(values)
    for line, value in lines.items():
        code = (values >= value).astype(np.int64)
        code[unknown] = -1
        yield Cut((f"{name}=1", f"{name}=0"), code, view.atoms, line)


def cut_by(view: View, name: str) -> Cut | None:
    """The cut by a variable of the survey, None where nothing of it is known."""
    return next((view.cut(one) for one in groupings(view.survey, (name,)) if one[0] != (EVERYONE,)), None)


def social(
    view: View, cuts: Mapping[str, Cut | None], welfare: Floats | None, order: Ints, lines: Mapping[str, float]
) -> list[Cut]:
    """The cuts beside the single variables in `cuts` that do not depend on the programme; `order` is that of welfare."""
    sex, age, urban = (cuts[name] for name in ("sex", "age_group", "urban"))
    more = [view.crossed(age, sex)] if sex is not None and age is not None else []
    if welfare is not None:
        fifths, _ = quantiles(view, welfare, order, "quintile", "decile")
        more += [fifths, *poor(view, "poor", welfare, lines)]
        more += [view.crossed(fifths, other) for other in (urban, sex) if other is not None]
    return more


def before(view: View, without: Floats, order: Ints, lines: Mapping[str, float], sex: Cut | None) -> list[Cut]:
    """The cuts by welfare before the transfers of one programme."""
    fifths, tenths = quantiles(view, without, order, "quintile_before", "decile_before")
    cuts = [fifths, tenths, *poor(view, "poor_before", without, lines)]
    return cuts if sex is None else [*cuts, view.crossed(fifths, sex)]
