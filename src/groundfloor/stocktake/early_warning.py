"""Early warning by hazard and for the country: target G of the Sendai Framework, from what a pack says of each major hazard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.country.given import Given, given, optional
from groundfloor.country.model import Country
from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.fields import Fields, fields

FILE = "early_warning.yaml"
ALL = "all"
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
KEYS = ("label", "weight", "monitoring", "people_covered", "local_plans", "risk_information", "exposed", "evacuated")
PER = 100_000
UNITS = {
    "G-1": "score",
    "G-2": "score",
    "G-3": "persons/100000 persons",
    "G-4": "share",
    "G-5": "score",
    "G-6": "share",
}
PARTS = ("G-2", "G-3", "G-4", "G-5")
Row = dict[str, Any]


@dataclass(frozen=True)
class Hazard:
    """A major hazard: its weight among all, and the numbers that its indicators follow from; None where one is not known."""

    name: str
    label: Mapping[str, str]
    weight: float
    numbers: Mapping[str, Given | None]

    def value(self, name: str, year: int) -> float:
        """A number in a year, NaN where it is not known."""
        number = self.numbers[name]
        return math.nan if number is None else float(number.by_year(np.array([year]))[0])


def read_early_warning(path: str | Path) -> tuple[Hazard, ...]:
    """The hazards of an early_warning.yaml, checked; docs/methods/early-warning.md defines it.

    A hazard without any number, weights of some hazards alone, a score between two levels, and more people evacuated than exposed raise
    GroundfloorError with file and line.
    """
    found = fields(read_yaml(Path(path)))
    found.known(("hazards", "note"), ("hazards",))
    names = [str(name) for name in found.table("hazards")]
    if not names or ALL in names:
        raise GroundfloorError(
            f"A hazard is called {ALL}" if names else "There is no hazard",
            found.place("hazards"),
            expected="hazards, each by a name of its own",
        )
    weighted = [name for name in names if found.get("hazards", name, "weight") is not None]
    if weighted and len(weighted) < len(names):
        raise GroundfloorError(
            f"{weighted[0]} has a weight and others have none",
            found.place("hazards"),
            expected="a weight of each, or of none",
        )
    weights = [found.number("hazards", name, "weight", low=0.0) if weighted else 1.0 for name in names]
    if not sum(weights) > 0:
        raise GroundfloorError("The weights add up to 0", found.place("hazards"), expected="a weight above 0")
    return tuple(_hazard(found, name, weight / sum(weights)) for name, weight in zip(names, weights, strict=True))


def _hazard(found: Fields, name: str, weight: float) -> Hazard:
    at = ("hazards", name)
    found.known(KEYS, (), *at)
    numbers = {
        "monitoring": _score(found, *at, "monitoring"),
        "people_covered": optional(found, ("persons",), *at, "people_covered"),
        "local_plans": optional(found, ("share",), *at, "local_plans"),
        "risk_information": _score(found, *at, "risk_information"),
        "exposed": optional(found, ("persons",), *at, "exposed"),
        "evacuated": optional(found, ("persons",), *at, "evacuated"),
    }
    if not any(numbers.values()):
        raise GroundfloorError(
            f"Nothing is said of {name}", found.place(*at), expected=f"some of {', '.join(KEYS[2:])}"
        )
    if (numbers["exposed"] is None) != (numbers["evacuated"] is None):
        raise GroundfloorError("exposed and evacuated go together", found.place(*at), expected="both or neither")
    return Hazard(name, found.words(*at, "label"), weight, numbers)


def _score(found: Fields, *path: str) -> Given | None:
    """How far something is in place: one of five levels."""
    if found.get(*path) is None:
        return None
    number = given(found, ("score",), *path, bounds=(0.0, 1.0))
    for knots in number.knots.values():
        if not np.isin(knots.values, LEVELS).all():
            raise GroundfloorError(
                f"{path[-1]} is {knots.values[~np.isin(knots.values, LEVELS)][0]:g}",
                number.place,
                expected=f"one of {', '.join(f'{level:g}' for level in LEVELS)}",
            )
    return number


def indicators(hazards: tuple[Hazard, ...], population: float, year: int, place: Place | None = None) -> list[Row]:
    """Rows of the table `early_warning`: hazard, indicator (G-1 to G-6), value, unit, weight, assumption, source, label.

    `population` are the persons of the country in `year`. Of the country (hazard `all`) an indicator is the mean over hazards by their weight, NaN where it is not
    known of one that has any weight. Method and source: docs/methods/early-warning.md.

    >>> _ = Path(FILE).write_text("hazards: {flood: {monitoring: {value: 0.75, unit: score, source: Survey of 2025}}}")
    >>> rows = indicators(read_early_warning(FILE), 1e6, 2025)
    >>> [(row["hazard"], row["value"]) for row in rows if row["indicator"] == "G-2"]
    [('flood', 0.75), ('all', 0.75)]
    """
    found = [(hazard, _values(hazard, population, year, place)) for hazard in hazards]
    rows = [row for hazard, values in found for row in _rows(hazard, values)]
    for indicator in UNITS:
        parts = [hazard.weight * values[indicator] for hazard, values in found if hazard.weight > 0]
        rows.append(
            {"hazard": ALL, "indicator": indicator, "value": math.fsum(parts), "unit": UNITS[indicator], "weight": 1.0}
            | {"assumption": any(row["assumption"] for row in rows if row["indicator"] == indicator)}
            | {"source": None, "label": None}
        )
    return rows


def _values(hazard: Hazard, population: float, year: int, place: Place | None) -> dict[str, float]:
    covered, exposed, evacuated = (hazard.value(name, year) for name in ("people_covered", "exposed", "evacuated"))
    for name, part, whole in (("people_covered", covered, population), ("evacuated", evacuated, exposed)):
        if part > whole:
            raise GroundfloorError(
                f"{name} of {hazard.name} is {part:,.0f}, more than {whole:,.0f}",
                place,
                expected="a part of these persons",
            )
    values = {
        "G-2": hazard.value("monitoring", year),
        "G-3": PER * covered / population,
        "G-4": hazard.value("local_plans", year),
        "G-5": hazard.value("risk_information", year),
        "G-6": evacuated / exposed if exposed > 0 else math.nan,
    }
    shares = [values[name] / (PER if name == "G-3" else 1) for name in PARTS]
    return {"G-1": math.fsum(shares) / len(PARTS), **values}


def _rows(hazard: Hazard, values: Mapping[str, float]) -> Iterator[Row]:
    behind = {
        "G-2": ("monitoring",),
        "G-3": ("people_covered",),
        "G-4": ("local_plans",),
        "G-5": ("risk_information",),
        "G-6": ("exposed", "evacuated"),
    }
    behind["G-1"] = tuple(name for one in PARTS for name in behind[one])
    for indicator, value in values.items():
        numbers = [number for name in behind[indicator] if (number := hazard.numbers[name]) is not None]
        yield {
            "hazard": hazard.name,
            "indicator": indicator,
            "value": value,
            "unit": UNITS[indicator],
            "weight": hazard.weight,
            "assumption": any(number.assumption for number in numbers),
            "source": "; ".join(dict.fromkeys(number.source for number in numbers)) or None,
            "label": hazard.label,
        }


def early_warning(country: Country, population: float) -> list[Row]:
    """The rows of `indicators` for a pack with an early_warning.yaml, in its base year; none where there is none.

    `population` are the persons of the country in that year. What `read_early_warning` refuses raises GroundfloorError.

    >>> from groundfloor import new, read_country
    >>> early_warning(read_country(new("nowhere")), 1e6)
    []
    """
    file = country.path / FILE
    if not file.is_file():
        return []
    return indicators(read_early_warning(file), population, country.base_year, Place(str(file)))
