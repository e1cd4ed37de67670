"""Ways of choosing who receives: the chance of each household and the benefits it is due when chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.proxy.errors import Examined, Truth
from groundfloor.proxy.evaluate import values
from groundfloor.proxy.figures import Mask
from groundfloor.proxy.joint import Joint
from groundfloor.proxy.predictors import parsed
from groundfloor.proxy.ranks import cut
from groundfloor.proxy.score import named, unique
from groundfloor.survey.frame import Floats, Survey, Text

SELECTED = "pmt"
CATEGORIES = {
    "children_under_5": "age < 5",
    "aged_65_plus": "age >= 65",
    "disability": "disability",
    "female_headed": "household.head.sex == 'female'",
}
MIXES = {"pmt_children_under_5": f"{SELECTED} and age < 5", "pmt_or_aged_65_plus": f"{SELECTED} or age >= 65"}
PLACES = ("region", "urban")
BUILT_IN = ("none", "pmt", "pmt_in_sample", "perfect", "universal", "random")


@dataclass(frozen=True)
class Way:
    """A way of choosing. `chance` is that of each household, `benefits` how many benefits a person brings it when chosen.

    `order` ranks households, the lowest first, where the way is a ranking that a quota cuts; `tested` says whether households are
    visited and scored; `rule` is the expression of a category, empty for the others. `joint` has the shares of those chosen and of the
    poor where the choice is the test's own.
    """

    name: str
    chance: Floats
    benefits: Floats
    order: Floats | None = None
    tested: bool = False
    rule: str = ""
    joint: Joint | None = None


def categories_of(given: Sequence[str] | Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Conditions by name, from a mapping or from NAME=CONDITION; one without a name is called by what it says.

    >>> categories_of(["toddlers=age < 3", "sex == 'female'"])
    {'toddlers': 'age < 3', 'sex_female': "sex == 'female'"}
    """
    if given is None or isinstance(given, Mapping):
        return given
    found: dict[str, str] = {}
    for text in given:
        name, sign, condition = text.partition("=")
        if not sign or not name.strip().isidentifier() or condition.startswith("="):
            name, condition = named(text), text
        found[unique(name.strip(), found)] = condition.strip()
    return found


def the_test(examined: Examined, name: str = SELECTED) -> Way:
    """The way of the test itself."""
    chance, one = examined.inside.mask.astype(float), np.ones(examined.survey.persons)
    return Way(name, chance, one, examined.score, tested=True, joint=examined.joint)


def ways_of(
    survey: Survey,
    truth: Truth,
    quota: float,
    fitted_to: Examined,
    held_out: Examined,
    categories: Mapping[str, str] | None,
) -> Iterator[Way]:
    """Every way to compare; `categories` are conditions by name, the usual ones that the survey can answer when None.

    A condition may name `pmt`: whether the household is selected by the score of a fit that has not seen it.
    """
    persons, one = survey.weight[survey.starts] * survey.sizes, np.ones(survey.persons)
    yield the_test(held_out)
    yield the_test(fitted_to, "pmt_in_sample")
    perfect = truth.known & (truth.welfare <= cut(truth.welfare, persons, quota)[0])
    yield Way("perfect", perfect.astype(float), one, truth.welfare)
    yield Way("universal", np.ones(survey.households), one)
    yield Way("random", np.full(survey.households, quota), one)
    yield from _categorical(survey, held_out.inside.mask, categories)
    place = next((name for name in PLACES if _places(survey, name) is not None), None)
    code = None if place is None else _places(survey, place)
    if code is not None:
        chance, rank = geographic(code, truth, persons, quota)
        yield Way(f"geographic_{place}", chance, one, rank)
        mixed = allotted(code, truth, persons, quota, held_out.score)
        yield Way(f"pmt_within_{place}", mixed.astype(float), one, tested=True)


