"""Welfare and poverty lines of a survey: amounts of a year, of a person or an adult equivalent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.describe import ADULT, Description
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Column, Floats, Relative, Survey, Text
from groundfloor.survey.lines import INTERNATIONAL, Line, in_dollars, in_lcu
from groundfloor.survey.relative import middle
from groundfloor.survey.scales import SCALES

CONSUMPTION = "consumption"


def with_welfare(survey: Survey, described: Description) -> Survey:
    """The survey with `welfare`, its lines, and every amount at its own level: of the person or of the household.

    `columns["consumption"]` is shared among the household's members (or adult equivalents) as welfare is, so that where
    welfare comes from consumption both are one column.
    """
    scale = _scale(survey, described)
    columns: dict[str, Column] = dict(survey.columns)
    welfare = None
    for name, entry in described.variables.items():
        column = columns[name]
        if not entry.is_money or isinstance(column, Text):
            continue
        if name in (CONSUMPTION, described.welfare):
            shared = _shared(survey, column, entry, described, scale)
            welfare = shared if name == described.welfare else welfare
        if name == CONSUMPTION:
            columns[name] = shared
        elif entry.meaning.level == "household" and _whose(entry) == "person":
            columns[name] = _total(survey, column)
    if scale is not None:
        columns.setdefault("adult_equivalents", scale)
    prices = survey.amounts[described.welfare] if described.welfare is not None else described.prices
    survey = replace(survey, columns=columns, welfare=welfare, sharing=scale, prices=prices, without=described.without)
    lines = {line.name: _line(line, survey, described) for line in described.lines}
    relative = {
        line.name: Relative(line.value, line.of, welfare, np.nan_to_num(survey.weight))
        for line in described.lines
        if line.unit is None and welfare is not None
    }
    said = _dollars(described.lines, lines)
    if described.dollar is not None:
        worth = in_dollars(described.dollar, survey.country, survey.price_year)
        said |= {"dollar": worth, "vintage": described.dollar.year}
    return replace(survey, lines=lines, relative=relative, **said)


def _dollars(described: Sequence[Line], lines: Mapping[str, float]) -> dict[str, Any]:
    """What an international dollar is in LCU, and which line is that of extreme poverty; nothing without a line in dollars."""
    found: dict[str, Any] = {}
    for line in described:
        if line.vintage is None or line.unit is None:
            continue
        if "dollar" not in found:
            found |= {"dollar": lines[line.name] / (line.value * line.unit.times), "vintage": line.vintage.year}
        if line.value == INTERNATIONAL.get(line.vintage.year, {}).get("low"):
            found.setdefault("extreme", line.name)
    return found


def _scale(survey: Survey, described: Description) -> Floats | None:
    """Adult equivalents of each person's household, None where welfare is not shared by them."""
    if described.welfare is None or not described.per.startswith(ADULT):
        return None
    return SCALES[described.per.removeprefix(ADULT)[1:-1]](survey, **described.scale)


def _whose(entry: Entry) -> str:
    """Whose amount the column holds: the unit's word, else the variable's own level."""
    written = entry.unit.whose if entry.unit is not None else None
    return written or entry.meaning.level


def _shared(survey: Survey, amount: Floats, entry: Entry, described: Description, scale: Floats | None) -> Floats:
    whose, per = _whose(entry), described.per
    fits = whose != "household" if per == "person" else whose != ADULT or per.startswith(ADULT)
    if not fits:
        raise GroundfloorError(
            f"{entry.name} is an amount per {whose}, and welfare is to be per {per}",
            described.places.get("welfare", entry.place),
            expected="per: capita" if whose == "household" else "per: adult_equivalent(...)",
        )
    if per == "person" or whose == ADULT or (whose == "person" and entry.name == CONSUMPTION and scale is None):
        return amount
    if whose == "household":
        total = amount
    elif entry.meaning.level == "household":
        total = amount * _members(survey)
    else:
        total = _total(survey, amount)
    return total / (_members(survey) if scale is None else scale)


def _members(survey: Survey) -> Floats:
    return np.repeat(survey.sizes.astype(float), survey.sizes)


def _total(survey: Survey, amount: Floats) -> Floats:
    """What the members have together; missing where one member's amount is."""
    return np.repeat(np.add.reduceat(amount, survey.starts), survey.sizes)


def _line(line: Line, survey: Survey, described: Description) -> float:
    if survey.welfare is None or described.welfare is None:
        raise GroundfloorError(
            f"The line {line.name!r} needs welfare, which the survey lacks",
            line.place,
            hint="Add welfare: {from: consumption, per: capita}.",
        )
    if line.unit is None:
        return line.value * middle(survey.welfare, survey.weight, line.of)
    adult = survey.sharing is not None or _whose(described.variables[described.welfare]) == ADULT
    basis = ADULT if adult else "person"
    if line.unit.whose not in (None, basis):
        raise GroundfloorError(
            f"The line {line.name!r} is per {line.unit.whose}, and welfare per {basis}",
            line.place,
            expected=f"a line in LCU/{basis}/...",
            hint="One does not fit the other: the same household has more per adult equivalent than per person.",
        )
    return in_lcu(line, survey.country, survey.price_year)
