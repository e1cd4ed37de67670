"""The financing gap of 2024: five income guarantees, at the international line of the income group, and essential health care."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.presets.entry import Entry
from groundfloor.presets.gap import coverage, health, of_guarantees, of_health
from groundfloor.presets.guarantees import four, parameters, unemployed, unemployment
from groundfloor.presets.inputs import Inputs
from groundfloor.presets.parameter import UNVERIFIED, Settled

SOURCE = (
    "Cattaneo, Schwarzer, Razavi and Visentin: Financing gap for universal social protection, "
    "ILO Working Paper 113 (2024)"
)
NEEDS = (
    "gdp_nominal",
    "inflation",
    "births",
    "lines",
    "coverage",
    "participation_rate",
    "unemployment_rate",
    "health_expenditure_pct_gdp",
    "exchange_rate",
)
PARAMETERS = (
    parameters((0, 5), 0.05, "usd_3_65", UNVERIFIED)
    | unemployment(1.0)
    | health()
    | coverage("children", "maternity", "disability", "unemployment", "old_age")
)


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """Five guarantees and health: cost, gap and the way to 2030."""
    yield from of_guarantees(at, given, (*four(at, given), unemployed(at, given)))
    yield from of_health(at, given)
