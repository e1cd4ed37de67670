"""The poor whom a programme leaves out: who they are, and how poor."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import share
from groundfloor.measures.families.poverty import fgt

SETS = ("adept",)


def rows(context: Context) -> Iterator[Row]:
    """uncovered_poor, uncovered_poor_incidence and uncovered_poor_gap by programme, line and group.

    uncovered_poor is the share of persons who are poor and live with no recipient; uncovered_poor_incidence the group's share of
    all those; uncovered_poor_gap how far they live below the line on average, as a share of it. Groups that a line defines itself
    are left out.
    """
    if context.before is None:
        return
    known = ~np.isnan(context.before)
    parts = [part for part in context.cuts if part.line is None]
    for one in context.programmes:
        asked = known & one.receipt.asked
        everyone = context.over(asked, parts)
        for line, value in context.lines.items():
            out = asked & (context.before < value) & (one.receipt.beneficiary == 0.0)
            yield from context.proportions("uncovered_poor", everyone, out.astype(float), line=line, programme=one.name)
            without = context.over(out, parts)
            gap = fgt(context.before, value, 1)
            yield from context.ratios("uncovered_poor_gap", without, gap, line=line, programme=one.name)
            for over in without.bases:
                if len(over.partition.names) > 1:
                    yield from context.rows(
                        "uncovered_poor_incidence",
                        over.partition,
                        share(over),
                        proportion=True,
                        line=line,
                        programme=one.name,
                    )
