"""Schemes in force beside what their administration counts: the tables `take_up` and `administrative`, and what is to be said."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.against_rule import asked_about, received
from groundfloor.caseloads import Caseloads, count_for
from groundfloor.costing import price_index
from groundfloor.measures.administrative import Simulated, administrative, weighted_total
from groundfloor.measures.design import ALL, groupings, partitions
from groundfloor.measures.figure import Sums
from groundfloor.rules.counts import EVERYWHERE, Count, Counts
from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import Programme
from groundfloor.survey.frame import Administrative, Finding, Survey, Text, Transfer
from groundfloor.survey.sentences import Value

Row = dict[str, Any]
# what is said of a scheme as a whole, and of some of its places
SAID = {
    "short": ("take_up.short", "take_up.short_at"),
    "earlier": ("take_up.earlier", "take_up.earlier_at"),
    "held": ("take_up.held", "take_up.held_at"),
    "later": ("take_up.later", "take_up.later_at"),
    "none": ("take_up.none", "take_up.none_at"),
}


def take_up_rows(at: Caseloads) -> list[Row]:
    """Rows of the table `take_up`: by programme with a caseload, place and year who is entitled and who is counted.

    The years are the base year and those counted up to the last year of the weights. Persons (households), `eligible` with its standard error
    from the sampling design; `implied` is the caseload over them, NaN where nobody is counted in the year, and above 1 where it is
    `capped`; `take_up` is the share of them who receive in the simulation and `drawn_below` the number their draws lie below.
    `basis` says how it was found (docs/methods/take-up.md).
    """
    rows: list[Row] = []
    for name, programme in at.programmes.items():
        if any(one.caseload is not None for one in programme.counts.counts):
            rows += _of_programme(at, name, programme)
    return rows


def _of_programme(at: Caseloads, name: str, programme: Programme) -> Iterator[Row]:
    counts, base = programme.counts, at.prices.base
    known = with_totals(at.survey, counts)
    by = () if counts.variable is None else (counts.variable,)
    parts = partitions(at.survey, groupings(at.survey, by))
    last = max(at.weights)
    for year in sorted({base, *(one for one in counts.years if base <= one <= last)}):
        found = at.simulated(name, year)
        granted, weight = found.granted, at.weight(year)
        entitled, one_each = np.zeros(len(weight), dtype=bool), np.ones(len(weight))
        entitled[granted.rows] = True
        taken = granted.rows[granted.takes]
        for part in parts:
            due = weighted_total(part, weight, entitled, one_each)
            taking = part.groups(Sums(weight[taken], taken).cells(part))
            for k, group in enumerate(part.names):
                level = EVERYWHERE if group == ALL else group.partition("=")[2]
                one = _count(known, level, year, base)
                labels = {"programme": name, "group": group, "year": year, "unit": programme.asked}
                yield (
                    labels
                    | _figures(float(due.value[k]), float(due.se[k]), float(taking[k]), one)
                    | {
                        "drawn_below": _drawn_below(at, name, level, year),
                        "basis": basis(at, name, level, year),
                        "n": int(due.n[k]),
                        "source": "" if one is None else one.source,
                    }
                )


def with_totals(survey: Survey, counts: Counts) -> list[Count]:
    """The counts, and the sum over the places in each year in which all are counted and the whole country is not."""
    column = survey.columns.get(counts.variable or "")
    found = list(counts.counts)
    if not isinstance(column, Text):
        return found
    for year in dict.fromkeys(one.year for one in counts.counts):
        here = {one.level: one for one in counts.counts if one.year == year}
        places = [here[level] for level in column.levels if level in here]
        sums = [
            None
            if EVERYWHERE in here or len(places) < len(column.levels) or any(one is None for one in values)
            else math.fsum(one for one in values if one is not None)
            for values in ([one.caseload for one in places], [one.cost for one in places])
        ]
        if sums != [None, None]:
            source = "; ".join(dict.fromkeys(one.source for one in places if one.source))
            found.append(Count(year, EVERYWHERE, sums[0], sums[1], source, places[0].place))
    return found


def _count(counts: Iterable[Count], level: str, year: int, base: int) -> Count | None:
    """The count that a place is held against in a year: its own, or in the base year the last one before it."""
    mine = [one for one in counts if one.level == level and one.caseload is not None]
    found = count_for(mine, year)
    if found is None or found.year in (None, year):
        return found
    return found if year == base and found.year is not None and found.year < base else None


def _figures(eligible: float, se: float, recipients: float, one: Count | None) -> Row:
    caseload = np.nan if one is None or one.caseload is None else one.caseload
    known = eligible > 0
    return {
        "eligible": eligible,
        "eligible_se": se,
        "caseload": caseload,
        "caseload_year": None if one is None else one.year,
        "implied": caseload / eligible if known else np.nan,
        "implied_se": caseload * se / eligible**2 if known else np.nan,
        "capped": None if np.isnan(caseload) else caseload > eligible,
        "lacking": np.nan if np.isnan(caseload) else max(caseload - eligible, 0.0),
        "take_up": recipients / eligible if known else np.nan,
        "recipients": recipients,
    }


def _drawn_below(at: Caseloads, name: str, level: str, year: int) -> float:
    """The number below which draws of a place lie of those who receive; NaN over places that differ."""
    found = at.found.get(name)
    programme = at.programmes[name]
    if found is None:
        return programme.take_up if not (programme.phase_in or programme.grows_by or programme.take_up_path) else np.nan
    there = found.on(programme, year)
    if there.take_up_by is None:
        return there.take_up
    return np.nan if level == EVERYWHERE else there.take_up_by.shares[level]


def basis(at: Caseloads, name: str, level: str, year: int) -> str:
    """How the take-up of a place in a year was found: own, count, earlier, rest, held or later; mixed over places that differ."""
    found, counts = at.found.get(name), at.programmes[name].counts
    if found is None:
        return "own"
    if level == EVERYWHERE and found.places.variable is not None:
        ways = {basis(at, name, one, year) for one in found.places.levels}
        return ways.pop() if len(ways) == 1 else "mixed"
    of = found.counted(level, year)
    if of is None:
        return "own"
    if of > year:
        return "later"
    if of < year and not (of < at.prices.base == year):
        return "held"
    if level not in counts.caseloads(of):
        return "rest"
    return "earlier" if of < year else "count"


def administrative_rows(at: Caseloads, today: Survey, schemes: Iterable[Programme]) -> list[Row]:
    """Rows of the table `administrative` for schemes in force that say what their administration counts or spends.

    `today` is the survey under the weights of the base year, in its prices. Counts are the last up to the base year, else the first after it.
    Observed is who says they receive it, simulated what its rule gives with its take-up under people and rules of the year counted; before
    the base year with the people of that. Amounts are LCU in money of the year counted, the simulated one with administration. Method:
    docs/methods/administrative.md.
    """
    rows: list[Row] = []
    for scheme in schemes:
        for year, counts in _by_year(scheme.counts.variable, with_totals(today, scheme.counts), at.prices.base).items():
            seen = _observed(at, today, scheme, counts)
            can = scheme.name in at.programmes and year <= max(at.weights)
            rule = {scheme.name: _simulated(at, scheme, year)} if can else {}
            rows += administrative(today, {scheme.name: seen}, rule)
    return rows


def _by_year(variable: str | None, counts: Iterable[Count], base: int) -> dict[int, Administrative]:
    """The counts that are nearest to the base year, of recipients and of money in each place, by the year they are of."""
    places: dict[str, list[Count]] = defaultdict(list)
    for one in counts:
        places[one.level].append(one)
    chosen: dict[int, dict[str, dict[str, Count]]] = defaultdict(lambda: {"caseload": {}, "cost": {}})
    for level, mine in places.items():
        for what in ("caseload", "cost"):
            nearest = count_for([one for one in mine if getattr(one, what) is not None], base)
            if nearest is not None:
                chosen[base if nearest.year is None else nearest.year][what][level] = nearest
    return {year: _counted(variable, found, year) for year, found in sorted(chosen.items())}


def _counted(variable: str | None, found: Mapping[str, Mapping[str, Count]], year: int) -> Administrative:
    recipients = {level: one.caseload for level, one in found["caseload"].items() if one.caseload is not None}
    paid = {level: one.cost for level, one in found["cost"].items() if one.cost is not None}
    sources = dict.fromkeys(one.source for several in found.values() for one in several.values() if one.source)

    def by(values: Mapping[str, float]) -> dict[str, dict[str, float]]:
        own = {level: value for level, value in values.items() if level != EVERYWHERE}
        return {variable: own} if variable is not None and own else {}

    return Administrative(
        recipients.get(EVERYWHERE), paid.get(EVERYWHERE), year, "; ".join(sources), by(recipients), by(paid)
    )


def _to_money_of(at: Caseloads, year: int) -> float:
    """What base-year prices are multiplied by to be money of a year; NaN where prices in between are not known."""
    return price_index(at.prices.rates.get("inflation", {}), at.prices.base, year)


def _observed(at: Caseloads, today: Survey, scheme: Programme, counts: Administrative) -> Transfer:
    if asked_about(scheme, today):
        receives, amount = received(today, scheme)
        amount = amount * _to_money_of(at, counts.year or at.prices.base)
    else:
        receives = amount = np.full(today.persons, np.nan)
    return Transfer("", scheme.asked, receives, amount, administrative=counts)


def _simulated(at: Caseloads, scheme: Programme, year: int) -> Simulated:
    """What the rule gives in a year, or where prices do not reach back to it, in the base year and without its money."""
    level = _to_money_of(at, year)
    of = at.prices.base if np.isnan(level) else year
    found = at.simulated(scheme.name, of)
    granted = found.granted
    receives, amount = np.zeros((2, len(at.weight(of))))
    receives[granted.rows] = granted.takes
    cost = next((one for one in scheme.parameters.values() if one.name == scheme.overheads.per_beneficiary), None)
    each = 0.0 if cost is None else at.prices.real(cost, of) * per_year(cost.unit)
    paid = granted.money * level * (1.0 + scheme.administration) + each * level
    amount[granted.rows] = np.where(granted.takes, paid, 0.0)
    return Simulated(receives, amount, at.weight(of))


def findings(at: Caseloads) -> list[Finding]:
    """What is to be said of take-up that meets caseloads: where too few are entitled, and where nobody is counted."""
    return [one for name in at.found for one in _findings(at, name)]


def _findings(at: Caseloads, name: str) -> Iterator[Finding]:
    found, counts, last = at.found[name], at.programmes[name].counts, max(at.weights)

    def said(severity: str, what: str, levels: Sequence[str] = (), **values: Value) -> Finding:
        places = ", ".join(level for level in levels if level)
        where = {"places": places} if places else {}
        return Finding(severity, "take_up", "", 0, SAID[what][bool(places)], {"programme": name} | where | values)

    for one in found.short:
        numbers = {"caseload": round(one.caseload), "entitled": round(one.entitled)}
        lacking = round(one.caseload - one.entitled)
        yield said("warning", "short", one.levels, year=str(one.year), lacking=lacking, **numbers)
    places = found.places.levels if found.places.variable is not None else (EVERYWHERE,)
    held: dict[tuple[str, int], list[str]] = defaultdict(list)
    for level in places:
        years = sorted(found.rates.get(level, ()))
        if not years:
            held["none", 0].append(level)
            continue
        before = [one for one in years if one <= at.prices.base]
        if not before:
            held["later", years[0]].append(level)
        elif before[-1] < at.prices.base:
            held["earlier", before[-1]].append(level)
        if years[-1] < last:
            held["held", max(years[-1], at.prices.base)].append(level)
    for (what, year), levels in held.items():
        severity = "warning" if what == "none" else "note"
        values: dict[str, Value] = {} if what == "none" else {"year": str(year)}
        yield said(severity, what, levels, **values)
    if beyond := [one for one in counts.years if one > last]:
        years_beyond = ", ".join(map(str, beyond))
        yield Finding(
            "note", "take_up", "", 0, "take_up.beyond", {"programme": name, "years": years_beyond, "last": str(last)}
        )
    lost = len(found.places.among(at.simulated(name, at.prices.base).granted.rows, (EVERYWHERE,)))
    if lost and EVERYWHERE not in found.rates:
        variable = str(found.places.variable)
        values = {"programme": name, "count": lost, "name": variable}
        yield Finding("warning", "take_up", variable, lost, "take_up.nowhere", values)
    if name in at.silent:
        yield Finding("note", "take_up", "", 0, "take_up.simulated", {"programme": name})
