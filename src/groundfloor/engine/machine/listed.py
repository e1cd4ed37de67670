"""Entitlements by person, from the rows that the machine has kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from groundfloor.engine.machine.packed import MISSING, Bytes, Packed
from groundfloor.engine.machine.writing import Paying, Wire
from groundfloor.engine.values import HOME, ONE, PERSON
from groundfloor.rules.entitlements import Granted, Listed
from groundfloor.survey.frame import Floats

Rows = Iterator[Bytes] | Iterator[Floats]


def listed(
    packed: Packed,
    programmes: Mapping[str, Paying],
    kept: tuple[Bytes, Floats, Bytes, Floats],
    amount: Callable[[Wire], float],
) -> dict[str, Listed]:
    """What each programme gives, from what the tape of `listing` keeps; `amount` is one that is the same for all."""
    small = {PERSON: iter(kept[0]), HOME: iter(kept[2])}
    wide = {PERSON: iter(kept[1]), HOME: iter(kept[3])}
    out = {}
    for name, one in programmes.items():
        eligible, takes = next(small[one.level]), next(small[one.level])
        yes, unknown = np.flatnonzero(eligible == 1), np.flatnonzero(eligible == MISSING)
        if one.amount.level == ONE:
            money = np.full(len(yes), amount(one.amount))
        else:
            values = next(wide[one.amount.level])
            apart = one.amount.level == HOME and one.level == PERSON
            money = values[packed.prepared.home[yes] if apart else yes]
        rows, nobody = (packed.survey.starts[some] if one.level == HOME else some for some in (yes, unknown))
        out[name] = Listed(packed.survey.persons, Granted(rows, money, takes[yes] == 1), nobody)
    return out
