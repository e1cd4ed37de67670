"""Poverty lines as survey.yaml gives them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.money import Money, money
from groundfloor.survey.paths import located
from groundfloor.written import Written

LINE = ("value", "unit", "share", "of", "ppp", "cpi", "factors", "label", "source", "note")
# the World Bank's lines for low, lower-middle and upper-middle income countries, in international dollars of the vintage
INTERNATIONAL = {
    2011: {"low": 1.90, "lower_middle": 3.20, "upper_middle": 5.50},
    2017: {"low": 2.15, "lower_middle": 3.65, "upper_middle": 6.85},
    2021: {"low": 3.00, "lower_middle": 4.20, "upper_middle": 8.30},
}
# the societal poverty line is the low line, or this plus half the median where that is more
SOCIETAL = {2011: 1.00, 2017: 1.15, 2021: 1.30}
FACTORS = ("country", "vintage", "year", "ppp", "cpi")
EXAMPLE = "{value: 20, unit: LCU/person/day} or {share: 0.5, of: median}"
IN_DOLLARS = "{value: 3.00, unit: PPP2021/person/day, ppp: 5.1, cpi: 1.4} or factors: FILE.csv in place of ppp and cpi"
OF_DOLLAR = "{vintage: 2017, ppp: 1.2, cpi: 1.4} or factors: FILE.csv in place of ppp and cpi"
DOLLARS = re.compile(r"PPP(\d{4})((?:/.*)?)")


@dataclass(frozen=True)
class Vintage:
    """How an international line becomes one of the country: LCU per international dollar of the vintage's year (`ppp`), and
    consumer prices of the survey's price year over those of the vintage's (`cpi`); or the file that lists both.
    """

    year: int
    ppp: float = math.nan
    cpi: float = math.nan
    factors: Path | None = None


@dataclass(frozen=True)
class Line:
    """A poverty line: a value in a unit, or a share of median or mean welfare."""

    name: str
    place: Place
    value: float
    unit: Money | None = None
    of: str = "median"
    label: Mapping[str, str] = field(default_factory=dict)
    vintage: Vintage | None = None


def lines_of(part: Written | None) -> tuple[Line, ...]:
    """The lines by name; one that is incomplete is refused."""
    return () if part is None else tuple(_line(name, one) for name, one in part.parts().items())


def _line(name: str, part: Written) -> Line:
    parts = part.parts(LINE, EXAMPLE)
    given = set(parts) & {"value", "unit", "share", "of"}
    if given not in ({"value", "unit"}, {"share", "of"}):
        raise GroundfloorError(f"The line {name!r} is incomplete", part.place, expected=EXAMPLE)
    label = label_of(parts["label"]) if "label" in parts else {}
    dollars = DOLLARS.fullmatch(parts["unit"].word()) if "unit" in parts else None
    of_vintage = set(parts) & {"ppp", "cpi", "factors"}
    if of_vintage not in (({"ppp", "cpi"}, {"factors"}) if dollars else (set(),)):
        raise GroundfloorError(
            f"The line {name!r} {'does not say what an international dollar is' if dollars else 'is in LCU already'}",
            part.place,
            expected=IN_DOLLARS,
            hint=None if dollars else "Write its unit as PPP2021/person/day, or take ppp and cpi away.",
        )
    if "share" in parts:
        return Line(name, part.place, _positive(parts["share"]), of=parts["of"].choice(("median", "mean")), label=label)
    unit = parts["unit"]
    if dollars is None:
        return Line(name, part.place, _positive(parts["value"]), unit=money(unit.word(), unit.place), label=label)
    vintage = _vintage(int(dollars[1]), parts)
    value = _known(vintage.year, parts["value"])
    return Line(name, part.place, value, money("LCU" + dollars[2], unit.place), label=label, vintage=vintage)


def dollar_of(part: Written) -> Vintage:
    """What an international dollar is, given apart from lines: the vintage with its `ppp` and `cpi`, or `factors`."""
    parts = part.parts(("vintage", "ppp", "cpi", "factors", "source", "note"), OF_DOLLAR)
    if set(parts) - {"source", "note"} not in ({"vintage", "ppp", "cpi"}, {"vintage", "factors"}):
        raise GroundfloorError("The dollar is incomplete", part.place, expected=OF_DOLLAR)
    return _vintage(int(parts["vintage"].choice(tuple(map(str, INTERNATIONAL)))), parts)


def _vintage(year: int, parts: Mapping[str, Written]) -> Vintage:
    return Vintage(
        year,
        ppp=_positive(parts["ppp"]) if "ppp" in parts else math.nan,
        cpi=_positive(parts["cpi"]) if "cpi" in parts else math.nan,
        factors=located(parts["factors"]) if "factors" in parts else None,
    )


def _known(vintage: int, part: Written) -> float:
    """A value in dollars, or the World Bank's own line by its name."""
    named = INTERNATIONAL.get(vintage, {})
    return named[part.word()] if part.word() in named else _positive(part)


def _positive(part: Written) -> float:
    value = part.number()
    if value <= 0:
        raise GroundfloorError(f"The {part.path[-1]} is {value:g}", part.place, expected="a number above 0")
    return value


def in_lcu(line: Line, country: str, year: int) -> float:
    """The line in LCU a year, in prices of `year`: value x ppp x cpi x times a year where it is in international dollars.

    >>> dollars = Vintage(2021, ppp=2.0, cpi=1.5)
    >>> in_lcu(Line("low", Place("survey.yaml"), 3.0, Money("person", 365.0), vintage=dollars), "GHA", 2024)
    3285.0
    """
    times = line.unit.times if line.unit is not None else 1.0
    if line.vintage is None:
        return line.value * times
    return line.value * in_dollars(line.vintage, country, year) * times


def in_dollars(vintage: Vintage, country: str, year: int) -> float:
    """What an international dollar of the vintage is in LCU in prices of `year`."""
    ppp, cpi = vintage.ppp, vintage.cpi
    if vintage.factors is not None:
        ppp, cpi = _listed(vintage.factors, vintage.year, country, year)
    return ppp * cpi


def _listed(file: Path, vintage: int, country: str, year: int) -> tuple[float, float]:
    sought = (country, str(vintage), str(year))
    for row in read_rows(file, FACTORS, ("source", "note")):
        if tuple(row.text(name) for name in FACTORS[:3]) == sought:
            values = row.number("ppp"), row.number("cpi")
            if min(values) <= 0:
                raise GroundfloorError("A factor is not above 0", row.place(), expected="numbers above 0")
            return values
    raise GroundfloorError(
        f"No factors are given for {country}, vintage {vintage}, prices of {year}",
        Place(str(file)),
        expected=f"a row {country},{vintage},{year},PPP,CPI",
    )


def societal(median: float, vintage: int) -> float:
    """The World Bank's societal poverty line, from the median, both in international dollars of the vintage a person a day.

    >>> societal(8.0, 2017), societal(1.5, 2017)
    (5.15, 2.15)
    """
    return max(INTERNATIONAL[vintage]["low"], SOCIETAL[vintage] + median / 2)


def label_of(part: Written) -> dict[str, str]:
    """A text by language; one without languages stands for all of them."""
    if not part.is_table:
        return {"en": part.word()}
    label = {language: said.word() for language, said in part.parts().items()}
    if "en" not in label:
        raise GroundfloorError(
            "The label has no English text", part.place, hint="Add 'en: ...'; other languages may follow."
        )
    return label
