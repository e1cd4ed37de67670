"""Income tax by brackets, written as the list that a law holds and turned into a rule of the language."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor.errors import GroundfloorError
from groundfloor.fiscal.trees import minus, plus, times
from groundfloor.rules.fields import Fields
from groundfloor.rules.tree import Call, Literal_, Node, Type

EXAMPLE = "[{from: 0, rate: 0}, {from: 4380, rate: 0.05}]"


@dataclass(frozen=True)
class Bracket:
    """From how much on, in the unit of the base, each further unit of money is taxed at `rate`."""

    start: float
    rate: float


def brackets_of(found: Fields, day: datetime.date, *at: Any) -> tuple[Bracket, ...]:
    """The brackets in force on `day`: a list, or lists by the day from which each is in force."""
    path = (*at, "brackets")
    given = found.get(*path)
    if given is None:
        raise GroundfloorError(f"{at[1]} has no brackets", found.key(*at), expected=f"brackets: {EXAMPLE}")
    if not isinstance(given, Mapping):
        return _listed(found, given, *path)
    lists = {found.date(*path, key): _listed(found, value, *path, key) for key, value in given.items()}
    past = [start for start in sorted(lists) if start <= day]
    if not past:
        raise GroundfloorError(f"No brackets are in force on {day}", found.place(*path), hint="Give an earlier list.")
    return lists[past[-1]]


def _listed(found: Fields, given: Any, *path: Any) -> tuple[Bracket, ...]:
    if not isinstance(given, list) or not given:
        raise GroundfloorError("brackets is no list", found.place(*path), expected=EXAMPLE)
    document, inside = found.origin(path)
    out: list[Bracket] = []
    for i, entry in enumerate(given):
        place = document.place(*inside, i)
        if not isinstance(entry, Mapping):
            raise GroundfloorError("A bracket is no table", place, expected="{from: 4380, rate: 0.05}")
        one = Fields({"bracket": entry}, {(): (document, inside), ("bracket",): (document, (*inside, i))})
        one.known(("from", "rate"), ("from", "rate"), "bracket")
        start, rate = one.number("bracket", "from", low=0.0), one.number("bracket", "rate", low=0.0, high=1.0)
        if out and start <= out[-1].start:
            raise GroundfloorError(
                f"The bracket from {start:g} stands after that from {out[-1].start:g}",
                place,
                expected="brackets in rising order",
            )
        out.append(Bracket(start, rate))
    return tuple(out)


def scheduled(base: Node, steps: tuple[Bracket, ...]) -> Node:
    """The tax on `base`: of what lies above each bracket's start, the rise of the rate there. On a base below 0 it is 0.

    max(base - from, 0) x (rate - rate before), added up over the brackets, is the same as each slice at its own rate.
    """
    kind, place = base.type, base.place
    tax: Node = Literal_(kind, place, 0.0)
    before = 0.0
    for step in steps:
        if step.rate != before:
            above = minus(base, Literal_(kind, place, step.start))
            slice_ = Call(kind, place, "max", (above, Literal_(kind, place, 0.0)))
            tax = plus(tax, times(slice_, Literal_(Type("number"), place, step.rate - before)))
        before = step.rate
    # a base that is not known leaves the tax unknown, also where no rate is above 0
    return tax if steps and any(step.rate for step in steps) else times(base, Literal_(Type("number"), place, 0.0))
