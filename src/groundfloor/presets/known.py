"""What a method reads of a country, or the user's number in its place, with a note that says where it is from."""

from __future__ import annotations

import numpy as np

from groundfloor.presets.entry import Note
from groundfloor.presets.inputs import Floats, Inputs
from groundfloor.presets.parameter import Settled

DAYS = 365
MONTHS = 12


def held(at: Inputs, given: Settled, name: str) -> tuple[Floats, tuple[Note, ...]]:
    """The parameter `name` where it has a value, else the series of that name; it stays where it was last known, with a note."""
    if given.given(name):
        return np.full(len(at.years), given.number(name)), ()
    values, last = at.held(name)
    return values, () if last >= at.years[-1] else (("held", {"series": name, "year": str(last)}),)


def covered(at: Inputs, given: Settled, name: str, branch: str) -> tuple[float, tuple[Note, ...]]:
    """The share covered today: the parameter `name` where it has a value, else that of coverage.csv in `branch`, with its year."""
    if given.given(name):
        return given.number(name), ()
    value, year = at.covered(branch, name)
    return value, (("covered", {"share": value, "year": str(year)}),)


def dollar(at: Inputs, given: Settled) -> tuple[Floats, Note]:
    """One international dollar in LCU [year]: the conversion factor of its year, moved with prices."""
    if given.given("ppp_conversion"):
        factor, year = given.number("ppp_conversion"), int(at.years[0])
    else:
        factors, _last = at.held("ppp_conversion")
        factor = float(factors[0])
        year = max(one for one in at.series["ppp_conversion"] if one <= at.years[0])
    return factor * at.prices(year), ("dollar", {"year": str(year)})
