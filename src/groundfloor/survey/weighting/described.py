"""What survey.yaml says of weights: totals to calibrate them to, and replicates of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundfloor.documents import number
from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.paths import located
from groundfloor.survey.weighting.distances import METHODS, distance_of
from groundfloor.survey.weighting.margins import UNITS
from groundfloor.survey.weighting.replicates import FAY, GIVEN, MADE, NUMBER
from groundfloor.written import Written

CALIBRATE = ("margins", "method", "bounds", "by", "join", "adjust", "scale", "source", "note")
OF_GIVEN = ("columns", "file", "method", "fay", "scale", "rscales", "mse", "combined")
OF_MADE = ("make", "number", "seed", "fay", "mse")
REPLICATES = (*dict.fromkeys((*OF_GIVEN, *OF_MADE)), "source", "note")


@dataclass(frozen=True)
class Calibrate:
    """The block `calibrate`: the file of totals and the settings of `reweight`."""

    margins: Path
    settings: dict[str, Any]


@dataclass(frozen=True)
class Given:
    """Replicate weights in columns of the survey: names, or patterns such as `wr_*`, and how they were made."""

    columns: tuple[str, ...]
    file: str | None
    method: str
    settings: dict[str, Any]
    mse: bool
    combined: bool
    place: Place


@dataclass(frozen=True)
class Made:
    """Replicate weights to make: the settings of `replicate`."""

    method: str
    settings: dict[str, Any]
    mse: bool
    place: Place


def calibrate_of(part: Written) -> Calibrate:
    """The block `calibrate`."""
    parts = part.parts(CALIBRATE, "{margins: margins.csv, method: raking}")
    if "margins" not in parts:
        raise GroundfloorError("calibrate names no margins", part.place, expected="margins: FILE.csv")
    settings: dict[str, Any] = {}
    if "method" in parts:
        settings["method"] = parts["method"].choice(METHODS)
    if "bounds" in parts:
        settings["bounds"] = _numbers(parts["bounds"])
    if "by" in parts:
        settings["by"] = parts["by"].choice(UNITS)
    settings |= {key: parts[key].yes() for key in ("join", "adjust", "scale") if key in parts}
    with placed(part.place):
        distance_of(settings.get("method", METHODS[0]), settings.get("bounds"))
    return Calibrate(located(parts["margins"]), settings)


def replicates_of(part: Written) -> Given | Made:
    """The block `replicates`: `columns` of the survey, or how to `make` them."""
    example = "{columns: wr_*, method: brr} or {make: bootstrap}"
    parts = part.parts(REPLICATES, example)
    if ("columns" in parts) == ("make" in parts):
        raise GroundfloorError("replicates need either columns or make", part.place, expected=example)
    known = OF_MADE if "make" in parts else OF_GIVEN
    for key, one in parts.items():
        if key not in (*known, "source", "note"):
            raise GroundfloorError(
                f"{key!r} does not go with {known[0]}", one.place, expected=f"one of {', '.join(known)}"
            )
    mse = parts["mse"].yes() if "mse" in parts else False
    if "make" in parts:
        settings: dict[str, Any] = {key: _whole(parts[key]) for key in ("number", "seed") if key in parts}
        settings = {"number": NUMBER, "seed": 0, "fay": parts["fay"].number() if "fay" in parts else FAY} | settings
        return Made(parts["make"].choice(MADE), settings, mse, part.place)
    if "method" not in parts:
        raise GroundfloorError("replicates have no method", part.place, expected=f"method: one of {', '.join(GIVEN)}")
    given = {key: parts[key].number() for key in ("fay", "scale") if key in parts}
    return Given(
        parts["columns"].words(),
        parts["file"].word() if "file" in parts else None,
        parts["method"].choice(GIVEN),
        given | ({"rscales": _numbers(parts["rscales"])} if "rscales" in parts else {}),
        mse,
        parts["combined"].yes() if "combined" in parts else True,
        part.place,
    )


@contextmanager
def placed(place: Place) -> Iterator[None]:
    """A mistake found inside that has no place of its own stands at `place`."""
    try:
        yield
    except GroundfloorError as error:
        where = error.place or place
        raise GroundfloorError(error.what, where, expected=error.expected, hint=error.hint) from None


def _numbers(part: Written) -> tuple[float, ...]:
    return tuple(number(word, part.place) for word in part.words())


def _whole(part: Written) -> int:
    value = part.number()
    if value != int(value) or value < 0:
        raise GroundfloorError(f"{part.path[-1]} is {value:g}", part.place, expected="a whole number of 0 or more")
    return int(value)
