"""uncertainty.yaml: how wide the assumptions behind a floor's costs are, read and checked key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, Place
from groundfloor.population.ages import Floats
from groundfloor.population.paths import Bounds, read_bounds
from groundfloor.written import Written

FILE = "uncertainty.yaml"
SERIES = ("gdp_real_growth", "inflation", "interest_rate", "exchange_rate")
BASIS = ("published", "derived", "assumption")
MARKS = ("basis", "source")
BANDS = ("component", "name", "band", "basis", "source")
PARTS = ("population", "economy", "take_up", "survey", "financing")
PAIRS = {
    "growth_inflation": (0, 1),
    "growth_interest": (0, 2),
    "inflation_interest": (1, 2),
    "growth_exchange": (0, 3),
    "inflation_exchange": (1, 3),
    "interest_exchange": (2, 3),
}
EXAMPLE = "inflation: {sd: 0.03, persistence: 0.5, basis: assumption, source: ...}"


@dataclass(frozen=True)
class Band:
    """How far take-up may lie from the programme's own: a beta with a standard deviation, or a triangle `below` and `above` its mode."""

    kind: str
    sd: float = 0.0
    below: float = 0.0
    above: float = 0.0


@dataclass(frozen=True)
class Source:
    """What one band of the file rests on: `band` are its numbers as written there."""

    component: str
    name: str
    band: str
    basis: str
    source: str


@dataclass(frozen=True)
class Assumptions:
    """What varies and how far; a part that is absent does not vary.

    `sd` and `persistence` are [growth, inflation, interest, real exchange rate] of yearly shocks in log points, `correlation` that of the shocks of one year.
    `take_up` is by programme, "" for those not named.
    """

    bounds: tuple[Bounds, ...] = ()
    bounds_persistence: float = 1.0
    sd: Floats = field(default_factory=lambda: np.zeros(len(SERIES)))
    persistence: Floats = field(default_factory=lambda: np.zeros(len(SERIES)))
    correlation: Floats = field(default_factory=lambda: np.eye(len(SERIES)))
    take_up: Mapping[str, Band] = field(default_factory=dict)
    survey: bool = False
    financing: bool = False
    sources: tuple[Source, ...] = ()

    def rows(self) -> list[dict[str, str]]:
        """The table BANDS: what each band is and what it rests on."""
        return [{name: getattr(one, name) for name in BANDS} for one in self.sources]


def read_assumptions(folder: Path) -> Assumptions:
    """The assumptions of a pack's uncertainty.yaml; every band says what it rests on. Keys: docs/methods/uncertainty.md.

    A pack without the file, an unknown key, a width below 0 and correlations that no shocks can have raise GroundfloorError.
    """
    path = folder / FILE
    if not path.is_file():
        raise GroundfloorError(
            f"The pack has no {FILE}",
            Place(str(folder)),
            expected="how far population, economy and take-up may go from what the pack assumes",
            hint="docs/methods/uncertainty.md says how to write one.",
        )
    parts = Written(read_yaml(path)).parts(PARTS, EXAMPLE)
    found = Assumptions(
        survey="survey" in parts and parts["survey"].yes(),
        financing="financing" in parts and parts["financing"].yes(),
        take_up=_take_up(parts["take_up"]) if "take_up" in parts else {},
    )
    values: dict[str, object] = dict(vars(found))
    if "population" in parts:
        values |= _population(parts["population"], folder)
    if "economy" in parts:
        values |= _economy(parts["economy"])
    values["sources"] = tuple(_sources(parts))
    return Assumptions(**values)  # type: ignore[arg-type]


def _sources(parts: Mapping[str, Written]) -> Iterator[Source]:
    """Of each band its numbers, its basis and its source, in the order of the file."""
    for component in ("population", "economy", "take_up"):
        if component not in parts:
            continue
        one = parts[component]
        for name, part in ({component: one} if component == "population" else one.parts()).items():
            own = part.parts()
            numbers = [f"{key} {own[key].word()}" for key in own if key not in MARKS]
            yield Source(component, name, ", ".join(numbers), *(own[key].word() for key in MARKS))


def _marked(written: Written, keys: tuple[str, ...], example: str) -> dict[str, Written]:
    """The parts of a band, which must say what it rests on."""
    parts = written.parts((*keys, *MARKS), example)
    for key in MARKS:
        if key not in parts:
            raise GroundfloorError(f"{written.path[-1]!r} has no {key}", written.place, expected=example)
    parts["basis"].choice(BASIS)
    parts["source"].word()
    return parts


def _population(written: Written, folder: Path) -> dict[str, object]:
    example = "population: {bounds: bounds.csv, basis: published, source: ...}"
    parts = _marked(written, ("bounds", "persistence"), example)
    if "bounds" not in parts:
        raise GroundfloorError("'population' has no bounds", written.place, expected=example)
    file = folder / parts["bounds"].word()
    if not file.is_file():
        raise GroundfloorError(f"There is no file {file.name!r} in the pack", parts["bounds"].place)
    persistence = _within(parts["persistence"], 0.0, 1.0) if "persistence" in parts else 1.0
    return {"bounds": tuple(read_bounds(file)), "bounds_persistence": persistence}


def _economy(written: Written) -> dict[str, object]:
    parts = written.parts((*SERIES, "correlation"), EXAMPLE)
    sd, persistence, correlation = np.zeros(len(SERIES)), np.zeros(len(SERIES)), np.eye(len(SERIES))
    for i, name in enumerate(SERIES):
        if name in parts:
            own = _marked(parts[name], ("sd", "persistence"), EXAMPLE)
            for key in ("sd", "persistence"):
                if key not in own:
                    raise GroundfloorError(f"{name!r} has no {key}", parts[name].place, expected=EXAMPLE)
            sd[i] = _within(own["sd"], 0.0, 1.0)
            persistence[i] = _within(own["persistence"], 0.0, 1.0)
    if "correlation" in parts:
        own = _marked(
            parts["correlation"], tuple(PAIRS), "correlation: {growth_inflation: -0.3, basis: ..., source: ...}"
        )
        for key, (i, j) in PAIRS.items():
            if key in own:
                correlation[i, j] = correlation[j, i] = _within(own[key], -1.0, 1.0)
        if np.linalg.eigvalsh(correlation)[0] < -1e-12:
            raise GroundfloorError(
                "No shocks can have these correlations",
                parts["correlation"].place,
                hint="Bring them nearer to 0.",
            )
    return {"sd": sd, "persistence": persistence, "correlation": correlation}


def _take_up(written: Written) -> dict[str, Band]:
    """Bands by programme; the one under `default` is under ""."""
    found = {}
    for name, part in written.parts(example="default: {sd: 0.05, basis: assumption, source: ...}").items():
        own = _marked(part, ("sd", "below", "above"), "{sd: 0.05, ...} or {below: 0.1, above: 0.05, ...}")
        given = {key: _within(own[key], 0.0, 1.0) for key in ("sd", "below", "above") if key in own}
        if given.keys() not in ({"sd"}, {"below", "above"}):
            raise GroundfloorError(
                f"The band of {name!r} has {' and '.join(given) or 'no width'}",
                part.place,
                expected="sd (a beta), or below and above (a triangle)",
            )
        found["" if name == "default" else name] = Band("beta" if "sd" in given else "triangle", **given)
    return found


def _within(written: Written, low: float, high: float) -> float:
    value = written.number()
    if not low <= value <= high:
        raise GroundfloorError(
            f"{written.path[-1]} is {value:g}", written.place, expected=f"a number from {low:g} to {high:g}"
        )
    return value
