"""The bands against the past: how many earlier values lay in them, in words and by series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 50


def content(page: Page) -> Mapping[str, Any]:
    """A sentence a series, the table of hits, and what could not be tested."""
    say = page.language
    return {
        "sentences": list(_series(page)),
        "economy": _economy(page),
        "notes": [say.words(one) for one in page.results.assumptions],
    }


def hits(rows: Sequence[Row]) -> tuple[int, int, float, float]:
    """How many values lay inside the bands of 50 and of 90 %, the mean error and the mean size of errors.

    >>> rows = [{"in_50": True, "in_90": True, "error": 1.0}, {"in_50": False, "in_90": True, "error": -3.0}]
    >>> hits(rows)
    (1, 2, -1.0, 2.0)
    """
    errors = [present(row["error"]) or 0.0 for row in rows]
    inside = (sum(bool(row[name]) for row in rows) for name in ("in_50", "in_90"))
    return *inside, sum(errors) / len(errors), sum(map(abs, errors)) / len(errors)  # type: ignore[return-value]


def _series(page: Page) -> Iterator[str]:
    say = page.language
    for name in page.view.distinct("backtest", "series"):
        rows = page.view.rows("backtest", series=name)
        half, most, mean, _ = hits(rows)
        n = len(rows)
        yield say.text(
            f"monte_carlo.past.{'narrow' if most / n < 0.9 else 'wide'}",
            series=page.names.known("series", name),
            first=say.year(int(rows[0]["origin"])),
            n=say.number(n),
            half=say.number(half),
            most=say.number(most),
            mean=say.points(mean),
        )


def _economy(page: Page) -> Table | None:
    say = page.language
    body = []
    for name in page.view.distinct("backtest", "series"):
        rows = page.view.rows("backtest", series=name)
        half, most, mean, size = hits(rows)
        shares = [say.percent(one / len(rows), 0) for one in (half, most)]
        points = [say.number(100 * mean, 1, sign=True), say.number(100 * size, 1)]
        body.append([page.names.known("series", name), say.number(len(rows)), *points, *shares])
    if not body:
        return None
    names = ("series", "forecasts", "mean_error", "mean_size", "in_50", "in_90")
    headings = [say.text(f"monte_carlo.heading.{name}") for name in names]
    return table(say.text("monte_carlo.past.caption"), headings, body, households=False)
