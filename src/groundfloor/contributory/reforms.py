"""What a reform changes in a scheme's description: numbers by their path, or two that reach further, by name."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml

from groundfloor.country.given import FORMS, Given
from groundfloor.documents import parse_yaml
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.fields import Fields, Path_

NAMED = ("contribution_rate", "retirement_age")
RETIREMENT = ("branches", "old_age", "retirement")
RESERVE = ("reserve", "start")  # a number, or the word for one that nobody knows
OWN = "reform"
VARIANTS = ("base", "low", "high")


@dataclass(frozen=True)
class Reform:
    """Changes of a description under a name: values by dotted path, as the file or the caller has them, each with where it stands."""

    name: str
    label: Mapping[str, str]
    changes: Mapping[str, Any]
    place: Place


def own_reform(changes: Mapping[str, Any]) -> Reform:
    """The changes somebody asks for."""
    return Reform(OWN, {}, changes, Place("--set"))


def read_reforms(found: Fields) -> tuple[Reform, ...]:
    """The block `reforms` of a description."""
    out = []
    for name in found.table("reforms"):
        at = ("reforms", name)
        if name in (*VARIANTS, OWN):
            raise GroundfloorError(f"A reform is called {name}", found.key(*at), expected="a name of its own")
        found.known(("label", "source", "set"), ("label", "source", "set"), *at)
        out.append(Reform(str(name), found.words(*at, "label"), dict(found.table(*at, "set")), found.place(*at)))
    return tuple(out)


def reformed(
    found: Fields, reform: Reform, rates: Callable[[], Mapping[str, tuple[list[Given], list[Given]]]]
) -> Fields:
    """The description with the changes of a reform in it.

    `rates` gives the rates of payers and what is passed on by group, which `contribution_rate` is shared over. A path there is none of raises
    GroundfloorError.
    """
    out = Fields(copy.deepcopy(dict(found.data)), dict(found.origins))
    for name, value in reform.changes.items():
        if name == "retirement_age":
            changes = dict(_retirement(out, value, reform))
        elif name == "contribution_rate":
            changes = dict(_rates(rates(), value, reform))
        else:
            changes = {_path(out, str(name), reform): value}
        for path, new in changes.items():
            out = _with(out, path, new, f"{reform.name}: {name}" if reform.name != OWN else f"--set {name}")
    return out


def paths(data: Mapping[Any, Any], above: Path_ = ()) -> Iterator[Path_]:
    """Where the numbers, words and ages of a description stand that a reform may change."""
    for key, value in data.items():
        path = (*above, key)
        if above == () and key in (
            "contributory",
            "label",
            "reforms",
            "source",
            "note",
            "law",
            "institution",
            "caseload",
        ):
            continue
        if isinstance(value, Mapping) and not any(form in value for form in FORMS):
            yield from paths(value, path)
        else:
            yield path


def _path(found: Fields, name: str, reform: Reform) -> Path_:
    known = {".".join(map(str, path)): path for path in paths(found.data)}
    if name not in known:
        shown = [one for one in known if one.rpartition(".")[2] == name.rpartition(".")[2]]
        raise GroundfloorError(
            f"There is no number {name!r} in the description",
            reform.place,
            expected=f"one of {', '.join(NAMED)}, or the path of a number such as {next(iter(shown or known), '')}",
            hint=nearest(name, (*known, *NAMED)),
        )
    return known[name]


def _with(found: Fields, path: Path_, value: Any, named: str) -> Fields:
    """One entry changed; a number keeps its unit, and says what it stands in place of."""
    old = found.get(*path)
    new: Any = value
    if isinstance(old, Mapping) and any(form in old for form in FORMS):
        kept = {key: one for key, one in old.items() if key not in (*FORMS, "low", "high", "source", "assumption")}
        if isinstance(value, Mapping):
            kept = {key: one for key, one in kept.items() if key not in ("year", "indexed_to")}
        form = "values" if isinstance(value, Mapping) else "value"
        new = {form: value, **kept, "source": f"{named}, in place of: {old.get('source', '')}", "assumption": True}
    elif path == RESERVE and type(value) in (int, float):
        new = {"value": value, "unit": "LCU", "source": f"{named}, in place of: {old}", "assumption": True}
    text = yaml.safe_dump(_nested(path, new), sort_keys=False, allow_unicode=True)
    data = found.data
    *above, last = path
    for step in above:
        data = data.setdefault(step, {})  # type: ignore[attr-defined]
    data[last] = new  # type: ignore[index]
    origins = {key: one for key, one in found.origins.items() if key[: len(path)] != path}
    return Fields(found.data, origins | {path: (parse_yaml(text, named), path)})


def _nested(path: Path_, value: Any) -> Any:
    for step in reversed(path):
        value = {step: value}
    return value


def _retirement(found: Fields, value: Any, reform: Reform) -> Iterator[tuple[Path_, Any]]:
    """A pensionable age, with everybody insured up to it."""
    if found.get(*RETIREMENT) is None:
        raise GroundfloorError("There is no old-age pension whose age could change", reform.place)
    ages = list(
        _by_year(
            value, "retirement_age", (1, 99), "an age in years, or ages by year: {2030: 60, 2040: 65}", reform
        ).values()
    )
    own = found.get(*RETIREMENT, "unit")
    if own != "years":
        raise GroundfloorError(
            "Retirement is a table of shares by age",
            found.place(*RETIREMENT),
            hint="Give another table: --set branches.old_age.retirement=... cannot be one age.",
        )
    yield RETIREMENT, value
    for group in found.table("groups"):
        first, last = found.get("groups", group, "ages")
        if min(ages) <= first:
            raise GroundfloorError(
                f"retirement_age is {min(ages):g} and {group} are insured from {first} on",
                reform.place,
                expected=f"an age above {first}",
            )
        yield ("groups", group, "ages"), [first, max(int(last), int(np.ceil(max(ages))) - 1)]
        yield ("groups", group, "until_retirement"), True


def _rates(
    known: Mapping[str, tuple[list[Given], list[Given]]], value: Any, reform: Reform
) -> Iterator[tuple[Path_, Any]]:
    """A rate that reaches the scheme, shared over payers in proportion to what they pay now."""
    by_year = _by_year(
        value, "contribution_rate", (0, 1), "a share from 0 to 1, or shares by year: {2030: 0.14}", reform
    )
    for payers, passed in known.values():
        if not payers:
            continue
        own = {int(year) for one in (*payers, *passed) for year in one.knots["base"].years if year}
        years = np.array(sorted(own | {int(year) for year in by_year if year}) or [0])
        asked = np.interp(years, sorted(by_year), [float(by_year[year]) for year in sorted(by_year)])
        whole = sum((one.by_year(years) for one in payers), np.zeros(len(years)))
        on = sum((one.by_year(years) for one in passed), np.zeros(len(years)))
        if not (whole > 0).all():
            raise GroundfloorError("Nobody pays a contribution that could be raised or lowered", payers[0].place)
        for one in payers:
            new = one.by_year(years) * (asked + on) / whole
            path: Path_ = tuple(one.name.split("."))
            yield (
                path,
                float(new[0]) if len(years) == 1 else {int(y): float(v) for y, v in zip(years, new, strict=True)},
            )


def _by_year(value: Any, name: str, bounds: tuple[float, float], expected: str, reform: Reform) -> dict[int, float]:
    """Values by year, one for all years by the year 0."""
    found = value if isinstance(value, Mapping) else {0: value}
    low, high = bounds
    right = all(type(year) is int and type(one) in (int, float) and low <= one <= high for year, one in found.items())
    if not found or not right:
        raise GroundfloorError(f"{name} is {value!r}", reform.place, expected=expected)
    return dict(found)
