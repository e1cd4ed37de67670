"""The options of financing.yaml, read and checked key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from groundfloor.country.description import words
from groundfloor.documents import Document, number, year
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.financing.option import CASES, Option
from groundfloor.financing.options import kinds
from groundfloor.financing.ways import BORROWING, GOVERNMENT, PAYERS, STATED, Assumption, Way
from groundfloor.written import Written

COMMON = ("label", "kind", "start", "ramp_years", "one_off", "paid_by", "incidence", "note", "source")
EXAMPLE = "tax: {low: 0.2, base: 0.5, high: 0.8, start: 2027, ramp_years: 5}"
PEERS = ("peers", "percentile")


def read_option(name: str, written: Written, document: Document) -> Option:
    """One option; a mistake in it raises GroundfloorError with its line. The keys are defined in docs/country-pack.md."""
    keys = written.parts(None, EXAMPLE)
    kind = keys["kind"].choice(kinds()) if "kind" in keys else None
    way = _way(name, written, None if kind is None else kinds()[kind])
    parts = written.parts((*COMMON, *(CASES if way is STATED else way.assumptions)), EXAMPLE)
    if "start" not in parts:
        raise GroundfloorError(f"The option {name!r} has no start", written.place, expected=EXAMPLE)
    given = _stated(name, written, parts) if way is STATED else _computed(name, written, way, parts)
    one_off = way.once or ("one_off" in parts and parts["one_off"].yes())
    for key in ("ramp_years", "one_off") if way.timed else ():
        if key in parts:
            raise GroundfloorError(
                f"The option {name!r} has {key} and {way.tells}", parts[key].place, hint=f"Take {key} away."
            )
    if one_off and "ramp_years" in parts:
        raise GroundfloorError(
            f"The option {name!r} comes once and grows over years", parts["ramp_years"].place, expected="one of both"
        )
    default = way.payer if way is not STATED else GOVERNMENT if kind is None else kinds()[kind].PAYER
    payer = parts["paid_by"].choice(PAYERS) if "paid_by" in parts else default
    if way is not STATED and payer != default and BORROWING in (payer, default):
        raise GroundfloorError(
            f"What {way.tells} brings is paid by {payer}",
            parts["paid_by"].place,
            expected=default,
            hint="Take it away.",
        )
    entry: Mapping[str, Any] = document.data["options"][name]
    label, note = (
        words(document, entry[key], "options", name, key) if key in parts else {} for key in ("label", "note")
    )
    return Option(
        name,
        given,
        start=year(parts["start"].word(), parts["start"].place),
        way=way,
        kind=kind,
        payer=payer,
        one_off=one_off,
        ramp_years=_ramp(parts),
        note=dict(note),
        label=dict(label) or {"en": name.replace("_", " ")},
        source=parts["source"].word() if "source" in parts else None,
        incidence="incidence" in parts,
        place=written.place,
    )


def _way(name: str, written: Written, module: ModuleType | None) -> Way:
    """The way that the keys tell: the effect itself, or one of the kind's own."""
    parts = written.parts(None, EXAMPLE)
    if module is None:
        return STATED
    ways: tuple[Way, ...] = module.WAYS
    found = [way for way in ways if way.tells in parts]
    said = [way.tells for way in found] + (["low, base and high"] if set(CASES) & set(parts) else [])
    if len(said) == 1:
        return found[0] if found else STATED
    expected = " or ".join([*(way.tells for way in ways), "low, base and high"])
    if said:
        message = f"The option {name!r} is given twice, by {' and by '.join(said)}"
        raise GroundfloorError(message, written.place, expected=expected)
    own = {key for way in ways for key in way.assumptions} | {*COMMON, *CASES}
    for key, part in parts.items():
        if key not in own:
            raise GroundfloorError(f"Unknown key {key!r}", part.place, expected=expected, hint=nearest(key, own))
    raise GroundfloorError(f"The option {name!r} does not say what it brings", written.place, expected=expected)


