"""The verbs by which a country weighs what it can afford."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from groundfloor import choosing
from groundfloor.api.writing import ready
from groundfloor.choosing import Choice
from groundfloor.gridded import write
from groundfloor.pipeline import HORIZON, Progress, quiet
from groundfloor.session import Session
from groundfloor.varying import Grid, numbers_of


def choose(
    pack: str | Path,
    *,
    envelope: str | float | Mapping[int, str | float] | None = None,
    objective: str | Mapping[str, float] | None = None,
    settings: str | Path | None = None,
    line: str | None = None,
    start: int | None = None,
    to: int | None = None,
    floor: str | None = None,
    programmes: Sequence[str] | None = None,
    levels: Sequence[float] | Mapping[str, Sequence[float]] | None = None,
    steps: Sequence[float] | Mapping[str, Sequence[float]] | None = None,
    parameters: Mapping[str, str] | None = None,
    commitments: Sequence[str] | Mapping[str, Any] | None = None,
    capacity: float | Mapping[str, float] | None = None,
    debt_ceiling: float | None = None,
    alternatives: int | None = None,
    within: float | None = None,
    frontier: Sequence[float] | None = None,
    tolerance: float | None = None,
    seconds: float | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    say: Progress = quiet,
) -> Choice:
    """Choose the programmes, benefit levels and phase-in of a pack's floor that close most within an envelope.

    `envelope` is 1.5%gdp, 8%spending (of government expenditure) or LCU a year, or such amounts by the year from which they hold.
    `objective` is poverty_gap, headcount or coverage, or weights of several. `levels` are multiples of each programme's amount,
    `steps` shares of coverage. `commitments` are programmes that must be in, or the least coverage by year, `capacity` the most
    new beneficiaries a year, `debt_ceiling` % of GDP. `settings` is a choice.yaml with the same names; what is given
    here goes before it. With `out` a report, a workbook, the tables, the floor's file and the record are written there.
    Limits that no floor keeps raise `groundfloor.choosing.InfeasibleError`, which says which conflict and by how much. What each
    setting means: docs/choosing.md; formulas, bounds and sources: docs/methods/choosing.md.

    >>> from groundfloor import new
    >>> found = choose(new("nowhere"), envelope="0.5%gdp", to=2027, levels=[0.5, 1], steps=[0.5, 1], frontier=[])
    >>> found.chosen.result.total(2027) <= found.money[2027]
    True
    """
    ready(out)
    typed = {
        "envelope": envelope, "objective": objective, "line": line, "start": start, "to": to, "floor": floor,
        "programmes": programmes, "levels": levels, "steps": steps, "parameters": parameters, "commitments": commitments,
        "capacity": capacity, "debt_ceiling": debt_ceiling, "alternatives": alternatives, "within": within,
        "frontier": frontier, "tolerance": tolerance, "seconds": seconds, "seed": seed,
    }  # fmt: skip
    given = {name: value for name, value in typed.items() if value is not None}
    asked = (choosing.read_settings(settings) if settings is not None else {}) | given
    found = choosing.choose(pack, choosing.settings(asked), say)
    if out is not None:
        choosing.write(found, out, languages, asked)
    return found


def grid(
    pack: str | Path,
    varied: Mapping[str, str | Sequence[float]],
    *,
    year: int | None = None,
    to: int = HORIZON,
    floor: str | None = None,
    seed: int = 0,
    out: str | Path | None = None,
    languages: Sequence[str] = ("en",),
    say: Progress = quiet,
) -> list[dict[str, float]]:
    """What a pack's floor costs and does in `year` under every combination of other numbers: a row a setting, a column a figure.

    `varied` gives numbers by name: a parameter of the floor ('child_grant.grant'), then in prices of the base year, or 'PROGRAMME.take_up'; as a list, or
    as text: "50,75,100", "50:150:10". Left out, `year` is that of full phase-in. Columns are the numbers, then figures as MEASURE.PROGRAMME, MEASURE.LINE or
    MEASURE.GROUP (docs/methods/figures.md), `transfers_lcu` in LCU of the year and other money in prices of the base year. With `out` a report in each of the
    `languages`, a workbook, the tables and the record are written there, of at most 5,000 settings. A thousand settings take about a
    second on a survey. An unknown name, a number that is none and more than 100,000 settings raise GroundfloorError.

    >>> from groundfloor import new
    >>> rows = grid(new("nowhere"), {"child_grant.grant": "50:150:50"}, to=2030)
    >>> [row["child_grant.grant"] for row in rows], rows[0]["transfers_lcu"] < rows[2]["transfers_lcu"]
    ([50.0, 100.0, 150.0], True)
    """
    found = gridded(
        pack, varied, year=year, to=to, floor=floor, seed=seed, out=out, languages=languages, say=say
    )[1]  # fmt: skip
    return found.rows


def gridded(
    pack: str | Path,
    varied: Mapping[str, str | Sequence[float]],
    *,
    year: int | None,
    to: int,
    floor: str | None,
    seed: int,
    out: str | Path | None,
    languages: Sequence[str],
    say: Progress,
) -> tuple[Session, Grid]:
    """The grid with the session that answered, whose report is then at `out`."""
    ready(out)
    numbers = {name: numbers_of(name, one) if isinstance(one, str) else list(one) for name, one in varied.items()}
    session = Session(pack, to=to, floor=floor, seed=seed, say=say)
    found = session.grid(numbers, year=year, say=say)
    if out is not None:
        asked = {"varied": numbers, "year": found.year, "to": to, "floor": session.floor.name, "seed": seed}
        write(found, session.at, session.floor, out, languages, asked)
    return session, found
