"""The rung of each household on a ladder, from its parts. Three values throughout: 1, 0 and NaN, which is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from groundfloor.survey.frame import Column, Finding, Floats, Text
from groundfloor.survey.ladders.described import AS_IT_IS, Ladder
from groundfloor.survey.ladders.tables import table
from groundfloor.survey.sentences import Value
from groundfloor.survey.table import ordered
from groundfloor.survey.variables import HYGIENE, LADDER

NEAR = 30.0
OPEN, UNIMPROVED, LIMITED, BASIC, SAFE = (float(rung) for rung in range(len(LADDER)))
UNKNOWN = {"limited": 0.0, "basic": 1.0, "missing": np.nan}
SAID = {"limited": "ladders.time_limited", "basic": "ladders.time_basic", "missing": "ladders.time_missing"}


def climbed(ladder: Ladder, parts: Mapping[str, Column], found: list[Finding]) -> dict[str, Column]:
    """The variables that follow from the parts of a ladder, a value a person: its rung, and yes or no for what it is made of."""
    if ladder.standard is not None:
        values: dict[str, Value] = {"name": ladder.name, "survey": ladder.standard}
        found.append(Finding("note", "ladders", ladder.name, 0, "ladders.standard", values))
    return CLIMB[ladder.name](ladder, parts, found)


def every(*conditions: Floats) -> Floats:
    """1 where all are, 0 where one is not, whatever the others, else unknown.

    >>> every(np.array([1.0, 0.0, 1.0]), np.array([1.0, np.nan, np.nan])).tolist()
    [1.0, 0.0, nan]
    """
    stack = np.vstack(conditions)
    return np.where((stack == 0.0).any(axis=0), 0.0, np.where(np.isnan(stack).any(axis=0), np.nan, 1.0))


def _text(parts: Mapping[str, Column], name: str, rows: int) -> Text:
    column = parts.get(name)
    return column if isinstance(column, Text) else Text(np.full(rows, -1, dtype=np.int32), ())


def _number(parts: Mapping[str, Column], name: str, rows: int) -> Floats:
    column = parts.get(name)
    return np.full(rows, np.nan) if column is None or isinstance(column, Text) else column


def _among(text: Text, words: object) -> Floats:
    """1 where the word is one of `words`, 0 where it is another."""
    listed = set(words) if isinstance(words, list | tuple) else set()
    return np.array([*(float(level in listed) for level in text.levels), np.nan])[text.codes]


def _rank(text: Text, ladder: str) -> Floats:
    """0 for what is on the lowest rung, 1 for unimproved, 2 for improved."""
    said = table("facilities")[ladder]
    place = {LADDER[0]: OPEN, LADDER[1]: UNIMPROVED, "improved": LIMITED}
    return np.array([*(place[said[level]] for level in text.levels), np.nan])[text.codes]


def _rungs(rank: Floats, levels: tuple[str, ...]) -> Text:
    return ordered(Text(np.where(np.isnan(rank), -1, rank).astype(np.int32), levels), levels)


def _water(ladder: Ladder, parts: Mapping[str, Column], found: list[Finding]) -> dict[str, Column]:
    rows = len(next(iter(parts.values())).codes)  # type: ignore[union-attr] # the source is always there, in words
    source, other = _text(parts, "source", rows), _text(parts, "other_source", rows)
    facilities, rules = table("facilities"), ladder.rules
    by_other = (_among(source, facilities["packaged"]) == 1.0) & (ladder.packaged != AS_IT_IS)

    def judged(of: Callable[[Text], Floats]) -> Floats:
        return np.where(by_other, of(other), of(source))

    rank = _rank(source, "water")
    improved = np.where(np.isnan(rank), np.nan, (rank == LIMITED).astype(float))
    usable = judged(lambda text: np.where(np.isnan(_rank(text, "water")), np.nan, _rank(text, "water") == LIMITED))
    home, near, unknown = _distance(ladder, parts, judged, rows)
    count = int((unknown & (improved == 1.0) & (usable == 1.0)).sum())
    if count:
        found.append(Finding("note", "ladders", "water", count, SAID[ladder.unknown_time], {"count": count}))
    basic = every(improved, usable, near)
    rung = np.where(rank == LIMITED, np.where(basic == 1.0, BASIC, np.where(basic == 0.0, LIMITED, np.nan)), rank)
    out: dict[str, Column] = {"improved_water": improved, "basic_water": basic}
    if rules.get("at_home_by_source") == "true" or "place" in parts or rules["minutes"]["at_home"]:
        out["water_on_premises"] = home
    quality = _uncontaminated(ladder, parts, rows)
    if "available" in parts:
        out["water_available"] = _number(parts, "available", rows)
    if quality is not None:
        out["water_uncontaminated"] = quality
    if quality is not None and "available" in parts:
        safe = every(basic, home, _number(parts, "available", rows), quality)
        out["safely_managed_water"] = safe
        rung = np.where(rung == BASIC, np.where(safe == 1.0, SAFE, np.where(safe == 0.0, BASIC, np.nan)), rung)
    return {"water": _rungs(rung, LADDER), **out}


def _distance(
    ladder: Ladder, parts: Mapping[str, Column], judged: Callable[[Callable[[Text], Floats]], Floats], rows: int
) -> tuple[Floats, Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Whether water is at home, whether it is there or within 30 minutes both ways, and of whom nobody knows how far it is."""
    rules, most = ladder.rules, float(ladder.rules["minutes"]["most"])
    at_home = [float(one) for one in rules["minutes"]["at_home"]]
    minutes, place = _number(parts, "minutes", rows), _text(parts, "place", rows)
    counted = np.where(minutes <= most, minutes, np.nan)
    delivered = judged(lambda text: _among(text, rules.get("without_place"))) == 1.0
    home = np.where(delivered, np.nan, _among(place, ["dwelling", "yard"]))
    if rules.get("at_home_by_source") == "true":
        home = np.where(judged(lambda text: _among(text, table("facilities")["at_home"])) == 1.0, 1.0, home)
    home = np.where(np.isin(minutes, at_home), 1.0, home)
    home = np.where(np.isnan(home) & ((counted > 0) | delivered), 0.0, home)
    near = np.where((home == 1.0) | (counted <= NEAR), 1.0, np.where(counted > NEAR, 0.0, np.nan))
    unknown = np.isnan(near) & ("minutes" in parts)
    return home, np.where(unknown, UNKNOWN[ladder.unknown_time], near), unknown


