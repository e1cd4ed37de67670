"""What is asked of a choice: the money, the objective, what must be in, what may be chosen, and how near the best is near enough."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from groundfloor.choosing.envelope import Sum, by_year
from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, nearest

GAP, POOR, COVERAGE = "poverty_gap", "headcount", "coverage"
OBJECTIVES = (GAP, POOR, COVERAGE)
LEVELS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5)
STEPS = tuple(k / 10 for k in range(1, 11))
FRONTIER = (0.25, 0.5, 0.75, 1.25, 1.5)
ALL = "all"


@dataclass(frozen=True)
class Settings:
    """The settings of a choice, checked as far as they can be without the country. Their meaning is in docs/choosing.md.

    `objective` has weights by objective that sum to one; `levels`, `steps` and `parameters` are by programme, those of `all`
    for the others; `commitments` the least coverage by year (a year of None is the last one), `capacity` the most new
    beneficiaries a year, by programme or for `all`; `within` the share of what the best closes that an alternative may miss.
    """

    envelope: Mapping[int, Sum]
    objective: Mapping[str, float]
    line: str | None = None
    start: int | None = None
    to: int = 2035
    floor: str | None = None
    programmes: tuple[str, ...] | None = None
    levels: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: {ALL: LEVELS})
    steps: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: {ALL: STEPS})
    parameters: Mapping[str, str] = field(default_factory=dict)
    commitments: Mapping[str, Mapping[int | None, float]] = field(default_factory=dict)
    capacity: Mapping[str, float] = field(default_factory=dict)
    debt_ceiling: float | None = None
    alternatives: int = 3
    within: float = 0.1
    frontier: tuple[float, ...] = FRONTIER
    tolerance: float = 0.005
    seconds: float = 9.0
    seed: int = 0


KEYS = tuple(one.name for one in fields(Settings))


def settings(given: Mapping[str, Any]) -> Settings:
    """Settings from what a file, a command or a call gives, by the keys of choice.yaml; what is not given has its default.

    >>> asked = settings({"envelope": "1%gdp", "commitments": {"social_pension": {2028: 0.5}}})
    >>> dict(asked.objective), dict(asked.commitments["social_pension"])
    ({'poverty_gap': 1.0}, {2028: 0.5})
    """
    for key in given:
        if key not in KEYS:
            raise GroundfloorError(
                f"A choice has no setting {key!r}", expected=f"one of {', '.join(KEYS)}", hint=nearest(str(key), KEYS)
            )
    if given.get("envelope") is None:
        raise GroundfloorError(
            "There is no envelope to choose within", expected="such as 1.5%gdp, or LCU by year", hint="Give `envelope`."
        )
    found: dict[str, Any] = {"envelope": by_year(given["envelope"])}
    found["objective"] = _objective(given.get("objective", GAP))
    for key in ("line", "floor"):
        if given.get(key) is not None:
            found[key] = str(given[key])
    for key in ("start", "to", "alternatives", "seed"):
        if given.get(key) is not None:
            found[key] = _whole(given[key], key)
    for key in ("debt_ceiling", "within", "tolerance", "seconds"):
        if given.get(key) is not None:
            found[key] = _number(given[key], key, most=1.0 if key in ("within", "tolerance") else math.inf)
    if given.get("programmes") is not None:
        found["programmes"] = tuple(map(str, _listed(given["programmes"])))
    for key, standard, most in (("levels", LEVELS, math.inf), ("steps", STEPS, 1.0)):
        if given.get(key) is not None:
            found[key] = {ALL: standard} | _grids(given[key], key, most)
    if given.get("frontier") is not None:
        found["frontier"] = tuple(_number(one, "frontier") for one in _listed(given["frontier"]))
    if given.get("parameters") is not None:
        found["parameters"] = {str(k): str(v) for k, v in _table(given["parameters"], "parameters").items()}
    if given.get("commitments") is not None:
        found["commitments"] = _commitments(given["commitments"])
    if given.get("capacity") is not None:
        capacity = given["capacity"] if isinstance(given["capacity"], Mapping) else {ALL: given["capacity"]}
        found["capacity"] = {str(name): _number(most, f"capacity of {name}") for name, most in capacity.items()}
    return Settings(**found)


def read_settings(path: str | Path) -> dict[str, Any]:
    """The settings of a choice.yaml as `settings` takes them; an unknown key is refused with its line.

    >>> file = Path("choice.yaml")
    >>> _ = file.write_text("envelope: {2026: 0.5%gdp, 2030: 1.5%gdp}\\nobjective: headcount\\n")
    >>> read_settings(file)["objective"]
    'headcount'
    """
    document = read_yaml(Path(path))
    for key in document.data:
        if key not in KEYS:
            raise GroundfloorError(
                f"Unknown key {key!r}",
                document.key(key),
                expected=f"one of {', '.join(KEYS)}",
                hint=nearest(str(key), KEYS),
            )
        try:
            settings({"envelope": 0, key: document.data[key]})
        except GroundfloorError as error:
            raise GroundfloorError(error.what, document.place(key), expected=error.expected, hint=error.hint) from None
    return dict(document.data)


def _objective(written: Any) -> dict[str, float]:
    given = written if isinstance(written, Mapping) else {str(written): 1.0}
    for name in given:
        if name not in OBJECTIVES:
            raise GroundfloorError(
                f"There is no objective {name!r}",
                expected=f"one of {', '.join(OBJECTIVES)}, or weights of several",
                hint=nearest(str(name), OBJECTIVES),
            )
    weights = {str(name): _number(weight, f"objective {name}") for name, weight in given.items()}
    total = sum(weights.values())
    if not total > 0:
        raise GroundfloorError(
            "The weights of the objective sum to nothing", expected="such as {poverty_gap: 0.7, coverage: 0.3}"
        )
    return {name: weight / total for name, weight in weights.items() if weight > 0}


def _number(value: Any, key: str, *, low: float = 0.0, most: float = math.inf) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (low <= number <= most and math.isfinite(number)):
        limit = f"from {low:g} to {most:g}" if math.isfinite(most) else f"of at least {low:g}"
        raise GroundfloorError(f"{key} is {value!r}", expected=f"a number {limit}")
    return number


def _whole(value: Any, key: str) -> int:
    number = _number(value, key)
    if number != int(number):
        raise GroundfloorError(f"{key} is {value!r}", expected="a whole number")
    return int(number)


def _listed(value: Any) -> Sequence[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _table(value: Any, key: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise GroundfloorError(f"{key} is {value!r}", expected="a table by programme")
    return value


def _grids(written: Any, key: str, most: float) -> dict[str, tuple[float, ...]]:
    found = {}
    for name, one in (written if isinstance(written, Mapping) else {ALL: written}).items():
        values = tuple(sorted({_number(value, key, most=most) for value in _listed(one)}))
        if not values or values[0] <= 0:
            raise GroundfloorError(f"{key} of {name} are {list(values)}", expected="numbers above 0, such as [0.5, 1]")
        found[str(name)] = values
    return found


def _commitments(written: Any) -> dict[str, dict[int | None, float]]:
    """The least coverage of a programme by year; a programme alone must be there, at any coverage, in the last year."""
    if isinstance(written, str | list | tuple):
        return {str(name): {None: 0.0} for name in _listed(written)}
    found: dict[str, dict[int | None, float]] = {}
    for name, steps in _table(written, "commitments").items():
        if not isinstance(steps, Mapping):
            found[str(name)] = {None: 0.0 if steps is None else _number(steps, f"commitments of {name}", most=1.0)}
            continue
        found[str(name)] = {
            _whole(year, f"a year of commitments of {name}"): _number(share, f"commitments of {name}", most=1.0)
            for year, share in steps.items()
        }
    return found
