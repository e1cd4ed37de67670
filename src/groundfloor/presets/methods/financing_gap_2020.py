"""The financing gap of 2020: four income guarantees and essential health care."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.presets.entry import Entry
from groundfloor.presets.gap import coverage, health, of_guarantees, of_health
from groundfloor.presets.guarantees import four, parameters
from groundfloor.presets.inputs import Inputs
from groundfloor.presets.parameter import UNVERIFIED, Settled

SOURCE = (
    "Durán-Valverde, Pacheco-Jiménez, Muzaffar and Elizondo-Barboza: Financing gaps in social protection, "
    "ILO Working Paper 14 (2020)"
)
NEEDS = (
    "gdp_nominal",
    "inflation",
    "births",
    "lines",
    "coverage",
    "health_expenditure_pct_gdp",
    "exchange_rate",
)
PARAMETERS = (
    parameters((0, 5), 0.05, "national", UNVERIFIED)
    | health()
    | coverage("children", "maternity", "disability", "old_age")
)


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """Children, maternity, severe disability, old age and health: cost, gap and the way to 2030."""
    yield from of_guarantees(at, given, four(at, given))
    yield from of_health(at, given)