def _categorical(survey: Survey, selected: Mask, categories: Mapping[str, str] | None) -> Iterator[Way]:
    column = np.repeat(selected, survey.sizes).astype(float)
    if categories is not None and SELECTED in survey.columns:
        raise GroundfloorError(f"The survey has a variable {SELECTED!r} of its own", hint="Give it another name.")
    asked = replace(survey, columns={**survey.columns, SELECTED: column})
    for name in categories or ():
        if name in BUILT_IN:
            raise GroundfloorError(
                f"The name {name!r} is taken by a way of choosing", hint="Give the category another."
            )
    for name, condition in (CATEGORIES | MIXES if categories is None else categories).items():
        if categories is None and not _answerable(asked, condition):
            continue
        node = parsed(condition, asked, "category")
        if node.type.kind != "boolean":
            raise GroundfloorError(
                "A category is a condition", Place(f"category {condition!r}"), expected="such as age < 5"
            )
        entitled = values([f"(1 if {condition} else 0)"], asked, unit="person")[:, 0] == 1.0
        home = np.logical_or.reduceat(entitled, survey.starts).astype(float)
        by_test = SELECTED in condition.replace("(", " ").replace(")", " ").split()
        yield Way(name, home, entitled.astype(float), tested=by_test, rule=condition)


def _answerable(survey: Survey, condition: str) -> bool:
    try:
        parsed(condition, survey, "category")
    except GroundfloorError:
        return False
    return True


def _places(survey: Survey, name: str) -> Floats | None:
    """The place of each household as a number, NaN where it is not known; None where the survey does not say."""
    column = survey.columns.get(name)
    if column is None:
        return None
    at = survey.starts
    found = np.where(column.codes[at] < 0, np.nan, column.codes[at]) if isinstance(column, Text) else column[at]
    return found if len(np.unique(found[~np.isnan(found)])) > 1 else None


def geographic(code: Floats, truth: Truth, persons: Floats, quota: float) -> tuple[Floats, Floats]:
    """Whole places, the one with the highest share of poor first, until the quota is full; the last by lot. Chances and ranks.

    >>> truth = Truth(np.array([1.0, 9, 1, 1]), np.ones(4, bool), np.array([True, False, True, True]), 1.0, 0.75)
    >>> geographic(np.array([0.0, 0, 1, 1]), truth, np.ones(4), 0.75)[0].tolist()
    [0.5, 0.5, 1.0, 1.0]
    """
    rank = np.full(len(code), np.nan)
    rates = {}
    for place in np.unique(code[~np.isnan(code)]):
        here = truth.known & (code == place)
        rates[place] = float(persons[here & truth.poor].sum() / max(persons[here].sum(), 1e-300))
    for i, place in enumerate(sorted(rates, key=lambda one: (-rates[one], one))):
        rank[code == place] = i
    return split(rank, persons, quota), rank


def allotted(code: Floats, truth: Truth, persons: Floats, quota: float, score: Floats) -> Mask:
    """The lowest scores of each place, each place's quota being in proportion to its part of the poor; never more than all.

    >>> truth = Truth(np.array([1.0, 9, 1, 1]), np.ones(4, bool), np.array([True, False, True, False]), 1.0, 0.5)
    >>> allotted(np.array([0.0, 0, 1, 1]), truth, np.ones(4), 0.5, np.array([1.0, 2, 2, 1])).tolist()
    [True, False, False, True]
    """
    out = np.zeros(len(code), dtype=bool)
    poor = truth.known & truth.poor
    everybody = float(persons[~np.isnan(score)].sum())
    for place in np.unique(code[~np.isnan(code)]):
        here = (code == place) & ~np.isnan(score) & (persons > 0)
        part = float(persons[poor & (code == place)].sum() / persons[poor].sum())
        if part > 0 and here.any():
            share = min(1.0, quota * part * everybody / float(persons[here].sum()))
            out |= here & (score <= cut(np.where(here, score, np.nan), persons, share)[0])
    return out


def split(order: Floats, persons: Floats, quota: float) -> Floats:
    """Chances such that exactly a share of persons is chosen, lowest first; those tied at the cut have an equal chance.

    >>> split(np.array([1.0, 2.0, 2.0]), np.ones(3), 2 / 3).round(3).tolist()
    [1.0, 0.5, 0.5]
    """
    known = ~np.isnan(order) & (persons > 0)
    wanted = min(quota, 1.0) * float(persons[known].sum())
    edge, _ = cut(order, persons, min(quota, 1.0))
    chance = (known & (order < edge)).astype(float)
    tied = known & (order == edge)
    chance[tied] = np.clip((wanted - persons @ chance) / persons[tied].sum(), 0.0, 1.0)
    return chance
