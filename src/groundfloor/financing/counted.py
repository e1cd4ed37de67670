"""What of each option counts: nothing twice, and what was left out, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from groundfloor.financing.accounts import Accounts
from groundfloor.financing.option import CASES, Option
from groundfloor.financing.options import kinds, taxes
from groundfloor.financing.pledges import Pledge

Brings = dict[str, float]
DEBT, TAXES, AID, PENSIONS = "debt", "taxes", "aid", "pensions"
ROUNDING = 1e-12


@dataclass(frozen=True)
class Counted:
    """What options bring by option and year, in each case, % of GDP, and what is not counted, by option, year and reason."""

    brings: Mapping[str, Mapping[int, Brings]]
    left_out: Mapping[tuple[str, str], Mapping[int, float]]


def count(options: Mapping[str, Option], pledges: Iterable[Pledge], at: Accounts, years: Iterable[int]) -> Counted:
    """Assess every option in every year and take away what would count twice. Rules: docs/methods/financing.md.

    Of options that draw on the same room for debt only that counts which brings most over the years in the base case. Taxes
    that name a frontier stay together within it. Aid counts beyond what donors have pledged.

    >>> from groundfloor.country.model import Economy
    >>> from groundfloor.financing.option import stated
    >>> count({"sale": stated("sale", 0.1, 0.2, 0.4, 2027)}, (), Accounts(2026, Economy(())), [2027]).brings["sale"]
    {2027: {'low': 0.1, 'base': 0.2, 'high': 0.4}}
    """
    years = list(years)
    found = {name: {year: one.brings(at, year) for year in years} for name, one in options.items()}
    out: dict[tuple[str, str], dict[int, float]] = {}
    for name, one in options.items():
        pensions = {year: one.left_out(at, year) for year in years}
        if any(pensions.values()):
            out[name, PENSIONS] = pensions
    pledges = list(pledges)
    for name in _smaller(options, found):
        out[name, DEBT] = {year: found[name][year]["base"] for year in years}
        found[name] = {year: dict.fromkeys(CASES, 0.0) for year in years}
    taxed = [name for name, one in options.items() if one.kind and getattr(kinds()[one.kind], "ROOM", None) == TAXES]
    distance = _distance(options[name] for name in taxed)
    aid = [name for name, one in options.items() if one.kind == AID]
    for year in years:
        if distance is not None:
            _cut(found, taxed, year, distance, out)
        pledged = sum(one.counted(year, at) for one in pledges)
        if aid and pledged:
            share = 100 * pledged / at.known("gdp_nominal", year, "a pledge")
            _beyond(found, aid, year, share, out)
    return Counted(found, {key: values for key, values in out.items() if any(v > ROUNDING for v in values.values())})


def _smaller(options: Mapping[str, Option], found: Mapping[str, Mapping[int, Brings]]) -> list[str]:
    """The options that draw on the room for debt, but for the one that brings most; of equals the first counts."""
    drawing = [name for name, one in options.items() if one.borrowed]
    if not drawing:
        return []
    most = max(drawing, key=lambda name: sum(one["base"] for one in found[name].values()))
    return [name for name in drawing if name != most]


def _distance(options: Iterable[Option]) -> Brings | None:
    """The shortest distance to a frontier that an option names, by case; None where none names any."""
    named = [one for one in options if "frontier_pct_gdp" in one.given["base"]]
    if not named:
        return None
    by_case = {case: min(taxes.distance(one.given[case]) for one in named) for case in CASES}
    # a case that brings more is not bounded more tightly
    base = max(by_case["low"], by_case["base"])
    return {"low": by_case["low"], "base": base, "high": max(base, by_case["high"])}


def _cut(
    found: Mapping[str, dict[int, Brings]],
    names: Iterable[str],
    year: int,
    distance: Brings,
    out: dict[tuple[str, str], dict[int, float]],
) -> None:
    """Keep taxes within the distance: in each case, what the case before it brings comes first, then in the order of the file."""
    names = list(names)
    kept = dict.fromkeys(names, 0.0)
    new: dict[str, Brings] = {name: {} for name in names}
    before = dict.fromkeys(names, 0.0)
    for case in CASES:
        left = distance[case] - sum(kept.values())
        for name in names:
            more = found[name][year][case] - before[name]
            taken = min(more, max(0.0, left))
            left -= taken
            kept[name] += taken
            before[name] = found[name][year][case]
            new[name][case] = kept[name]
    for name in names:
        lost = found[name][year]["base"] - new[name]["base"]
        if lost > ROUNDING:
            out.setdefault((name, TAXES), {})[year] = lost
        found[name][year] = new[name]


def _beyond(
    found: Mapping[str, dict[int, Brings]],
    names: Iterable[str],
    year: int,
    pledged: float,
    out: dict[tuple[str, str], dict[int, float]],
) -> None:
    """Count aid beyond what is pledged, which is taken from the options in the order of the file."""
    left = dict.fromkeys(CASES, pledged)
    for name in names:
        values = found[name][year]
        taken = {case: min(values[case], left[case]) for case in CASES}
        left = {case: left[case] - taken[case] for case in CASES}
        found[name][year] = {case: values[case] - taken[case] for case in CASES}
        if taken["base"] > 0:
            out.setdefault((name, AID), {})[year] = taken["base"]
