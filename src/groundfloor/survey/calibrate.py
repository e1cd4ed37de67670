"""Household weights moved as little as possible so that the survey's people add up to a projected population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats, Ints, Regressors, Survey, Text
from groundfloor.survey.weighting.calibration import Calibration, Reweighted, calibration_of, fits
from groundfloor.survey.weighting.cells import Constraints
from groundfloor.survey.weighting.distances import distance_of
from groundfloor.survey.weighting.solve import solve

AGES = 101
WIDTH = 5
OLDEST = 80
SEXES = ("female", "male")  # the rows of a population
MARGIN = "sex x age"


def to_population(survey: Survey, values: Floats, *, bounds: tuple[float, float] | None = None) -> Survey:
    """`survey` with weights under which people by sex and age group meet `values` (2 [f, m], 101 ages 0 ... 100+).

    Each household's weight is multiplied by exp(sum over cells of lambda x its members in the cell), the change nearest to
    the old weights in relative entropy, or, with `bounds` such as (0.3, 3), by a ratio that stays within them. Cells are
    five-year groups to 80+, by sex; a group without anybody in the survey is counted with the next younger one. Persons of
    unknown sex or age move with their household and count in the total only. Every member keeps the household's one weight.
    Raises GroundfloorError naming the cell that cannot be met. Method: docs/methods/calibration.md.

    >>> from groundfloor import new, project, read_survey
    >>> pack = new("nowhere")
    >>> people = project(pack, 2030)
    >>> older = to_population(read_survey(pack), people.at(2030))
    >>> round(older.weight.sum().item() / people.total()[2030], 9)
    1.0
    """
    return survey.with_weight(calibrate(survey, values, bounds=bounds).weight[survey.household_of])


def aged(
    survey: Survey, values: Floats, *, method: str | None = None, bounds: Sequence[float] | None = None
) -> Reweighted:
    """`to_population` with its diagnostics, ready for standard errors: each set of replicate weights meets the population too.

    >>> from groundfloor import new, project, read_survey
    >>> pack = new("nowhere")
    >>> done = aged(read_survey(pack), project(pack, 2030).at(2030))
    >>> done.calibration.cells[0].cell, done.calibration.residual < 1e-6
    ('female 0-4', True)
    """
    from scipy.sparse import csr_array

    _check_values(values)
    survey = _without_those_who_are_not_there(survey, values)
    found = calibrate(survey, values, method=method, bounds=bounds)
    before, home = survey.weight[survey.starts], survey.household_of
    cells, targets, *_ = _cells(survey, values)
    known = cells >= 0
    x = csr_array((np.ones(int(known.sum())), (home[known], cells[known])), shape=(survey.households, len(targets)))
    replicates = survey.replicates
    if replicates is not None:
        factors = np.empty((survey.households, replicates.number))
        for at in range(replicates.number):
            own = survey.with_weight(survey.weight * replicates.factors[replicates.unit, at])
            again = calibrate(own, values, method=method, bounds=bounds, start=found.multipliers)
            factors[:, at] = np.divide(again.weight, found.weight, out=np.zeros(len(before)), where=found.weight != 0)
        replicates = replace(replicates, factors=factors, unit=home)
    weighted = replace(
        survey.with_weight(found.weight[home]),
        replicates=replicates,
        calibrated=Regressors(x, before, found.weight, home),
    )
    return Reweighted(weighted, found)


def calibrate(
    survey: Survey,
    values: Floats,
    *,
    method: str | None = None,
    bounds: Sequence[float] | None = None,
    start: Floats | None = None,
) -> Calibration:
    """The calibration behind `to_population`, with its diagnostics; `start` are the multipliers of a year near by.

    `method` is raking, or logit where there are bounds, when left out.
    """
    from scipy.sparse import csr_array

    method = method or ("raking" if bounds is None else "logit")
    distance = distance_of(method, bounds)
    _check_values(values)
    survey = _without_those_who_are_not_there(survey, values)
    cells, targets, names, joined, _ = _cells(survey, values)
    known = cells >= 0
    counts = np.bincount(
        survey.household_of[known] * len(targets) + cells[known], minlength=survey.households * len(targets)
    ).reshape(survey.households, len(targets))
    before = survey.weight[survey.starts]
    base = before * (targets.sum() / (before @ counts.sum(axis=1)))
    # most households have nobody in most cells
    few = csr_array(counts.astype(float))
    solution = solve(base, few, targets, distance=distance, names=names, start=start, unit="persons")
    weight = base * distance.ratio(counts @ solution.multipliers)
    # persons of unknown age or sex are part of the population too
    weight *= values.sum() / (weight @ survey.sizes)
    known_share = (weight @ counts).sum() / values.sum()
    unknown = int((~known).sum())
    found = Constraints(
        counts,
        targets * known_share,
        tuple(names),
        (MARGIN,) * len(names),
        (counts > 0).sum(axis=0),
        joined,
        {MARGIN: unknown} if unknown else None,
    )
    even = before * (values.sum() / (before @ survey.sizes))
    return calibration_of(
        even,
        weight,
        list(fits(found, before, weight)),
        found,
        solution.multipliers,
        steps=solution.steps,
        method=method,
    )


def cells_of(survey: Survey, values: Floats) -> tuple[Ints, Ints]:
    """The cell that each person counts in (-1 where sex or age is not known) and that of each sex and single age [2, 101].

    These are the cells that `to_population` weights the survey to with `values`: a group without anybody is counted with a neighbour.
    """
    cells, _, _, _, of_age = _cells(_without_those_who_are_not_there(survey, values), values)
    return cells, of_age


def _check_values(values: Floats) -> None:
    if values.shape != (2, AGES):
        raise GroundfloorError(
            f"The population has the shape {values.shape}", expected=f"2 sexes (female, male) by {AGES} ages"
        )
    if not np.isfinite(values).all() or (values < 0).any() or not values.sum() > 0:
        raise GroundfloorError(
            "The population holds missing or negative numbers, or nobody", expected="persons, 0 or more"
        )


def _without_those_who_are_not_there(survey: Survey, values: Floats) -> Survey:
    """The survey in which households with somebody of a sex and group that the population has nobody of have no weight.

    They cannot be met by any other weight, and counting them with another group would find persons where there are none.
    """
    sex, age = survey.columns.get("sex"), survey.columns.get("age")
    starts = np.arange(0, OLDEST + 1, WIDTH)
    empty = np.add.reduceat(values, starts, axis=1) < 1  # not one whole person
    if not isinstance(sex, Text) or age is None or isinstance(age, Text) or not empty.any():
        return survey
    known, gone = ~np.isnan(age), np.zeros(survey.persons)
    group = np.minimum(np.clip(np.nan_to_num(age), 0, AGES - 1) // WIDTH, OLDEST // WIDTH).astype(np.int64)
    for row, word in enumerate(SEXES):
        gone[known & (sex.is_(word) == 1.0) & empty[row][group]] = 1.0
    home = np.repeat(np.maximum.reduceat(gone, survey.starts), survey.sizes) > 0 if survey.persons else gone > 0
    if not (survey.weight[~home] > 0).any():
        raise GroundfloorError(
            f"Every household of the survey {survey.name!r} has somebody of a sex and age that nobody in the population is of",
            expected="a population like that of the survey",
            hint="Look at the population by sex and age for groups of 0.",
        )
    return survey.with_weight(np.where(home, 0.0, survey.weight)) if home.any() else survey


def _cells(survey: Survey, values: Floats) -> tuple[Ints, Floats, list[str], tuple[str, ...], Ints]:
    """Each person's cell (-1 unknown), the population and name of each cell, the groups joined to a neighbour, the cell of each age."""
    sex, age = survey.columns.get("sex"), survey.columns.get("age")
    if not isinstance(sex, Text) or age is None or isinstance(age, Text):
        raise GroundfloorError(
            f"The survey {survey.name!r} has no sex or no age", expected="both, to weight it to the population"
        )
    last = OLDEST // WIDTH
    group_of_age = np.minimum(np.arange(AGES) // WIDTH, last)
    groups = group_of_age[np.where(np.isnan(age), 0, np.clip(age, 0, AGES - 1)).astype(np.int64)]
    known = ~np.isnan(age) & (sex.codes >= 0)
    cells = np.full(survey.persons, -1, dtype=np.int64)
    of_age = np.empty((2, AGES), dtype=np.int64)
    targets: list[float] = []
    names: list[str] = []
    lost: list[str] = []
    for row, word in enumerate(("female", "male")):
        mine = known & (sex.is_(word) == 1.0)
        population = np.bincount(group_of_age, values[row], minlength=last + 1)
        weighted = np.bincount(groups[mine], survey.weight[mine], minlength=last + 1)
        # what rounding leaves of a group of which the population has nobody cannot be a target
        there = (weighted > 0) & (population >= 1)
        joined = np.maximum(np.cumsum(there) - 1, 0)
        if not there.any():
            raise GroundfloorError(f"The survey {survey.name!r} has no {word} person of known age")
        cells[mine] = len(targets) + joined[groups[mine]]
        of_age[row] = len(targets) + joined[group_of_age]
        targets += np.bincount(joined, population, minlength=int(there.sum())).tolist()
        labels = [
            f"{word} {WIDTH * g}-{WIDTH * g + WIDTH - 1}" if g < last else f"{word} {OLDEST}+" for g in range(last + 1)
        ]
        names += [label for label, here in zip(labels, there, strict=True) if here]
        lost += [label for label, here in zip(labels, there, strict=True) if not here]
    return cells, np.array(targets), names, tuple(lost), of_age
