"""Combinations of programmes: how many people live with exactly these and no other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row

SETS = ("adept", "aspire")
MOST = 12
WIDEST = 52  # programmes a double counts without error


def rows(context: Context) -> Iterator[Row]:
    """combination: share of persons whose household receives exactly the programmes named ("a+b", "none"), the largest first.

    Over everybody and of everybody, among those of whom every programme is known. The `MOST` largest, and `other` for the rest.
    """
    names = list(context.receipts)[:WIDEST]
    if len(names) < 2:
        return
    code = np.zeros(context.view.rows)
    for k, name in enumerate(names):
        code += context.receipts[name].beneficiary * 2.0**k
    known = ~np.isnan(code)
    found, place = np.unique(code[known], return_inverse=True)
    size = np.bincount(place, context.weight[known], len(found))
    over = context.over(known, context.groups[:1])
    largest = np.argsort(-size, kind="stable")[:MOST]
    rest = known.astype(float)
    for at in largest:
        mine = (code == found[at]).astype(float)
        rest -= mine
        inside = [name for k, name in enumerate(names) if int(found[at]) >> k & 1]
        yield from context.proportions("combination", over, mine, programme="+".join(inside) or "none")
    if len(found) > len(largest):
        yield from context.proportions("combination", over, rest, programme="other")
