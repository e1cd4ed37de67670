"""The Social Protection Floors Calculator and the costing of 57 countries: categorical benefits tied to the national line."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.presets.entry import Entry
from groundfloor.presets.guarantees import Guarantee, cost, four, parameters
from groundfloor.presets.inputs import Inputs
from groundfloor.presets.parameter import PUBLISHED, UNVERIFIED, Parameter, Settled, share

SOURCE = (
    "Ortiz, Durán-Valverde, Pal, Behrendt and Acuña-Ulate: Universal social protection floors, "
    "ILO Extension of Social Security Working Paper 58 (2017)"
)
NEEDS = ("gdp_nominal", "inflation", "births", "lines")
PARAMETERS = parameters((0, 4), 0.03, "national", PUBLISHED) | {
    "orphan_first": Parameter(5, "years", UNVERIFIED, high=100),
    "orphan_last": Parameter(17, "years", UNVERIFIED, high=100),
    "orphan_share": share(None, UNVERIFIED),
    "orphan_level": Parameter(0.25, "of_line", UNVERIFIED),
}


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """The benefits of the set; orphans where the country's share of them is given."""
    for one in four(at, given):
        yield cost(one, given)
    if given.given("orphan_share"):
        children = at.people(given.number("orphan_first"), given.number("orphan_last"))
        level = given.number("orphan_level") * at.line(given.text("line"))
        yield cost(Guarantee("orphans", given.number("orphan_share") * children, level), given)