def _stated(name: str, written: Written, parts: Mapping[str, Written]) -> dict[str, dict[str, float]]:
    for case in CASES:
        if case not in parts:
            raise GroundfloorError(f"The option {name!r} has no {case}", written.place, expected=EXAMPLE)
    low, base, high = (parts[case].number() for case in CASES)
    if not low <= base <= high:
        raise GroundfloorError(
            f"The option {name!r} has low {low:g}, base {base:g}, high {high:g}",
            parts["low"].place,
            expected="low <= base <= high, in % of GDP",
        )
    return {case: {"value": value} for case, value in zip(CASES, (low, base, high), strict=True)}


def _computed(name: str, written: Written, way: Way, parts: Mapping[str, Written]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {case: {} for case in CASES}
    given = [key for key in way.both if key in parts]
    if given and len(given) < len(way.both):
        raise GroundfloorError(
            f"The option {name!r} has {given[0]} alone", parts[given[0]].place, expected=" and ".join(way.both)
        )
    for key, assumption in way.assumptions.items():
        if key not in parts:
            if assumption.default is None and assumption.needed:
                raise GroundfloorError(
                    f"The option {name!r} has no {key}",
                    written.place,
                    expected=f"{key}: a number, or {key}: {{low: ..., base: ..., high: ...}}",
                    hint="docs/methods/financing.md says what it is.",
                )
            values = {} if assumption.default is None else dict.fromkeys(CASES, assumption.default)
        else:
            values = dict(_cases(parts[key], assumption))
        for case, value in values.items():
            out[case][key] = value
    return out


def _cases(part: Written, assumption: Assumption) -> Iterator[tuple[str, float]]:
    """The value of an assumption in each case: one for all, one each, or a percentile of those of peers."""
    if not part.is_table:
        yield from dict.fromkeys(CASES, _number(part, assumption)).items()
        return
    keys = part.parts((*CASES, *PEERS), "{low: 0.1, base: 0.2, high: 0.3} or {peers: [12, 15, 19], percentile: 0.75}")
    wanted = PEERS if set(PEERS) & set(keys) else CASES
    for key in keys:
        if key not in wanted:
            raise GroundfloorError(
                f"{part.path[-1]} has both {key} and {wanted[0]}", keys[key].place, expected=" and ".join(wanted)
            )
    for key in wanted:
        if key not in keys:
            raise GroundfloorError(f"{part.path[-1]} has no {key}", part.place, expected=", ".join(wanted))
    if wanted == CASES:
        yield from ((case, _number(keys[case], assumption)) for case in CASES)
        return
    peers = [float(_checked(word, keys["peers"], assumption)) for word in keys["peers"].words()]
    if not peers:
        raise GroundfloorError("peers is empty", keys["peers"].place, expected="a value for each country")
    percentile = _number(keys["percentile"], Assumption(high=1.0))
    yield from dict.fromkeys(CASES, float(np.quantile(peers, percentile))).items()


def _number(part: Written, assumption: Assumption) -> float:
    return _checked(part.word(), part, assumption)


def _checked(word: str, part: Written, assumption: Assumption) -> float:
    value = number(word, part.place)
    if not assumption.low <= value <= assumption.high or (assumption.whole and value != int(value)):
        whole = "a whole number, " if assumption.whole else ""
        upper = f"from {assumption.low:g} to {assumption.high:g}"
        raise GroundfloorError(
            f"{part.path[-1]} is {word}",
            part.place,
            expected=whole + (upper if assumption.high < float("inf") else f"at least {assumption.low:g}"),
            hint=f"Write {value / 100:g} for {value:g} %." if assumption.high == 1 and 1 < value <= 100 else None,
        )
    return value


def _ramp(parts: Mapping[str, Written]) -> int:
    if "ramp_years" not in parts:
        return 1
    ramp = parts["ramp_years"].number()
    if ramp < 1 or ramp != int(ramp):
        raise GroundfloorError(
            f"ramp_years is {parts['ramp_years'].word()!r}", parts["ramp_years"].place, expected="1, 2, 3 or more years"
        )
    return int(ramp)
