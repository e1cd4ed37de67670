"""Housing, information and the basket of basic services of SDG 1.4.1: each part, and all of those that are known together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from groundfloor.measures.conditions import all_of, answers, any_of, in_household, share_rows, where_known
from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import Mask
from groundfloor.measures.families.schooling import attending
from groundfloor.survey.frame import Floats, Survey

SETS = ("services",)

MINUTES = 60.0
Part = Callable[[Survey], Floats | None]


def _is(name: str) -> Part:
    return lambda survey: answers(survey, name)


def _is_not(name: str) -> Part:
    def lacks(survey: Survey) -> Floats | None:
        yes = answers(survey, name)
        return None if yes is None else 1.0 - yes

    return lacks


def health(survey: Survey) -> Floats | None:
    """Whether a health facility is within an hour."""
    minutes = answers(survey, "facility_minutes")
    return None if minutes is None else np.where(np.isnan(minutes), np.nan, (minutes <= MINUTES).astype(float))


def education(survey: Survey) -> Floats | None:
    """Whether every child of the household of primary or lower secondary age attends school; true where there is no such child."""
    attends, age = attending(survey), answers(survey, "age")
    if survey.schooling is None or attends is None or age is None:
        return None
    levels = list(survey.schooling.levels.values())[:2]
    of_age = (age >= levels[0].entry) & (age <= levels[-1].last_age)
    out = np.where(of_age, 1.0 - attends, np.where(np.isnan(age), np.nan, 0.0))
    return 1.0 - in_household(survey, out)


def telephone(survey: Survey) -> Floats | None:
    """Whether somebody in the household has a mobile phone, by those who were asked: children seldom are."""
    owns = answers(survey, "mobile_phone")
    if owns is None:
        return None
    asked = np.maximum.reduceat((~np.isnan(owns)).astype(int), survey.starts) == 1
    return np.where(np.repeat(asked, survey.sizes), in_household(survey, np.nan_to_num(owns)), np.nan)


CHANNELS: dict[str, Part] = {
    "radio": _is("radio"),
    "television": _is("television"),
    "mobile_phone": telephone,
    "internet": _is("internet"),
}
LACKS: dict[str, Part] = {
    "water": _is_not("improved_water"),
    "sanitation": _is_not("improved_sanitation"),
    "space": _is("overcrowded"),
    "durability": _is_not("durable_housing"),
    "tenure": _is_not("secure_tenure"),
}
# what is lacking of the dwelling itself
DWELLING = ("space", "durability", "tenure")


def channel(survey: Survey) -> Floats | None:
    """Whether the household has one channel at least of those the survey asks about."""
    known = [yes for yes in (part(survey) for part in CHANNELS.values()) if yes is not None]
    return where_known(known, any_of(known)) if known else None


BASKET: dict[str, Part] = {
    "water": _is("basic_water"),
    "sanitation": _is("basic_sanitation"),
    "hygiene": _is("basic_hygiene"),
    "energy": _is("clean_fuel"),
    "mobility": _is("near_transport"),
    "waste": _is("waste_collected"),
    "health": health,
    "education": education,
    "information": channel,
}


def rows(context: Context) -> Iterator[Row]:
    """Shares of persons, part by part and together; a measure of several parts says in its name of how many it is."""
    channels = _known(context, CHANNELS)
    yield from _each(context, "information", channels)
    if channels:
        yield from _together(context, f"information_of_{len(channels)}", any_of, channels)
    lacking = _known(context, LACKS)
    yield from _each(context, "lacks", lacking)
    if len(lacking) > 1:
        yield from _together(context, f"slum_of_{len(lacking)}", any_of, lacking)
    of_dwelling = {name: yes for name, yes in lacking.items() if name in DWELLING}
    if len(of_dwelling) > 1:
        yield from _together(context, f"inadequate_dwelling_of_{len(of_dwelling)}", any_of, of_dwelling)
    basket = _known(context, BASKET)
    yield from _each(context, "basic_service", basket)
    if len(basket) > 1:
        yield from _together(context, f"basic_services_all_of_{len(basket)}", all_of, basket)
        counted: Mask = np.logical_and.reduce(~np.isnan(np.vstack(list(basket.values()))), axis=0)
        if counted.any():
            number = np.sum(list(basket.values()), axis=0)
            over = context.over(counted, context.groups)
            yield from context.ratios(f"basic_services_mean_of_{len(basket)}", over, number)


def _known(context: Context, parts: dict[str, Part]) -> dict[str, Floats]:
    found = {name: part(context.survey) for name, part in parts.items()}
    return {name: yes for name, yes in found.items() if yes is not None}


def _together(
    context: Context, measure: str, of: Callable[[Iterable[Floats]], Floats], parts: Mapping[str, Floats]
) -> Iterator[Row]:
    """The share of what parts make together, over those of whom all are known."""
    yield from share_rows(context, measure, where_known(parts.values(), of(parts.values())))


def _each(context: Context, of: str, parts: dict[str, Floats]) -> Iterator[Row]:
    for name, yes in parts.items():
        yield from share_rows(context, f"{of}_{name}", yes)
