"""What a projection starts from, for one population or several at once, and what its numbers must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import LAST_AGE, Floats
from groundfloor.population.cohorts import FEMALE
from groundfloor.population.mortality import abridged_ages, five_year_survival, survival

SEXES = ("f", "m")
MALE = 1
AGES = LAST_AGE + 1
WIDTHS = (1, 5)
"""Years of a step and of an age group."""


@dataclass(frozen=True)
class PopulationInputs:
    """What a projection starts from: a population on 1 July of `base_year` and one row of rates for each step after it.

    Arrays are [step, sex, age] with sex in the order f, m. With `width` 1 a step is a year and ages are 0 ... 100+; with `width` 5 a
    step is five years, ages are 0-4 ... 100+, and those of `mx` 0, 1-4, 5-9 and so on. Counts are persons, rates are per person-year.
    Several populations at once (countries, variants, paths) stand on an axis before these, by `names` where they have any.
    """

    country: str
    base_year: int
    base: Floats  # [sex, age] persons
    mx: Floats  # [step, sex, age] deaths per person-year
    fertility: Floats  # [step, age] births per woman and year
    srb: Floats  # [step] boys per girl at birth
    migration: Floats  # [step, sex, age] net migrants in the step
    width: int = 1
    names: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """How many steps there are rates for."""
        return int(self.srb.shape[-1])

    @property
    def last_year(self) -> int:
        """The last 1 July that can be reached."""
        return self.base_year + self.steps * self.width

    def until(self, year: int) -> PopulationInputs:
        """The same with the steps to 1 July of `year` alone; a year out of reach raises GroundfloorError."""
        if not self.base_year <= year <= self.last_year:
            raise GroundfloorError(
                f"{self.country} cannot be projected to {year}",
                expected=f"a year from {self.base_year} (its base) to {self.last_year} (the end of its rates)",
            )
        steps = -(-(year - self.base_year) // self.width)
        return replace(
            self,
            mx=self.mx[..., :steps, :, :],
            fertility=self.fertility[..., :steps, :],
            srb=self.srb[..., :steps],
            migration=self.migration[..., :steps, :, :],
        )

    def survival(self) -> Floats:
        """[step, sex, age] the share of births, and of each age, alive at the end of a step."""
        ratios = survival if self.width == 1 else five_year_survival
        return np.stack(
            [ratios(self.mx[..., FEMALE, :], male=False), ratios(self.mx[..., MALE, :], male=True)], axis=-2
        )


def together(several: Sequence[PopulationInputs], name: str = "several") -> PopulationInputs:
    """The inputs of several countries as one, to be projected at once; the steps are those that all have.

    They must start in one year with one width, else GroundfloorError.
    """
    if not several or len({(one.base_year, one.width) for one in several}) > 1:
        starts = ", ".join(f"{one.country} {one.base_year} by {one.width}" for one in several[:5])
        raise GroundfloorError(
            f"These cannot be projected together: {starts or 'none'}", expected="one base year and one width"
        )
    last = min(one.last_year for one in several)
    cut = [one.until(last) for one in several]
    # beyond 100 a country may have more groups of death rates than another
    if len({one.mx.shape[-1] for one in cut}) > 1:
        raise GroundfloorError("The death rates do not end at one age", expected="the same last age in every country")
    return PopulationInputs(
        country=name,
        base_year=several[0].base_year,
        base=np.stack([one.base for one in cut]),
        mx=np.stack([one.mx for one in cut]),
        fertility=np.stack([one.fertility for one in cut]),
        srb=np.stack([one.srb for one in cut]),
        migration=np.stack([one.migration for one in cut]),
        width=several[0].width,
        names=tuple(one.country for one in several),
    )


def check(inputs: PopulationInputs) -> None:
    """Refuse inputs that no people can have: shapes that do not meet, what is no number, negative people or rates."""
    if inputs.width not in WIDTHS:
        raise GroundfloorError(f"The width is {inputs.width}", expected="1 year or 5 years")
    ages, steps, rates = LAST_AGE // inputs.width + 1, inputs.steps, inputs.mx.shape[-1]
    # of five years 0 and 1-4 stand apart, and there may be groups beyond 100
    rates = max(rates, ages + 1) if inputs.width == 5 else ages
    tails = {
        "base": (2, ages),
        "mx": (steps, 2, rates),
        "fertility": (steps, ages),
        "srb": (steps,),
        "migration": (steps, 2, ages),
    }
    for name, tail in tails.items():
        values = getattr(inputs, name)
        if values.shape[-len(tail) :] != tail:
            raise GroundfloorError(
                f"{name} of {inputs.country} is {list(values.shape)}", expected=f"{list(tail)} on its last axes"
            )
        wrong = ~np.isfinite(values)
        if name != "migration":
            wrong |= values < 0
        if wrong.any():
            raise GroundfloorError(
                f"{name} of {_where(inputs, name, np.argwhere(wrong)[0])} is {values[wrong][0]:g}",
                expected="a number" if name == "migration" else "0 or more",
            )
    if steps and not (inputs.mx[..., -1] > 0).all():
        raise GroundfloorError(
            f"Nobody dies in the open age group of {inputs.country}", expected="a positive death rate"
        )


def _where(inputs: PopulationInputs, name: str, at: Iterable[int]) -> str:
    """The population, year, sex and age of one number."""
    *leading, last = [int(i) for i in at]
    parts: list[str] = []
    if name == "srb":
        parts.append(f"in the step from {inputs.base_year + last * inputs.width}")
    else:
        sexed = name != "fertility"
        sex = SEXES[leading.pop()] if sexed else "f"
        if name != "base":
            parts.append(f"in the step from {inputs.base_year + leading.pop() * inputs.width}")
        age = int(abridged_ages(last + 1)[last]) if name == "mx" and inputs.width == 5 else last * inputs.width
        parts += [f"sex {sex}", f"age {age}"]
    one = inputs.names[leading[0]] if leading and inputs.names else inputs.country
    return ", ".join([one, *parts])
