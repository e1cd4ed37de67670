"""How many are poor: those of the pack's households below a line, or the share given."""

from __future__ import annotations

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.presets.entry import Note
from groundfloor.presets.inputs import Floats, Inputs
from groundfloor.presets.parameter import Settled


def headcount(at: Inputs, given: Settled, name: str, line: str) -> tuple[Floats, tuple[Note, ...], bool]:
    """The share of persons below the line [year], notes, and whether households were generated and not interviewed.

    The parameter `name` where it has a value. Else the households live in every year on what they live on in the survey.
    """
    if given.given(name):
        return np.full(len(at.years), given.number(name)), (), False
    people = at.households
    if people is None or not people.weight.sum() > 0:
        raise GroundfloorError(
            "What households live on is not known",
            Place("survey.yaml"),
            expected="a survey with welfare, or margins from which households are drawn",
            hint=f"Give the share of the poor: --set {name}=SHARE.",
        )
    real = at.line(line) / at.prices(people.year)
    share = np.array([np.average(people.welfare < z, weights=people.weight) for z in real])
    return share, (("static", {"year": str(people.year)}),), people.synthetic
