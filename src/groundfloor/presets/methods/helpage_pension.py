"""A universal pension as HelpAge costs it: a share of income per head to everybody of an age."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.presets.entry import Entry, benefit
from groundfloor.presets.inputs import Inputs
from groundfloor.presets.parameter import PUBLISHED, UNVERIFIED, Parameter, Settled

SOURCE = "HelpAge International: The price of income security in older age, Pension watch briefing 2 (2011)"
NEEDS = ("gdp_nominal",)
PARAMETERS = {
    "pension_age": Parameter(65, "years", PUBLISHED, high=100),
    "pension_share": Parameter(0.20, "of_gdp_per_head", UNVERIFIED),
    "administration": Parameter(0.0, "of_benefits", UNVERIFIED),
}


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """The pension: its cost in GDP is the share of older people times the level."""
    yield benefit(
        "pension",
        at.people(given.number("pension_age")),
        given.number("pension_share") * at.gdp_per_capita,
        administration=given.number("administration"),
    )
