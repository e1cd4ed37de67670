"""What supply allows: of those whom a programme asks to use a service, how many live within reach of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.country.model import Country
from groundfloor.rules.programme import Condition, Programme
from groundfloor.simulate import Year
from groundfloor.survey.frame import Finding, Floats, Survey, Text
from groundfloor.survey.sentences import Value

Row = dict[str, Any]
ALL, BASE, AREA = "all", "base", "area="
REGION = "region"
SERIOUS = 0.05  # from one in twenty out of reach it is a warning
SOME = 5


@dataclass(frozen=True)
class Group:
    """Persons or households of a group: whether each row is one of them, the share within reach, and how many of all there are."""

    name: str
    rows: Any
    share: float
    people: float


def supply_rows(
    country: Country, survey: Survey, scenario: str, programmes: Iterable[Programme], year: Year
) -> list[Row]:
    """Rows of the table `supply` for the programmes with a condition, by region where the pack's access.csv has the regions of the survey.

    `within_reach` supposes that those who receive live as near as others of their region; `within_reach_low` and `within_reach_high` are how few and how
    many it can be wherever they live. Amounts are in LCU of the year. What access.csv does not tell gives no row. Method: docs/methods/supply.md.
    """
    spent = {row["programme"]: row["transfers_lcu"] for row in year.costs}
    return [
        row
        for programme in programmes
        if programme.condition is not None
        for row in _rows(country, survey, scenario, programme, programme.condition, year, spent.get(programme.name))
    ]


def _rows(
    country: Country,
    survey: Survey,
    scenario: str,
    programme: Programme,
    condition: Condition,
    year: Year,
    spent: float | None,
) -> Iterator[Row]:
    shares = within_reach(country, condition)
    if ALL not in shares:
        return
    counted = year.weight.copy()
    if programme.asked == "household":
        counted[:] = 0.0
        counted[survey.starts] = year.weight[survey.starts]
    takes = year.receives[programme.name] == 1.0
    money = np.where(takes, year.weight * year.amounts[programme.name], 0.0)
    regions = _regions(country, survey, shares, counted, counted * takes > 0)
    whole = Group(ALL, np.ones(survey.persons, bool), shares[ALL], float(counted.sum()))
    found = [_figures(group, counted * takes, money, spent) for group in (whole, *regions)]
    if regions:
        found[0] |= {name: math.fsum(one[name] for one in found[1:]) for name in ADDED}
    for one in found:
        within = one["within_reach"]
        people, cash = one["beneficiaries"], one["transfers_lcu"]
        yield {
            "scenario": scenario,
            "programme": programme.name,
            "year": year.year,
            "service": condition.service,
            "within_minutes": condition.within,
            **{name: one[name] for name in ("group", "beneficiaries", "within_reach")},
            "share_within_reach": within / people if people > 0 else math.nan,
            "within_reach_low": one["low"],
            "within_reach_high": one["high"],
            "out_of_reach": people - within,
            "transfers_lcu": cash,
            "transfers_out_of_reach_lcu": cash - one["cash_within"],
            "label": condition.label,
        }


ADDED = ("within_reach", "low", "high", "cash_within")


def _figures(group: Group, taking: Floats, money: Floats, spent: float | None) -> Row:
    people = float(taking[group.rows].sum())
    whole = float(money.sum())
    cash = (math.nan if spent is None else spent) * (float(money[group.rows].sum()) / whole if whole else 0.0)
    return {
        "group": group.name,
        "beneficiaries": people,
        "within_reach": people * group.share,
        "low": max(0.0, people - (1 - group.share) * group.people),
        "high": min(people, group.share * group.people),
        "transfers_lcu": cash,
        "cash_within": cash * group.share,
    }


def within_reach(country: Country, condition: Condition) -> dict[str, float]:
    """The share of people within reach of the service of a condition: of `all`, and by the name of each area."""
    return {
        row["group"].removeprefix(AREA): row["reached"] / row["population"]
        for row in country.access
        if (row["service"], row["variant"], row["within_minutes"]) == (condition.service, BASE, condition.within)
        and row["population"] > 0
    }


def _regions(
    country: Country, survey: Survey, shares: Mapping[str, float], counted: Floats, taking: Any
) -> list[Group]:
    """The regions of the survey; none where access.csv lacks one in which somebody receives."""
    column = survey.columns.get(REGION)
    if not isinstance(column, Text) or (column.codes[taking] < 0).any():
        return []
    areas = {name.casefold(): share for name, share in shares.items() if name != ALL}
    out = []
    for code, level in enumerate(column.levels):
        here = column.codes == code
        share = next((areas[name] for name in _called(country, level) if name in areas), None)
        if share is not None:
            out.append(Group(f"{REGION}={level}", here, share, float(counted[here].sum())))
        elif taking[here].any():
            return []
    return out


def _called(country: Country, region: str) -> list[str]:
    return [name.casefold() for name in (region, *country.regions.get(region, {}).values())]


def findings(country: Country, programmes: Iterable[Programme], rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """What to know of the programmes with a condition: how many live out of reach of the service, or that nothing tells."""
    for programme in programmes:
        condition = programme.condition
        if condition is None:
            continue
        named: dict[str, Value] = {
            "programme": programme.name,
            "service": condition.service,
            "minutes": f"{condition.within:g}",
        }
        own = [row for row in rows if row["programme"] == programme.name]
        if not own:
            yield Finding("warning", "supply", programme.name, 0, "supply.unknown", named)
            continue
        whole, *regions = own
        out = whole["out_of_reach"] / whole["beneficiaries"] if whole["beneficiaries"] > 0 else 0.0
        severity = "warning" if out >= SERIOUS else "note"
        count: dict[str, Value] = {"count": round(whole["out_of_reach"]), "share": float(out)}
        yield Finding(severity, "supply", programme.name, 0, "supply.out_of_reach", named | count)
        none = [row["group"].partition("=")[2] for row in regions if row["within_reach"] == 0 < row["beneficiaries"]]
        if none:
            said: dict[str, Value] = {"names": ", ".join(none[:SOME]), "count": len(none)}
            yield Finding("warning", "supply", programme.name, len(none), "supply.nowhere", named | said)
        if not regions and any(row["group"].startswith(AREA) for row in country.access):
            yield Finding("note", "supply", programme.name, 0, "supply.no_regions", named)
