"""The verb by which a pack is put under shocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groundfloor import shocks
from groundfloor.api.writing import ready
from groundfloor.pipeline import Progress, quiet
from groundfloor.shocks import Shocked
from groundfloor.shocks.case import HORIZON


def simulate_shocks(
    pack: str | Path,
    names: Sequence[str] = (),
    *,
    floor: str | None = None,
    to: int = HORIZON,
    responses: Sequence[str] = (),
    variant: str = "base",
    engine: str = "arrays",
    seed: int = 0,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    say: Progress = quiet,
) -> Shocked:
    """What shocks described in a pack's folder shocks/ do to need, what the floor in place then does and costs, and what a response mends.

    `names` are shocks of the pack (all of them when left out), each by itself; joined by + they strike together. `to` is the last year;
    `responses` are scenarios of the floor that answer the shocks beside those in their files; `variant` is low or high for numbers that
    have such variants. With `out` a report, a workbook, the tables and the record are written there. `groundfloor.shocks.tables` gives
    the rows. A pack without shocks, an unknown name and a shock after the last year raise GroundfloorError. Files and columns:
    docs/shocks.md; method and sources: docs/methods/shocks.md.

    >>> from groundfloor.shocks import tables
    >>> found = simulate_shocks("gha", ["drought"], to=2030)
    >>> rows = [row for row in tables(found)["shocks"] if row["line"] == "national"]
    >>> [(row["scenario"], round(row["change"], 3)) for row in rows][:2]
    [('today', 0.01), ('ghana_floor', 0.011)]
    """
    ready(out)
    found = shocks.simulate(
        pack, names, floor=floor, to=to, responses=responses, variant=variant, engine=engine, seed=seed, say=say
    )
    if out is not None:
        given = {"names": list(names), "floor": floor, "to": to, "responses": list(responses), "variant": variant}
        shocks.write(found, out, languages, given | {"engine": engine, "seed": seed})
    return found
