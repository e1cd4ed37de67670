"""A grid of settings for its readers: tables with their words, and a folder with the report, the workbook, the tables and the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.leaving import leave
from groundfloor.pipeline import told
from groundfloor.report.grid import sections
from groundfloor.report.grid.words import language
from groundfloor.report.language import Language, in_all, languages
from groundfloor.report.results import Results, Row, Words, marked
from groundfloor.rules.programme import DatedParameter, Floor
from groundfloor.scenarios import Setting
from groundfloor.survey import data_files
from groundfloor.survey.frame import Floats
from groundfloor.varying import TAKE_UP, Grid

MOST = 5_000
"""Settings of a report and a workbook: a file of more would open nowhere."""
COST, POOR = "transfers_lcu", "fgt0"
CLOSE = 9


def results(found: Grid, at: Setting, floor: Floor) -> Results:
    """The tables of a grid, with the names that go with them, as a report and a workbook show them.

    `grid` has the main figures of each setting, `grid_figures` all of them, `grid_standing` those of the floor as it stands and without it, and
    `grid_numbers` what was varied. More than 5,000 settings raise GroundfloorError.

    >>> from groundfloor import Session, new
    >>> session = Session(new("nowhere"), to=2027)
    >>> found = session.grid({"child_grant.grant": [50, 100]}, year=2027)
    >>> list(results(found, session.at, session.floor).tables)
    ['grid_numbers', 'grid', 'grid_standing', 'grid_figures']
    """
    if len(found.settings) > MOST:
        raise GroundfloorError(
            f"A report of {len(found.settings):,} settings",
            expected=f"at most {MOST:,}",
            hint="Write the figures of more to a file alone: --out FILE.csv.",
        )
    lines = [*(name for name in at.country.lines if name in at.survey.lines), *at.survey.lines]
    shown = [COST, "coverage", *(f"{one}.{line}" for line in dict.fromkeys(lines) for one in ("fgt0", "fgt1")), "gini"]
    main = partial(_main, gdp=at.money.gdp.get(found.year, np.nan), shown=shown)
    best = efficient(*(_column(found, name) for name in (COST, f"{POOR}.{lines[0]}" if lines else POOR)))
    rows = [
        {"setting": k, **{name: row[name] for name in found.names}, **main(row), "efficient": one}
        for k, (row, one) in enumerate(zip(found.rows, best.tolist(), strict=True), start=1)
    ]
    standing = [{"scenario": name, **main(row)} for name, row in ((floor.name, found.standing), ("today", found.today))]
    figures = [{"setting": k, **row} for k, row in enumerate(found.rows, start=1)]
    known = at.survey.synthetic
    tables: dict[str, list[Row]] = {
        "grid_numbers": list(_numbers(found, floor)),
        "grid": marked(rows, known),
        "grid_standing": marked(standing, known),
        "grid_figures": marked(figures, known),
    }
    title = {say.code: say.text("grid.workbook", floor=say.words(floor.label)) for say in map(Language, languages())}
    return replace(told(at.country, floor, at.survey, at, tables, found.year), title=title)


def write(
    found: Grid, at: Setting, floor: Floor, out: str | Path, codes: Sequence[str], settings: dict[str, Any]
) -> Path:
    """Write everything to a folder, all of it or nothing; returns where the report is. `settings` are those asked for, for the record."""
    country, left = at.country, results(found, at, floor)
    data = data_files(country.survey) if country.survey else []
    asked = settings | {"languages": list(codes)}
    leave(left, Path(out), country.path, data, asked, codes, sections, words=partial(language, results=left))
    return Path(out) / "report.html"


def efficient(cost: Floats, poor: Floats) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which settings are such that no other costs no more and leaves no more people poor, with less of one of both; none that is not known.

    >>> efficient(np.array([1.0, 2.0, 2.0, 3.0]), np.array([0.3, 0.2, 0.25, 0.2])).tolist()
    [True, True, False, False]
    """
    known = np.isfinite(cost) & np.isfinite(poor)
    best = np.zeros(len(cost), dtype=bool)
    if not known.any():
        return best
    # what differs by rounding alone is the same
    largest = np.abs(cost[known]).max() or 1.0
    x, y = np.round(cost[known] / largest, CLOSE), np.round(poor[known], CLOSE)
    costs, group = np.unique(x, return_inverse=True)
    least = np.full(len(costs), np.inf)
    np.minimum.at(least, group, y)
    before = np.minimum.accumulate(np.concatenate([[np.inf], least[:-1]]))
    best[known] = (y == least[group]) & (y < before[group])
    return best


def _main(row: Mapping[str, float], gdp: float, shown: Sequence[str]) -> dict[str, float]:
    """The main figures of a setting, those that are there; cost is also a share of GDP."""
    found = {}
    for name in shown:
        if name in row:
            found[name] = row[name]
        if name == COST and name in row:
            found["transfers_pct_gdp"] = 100 * row[name] / gdp
    return found


def _column(found: Grid, name: str) -> Floats:
    columns = found.columns
    if name not in columns:
        return np.full(len(found.settings), np.nan)
    return found.values[:, columns.index(name) - len(found.names)]


def _numbers(found: Grid, floor: Floor) -> Iterator[dict[str, Any]]:
    """What was varied: of which programme, in which unit, what it is as the floor stands, and from where to where."""
    for name, own, numbers in zip(found.names, found.own, found.settings.T, strict=True):
        parameter = floor.parameters.get(name)
        programme, _, last = name.rpartition(".")
        yield {
            "name": name,
            "programme": programme if programme in floor.programmes else "",
            "label": _label(parameter, last),
            "unit": TAKE_UP if parameter is None else parameter.unit,
            "standing": own,
            "lowest": float(numbers.min()),
            "highest": float(numbers.max()),
            "numbers": len(np.unique(numbers)),
        }


def _label(parameter: DatedParameter | None, name: str) -> Words:
    """What a number is called: what its file says, else its name made readable."""
    if parameter is None:
        return in_all("grid.take_up")
    return parameter.label or {"en": name.replace("_", " ").capitalize()}
