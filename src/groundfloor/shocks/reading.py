"""shocks/NAME.yaml: one file a shock, read and checked key by key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundfloor.country.given import Given, given
from groundfloor.country.model import Country
from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.agreement import require
from groundfloor.rules.expression import expression
from groundfloor.rules.fields import Fields, fields
from groundfloor.rules.own_variables import own_variables
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Node
from groundfloor.shocks.description import Basis, Budget, Loss, Price, Producers, Recovery, Response, Shock
from groundfloor.survey.variables import VARIABLES

FOLDER = "shocks"
TOGETHER = "+"
KEYS = (
    "shock", "label", "description", "start", "source", "assumption", "variables",
    "economy", "pass_through", "households", "prices", "recovery", "responses",
)  # fmt: skip
POINTS = (
    "gdp_real_growth",
    "inflation",
    "wage_growth",
    "interest_rate",
    "interest_rate_domestic",
    "interest_rate_foreign",
)
OF_GDP = ("revenue_pct_gdp", "expenditure_pct_gdp")
EXCHANGE = "exchange_rate"
SERIES = (*POINTS, *OF_GDP, EXCHANGE)
FIFTHS = (1, 2, 3, 4, 5)
EVERYTHING = 100.0
DEARER = 10.0


def shocks_of(country: Country) -> dict[str, Shock]:
    """The shocks of a pack by name, in order of the file names; none where it has no folder shocks/.

    >>> from groundfloor import read_country
    >>> list(shocks_of(read_country("gha")))
    ['drought', 'price_spike', 'recession']
    """
    files = sorted((country.path / FOLDER).glob("*.yaml"))
    found = {path.stem: read_shock(path, country.base_year) for path in files}
    for shock in found.values():
        for name, response in shock.responses.items():
            if response.floor and response.floor not in country.floors:
                raise GroundfloorError(
                    f"The response {name!r} is to a floor {response.floor!r}, which the pack does not have",
                    response.patch.place(),
                    expected=f"one of {', '.join(sorted(country.floors))}",
                    hint=nearest(response.floor, country.floors),
                )
    return found


def cases_of(country: Country, names: tuple[str, ...] | list[str] = ()) -> dict[str, tuple[Shock, ...]]:
    """The cases asked for: each shock alone (all of the pack when none is named), and those joined by + together.

    A pack without shocks, a name there is none of and a shock named twice in one case raise GroundfloorError.

    >>> from groundfloor import read_country
    >>> list(cases_of(read_country("gha"), ["recession+drought"]))
    ['drought+recession']
    """
    known = shocks_of(country)
    if not known:
        raise GroundfloorError(
            "The pack has no shocks",
            Place(str(country.path / FOLDER)),
            expected="a file a shock, such as shocks/drought.yaml",
            hint="docs/shocks.md says how to write one.",
        )
    found: dict[str, tuple[Shock, ...]] = {}
    for case in names or known:
        parts = [part.strip() for part in case.split(TOGETHER)]
        for part in parts:
            if part not in known:
                raise GroundfloorError(
                    f"The pack has no shock {part!r}", expected=f"one of {', '.join(known)}", hint=nearest(part, known)
                )
            if parts.count(part) > 1:
                raise GroundfloorError(f"The shock {part!r} stands twice in {case!r}", hint="Name each once.")
        # together they are the same in any order
        found[TOGETHER.join(sorted(parts))] = tuple(known[part] for part in sorted(parts))
    return found


def read_shock(path: Path, base_year: int) -> Shock:
    """Read one shock, which comes after the base year. Keys: docs/shocks.md.

    An unknown key, a missing source, percent in place of shares and a year before the start raise GroundfloorError with file,
    line and column.

    >>> from groundfloor.country.pack import find_pack
    >>> read_shock(find_pack("gha") / "shocks" / "recession.yaml", 2025).economy["gdp_real_growth"]
    {2030: -0.05994}
    """
    found = fields(read_yaml(path))
    found.known(KEYS, ("shock", "label", "start", "source"))
    name = found.text("shock")
    if name != path.stem or not name.isidentifier():
        raise GroundfloorError(
            f"The file {path.name} holds the shock {name!r}",
            found.place("shock"),
            expected=f"shock: {path.stem}, in letters, digits and _",
        )
    start = found.year("start") or 0
    if start <= base_year:
        raise GroundfloorError(
            f"The shock starts in {start} and the pack's base year is {base_year}",
            found.place("start"),
            expected=f"{base_year + 1} or later",
            hint="Bring what happened in the past to a year to come: a shock is a deviation from the projection.",
        )
    economy, sources = _economy(found, start)
    scope = Scope(variables={**VARIABLES, **own_variables(found)})
    losses = {str(one): _loss(found, str(one), scope) for one in found.table("households")}
    prices = {str(one): _price(found, str(one), scope) for one in found.table("prices")}
    for twin in losses.keys() & prices.keys():
        raise GroundfloorError(
            f"{twin!r} is the name of a loss and of a price", found.key("prices", twin), hint="Give one another name."
        )
    if not (economy or losses or prices):
        raise GroundfloorError("The shock does nothing", found.place(), expected="economy, households or prices")
    return Shock(
        name=name,
        label=found.words("label", required=True),
        description=found.words("description"),
        start=start,
        source=_source(found),
        assumption=_assumed(found),
        economy=economy,
        pass_through=_pass_through(found, economy),
        losses=losses,
        prices=prices,
        recovery=_recovery(found, start, needed=bool(losses or prices)),
        responses={str(one): _response(found, str(one), start) for one in found.table("responses")},
        place=found.place(),
        sources=sources,
    )


def _source(found: Fields, *at: Any) -> str:
    source = found.text(*at, "source").strip()
    if not source:
        raise GroundfloorError("source is empty", found.place(*at, "source"), hint="Say what the figures rest on.")
    return source


def _economy(found: Fields, start: int) -> tuple[dict[str, dict[int, float]], dict[str, Basis]]:
    """Deviations by series and year, and what those rest on that have a source of their own."""
    found.known(SERIES, (), "economy")
    by, sources = {}, {}
    for series in map(str, found.table("economy")):
        at: tuple[str, ...] = ("economy", series)
        if "values" in found.table(*at):
            found.known(("values", "source", "assumption"), ("values", "source"), *at)
            assumption = _assumed(found, *at)
            sources[series] = Basis("economy", series, math.nan, "", _source(found, *at), assumption)
            at = (*at, "values")
        by[series] = _deviations(found, series, start, *at)
    return by, sources


def _assumed(found: Fields, *at: Any) -> bool:
    value = found.get(*at, "assumption")
    if value not in (None, True, False):
        raise GroundfloorError("assumption is neither true nor false", found.place(*at, "assumption"))
    return value is True


def _deviations(found: Fields, series: str, start: int, *at: Any) -> dict[int, float]:
    if not found.table(*at):
        raise GroundfloorError(f"{series} is empty", found.key(*at), expected="such as {2027: -0.06, 2028: 0.02}")
    out: dict[int, float] = {}
    most = EVERYTHING if series in OF_GDP else DEARER if series == EXCHANGE else 1.0
    for key in found.table(*at):
        year = _year(found, key, *at)
        if year < start:
            raise GroundfloorError(
                f"{series} moves in {year}, before the shock starts in {start}",
                found.key(*at, key),
                hint="Mend one of both.",
            )
        value = found.number(*at, key)
        if not (-EVERYTHING if series in OF_GDP else -1.0) < value <= most:
            points = series in OF_GDP
            raise GroundfloorError(
                f"{series} moves by {value:g}",
                found.place(*at, key),
                expected="points of GDP, such as -2" if points else "a share of one: -0.06 for 6 points less",
                hint="Divide by 100." if not points and abs(value) > 1 else None,
            )
        out[year] = value
    return out


def _year(found: Fields, key: Any, *at: Any) -> int:
    if not isinstance(key, int) or isinstance(key, bool) or not 1900 <= key <= 2200:
        raise GroundfloorError(f"{key!r} is not a year", found.key(*at, key), expected="a year such as 2027")
    return key


def _pass_through(found: Fields, economy: Mapping[str, Any]) -> Given | None:
    if found.get("pass_through") is None:
        return None
    if "gdp_real_growth" not in economy:
        raise GroundfloorError(
            "pass_through has nothing to pass on",
            found.key("pass_through"),
            expected="gdp_real_growth under economy",
            hint="It is the elasticity of what households live on to GDP per head.",
        )
    return _number(found, ("ratio",), "pass_through")


def _named(found: Fields, what: str, name: str) -> None:
    if not name.isidentifier():
        raise GroundfloorError(
            f"{name!r} is no name", found.key(what, name), expected="letters, digits and _, such as farmers"
        )


def _condition(found: Fields, scope: Scope, *path: Any) -> Node:
    return require(expression(found.located(*path), scope), "boolean", str(path[-1]))


def _number(found: Fields, units: tuple[str, ...], *path: Any) -> Given:
    """A number with its unit and source; one that stands there bare is told what it lacks."""
    if not isinstance(found.get(*path), Mapping):
        raise GroundfloorError(
            f"{path[-1]} has no unit and no source",
            found.place(*path),
            expected=f"{{value: {found.text(*path) if not isinstance(found.get(*path), list) else '...'}, unit: {units[0]}, source: ...}}",
        )
    return given(found, units, *path)


def _maybe(found: Fields, units: tuple[str, ...], *path: Any) -> Given | None:
    return None if found.get(*path) is None else _number(found, units, *path)


def _loss(found: Fields, name: str, scope: Scope) -> Loss:
    at = ("households", name)
    _named(found, *at)
    found.known(("label", "hit", "loss", "share"), ("hit", "loss"), *at)
    return Loss(
        name,
        found.words(*at, "label") or {"en": name.replace("_", " ")},
        _condition(found, scope, *at, "hit"),
        _number(found, ("share",), *at, "loss"),
        _maybe(found, ("share",), *at, "share"),
        found.place(*at),
    )


def _price(found: Fields, name: str, scope: Scope) -> Price:
    at = ("prices", name)
    _named(found, *at)
    found.known(("label", "rise", "budget_share", "substitution", "producers"), ("rise", "budget_share"), *at)
    producers = None
    if found.get(*at, "producers") is not None:
        found.known(("who", "sales"), ("who", "sales"), *at, "producers")
        producers = Producers(
            _condition(found, scope, *at, "producers", "who"), _number(found, ("share",), *at, "producers", "sales")
        )
    return Price(
        name,
        found.words(*at, "label") or {"en": name.replace("_", " ")},
        _number(found, ("ratio",), *at, "rise"),
        _budget(found, *at, "budget_share"),
        _maybe(found, ("share",), *at, "substitution"),
        producers,
        found.place(*at),
    )


def _budget(found: Fields, *at: Any) -> Budget:
    """The budget share in one of its four forms."""
    forms = ("fifths", "variable", "spending")
    if not isinstance(found.get(*at), Mapping):
        _number(found, ("share",), *at)
    table = found.table(*at)
    said = [form for form in forms if form in table] + (
        ["value"] if {"value", "values", "table"} & table.keys() else []
    )
    if len(said) != 1:
        raise GroundfloorError(
            f"budget_share is given {'by ' + ' and by '.join(said) if said else 'by nothing'}",
            found.place(*at),
            expected=f"one of value, {', '.join(forms)}",
        )
    place = found.place(*at)
    if said == ["value"]:
        return Budget(value=given(found, ("share",), *at), place=place)
    if said == ["fifths"]:
        found.known(("fifths", "source", "assumption"), ("fifths", "source"), *at)
        if set(found.table(*at, "fifths")) != set(FIFTHS):
            raise GroundfloorError(
                "fifths does not hold each fifth once",
                found.place(*at, "fifths"),
                expected="a share for each of 1 to 5, 1 the poorest",
            )
        shares = tuple(found.number(*at, "fifths", fifth, low=0.0, high=1.0) for fifth in FIFTHS)
        return Budget(fifths=shares, source=_source(found, *at), assumption=_assumed(found, *at), place=place)
    found.known(said, (), *at)
    name, where = found.text(*at, said[0]), found.place(*at, said[0])
    return Budget(variable=name, place=where) if said == ["variable"] else Budget(spending=name, place=where)


def _recovery(found: Fields, start: int, *, needed: bool) -> Recovery:
    at = "recovery"
    if found.get(at) is None:
        if needed:
            raise GroundfloorError(
                "The shock does not say how its losses fade",
                found.place(),
                expected="recovery: {half_life: {value: 2, unit: years, source: ...}}, or remaining: shares by year",
            )
        return Recovery(start)
    found.known(("half_life", "remaining"), (), at)
    said = list(found.table(at))
    if len(said) != 1:
        raise GroundfloorError(
            "recovery is given twice or not at all", found.place(at), expected="half_life or remaining"
        )
    if said == ["half_life"]:
        half_life = _number(found, ("years",), at, "half_life")
        if any((knots.values <= 0).any() for knots in half_life.knots.values()):
            raise GroundfloorError("half_life is 0", half_life.place, expected="years above 0")
        return Recovery(start, half_life=half_life)
    return Recovery(start, remaining=_number(found, ("share",), at, "remaining"))


def _response(found: Fields, name: str, start: int) -> Response:
    """A patch of the floor, which is laid on it when the floor is known."""
    at = ("responses", name)
    _named(found, *at)
    patch = {key: value for key, value in found.table(*at).items() if key not in ("until", "floor")}
    if not patch.keys() - {"label", "description"}:
        raise GroundfloorError(
            f"The response {name!r} changes nothing",
            found.key(*at),
            expected="programmes, parameters, add or remove, as in floors/*.yaml",
        )
    until = found.year(*at, "until")
    if until is not None and until < start:
        raise GroundfloorError(
            f"The response ends in {until} and the shock starts in {start}",
            found.place(*at, "until"),
            expected=f"{start} or later",
        )
    document, path = found.origin(at)
    return Response(Fields(patch, {(): (document, path)}), until, found.text(*at, "floor"))
