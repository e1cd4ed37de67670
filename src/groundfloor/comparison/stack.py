"""Two samples laid one upon the other as one sample with the strata of both, apart from each other or in one design."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.frame import Column, Floats, Ints, Regressors, Survey, Text


def stacked(first: Survey, second: Survey, groups: tuple[str, ...], *, linked: bool = False) -> Survey:
    """All persons of both, with the grouping variables both have; no stratum and no primary unit of one is of the other.

    Where they are `linked`, their strata and primary units have the same words already, and those of one name are one.

    >>> one = Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(3))
    >>> both = stacked(one, one, ())
    >>> both.starts.tolist(), both.strata.codes.tolist(), both.psu
    ([0, 2, 3, 5], [0, 0, 0, 1, 1, 1], None)
    """
    return Survey(
        name=second.name,
        country=second.country,
        year=second.year,
        columns={name: _together(first.columns[name], second.columns[name]) for name in groups},
        starts=np.concatenate((first.starts, second.starts + first.persons)),
        weight=np.concatenate((first.weight, second.weight)),
        groups=groups,
        strata=_both(_strata(first), _strata(second), linked),
        psu=None if first.psu is None and second.psu is None else _both(_units(first), _units(second), linked),
        synthetic=first.synthetic or second.synthetic,
        calibrated=_calibrated(first, second),
    )


def _calibrated(first: Survey, second: Survey) -> Regressors | None:
    """What the weights of both were calibrated on; cells of one say nothing of the other."""
    if first.calibrated is None and second.calibrated is None:
        return None
    from scipy.sparse import block_diag, csr_array

    both = []
    for survey in (first, second):
        weight = survey.weight[survey.starts]
        nothing = Regressors(csr_array((survey.households, 0)), weight, weight, survey.household_of)
        both.append(survey.calibrated or nothing)
    one, other = both
    return Regressors(
        x=csr_array(block_diag((one.x, other.x), format="csr")),
        before=np.concatenate((one.before, other.before)),
        after=np.concatenate((one.after, other.after)),
        unit=np.concatenate((one.unit, other.unit + len(one.before))),
    )


def _strata(survey: Survey) -> Text:
    """The strata, those without one in a stratum of their own."""
    if survey.strata is None:
        return Text(np.zeros(survey.persons, dtype=np.int32), ("",))
    unknown = len(survey.strata.levels)
    return Text(np.where(survey.strata.codes < 0, unknown, survey.strata.codes), (*survey.strata.levels, ""))


def _units(survey: Survey) -> Text:
    """The primary units; without, each household is one by being of none."""
    return survey.psu or Text(np.full(survey.persons, -1, dtype=np.int32), ())


def _both(first: Text, second: Text, linked: bool) -> Text:
    if linked:
        return Text(np.concatenate((first.codes, second.codes)), first.levels)
    codes = np.where(second.codes < 0, -1, second.codes + len(first.levels))
    return Text(
        np.concatenate((first.codes, codes)).astype(np.int32), tuple(map(str, range(len(first.levels + second.levels))))
    )


def _together(first: Column, second: Column) -> Column:
    if isinstance(first, Text) and isinstance(second, Text):
        levels = tuple(sorted({*first.levels, *second.levels}))
        at: list[Ints] = [np.array([*(levels.index(level) for level in one.levels), -1]) for one in (first, second)]
        return Text(np.concatenate((at[0][first.codes], at[1][second.codes])).astype(np.int32), levels)
    numbers: list[Floats] = [one for one in (first, second) if not isinstance(one, Text)]
    return np.concatenate(numbers)
