"""Scenarios of one's own: paths of fertility, life expectancy, death rates and migration in a small table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundfloor.documents import Row, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population.ages import Floats
from groundfloor.population.fertility import total
from groundfloor.population.inputs import MALE, SEXES, PopulationInputs
from groundfloor.population.relational import Through, changed, levels
from groundfloor.population.variants import VARIANTS, of_variant, with_total_fertility

Flags = NDArray[np.bool_]
COLUMNS = ("scenario", "var", "sex", "year", "value")
BOTH = ""
MAKES = {
    "tfr": (BOTH,),
    "tfr_change": (BOTH,),
    "e0": (BOTH, *SEXES),
    "e0_proportional": (BOTH, *SEXES),
    "mx_factor": (BOTH, *SEXES),
    "srb": (BOTH,),
    "mig": (BOTH, *SEXES),
    "mig_change": (BOTH, *SEXES),
}
"""What a path may be of, and of whom: both sexes, or one."""
MEDIUM = "medium"
_SMALLEST = {"tfr_change": -np.inf, "mig": -np.inf, "mig_change": -np.inf}
_LARGEST = {"tfr": 15.0, "e0": 110.0, "e0_proportional": 110.0, "mx_factor": 20.0, "srb": 2.0}


@dataclass(frozen=True)
class Scenario:
    """A scenario: a variant to start from, and paths by what they are of and of whom (f, m, or both where empty)."""

    name: str
    variant: str
    paths: Mapping[tuple[str, str], Mapping[int, float]]


def read_assumptions(path: Path | str) -> dict[str, Scenario]:
    """The scenarios of a CSV file with the columns scenario, var, sex, year, value, by name.

    A scenario starts from the medium, or from the variant that its row with `var` variant names as value. What cannot be a path
    raises GroundfloorError with its row. Meanings: docs/methods/population.md.
    """
    variants: dict[str, str] = {}
    paths: dict[str, dict[tuple[str, str], dict[int, float]]] = {}
    for row in read_rows(Path(path), COLUMNS, ("source", "note")):
        name, var = row.text("scenario"), row.text("var").lower()
        own = paths.setdefault(name, {})
        if var == "variant":
            variants[name] = row.text("value")
            if variants[name] not in VARIANTS:
                raise GroundfloorError(
                    f"There is no variant {variants[name]!r}",
                    row.place("value"),
                    expected="one of " + ", ".join(VARIANTS),
                    hint=nearest(variants[name], VARIANTS),
                )
            continue
        key, year, value = _of_row(row, var)
        if year in own.setdefault(key, {}):
            raise GroundfloorError(f"{var} of {year} is given twice for {name}", row.place())
        own[key][year] = value
    for name, own in paths.items():
        _check_together(name, own, Path(path))
    return {name: Scenario(name, variants.get(name, MEDIUM), own) for name, own in paths.items()}


def _of_row(row: Row, var: str) -> tuple[tuple[str, str], int, float]:
    if var not in MAKES:
        raise GroundfloorError(
            f"Unknown variable {var!r}",
            row.place("var"),
            expected="one of variant, " + ", ".join(MAKES),
            hint=nearest(var, MAKES),
        )
    sex = row.cells["sex"].lower()
    if sex not in MAKES[var]:
        allowed = " or ".join(one or "an empty cell" for one in MAKES[var])
        raise GroundfloorError(f"{var} cannot have the sex {sex!r}", row.place("sex"), expected=allowed)
    value = row.number("value")
    if not _SMALLEST.get(var, 0.0) <= value <= _LARGEST.get(var, np.inf):
        raise GroundfloorError(f"{var} cannot be {value:g}", row.place("value"))
    return (var, sex), row.year(), value


def _check_together(name: str, own: Mapping[tuple[str, str], object], path: Path) -> None:
    """One path for one thing: not both sexes and one of them, nor two that set the same rates."""
    for rivals in (("tfr", "tfr_change"), ("e0", "e0_proportional", "mx_factor"), ("mig", "mig_change")):
        given = [key for key in own if key[0] in rivals]
        if len({var for var, _ in given}) > 1 or (len(given) > 1 and any(sex == BOTH for _, sex in given)):
            words = " and ".join(f"{var} {sex}".strip() for var, sex in given)
            raise GroundfloorError(
                f"{name} gives {words}", Place(str(path)), expected="one of them, or one for each sex"
            )


def assume(inputs: PopulationInputs, scenario: Scenario, since: int | None = None) -> PopulationInputs:
    """The inputs of one country under a scenario.

    Paths are linear between the years given and stay at the last; before the first year the variant holds. Net migration is of both sexes
    and all ages together, in persons a year; what differs from the variant's is spread as those who move in the step are.

    >>> from groundfloor.population import read_population
    >>> faster = Scenario("faster", "medium", {("tfr", ""): {2025: 3.3, 2035: 2.1}})
    >>> total(assume(read_population("gha"), faster)).round(2)[[0, 5, 20]].tolist()
    [3.24, 2.64, 2.1]
    """
    if inputs.mx.ndim > 3:
        raise GroundfloorError("A scenario is of one country", expected="one to be named")
    found = of_variant(inputs, scenario.variant, since)
    for (var, sex), path in scenario.paths.items():
        found = along(found, var, sex, *_by_step(found, path))
    return found


def along(inputs: PopulationInputs, var: str, sex: str, values: Floats, given: Flags) -> PopulationInputs:
    """The inputs of one country with one thing set to `values` [..., step] in the steps that are `given`; an axis of paths may lead."""
    if var in ("tfr", "tfr_change"):
        now = total(inputs)
        return with_total_fertility(inputs, np.where(given, values + (now if var == "tfr_change" else 0.0), now))
    if var == "srb":
        return replace(inputs, srb=np.where(given, values, inputs.srb))
    if var in ("mig", "mig_change"):
        return _with_migration(inputs, sex, values, given, added=var == "mig_change")
    sexes = (sex,) if sex else SEXES
    if var == "mx_factor":
        level = np.where(given, -np.log(np.maximum(values, 1e-9)), 0.0)
        return at_levels(inputs, sexes, level, "proportional")
    through: Through = "relational" if var == "e0" else "proportional"
    return at_levels(inputs, sexes, levels_by_step(inputs, sexes, values, given, through), through)


def levels_by_step(
    inputs: PopulationInputs, sexes: tuple[str, ...], e0: Floats, given: Flags, through: Through
) -> Floats:
    """The level of mortality at which each step has the life expectancy `e0` [..., step]; 0 where none is given."""
    level = np.zeros(e0.shape)
    at = [SEXES.index(one) for one in sexes]
    # paths differ in what was set before, and that is never the death rates of these sexes
    rates = inputs.mx.reshape(-1, *inputs.mx.shape[-3:])[0]
    for step in np.flatnonzero(given):
        level[..., step] = levels(
            rates[step, at], sexes, e0[..., step], through, inputs.width, float(inputs.srb[..., step].flat[0])
        )
    return level


def at_levels(inputs: PopulationInputs, sexes: tuple[str, ...], level: Floats, through: Through) -> PopulationInputs:
    """The inputs with the death rates of the `sexes` at a level [..., step], 0 being their own."""
    mx = np.broadcast_to(inputs.mx, np.broadcast_shapes((*level.shape, 1, 1), inputs.mx.shape)).copy()
    for sex in sexes:
        i = SEXES.index(sex)
        mx[..., i, :] = changed(inputs.mx[..., i, :], level, through, inputs.width)
    return replace(inputs, mx=mx)


def _with_migration(
    inputs: PopulationInputs, sex: str, values: Floats, given: Flags, *, added: bool
) -> PopulationInputs:
    """Net migration moved to `values` persons a year, over the ages of those who move in the step."""
    at = [SEXES.index(sex)] if sex else [0, MALE]
    chosen = inputs.migration[..., at, :]
    weight = np.abs(chosen)
    moving = weight.sum(axis=(-2, -1), keepdims=True)
    spread = np.where(moving > 0, weight / np.where(moving > 0, moving, 1.0), _of_working_age(inputs, len(at)))
    target = values * inputs.width + (chosen.sum(axis=(-2, -1)) if added else 0.0)
    difference = np.where(given, target - chosen.sum(axis=(-2, -1)), 0.0)
    shape = np.broadcast_shapes((*difference.shape, 1, 1), inputs.migration.shape)
    migration = np.broadcast_to(inputs.migration, shape).copy()
    migration[..., at, :] += difference[..., None, None] * spread
    return replace(inputs, migration=migration)


def _of_working_age(inputs: PopulationInputs, sexes: int) -> Floats:
    """Where nobody moves: the model schedule of Rogers and Castro (1981), alike for the sexes."""
    age = np.arange(inputs.migration.shape[-1]) * inputs.width + inputs.width / 2
    curve = 0.02 * np.exp(-0.1 * age) + 0.06 * np.exp(-0.1 * (age - 20) - np.exp(-0.4 * (age - 20))) + 0.003
    curve[-1] = 0.0
    return np.asarray(np.broadcast_to(curve / curve.sum() / sexes, (sexes, len(curve))))


def _by_step(inputs: PopulationInputs, path: Mapping[int, float]) -> tuple[Floats, Flags]:
    """A path by year at the middle of each step, and the steps it covers."""
    years = np.array(sorted(path))
    middle = inputs.base_year + inputs.width * (np.arange(inputs.steps) + 0.5)
    values = np.interp(middle, years, [path[year] for year in years.tolist()])
    return values, middle >= years[0]
