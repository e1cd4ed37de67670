"""The harmonised variables of a survey: what rules and measures may name, with their kinds, units and codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Harmonised:
    """A variable: its kind, its unit when it is a number, its words when it is a closed list, and what it says."""

    kind: Literal["number", "boolean", "text"]
    meaning: str
    unit: str = "1"
    levels: tuple[str, ...] = ()
    level: Literal["person", "household"] = "person"


SEX = ("male", "female")
RELATIONSHIP = (
    "head",
    "spouse",
    "child",
    "grandchild",
    "parent",
    "sibling",
    "other_relative",
    "boarder",
    "domestic_worker",
    "other",
)
FUNCTIONING = ("none", "some", "a_lot", "cannot")
LADDER = ("surface_or_open", "unimproved", "limited", "basic", "safely_managed")


def _money(meaning: str, level: Literal["person", "household"] = "person") -> Harmonised:
    return Harmonised("number", meaning, "LCU/year", level=level)


def _yes(meaning: str, level: Literal["person", "household"] = "person") -> Harmonised:
    return Harmonised("boolean", meaning, level=level)


VARIABLES: dict[str, Harmonised] = {
    "household_id": Harmonised("text", "identifies the household", level="household"),
    "person_id": Harmonised("text", "identifies the person within the survey or the household"),
    "age": Harmonised("number", "completed years", "year"),
    "sex": Harmonised("text", "sex", levels=SEX),
    "relationship": Harmonised("text", "relationship to the head", levels=RELATIONSHIP),
    "marital_status": Harmonised("text", "marital status"),
    "region": Harmonised("text", "first-level region", level="household"),
    "urban": _yes("lives in an urban area", "household"),
    "disability": _yes("has a disability (Washington Group: a lot of difficulty, or cannot, in at least one domain)"),
    "functioning": Harmonised("text", "worst difficulty over the Washington Group domains", levels=FUNCTIONING),
    "pregnant": _yes("is pregnant or gave birth in the last twelve months"),
    "in_school": _yes("attends school"),
    "school_level": Harmonised("text", "level of school attended"),
    "employed": _yes("did any work in the reference period"),
    "formal_work": _yes("works in a job with social security contributions"),
    "contributes": _yes("contributes to social insurance"),
    "health_insurance": _yes("holds valid health insurance"),
    "pension": _yes("receives an old-age pension"),
    "cash_transfer": _yes("the household receives a social cash transfer", "household"),
    "consumption": _money("consumption per person or adult equivalent, as the survey's welfare", "household"),
    "income": _money("income of the person"),
    "wage": _money("wage or earnings of the person"),
    "pension_amount": _money("pension the person receives"),
    "health_spending": _money("own spending of the household on health", "household"),
    "household_size": Harmonised("number", "members of the household", "person", level="household"),
    "adult_equivalents": Harmonised("number", "adult equivalents of the household", "1", level="household"),
    "water": Harmonised("text", "drinking water by the JMP ladder", levels=LADDER, level="household"),
    "sanitation": Harmonised("text", "sanitation by the JMP ladder", levels=LADDER, level="household"),
    "basic_water": _yes("has at least basic drinking water", "household"),
    "basic_sanitation": _yes("has at least basic sanitation", "household"),
    "electricity": _yes("has electricity", "household"),
    "facility_minutes": Harmonised("number", "travel time to the nearest health facility", "minute"),
    "poverty_score": Harmonised("number", "proxy means score", "1", level="household"),
}
