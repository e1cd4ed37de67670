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
DOMAINS = tuple(
    f"difficulty_{domain}" for domain in ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
)
WORK_STATUS = ("employee", "employer", "own_account", "family_worker", "unemployed", "inactive")
SECTOR = ("agriculture", "industry", "services")
TENURE = ("owner", "renter", "free", "other")
HYGIENE = ("none", "limited", "basic")
# the eight questions of the Food Insecurity Experience Scale, by increasing severity as a rule
FIES = {
    "worried": "worried about not having enough to eat",
    "healthy": "could not eat healthy food",
    "fewfood": "ate only a few kinds of food",
    "skipped": "skipped a meal",
    "ateless": "ate less than they should",
    "runout": "ran out of food",
    "hungry": "were hungry and did not eat",
    "whlday": "did not eat for a whole day",
}
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
    **{
        name: Harmonised(
            "text",
            f"difficulty in {name.removeprefix('difficulty_').replace('_', ' ')} (Washington Group)",
            levels=FUNCTIONING,
        )
        for name in DOMAINS
    },
    "pregnant": _yes("is pregnant or gave birth in the last twelve months"),
    "in_school": _yes("attends school"),
    "ever_school": _yes("ever went to school"),
    "school_level": Harmonised("text", "level of school attended"),
    "school_grade": Harmonised("number", "grade attended, counted from the first of primary school"),
    "completed_grade": Harmonised(
        "number", "highest grade completed, counted from the first of primary school; 0 for none"
    ),
    "school_age": Harmonised("number", "completed years when the school year began", "year"),
    "preschool": _yes("attends organised learning before primary school"),
    "school_cost": _money("what the household pays for the person's schooling"),
    "out_of_school_for_cost": _yes("does not go to school because of what it costs"),
    "school_meals": _yes("eats at school under a school feeding programme"),
    "employed": _yes("did any work in the reference period"),
    "work_status": Harmonised("text", "status in employment", levels=WORK_STATUS),
    "work_hours": Harmonised("number", "hours worked in the reference week", "hour"),
    "sector": Harmonised("text", "sector of the main work", levels=SECTOR),
    "formal_work": _yes("works in a job with social security contributions"),
    "informal_work": _yes("works in a job without social security contributions, or on own account unregistered"),
    "child_labour": _yes("is a child in work that national law or ILO conventions 138 and 182 forbid"),
    "contributes": _yes("contributes to social insurance"),
    "contributions": _money("contributions the person pays to social insurance"),
    "health_insurance": _yes("holds valid health insurance"),
    "ill": _yes("was ill or injured in the reference period"),
    "consulted": _yes("consulted a health worker in the reference period"),
    "foregone_care": _yes("needed care and did not seek it, or went without for want of money"),
    "foregone_for_cost": _yes("needed care and went without because of what it costs"),
    "pension": _yes("receives an old-age pension"),
    "cash_transfer": _yes("the household receives a social cash transfer", "household"),
    "consumption": _money(
        "consumption: the household's, or per person or adult equivalent, as its unit says", "household"
    ),
    "food_consumption": _money("the household's consumption of food", "household"),
    "income": _money("income of the person"),
    "poor": _yes("counted as poor by the survey's producers", "household"),
    "wage": _money("wage or earnings of the person"),
    "pension_amount": _money("pension the person receives"),
    "health_spending": _money("own spending of the household on health", "household"),
    "rent_cost": _money("rent the household pays; none where the dwelling is its own or free", "household"),
    "utilities_cost": _money("what the household pays for water, electricity, gas and other fuels", "household"),
    "housing_cost": _money(
        "what the household pays for its dwelling: rent or interest, and utilities, less allowances", "household"
    ),
    "water_cost": _money("what the household pays for water and sanitation", "household"),
    "energy_cost": _money("what the household pays for electricity, gas and other fuels at home", "household"),
    "household_size": Harmonised("number", "members of the household", "person", level="household"),
    "adult_equivalents": Harmonised("number", "adult equivalents of the household", "1", level="household"),
    "water": Harmonised("text", "drinking water by the JMP ladder", levels=LADDER, level="household"),
    "sanitation": Harmonised("text", "sanitation by the JMP ladder", levels=LADDER, level="household"),
    "hygiene": Harmonised("text", "hand washing by the JMP ladder", levels=HYGIENE, level="household"),
    "basic_water": _yes("has at least basic drinking water", "household"),
    "basic_sanitation": _yes("has at least basic sanitation", "household"),
    "basic_hygiene": _yes("has a place for washing hands with soap and water at home", "household"),
    "improved_water": _yes("drinks water from an improved source", "household"),
    "improved_sanitation": _yes("uses an improved toilet, shared or not", "household"),
    "water_on_premises": _yes("has drinking water in the dwelling or the yard", "household"),
    "water_available": _yes("has had enough drinking water whenever it was needed", "household"),
    "water_uncontaminated": _yes("drinks water free of E. coli and, where that is measured, of chemicals", "household"),
    "safely_managed_water": _yes("has safely managed drinking water", "household"),
    "excreta_safe": _yes("excreta are disposed of in place, or carried away and treated", "household"),
    "safely_managed_sanitation": _yes("has safely managed sanitation", "household"),
    "electricity": _yes("has electricity", "household"),
    "rooms": Harmonised("number", "rooms of the dwelling, without kitchen and bath", "1", level="household"),
    "overcrowded": _yes("more than three people a room", "household"),
    "finished_floor": _yes("the floor of the dwelling is of finished material", "household"),
    "durable_housing": _yes("the dwelling is of durable material on a safe site", "household"),
    "secure_tenure": _yes("is protected against eviction, by papers or by custom", "household"),
    "tenure": Harmonised("text", "tenure of the dwelling", levels=TENURE, level="household"),
    "cooking_fuel": Harmonised("text", "main cooking fuel", level="household"),
    "clean_fuel": _yes("cooks with clean fuel (electricity, gas, biogas, solar)", "household"),
    "waste_collected": _yes("household waste is collected regularly", "household"),
    "near_transport": _yes("public transport or an all-season road is near", "household"),
    "radio": _yes("has a radio that works", "household"),
    "television": _yes("has a television set that works", "household"),
    "internet": _yes("has access to the internet at home", "household"),
    "mobile_phone": _yes("owns or uses a mobile phone"),
    "bank_account": _yes("has an account at a bank, post office or mobile money provider"),
    "birth_registered": _yes("the birth is registered with the civil authorities"),
    **{
        f"fies_{item}": _yes(f"food insecurity in twelve months, for want of money: {said}", "household")
        for item, said in FIES.items()
    },
    "height_for_age": Harmonised("number", "height for age of a child, z-score of the WHO standard"),
    "weight_for_height": Harmonised("number", "weight for height of a child, z-score of the WHO standard"),
    "weight_for_age": Harmonised("number", "weight for age of a child, z-score of the WHO standard"),
    "child_food_groups": Harmonised("number", "food groups a child of 6 to 23 months ate yesterday, of 8"),
    "woman_food_groups": Harmonised("number", "food groups a woman of 15 to 49 years ate yesterday, of 10"),
    "food_consumption_score": Harmonised(
        "number", "food consumption score of the household, 0 to 112", level="household"
    ),
    "dietary_diversity": Harmonised("number", "food groups the household ate yesterday, of 12", level="household"),
    "ethnicity": Harmonised("text", "ethnic group"),
    "language": Harmonised("text", "language spoken at home"),
    "religion": Harmonised("text", "religion"),
    "age_imputed": _yes("the age comes from the year of birth or is imputed"),
    "facility_minutes": Harmonised("number", "travel time to the nearest health facility", "minute"),
    "poverty_score": Harmonised("number", "proxy means score", "1", level="household"),
}
