"""The answers to several scenarios as one set of results, each under a name of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from groundfloor.report.results import Results
from groundfloor.session import EXPLORED, Session
from groundfloor_web.side_by_side.options import FLOOR, Option

TABLES = ("costs", "impact", "plan", "undecided")


def together(session: Session, chosen: Sequence[Option]) -> Results:
    """Results whose scenarios are those chosen, in their order and by their keys; the figures are those of the explorer.

    A scenario that cannot be laid on the floor raises GroundfloorError.
    """
    found: dict[str, Results] = {one.key: session.results(one.patch()) for one in chosen if one.key != FLOOR}
    # every answer has the floor as it stands beside it
    found[FLOOR] = next(iter(found.values())) if found else session.results()
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for one in chosen:
        mine = session.floor.name if one.key == FLOOR else EXPLORED
        for name, rows in tables.items():
            for row in found[one.key].tables.get(name, ()):
                if row["scenario"] == mine:
                    rows.append({**row, "scenario": one.key})
    return replace(found[FLOOR], tables=tables, scenario_labels={one.key: dict(one.label) for one in chosen})
