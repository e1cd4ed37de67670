"""The financing gap of 2019: four income guarantees, without health care."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.presets.entry import Entry
from groundfloor.presets.gap import coverage, of_guarantees
from groundfloor.presets.guarantees import four, parameters
from groundfloor.presets.inputs import Inputs
from groundfloor.presets.parameter import UNVERIFIED, Settled

SOURCE = (
    "Durán-Valverde, Pacheco-Jiménez, Muzaffar and Elizondo-Barboza: Measuring financing gaps in social protection, "
    "ILO Extension of Social Security Working Paper 73 (2019)"
)
NEEDS = ("gdp_nominal", "inflation", "births", "lines", "coverage")
PARAMETERS = parameters((0, 5), 0.05, "national", UNVERIFIED) | coverage(
    "children", "maternity", "disability", "old_age"
)


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """Children, maternity, severe disability, old age: cost, gap and the way to 2030."""
    yield from of_guarantees(at, given, four(at, given))
