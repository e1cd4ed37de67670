"""One programme from its fields: every entry checked, both expressions resolved within their scope."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, cast

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules import units
from groundfloor.rules.expression import expression
from groundfloor.rules.fields import Fields
from groundfloor.rules.periods import TIMES_A_YEAR
from groundfloor.rules.programme import DatedParameter, DatedValue, Limit, Programme, Unit
from groundfloor.rules.scope import Scope
from groundfloor.survey.variables import Harmonised

GUARANTEES = ("health", "children", "working_age", "old_age")
FUNCTIONS = (
    "family_child",
    "maternity",
    "unemployment",
    "work_injury",
    "disability",
    "sickness",
    "old_age",
    "survivors",
    "health",
    "social_assistance",
    "vulnerable",
    "labour_market",
    "housing",
    "education",
)
STATUSES = ("existing", "planned", "proposed")
INDICES = ("inflation", "wages", "gdp_per_capita")
FORMS = ("cash", "in_kind")
REQUIRED = ("programme", "label", "guarantee", "function", "status", "unit", "eligible", "amount")
META = (
    "law",
    "institution",
    "target_group",
    "caseload",
    "caseload_year",
    "cost_lcu",
    "cost_year",
    "covered_by",
    "description",
    "source",
    "form",
    "target",
    "note",
)
KEYS = (*REQUIRED, "parameters", "limit", "take_up", "phase_in", "administration", "replaces", *META)


def parameters(found: Fields, owner: str, *path: str) -> dict[str, DatedParameter]:
    """The dated parameters of a programme or floor, by short name; `owner` makes the full name."""
    return {str(name): parameter(found, f"{owner}.{name}", *path, name) for name in found.table(*path)}


def parameter(found: Fields, full: str, *path: str) -> DatedParameter:
    """One dated parameter; its values must be numbers on days that differ."""
    entry = found.table(*path)
    known = ("unit", "values", "indexed_to", "source", "label")
    for key in entry:
        if key not in known:
            raise GroundfloorError(f"Unknown key {key!r}", found.place(*path, key), hint=nearest(str(key), known))
    for key in ("unit", "values"):
        if key not in entry:
            raise GroundfloorError(
                f"The parameter {path[-1]!r} has no {key}", found.place(*path), hint=f"Add {key}: ..."
            )
    indexed = entry.get("indexed_to")
    if indexed is not None and indexed not in INDICES:
        raise GroundfloorError(
            f"{path[-1]} is indexed to {indexed!r}",
            found.place(*path, "indexed_to"),
            expected=f"one of {', '.join(INDICES)}",
            hint=nearest(str(indexed), INDICES),
        )
    dated = []
    if not found.table(*path, "values"):
        raise GroundfloorError(
            f"The parameter {path[-1]!r} has no value", found.place(*path), expected="{2026-01-01: 75}"
        )
    for day, value in found.table(*path, "values").items():
        at = (*path, "values", day)
        source = ""
        if isinstance(value, Mapping):
            source, at = str(value.get("source", "")), (*at, "value")
        dated.append(DatedValue(found.date(day, *path, "values"), found.number(*at), source))
    dated.sort(key=lambda one: one.start)
    for one, other in pairwise(dated):
        if one.start == other.start:
            raise GroundfloorError(f"Two values begin on {one.start}", found.place(*path, "values"), hint="Keep one.")
    return DatedParameter(
        full,
        units.canonical(str(entry["unit"]), found.place(*path, "unit")),
        tuple(dated),
        indexed,
        found.text(*path, "source"),
        found.words(*path, "label"),
    )


def programme(
    found: Fields,
    *,
    floor_parameters: Mapping[str, DatedParameter],
    variables: Mapping[str, Harmonised],
    others: tuple[str, ...],
) -> Programme:
    """Check a programme and resolve its expressions; `others` are the names of the programmes beside it."""
    found.known(KEYS, REQUIRED)
    name = found.text("programme")
    if not name.isidentifier():
        raise GroundfloorError(
            f"The programme's name is {name!r}", found.place("programme"), expected="such as child_grant"
        )
    unit = cast(Unit, found.word("unit", ("person", "household")))
    own = parameters(found, name, "parameters")
    scope = Scope(
        {short: (one.name, one.unit) for short, one in [*floor_parameters.items(), *own.items()]},
        variables,
        tuple(other for other in others if other != name),
    )
    eligible = expression(found.located("eligible"), scope)
    if eligible.type.kind != "boolean":
        raise GroundfloorError(
            f"eligible is a {eligible.type.kind}", eligible.place, expected="a condition such as age < 5"
        )
    amount = expression(found.located("amount"), scope)
    money, _, period = amount.type.unit.partition("/")
    if amount.type.kind != "number" or money != "LCU" or period not in TIMES_A_YEAR:
        unit_word = amount.type.unit if amount.type.kind == "number" else amount.type.kind
        raise GroundfloorError(
            f"amount is in {'no unit' if unit_word == '1' else unit_word!r}",
            amount.place,
            expected="LCU/day, LCU/week, LCU/month or LCU/year",
            hint="Write amounts of money as parameters with their unit.",
        )
    texts = {key: found.located(key).text for key in ("eligible", "amount", "target") if found.get(key) is not None}
    if "target" in texts:
        target = expression(found.located("target"), scope)
        if target.type.kind != "boolean":
            raise GroundfloorError(
                f"target is a {target.type.kind}", target.place, expected="a condition such as age < 5"
            )
    if found.get("form") is not None:
        found.word("form", FORMS)
    covered_by = found.get("covered_by")
    if covered_by is not None and (covered_by not in variables or variables[covered_by].kind != "boolean"):
        raise GroundfloorError(
            f"covered_by names {covered_by!r}",
            found.place("covered_by"),
            expected="a true-or-false survey variable",
            hint=nearest(str(covered_by), [known for known, one in variables.items() if one.kind == "boolean"]),
        )
    return Programme(
        name=name,
        label=found.words("label", required=True),
        guarantee=found.word("guarantee", GUARANTEES),
        function=found.word("function", FUNCTIONS),
        status=found.word("status", STATUSES),
        unit=unit,
        parameters=own,
        eligible=eligible,
        amount=amount,
        limit=_limit(found, unit, variables),
        take_up=found.number("take_up", default=1.0, low=0.0, high=1.0),
        phase_in=_phase_in(found),
        administration=found.number("administration", default=0.0, low=0.0),
        replaces=found.names("replaces"),
        meta={key: found.get(key) for key in META if found.get(key) is not None},
        texts=texts,
        place=found.place(),
    )


def _phase_in(found: Fields) -> dict[int, float]:
    steps = {}
    for year in found.table("phase_in"):
        if not isinstance(year, int) or isinstance(year, bool) or not 1900 <= year <= 2200:
            raise GroundfloorError(
                f"{year!r} is not a year", found.place("phase_in"), expected="such as {2026: 0.3, 2028: 1.0}"
            )
        steps[year] = found.number("phase_in", year, low=0.0, high=1.0)
    return dict(sorted(steps.items()))


def _limit(found: Fields, unit: str, variables: Mapping[str, Harmonised]) -> Limit | None:
    entry: Mapping[Any, Any] = found.table("limit")
    if not entry:
        return None
    expected = "such as {first: 2, per: household, by: age}"
    if unit == "household" or set(entry) != {"first", "per", "by"} or entry["per"] != "household":
        what = "A household's benefit has no limit" if unit == "household" else "The limit is not complete"
        raise GroundfloorError(what, found.place("limit"), expected=None if unit == "household" else expected)
    first, by = entry["first"], entry["by"]
    if not isinstance(first, int) or isinstance(first, bool) or first < 1:
        raise GroundfloorError(f"first is {first!r}", found.place("limit", "first"), expected="a whole number from 1")
    if by not in variables or variables[by].kind != "number":
        numeric = [name for name, one in variables.items() if one.kind == "number"]
        raise GroundfloorError(
            f"by is {by!r}",
            found.place("limit", "by"),
            expected="a numeric survey variable",
            hint=nearest(str(by), numeric),
        )
    return Limit(first, "household", by)