def _uncontaminated(ladder: Ladder, parts: Mapping[str, Column], rows: int) -> Floats | None:
    """Whether the water is free of E. coli and, where that is known, of chemicals; None where nobody measured."""
    if "ecoli" not in parts:
        return _number(parts, "chemically_safe", rows) if "chemically_safe" in parts else None
    count = _number(parts, "ecoli", rows)
    highest = float(ladder.rules.get("ecoli", {}).get("highest", "inf"))
    free = np.where((count >= 0) & (count <= highest), (count == 0).astype(float), np.nan)
    return every(free, _number(parts, "chemically_safe", rows)) if "chemically_safe" in parts else free


def _sanitation(ladder: Ladder, parts: Mapping[str, Column], found: list[Finding]) -> dict[str, Column]:
    facility = parts["facility"]
    assert isinstance(facility, Text)  # noqa: S101 (its entry is one of words)
    rows = len(facility.codes)
    rank = _rank(facility, "sanitation")
    improved = np.where(np.isnan(rank), np.nan, (rank == LIMITED).astype(float))
    own = 1.0 - _number(parts, "shared", rows)
    basic = every(improved, own)
    rung = np.where(rank == LIMITED, np.where(basic == 1.0, BASIC, np.where(basic == 0.0, LIMITED, np.nan)), rank)
    out: dict[str, Column] = {"improved_sanitation": improved, "basic_sanitation": basic}
    if "emptied" in parts or ladder.treated is not None:
        disposed = _disposed(ladder, parts, facility)
        safe = every(basic, disposed)
        out |= {"excreta_safe": disposed, "safely_managed_sanitation": safe}
        rung = np.where(rung == BASIC, np.where(safe == 1.0, SAFE, np.where(safe == 0.0, BASIC, np.nan)), rung)
    return {"sanitation": _rungs(rung, LADDER), **out}


def _disposed(ladder: Ladder, parts: Mapping[str, Column], facility: Text) -> Floats:
    """Whether excreta are safely disposed of: where they are (never emptied, or buried), or carried away and treated."""
    rows = len(facility.codes)
    treated = np.nan if ladder.treated is None else float(ladder.treated)
    emptied, to = _text(parts, "emptied", rows), _text(parts, "emptied_to", rows)
    where_to = np.select(
        [to.is_("buried") == 1.0, to.is_("removed") == 1.0, to.is_("unsafe") == 1.0], [1.0, treated, 0.0], np.nan
    )
    # who does not know whether the pit was ever emptied counts with those who never did, as in the tables of MICS
    kept = _among(emptied, ["never", "unknown"]) == 1.0
    on_site = np.where(kept, 1.0, np.where(emptied.is_("yes") == 1.0, where_to, np.nan))
    sewered = _among(facility, table("facilities")["sewered"]) == 1.0
    nowhere = facility.is_("flush_unknown") == 1.0
    return np.where(sewered, treated, np.where(nowhere, np.nan, on_site))


def _hygiene(_ladder: Ladder, parts: Mapping[str, Column], found: list[Finding]) -> dict[str, Column]:
    place = parts["place"]
    assert isinstance(place, Text)  # noqa: S101 (its entry is one of words)
    rows = len(place.codes)
    seen = _among(place, ["fixed", "mobile"]) == 1.0
    both = every(_number(parts, "water", rows), _number(parts, "soap", rows))
    rank = np.where(seen, np.where(both == 1.0, 2.0, np.where(both == 0.0, 1.0, np.nan)), np.nan)
    rank = np.where(place.is_("none") == 1.0, 0.0, rank)
    count = int((place.is_("not_seen") == 1.0).sum())
    if count:
        found.append(Finding("note", "ladders", "hygiene", count, "ladders.not_seen", {"count": count}))
    basic = np.where(np.isnan(rank), np.nan, (rank == 2.0).astype(float))
    return {"hygiene": _rungs(rank, HYGIENE), "basic_hygiene": basic}


CLIMB: dict[str, Callable[[Ladder, Mapping[str, Column], list[Finding]], dict[str, Column]]] = {
    "water": _water,
    "sanitation": _sanitation,
    "hygiene": _hygiene,
}
